// Scoring: how well one item fits one person, from what the person chose, answered and got last.

package match

import (
	"math"
	"slices"

	"vouch/store"
)

// scratch is the working memory of one Pick, reused for the next person: a hundred
// thousand picks in a row would otherwise leave as many sets to the collector.
type scratch struct {
	lib        *Library
	audience   itemSet // the person's own part of the library, as far as it may still be picked
	open       itemSet // all that may still be picked
	mask       itemSet // what may fill the slot at hand
	gathered   itemSet // items that are candidates already
	candidates []candidate
	picked     []int
	personas   []*personaList
	topics     []topicState // by topic
	touched    []topicID    // topics whose state is not the resting one
	kinds      []float64    // taste per kind, by kindIndex

	rule       rule
	random     [2]uint64        // of the person and day
	deltas     []draws          // what each draw adds to each candidate, where it says drawn
	topicDraws []draws          // by topic, valid when its state says drawn
	kindDraws  []draws          // by kindIndex
	kindSpread []float32        // by kindIndex
	winners    [particles]int32 // the choice of each draw for the slot at hand

	campaignCap, jobCap, jobs int
	beyond                    int   // picks from beyond the person's own part of the library
	mostly                    uint8 // the audiences that mostly follow the person, 0 not said
	assumed                   bool  // mostly are those of the personas, because the person did not say
	// whether the candidates were gathered before a cap was reached; whether from everything
	stale, wide bool
}

// candidate is an item that may win a slot. at is the number of the item; same and
// compared grow as picks are taken, so that sameness with a pick is worked out once.
type candidate struct {
	at       int32
	compared int // how many of the picked items same takes in
	score    float64
	same     float64 // sameness with the nearest of them
	drawn    bool    // whether its draws were made
	upside   float64 // the most that a draw of the taste adds to the score
}

// topicState is what one topic means to one person. followed and muted are the person's choice, persona comes with
// theirs, last was in the last digest; touched and drawn are bookkeeping.
type topicState struct {
	followed, muted, persona, last, touched, drawn bool
	taste                                          float64 // posterior mean, 0.5 when nothing is known
	spread                                         float32 // the deviation that the counts behind it leave open
}

// resting is the state of a topic about which nothing is known.
var resting = topicState{taste: 0.5, spread: spreadOf(0, 0)}

// newScratch makes the working memory for one goroutine. The size is that of lib; a scratch serves no other library.
func newScratch(lib *Library) *scratch {
	size := len(lib.items)
	s := &scratch{lib: lib, audience: newItemSet(size), open: newItemSet(size), mask: newItemSet(size),
		gathered: newItemSet(size)}
	s.topics, s.kinds = make([]topicState, len(lib.labels)), make([]float64, kindCount)
	s.topicDraws, s.kindDraws = make([]draws, len(lib.labels)), make([]draws, kindCount)
	s.kindSpread = make([]float32, kindCount)
	for i := range s.topics {
		s.topics[i] = resting
	}
	return s
}

// begin forgets the person before and takes in r, for a digest of n on day by rule. Only touched topics are reset: a
// person touches a few dozen of what may be thousands. r is only read. Personas, topics and assets that the library
// does not know are passed over.
func (s *scratch) begin(r store.Reader, rule rule, n int, day store.LocalDate) {
	s.rule, s.random = rule, random(r.Employee.ID, day)
	// A third of the picks for one campaign and two fifths for jobs, at least one: of
	// three picks one each, of five one and two.
	s.campaignCap, s.jobCap = max(1, n/3), max(1, n*2/5)
	for _, topic := range s.touched {
		s.topics[topic] = resting
	}
	s.touched, s.candidates, s.deltas, s.picked, s.personas, s.jobs = s.touched[:0], s.candidates[:0], s.deltas[:0],
		s.picked[:0], s.personas[:0], 0
	s.beyond, s.mostly = 0, 0
	clear(s.gathered)
	// Stale, so that the first slot gathers.
	s.stale, s.wide = true, false
	prefs := &r.Employee.Prefs
	for _, id := range prefs.Personas {
		if p := s.lib.personas[id]; p != nil {
			s.personas = append(s.personas, p)
		}
	}
	// The order in which somebody chose their personas must not change their picks.
	sortPersonas(s.personas)
	for _, p := range s.personas {
		for _, topic := range p.topics {
			s.touch(topic).persona = true
		}
	}
	if s.assumed = len(prefs.Audiences) == 0; !s.assumed {
		s.mostly = audienceMask(prefs.Audiences)
	} else {
		for _, p := range s.personas {
			s.mostly |= p.mostly
		}
	}
	s.learn(&r.Taste)
	for _, name := range prefs.Follow {
		if topic, ok := s.lib.topics[Fold(name)]; ok {
			s.touch(topic).followed = true
		}
	}
	for _, name := range prefs.Mute {
		if topic, ok := s.lib.topics[Fold(name)]; ok {
			s.touch(topic).muted = true
		}
	}
	s.openUp(r)
}

