// Whether a stored delivery was there long enough to be read.

package delivery

import (
	"time"

	"vouch/store/kv"
)

// readingTime is how long a digest must have been there to count as ignored. Two daily ones are never closer than 20
// hours; this guards the odd case, such as a late one before a flight across the date line.
const readingTime = 12 * time.Hour

// WasThere tells whether a stored delivery was delivered, long enough before a due time to be read. It reads the first
// fields only: every morning does this for everybody who did nothing.
func WasThere(raw []byte, due time.Time) bool {
	if raw == nil {
		return false
	}
	if raw[0] != kv.Layout {
		kv.Fail("deliveries: unknown layout of a value")
	}
	u := kv.Unpack(raw[1:min(len(raw), longestHead)])
	u.Text() // the key
	state := State(u.Text())
	u.Time() // when it was planned
	sent := u.Time()
	if u.Err() != nil {
		kv.Fail("deliveries: %w", u.Err())
	}
	return state == Delivered && due.Sub(sent) >= readingTime
}

// longestHead is the room of a delivery's first fields, of which a key has at most 82 bytes.
const longestHead = 128
