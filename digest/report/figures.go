// Figures: each measure of a report, computed for everybody or for some people only.

package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"vouch/store"
	"vouch/store/bonus"
	"vouch/store/calendar"
	"vouch/store/money"
)

// The windows of the figures on people: who shared within 28 days is active, and who joined has a fortnight for the
// first share.
const (
	activeDays  = 28
	startedDays = 14
)

// some are the people whose doings are counted; nil is everybody.
type some map[store.EmployeeID]bool

func (s some) has(id store.EmployeeID) bool { return s == nil || s[id] }

// sections are all figures of a period.
func (c *computer) sections(p Period, only some) []Section {
	return []Section{
		{"People", c.peopleFigures(p, only)}, {"Shares", c.shareFigures(p, only)}, {"Clicks", c.clickFigures(p, only)},
		{"Hiring", c.hiringFigures(p, only)}, {"Business", c.businessFigures(p, only)},
		{"Beside others", c.qualityFigures(p, only)},
	}
}

// peopleFigures are about members at the end of the period.
func (c *computer) peopleFigures(p Period, only some) []Measure {
	end := p.End()
	var eligible, members, joined, began, active, proven, posted, leaders, activeLeaders int
	recent := p.To.AddDate(0, 0, -activeDays)
	since := calendar.Instant(recent, 0, 0, p.Zone)
	for i := range c.People {
		e := &c.People[i]
		if !only.has(e.ID) {
			continue
		}
		if e.Eligible {
			eligible++
		}
		if start := e.Joined.AddDate(0, 0, startedDays); !e.Joined.IsZero() && p.Holds(e.Joined) && !start.After(c.Now) {
			joined++
			began += ones(c.did(e.ID, e.Joined, start, false, true))
		}
		if !e.isMember(end) {
			continue
		}
		members++
		isActive := ones(c.did(e.ID, since, end, false, false))
		active += isActive
		proven += ones(c.did(e.ID, since, end, true, true))
		posted += ones(c.did(e.ID, p.Start(), end, false, true))
		if e.Leader {
			leaders++
			activeLeaders += isActive
		}
	}
	return []Measure{
		count("members", "Members", members, "members of today who joined by the end of the period"),
		rate("adoption", "Adoption", members, eligible, "members ÷ employees who can take part today"),
		rate("activation", "Activation", began, joined,
			"posted within 14 days of joining ÷ joined in the period, 14 days ago or more"),
		rate("active_28", "Active advocates", active, members,
			"posted or referred in the last 28 days of the period ÷ members"),
		rate("proven_28", "Active, with the post's address", proven, members,
			"shared with the post's address in the last 28 days ÷ members"),
		rate("posted", "Posted in the period", posted, members, "posted at least once in the period ÷ members"),
		rate("leaders_28", "Active leaders", activeLeaders, leaders,
			"leaders who posted or referred in the last 28 days ÷ leaders among the members"),
	}
}

func ones(is bool) int {
	if is {
		return 1
	}
	return 0
}

// did tells whether somebody posted or referred between two moments; shares alone count where asked, or those with the
// post's address.
func (c *computer) did(id store.EmployeeID, from, to time.Time, proven, share bool) bool {
	return slices.ContainsFunc(c.active[id], func(a activity) bool {
		return !a.at.Before(from) && a.at.Before(to) && (!share || a.share) && (!proven || a.proven)
	})
}

