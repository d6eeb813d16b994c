// Tests of phrases: what finds them in spite of a disguise, and what is another word.

package text_test

import (
	"fmt"
	"strings"
	"testing"

	"vouch/store/text"
)

func TestFirstPhrase(t *testing.T) {
	for _, row := range []struct {
		name, s, phrase string
		found           bool
	}{
		{"as it is", "We start Project Falcon today.", "Project Falcon", true},
		{"whatever the case", "PROJECT FALCON!", "project falcon", true},
		{"other signs between", "project-falcon, at last", "Project Falcon", true},
		{"written together", "#ProjectFalcon", "Project Falcon", true},
		{"letters apart", "p r o j e c t   f a l c o n", "Project Falcon", true},
		{"a hidden sign inside", "Fal\u200bcon\u00ad", "falcon", true},
		{"over two lines", "Project\nFalcon", "Project Falcon", true},
		{"wide letters", "Ｆａｌｃｏｎ", "falcon", true},
		{"accents", "Fálcon", "falcon", true},
		{"letters that look alike", "F\u0430lc\u043en", "falcon", true},
		{"a blank letter inside", "Fal\u3164con", "falcon", true},
		{"joiners inside", "Fal\u200d\u034fcon", "falcon", true},
		{"Arabic stretched and marked", "مشـــروع الصَقر", "مشروع الصقر", true},
		{"Hangul", "매 사업을 시작", "사업을", true},
		{"at the end of 10,000 characters", strings.Repeat("Nothing here. ", 714) + "Falcon", "falcon", true},
		{"Arabic", "نحن نبدأ مشروع الصقر اليوم", "مشروع الصقر", true},
		{"another word that begins so", "The falconer came.", "falcon", false},
		{"another word that ends so", "A gyrfalcon came.", "falcon", false},
		{"only a part of it", "The project is good.", "Project Falcon", false},
		{"a phrase that would be everywhere", "a b c", "a", false},
		{"no phrase", "anything", " \u200b", false},
		{"no text", "", "falcon", false},
	} {
		if got := text.FirstPhrase(row.s, []string{"quiet period", row.phrase}) != ""; got != row.found {
			t.Errorf("%s: %q in %q: %v", row.name, row.phrase, row.s, got)
		}
	}
}

func BenchmarkFirstPhrase(b *testing.B) {
	long, phrases := strings.Repeat("Nothing that anybody minds. ", 110), []string{}
	for i := range 200 {
		phrases = append(phrases, fmt.Sprintf("Project number %d", i))
	}
	for b.Loop() {
		text.FirstPhrase(long, phrases)
	}
}
