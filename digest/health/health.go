// Package health judges how a program is, so that a stall is seen early: how many take part, how much the most active
// do, how many stay, whether leaders are seen, what is left to read, and how long people wait. Each measure says how it
// is counted, from when on it is good, and one thing to do. No measure is of a single person.
//
// Three bounds are published experience with such programs: under 10 % active is a stall and from 30 % on it is well,
// and so it is when three people do half of it. The other bounds are this program's own choice.
package health

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"vouch/digest"
	"vouch/store"
	"vouch/store/text"
)

// Level is how a measure stands, the worst last.
type Level int

// The levels.
const (
	Unknown Level = iota // too few cases to say
	Good
	Watch // between the bounds
	Poor  // somebody should do something
)

// Measure is one figure with its judgement.
type Measure struct {
	Key, Name string
	Level     Level
	Value     string // what was counted, such as "12 % (5 of 41 advocates)"; of Unknown why there is none
	Formula   string // how it is counted, and the bounds
	Action    string // one thing to do; "" where nothing helps
	bounds    bounds
	excess    float64 // how far the value is past poor, in widths of the span between the bounds
}

// The windows of the measures, in days.
const (
	recent    = 30
	cohortAge = 120 // who joined longer ago is no beginner any more
	// Reach is how far back activities are read.
	Reach = recent + cohortAge
)

// fewest is how many cases a measure needs: of fewer it says more about single people than about the program.
const fewest = 5

// Facts are what the measures are counted from, without names.
type Facts struct {
	Now      time.Time
	Members  []Member   // the advocates of today
	Activity []Activity // of the last Reach days
	Answers  []time.Duration
	Owners   int // who gave the answers
	Late     int // open referrals whose owner should have answered by now
	Coverage digest.Coverage
	Newest   time.Time // when the newest live item went live; zero without one

	PolicyRead bool              // by a program manager
	Agreed     int               // advocates who have agreed to it
	Pulse      store.PulseResult // the newest with enough answers; without any, Answers is 0
	Group      int               // in works-council mode, the fewest people of whom a figure may be; else 0
}

// Member is an advocate.
type Member struct {
	ID         store.EmployeeID
	Joined     time.Time
	Department string
	Leader     bool
	Tired      bool // ignored digests in a row until they slowed down, or stopped them
}

// Activity is a post, a referral or an introduction.
type Activity struct {
	By   store.EmployeeID
	At   time.Time
	Post bool
}

// Of judges the program, the worst measure first, those of one level by how far they are past their bound.
func Of(f *Facts) []Measure {
	list := []Measure{f.active(), f.concentration(), f.cohorts(), f.leaders(), f.personas(), f.content(), f.answers(),
		f.fatigue(), f.functions(), f.steps(), f.policy(), f.pulse()}
	for i := range list {
		list[i].Formula += list[i].bounds.words()
	}
	slices.SortStableFunc(list, func(a, b Measure) int {
		return cmp.Or(cmp.Compare(b.Level, a.Level), cmp.Compare(b.excess, a.excess))
	})
	return list
}

// bounds are from when on a value is good and from when on it is poor; which side is good follows from them.
type bounds struct {
	good, poor float64
	unit       string
}

// words say the bounds.
func (b bounds) words() string {
	if b.good > b.poor {
		return fmt.Sprintf(" Good from %g%s, poor under %g%s.", b.good, b.unit, b.poor, b.unit)
	}
	return fmt.Sprintf(" Good up to %g%s, poor over %g%s.", b.good, b.unit, b.poor, b.unit)
}

// judge sets the level of a value by its bounds.
func (m Measure) judge(value float64) Measure {
	good, poor := m.bounds.good, m.bounds.poor
	if good > poor { // more is better
		value, good, poor = -value, -good, -poor
	}
	switch {
	case value <= good:
		m.Level = Good
	case value <= poor:
		m.Level = Watch
	default:
		m.Level = Poor
	}
	m.excess = (value - poor) / max(1, poor-good)
	return m
}

// unknown gives a measure that cannot be told.
func (m Measure) unknown(why string) Measure {
	m.Level, m.Value = Unknown, why
	return m
}

// since counts the activities of the last days by who did them.
func (f *Facts) since(days int) map[store.EmployeeID]int {
	by := map[store.EmployeeID]int{}
	for _, one := range f.Activity {
		if one.At.After(f.Now.AddDate(0, 0, -days)) {
			by[one.By]++
		}
	}
	return by
}

// activeMembers counts the advocates of today who did something lately, of those that fit.
func (f *Facts) activeMembers(fits func(*Member) bool) (active, all int) {
	by := f.since(recent)
	for i := range f.Members {
		if m := &f.Members[i]; fits(m) {
			all++
			if by[m.ID] > 0 {
				active++
			}
		}
	}
	return active, all
}

func share(part, whole int) float64 { return 100 * float64(part) / float64(max(1, whole)) }

