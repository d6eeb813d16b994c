// Schedules of five cron fields: when one comes due next, on the calendar of a time zone.

package surface

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"vouch/store"
)

var errNeverRuns = errors.New("this schedule never comes due")

// longestChange is more than any change of clocks: Samoa moved by a day.
const longestChange = 25 * time.Hour

// NextRun is the first time after a time at which a schedule of five cron fields comes due in a time zone. The fields
// are read on the wall clock, so each local date and time comes once: the first time where clocks repeat it, right
// after the gap where they skip it, and not at all on a date that the zone skips. Specs that cron accepts but that
// never come due, such as 31 February, are errors; so are specs with a zone of their own, on which the parser panics.
func NextRun(spec, zone string, after time.Time) (time.Time, error) {
	if strings.ContainsAny(spec, "=@") || len(strings.Fields(spec)) != 5 {
		return time.Time{}, fmt.Errorf("%q is not a schedule of five fields", spec)
	}
	parsed, err := cron.ParseStandard(spec)
	if err != nil {
		return time.Time{}, fmt.Errorf("schedule %q: %w", spec, err)
	}
	loc := store.Location(zone, "UTC")
	year, month, day := after.In(loc).Date()
	hour, minute, second := after.In(loc).Clock()
	// UTC stands for the wall clock: it neither skips nor repeats, so cron sees every date.
	wall := time.Date(year, month, day, hour, minute, second, 0, time.UTC).Add(-longestChange)
	for {
		if wall = parsed.Next(wall); wall.IsZero() {
			return time.Time{}, fmt.Errorf("schedule %q: %w", spec, errNeverRuns)
		}
		if at, exists := store.AtClock(wall, loc); exists && at.After(after) {
			return at.UTC(), nil
		}
	}
}
