// The settings of privacy: what others are shown of single people.

package settings

// privacySettings: in Germany software that can watch what a person does needs the works council's consent (§ 87(1) no.
// 6 BetrVG), which is easier to give where nothing of a single person is shown.
var privacySettings = Section{"privacy", "Privacy", "", []Setting{
	{Key: "privacy.works_council", Name: "works_council", Label: "Works-council mode",
		Hint:    "No figure of a single person is shown: teams and totals only",
		Words:   "No figure of a single person is shown to anybody but that person; teams and totals only.",
		Default: false, access: plain(func(s *Settings) *bool { return &s.WorksCouncil })},
}}