func ofWords(part, whole int, what string) string {
	return fmt.Sprintf("%.0f %% (%d of %s)", share(part, whole), part, what)
}

func tooFew(n int, one, many string) string {
	if n == 0 {
		return "no " + many + " so far"
	}
	return "only " + text.Count(n, one, many) + " so far"
}

func (f *Facts) active() Measure {
	m := Measure{Key: "active", Name: "Active advocates", bounds: bounds{30, 10, " %"},
		Formula: "Advocates who posted, referred or introduced in the last 30 days.",
		Action:  "Ask a leader to share one item this week and to say why: people follow people."}
	active, all := f.activeMembers(func(*Member) bool { return true })
	if all < fewest {
		return m.unknown(tooFew(all, "advocate", "advocates"))
	}
	m.Value = ofWords(active, all, text.Count(all, "advocate", "advocates"))
	return m.judge(share(active, all))
}

// concentration is the part of the three most active.
func (f *Facts) concentration() Measure {
	m := Measure{Key: "concentration", Name: "Done by the top three", bounds: bounds{35, 50, " %"},
		Formula: "Posts, referrals and introductions of the three most active of all in the last 30 days.",
		Action:  "Invite those who joined and never posted: a short text they can change, one click away."}
	counts, all := []int(nil), 0
	for _, n := range f.since(recent) {
		counts, all = append(counts, n), all+n
	}
	if all < 2*fewest {
		return m.unknown(tooFew(all, "activity", "activities"))
	}
	slices.Sort(counts)
	top := 0
	for _, n := range counts[max(0, len(counts)-3):] {
		top += n
	}
	m.Value = ofWords(top, all, text.Count(all, "activity", "activities"))
	return m.judge(share(top, all))
}

// cohorts follows those who joined one to four months ago and began well.
func (f *Facts) cohorts() Measure {
	m := Measure{Key: "cohorts", Name: "Still active after the first month", bounds: bounds{60, 30, " %"},
		Formula: "Of who joined 30 to 120 days ago and did something in their first 30 days: who did in the last 30.",
		Action:  "Tell beginners what came of their first post: clicks, a thank-you, a name."}
	by, began := f.since(recent), map[store.EmployeeID]bool{}
	joined := map[store.EmployeeID]time.Time{}
	for _, one := range f.Members {
		if age := f.Now.Sub(one.Joined).Hours() / 24; age >= recent && age <= cohortAge {
			joined[one.ID] = one.Joined
		}
	}
	for _, one := range f.Activity {
		if at, young := joined[one.By]; young && one.At.Before(at.AddDate(0, 0, recent)) {
			began[one.By] = true
		}
	}
	still := 0
	for id := range began {
		if by[id] > 0 {
			still++
		}
	}
	if len(began) < fewest {
		return m.unknown(tooFew(len(began), "beginner", "beginners"))
	}
	m.Value = ofWords(still, len(began), text.Count(len(began), "beginner", "beginners"))
	return m.judge(share(still, len(began)))
}

func (f *Facts) leaders() Measure {
	m := Measure{Key: "leaders", Name: "Leaders seen", bounds: bounds{7, 14, " days"},
		Formula: "Days since a leader last posted.",
		Action:  "Ask a leader for one post in own words: without them programs stall."}
	leaders, last := map[store.EmployeeID]bool{}, time.Time{}
	for _, one := range f.Members {
		if one.Leader {
			leaders[one.ID] = true
		}
	}
	for _, one := range f.Activity {
		if leaders[one.By] && one.Post && one.At.After(last) {
			last = one.At
		}
	}
	days := f.days(last)
	switch {
	case len(f.Members) < fewest:
		return m.unknown(tooFew(len(f.Members), "advocate", "advocates"))
	case len(leaders) > 0 && len(leaders) < f.Group:
		return m.unknown("fewer than " + strconv.Itoa(f.Group) + " leaders")
	case len(leaders) == 0:
		m.Value, days = "no leader has joined", Reach
	case last.IsZero():
		m.Value, days = fmt.Sprintf("no post of a leader in %d days", Reach), Reach
	default:
		m.Value = ago(days)
	}
	return m.judge(float64(days))
}

// ago says how many days ago something was.
func ago(days int) string {
	if days == 0 {
		return "today"
	}
	return text.Count(days, "day", "days") + " ago"
}

// days is how many whole days ago something was.
func (f *Facts) days(at time.Time) int { return int(f.Now.Sub(at).Hours() / 24) }

