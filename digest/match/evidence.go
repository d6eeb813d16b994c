// Evidence in the score: what people did with an item, shrunk to what is known of more people, and how sure that is.

package match

import (
	"math"

	"vouch/store"
	"vouch/store/taste"
)

const (
	// weightEvidence makes an item that is liked twice as often as the average worth as much as being addressed to the
	// person. More of it would hide the person on people who differ in taste alone, less would tell worse what is liked
	// where items differ: vouch evaluate --synthetic, without and with --quality, and --csv.
	weightEvidence = 2.0
	// weightReach is what an item gets that people come to by themselves e times as often as to one that just went live.
	// It is large beside the other terms, as who meets an item comes before who likes it; from 1 to 8 it hardly matters.
	weightReach = 2.0

	// How many trials each level of the evidence has to bring to count as much as the level above it: an item against
	// the library, where answers are rare more, as each says more by chance; its last weeks against all of its life; one
	// persona against everybody. The first and the last are where a library starts that has fewer than priorTrials.
	priorLikes   = 5.0 // likes of an item, at the average of the library
	priorRecent  = 100
	priorPersona = 40
	priorTrials  = 1000
	priorMost    = 20 // times as many as at the start, where all rates are the same

	// rateAtFirst is the rate of a library that nobody answered yet, and rateTrials how much of it stays.
	rateAtFirst = 0.1
	rateTrials  = 10

	enough  = 20.0 // answers in all from which on what people sought by themselves tells items apart
	handful = 10.0 // trials after which freshness has yielded half of its weight

	// luck is how much of the deviation that the counts leave open is drawn, at most luckMost. All of it would hide for
	// whom an item is that nobody tried yet: then persona, topics and taste decide, and evidence once there is some.
	luck     = 0.3
	luckMost = 0.03
)

// appeal is the evidence of one item for the people of one persona: the part of the score in [-0.5,0.5], zero for an
// item like all others or of which nothing is known, and the deviation of a draw from it.
type appeal struct{ mean, spread float32 }

// shrink is the rate of likes among trials, drawn to a rate that stands for prior trials.
func shrink(liked, tried, rate, prior float64) float64 { return (liked + prior*rate) / (tried + prior) }

// scatter is how far the rates of parts lie from the rate of their whole, beyond chance: excess by trials is their
// variance (method of moments).
type scatter struct{ excess, trials float64 }

// add takes in one part of a whole that was tried so often and has a rate.
func (s *scatter) add(liked, tried, whole, rate float64) {
	if tried > 0 {
		others, off := 1-tried/whole, liked/tried-rate
		s.excess, s.trials = s.excess+tried*off*off-rate*(1-rate)*others, s.trials+tried*others
	}
}

// prior is how many trials the rate of the whole stands for beside that of a part, atFirst those of the start: the less
// parts differ, the more.
func (s *scatter) prior(rate, atFirst float64) float64 {
	usual := rate * (1 - rate) / (atFirst + 1)
	variance := max((s.excess+priorTrials*usual)/(s.trials+priorTrials), usual/priorMost)
	return max(1, rate*(1-rate)/variance-1)
}

// priors work out what the items of the library, and the personas of its readers, differ by.
func (lib *Library) priors() {
	liked, tried := rateAtFirst*rateTrials, float64(rateTrials)
	for i := range lib.items {
		all := lib.items[i].deeds.Evidence[""]
		liked, tried = liked+all.Liked, tried+all.Tried
	}
	lib.average = liked / tried
	var items, personas scatter
	for i := range lib.items {
		all := lib.items[i].deeds.Evidence[""]
		items.add(all.Liked, all.Tried, tried, lib.average)
		rate := shrink(all.Liked, all.Tried, lib.average, 1)
		for _, p := range lib.roster {
			own := lib.items[i].deeds.Evidence[p.ID]
			personas.add(own.Liked, own.Tried, max(all.Tried, own.Tried), rate)
		}
	}
	lib.priorItem, lib.priorPersona = items.prior(lib.average, priorLikes/lib.average),
		personas.prior(lib.average, priorPersona)
}

