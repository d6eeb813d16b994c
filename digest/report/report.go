// The report: what is computed of a period, for everybody and for those who were members in both periods.

package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"vouch/store"
	"vouch/store/calendar"
	"vouch/store/money"
)

// Report is what came of the program in a period.
type Report struct {
	Company string  `json:"company"`
	Period  Stretch `json:"period"`
	Before  Stretch `json:"before"`
	Members int     `json:"same_members"` // who were members in all of both periods; 0 with too few to compare
	// Withheld says why there are no figures: of fewer people than a group they would be about individuals.
	Withheld string   `json:"withheld,omitempty"`
	Credit   string   `json:"credit"` // the model and the window, in words
	Top      []string `json:"top"`    // keys of the figures that matter most
	// Sections hold every figure; Funnels, Networks and Over what tables and charts show.
	Sections []Section `json:"sections"`
	Funnels  []Funnel  `json:"funnels"`
	Networks []Network `json:"networks"`
	Over     Timeline  `json:"over_time"`
}

// Stretch is a period as it is shown.
type Stretch struct {
	Key     string `json:"key"`
	Name    string `json:"name"`
	Dates   string `json:"dates"`
	Days    int    `json:"days"`
	Running bool   `json:"running"` // it is not over
}

// Funnel is how far the referrals of one kind got that were submitted in the period.
type Funnel struct {
	Kind   store.ReferralKind `json:"kind"`
	Stages []Measure          `json:"stages"` // how many got there, as counts; see Rates
	Rates  []Measure          `json:"rates"`  // of those at the stage before
}

// Network is what came of one network; Name is also that of referrals and of what nothing leads to.
type Network struct {
	Name     string             `json:"name"`
	Shares   int                `json:"shares"`
	Clicks   int                `json:"clicks"`
	Unique   int                `json:"unique"`
	Credited map[string]float64 `json:"credited"` // parts of outcomes, by kind
	Won      []money.Amount     `json:"won,omitempty"`
}

// Label is a network as people write it; other rows have names of their own.
func (n Network) Label() string {
	if network := store.Network(n.Name); slices.Contains(store.Networks, network) {
		return network.Label()
	}
	return n.Name
}

// Timeline is the period in parts.
type Timeline struct {
	Unit   string   `json:"unit"` // day, week, month or quarter
	Labels []string `json:"labels"`
	Shares []int    `json:"shares"`
	Clicks []int    `json:"clicks"`
	Hires  []int    `json:"hires"`
}

// Goals is the title of the section that comes first where the program has goals.
const Goals = "Goals"

// Compute makes the report of a period.
func Compute(in *Input, p Period) *Report {
	c := newComputer(in)
	before := p.Before()
	s := in.Settings
	r := &Report{Company: s.Company, Period: stretch(p), Before: stretch(before), Credit: fmt.Sprintf(
		"%s within %d days; a referral takes all", modelWords[s.CreditModel], s.CreditDays)}
	if n := c.membersAt(p.End()); len(n) < s.BoardMinGroup {
		r.Withheld = fmt.Sprintf("Fewer than %d people were members by then, so figures would be about individuals.",
			s.BoardMinGroup)
		return r
	}
	if n := c.took(p); s.WorksCouncil && n > 0 && n < s.BoardMinGroup {
		r.Withheld = fmt.Sprintf("Fewer than %d people took part, so figures would be about individuals.",
			s.BoardMinGroup)
		return r
	}
	r.Sections = c.sections(p, nil)
	if same := c.membersAt(before.Start()); len(same) >= s.BoardMinGroup {
		r.Members = len(same)
		compare(r.Sections, c.sections(p, same), c.sections(before, same))
	}
	if goals := c.goals(); len(goals) > 0 {
		r.Sections = slices.Insert(r.Sections, 0, Section{Goals, goals})
	}
	r.Funnels = []Funnel{c.funnel(p, store.Candidate), c.funnel(p, store.Client)}
	r.Networks, r.Over = c.networks(p), c.timeline(p)
	r.Top = r.top()
	return r
}