// shareFigures are about shares posted in the period.
func (c *computer) shareFigures(p Period, only some) []Measure {
	var opened, posted, proven, engaged, converted, own int
	by := map[store.EmployeeID]int{}
	for i, s := range c.Shares {
		switch {
		case !only.has(s.By):
		case s.Level < store.Declared:
			opened += ones(p.Holds(s.Opened))
		case p.Holds(s.Posted):
			posted++
			by[s.By]++
			proven += ones(s.Proven)
			own += ones(s.OwnWords)
			engaged += ones(slices.ContainsFunc(c.days[i], func(day ClickDay) bool { return day.People > 0 }))
			converted += ones(c.credited[s.ID])
		}
	}
	var each []float64
	for _, n := range by {
		each = append(each, float64(n))
	}
	return []Measure{
		count("shares", "Shares posted", posted, "shares that people said they posted in the period"),
		count("shares_proven", "With the post's address", proven, "those of them whose post's address was given"),
		count("shares_engaged", "Clicked by people", engaged, "those of them whose link a person opened by now"),
		count("shares_converted", "With an outcome", converted, "those of them that share the credit for an outcome by now"),
		count("shares_opened", "Opened only", opened, "texts taken in the period that nobody said they posted"),
		rate("own_words", "In own words", own, posted, "posted in own words ÷ shares posted"),
		average("shares_each", "Shares for each who posted", posted, len(by), "shares posted ÷ people who posted"),
		middle("shares_median", "Shares of the middle one", Ratio, each, "median of the shares of each who posted"),
	}
}

// clickFigures are about clicks in the period; clicks per share about the shares posted in it, until its end.
func (c *computer) clickFigures(p Period, only some) []Measure {
	var people, unique, others int
	byNetwork := map[store.Network]int{}
	var posted, clicked int
	var each []float64
	for i := range c.Shares {
		s := &c.Shares[i]
		if !only.has(s.By) {
			continue
		}
		n := 0
		for _, day := range c.days[i] {
			switch {
			case !day.Day.Before(p.To):
				continue
			case !day.Day.Before(p.From):
				people, unique, others = people+day.People, unique+day.Unique, others+day.Others
				byNetwork[s.Network] += day.Unique
			}
			n += day.Unique
		}
		if s.Level >= store.Declared && p.Holds(s.Posted) {
			posted, clicked, each = posted+1, clicked+n, append(each, float64(n))
		}
	}
	return append([]Measure{
		count("clicks", "Clicks of people", people, "clicks on tracked links, without crawlers, previews and own clicks"),
		count("clicks_unique", "Unique clicks", unique, "the same person on the same link counts once a day"),
		count("clicks_others", "Crawlers and previews", others, "requests of machines; part of no other figure"),
		average("clicks_share", "Unique clicks for each share", clicked, posted,
			"unique clicks of the shares posted ÷ shares posted"),
		middle("clicks_median", "Clicks of the middle share", Ratio, each,
			"median of the unique clicks of each share posted"),
		missing("ctr", "Click-through rate", Percent, "networks tell nobody how often a personal post is shown",
			"clicks ÷ impressions, where impressions are known"),
	}, c.valueFigures(posted, byNetwork)...)
}

// valueFigures rest on numbers that the program entered; without them they are not shown.
func (c *computer) valueFigures(posted int, unique map[store.Network]int) []Measure {
	reach := missing("reach", "Estimated reach", Number, "nobody entered how many people see one post", "")
	if each := c.Settings.ReachPerPost; each > 0 {
		reach = count("reach", "Estimated reach", posted*each, "")
		reach.Numbers = fmt.Sprintf("%d × %d", posted, each)
	}
	reach.Formula = "an estimate: shares posted × people who see one post, as entered"
	const formula = "an estimate, what the same clicks cost as ads: unique clicks × price entered for the network"
	if len(c.Settings.ClickPrices) == 0 {
		return []Measure{reach, missing("emv", "Equivalent in ads", Money, "nobody entered a price per click", formula)}
	}
	var worth []money.Amount
	var numbers []string
	for _, network := range store.Networks {
		price, err := bonus.ParseAmount(c.Settings.ClickPrices[network])
		n := unique[network]
		if err != nil || n == 0 {
			continue
		}
		if total, err := price.Part(int64(n), 1); err == nil {
			worth, numbers = append(worth, total), append(numbers, fmt.Sprintf("%s %d × %s", network, n, price))
		}
	}
	emv := amounts("emv", "Equivalent in ads", worth, formula)
	emv.Numbers = strings.Join(numbers, " + ")
	return []Measure{reach, emv}
}

