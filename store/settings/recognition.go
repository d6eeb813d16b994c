// The settings of recognition: where wins are told, and what people may give their earnings to.

package settings

import "vouch/store/text"

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
