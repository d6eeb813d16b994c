// Policies: the matching functions that can be compared with each other, and the probability with which each makes a
// choice.

package match

import (
	"math"
	"slices"

	"vouch/store"
)

// The policies, each with its version: the name is kept with every impression, so that one version can be compared with
// another long after. Learned is what people get; the others are what it has to be better than.
const (
	// evidence per item, persona, topics, audience and taste, drawn by Thompson sampling
	Learned = "learned/2"
	Fit     = "fit/2" // the same without evidence and without draws
	// the same without taste: what the person said of themselves, not what they answered
	PersonaOnly = "persona/1"
	Popular     = "popular/1"            // what was shared and saved most, whoever the person is
	Trending    = "popular with decay/1" // what was liked most lately, each answer losing half its weight in a half-life
	ItemRate    = "item rate/1"          // what was liked most for how often it was tried
	Newest      = "newest/1"             // what went live last
	Random      = "random/1"             // everything eligible, all equally likely
)

// Policy is the matching function that Pick uses.
const Policy = Learned

// Policies lists every policy, the live one first.
var Policies = []string{Learned, Fit, PersonaOnly, Popular, Trending, ItemRate, Newest, Random}

// rule is how one policy chooses.
type rule struct {
	evidence bool                        // looks at what people did with each item
	taste    bool                        // looks at what the person answered
	thompson bool                        // evidence and taste are drawn, not their means
	worth    func(*scratch, int) float64 // the most of it is chosen; nil: by the score
}

// rules are the policies by name.
var rules = map[string]rule{
	Learned:     {evidence: true, taste: true, thompson: true},
	Fit:         {taste: true},
	PersonaOnly: {},
	Popular: {worth: func(s *scratch, at int) float64 {
		a := s.lib.items[at].asset
		return float64(2*a.Shares + a.Saves) // shares count twice a save
	}},
	Trending: {evidence: true, worth: func(s *scratch,
		at int) float64 {
		return s.lib.items[at].deeds.Evidence[""].RecentLiked
	}},
	ItemRate: {evidence: true, worth: func(s *scratch, at int) float64 {
		e := s.lib.items[at].deeds.Evidence[""]
		return shrink(e.Liked, e.Tried, 0.5, 2)
	}},
	Newest: {worth: func(*scratch, int) float64 { return 0 }}, // of equals the newest wins
	// For an order; picks take any, see plain.
	Random: {worth: func(s *scratch, at int) float64 { return float64(Mix(s.random[1] ^ s.lib.items[at].seed)) }},
}

// scored tells whether the policy chooses by the score; the others look at the whole of what is eligible.
func (r rule) scored() bool { return r.worth == nil }

// seenBy is the library as a policy looks at it.
func (lib *Library) seenBy(r rule) *Library {
	if !r.evidence && lib.bare != nil {
		return lib.bare
	}
	return lib
}

// choice is what a policy put into one slot. at is the number of the item in the library.
type choice struct {
	at         int
	propensity float64 // given the slots before
	wide       bool    // the person's own part of the library is used up
	explored   bool    // taken to try something different
	drawn      int     // which of the draws decided, -1 none
}

// fill decides one slot, counted from 1; ok is false when nothing is left. last tells that the slot is one that may
// explore. It changes neither what was picked nor the caps; take does.
func (s *scratch) fill(policy string, slot int, last bool) (c choice, ok bool) {
	wide, ok := s.nextMask()
	if !ok {
		return choice{}, false
	}
	// A number for this person, day and slot: 0x9E37... is 2^64 over the golden ratio, the step of SplitMix64.
	chance := Mix(s.random[1] + uint64(slot)*0x9E3779B97F4A7C15)
	c = choice{wide: wide, drawn: -1, propensity: 1}
	if !s.rule.scored() {
		c.at, c.propensity = s.plain(policy, chance)
		return c, true
	}
	s.gatherFor(wide)
	var best int
	if s.rule.thompson {
		s.vote()
		// particles is a power of two, so every draw is equally likely.
		c.drawn = int(chance % particles)
		best = int(s.winners[c.drawn])
		// Several draws often come to the same item; together they are its probability.
		c.propensity = s.votesFor(best)
	} else {
		best = s.choose()
	}
	c.at = best
	if !last {
		return c, true
	}
	// The mask holds all that may fill the slot, not only the candidates, so anything eligible has a chance.
	eligible := s.mask.count()
	// 53 random bits make a float64 in [0,1).
	if float64(s.random[0]>>11)/(1<<53) < exploreRate {
		c.at = s.mask.nth(int(s.random[1] % uint64(eligible)))
		// Exploring may hit on the best item; nobody should be told that it is something different then.
		c.explored = c.at != best
	}
	c.propensity = exploreRate/float64(eligible) + (1-exploreRate)*s.chanceOf(c.at, best)
	return c, true
}

