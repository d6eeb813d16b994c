// The settings of lessons and of the quarterly pulse.

package settings

import (
	"vouch/store/lesson"
	"vouch/store/problem"
)

// lessonSettings has no input in the form of the settings: lessons have forms of their own, for curators, too.
var lessonSettings = Section{"lessons", "Lessons", "One-minute lessons. Nobody has to take them.", []Setting{
	{Key: "lessons.list", Name: "lessons", Words: "The lessons in their order. What somebody passed stays passed.",
		Default: lesson.Defaults(), Max: lesson.MaxLessons,
		access: access{func(s *Settings) any { return s.Lessons },
			// Copied: stored settings are decoded over the defaults, which must stay as they are.
			func(s *Settings, v any) { s.Lessons = lesson.Clone(v.([]lesson.Lesson)) }}},
}}

// checkLessons says what is wrong with the lessons, each at its id.
func (s *Settings) checkLessons(wrong *problem.Fields) {
	for id, sentence := range lesson.CheckAll(s.Lessons) {
		wrong.Set("lessons/"+id, sentence)
	}
}
