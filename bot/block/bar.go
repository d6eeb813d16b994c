// Bars: how far something is, where people would rather look than read.

package block

import (
	"math"
	"strings"
)

// barLength is how many signs a full bar has.
const barLength = 8

// Bar draws a part of a whole, from 0 to 1, as a bar of signs; whoever has anything has a beginning of one.
func Bar(part float64) string {
	full := min(int(math.Round(barLength*part)), barLength)
	if part > 0 {
		full = max(full, 1)
	}
	return strings.Repeat("▰", full) + strings.Repeat("▱", barLength-full)
}
