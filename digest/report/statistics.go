// Statistics: medians, and how sure a rate of few cases is.

package report

import (
	"math"
	"slices"
)

// fewest is how many cases a rate or a median needs to be shown: of fewer it says more about single people than about
// the program.
const fewest = 5

// Wilson gives the bounds of the 95 % interval of k of n, both between 0 and 1 (Wilson 1927): of 3 in 10 the lower is
// 0.108. Without any n both are 0 and 1.
func Wilson(k, n int) (low, high float64) {
	if n <= 0 {
		return 0, 1
	}
	const z = 1.959964
	size, p := float64(n), float64(k)/float64(n)
	middle := (p + z*z/(2*size)) / (1 + z*z/size)
	half := z / (1 + z*z/size) * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	return max(0, middle-half), min(1, middle+half)
}

// median is the middle value, or the mean of the two in the middle; 0 of none. It sorts values.
func median(values []float64) float64 {
	slices.Sort(values)
	n := len(values)
	switch {
	case n == 0:
		return 0
	case n%2 == 1:
		return values[n/2]
	}
	return (values[n/2-1] + values[n/2]) / 2
}

func mean(values []float64) (sum float64) {
	for _, v := range values {
		sum += v / float64(len(values))
	}
	return sum
}
