// Policies: the matching functions that can be compared with each other, and the probability with which each makes a
// choice.

package match

import (
	"slices"

	"vouch/store"
)

// The policies, each with its version: the name is kept with every impression, so that
// one version can be compared with another long after. Learned is what people get; the
// others are what it has to be better than.
const (
	Learned     = "learned/1" // persona, topics, freshness and campaign as Fit, and a taste drawn by Thompson sampling
	Fit         = "fit/1"     // the same with the mean of the taste, nothing drawn
	PersonaOnly = "persona/1" // the same without taste: what the person said of themselves, not what they answered
	Popular     = "popular/1" // what was shared and saved most, whoever the person is
	Newest      = "newest/1"  // what went live last
	Random      = "random/1"  // everything eligible, all equally likely
)

// Policy is the matching function that Pick uses.
const Policy = Learned

// Policies lists every policy, the live one first.
var Policies = []string{Learned, Fit, PersonaOnly, Popular, Newest, Random}

// rule is how one policy chooses. weights are shares of the score, as those in pick.go.
type rule struct {
	taste    float64 // weight of the taste in the score
	prior    float64 // successes and failures assumed of every topic and kind
	thompson bool    // the taste is drawn, not its mean
	explores bool    // the last slot takes any eligible asset now and then
	depth    int     // how many candidates each ranked list gives at a time
	scored   bool    // chooses by the score; the others look at the whole of what is eligible
}

// rules are the policies by name. Where taste is 0 the prior has no effect.
var rules = map[string]rule{
	Learned: {taste: weightLearned, prior: priorLearned, depth: learnedDepth, thompson: true, explores: true,
		scored: true},
	Fit:         {taste: weightTaste, prior: priorFit, depth: listDepth, explores: true, scored: true},
	PersonaOnly: {prior: priorFit, depth: listDepth, explores: true, scored: true},
	Popular:     {prior: priorFit},
	Newest:      {prior: priorFit},
	Random:      {prior: priorFit},
}

// choice is what a policy put into one slot. at is the number of the item in the library.
type choice struct {
	at         int
	propensity float64 // given the slots before
	wide       bool    // the person's own part of the library is used up
	explored   bool    // taken to try something different
	drawn      int     // which of the draws decided, -1 none
}

// fill decides one slot, counted from 1; ok is false when nothing is left. last tells
// that the slot is one that may explore. It changes neither what was picked nor the caps;
// take does.
func (s *scratch) fill(policy string, slot int, last bool) (c choice, ok bool) {
	wide, ok := s.nextMask()
	if !ok {
		return choice{}, false
	}
	// A number for this person, day and slot: 0x9E37... is 2^64 over the golden ratio,
	// the step of SplitMix64.
	chance := Mix(s.random[1] + uint64(slot)*0x9E3779B97F4A7C15)
	c = choice{wide: wide, drawn: -1, propensity: 1}
	if !s.rule.scored {
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
	if !last || !s.rule.explores {
		return c, true
	}
	// The mask holds all that may fill the slot, not only the candidates, so anything
	// eligible has a chance.
	eligible := s.mask.count()
	// 53 random bits make a float64 in [0,1).
	if float64(s.random[0]>>11)/(1<<53) < exploreRate {
		c.at = s.mask.nth(int(s.random[1] % uint64(eligible)))
		// Exploring may hit on the best item; nobody should be told that it is something
		// different then.
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

// gatherFor makes sure that the candidates answer the mask, and that one of them is in it.
// The lists are only as deep as the rule's depth, so the mask may have moved past all
// that was gathered.
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

// plain chooses for the policies that do not score: the newest, the most popular or any
// item of the mask. The mask must not be empty. Newest and Popular are certain of their
// choice, hence a propensity of 1.
func (s *scratch) plain(policy string, seed uint64) (at int, propensity float64) {
	if policy == Random {
		eligible := s.mask.count()
		return s.mask.nth(int(seed % uint64(eligible))), 1 / float64(eligible)
	}
	best := -1
	for i := range s.lib.items {
		if s.mask.has(i) && (best < 0 || s.lib.isBefore(policy, i, best)) {
			best = i
		}
	}
	return best, 1
}

// isBefore tells whether item a comes before item b in the order of Newest or Popular.
// Shares count twice a save; of equals the newer wins.
func (lib *Library) isBefore(policy string, a, b int) bool {
	x, y := lib.items[a].asset, lib.items[b].asset
	if policy == Popular {
		if p, q := 2*x.Shares+x.Saves, 2*y.Shares+y.Saves; p != q {
			return p > q
		}
	}
	if order := LiveSince(x).Compare(LiveSince(y)); order != 0 {
		return order > 0
	}
	// The order is complete: two items never come before each other.
	return a > b
}

// Chance is the probability, in [0,1], with which policy puts asset into the slot that
// follows before, in a digest of n for r on day. It is what Pick would log as the
// propensity, for assets that it did not pick as well; evaluating one policy on the
// impressions of another needs it. It is 0 for an asset that is unknown, not eligible, or
// already in before. The sum over all assets is 1.
func Chance(policy string, lib *Library, r store.Reader, n int, day store.LocalDate, before []store.AssetID,
	asset store.AssetID) float64 {
	rule, known := rules[policy]
	at, inLibrary := lib.byID[asset]
	if !known || !inLibrary || slices.Contains(before, asset) {
		return 0
	}
	s := lib.scratch.Get().(*scratch)
	defer lib.scratch.Put(s)
	n = min(max(n, 1), MaxPicks)
	s.begin(r, rule, n, day)
	for _, id := range before {
		if wide, ok := s.nextMask(); ok && rule.scored {
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
	case !rule.scored:
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
	if rule.explores && slot == n && slot >= exploreFrom {
		chance = exploreRate/float64(s.mask.count()) + (1-exploreRate)*chance
	}
	return chance
}
