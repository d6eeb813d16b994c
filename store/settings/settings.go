// Package settings holds the program's choices and their rules: what may be chosen, on which days and at which hours
// people work and read, and who answers referrals.
package settings

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"vouch/store/calendar"
	"vouch/store/problem"
	"vouch/store/term"
	"vouch/store/text"
)

// Settings are the program's choices; Sections has the default, the bounds and the words of each. Zero fields
// never occur in a stored value: Default fills them.
type Settings struct {
	Company      string               `json:"company"`    // "" until somebody names it; sharing waits for that
	TimeZone     string               `json:"tz"`         // IANA; spans of boards and working days are counted here
	Rhythm       Rhythm               `json:"rhythm"`     // of everybody who chose none
	Picks        int                  `json:"picks"`      // per digest
	HalfLifeDays int                  `json:"half_life"`  // see Evidence: in which answers lose half their weight
	Languages    []string             `json:"languages"`  // that everybody reads beside the language of their Slack
	SpreadMin    int                  `json:"spread"`     // minutes over which one due time is spread
	GraceMin     int                  `json:"grace"`      // a digest later than this is missed
	WorkUntil    string               `json:"work_until"` // nothing is sent after this local time
	Holidays     []calendar.LocalDate `json:"holidays,omitempty"`

	Disclosure map[term.Network]string `json:"disclosure,omitempty"` // "" for networks without one of their own

	Confidential []string `json:"confidential,omitempty"` // rules, see ConfidentialPhrase

	Points PointRules `json:"points"`

	BoardOn       bool `json:"board_on"`        // off until a program manager turns it on
	BoardMinGroup int  `json:"board_min_group"` // people a board needs to be shown

	WorksCouncil bool `json:"works_council,omitempty"` // no figure of a single person is shown to others

	Routes       []Route `json:"routes,omitempty"`
	OwnedDays    int     `json:"owned_days"`    // ownership window
	AnswerDays   int     `json:"answer_days"`   // working days until an owner is nudged
	EscalateDays int     `json:"escalate_days"` // working days until managers are told
	PurgeDays    int     `json:"purge_days"`    // days from the end of a referral until its personal data is erased
	IdleDays     int     `json:"idle_days"`     // days without a step until an open referral ends, and its data is erased
	Notice       string  `json:"notice"`        // to the referred person; {company} and {days} are put in

	Bonus BonusRules `json:"bonus"`

	OutcomeStages []string `json:"outcome_stages,omitempty"` // stages of other systems, see outcome.CheckRule

	// How the report credits and values. Amounts are as money.Amount writes them; "" and 0 are not said.
	CreditModel  string                  `json:"credit_model"`
	CreditDays   int                     `json:"credit_days"`             // in which a click counts for an outcome
	BaselineCost string                  `json:"baseline_cost,omitempty"` // of a hire that came in another way
	ReachPerPost int                     `json:"reach_per_post,omitempty"`
	ClickPrices  map[term.Network]string `json:"click_prices,omitempty"`
	Goals        []string                `json:"goals,omitempty"` // see ParseGoal

	Regulated    []string `json:"regulated,omitempty"` // topics whose assets compliance approves as well
	ArchiveDays  int      `json:"archive_days"`        // posts about regulated topics, and decisions about texts
	ReviewHours  int      `json:"review_hours"`        // working hours until curators are reminded of an asset in review
	ReviewLate   int      `json:"review_late"`         // working hours until program managers are told
	WeeklyCap    int      `json:"weekly_cap"`          // messages the bot starts per person and week
	SlowAfter    int      `json:"slow_after"`          // digests ignored in a row until the rhythm slows by a step
	AskAfter     int      `json:"ask_after"`           // digests ignored in a row until the person is asked
	LeaderTitles []string `json:"leader_titles"`       // words of titles that make a leader
	Topics       []string `json:"topics,omitempty"`
	WelcomeAll   bool     `json:"welcome_all"` // write to everybody at first sync; otherwise on first contact
	Version      int      `json:"version"`
}