func (f *Facts) personas() Measure {
	m := Measure{Key: "personas", Name: "Personas that run dry", bounds: bounds{0, 1, ""},
		Formula: "Personas with advocates who have less than five working days of unseen items left.",
		Action:  "Add items for them: /vouch coverage says what is missing."}
	low, dry, all := 0, 0, 0
	for _, p := range f.Coverage.Personas {
		if p.Advocates == 0 {
			continue
		}
		all++
		if p.RunsDry() {
			low++
		}
		if p.Left == 0 {
			dry++
		}
	}
	if all == 0 {
		return m.unknown("nobody gets digests yet")
	}
	m.Value = fmt.Sprintf("%d of %s", low, text.Count(all, "persona", "personas"))
	level := 0.0
	if low > 0 {
		level = 0.5
	}
	if dry > 0 {
		m.Value += fmt.Sprintf(", %d with nothing left", dry)
		level = 1 + share(dry, all)/100
	}
	return m.judge(level)
}

func (f *Facts) content() Measure {
	m := Measure{Key: "content", Name: "Newest item", bounds: bounds{7, 14, " days"},
		Formula: "Days since the newest live item went live.",
		Action:  "Add a source that is read by itself, or ask each team for one story."}
	if f.Newest.IsZero() {
		m.Value = "nothing is live"
		return m.judge(Reach)
	}
	days := f.days(f.Newest)
	m.Value = ago(days)
	return m.judge(float64(days))
}

func (f *Facts) answers() Measure {
	m := Measure{Key: "answers", Name: "Answers to referrals", bounds: bounds{3, 7, " days"},
		Formula: "Median days until owners first answered, in the last 90 days; late when an open referral waits too long.",
		Action:  "Look at the late ones under Referrals and give them to somebody who has time."}
	days := make([]float64, len(f.Answers))
	for i, took := range f.Answers {
		days[i] = took.Hours() / 24
	}
	slices.Sort(days)
	switch {
	case f.Late > 0:
		m.Value = text.Count(f.Late, "answer is late", "answers are late")
		return m.judge(7 + float64(f.Late))
	case f.Owners < f.Group:
		return m.unknown("fewer than " + strconv.Itoa(f.Group) + " owners")
	case len(days) < fewest:
		return m.unknown(tooFew(len(days), "answer", "answers"))
	}
	middle := days[len(days)/2]
	m.Value = fmt.Sprintf("%.1f days", middle)
	return m.judge(middle)
}

func (f *Facts) fatigue() Measure {
	m := Measure{Key: "fatigue", Name: "Tired of the digest", bounds: bounds{25, 50, " %"},
		Formula: "Advocates whose digest slowed down because they ignored it, or who paused it.",
		Action:  "Send fewer and better: lower the picks, or the rhythm for everybody, in Program."}
	tired := 0
	for _, one := range f.Members {
		if one.Tired {
			tired++
		}
	}
	if len(f.Members) < fewest {
		return m.unknown(tooFew(len(f.Members), "advocate", "advocates"))
	}
	m.Value = ofWords(tired, len(f.Members), text.Count(len(f.Members), "advocate", "advocates"))
	return m.judge(share(tired, len(f.Members)))
}

// ownFunctions are words of departments whose work is what the program does: it is healthy when others do it, too.
var ownFunctions = []string{"marketing", "communications", "people", "hr", "human resources", "talent", "recruiting"}

func (f *Facts) functions() Measure {
	m := Measure{Key: "functions", Name: "From marketing and HR", bounds: bounds{35, 50, " %"},
		Formula: "Of the advocates active in the last 30 days whose department is known: those of marketing and HR.",
		Action:  "Win one team of engineers or sellers: start with its lead and its own topics."}
	known, _ := f.activeMembers(func(one *Member) bool { return one.Department != "" })
	own, _ := f.activeMembers(func(one *Member) bool { return text.HasWord(one.Department, ownFunctions) })
	if known < fewest {
		return m.unknown(tooFew(known, "active advocate", "active advocates"))
	}
	m.Value = ofWords(own, known, text.Count(known, "active advocate", "active advocates"))
	return m.judge(share(own, known))
}

// Clicks is how many interactions lie between the digest and the text in the clipboard, at most; a test lives a share
// and counts them.
const Clicks = 3

func (f *Facts) steps() Measure {
	m := Measure{Key: "clicks", Name: "Clicks to a post", bounds: bounds{3, 6, ""}, Value: strconv.Itoa(Clicks),
		Formula: "From the digest to the text in the clipboard, counted by a test of the program."}
	return m.judge(Clicks)
}

// Department is how many of a department are active.
type Department struct {
	Name        string
	Active, All int
}

// Departments are those with as many advocates as a figure needs, at least smallest, the most active first.
func Departments(f *Facts, smallest int) (list []Department) {
	names := map[string]bool{}
	for _, one := range f.Members {
		names[one.Department] = one.Department != ""
	}
	for name, known := range names {
		if !known {
			continue
		}
		d := Department{Name: name}
		d.Active, d.All = f.activeMembers(func(one *Member) bool { return one.Department == name })
		if d.All >= max(smallest, fewest) {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(a, b Department) int {
		return cmp.Or(cmp.Compare(b.Active*a.All, a.Active*b.All), cmp.Compare(a.Name, b.Name))
	})
	return list
}
