// The settings of the report: how it credits and values what came of it, and the goals that managers write.

package settings

import (
	"regexp"
	"strconv"

	"vouch/store/calendar"
	"vouch/store/term"
	"vouch/store/text"
)

// CreditModels are the ways in which clicks share the credit for an outcome.
var CreditModels = []string{"first", "last", "linear", "position"}

var attributionSettings = Section{"attribution", "Report",
	"How the report credits and values what came of it.", []Setting{
		{Key: "attribution.model", Name: "credit_model", Label: "Credit for an outcome goes to",
			Words: "Who gets the credit for an application or a deal after clicks on several shares: first, last, linear (all " +
				"the same) or position (40 % first, 40 % last, 20 % between). A referral gets all of it.",
			Default: CreditModels[1], Values: CreditModels,
			access: plain(func(s *Settings) *string { return &s.CreditModel })},
		{Key: "attribution.window_days", Name: "credit_days", Label: "Days in which a click counts for an outcome",
			Words:   "Days before an outcome in which a click counts for it.",
			Default: 90, Min: 1, Max: 730, access: plain(func(s *Settings) *int { return &s.CreditDays })},
		{Key: "attribution.cost_per_hire", Name: "baseline_cost", Label: "What a hire costs otherwise",
			Hint:    "Such as EUR 4500. Empty: nothing is compared.",
			Words:   "What a hire costs without a referral, such as EUR 4500; \"\" compares nothing.",
			Default: "", Max: text.MaxShort, Money: true,
			access: plain(func(s *Settings) *string { return &s.BaselineCost })},
		{Key: "attribution.goals", Name: "goals", Label: "Goals",
			Hint: "Up to three, one a line, such as " + goalExample,
			Words: "Up to three goals, such as " + goalExample + "; hires, deals, applicants, interviews, introductions, " +
				"meetings, shares or members.",
			Default: []string(nil), Max: 3, Each: text.MaxShort, access: texts(func(s *Settings) *[]string { return &s.Goals })},
		{Key: "attribution.channel", Name: "report_channel", Label: "Channel for the month's totals",
			Hint:    "Its id, such as C0123ABCD, in the channel's details. Vouch must be in it. Empty: none.",
			Words:   "Id of a channel that gets the totals of each month, for everybody; \"\" none.",
			Default: "", Max: 64, access: plain(func(s *Settings) *string { return &s.ReportChannel })},
		{Key: "attribution.reach_per_post", Name: "reach_per_post", Label: "People who see one post",
			Hint:    "For an estimate that is labelled as one. 0: none.",
			Words:   "People who see one post, for an estimate that is labelled as one; 0 estimates nothing.",
			Default: 0, Max: 1_000_000, access: plain(func(s *Settings) *int { return &s.ReachPerPost })},
		{Key: "attribution.price_per_click", Name: "click_prices",
			Words: "What a click costs as an ad, by network, such as linkedin: EUR 5.50. Networks without a price are worth " +
				"nothing in the report.",
			Default: map[string]string(nil), Each: text.MaxShort, Money: true, Values: networkKeys,
			access: byNetwork(func(s *Settings) *map[term.Network]string { return &s.ClickPrices })},
	}}

// Goal is a number of things from one day to another, both included.
type Goal struct {
	Target   int
	Of       string // hires, deals, applicants, interviews, introductions, meetings, shares or members
	From, To calendar.LocalDate
}

const goalExample = "5 hires from 2026-01-01 to 2026-12-31"

var goalWords = regexp.MustCompile(`^([1-9]\d{0,6}) (hires|deals|applicants|interviews|introductions|meetings|shares|` +
	`members) from (\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)$`)

// ParseGoal reads a goal such as "5 hires from 2026-01-01 to 2026-12-31".
func ParseGoal(words string) (g Goal, ok bool) {
	found := goalWords.FindStringSubmatch(words)
	if found == nil {
		return g, false
	}
	target, _ := strconv.Atoi(found[1]) // seven digits at most
	g = Goal{Target: target, Of: found[2], From: calendar.LocalDate(found[3]), To: calendar.LocalDate(found[4])}
	return g, calendar.IsDate(g.From) && calendar.IsDate(g.To) && g.From <= g.To
}
