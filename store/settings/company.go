// The settings of the company: its name, zone and days, its people, and what others are shown of them.

package settings

import (
	"time"

	"vouch/store/calendar"
	"vouch/store/text"
)

var companySettings = Section{"company", "Company", "", []Setting{
	{Key: "company.name", Name: "company", Label: "Name",
		Hint:    "Every post says where its author works, so sharing waits until the name is set.",
		Words:   "Its name, 1 to 200 characters. Every post says where its author works, so sharing waits for it.",
		Default: "", Max: text.MaxShort, access: typed(func(s *Settings) *string { return &s.Company })},
	{Key: "company.time_zone", Name: "tz", Label: "Time zone",
		Hint:    "Such as Europe/Berlin: boards and working days are counted there.",
		Words:   "IANA time zone in which boards and working days are counted. VOUCH_TIMEZONE wins at each start.",
		Default: "UTC", Max: text.MaxShort, access: typed(func(s *Settings) *string { return &s.TimeZone })},
	{Key: "company.working_days", Name: "week", Label: "Working days",
		Hint: "Three or more. Digests and deadlines keep to them.",
		Words: "Days on which people work, three or more: digests come and deadlines are counted on them. A program whose " +
			"week is Sunday to Thursday writes [sunday, monday, tuesday, wednesday, thursday].",
		Default: weekdayNames[:5], Min: 3, Max: 7, Values: weekdayNames,
		access: weekdays(func(s *Settings) *[]time.Weekday { return &s.Rhythm.Week })},
	{Key: "company.holidays", Name: "holidays", Label: "Holidays",
		Hint:    "One day a line, such as 2026-12-25. No digests, and no working days.",
		Words:   "Days without digests and outside the working days, such as 2026-12-25.",
		Default: []string(nil), Max: maxListed, Form: DateForm,
		access: texts(func(s *Settings) *[]calendar.LocalDate { return &s.Holidays })},
}}

// Named is the name of a company; older releases put words into the place of one that nobody had given.
func Named(company string) string {
	if company == "Our company" {
		return ""
	}
	return company
}

var peopleSettings = Section{"people", "People", "", []Setting{
	{Key: "people.leader_titles", Name: "leader_titles", Label: "Titles of leaders",
		Hint: "One a line: words of titles that make a leader.", Words: "Words of titles that make somebody a leader.",
		Default: []string{"chief", "ceo", "cto", "cfo", "coo", "cmo", "cpo", "cro", "vp", "vice president", "svp", "evp",
			"president", "founder", "co-founder", "managing director", "head of", "director", "general manager"},
		Max: maxListed, Each: text.MaxShort, access: texts(func(s *Settings) *[]string { return &s.LeaderTitles })},
	{Key: "people.welcome_all", Name: "welcome_all", Label: "Welcome",
		Hint:    "Write to everybody at the first start, not only on first contact",
		Words:   "Whether everybody gets the welcome message at the first start; otherwise on first contact.",
		Default: false, access: plain(func(s *Settings) *bool { return &s.WelcomeAll })},
}}

// privacySettings: in Germany software that can watch what a person does needs the works council's consent (§ 87(1) no.
// 6 BetrVG), which is easier to give where nothing of a single person is shown.
var privacySettings = Section{"privacy", "Privacy", "", []Setting{
	{Key: "privacy.works_council", Name: "works_council", Label: "Works-council mode",
		Hint:    "No figure of a single person is shown: teams and totals only",
		Words:   "No figure of a single person is shown to anybody but that person; teams and totals only.",
		Default: false, access: plain(func(s *Settings) *bool { return &s.WorksCouncil })},
}}
