// Estimators: what a policy would have earned, from what another one logged, with an interval that says how sure that
// is.

package evaluate

import (
	"math"
	"math/rand/v2"
	"slices"
)

// weightMax clips importance weights: one lucky impression must not speak for a whole policy. Clipping lowers the
// estimate of policies that are far from the logged one; Estimate.Effective shows when that is so.
const weightMax = 20

const (
	resamples = 1000 // of the bootstrap
	level     = 0.95 // of the intervals
)

// Decision is one logged impression: what it brought, with which probability it was
// logged, and with which probability the policy in question would have made it. Person is
// any text that tells people apart; Reward as in RewardOf, or whatever is to be averaged.
type Decision struct {
	Person string
	Reward float64
	Logged float64 // (0,1]
	Target float64 // [0,1]
}

// Estimate is a mean with its 95 % interval. Values are NaN where there is nothing to
// average or too few people for an interval.
type Estimate struct {
	Mean, Low, High float64
	Decisions       int     // that went into it
	People          int     // they belong to
	Effective       float64 // how many unweighted decisions would say as much: (sum of weights)^2 / sum of squares (Kish)
}

// MeanReward is the mean reward of what was logged: the value of the policy that logged it.
func MeanReward(list []Decision) Estimate {
	return ratio(list, func(d Decision) (float64, float64) { return d.Reward, 1 }, func(Decision) float64 { return 1 })
}

// IPS is the inverse propensity estimate of the target's mean reward: rewards weighted by Target/Logged, clipped at
// weightMax (Horvitz and Thompson 1952; Li et al., WSDM 2011). Without clipping it is unbiased as long as the logging
// gave a chance to everything the target does.
func IPS(list []Decision) Estimate {
	return ratio(list, func(d Decision) (float64, float64) { return weight(d) * d.Reward, 1 }, weight)
}

// SNIPS is IPS divided by the mean weight instead of by one (self-normalised; Swaminathan
// and Joachims, NIPS 2015): a little biased, much steadier.
func SNIPS(list []Decision) Estimate {
	return ratio(list, func(d Decision) (float64, float64) { return weight(d) * d.Reward, weight(d) }, weight)
}

// Replay is the mean reward of the logged decisions that the target would most probably have made as well (Target at
// least a half). It is unbiased when the logging was uniform (Li et al., WSDM 2011).
func Replay(list []Decision) Estimate {
	matches := func(d Decision) float64 {
		if d.Target >= 0.5 {
			return 1
		}
		return 0
	}
	return ratio(list, func(d Decision) (float64, float64) { return matches(d) * d.Reward, matches(d) }, matches)
}

// weight is the clipped importance weight; a decision logged without a usable propensity
// has none. NaN fails both comparisons and weighs nothing.
func weight(d Decision) float64 {
	if !(d.Logged > 0) || !(d.Target > 0) {
		return 0
	}
	return min(d.Target/d.Logged, weightMax)
}

// ratio estimates the sum of parts over the sum of wholes, both given by split, with a bootstrap over people: what one
// person answers hangs together, so people are drawn again, not decisions. The same list gives the same interval.
func ratio(list []Decision, split func(Decision) (part, whole float64), weight func(Decision) float64) Estimate {
	type sums struct{ part, whole float64 }
	var people []sums
	index := map[string]int{}
	e := Estimate{}
	total, squares := 0.0, 0.0
	for _, d := range list {
		// Sums per person are all that the bootstrap needs: each draw then costs as much
		// as there are people, however many decisions they have.
		at, known := index[d.Person]
		if !known {
			at = len(people)
			index[d.Person] = at
			people = append(people, sums{})
		}
		part, whole := split(d)
		people[at].part += part
		people[at].whole += whole
		w := weight(d)
		total += w
		squares += w * w
		if w > 0 {
			e.Decisions++
		}
	}
	e.People = len(people)
	if squares > 0 {
		e.Effective = total * total / squares
	}
	// Called with each person once it is the estimate itself, with drawn ones a resample.
	mean := func(pick func() int) float64 {
		var all sums
		for range people {
			p := people[pick()]
			all.part += p.part
			all.whole += p.whole
		}
		return all.part / all.whole // NaN where nothing weighs anything
	}
	next := 0
	e.Mean = mean(func() int { next++; return next - 1 })
	e.Low, e.High = bootstrap(len(people), mean)
	return e
}

// bootstrap draws people again and again and gives the interval that holds level of the means (percentile method, Efron
// 1979). With fewer than two people there is no interval: NaN.
func bootstrap(people int, mean func(pick func() int) float64) (low, high float64) {
	if people < 2 {
		return math.NaN(), math.NaN()
	}
	// A fixed seed: two runs over the same data must not differ in their intervals.
	random := rand.New(rand.NewPCG(uint64(people), 1))
	means := make([]float64, 0, resamples)
	for range resamples {
		if m := mean(func() int { return random.IntN(people) }); !math.IsNaN(m) {
			means = append(means, m)
		}
	}
	if len(means) == 0 {
		return math.NaN(), math.NaN()
	}
	slices.Sort(means)
	tail := (1 - level) / 2
	at := func(share float64) float64 { return means[min(int(share*float64(len(means))), len(means)-1)] }
	return at(tail), at(1 - tail)
}

// AUC is the share of the pairs of one that was liked and one that was not in which the liked one has the larger value;
// equal values count half (Mann and Whitney 1947). It is NaN without a pair.
func AUC(values []float64, liked []bool) float64 {
	sum, pairs := 0.0, 0.0
	for i := range values {
		for j := range values {
			if !liked[i] || liked[j] {
				continue
			}
			pairs++
			switch {
			case values[i] > values[j]:
				sum++
			case values[i] == values[j]:
				sum += 0.5
			}
		}
	}
	return sum / pairs
}

// NDCG compares the order of gains (0 and up, in the order shown) with the best order of ideal, over the first k: the
// sum of (2^gain-1)/log2(place+1), divided by the same of the best order (Jarvelin and Kekalainen 2002). ideal nil
// means that gains holds everything there was. It is 0 when nothing could be gained.
func NDCG(gains, ideal []float64, k int) float64 {
	if ideal == nil {
		ideal = gains
	}
	best := slices.Clone(ideal)
	slices.SortFunc(best, func(a, b float64) int {
		// Gains only: which of two equal ones comes first does not change the sum.
		if a > b {
			return -1
		}
		return 1
	})
	most := discounted(best, k)
	if most == 0 {
		return 0
	}
	return discounted(gains, k) / most
}

// discounted is the numerator of NDCG over the first k gains. Place counts from 1, hence the 2.
func discounted(gains []float64, k int) float64 {
	sum := 0.0
	for i, gain := range gains[:min(k, len(gains))] {
		sum += (math.Exp2(gain) - 1) / math.Log2(float64(i)+2)
	}
	return sum
}
