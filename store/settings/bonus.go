// The settings of bonuses: their rules, who gets none, and how much may be paid.

package settings

import (
	"fmt"
	"slices"
	"strings"

	"vouch/store/bonus"
	"vouch/store/problem"
	"vouch/store/text"
)

// BonusRules say what referrals pay; see product rule 5.5. A referral keeps what held when it was submitted.
type BonusRules struct {
	Version   int          `json:"version"`
	Rules     []bonus.Rule `json:"rules,omitempty"` // none: no bonuses
	NotFor    []string     `json:"not_for"`         // words of departments whose people get none
	Leaders   bool         `json:"leaders"`         // whether leaders get one
	YearlyCap string       `json:"yearly_cap"`      // of one referrer, such as "EUR 10000"; "" none
	Budget    string       `json:"budget"`          // of a calendar year, for approvals; "" none
}

// maxAmountWords is more than the longest sum with its currency.
const maxAmountWords = 30

// bonusSettings is the section of the list of settings. Recruiting is the work of the departments named first, and
// policies commonly leave executives out.
var bonusSettings = Section{"bonus", "Bonuses",
	"Bonuses for referrals. A change counts for referrals that come from now on.", []Setting{
		{Key: "bonus.rules", Name: "bonus_rules",
			Words: "What a referral pays, tried from the top; the first rule whose matches all fit applies, one left out " +
				"fits everything. Without rules there are no bonuses.",
			Default: []bonus.Rule(nil), Max: maxListed,
			access: plain(func(s *Settings) *[]bonus.Rule { return &s.Bonus.Rules })},
		{Key: "bonus.not_for", Name: "bonus_not_for", Label: "Departments without bonuses",
			Hint:    "One a line: words of departments whose people are paid for recruiting already.",
			Words:   "Words of departments whose people get no bonus for candidates.",
			Default: []string{"hr", "human resources", "people", "recruiting", "talent acquisition"}, Max: maxListed,
			Each: text.MaxShort, access: texts(func(s *Settings) *[]string { return &s.Bonus.NotFor })},
		{Key: "bonus.leaders", Name: "bonus_leaders", Label: "Leaders", Hint: "Leaders get bonuses, too",
			Words:   "Whether leaders get bonuses: true or false.",
			Default: false, access: plain(func(s *Settings) *bool { return &s.Bonus.Leaders })},
		{Key: "bonus.yearly_cap", Name: "bonus_yearly_cap", Label: "Most that one person gets in a year",
			Hint:    "Such as EUR 10000. Empty: no bound.",
			Words:   "The most that one person gets in a calendar year, such as EUR 10000; \"\" for no bound.",
			Default: "", Max: maxAmountWords, access: plain(func(s *Settings) *string { return &s.Bonus.YearlyCap })},
		{Key: "bonus.budget", Name: "bonus_budget", Label: "Budget of a year",
			Hint:    "Such as EUR 100000. Nothing is approved beyond it. Empty: no bound.",
			Words:   "What may be approved in a calendar year, such as EUR 100000; \"\" for no bound.",
			Default: "", Max: maxAmountWords, access: plain(func(s *Settings) *string { return &s.Bonus.Budget })},
	}}

// tidy cleans what people typed, see Settings.tidy.
func (b *BonusRules) tidy() {
	b.NotFor = text.Distinct(b.NotFor, text.Fold)
	b.YearlyCap, b.Budget = strings.ToUpper(text.Line(b.YearlyCap)), strings.ToUpper(text.Line(b.Budget))
	b.Rules = slices.Clone(b.Rules)
	for i := range b.Rules {
		r := &b.Rules[i]
		for _, words := range []*string{&r.Name, &r.Level, &r.Department, &r.Location, &r.Contains, &r.Amount, &r.Cap,
			&r.Tiers} {
			*words = text.Line(*words)
		}
		r.Level, r.Amount, r.Cap = strings.ToLower(r.Level), strings.ToUpper(r.Amount), strings.ToUpper(r.Cap)
	}
}

// check refuses rules that contradict each other or pay in another currency than the bounds hold.
func (b *BonusRules) check(wrong *problem.Fields) {
	for i, sentence := range bonus.Check(b.Rules) {
		wrong.Set(fmt.Sprintf("bonus_rules/%d", i+1), sentence)
	}
	for _, bound := range []struct{ field, words string }{{"bonus_yearly_cap", b.YearlyCap}, {"bonus_budget", b.Budget}} {
		if bound.words == "" {
			continue
		}
		most, err := bonus.ParseAmount(bound.words)
		if err != nil {
			wrong.Set(bound.field, text.UpperFirst(err.Error())+".")
			continue
		}
		for i := range b.Rules {
			if code := b.Rules[i].Currency(); code != "" && code != most.Currency {
				wrong.Set(bound.field, fmt.Sprintf("It is in %s and the rule %q pays in %s. Give all in one currency.",
					most.Currency, b.Rules[i].Name, code))
			}
		}
	}
}