// learn takes in what the person's answers taught. Only answers count, not the lack
// of one: silence says more about the morning than about the subject.
func (s *scratch) learn(taste *store.Taste) {
	for _, name := range taste.Last {
		if topic, ok := s.lib.topics[Fold(name)]; ok {
			s.touch(topic).last = true
		}
	}
	for i := range s.kinds {
		s.kinds[i] = 0.5
	}
	// The rule does not look at answers; everything stays neutral.
	if !s.rule.taste {
		return
	}
	for name, counts := range taste.Topics {
		// Counts below zero would be a fault in the store; they must not turn a taste around.
		if topic, ok := s.lib.topics[name]; ok {
			state := s.touch(topic)
			yes, no := max(counts.Yes, 0), max(counts.No, 0)
			state.taste, state.spread = posterior(yes, no), spreadOf(yes, no)
		}
	}
	for i, kind := range store.AssetKinds {
		counts := taste.Kinds[kind]
		yes, no := max(counts.Yes, 0), max(counts.No, 0)
		s.kinds[i+1] = posterior(yes, no)
		if s.rule.thompson {
			s.kindSpread[i+1] = spreadOf(yes, no)
			s.kindDraws[i+1] = deal(s.kindSpread[i+1], Mix(s.random[0]^uint64(i)))
		}
	}
}

// openUp fills the sets of what may be picked at all, and of what is for this person. A muted topic closes an item even
// when another of its topics is followed: the person said so explicitly. audience is always a part of open.
func (s *scratch) openUp(r store.Reader) {
	lib := s.lib
	copy(s.open, lib.open)
	lib.removeSeen(s.open, r.Taste.Seen)
	for _, id := range r.Taste.Saved {
		if at, ok := lib.byID[id]; ok {
			s.open.remove(int(at))
		}
	}
	for _, at := range lib.own[r.Employee.ID] {
		s.open.remove(int(at))
	}
	s.closeOff(&r.Employee)
	copy(s.audience, lib.everyone)
	for _, p := range s.personas {
		s.audience.or(p.named)
	}
	// Of somebody without a persona nothing is known: everything may be for them.
	if len(s.personas) == 0 {
		copy(s.audience, lib.open)
	}
	for _, topic := range s.touched {
		if s.topics[topic].followed {
			s.audience.or(lib.topicIn[topic])
		}
		if s.topics[topic].muted {
			s.open.andNot(lib.topicIn[topic])
		}
	}
	s.audience.and(s.open)
	if len(r.Employee.Prefs.Networks) > 0 {
		s.keepNetworks(networkMask(r.Employee.Prefs.Networks))
	}
}

// closeOff takes out what the person must not or cannot read: what is only for others, and
// what is in languages they do not read.
func (s *scratch) closeOff(e *store.Employee) {
	lib := s.lib
	if !lib.closed.empty() {
		// The mask is free at this point and serves as working memory.
		copy(s.mask, lib.closed)
		for _, p := range s.personas {
			s.mask.andNot(p.named)
		}
		s.open.andNot(s.mask)
	}
	for language, items := range lib.language {
		if !lib.isRead(language, e) {
			s.open.andNot(items)
		}
	}
}

