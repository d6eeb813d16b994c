// Terms: what was promised for one referral, frozen when it was submitted, and the parts and days that follow from it.

package bonus

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"vouch/store/money"
	"vouch/store/text"
)

// Terms are what a rule promised when a referral came in. No later change of the rules touches them.
type Terms struct {
	Rule     string       `json:"rule"`
	Version  int          `json:"version"` // of the rules then in force
	Amount   money.Amount `json:"amount,omitzero"`
	Percent  int          `json:"percent,omitempty"` // of the first year's revenue, instead of Amount
	Cap      money.Amount `json:"cap,omitzero"`
	Tiers    []Tier       `json:"tiers"`
	Excluded string       `json:"excluded,omitempty"` // why this referrer is paid nothing, as a sentence; "" they are paid
}

// Tier is a part of a bonus.
type Tier struct {
	Percent int `json:"percent"`
	Days    int `json:"days"` // after the first day at work, or after the deal; 0 on that day
}

// DefaultTiers is how a rule pays that does not say: half after 30 days and half after 90, clients' at once.
func DefaultTiers(kind string) []Tier {
	if kind == Client {
		return []Tier{{100, 0}}
	}
	return []Tier{{50, 30}, {50, 90}}
}

// The bounds of a rule. More tiers or days than that are a slip.
const (
	maxTiers = 12
	maxDays  = 3650
	maxWords = 100 // characters of a name or a match
)

var tierForm = regexp.MustCompile(`^([0-9]{1,3}) ?% (?:at once|after ([0-9]{1,4}) days?)$`)

// parseTiers reads "50% after 30 days, 50% after 90 days" or "100% at once".
func parseTiers(words string) (tiers []Tier, err error) {
	sum, last := 0, -1
	for part := range strings.SplitSeq(words, ",") {
		found := tierForm.FindStringSubmatch(text.Fold(part))
		if found == nil {
			return nil, fmt.Errorf("%q is no part of a bonus, write it like 50%% after 30 days",
				text.Cut(strings.TrimSpace(part), 40))
		}
		percent, _ := strconv.Atoi(found[1]) // the form takes digits only
		days, _ := strconv.Atoi(found[2])    // "" is at once
		switch {
		case percent == 0:
			return nil, errors.New("a part of 0% pays nothing")
		case days <= last:
			return nil, errors.New("give the parts in the order of their days, each day once")
		case days > maxDays:
			return nil, fmt.Errorf("%d days are more than ten years", days)
		}
		sum, last = sum+percent, days
		tiers = append(tiers, Tier{percent, days})
	}
	switch {
	case sum != 100:
		return nil, fmt.Errorf("the parts add up to %d%%, not to 100%%", sum)
	case len(tiers) > maxTiers:
		return nil, fmt.Errorf("at most %d parts", maxTiers)
	}
	return tiers, nil
}

// terms reads a rule, or says what is wrong with it.
func (r *Rule) terms() (Terms, error) {
	terms := Terms{Rule: r.Name, Percent: r.Percent, Tiers: DefaultTiers(r.Kind)}
	switch {
	case r.Name == "":
		return terms, errors.New("give the rule a name")
	case r.Kind != Candidate && r.Kind != Client:
		return terms, errors.New("a rule is for candidates or for clients")
	case slices.ContainsFunc([]string{r.Name, r.Department, r.Location, r.Contains}, isLong):
		return terms, fmt.Errorf("shorten its texts to %d characters each", maxWords)
	case r.Level != "" && !slices.Contains(Levels, r.Level):
		return terms, fmt.Errorf("there is no level %q, the levels are %s", text.Cut(r.Level, 20), strings.Join(Levels, ", "))
	case r.Kind == Client && r.Level+r.Department+r.Location != "":
		return terms, errors.New("clients have no job, so level, department and location cannot fit")
	case r.Amount != "" && r.Percent != 0:
		return terms, errors.New("give an amount or a percentage, not both")
	case r.Amount == "" && r.Percent == 0:
		return terms, errors.New("say what it pays: an amount, or for clients a percentage")
	case r.Percent < 0 || r.Percent > 100:
		return terms, errors.New("a percentage is 1 to 100")
	case r.Percent != 0 && r.Kind == Candidate:
		return terms, errors.New("a percentage is of revenue, which a candidate does not bring: give an amount")
	case r.Cap != "" && r.Percent == 0:
		return terms, errors.New("only a percentage has a cap")
	}
	var err error
	for _, each := range []struct {
		words string
		into  *money.Amount
	}{{r.Amount, &terms.Amount}, {r.Cap, &terms.Cap}} {
		if each.words != "" && err == nil {
			*each.into, err = ParseAmount(each.words)
		}
	}
	if r.Tiers != "" && err == nil {
		terms.Tiers, err = parseTiers(r.Tiers)
	}
	if r.Amount != "" && err == nil && slices.ContainsFunc(terms.Parts(money.Amount{}), money.Amount.IsZero) {
		err = errors.New("the amount is too small for its parts")
	}
	return terms, err
}

func isLong(words string) bool { return utf8.RuneCountInString(words) > maxWords }

// Choose gives the terms of the first rule that fits; false when none does. The rules must have passed Check.
func Choose(rules []Rule, version int, s Subject) (Terms, bool) {
	for i := range rules {
		if rules[i].fits(s) {
			terms, err := rules[i].terms()
			terms.Version = version
			return terms, err == nil
		}
	}
	return Terms{}, false
}

// Currency is what the rule pays in; "" for a percentage without a cap, which pays in the currency of the revenue.
func (r *Rule) Currency() string {
	terms, err := r.terms()
	if err != nil || terms.Amount.Currency == "" {
		return terms.Cap.Currency
	}
	return terms.Amount.Currency
}

// Total is the whole bonus: the amount, or the percentage of the revenue up to the cap. It is zero while the revenue is
// not known, and with a cap in another currency than the revenue's, which nobody can compare.
func (t Terms) Total(revenue money.Amount) money.Amount {
	if t.Percent == 0 {
		return t.Amount
	}
	part, err := revenue.Part(int64(t.Percent), 100)
	switch {
	case err != nil, revenue.Minor < 0, t.Cap.Currency != "" && t.Cap.Currency != revenue.Currency:
		return money.Amount{}
	case t.Cap.Currency != "" && part.Minor > t.Cap.Minor:
		return t.Cap
	}
	return part
}

// Parts is the bonus by tier; the parts add up to Total.
func (t Terms) Parts(revenue money.Amount) []money.Amount {
	var percents []int
	for _, tier := range t.Tiers {
		percents = append(percents, tier.Percent)
	}
	parts, err := t.Total(revenue).Split(percents)
	if err != nil { // too large for the arithmetic: nothing, as without a revenue
		return make([]money.Amount, len(t.Tiers))
	}
	return parts
}

// DayAfter is the calendar day a number of days after another one, in the form 2006-01-02; "" when the first is no day.
// Days are counted on the calendar: no change of clocks or leap day moves them.
func DayAfter[D ~string](day D, days int) D {
	at, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return ""
	}
	return D(at.AddDate(0, 0, days).Format(time.DateOnly))
}

// Left is how much of most is left when used is taken, at least nothing. Sums in another currency do not count.
func Left(most money.Amount, used []money.Amount) money.Amount {
	for _, each := range used {
		if each.Currency == most.Currency {
			most.Minor -= min(each.Minor, most.Minor)
		}
	}
	return most
}
