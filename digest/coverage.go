// Coverage: what the library lacks, from personas that run dry to topics nobody writes about.

package digest

import (
	"cmp"
	"slices"
	"time"

	"vouch/digest/match"
	"vouch/store"
)

const (
	// coverageSample is how many advocates of a persona are asked what they have left.
	// The middle of two hundred lies, 19 times out of 20, between the 43rd and the 57th
	// of a hundred of all of them: close enough for "about three days".
	coverageSample = 200
	// idleAfter is how long an item may be live before it counts as one that nobody wants.
	idleAfter = 14 * 24 * time.Hour
	// expiringWithin is the reach of the card: the next one comes in a week.
	expiringWithin = 7 * 24 * time.Hour
	// workingWeek is how many working days a week has, and so from how few days on a
	// persona runs dry before the next card.
	workingWeek = 5
)

// Coverage is what the library offers whom. Lists that are empty have nothing to say.
// It is shared between callers and must not be changed.
type Coverage struct {
	Live      int // items that can be picked
	Advocates int // people whose digests come
	Personas  []PersonaSupply
	Expiring  []store.Asset // within seven days, the soonest first
	// Items that are live for more than 14 days: shown to people but never answered, the
	// most shown first; and never shown, the oldest first.
	Unanswered, Unpicked []IdleItem
	Topics               []TopicShare // most items first; program topics without any at the end
	Culture, Inclusion   TopicShare   // counted expressly, also when they are at zero
	Kinds                []KindShare  // every kind, in the order of store.AssetKinds
	Broken               []store.Source
}

// PersonaSupply is what one persona has left: whoever runs dry first comes first, those without advocates last.
type PersonaSupply struct {
	ID        store.PersonaID // "" are advocates without a persona
	Name      string
	Advocates int
	Live      int // items that fit it, seen or not
	New       int // of these, live for less than a week
	// What the middle one of its advocates has left by the rules of Pick, and for how
	// many working days that lasts with their rhythm and picks. The half below has less.
	Left int
	Days float64
	Dry  int // advocates, estimated from a sample, who have seen everything that fits them
}

// RunsDry tells whether a persona with advocates has less than a working week left.
func (p PersonaSupply) RunsDry() bool { return p.Advocates > 0 && p.Days < workingWeek }

// IdleItem is an item that nobody answers.
type IdleItem struct {
	Asset store.Asset
	Since time.Time // live
	Shown int       // people who saw it
}

// TopicShare is how much of the library, and of what people saw of it, is about a topic.
// Items have several topics, so the shares of all topics add up to more than one.
type TopicShare struct {
	Topic            string
	Items            int
	OfItems, OfShown float64 // [0,1]
}

// KindShare is TopicShare for a kind; these add up to one.
type KindShare struct {
	Kind             store.AssetKind
	Items            int
	OfItems, OfShown float64 // [0,1]
}

// CoverageFacts are what Coverage is worked out from.
type CoverageFacts struct {
	Settings store.Settings
	Readers  store.Readership
	Exposed  map[store.AssetID]store.Exposure
	Sources  []store.Source
}

// coverageAge is how long the coverage of the program is kept, so that the cards of many curators cost one survey.
const coverageAge = time.Minute

// survey is a coverage that was worked out a moment ago.
type survey struct {
	coverage Coverage
	at       time.Time
	version  uint64 // of the live assets
}

// Coverage works out the coverage of the whole program at now; one of the last minute is
// given again as long as the live assets are the same. A hundred thousand advocates and
// two thousand items take part of a second: everybody is counted, a sample is asked.
func (p *Planner) Coverage(now time.Time) (Coverage, error) {
	p.surveying.Lock()
	defer p.surveying.Unlock()
	version := p.DB.LiveVersion()
	// Abs: a clock that went back must not keep an old survey alive.
	if s := p.surveyed; s != nil && s.version == version && now.Sub(s.at).Abs() < coverageAge {
		return s.coverage, nil
	}
	lib, err := p.Library(now)
	if err != nil {
		return Coverage{}, err
	}
	var facts CoverageFacts
	err = p.DB.View(func(q *store.Query) error {
		facts = CoverageFacts{Settings: q.Settings(), Readers: q.SampleReaders(coverageSample),
			Exposed: q.Exposures(), Sources: q.Sources()}
		return nil
	})
	if err != nil {
		return Coverage{}, err
	}
	p.surveyed = &survey{coverage: CoverageOf(lib, facts), at: now, version: version}
	return p.surveyed.coverage, nil
}