// happened are the events of a kind in the period that the program had part in.
func (c *computer) happened(p Period, only some, kind string) (list []int) {
	for i, e := range c.events {
		if e.kind == kind && p.Holds(e.at) && c.isOf(i, only) {
			list = append(list, i)
		}
	}
	return list
}

// isOf tells whether some people had part in an event: by their referral, or by a share that was touched before.
func (c *computer) isOf(i int, only some) bool {
	if c.events[i].referral != nil {
		return only.has(c.events[i].by)
	}
	return slices.ContainsFunc(c.credit[i], func(part Part) bool { return only.has(c.Shares[c.place[part.Share]].By) })
}

// allHires counts the hires of the period by anybody, ours or not.
func (c *computer) allHires(p Period) (n int) {
	for _, e := range c.events {
		n += ones(e.kind == string(store.Hired) && p.Holds(e.at))
	}
	return n
}

// countOf counts events of a kind and how they are known.
func (c *computer) countOf(p Period, only some, kind, key, name, formula string) Measure {
	list := c.happened(p, only, kind)
	m := count(key, name, len(list), formula)
	for _, i := range list {
		if m.Known == nil {
			m.Known = map[string]int{}
		}
		m.Known[c.events[i].known]++
	}
	return m
}

// hiringFigures are about candidates: referred ones, and those of whom an outcome tells.
func (c *computer) hiringFigures(p Period, only some) []Measure {
	hires := c.happened(p, only, string(store.Hired))
	var referred int
	var toFill []float64
	ofHires := map[store.ReferralID]bool{}
	for _, i := range hires {
		e := c.events[i]
		if e.referral == nil {
			continue
		}
		referred++
		ofHires[e.referral.ID] = true
		if live := c.LiveAt[e.asset]; !live.IsZero() && live.Before(e.at) {
			toFill = append(toFill, e.at.Sub(live).Hours()/24)
		}
	}
	list := []Measure{
		c.countOf(p, only, applied, "applicants", "Applicants", "candidates referred and applications reported"),
		c.countOf(p, only, string(store.Interview), "interviews", "Interviews", "candidates who got to an interview"),
		c.countOf(p, only, string(store.Offer), "offers", "Offers", "candidates who got to an offer"),
		c.countOf(p, only, string(store.Hired), "hires", "Hires", "candidates hired in the period"),
		rate("referred_hires", "Referred among all hires", referred, c.allHires(p),
			"hires by referral ÷ all hires reported or by referral"),
		middle("time_to_fill", "Time to fill", Days, toFill,
			"median of the days from the job's first day in Vouch to the hire"),
		c.touchFigure(p, only, store.Candidate, "touch_candidates"),
	}
	return append(list, c.costFigures(referred, ofHires)...)
}

// costFigures are what referred hires cost, and how that compares with the baseline.
func (c *computer) costFigures(referred int, hires map[store.ReferralID]bool) []Measure {
	total := sums{}
	for _, b := range c.Bonuses {
		if hires[b.Referral] {
			_ = total.add(b.Amount) // too large together: one alone is shown
		}
	}
	const costFormula = "bonuses promised for the hires by referral in the period ÷ those hires; no other cost is counted"
	cost := missing("cost_per_hire", "Cost of a hire by referral", Money, "no hire by referral", costFormula)
	if cost.N = referred; referred > 0 && len(total) == 0 {
		cost.Missing = "no bonus is promised"
	} else if referred > 0 {
		cost.Missing = ""
		for _, sum := range total.list() {
			each, err := sum.Part(1, int64(referred))
			if err == nil {
				cost.Amounts = append(cost.Amounts, each)
				cost.Numbers = fmt.Sprintf("%s ÷ %d", sum, referred)
			}
		}
	}
	const savedFormula = "hires by referral × (baseline − cost of one)"
	saved := missing("hiring_saved", "Saved against the baseline", Money, "nobody entered a baseline", savedFormula)
	baseline, err := bonus.ParseAmount(c.Settings.BaselineCost)
	switch {
	case err != nil:
	case referred == 0:
		saved.Missing = "no hire by referral"
	case len(cost.Amounts) > 1 || len(cost.Amounts) == 1 && cost.Amounts[0].Currency != baseline.Currency:
		saved.Missing = "bonuses and baseline are in different currencies"
	default:
		all, err := baseline.Part(int64(referred), 1)
		if err == nil {
			saved.Missing, saved.N = "", referred
			all.Minor -= total[baseline.Currency].Minor
			saved.Amounts = []money.Amount{all}
			saved.Numbers = fmt.Sprintf("%d × %s − %s", referred, baseline, money.Amount{
				Minor: total[baseline.Currency].Minor, Currency: baseline.Currency})
		}
	}
	return []Measure{cost, saved}
}

