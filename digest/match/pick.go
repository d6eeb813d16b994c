// Picking: which assets of the library one person gets today.

package match

import (
	"cmp"
	"hash/fnv"
	"slices"

	"vouch/store"
)

// The weights of the score; each term lies in [0,1]. Persona, subject, what the person liked, freshness and the
// curators' priority in this proportion are a starting point chosen by judgement; the impressions kept with their
// propensities are there to replace it by measurement.
const (
	weightPersona  = 0.35
	weightTopics   = 0.20
	weightFresh    = 0.15
	weightPriority = 0.10
	weightLeaders  = 0.05
	weightAudience = 0.10
	weightAgain    = 0.10 // taken off for the topics of the last digest
)

const (
	fitEveryone = 0.5 // of the persona term, for what is addressed to nobody in particular
	fitAnyone   = 0.5 // of the audience term, for what is for any readers, and for people who did not say who follows them
	likedMean   = 0.6 // posterior mean from which a topic counts as liked

	// relevance against sameness, as in maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998).
	relevanceShare = 0.7
	topicSameness  = 0.7 // how much of sameness is shared topics; the rest is the same kind

	exploreFrom = 3    // the first slot (counted from 1) that may explore, so that the best picks stay
	exploreRate = 0.02 // how often it does: enough that everything has a chance, as the draws explore already

	// listDepth is how many candidates each ranked list gives at a time; every candidate costs time for each of a
	// hundred thousand people. Over 2,000 assets eight find the very best first pick for 94 of 100 people without
	// draws, which look further, and the others one that scores a little less.
	listDepth = 8

	// beyondMax is how many picks of a digest may come from beyond the person's own part of the library.
	beyondMax = 1

	MaxPicks = 5
)

// Pick chooses up to n (1-5) assets for r on day, best first, each with the words why. Picks come from what is live and
// was neither seen, shared, saved nor dismissed, nor written or suggested by the person, never with a muted topic, at
// most a third of them (but at least one may be) of one campaign, with jobs, topics and kinds mixed, nothing that is
// only for others, and nothing in a language the person does not read. They are of the person's own part of the
// library: their personas, what is for everyone, topics they follow, networks they use. When that is used up within a
// digest, one more may come from beyond it, and its reason says so; where nothing of it is left, there are no picks.
// The same person, day and library give the same picks, whatever the order of the input. Propensity is the probability
// with which this function puts that asset into that slot, given the slots before and the draws of the day: the share
// of the draws that choose it, and in the last slot of three or more, which with probability exploreRate takes any of
// the eligible assets, mixed with that.
func Pick(lib *Library, r store.Reader, n int, day store.LocalDate) []store.Pick {
	return PickBy(Policy, lib, r, n, day)
}

// PickBy is Pick by one of Policies; an unknown one picks nothing. All of them keep the rules above; the baselines
// Popular, Newest and Random choose among the same assets, so that a comparison is about the choice alone.
func PickBy(policy string, lib *Library, r store.Reader, n int, day store.LocalDate) []store.Pick {
	rule, known := rules[policy]
	n = min(max(n, 0), MaxPicks)
	if !known || n == 0 || len(lib.items) == 0 {
		return nil
	}
	lib = lib.seenBy(rule)
	s := lib.scratch.Get().(*scratch)
	defer lib.scratch.Put(s)
	s.begin(r, rule, n, day)
	picks := make([]store.Pick, 0, n)
	for slot := 1; slot <= n; slot++ {
		c, ok := s.fill(policy, slot, slot == n && slot >= exploreFrom)
		if !ok {
			break
		}
		picks = append(picks, store.Pick{Asset: lib.items[c.at].asset.ID, Reason: s.reason(c), Propensity: c.propensity,
			Policy: policy})
		s.take(c.at)
	}
	return picks
}

// random gives two random numbers that depend only on the person and the day.
func random(id store.EmployeeID, day store.LocalDate) [2]uint64 {
	const step = 0x9E3779B97F4A7C15
	seed := Hash(string(id)+"|"+string(day)) + step
	return [2]uint64{Mix(seed), Mix(seed + step)}
}

// Hash is FNV-1a; mix spreads what it leaves close together.
func Hash(text string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(text)) // never fails
	return h.Sum64()
}

