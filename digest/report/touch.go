// Touches: what referred people said made them get in touch.

package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"vouch/store"
)

// touchFigure counts who said what made them get in touch, by the answer.
func (c *computer) touchFigure(p Period, only some, kind store.ReferralKind, key string) Measure {
	ours, last, by := map[store.ReferralID]bool{}, map[store.ReferralID]string{}, map[string]int{}
	for i := range c.Referrals {
		r := &c.Referrals[i]
		ours[r.ID] = r.Kind == kind && only.has(r.By)
	}
	for _, o := range c.Outcomes {
		if o.Touch != "" && ours[o.Referral] && p.Holds(o.At) {
			last[o.Referral] = o.Touch
		}
	}
	for _, touch := range last {
		by[touch]++
	}
	m := count(key, "Said what made them get in touch", len(last), "people first met in the period, by their answer")
	if len(last) == 0 {
		m.Missing = "nobody was asked"
		return m
	}
	m.Known = map[string]int{"said": len(last)}
	answers := slices.SortedFunc(maps.Keys(by), func(a, b string) int {
		return cmp.Or(by[b]-by[a], strings.Compare(a, b))
	})
	for i, answer := range answers {
		answers[i] = fmt.Sprintf("%d %s", by[answer], answer)
	}
	m.Numbers = strings.Join(answers, ", ")
	return m
}
