// Due times: which digests are too late to send, and where in the minutes after its due time each one goes out.

package digest

import (
	"fmt"
	"time"

	"vouch/digest/match"
	"vouch/store"
)

// promptly is within what time of its due time a digest counts as on time. The working hours' end applies to late ones
// only: who chose 19:00 gets it at 19:00.
const promptly = 15 * time.Minute

// lateness says why a digest is not sent any more, "" when it is. It is sent up to Settings.GraceMin minutes late, and
// late ones only before Settings.WorkUntil on the local day they were due. due is in the person's zone.
func lateness(settings store.Settings, due, now time.Time) string {
	late := now.Sub(due)
	if late <= promptly {
		return ""
	}
	if grace := time.Duration(settings.GraceMin) * time.Minute; late > grace {
		return fmt.Sprintf("more than %d minutes late", settings.GraceMin)
	}
	if end, ok := clockOn(due, settings.WorkUntil); ok && !now.Before(end) {
		return "after working hours ended at " + settings.WorkUntil
	}
	return ""
}

// clockOn gives the moment of the local clock time "HH:MM" on the day and in the zone of day.
func clockOn(day time.Time, clock string) (time.Time, bool) {
	at, err := time.Parse("15:04", clock)
	if err != nil {
		return time.Time{}, false
	}
	y, m, d := day.Date()
	return time.Date(y, m, d, at.Hour(), at.Minute(), 0, 0, day.Location()), true
}

// spread gives each person a fixed place in the Settings.SpreadMin minutes after the due time, so that a large company
// does not get all its digests in one second. Late ones are spread from now. The place depends on the person alone, so
// their digest comes at about the same minute every day.
func spread(settings store.Settings, r store.Reader, now time.Time) time.Time {
	window := time.Duration(settings.SpreadMin) * time.Minute
	if window <= 0 {
		return now
	}
	start := r.Due
	if now.Sub(r.Due) > promptly {
		start = now
	}
	seconds := uint64(window / time.Second)
	at := start.Add(time.Duration(match.Mix(match.Hash(string(r.Employee.ID)))%seconds) * time.Second)
	if at.Before(now) {
		return now
	}
	return at
}

// dateOf is the calendar day of a moment in the zone it carries. A digest belongs to
// the day on which it fell due where the person is, never to the server's day.
func dateOf(local time.Time) store.LocalDate { return store.LocalDate(local.Format(time.DateOnly)) }