// chanceOf is the probability of item at without exploring, where best is what the policy
// came to. vote must have been called for the slot when the taste is drawn.
func (s *scratch) chanceOf(at, best int) float64 {
	if s.rule.thompson {
		return s.votesFor(at)
	}
	if at == best {
		return 1
	}
	return 0
}

// gatherFor makes sure that the candidates answer the mask, and that one of them is in it. The lists are only as deep
// as listDepth, so the mask may have moved past all that was gathered.
func (s *scratch) gatherFor(wide bool) {
	if s.stale || wide != s.wide {
		s.gather(wide)
	}
	for _, c := range s.candidates {
		if s.mask.has(int(c.at)) {
			return
		}
	}
	s.gather(wide)
}

// plain chooses for the policies that do not score: the newest, the most popular or any item of the mask. The mask must
// not be empty. All but Random are certain of their choice, hence a propensity of 1.
func (s *scratch) plain(policy string, seed uint64) (at int, propensity float64) {
	if policy == Random {
		eligible := s.mask.count()
		return s.mask.nth(int(seed % uint64(eligible))), 1 / float64(eligible)
	}
	best, most := -1, 0.0
	for i := range s.lib.items {
		if !s.mask.has(i) {
			continue
		}
		if worth := s.rule.worth(s, i); best < 0 || worth > most || (worth == most && s.lib.isNewer(i, best)) {
			best, most = i, worth
		}
	}
	return best, 1
}

// isNewer tells whether item a went live after item b. Two items are never both newer.
func (lib *Library) isNewer(a, b int) bool {
	if order := LiveSince(lib.items[a].asset).Compare(LiveSince(lib.items[b].asset)); order != 0 {
		return order > 0
	}
	return a > b
}

// Liking gives how much each of assets is to r's liking by policy, on a scale of the policy's own; of an asset that the
// library does not have it is as of the least. Of the score it leaves out what is the same for everybody and says why
// to show something rather than who likes it: freshness, the curators' weight, and how many took part lately.
func Liking(policy string, lib *Library, r store.Reader, day store.LocalDate, assets []store.AssetID) []float64 {
	rule := rules[policy]
	lib = lib.seenBy(rule)
	s := lib.scratch.Get().(*scratch)
	defer lib.scratch.Put(s)
	s.begin(r, rule, 1, day)
	values := make([]float64, len(assets))
	for i, id := range assets {
		at, ok := lib.byID[id]
		switch {
		case !ok:
			values[i] = math.Inf(-1)
		case policy == Newest:
			values[i] = float64(LiveSince(lib.items[at].asset).Unix())
		case rule.scored():
			values[i], _ = s.score(int(at))
			values[i] -= lib.items[at].base
		default:
			values[i] = rule.worth(s, int(at))
		}
	}
	return values
}

// Chance is the probability, in [0,1], with which policy puts asset into the slot that follows before, in a digest of n
// for r on day. It is what Pick would log as the propensity, for assets that it did not pick as well; evaluating one
// policy on the impressions of another needs it. It is 0 for an asset that is unknown, not eligible, or already in
// before. The sum over all assets is 1.
func Chance(policy string, lib *Library, r store.Reader, n int, day store.LocalDate, before []store.AssetID,
	asset store.AssetID) float64 {
	rule, known := rules[policy]
	lib = lib.seenBy(rule)
	at, inLibrary := lib.byID[asset]
	if !known || !inLibrary || slices.Contains(before, asset) {
		return 0
	}
	s := lib.scratch.Get().(*scratch)
	defer lib.scratch.Put(s)
	n = min(max(n, 1), MaxPicks)
	s.begin(r, rule, n, day)
	for _, id := range before {
		if wide, ok := s.nextMask(); ok && rule.scored() {
			s.gatherFor(wide) // the candidates of a slot are those of the slots before, and what was added since
		}
		// An asset that is gone cannot be taken out, and takes no part in the caps.
		if earlier, ok := lib.byID[id]; ok {
			s.take(int(earlier))
		}
	}
	slot := len(before) + 1
	wide, ok := s.nextMask()
	if !ok || !s.mask.has(int(at)) {
		return 0
	}
	if policy == Random {
		return 1 / float64(s.mask.count())
	}
	best := -1
	switch {
	case !rule.scored():
		best, _ = s.plain(policy, 0)
	default:
		s.gatherFor(wide)
		if rule.thompson {
			s.vote()
		} else {
			best = s.choose()
		}
	}
	chance := s.chanceOf(int(at), best)
	if rule.scored() && slot == n && slot >= exploreFrom {
		chance = exploreRate/float64(s.mask.count()) + (1-exploreRate)*chance
	}
	return chance
}
