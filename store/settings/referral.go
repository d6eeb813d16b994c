// The settings of referrals: who answers them, how long they belong to somebody, what is said and kept of them, and
// what stages of other systems stand for.

package settings

import (
	"fmt"
	"strings"

	"vouch/store/outcome"
	"vouch/store/problem"
	"vouch/store/term"
	"vouch/store/text"
)

// Route sends referrals to an owner. The first route whose non-empty fields all match wins.
type Route struct {
	Kind       term.ReferralKind `json:"kind"`
	Department string            `json:"department,omitempty"` // of the job
	Location   string            `json:"location,omitempty"`   // of the job
	Contains   string            `json:"contains,omitempty"`   // words in the job's title or the need
	Owner      term.EmployeeID   `json:"owner"`
}

// referralsSettings: 180 days of ownership follow the common end of a referral after six months, and so do the 180 days
// until a closed one loses its personal data (product rule 5.6).
var referralsSettings = Section{"referrals", "Referrals", "Referrals of candidates and clients.", []Setting{
	{Key: "referrals.answer_days", Name: "answer_days", Label: "Working days until a silent owner is nudged",
		Words:   "Working days until an owner who does not answer is nudged.",
		Default: 3, Min: 1, Max: 60, access: plain(func(s *Settings) *int { return &s.AnswerDays })},
	{Key: "referrals.escalate_days", Name: "escalate_days", Label: "Working days until managers are told",
		Hint:    "As many or more, to 90",
		Words:   "Working days until program managers are told, as many as answer_days or more.",
		Default: 5, Min: 1, Max: 90, access: plain(func(s *Settings) *int { return &s.EscalateDays })},
	{Key: "referrals.owned_days", Name: "owned_days", Label: "Days a referred person belongs to their referrer",
		Words:   "Days during which a referred person belongs to their referrer.",
		Default: 180, Min: 1, Max: 3650, access: plain(func(s *Settings) *int { return &s.OwnedDays })},
	{Key: "referrals.purge_days", Name: "purge_days", Label: "Days from its end until personal data is erased",
		Words:   "Days from the end of a referral until its personal data is erased.",
		Default: 180, Min: 1, Max: 3650, access: plain(func(s *Settings) *int { return &s.PurgeDays })},
	idleSetting, noticeSetting,
	{Key: "referrals.missing_days", Name: "missing_days",
		Words:   "Days after which curators and, once a week, a digest name a job that nobody referred for; 0 never.",
		Default: 14, Max: 365, access: plain(func(s *Settings) *int { return &s.MissingDays })},
	{Key: "referrals.routes", Name: "routes",
		Words: "Who answers, tried from the top; the first route whose texts all fit wins, a text left out fits " +
			"everything. Where none fits, the recruiter or seller with the fewest open referrals answers.",
		Default: []Route(nil), Max: maxListed, Each: text.MaxShort,
		access: plain(func(s *Settings) *[]Route { return &s.Routes })},
}}

// idleSetting bounds how long the data of somebody is kept with whom nobody works.
var idleSetting = Setting{Key: "referrals.idle_days", Name: "idle_days",
	Label: "Days without a step until an open referral ends",
	Words: "Days without a step until an open referral ends and its personal data is erased.", Default: 365, Min: 60,
	Max: 3650, access: plain(func(s *Settings) *int { return &s.IdleDays })}

// noticeSetting is what the referred person is told, with the facts that Art. 14 GDPR asks for: who keeps what, why and
// on which basis, from whom, who reads it, how long, and what the person may do.
var noticeSetting = Setting{Key: "referrals.notice", Name: "notice", Label: "Note to the referred person",
	Hint: "Follows the referrer's greeting. {company} and {days} (until its data is erased) are put in.",
	Words: "What the referrer forwards to the person, after a greeting, 1 to 1000 characters. {company} and {days}, " +
		"those of purge_days, are put in. Have it checked: a privacy page and a contact belong into it.",
	Default: "{company} keeps your name, how to reach you and why I thought of you, to see whether it fits (Art. " +
		"6(1)(f) GDPR). It has this from me. Only the colleague who answers and the people who run the referral program " +
		"can read it. It is deleted {days} days after the end at the latest. You can ask at any time to see it, correct it " +
		"or have it " +
		"deleted, object to it, or complain to a data protection authority: just tell me.",
	Max: 1000, access: plain(func(s *Settings) *string { return &s.Notice })}

// checkRoutes refuses routes whose texts are too long or that are for nobody.
func (s *Settings) checkRoutes(wrong *problem.Fields) {
	for i, route := range s.Routes {
		field := fmt.Sprintf("routes/%d", i+1)
		if text.Longer(route.Department, text.MaxShort) || text.Longer(route.Location, text.MaxShort) ||
			text.Longer(route.Contains, text.MaxShort) {
			wrong.Set(field, fmt.Sprintf("Shorten its texts to %d characters each.", text.MaxShort))
		}
		if route.Kind != term.Candidate && route.Kind != term.Client {
			wrong.Set(field, "A route is for candidates or for clients.")
		}
	}
}

// Matches compares the non-empty fields; all must fit. Places are compared by containment: "Oslo" fits "Oslo, Norway".
// words are the title of the job and the need.
func (rule *Route) Matches(kind term.ReferralKind, department, location, words string) bool {
	return rule.Kind == kind &&
		(rule.Department == "" || text.Fold(rule.Department) == text.Fold(department)) &&
		(rule.Location == "" || strings.Contains(text.Fold(location), text.Fold(rule.Location))) &&
		(rule.Contains == "" || text.HasWord(words, []string{rule.Contains}))
}

// outcomeSettings have no form in Slack: they are copied from the other system once.
var outcomeSettings = Section{"outcomes", "Outcomes",
	"What applicant tracking and CRM systems tell of referrals and shares.", []Setting{
		{Key: "outcomes.stages", Name: "outcome_stages", Default: []string(nil), Max: maxListed, Each: text.MaxShort,
			Words: "What their stages stand for where the name does not say it, such as \"greenhouse/Team call = interview\": " +
				"applied, screening, interview, offer, hired, started, unhired, declined, meeting, opportunity, won or lost.",
			access: texts(func(s *Settings) *[]string { return &s.OutcomeStages })},
		{Key: "outcomes.employee_ids", Name: "hook_employees", Default: false,
			Words: "Whether outgoing webhooks name who shared or referred by their Slack id: true or false. Otherwise each " +
				"person has a code there that cannot be traced back.",
			access: plain(func(s *Settings) *bool { return &s.HookEmployees })},
	}}

// checkStages refuses rules that nobody could follow.
func (s *Settings) checkStages(wrong *problem.Fields) {
	for _, rule := range s.OutcomeStages {
		if err := outcome.CheckRule(rule); err != nil {
			wrong.Set("outcome_stages", fmt.Sprintf("%q: %s.", text.Cut(rule, 40), err))
		}
	}
}
