// Credit: which shares an outcome is credited to, by the model and within the window that the program chose.

package report

import (
	"cmp"
	"slices"
	"time"

	"vouch/store"
	"vouch/store/money"
)

// The models of credit. Touches are ordered by time; their parts always add up to the whole.
const (
	First    = "first"    // all to the first touch
	Last     = "last"     // all to the last one
	Linear   = "linear"   // the same to each
	Position = "position" // 40 % to the first and the last, the others share 20 %; two get half each
)

// modelWords say each model in words.
var modelWords = map[string]string{
	First: "all to the first click", Last: "all to the last click", Linear: "the same to each click",
	Position: "40 % each to the first and the last click, 20 % to those between",
}

// Touch is a day on which people clicked the link of a share, or on which an outcome named the share itself.
type Touch struct {
	Share store.ShareID
	At    time.Time
}

func (t Touch) order(other Touch) int {
	return cmp.Or(t.At.Compare(other.At), cmp.Compare(t.Share, other.Share))
}

// Weights give each touch of n, in their order, its part of the credit as whole numbers; the sum is the whole.
func Weights(model string, n int) (weights []int64, sum int64) {
	weights = make([]int64, n)
	switch {
	case n == 0:
		return nil, 0
	case model == First:
		weights[0] = 1
	case model == Last:
		weights[n-1] = 1
	case model == Linear || n <= 2:
		for i := range weights {
			weights[i] = 1
		}
	default:
		// 40, 20/(n-2) and 40 percent, times (n-2)/20.
		for i := range weights {
			weights[i] = 1
		}
		weights[0], weights[n-1] = int64(2*(n-2)), int64(2*(n-2))
	}
	for _, w := range weights {
		sum += w
	}
	return weights, sum
}

// Part is how much of an outcome one share is credited with: Weight of Sum.
type Part struct {
	Share       store.ShareID
	Weight, Sum int64
}

// Credit divides an outcome at a moment among the touches within the window before it. Of several touches of one share
// on one day one counts. The order of touches does not matter; touches after the outcome or before the window are left
// out. A share gets the sum of its touches' parts; the parts come in the order of the shares' ids.
func Credit(model string, windowDays int, at time.Time, touches []Touch) (parts []Part) {
	from := at.AddDate(0, 0, -windowDays)
	touches = slices.DeleteFunc(slices.Clone(touches), func(t Touch) bool { return t.At.After(at) || t.At.Before(from) })
	slices.SortFunc(touches, Touch.order)
	touches = slices.Compact(touches)
	weights, sum := Weights(model, len(touches))
	byShare := map[store.ShareID]int64{}
	for i, t := range touches {
		byShare[t.Share] += weights[i]
	}
	for share, weight := range byShare {
		if weight > 0 {
			parts = append(parts, Part{share, weight, sum})
		}
	}
	slices.SortFunc(parts, func(a, b Part) int { return cmp.Compare(a.Share, b.Share) })
	return parts
}

// divide splits an amount by parts; what rounding leaves goes to the last one, so that the amounts add up to it.
func divide(amount money.Amount, parts []Part) []money.Amount {
	divided, left := make([]money.Amount, len(parts)), amount.Minor
	for i, part := range parts {
		divided[i], _ = amount.Part(part.Weight, part.Sum) // no more than the amount itself, so it fits
		left -= divided[i].Minor
	}
	if len(divided) > 0 {
		divided[len(divided)-1].Minor += left
	}
	return divided
}
