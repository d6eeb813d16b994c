// Thompson sampling: evidence and taste drawn from what the counts leave open, so that what is not known gets its turn.

package match

import (
	"math"
	"slices"
)

// particles is how many draws of the whole taste are made for one person and day. Each slot follows one of them, all
// equally likely, so the propensity of a choice is the share of the draws that make it: exact, not estimated. With
// eight, no weight of an estimator is above 8 where nothing was explored; more draws cost time for every person, and
// over the days all come up.
const particles = 8

// priorLearned is Beta(2,2) for every topic and kind: neutral at 0.5, and a first answer moves it to 0.6 or 0.4.
const priorLearned = 2

// weightLearned is the weight of the drawn taste: as much as persona and topics together,
// so that what somebody does can outweigh what they are. Half of it earns about half of
// the gain over the persona alone (vouch evaluate --synthetic).
const weightLearned = 0.60

// quantiles are the standard normal values in the middle of equal parts, scaled to variance one. Every topic meets each
// of them once, in an order of its own (Latin hypercube), so that few draws spread as evenly as many at random. They
// are the same for everybody; only the order in which a topic gets them differs.
var quantiles = func() (z [particles]float64) {
	square := 0.0
	for i := range z {
		z[i] = math.Sqrt2 * math.Erfinv(2*(float64(i)+0.5)/particles-1)
		square += z[i] * z[i]
	}
	for i := range z {
		z[i] /= math.Sqrt(square / particles)
	}
	return z
}()

// luckiest is the largest of the quantiles.
var luckiest = slices.Max(quantiles[:])

// evidenceMax is how many answers of each sort the spread of a draw takes in. More leave it as it is, in proportion, so
// that a taste that changes is noticed after years as well.
const evidenceMax = 24

// spreadOf is the deviation of Beta(priorLearned+yes, priorLearned+no).
func spreadOf(yes, no float64) float32 {
	if most := max(yes, no); most > evidenceMax {
		yes, no = yes*evidenceMax/most, no*evidenceMax/most
	}
	a, b := priorLearned+yes, priorLearned+no
	return float32(math.Sqrt(a*b/(a+b+1)) / (a + b))
}

// draws holds one value per draw, as the deviation from a mean.
type draws [particles]float32

// deal gives draws of a deviation, in the order that seed stands for: those of the normal distribution of this
// deviation, which is close to the Beta distribution that it is taken from.
func deal(spread float32, seed uint64) (d draws) {
	// The step is odd and particles a power of two, so each value is dealt exactly once.
	step, at := seed>>8|1, seed
	for i := range d {
		d[i] = spread * float32(quantiles[at%particles])
		at += step
	}
	return d
}

// drawsOf gives the draws of one topic, made when they are first asked for. The seed is that of the person, day and
// name of the topic: it does not depend on the library or on which item asked first.
func (s *scratch) drawsOf(topic topicID) *draws {
	if !s.topics[topic].drawn {
		state := s.touch(topic)
		state.drawn = true
		s.topicDraws[topic] = deal(state.spread, Mix(s.random[0]^s.lib.topicSeed[topic]))
	}
	return &s.topicDraws[topic]
}

// drawScore gives what each draw adds to the score of item at: to its evidence and to the taste.
func (s *scratch) drawScore(at int) (d draws) {
	it := &s.lib.items[at]
	d = s.kindDraws[it.kind]
	for _, topic := range it.topics {
		for i, v := range s.drawsOf(topic) {
			d[i] += v
		}
	}
	// As termsOf takes the mean of the same parts.
	share := float32(weightLearned / float64(len(it.topics)+1))
	for i, v := range deal(weightEvidence*s.appealTo(at).spread, Mix(s.random[0]^it.seed)) {
		d[i] = share*d[i] + v
	}
	return d
}

// vote lets every draw choose its best candidate of the mask, as choose does for the mean: s.winners. The draws of a
// candidate are made only when it can win one: when its value with the most that a draw adds reaches the least that the
// draws leave to the candidate which is best by the mean.
func (s *scratch) vote() {
	for i := range s.winners {
		s.winners[i] = -1
	}
	lead := s.leader()
	if lead < 0 {
		return
	}
	var best draws
	least := s.poll(lead, &best)
	// Most candidates are passed over by this bound, which is what makes drawing affordable for everybody.
	for n := range s.candidates {
		c := &s.candidates[n]
		// The sameness known so far only grows: where that is too much already, it need not be computed.
		if relevanceShare*(c.score+c.upside)-(1-relevanceShare)*c.same < least || n == lead || !s.mask.has(int(c.at)) {
			continue
		}
		if s.worth(c)+relevanceShare*c.upside >= least {
			least = s.poll(n, &best)
		}
	}
}

// poll gives candidate n the draws in which it beats what was best so far; of equals the newest wins. least is the
// lowest of the best values then, a little less so that rounding does not decide.
func (s *scratch) poll(n int, best *draws) (least float64) {
	c, row := &s.candidates[n], &s.deltas[n]
	if !c.drawn {
		*row, c.drawn = s.drawScore(int(c.at)), true
		c.upside = float64(slices.Max(row[:]))
	}
	value, lowest := float32(s.worth(c)), float32(math.MaxFloat32)
	for i, d := range row {
		v := value + relevanceShare*d
		if w := s.winners[i]; w < 0 || v > best[i] || (v == best[i] && c.at > w) {
			best[i], s.winners[i] = v, c.at
		}
		lowest = min(lowest, best[i])
	}
	return float64(lowest) - 1e-6
}

// votesFor is the share of the draws that chose item at.
func (s *scratch) votesFor(at int) float64 {
	votes := 0
	for _, winner := range s.winners {
		if int(winner) == at {
			votes++
		}
	}
	return float64(votes) / particles
}
