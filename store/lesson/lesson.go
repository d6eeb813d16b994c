// Package lesson knows the one-minute lessons: their parts, their rules, and those that a new program begins with.
package lesson

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"vouch/store/kv"
	"vouch/store/problem"
	"vouch/store/term"
	"vouch/store/text"
)

// Lesson is a short text with one question about a situation.
type Lesson struct {
	ID       string  `json:"id"`       // a short name; what somebody passed is kept under it
	Title    string  `json:"title"`    // 1 to MaxTitle characters
	Text     string  `json:"text"`     // at most MaxWords words
	Question string  `json:"question"` // 1 to MaxQuestion characters
	Right    string  `json:"right"`    // 1 to MaxAnswer characters
	Wrong    []Wrong `json:"wrong"`    // exactly Wrongs
}

// Wrong is a wrong answer, and why it is one.
type Wrong struct {
	Answer string `json:"answer"` // 1 to MaxAnswer characters
	Why    string `json:"why"`    // 1 to MaxWhy characters
}

// The bounds. Ninety words are read in well under a minute. Slack shows 75 characters of an option
// (docs.slack.dev/reference/block-kit/composition-objects/option-object).
const (
	MaxLessons  = 20
	MaxTitle    = 60
	MaxWords    = 90
	MaxText     = 900 // characters, for scripts that have no spaces
	MaxQuestion = 200
	MaxAnswer   = 75
	MaxWhy      = 250
	Wrongs      = 2
)

// Clone copies a list that its holder may change.
func Clone(list []Lesson) []Lesson {
	list = slices.Clone(list)
	for i := range list {
		list[i].Wrong = slices.Clone(list[i].Wrong)
	}
	return list
}

// Tidy cleans what people typed; what is too long is refused by Check.
func (l *Lesson) Tidy() {
	l.ID, l.Title, l.Text = text.Line(l.ID), text.Line(l.Title), text.Lines(l.Text)
	l.Question, l.Right = text.Line(l.Question), text.Line(l.Right)
	l.Wrong = slices.Clone(l.Wrong)
	for i := range l.Wrong {
		l.Wrong[i] = Wrong{text.Line(l.Wrong[i].Answer), text.Line(l.Wrong[i].Why)}
	}
}

// Check says what is wrong with a lesson, by the names title, text, question, right, wrong.0, why.0 and so on.
func (l *Lesson) Check() (wrong problem.Fields) {
	given := func(field, value string, most int) {
		if value == "" {
			wrong.Set(field, "Fill this in.")
		}
		wrong.Short(field, value, most)
	}
	given("title", l.Title, MaxTitle)
	given("text", l.Text, MaxText)
	if n := len(strings.Fields(l.Text)); n > MaxWords {
		wrong.Set("text", fmt.Sprintf("These are %d words. Shorten them to %d: it should take a minute.", n, MaxWords))
	}
	given("question", l.Question, MaxQuestion)
	given("right", l.Right, MaxAnswer)
	if len(l.Wrong) != Wrongs {
		wrong.Set("wrong.0", fmt.Sprintf("Give %d wrong answers.", Wrongs))
	}
	answers := []string{text.Fold(l.Right)}
	for i, w := range l.Wrong {
		field := "wrong." + strconv.Itoa(i)
		given(field, w.Answer, MaxAnswer)
		given("why."+strconv.Itoa(i), w.Why, MaxWhy)
		if slices.Contains(answers, text.Fold(w.Answer)) {
			wrong.Set(field, "Two answers are the same.")
		}
		answers = append(answers, text.Fold(w.Answer))
	}
	return wrong
}

// CheckAll says what is wrong with a whole list, one sentence a lesson, by its id.
func CheckAll(list []Lesson) map[string]string {
	told := map[string]string{}
	for i := range list {
		l := &list[i]
		if !text.IsSlug(l.ID) {
			told[l.ID] = "Give it a short id in small letters, digits and hyphens."
		}
		if slices.ContainsFunc(list[:i], func(before Lesson) bool { return before.ID == l.ID }) {
			told[l.ID] = "This id occurs twice."
		}
		for _, field := range []string{"title", "text", "question", "right", "wrong.0", "why.0", "wrong.1", "why.1"} {
			if sentence := l.Check()[field]; sentence != "" && told[l.ID] == "" {
				told[l.ID] = field + ": " + sentence
			}
		}
	}
	return told
}

// Find is the place of a lesson in a list, -1 for none.
func Find(list []Lesson, id string) int {
	return slices.IndexFunc(list, func(l Lesson) bool { return l.ID == id })
}

// NewID makes an id of a title that no lesson of the list has.
func NewID(list []Lesson, title string) string {
	id := strings.Trim(text.Cut(strings.Join(text.Words(title), "-"), 30), "-…")
	if !text.IsSlug(id) {
		id = "lesson"
	}
	plain := id
	for n := 2; Find(list, id) >= 0; n++ {
		id = plain + "-" + strconv.Itoa(n)
	}
	return id
}