// CoverageOf works out the coverage of the library at the moment it was made for. The order
// of the facts does not matter.
func CoverageOf(lib *match.Library, facts CoverageFacts) Coverage {
	c := Coverage{Live: lib.Len()}
	c.supply(lib, facts)
	c.idle(lib, facts.Exposed)
	c.balance(lib, facts)
	for _, s := range facts.Sources {
		if s.State == store.SourceBroken {
			c.Broken = append(c.Broken, s)
		}
	}
	slices.SortFunc(c.Broken, func(a, b store.Source) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return c
}

// supply fills in the personas.
func (c *Coverage) supply(lib *match.Library, facts CoverageFacts) {
	c.Advocates = facts.Readers.Advocates
	groups := map[store.PersonaID]store.PersonaReaders{}
	for _, g := range facts.Readers.Personas {
		groups[g.Persona] = g
	}
	roster := slices.Clone(lib.Personas())
	// Advocates without a persona are a group of their own, listed only when there are any.
	if groups[""].Count > 0 {
		roster = append(roster, store.Persona{Name: "No persona"})
	}
	for _, persona := range roster {
		c.Personas = append(c.Personas, supplyOf(lib, persona, groups[persona.ID], facts.Settings))
	}
	slices.SortStableFunc(c.Personas, func(a, b PersonaSupply) int {
		// One side has none, so this puts the side with advocates first.
		if (a.Advocates > 0) != (b.Advocates > 0) {
			return cmp.Compare(b.Advocates, a.Advocates)
		}
		return cmp.Or(cmp.Compare(a.Days, b.Days), cmp.Compare(b.Advocates, a.Advocates))
	})
}

// supplyOf works out one persona. What an advocate has left is what Pick would use up before it falls back on items
// meant for others; its caps on jobs and campaigns only change the order.
func supplyOf(lib *match.Library, persona store.Persona, group store.PersonaReaders,
	settings store.Settings) PersonaSupply {
	supply := PersonaSupply{ID: persona.ID, Name: persona.Name, Advocates: group.Count}
	for a := range lib.Assets() {
		if persona.ID != "" && len(a.Personas) > 0 && !slices.Contains(a.Personas, persona.ID) {
			continue
		}
		supply.Live++
		// A week back, as the card looks a week ahead.
		if lib.Now().Sub(match.LiveSince(a)) < expiringWithin {
			supply.New++
		}
	}
	type rest struct {
		left int
		days float64
	}
	var rests []rest
	dry := 0
	for _, r := range group.Sample {
		left := lib.Left(r)
		// Whoever gets less than one item a week counts as one, so that nothing is divided by zero.
		rhythm := r.Employee.Prefs.Rhythm.OrDefault(settings.Rhythm)
		perWeek, week := picksFor(settings, r)*len(rhythm.Days()), len(rhythm.WorkingWeek())
		rests = append(rests, rest{left, float64(left*week) / float64(max(perWeek, 1))})
		if left == 0 {
			dry++
		}
	}
	if len(rests) == 0 {
		return supply
	}
	slices.SortFunc(rests, func(a, b rest) int { return cmp.Or(cmp.Compare(a.days, b.days), cmp.Compare(a.left, b.left)) })
	// Of an even number the lower one: coverage should rather warn too early.
	middle := rests[(len(rests)-1)/2]
	supply.Left, supply.Days = middle.left, middle.days
	// Scaled from the sample to the group, rounded to the nearest.
	supply.Dry = (dry*group.Count + len(rests)/2) / len(rests)
	return supply
}

// idle fills in what nobody wants and what goes soon. An item may be in several of the
// lists. They are copied from the library, so the caller may keep them.
func (c *Coverage) idle(lib *match.Library, exposed map[store.AssetID]store.Exposure) {
	for a := range lib.Assets() {
		if !a.ExpiresAt.IsZero() && a.ExpiresAt.Sub(lib.Now()) <= expiringWithin {
			c.Expiring = append(c.Expiring, *a)
		}
		e, since := exposed[a.ID], match.LiveSince(a)
		switch {
		case lib.Now().Sub(since) <= idleAfter || e.Answered > 0:
		case e.Shown > 0:
			c.Unanswered = append(c.Unanswered, IdleItem{*a, since, e.Shown})
		default:
			c.Unpicked = append(c.Unpicked, IdleItem{*a, since, 0})
		}
	}
	slices.SortStableFunc(c.Expiring, func(a, b store.Asset) int { return a.ExpiresAt.Compare(b.ExpiresAt) })
	slices.SortStableFunc(c.Unanswered, func(a, b IdleItem) int { return cmp.Compare(b.Shown, a.Shown) })
	slices.SortStableFunc(c.Unpicked, func(a, b IdleItem) int { return a.Since.Compare(b.Since) })
}
