// The program's clock, and when the night's work was done last.

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

// keyNight is where the program bucket keeps when the night's work was done last.
const keyNight = "night"

// LastNight is when the night's work was done last. A database that does not know begins to count now.
func (db *DB) LastNight() (time.Time, error) {
	return write(db, func(t *tx) (at time.Time, _ error) {
		if t.program(keyNight, &at); at.IsZero() {
			at = t.now
			t.saveProgram(keyNight, at)
		}
		return at, nil
	})
}

// NightDone records that the night's work is done.
func (db *DB) NightDone() error {
	return change(db, func(t *tx) error {
		t.saveProgram(keyNight, t.now)
		return nil
	})
}
