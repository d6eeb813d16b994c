// Tests of lessons: the defaults obey the rules, and each rule refuses what it is for.

package lesson

import (
	"strings"
	"testing"
)

func TestDefaults_AreFiveThatObeyTheRules(t *testing.T) {
	list := Defaults()
	if told := CheckAll(list); len(told) > 0 || len(list) != 5 {
		t.Errorf("%d lessons, %v", len(list), told)
	}
	first := map[string]int{}
	for i := range list {
		tidy := Clone(list)[i]
		if tidy.Tidy(); tidy.Mark() != list[i].Mark() {
			t.Errorf("%s is not tidy", list[i].ID)
		}
		for at, answer := range list[i].Answers() {
			if answer.Mark == list[i].RightMark() {
				first[string(rune('A'+at))]++
			}
		}
	}
	if len(first) < 2 {
		t.Errorf("the right answers all stand at the same place: %v", first)
	}
}

func TestCheck_RefusesByField(t *testing.T) {
	for field, spoil := range map[string]func(*Lesson){
		"title":    func(l *Lesson) { l.Title = "" },
		"text":     func(l *Lesson) { l.Text = strings.Repeat("word ", MaxWords+1) },
		"question": func(l *Lesson) { l.Question = strings.Repeat("x", MaxQuestion+1) },
		"right":    func(l *Lesson) { l.Right = strings.Repeat("x", MaxAnswer+1) },
		"wrong.0":  func(l *Lesson) { l.Wrong = nil },
		"wrong.1":  func(l *Lesson) { l.Wrong[1].Answer = strings.ToUpper(l.Right) },
		"why.1":    func(l *Lesson) { l.Wrong[1].Why = "" },
	} {
		l := Defaults()[0]
		spoil(&l)
		if wrong := l.Check(); wrong[field] == "" || len(wrong) != 1 {
			t.Errorf("%s: %v", field, wrong)
		}
	}
	list := Defaults()
	list[0].ID, list[2].ID, list[3].Right = "Not a slug", list[1].ID, ""
	told := CheckAll(list)
	if len(told) != 3 || !strings.HasPrefix(told[list[3].ID], "right: ") {
		t.Errorf("told %v", told)
	}
}

func TestNewID_IsFree(t *testing.T) {
	list := Defaults()
	for title, want := range map[string]string{
		"What to share": "what-to-share-2", "“ ”": "lesson", "New & “old”": "new-old",
	} {
		if got := NewID(list, title); got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}

func TestChanged(t *testing.T) {
	list := Defaults()
	edited := Clone(list)
	edited[0].Wrong[0].Why = "Another reason."
	if list[0].Wrong[0].Why == edited[0].Wrong[0].Why {
		t.Error("a clone shares its answers")
	}
	edited = append(edited[:1], edited[2:]...)
	edited[1].ID = "renamed"
	if got := Changed(list, edited); got != "~What to share +Say where you work -Your own words -Say where you work" {
		t.Errorf("changed %q", got)
	}
	if got := Changed(list, append(Clone(list[1:]), list[0])); got != "another order" {
		t.Errorf("moved: %q", got)
	}
}
