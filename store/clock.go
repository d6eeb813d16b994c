// The program's clock: the present moment as everything here sees it, which the demo may move forward.

package store

import (
	"sync/atomic"
	"time"
)

// moved is how far the clock was moved from the machine's, in nanoseconds.
var moved atomic.Int64

// Now is the present moment in UTC, cut to the microseconds that keys keep. Whatever asks what time it is asks here, so
// that everything agrees after the clock was moved; time-outs, pacing and measured durations ask package time.
func Now() time.Time {
	return time.Now().Add(time.Duration(moved.Load())).UTC().Truncate(time.Microsecond)
}

// MoveClock moves the clock of the whole process by d, for the demo alone. Whoever moved it puts it back at their end.
func MoveClock(d time.Duration) { moved.Add(int64(d)) }