// ofMembers are the figures on who is a member.
var ofMembers = []string{"members", "adoption", "activation"}

func stretch(p Period) Stretch {
	return Stretch{Key: p.Key(), Name: p.Name(), Dates: p.Dates(), Days: p.Days(), Running: p.Running}
}

// compare puts the figures of the same people in both periods beside those of everybody, where both have one. Money is
// not compared, because it has a currency; nor who was a member, because that is what makes them the same.
func compare(all, now, before []Section) {
	for i := range all {
		for j := range all[i].Measures {
			a, b := now[i].Measures[j], before[i].Measures[j]
			if a.Missing == "" && b.Missing == "" && a.Unit != Money && !slices.Contains(ofMembers, a.Key) {
				all[i].Measures[j].Same = &Same{Now: a.Value, Before: b.Value}
			}
		}
	}
}

// Find is a measure by its key; it panics for a key that no report has.
func (r *Report) Find(key string) Measure {
	for _, section := range r.Sections {
		for _, m := range section.Measures {
			if m.Key == key {
				return m
			}
		}
	}
	panic("report: no measure " + key)
}

// top are the three figures to say first: what a company wants most, as far as there is any of it now or before.
func (r *Report) top() (keys []string) {
	order := []string{"hires", "revenue_won", "meetings", "applicants", "clicks_unique", "shares", "active_28"}
	for _, some := range []bool{true, false} {
		for _, key := range order {
			m := r.Find(key)
			has := m.Missing == "" && (m.Value > 0 || len(m.Amounts) > 0 || m.Same != nil && m.Same.Before > 0)
			if has == some && len(keys) < 3 {
				keys = append(keys, key)
			}
		}
	}
	return keys
}

// WithoutMoney is the report for everybody: no money, and nothing that follows from it.
func (r *Report) WithoutMoney() *Report {
	short := *r
	short.Sections, short.Networks = nil, slices.Clone(r.Networks)
	for _, section := range r.Sections {
		section.Measures = slices.DeleteFunc(slices.Clone(section.Measures), func(m Measure) bool { return m.Unit == Money })
		short.Sections = append(short.Sections, section)
	}
	for i := range short.Networks {
		short.Networks[i].Won = nil
	}
	short.Top = slices.DeleteFunc(slices.Clone(r.Top), func(key string) bool { return r.Find(key).Unit == Money })
	return &short
}

// computer computes figures from one input.
type computer struct {
	*Input
	zone    *time.Location
	place   map[store.ShareID]int // of a share in Shares
	days    [][]ClickDay          // of each share, in the order of days
	touched map[store.AssetID][]Touch
	events  []event
	credit  map[int][]Part // of events without a referral, by their place
	// credited are the shares that have part in any.
	credited map[store.ShareID]bool
	active   map[store.EmployeeID][]activity // in the order of time
}

// activity is a share that was posted or a referral that was made.
type activity struct {
	at            time.Time
	share, proven bool
}

func newComputer(in *Input) *computer {
	c := &computer{Input: in, zone: store.Location(in.Settings.TimeZone, ""), events: in.events(),
		place: map[store.ShareID]int{}, days: make([][]ClickDay, len(in.Shares)), touched: map[store.AssetID][]Touch{},
		credit: map[int][]Part{}, credited: map[store.ShareID]bool{}, active: map[store.EmployeeID][]activity{}}
	for i, s := range in.Shares {
		c.place[s.ID] = i
		if s.Level >= store.Declared {
			c.active[s.By] = append(c.active[s.By], activity{s.Posted, true, s.Proven})
		}
	}
	for _, r := range in.Referrals {
		c.active[r.By] = append(c.active[r.By], activity{r.Steps[0].At, false, false})
	}
	for _, list := range c.active {
		slices.SortFunc(list, func(a, b activity) int { return a.at.Compare(b.at) })
	}
	c.events = slices.DeleteFunc(c.events, c.undone())
	c.placeClicks()
	for i, e := range c.events {
		if e.referral == nil {
			c.credit[i] = Credit(in.Settings.CreditModel, in.Settings.CreditDays, e.at, c.touches(e))
			for _, part := range c.credit[i] {
				c.credited[part.Share] = true
			}
		}
	}
	return c
}

