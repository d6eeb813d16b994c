// Package bonus is the arithmetic of referral bonuses: which rule pays for a referral, how much, in which parts and on
// which days. It knows no database; the ledger of what is really paid is in package store.
package bonus

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"vouch/store/money"
	"vouch/store/text"
)

// Rule says what a referral pays. Of a list the first rule whose matches all fit applies; an empty match fits
// everything. Its fields are the keys of the program file.
type Rule struct {
	Name       string `json:"name"`                 // tells rules apart; payouts keep it
	Kind       string `json:"kind"`                 // "candidate" or "client"
	Level      string `json:"level,omitempty"`      // of the job, one of Levels, see LevelOf
	Department string `json:"department,omitempty"` // of the job, the whole name
	Location   string `json:"location,omitempty"`   // a part of the job's
	Contains   string `json:"contains,omitempty"`   // a word in the job's title or the need
	Amount     string `json:"amount,omitempty"`     // such as "EUR 1500", or
	Percent    int    `json:"percent,omitempty"`    // of the first year's revenue, 1 to 100, for clients
	Cap        string `json:"cap,omitempty"`        // the most that Percent pays, such as "EUR 10000"; "" no bound
	Tiers      string `json:"tiers,omitempty"`      // such as "50% after 30 days, 50% after 90 days"; "" see DefaultTiers
}

// The kinds of referral that rules are for.
const (
	Candidate = "candidate"
	Client    = "client"
)

// Subject is what a referral is about, as far as rules look at it.
type Subject struct {
	Kind, Title, Department, Location, Need string
}

// fits compares the matches that say something.
func (r *Rule) fits(s Subject) bool {
	return r.Kind == s.Kind &&
		(r.Level == "" || r.Level == LevelOf(s.Title)) &&
		(r.Department == "" || text.Fold(r.Department) == text.Fold(s.Department)) &&
		(r.Location == "" || strings.Contains(text.Fold(s.Location), text.Fold(r.Location))) &&
		(r.Contains == "" || text.HasWord(s.Title+" "+s.Need, []string{r.Contains}))
}

// Levels are the levels of jobs from the lowest.
var Levels = []string{"intern", "junior", "regular", "senior", "lead", "director", "executive"}

// levelWords are the words of titles that name a level, the highest level first: a senior director is a director.
var levelWords = []struct {
	level string
	words []string
}{
	{"executive", []string{"chief", "vp", "vice president", "svp", "evp", "president", "cto", "ceo", "cfo", "coo"}},
	{"director", []string{"director", "head of"}},
	{"lead", []string{"lead", "staff", "principal", "manager"}},
	{"senior", []string{"senior", "sr"}},
	{"junior", []string{"junior", "jr", "graduate", "trainee"}},
	{"intern", []string{"intern", "internship", "working student", "apprentice"}},
}

// LevelOf is the level that a job's title names; "regular" when it names none, "" without a title.
func LevelOf(title string) string {
	words := text.Words(title)
	if len(words) == 0 {
		return ""
	}
	spaced := " " + strings.Join(words, " ") + " "
	for _, row := range levelWords {
		// Whole words only: an internal auditor is no intern.
		if slices.ContainsFunc(row.words, func(word string) bool { return strings.Contains(spaced, " "+word+" ") }) {
			return row.level
		}
	}
	return "regular"
}

// ParseAmount reads a currency and a sum, such as "EUR 1500". It must be more than nothing.
func ParseAmount(words string) (money.Amount, error) {
	code, digits, found := strings.Cut(strings.TrimSpace(words), " ")
	if !found {
		return money.Amount{}, errors.New("write the currency and the sum, such as EUR 1500")
	}
	amount, err := money.Parse(digits, strings.ToUpper(code))
	if err == nil && amount.IsZero() {
		err = errors.New("the sum must be more than nothing")
	}
	return amount, err
}

// Bound is a bound of the settings; zero for none.
func Bound(words string) money.Amount {
	most, err := ParseAmount(words)
	if err != nil { // "" or older than the check
		return money.Amount{}
	}
	return most
}

// Check says by place in the list, from 0, what is wrong with the rules: what one says, and what two of them say
// together. Rules may overlap, because the first that fits applies; one that can never apply is a mistake.
func Check(rules []Rule) map[int]string {
	wrong := map[int]string{}
	for i := range rules {
		if _, err := rules[i].terms(); err != nil {
			wrong[i] = text.UpperFirst(err.Error()) + "."
			continue
		}
		for j := range rules[:i] {
			if _, bad := wrong[j]; bad {
				continue
			}
			switch before := &rules[j]; {
			case text.Fold(before.Name) == text.Fold(rules[i].Name):
				wrong[i] = fmt.Sprintf("Rule %d has the same name.", j+1)
			case before.covers(&rules[i]) && rules[i].covers(before):
				wrong[i] = fmt.Sprintf("It is for the same referrals as rule %d (%s). Keep one of them.", j+1, before.Name)
			case before.covers(&rules[i]):
				wrong[i] = fmt.Sprintf("It never applies, because rule %d (%s) comes first and fits all it would fit. "+
					"Move it up.", j+1, before.Name)
			}
		}
	}
	return wrong
}

// covers tells whether whatever other fits, r fits too.
func (r *Rule) covers(other *Rule) bool {
	same := func(mine, theirs string) bool { return mine == "" || text.Fold(mine) == text.Fold(theirs) }
	return r.Kind == other.Kind && same(r.Level, other.Level) && same(r.Department, other.Department) &&
		strings.Contains(text.Fold(other.Location), text.Fold(r.Location)) && same(r.Contains, other.Contains)
}