// Clone is a copy that its holder may change.
func (s Settings) Clone() Settings {
	s.Rhythm.Quiet, s.Holidays = slices.Clone(s.Rhythm.Quiet), slices.Clone(s.Holidays)
	s.Disclosure, s.Routes, s.Regulated = maps.Clone(s.Disclosure), slices.Clone(s.Routes), slices.Clone(s.Regulated)
	s.Confidential, s.ClickPrices = slices.Clone(s.Confidential), maps.Clone(s.ClickPrices)
	s.Goals = slices.Clone(s.Goals)
	s.LeaderTitles, s.Topics = slices.Clone(s.LeaderTitles), slices.Clone(s.Topics)
	s.OutcomeStages = slices.Clone(s.OutcomeStages)
	s.Bonus.Rules, s.Bonus.NotFor = slices.Clone(s.Bonus.Rules), slices.Clone(s.Bonus.NotFor)
	return s
}

// Tidy cleans what people typed, so that equal settings are written equally. It cuts nothing: what is too long is
// refused.
func (s *Settings) Tidy() {
	s.Company, s.Notice = Named(text.Line(s.Company)), text.Lines(s.Notice)
	s.Topics, s.Regulated = text.Distinct(s.Topics, text.Fold), text.Distinct(s.Regulated, text.Fold)
	s.Languages = text.Distinct(s.Languages, text.Fold)
	s.OutcomeStages = text.Distinct(s.OutcomeStages, text.Line)
	slices.Sort(s.Topics)
	slices.Sort(s.Regulated)
	s.Routes = slices.Clone(s.Routes)
	for i := range s.Routes {
		r := &s.Routes[i]
		r.Department, r.Location, r.Contains = text.Line(r.Department), text.Line(r.Location), text.Line(r.Contains)
	}
	for _, days := range []*[]time.Weekday{&s.Rhythm.Quiet, &s.Rhythm.Week} {
		*days = text.Unique(*days)
		slices.Sort(*days)
	}
	s.Holidays = slices.Clone(s.Holidays)
	slices.Sort(s.Holidays)
	s.Holidays = slices.Compact(s.Holidays)
	s.LeaderTitles = text.Distinct(s.LeaderTitles, text.Fold)
	s.Bonus.tidy()
}

// Check says everything that is wrong with s at once, but for who owns its routes.
func (s *Settings) Check() (wrong problem.Fields) {
	each(func(row *Setting) { row.check(s, &wrong) })
	if calendar.Zone(s.TimeZone) == nil {
		wrong.Set("tz", "This time zone is not known. Write it like Europe/Berlin.")
	}
	wrong.Merge(s.Rhythm.Validate())
	if s.Rhythm.Frequency == "" || s.Rhythm.At == "" {
		wrong.Set("rhythm", "The program needs a frequency and a time.")
	}
	// Equal is allowed: then the nudge is skipped and the managers are told at once.
	if s.EscalateDays < s.AnswerDays {
		wrong.Set("escalate_days", "Managers are told after the owner was nudged, not before.")
	}
	if s.ReviewLate < s.ReviewHours {
		wrong.Set("review_late", "Managers are told after the reviewers were reminded, not before.")
	}
	if s.AskAfter <= s.SlowAfter {
		wrong.Set("ask_after", "People are asked after their digest slowed down, not before.")
	}
	if s.Notice == "" {
		wrong.Set("notice", "Say what is kept of the person: the law asks for it.")
	}
	CheckLanguages(s.Languages, &wrong)
	s.checkStages(&wrong)
	s.Bonus.check(&wrong)
	s.checkWords(&wrong)
	s.checkConfidential(&wrong)
	for _, goal := range s.Goals {
		if _, ok := ParseGoal(goal); !ok {
			wrong.Set("goals", fmt.Sprintf("%q is not a goal. Write it like %s.", text.Cut(goal, 40), goalExample))
		}
	}
	s.checkRoutes(&wrong)
	return wrong
}
