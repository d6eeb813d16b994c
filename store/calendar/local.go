// Local days and times: a calendar day as text, and the clock of a zone.

package calendar

import "time"

// LocalDate is a calendar day in a person's zone, "2006-01-02".
type LocalDate string

// DateOf is the calendar day of at in loc.
func DateOf(at time.Time, loc *time.Location) LocalDate {
	return LocalDate(at.In(loc).Format(time.DateOnly))
}

// AtClock is the first instant at which a clock in loc shows the date and time that wall shows in UTC or, where the
// clocks skip that time, the first instant after the gap. It is false when loc skips the whole date, as Samoa did on 30
// December 2011.
func AtClock(wall time.Time, loc *time.Location) (at time.Time, exists bool) {
	return Instant(wall, wall.Hour(), wall.Minute(), loc), Has(wall, loc)
}

// IsDate tells whether d is a real calendar day.
func IsDate(d LocalDate) bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// Location is the zone called name, else the one called fallback, else UTC. Zones are kept after the first use.
func Location(name, fallback string) *time.Location {
	for _, zone := range []string{name, fallback} {
		if loc := Zone(zone); loc != nil {
			return loc
		}
	}
	return time.UTC
}
