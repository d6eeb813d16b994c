// The settings of digests: how often, how many, in which languages, and what is too much.

package settings

import (
	"fmt"
	"strings"
	"time"

	"vouch/store/problem"
	"vouch/store/text"
)

var digestSettings = Section{"digest", "Digest", "Digests: what holds for everybody who chose nothing else.", []Setting{
	{Key: "digest.frequency", Name: "frequency", Label: "How often",
		Words:   "daily, three (times a week), twice or weekly.",
		Default: string(Daily), Values: text.Mapped(Frequencies, func(f Frequency) string { return string(f) }),
		access: typed(func(s *Settings) *Frequency { return &s.Rhythm.Frequency })},
	{Key: "digest.at", Name: "at", Label: "At", Hint: "Each person's local time.",
		Words:   "Local time of each person, from " + EarliestAt + " on.",
		Default: "09:30", Form: TimeForm, access: typed(func(s *Settings) *string { return &s.Rhythm.At })},
	{Key: "digest.quiet_days", Name: "quiet", Label: "Never on these days",
		Words:   "Never on these days: monday, tuesday and so on.",
		Default: []string(nil), Max: maxListed, Values: weekdayNames,
		access: weekdays(func(s *Settings) *[]time.Weekday { return &s.Rhythm.Quiet })},
	{Key: "digest.picks", Name: "picks", Label: "Picks in a digest", Words: "Items in a digest.",
		Default: 3, Min: 1, Max: MaxPicks, access: plain(func(s *Settings) *int { return &s.Picks })},
	{Key: "digest.half_life_days", Name: "half_life", Label: "Days in which answers lose half their weight",
		Words:   "What people did with an item chooses for others; it loses half its weight in this many days.",
		Default: 14, Min: 1, Max: 365, access: plain(func(s *Settings) *int { return &s.HalfLifeDays })},
	{Key: "digest.languages", Name: "languages", Label: "Languages everybody reads",
		Hint: "One a line, such as en or de, beside the language of each person's Slack.",
		Words: "Languages everybody reads, such as en, beside the language of each person's Slack; items in others are " +
			"not picked.",
		Default: []string{"en"}, Max: 20, Each: MaxLanguage,
		access: texts(func(s *Settings) *[]string { return &s.Languages })},
	{Key: "digest.work_until", Name: "work_until", Label: "Nothing is sent after",
		Words:   "Nothing is sent after this local time.",
		Default: "18:00", Form: TimeForm, access: typed(func(s *Settings) *string { return &s.WorkUntil })},
	{Key: "digest.spread_minutes", Name: "spread", Label: "Minutes over which digests are spread",
		Words:   "Digests due at one time are spread over this many minutes.",
		Default: 10, Max: 120, access: plain(func(s *Settings) *int { return &s.SpreadMin })},
	{Key: "digest.late_minutes", Name: "grace", Label: "Minutes after which a late digest is skipped",
		Words:   "A digest later than this many minutes, as after a stop, is skipped.",
		Default: 180, Max: 24 * 60, access: plain(func(s *Settings) *int { return &s.GraceMin })},
	{Key: "digest.topics", Name: "topics", Label: "Topics people can follow",
		Hint: "One a line, beside those of the personas.", Words: "Topics people can follow beside those of the personas.",
		Default: []string(nil), Max: maxListed, Each: text.MaxTopic,
		access: texts(func(s *Settings) *[]string { return &s.Topics })},
}}

var fatigueSettings = Section{"fatigue", "Not too much", "Not too much of it.", []Setting{
	{Key: "fatigue.weekly_cap", Name: "weekly_cap", Label: "Messages per person and week at most",
		Hint: "1 to 100, of those nobody asked for", Words: "Messages the program starts per person and week at most.",
		Default: 10, Min: 1, Max: 100, access: plain(func(s *Settings) *int { return &s.WeeklyCap })},
	{Key: "fatigue.slow_after", Name: "slow_after", Label: "Ignored digests until they come less often",
		Words:   "Ignored digests in a row until they come less often.",
		Default: 3, Min: 1, Max: 100, access: plain(func(s *Settings) *int { return &s.SlowAfter })},
	{Key: "fatigue.ask_after", Name: "ask_after", Label: "Ignored digests until the person is asked",
		Words:   "Ignored digests in a row until the person is asked.",
		Default: 6, Min: 2, Max: 100, access: plain(func(s *Settings) *int { return &s.AskAfter })},
}}

// CheckLanguages refuses what no item could ever be in, such as "english".
func CheckLanguages(list []string, wrong *problem.Fields) {
	for _, language := range list {
		if base := BaseLanguage(language); len(base) != 2 && len(base) != 3 {
			wrong.Set("languages", fmt.Sprintf("%q is no language tag. Write it like en or pt-BR.", text.Cut(language, 20)))
		}
	}
}

// BaseLanguage is the language of a tag such as pt-BR or en_US, without its region; "" for none.
func BaseLanguage(tag string) string {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(tag)), "_", "-"), "-")
	return base
}