// businessFigures are about clients. Influenced is not generated: a touch is no proof of a cause.
func (c *computer) businessFigures(p Period, only some) []Measure {
	deals, won := c.happened(p, only, string(store.Won)), []money.Amount{}
	for _, i := range deals {
		if a := c.events[i].amount; a.Currency != "" {
			won = append(won, a)
		}
	}
	revenue := amounts("revenue_won", "Revenue won", won, "sum of the amounts of deals won in the period, by currency")
	if revenue.Numbers = ""; len(won) < len(deals) {
		revenue.Numbers = fmt.Sprintf("amounts of %d of %d are known", len(won), len(deals))
	}
	if len(won) == 0 && len(deals) > 0 {
		revenue.Missing = "no amount is known"
	}
	return []Measure{
		c.countOf(p, only, lead, "introductions", "Introductions", "clients introduced in the period"),
		c.countOf(p, only, string(store.Meeting), "meetings", "Meetings", "clients who got to a meeting in the period"),
		c.countOf(p, only, string(store.Opportunity), "opportunities", "Opportunities", "deals opened in the period"),
		c.countOf(p, only, string(store.Won), "deals", "Deals won", "deals won in the period"), revenue,
		c.touchFigure(p, only, store.Client, "touch_clients"),
		amounts("pipeline", "Pipeline influenced", c.influenced(p, only), "sum of the amounts of deals opened or won in the "+
			"period after a referral or a click; the amount won of those that were won"),
	}
}

// influenced are the amounts of deals opened or won in the period with a touch before them, each deal once.
func (c *computer) influenced(p Period, only some) (list []money.Amount) {
	place := map[*Referral]int{}
	for i, e := range c.events {
		deal := e.kind == string(store.Opportunity) || e.kind == string(store.Won)
		touched := e.referral != nil || len(c.credit[i]) > 0
		if !deal || !touched || e.amount.Currency == "" || !p.Holds(e.at) || !c.isOf(i, only) {
			continue
		}
		// The stages of a referral come in their order, so what was won comes last.
		if at, again := place[e.referral]; again {
			list[at] = e.amount
			continue
		}
		list = append(list, e.amount)
		if e.referral != nil {
			place[e.referral] = len(list) - 1
		}
	}
	return list
}

// funnel follows the referrals of one kind that were submitted in the period to where they are today.
func (c *computer) funnel(p Period, kind store.ReferralKind) Funnel {
	f := Funnel{Kind: kind}
	stages := store.Stages(kind)
	counts := make([]int, len(stages))
	for i := range c.Referrals {
		r := &c.Referrals[i]
		if r.Kind != kind || !p.Holds(r.Steps[0].At) {
			continue
		}
		for n, stage := range stages {
			counts[n] += ones(!r.reached(stage).IsZero())
		}
	}
	for n, stage := range stages {
		f.Stages = append(f.Stages, count("reached_"+string(stage), string(stage), counts[n],
			"referrals submitted in the period that got there by now"))
		if n > 0 {
			f.Rates = append(f.Rates, rate("rate_"+string(stage), string(stages[n-1])+" to "+string(stage), counts[n],
				counts[n-1], "got there ÷ got to the stage before"))
		}
	}
	return f
}