// undone tells which hires without a referral came to nothing; a referral's stage is corrected then.
func (c *computer) undone() func(event) bool {
	undone := map[string]bool{}
	for _, one := range c.courses() {
		undone[one.subject] = one.referral == nil && one.isUndone()
	}
	return func(e event) bool { return e.kind == string(store.Hired) && e.referral == nil && undone[e.subject] }
}

// placeClicks gives each share its days of clicks, and each asset its touches in the order of time.
func (c *computer) placeClicks() {
	// Counted first: growing a hundred thousand lists would cost more than the report.
	places, counts := make([]int, len(c.Clicks)), make([]int, len(c.Shares))
	for n, day := range c.Clicks {
		i, found := c.place[day.Share]
		if places[n] = i; !found {
			places[n] = -1
			continue
		}
		counts[i]++
	}
	for n, i := range places {
		if i >= 0 && c.days[i] == nil {
			c.days[i] = make([]ClickDay, 0, counts[i])
		}
		if i >= 0 {
			c.days[i] = append(c.days[i], c.Clicks[n])
		}
	}
	begins := map[time.Time]time.Time{} // a day's first moment, which is dear to find
	for i, days := range c.days {
		if !slices.IsSortedFunc(days, func(a, b ClickDay) int { return a.compare(b.Day) }) {
			slices.SortFunc(days, func(a, b ClickDay) int { return a.compare(b.Day) })
		}
		s := &c.Shares[i]
		for _, day := range days {
			if begins[day.Day].IsZero() {
				begins[day.Day] = calendar.Instant(day.Day, 0, 0, c.zone)
			}
			if day.People > 0 {
				c.touched[s.Asset] = append(c.touched[s.Asset], Touch{s.ID, begins[day.Day]})
			}
		}
	}
	for _, touches := range c.touched {
		slices.SortFunc(touches, Touch.order)
	}
}

// touches are the days within the window on which people clicked shares of the event's asset, and the share that the
// outcome named, which counts as clicked at that moment.
func (c *computer) touches(e event) (touches []Touch) {
	asset, named := e.asset, -1
	if i, found := c.place[e.share]; found {
		named, asset = i, cmp.Or(asset, c.Shares[i].Asset)
	}
	all := c.touched[asset]
	from, _ := slices.BinarySearchFunc(all, e.at.AddDate(0, 0, -c.Settings.CreditDays), Touch.compare)
	to, _ := slices.BinarySearchFunc(all, e.at.Add(1), Touch.compare)
	if named < 0 {
		return all[from:to]
	}
	today := calendar.Instant(calendar.DateIn(e.at, c.zone), 0, 0, c.zone)
	for _, t := range all[from:to] {
		if t.Share != e.share || !t.At.Equal(today) {
			touches = append(touches, t)
		}
	}
	return append(touches, Touch{e.share, e.at})
}

// compare orders a touch against a moment.
func (t Touch) compare(at time.Time) int { return t.At.Compare(at) }

// isMember tells whether a member of today was one at a moment; when somebody joined who left since, nobody knows.
func (p *Person) isMember(at time.Time) bool { return !p.Joined.IsZero() && p.Joined.Before(at) }

// membersAt are the members of today who were members at a moment.
func (c *computer) membersAt(at time.Time) some {
	members := some{}
	for i := range c.People {
		if m := &c.People[i]; m.isMember(at) {
			members[m.ID] = true
		}
	}
	return members
}

// took counts the people who posted or referred in a period.
func (c *computer) took(p Period) (n int) {
	for id := range c.active {
		n += ones(c.did(id, p.Start(), p.End(), false, false))
	}
	return n
}