// Mix is the output step of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
func Mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// nextMask puts the items that may fill the next slot into s.mask: the person's own part of the library without jobs
// when there were enough of those, then with them, then the whole library for one last pick. ok is false when nothing
// is left; wide tells that the own part is used up.
func (s *scratch) nextMask() (wide, ok bool) {
	jobs := s.lib.kindIn[kindIndex(store.Job)]
	for _, from := range []itemSet{s.audience, s.open} {
		if wide && (s.beyond == beyondMax || len(s.picked) == 0) {
			return true, false
		}
		copy(s.mask, from)
		if s.jobs >= s.jobCap {
			s.mask.andNot(jobs)
			if s.mask.empty() {
				copy(s.mask, from)
			}
		}
		if !s.mask.empty() {
			return wide, true
		}
		wide = true
	}
	return true, false
}

// gather adds the best items of the mask to the candidates: those of each list the
// person has a reason to look at, or of all.
func (s *scratch) gather(wide bool) {
	s.stale, s.wide = false, wide
	if wide || len(s.personas) == 0 {
		s.gatherFrom(s.lib.all)
	}
	if wide {
		return
	}
	for _, p := range s.personas {
		s.gatherFrom(p.ranking)
	}
	for _, topic := range s.touched {
		if state := s.topics[topic]; state.followed || state.taste >= likedMean {
			s.gatherFrom(s.lib.topicTop[topic])
		}
	}
}

func (s *scratch) gatherFrom(list []int32) {
	found := 0
	for _, at := range list {
		if !s.mask.has(int(at)) {
			continue
		}
		if !s.gathered.has(int(at)) {
			s.gathered.add(int(at))
			score, upside := s.score(int(at))
			s.candidates, s.deltas = append(s.candidates, candidate{at: at, score: score, upside: upside}),
				append(s.deltas, draws{})
		}
		if found++; found == listDepth {
			return
		}
	}
}

// choose gives the candidate of the mask that is worth most beside what was picked
// already, -1 when none is in it. Among equals the newest wins.
func (s *scratch) choose() int {
	if lead := s.leader(); lead >= 0 {
		return int(s.candidates[lead].at)
	}
	return -1
}

// leader is where that candidate stands among the candidates.
func (s *scratch) leader() int {
	lead, most := -1, 0.0
	for n := range s.candidates {
		c := &s.candidates[n]
		if !s.mask.has(int(c.at)) || (lead >= 0 && relevanceShare*c.score < most) {
			continue
		}
		if value := s.worth(c); lead < 0 || value > most || (value == most && c.at > s.candidates[lead].at) {
			lead, most = n, value
		}
	}
	return lead
}

// worth is what a candidate is worth beside what was picked already.
func (s *scratch) worth(c *candidate) float64 {
	for ; c.compared < len(s.picked); c.compared++ {
		c.same = max(c.same, s.lib.sameness(int(c.at), s.picked[c.compared]))
	}
	return relevanceShare*c.score - (1-relevanceShare)*c.same
}

// take books item at as picked, and closes its campaign when that has had its part.
func (s *scratch) take(at int) {
	if !s.audience.has(at) {
		s.beyond++
	}
	s.picked = append(s.picked, at)
	s.open.remove(at)
	s.audience.remove(at)
	it := &s.lib.items[at]
	if it.asset.Kind == store.Job {
		s.jobs++
		s.stale = s.jobs == s.jobCap
	}
	if it.campaign < 0 {
		return
	}
	used := 0
	for _, other := range s.picked {
		if s.lib.items[other].campaign == it.campaign {
			used++
		}
	}
	if used >= s.campaignCap {
		s.stale = true
		s.open.andNot(s.lib.campaign[it.campaign])
		s.audience.andNot(s.lib.campaign[it.campaign])
	}
}

// sameness of two items in [0,1]: shared topics (Jaccard) and the same kind.
func (lib *Library) sameness(a, b int) float64 {
	x, y := &lib.items[a], &lib.items[b]
	shared := 0
	for i, j := 0, 0; i < len(x.topics) && j < len(y.topics); {
		switch cmp.Compare(x.topics[i], y.topics[j]) {
		case -1:
			i++
		case 1:
			j++
		default:
			shared, i, j = shared+1, i+1, j+1
		}
	}
	same := 0.0
	if shared > 0 {
		same = topicSameness * float64(shared) / float64(len(x.topics)+len(y.topics)-shared)
	}
	if x.kind == y.kind {
		same += 1 - topicSameness
	}
	return same
}

// sortPersonas puts personas into the program's order.
func sortPersonas(list []*personaList) {
	slices.SortFunc(list, func(a, b *personaList) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.id, b.id))
	})
}
