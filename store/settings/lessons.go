// The settings of lessons, of the quarterly pulse, and of recognition.

package settings

import (
	"vouch/store/lesson"
	"vouch/store/problem"
	"vouch/store/text"
)

// lessonSettings has no input in the form of the settings: lessons have forms of their own, for curators, too.
var lessonSettings = Section{"lessons", "Lessons", "One-minute lessons. Nobody has to take them.", []Setting{
	{Key: "lessons.list", Name: "lessons", Words: "The lessons in their order. What somebody passed stays passed.",
		Default: lesson.Defaults(), Max: lesson.MaxLessons,
		access: access{func(s *Settings) any { return s.Lessons },
			// Copied: stored settings are decoded over the defaults, which must stay as they are.
			func(s *Settings, v any) { s.Lessons = lesson.Clone(v.([]lesson.Lesson)) }}},
}}

// pulseSettings: a figure of fewer than five people would tell what one of them thinks.
var pulseSettings = Section{"pulse", "Pulse", "Two anonymous questions to advocates each quarter.", []Setting{
	{Key: "pulse.asked", Name: "pulse_on", Label: "Pulse", Hint: "Advocates are asked two questions each quarter",
		Words:   "Whether they are asked: true or false.",
		Default: true, access: plain(func(s *Settings) *bool { return &s.PulseOn })},
	{Key: "pulse.min_group", Name: "pulse_min", Label: "Fewest answers", Hint: "Answers a figure needs, 5 or more.",
		Words: "Answers that a figure needs to be shown; it moves with as many new ones.", Default: 5, Min: 5, Max: 1000,
		access: plain(func(s *Settings) *int { return &s.PulseMin })},
}}

// checkLessons says what is wrong with the lessons, each at its id.
func (s *Settings) checkLessons(wrong *problem.Fields) {
	for id, sentence := range lesson.CheckAll(s.Lessons) {
		wrong.Set("lessons/"+id, sentence)
	}
}

var recognitionSettings = Section{"recognition", "Recognition", "Recognition of what people did.", []Setting{
	{Key: "recognition.channel", Name: "channel", Label: "Channel for wins",
		Hint: "A hire, a deal, a story, weeks in a row: with the person's yes each time. Invite Vouch to it.",
		Words: "The id of the channel in which wins are told, with the yes of the person each time; \"\" for none. Vouch " +
			"must be a member of it.",
		Default: "", Max: text.MaxShort, access: plain(func(s *Settings) *string { return &s.Channel })},
	{Key: "recognition.charity", Name: "charity", Label: "Charity",
		Hint:    "People may choose to give their bonuses to it. Empty: nobody can.",
		Words:   "The charity to which people may choose to give their bonuses; \"\" for none.",
		Default: "", Max: text.MaxShort, access: plain(func(s *Settings) *string { return &s.Charity })},
}}