// timeline counts the parts of a period.
func (c *computer) timeline(p Period) Timeline {
	unit, buckets := p.buckets()
	t := Timeline{Unit: unit, Shares: make([]int, len(buckets)), Clicks: make([]int, len(buckets)),
		Hires: make([]int, len(buckets))}
	for _, b := range buckets {
		t.Labels = append(t.Labels, b.Label)
	}
	put := func(counts []int, day time.Time, n int) {
		at, found := slices.BinarySearchFunc(buckets, day, func(b bucket, day time.Time) int { return b.From.Compare(day) })
		if !found {
			at--
		}
		if at >= 0 && day.Before(p.To) {
			counts[at] += n
		}
	}
	for _, s := range c.Shares {
		if s.Level >= store.Declared {
			put(t.Shares, calendar.DateIn(s.Posted, p.Zone), 1)
		}
	}
	for _, days := range c.days {
		for _, day := range days {
			put(t.Clicks, day.Day, day.People)
		}
	}
	for _, e := range c.events {
		if e.kind == string(store.Hired) {
			put(t.Hires, calendar.DateIn(e.at, p.Zone), 1)
		}
	}
	return t
}

// The rows of Networks that are none.
const (
	rowReferrals = "referrals"
	rowOthers    = "other networks" // of which too few people use each
)

// networks divides shares, clicks and the credit for outcomes among networks. One that fewer people used than a group
// needs is put together with others like it.
func (c *computer) networks(p Period) (list []Network) {
	rows, users := map[string]*Network{}, map[store.Network]map[store.EmployeeID]bool{}
	for _, s := range c.Shares {
		if users[s.Network] == nil {
			users[s.Network] = map[store.EmployeeID]bool{}
		}
		users[s.Network][s.By] = true
	}
	row := func(name string) *Network {
		if rows[name] == nil {
			rows[name] = &Network{Name: name, Credited: map[string]float64{}}
		}
		return rows[name]
	}
	of := func(s *Share) *Network {
		if len(users[s.Network]) < c.Settings.BoardMinGroup {
			return row(rowOthers)
		}
		return row(string(s.Network))
	}
	for i := range c.Shares {
		s := &c.Shares[i]
		if s.Level >= store.Declared && p.Holds(s.Posted) {
			of(s).Shares++
		}
		for _, day := range p.within(c.days[i]) {
			of(s).Clicks += day.People
			of(s).Unique += day.Unique
		}
	}
	won := map[*Network]sums{}
	credit := func(n *Network, kind string, part float64, amount money.Amount) {
		n.Credited[kind] += part
		if kind == string(store.Won) {
			if won[n] == nil {
				won[n] = sums{}
			}
			_ = won[n].add(amount) // the total says when it is too large
		}
	}
	for _, each := range creditable {
		for _, i := range c.happened(p, nil, each.kind) {
			e, parts := c.events[i], c.credit[i]
			if e.referral != nil {
				credit(row(rowReferrals), e.kind, 1, e.amount)
			}
			for n, amount := range divide(e.amount, parts) {
				credit(of(&c.Shares[c.place[parts[n].Share]]), e.kind, float64(parts[n].Weight)/float64(parts[n].Sum), amount)
			}
		}
	}
	for n, total := range won {
		n.Won = total.list()
	}
	for _, n := range rows {
		list = append(list, *n)
	}
	slices.SortFunc(list, func(a, b Network) int {
		return cmp.Or(cmp.Compare(rank(a.Name), rank(b.Name)), cmp.Compare(b.Unique, a.Unique),
			cmp.Compare(b.Shares, a.Shares), cmp.Compare(a.Name, b.Name))
	})
	return list
}

// rank puts networks first.
func rank(row string) int { return slices.Index([]string{rowOthers, rowReferrals}, row) }

// within are the days of the period among some in their order.
func (p Period) within(days []ClickDay) []ClickDay {
	from, _ := slices.BinarySearchFunc(days, p.From, ClickDay.compare)
	to, _ := slices.BinarySearchFunc(days, p.To, ClickDay.compare)
	return days[from:to]
}

func (d ClickDay) compare(day time.Time) int { return d.Day.Compare(day) }