// isRead tells whether somebody reads a language: one they named, else that of their Slack
// and those everybody reads. Of whom Slack says no language everything may be read.
func (lib *Library) isRead(language string, e *store.Employee) bool {
	if len(e.Prefs.Languages) > 0 {
		return slices.ContainsFunc(e.Prefs.Languages, func(tag string) bool { return store.BaseLanguage(tag) == language })
	}
	return e.Locale == "" || store.BaseLanguage(e.Locale) == language || slices.Contains(lib.reads, language)
}

// keepNetworks takes what may go to none of the person's networks out of the
// audience: they could read it but not share it. It stays open, as a last resort.
func (s *scratch) keepNetworks(mine uint32) {
	// The mask is free at this point and serves as working memory.
	clear(s.mask)
	for n, items := range s.lib.networks {
		if mine&(1<<n) != 0 {
			s.mask.or(items)
		}
	}
	s.audience.and(s.mask)
}

// touch gives the state of topic for changing and remembers to reset it.
func (s *scratch) touch(topic topicID) *topicState {
	state := &s.topics[topic]
	if !state.touched {
		state.touched = true
		s.touched = append(s.touched, topic)
	}
	return state
}

// posterior is the mean of Beta(priorLearned+yes, priorLearned+no). A single answer moves it from 0.5 to 0.6 or 0.4,
// three to 0.71 or 0.29.
func posterior(yes, no float64) float64 { return (yes + priorLearned) / (yes + no + 2*priorLearned) }

// score says how well item at fits the person, about 0 to 1, and how much more the luckiest draw of the taste could
// add. Terms are added, not multiplied, so that one weak term cannot hide an item that is strong otherwise.
func (s *scratch) score(at int) (score, upside float64) {
	it := &s.lib.items[at]
	t, proven := s.termsOf(it), s.appealTo(at)
	score = it.base + weightEvidence*float64(proven.mean) + weightPersona*s.fit(at) + weightTopics*t.subject -
		weightAgain*t.again + weightAudience*s.audienceFit(it)
	if s.rule.taste {
		score += weightLearned * t.taste
	}
	if s.rule.thompson {
		upside = luckiest * (weightLearned*t.spread + weightEvidence*float64(proven.spread))
	}
	return score, upside
}

// audienceFit is 1 when the item is for those who mostly follow the person, fitAnyone when it is for any readers or the
// person did not say, else 0.
func (s *scratch) audienceFit(it *item) float64 {
	switch {
	case s.mostly == 0 || it.audiences == anyAudience:
		return fitAnyone
	case s.mostly&it.audiences != 0:
		return 1
	}
	return 0
}

// terms are the parts of the score that come from an item's topics and kind, each
// in [0,1]. spread is how far the draws of the taste may lie from it, at most.
type terms struct{ subject, taste, spread, again float64 }

// termsOf works out the terms of it for the person of the scratch. The kind counts as one
// more topic in the mean of the taste.
func (s *scratch) termsOf(it *item) terms {
	steps, last := 0, 0
	taste, spread := s.kinds[it.kind], s.kindSpread[it.kind]
	for _, topic := range it.topics {
		state := &s.topics[topic]
		switch {
		case state.followed:
			// What somebody follows weighs as much as four topics that came with a persona.
			steps += 4
		case state.persona:
			steps++
		}
		if state.last {
			last++
		}
		taste += state.taste
		spread += state.spread
	}
	parts := float64(len(it.topics) + 1)
	t := terms{subject: subjectCurve[min(steps, len(subjectCurve)-1)], taste: taste / parts,
		spread: float64(spread) / parts}
	if last > 0 {
		t.again = float64(last) / float64(len(it.topics))
	}
	return t
}

// subjectCurve turns how much of an item's subject the person asked for into [0,1]: one followed topic (four steps) is
// 0.75, two are 0.94, one topic of the persona (one step) is 0.29.
var subjectCurve = func() (curve [17]float64) {
	for steps := range curve {
		curve[steps] = 1 - math.Exp2(-float64(steps)/2)
	}
	return curve
}()

// fit is 1 when the item names a persona of the person, fitEveryone when it is for
// everyone or the person has no persona, else 0.
func (s *scratch) fit(at int) float64 {
	for _, p := range s.personas {
		if p.named.has(at) {
			return 1
		}
	}
	if len(s.personas) == 0 || s.lib.everyone.has(at) {
		return fitEveryone
	}
	return 0
}
