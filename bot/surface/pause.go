// Pauses in words, and until when one lasts.

package surface

import (
	"time"

	"vouch/store"
)

// UntilResumed is the stored end of a pause without an end.
var UntilResumed = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// isOpenEnded tells whether a pause lasts until the person resumes. The store plans nothing for pauses beyond five
// years.
func isOpenEnded(until time.Time) bool { return until.Year() > 9000 }

// IsPaused tells whether e's digests are paused at now.
func IsPaused(e store.Employee, now time.Time) bool { return e.Prefs.PausedUntil.After(now) }

// PauseEnd is the local midnight that ends a pause of some days beginning today: "1" means that tomorrow's digest
// comes.
func PauseEnd(now time.Time, days int, zone *time.Location) time.Time {
	local := now.In(zone)
	return time.Date(local.Year(), local.Month(), local.Day()+days, 0, 0, 0, 0, zone)
}

// PausedWords says how long a pause lasts, as the end of a sentence: "until Monday 9 March", "until you resume".
func PausedWords(until, now time.Time, zone *time.Location) string {
	if isOpenEnded(until) {
		return "until you resume"
	}
	return "until " + DayWords(until.In(zone), now.In(zone))
}
