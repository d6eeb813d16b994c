// Quality: how those who came by referral did beside all others that an outcome tells of, and what they said made them
// get in touch.

package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"vouch/store"
)

// course is what became of one candidate or client: when each kind of event first happened, and when a hire ended.
type course struct {
	referral *Referral // nil for others,
	subject  string    // who have this
	at       map[string]time.Time
	left     time.Time
}

// courses are those of all referrals, and those of others whose source tells them apart.
func (c *computer) courses() (list []*course) {
	known := map[any]*course{}
	of := func(key any, e *event) *course {
		if known[key] == nil {
			known[key] = &course{referral: e.referral, subject: e.subject, at: map[string]time.Time{}}
			list = append(list, known[key])
		}
		return known[key]
	}
	for i := range c.events {
		e := &c.events[i]
		var one *course
		switch {
		case e.referral != nil:
			one = of(e.referral, e)
			one.left = e.referral.Left
		case e.subject != "":
			one = of(e.subject, e)
		default:
			continue
		}
		if at := one.at[e.kind]; at.IsZero() || e.at.Before(at) {
			one.at[e.kind] = e.at
		}
	}
	for _, o := range c.Outcomes {
		if one := known[o.Subject]; one != nil && o.Kind == unhired && o.Referral == "" {
			one.left = o.At
		}
	}
	return list
}

// isUndone tells whether a hire came to nothing before the first day.
func (one *course) isUndone() bool {
	return !one.left.IsZero() && one.at[string(store.Started)].IsZero()
}

// passed tells whether a candidate got to a stage or past it.
func (one *course) passed(stage store.Stage) bool {
	past := false
	for _, each := range store.Stages(store.Candidate) {
		if past = past || each == stage; past && !one.at[string(each)].IsZero() {
			return true
		}
	}
	return false
}

// stay is after how many days those who started are looked for again.
const stay = 365

// beside are the figures of one group.
type beside struct {
	applied, interviewed, started, stayed int
	toHire, toWin                         []float64
}

// add counts a course by what happened in the period; first days are those of a year before.
func (g *beside) add(one *course, p Period) {
	hired, began, came := one.at[string(store.Hired)], one.at[string(store.Started)], one.at[applied]
	if !came.IsZero() && p.Holds(came) {
		g.applied++
		g.interviewed += ones(one.passed(store.Interview))
	}
	if !came.IsZero() && !hired.IsZero() && p.Holds(hired) && !one.isUndone() {
		g.toHire = append(g.toHire, hired.Sub(came).Hours()/24)
	}
	won := one.at[string(store.Won)]
	for _, kind := range []string{lead, string(store.Meeting), string(store.Opportunity)} {
		if met := one.at[kind]; !met.IsZero() && !won.IsZero() && p.Holds(won) {
			g.toWin = append(g.toWin, won.Sub(met).Hours()/24)
			break
		}
	}
	if !began.IsZero() && p.Holds(began.AddDate(0, 0, stay)) {
		g.started++
		g.stayed += ones(one.left.IsZero() || !one.left.Before(began.AddDate(0, 0, stay)))
	}
}

// qualityFigures put referrals beside the candidates and deals that came to the company in other ways.
func (c *computer) qualityFigures(p Period, only some) (list []Measure) {
	var referred, others beside
	for _, one := range c.courses() {
		switch {
		case one.referral == nil:
			others.add(one, p)
		case only.has(one.referral.By):
			referred.add(one, p)
		}
	}
	for _, who := range []struct {
		key, name string
		g         beside
	}{{"referred", "by referral", referred}, {"others", "others", others}} {
		list = append(list,
			rate("interviewed_"+who.key, "To the interview, "+who.name, who.g.interviewed, who.g.applied,
				"got to the interview by now ÷ applied in the period"),
			middle("time_to_hire_"+who.key, "Time to hire, "+who.name, Days, who.g.toHire,
				"median of the days from application to hire, of those hired in the period"),
			rate("stayed_"+who.key, "There after a year, "+who.name, who.g.stayed, who.g.started,
				"still there 365 days after the first day ÷ all for whom that day is in the period"),
			middle("time_to_deal_"+who.key, "Time to a deal, "+who.name, Days, who.g.toWin,
				"median of the days from the first contact known to the deal, of those won in the period"))
	}
	return list
}

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