// appealOf is the evidence of an item for one persona, "" for everybody. Only how an item does beside the others of the
// library says something, as programs differ by far in how much is answered.
func (lib *Library) appealOf(d *store.Deeds, persona store.PersonaID) appeal {
	all, own, average := d.Evidence[""], d.Evidence[persona], lib.average
	rate := shrink(all.Liked, all.Tried, average, lib.priorItem)
	rate = shrink(all.RecentLiked, all.RecentTried, rate, priorRecent)
	if persona != "" {
		rate = shrink(own.RecentLiked, own.RecentTried, rate, lib.priorPersona)
	}
	// The deviation of a Beta distribution, carried over to rate/(rate+average) by its slope.
	deviation := math.Sqrt(rate * (1 - rate) / (lib.priorItem + all.RecentTried + 1))
	slope := average / ((rate + average) * (rate + average))
	return appeal{mean: float32(rate/(rate+average) - 0.5), spread: float32(min(luck*slope*deviation, luckMost))}
}

// weighDeeds works out what evidence gives each item for everybody: its appeal, its reach, and how much of its
// freshness still counts.
func (lib *Library) weighDeeds() {
	lib.priors()
	lib.appeal = make([]appeal, len(lib.items))
	for i := range lib.items {
		lib.appeal[i] = lib.appealOf(&lib.items[i].deeds, "")
	}
	lib.weighReach()
	for i := range lib.items {
		it := &lib.items[i]
		it.base = weightFresh*it.fresh*handful/(handful+it.deeds.Evidence[""].Tried) +
			weightPriority*priority(it.asset) + weightLeaders*leaderTerm(it.deeds.Leaders) + it.reach
	}
}

// weighReach works out how often people come to each item by themselves, for the time that it was there to come to: an
// item that went live yesterday had no time yet, and one that is as often sought after two days as another after two
// weeks is sought more. Rates follow a gamma distribution around that of items which went live within a half-life; its
// shape is that of the counts, by their moments. As what is sought was liked already, what everybody's evidence says
// of it is taken off.
func (lib *Library) weighReach() {
	exposed := make([]float64, len(lib.items)) // 1 for an item that was always there
	var all, young struct{ sought, exposed float64 }
	for i := range lib.items {
		days := math.Floor(max(0, lib.hour.Sub(LiveSince(lib.items[i].asset)).Hours()/24))
		sought := lib.items[i].deeds.Evidence[""].RecentSought
		exposed[i] = 1 - taste.Decay(days, lib.halfLife)
		all.sought, all.exposed = all.sought+sought, all.exposed+exposed[i]
		if days <= lib.halfLife {
			young.sought, young.exposed = young.sought+sought, young.exposed+exposed[i]
		}
	}
	mean := (all.sought + 1) / (all.exposed + 1)
	first := (young.sought + mean) / (young.exposed + 1)
	excess, squares := 0.0, 0.0
	for i := range lib.items {
		expected := mean * exposed[i]
		off := lib.items[i].deeds.Evidence[""].RecentSought - expected
		excess, squares = excess+off*off-expected, squares+expected*expected
	}
	shape := 1 + enough*enough/(enough+all.sought)
	if excess > 0 {
		shape = max(shape, squares/excess)
	}
	for i := range lib.items {
		sought := lib.items[i].deeds.Evidence[""].RecentSought
		rate := (sought + shape) / (exposed[i] + shape/first)
		lib.items[i].reach = weightReach*math.Log(rate/first) -
			weightEvidence*float64(lib.appeal[i].mean)*sought/(sought+shape)
	}
}

// appealTo is the evidence of item at for the person of the scratch, the mean of their personas.
func (s *scratch) appealTo(at int) appeal {
	switch len(s.personas) {
	case 0:
		return s.lib.appeal[at]
	case 1:
		return s.personas[0].appeal[at]
	}
	var sum appeal
	for _, p := range s.personas {
		sum.mean, sum.spread = sum.mean+p.appeal[at].mean, sum.spread+p.appeal[at].spread
	}
	return appeal{sum.mean / float32(len(s.personas)), sum.spread / float32(len(s.personas))}
}