// Mark is a short sign of some words: equal words have equal marks.
func Mark(words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	return hex.EncodeToString(sum[:6])
}

// Mark is the sign of all a lesson says.
func (l *Lesson) Mark() string {
	words := []string{l.ID, l.Title, l.Text, l.Question, l.Right}
	for _, w := range l.Wrong {
		words = append(words, w.Answer, w.Why)
	}
	return Mark(words...)
}

// Answer is one of the answers to choose from.
type Answer struct{ Mark, Words string }

// RightMark is the mark of the right answer.
func (l *Lesson) RightMark() string { return Mark(l.Right) }

// Answers are all answers in an order that does not tell which is right and stays the same for the same words.
func (l *Lesson) Answers() []Answer {
	answers := []Answer{{Mark(l.Right), l.Right}}
	for _, w := range l.Wrong {
		answers = append(answers, Answer{Mark(w.Answer), w.Answer})
	}
	slices.SortFunc(answers, func(a, b Answer) int { return strings.Compare(a.Mark, b.Mark) })
	return answers
}

// Changed says what differs between two lists by the titles: + came, - went, ~ was edited. "" is nothing.
func Changed(before, after []Lesson) string {
	var parts []string
	for i := range after {
		l := &after[i]
		if at := Find(before, l.ID); at < 0 {
			parts = append(parts, "+"+l.Title)
		} else if before[at].Mark() != l.Mark() {
			parts = append(parts, "~"+l.Title)
		}
	}
	for i := range before {
		if Find(after, before[i].ID) < 0 {
			parts = append(parts, "-"+before[i].Title)
		}
	}
	if len(parts) == 0 && !slices.EqualFunc(before, after, func(a, b Lesson) bool { return a.ID == b.ID }) {
		return "another order"
	}
	return text.Cut(strings.Join(parts, " "), 200)
}

// Reply is an answer to a lesson as its reader saw it. Marks stand for words, see Mark.
type Reply struct {
	Lesson string
	Right  string // the mark of the answer that was right when the lesson was shown
	Chosen string // the mark of the answer that was chosen
}

// Result is what became of an answer. Lesson is as it is now.
type Result struct {
	Lesson  Lesson
	Passed  bool
	Again   bool   // it was passed before
	Points  int    // paid now
	Why     string // why the answer is wrong
	Changed bool   // the lesson was edited meanwhile, and the answer says nothing about it
}

// Judge says whether a reply passes the lesson as it is now. When it was edited meanwhile, the reply counts as long as
// the right answer is the same.
func (l *Lesson) Judge(a Reply) Result {
	r := Result{Lesson: *l}
	same := l.RightMark() == a.Right
	r.Passed = same && a.Chosen == a.Right
	r.Changed = !r.Passed
	for _, w := range l.Wrong {
		if same && r.Changed && Mark(w.Answer) == a.Chosen {
			r.Why, r.Changed = w.Why, false
		}
	}
	return r
}

// Put puts a lesson into a list that its holder may change: at the end when it is new, in the place of the one with its
// id otherwise. was is the mark of the lesson that the change began from.
func Put(list []Lesson, was string, l Lesson) ([]Lesson, error) {
	l.Tidy()
	if err := l.Check().Err(); err != nil {
		return list, err
	}
	at := Find(list, l.ID)
	switch {
	case l.ID == "" && len(list) >= MaxLessons:
		return list, conflict("There are as many lessons as anybody takes. Remove one first.")
	case l.ID == "":
		l.ID = NewID(list, l.Title)
		return append(list, l), nil
	case at < 0:
		return list, conflict("Somebody removed this lesson meanwhile. Add it as a new one.")
	case list[at].Mark() != was && list[at].Mark() != l.Mark():
		return list, conflict("Somebody else changed this lesson meanwhile. Open it again.")
	}
	list[at] = l
	return list, nil
}

func conflict(msg string) error { return &problem.Error{Kind: problem.Conflict, Msg: msg} }

// Pass is that somebody answered the question of a lesson rightly. It stays when the lesson is edited.
type Pass struct {
	ID       string          `json:"id"`
	Employee term.EmployeeID `json:"employee"`
	Lesson   string          `json:"lesson"`
	At       time.Time       `json:"at"`
}

// Passes holds who passed which lesson.
var Passes = kv.Table[Pass]{
	Bucket: kv.NewBucket("lesson_passes"), // employee, lesson -> Pass
	Key:    func(p *Pass) string { return kv.Join(string(p.Employee), p.Lesson) },
}

// PassedBy are the ids of the lessons that somebody passed, those that were removed since included.
func PassedBy(t *kv.Tx, id term.EmployeeID) map[string]bool {
	passed := map[string]bool{}
	for _, key := range t.Keys(Passes.Bucket, kv.Join(string(id), ""), 0) {
		passed[kv.Split(key, 2)[1]] = true
	}
	return passed
}
