// The golden files of lessons and of the curators' desk.

package training

import (
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/store"
)

// goldenCourse are the lessons of a new program, the first two passed.
func goldenCourse() course {
	list := store.DefaultSettings().Lessons
	return course{lessons: list, passed: map[string]bool{list[0].ID: true, list[1].ID: true}, points: 5}
}

func TestGolden_Lessons(t *testing.T) {
	c := goldenCourse()
	golden.Modal(t, "lesson", lessonView(c, c.next(), ""))
	golden.Modal(t, "lesson-next", lessonView(c, c.next(), rightWords(store.LessonResult{Points: 5})))
	golden.Modal(t, "lessons-done", doneView(c, rightWords(store.LessonResult{Again: true})))
	for at := range c.lessons {
		golden.AtMost(t, c.lessons[at].ID, lessonView(c, at, rightWords(store.LessonResult{Points: 5})), 160, 3)
	}
	hostile := store.Lesson{ID: "hostile", Title: golden.Hostile, Text: golden.Hostile, Question: golden.Hostile,
		Right: golden.Hostile, Wrong: []store.WrongAnswer{{Answer: "No"}, {Answer: "Never"}}}
	golden.Modal(t, "lesson-hostile", lessonView(course{lessons: []store.Lesson{hostile}}, 0, ""))
}

func TestGolden_Desk(t *testing.T) {
	list := goldenCourse().lessons
	golden.Modal(t, "desk", deskView(list))
	golden.Modal(t, "desk-empty", deskView(nil))
	golden.ShortForm(t, "lesson-edit", 8, formView(list[0]))
	golden.ShortForm(t, "lesson-new", 8, formView(store.Lesson{}))
}
