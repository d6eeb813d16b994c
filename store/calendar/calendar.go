// Package calendar knows days, clocks and time zones: when a clock somewhere shows a time, which changes of clocks make
// harder than it looks. Days are midnights in UTC.
package calendar

import (
	"slices"
	"sync"
	"time"
)

// DateIn is the calendar day of a moment in loc, as midnight in UTC.
func DateIn(at time.Time, loc *time.Location) time.Time {
	year, month, day := at.In(loc).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// Has tells whether loc has the calendar day of date at all. Only a change of clocks by a whole day takes its noon
// away.
func Has(date time.Time, loc *time.Location) bool {
	return Instant(date, 12, 0, loc).In(loc).Day() == date.Day()
}

// Instant is the first instant at which clocks in loc show hour:minute of a date or, where they skip it, the first
// instant after the gap. time.Date promises neither, so both offsets around a change of clocks are tried.
func Instant(date time.Time, hour, minute int, loc *time.Location) time.Time {
	year, month, day := date.Date()
	wall := time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
	// Offsets lie between -12 and +14 hours, so these two instants enclose the wanted one.
	_, before := wall.Add(-15 * time.Hour).In(loc).Zone()
	_, after := wall.Add(13 * time.Hour).In(loc).Zone()
	for _, offset := range []int{max(before, after), min(before, after)} {
		at := wall.Add(-time.Duration(offset) * time.Second)
		if _, real := at.In(loc).Zone(); real == offset {
			return at
		}
	}
	start, _ := wall.Add(-time.Duration(before) * time.Second).In(loc).ZoneBounds()
	return start
}

// ParseClock reads "HH:MM" on a clock of 24 hours.
func ParseClock(s string) (hour, minute int, ok bool) {
	at, err := time.Parse("15:04", s)
	return at.Hour(), at.Minute(), err == nil && len(s) == len("15:04")
}

// zones are kept after the first use.
var zones sync.Map // name -> *time.Location: loading a zone reads a file

// Zone finds a zone or nil. "Local" is refused: it would be the zone of whatever machine this runs on. Unknown
// names are not kept, they come from outside and have no bound.
func Zone(name string) *time.Location {
	if name == "" || name == "Local" {
		return nil
	}
	if known, found := zones.Load(name); found {
		return known.(*time.Location)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	zones.Store(name, loc)
	return loc
}

// WeekFrom are working days from the first of the week, which follows the longest run of free days.
func WeekFrom(working []time.Weekday) (days []time.Weekday) {
	works := func(day time.Weekday) bool { return slices.Contains(working, (day+7)%7) }
	first, longest := time.Monday, 0
	for day := range time.Weekday(7) {
		free := 0
		for works(day) && free < 7 && !works(day-time.Weekday(free)-1) {
			free++
		}
		if free > longest {
			first, longest = day, free
		}
	}
	for i := range time.Weekday(7) {
		if day := (first + i) % 7; works(day) {
			days = append(days, day)
		}
	}
	return days
}

// WeekOf numbers the week of a local day, from Monday to Sunday; weeks that follow each other differ by one.
func WeekOf(day time.Time) int {
	return int(DateIn(day, day.Location()).Unix()/86400+3) / 7 // 1 January 1970 was a Thursday
}

// Streak counts the weeks in a row that are in a set and end with one, see WeekOf.
func Streak(week int, in map[int]bool) (n int) {
	for in[week-n] {
		n++
	}
	return n
}

// ISOWeek is the ISO week of at as one growing number.
func ISOWeek(at time.Time) uint64 {
	year, week := at.ISOWeek()
	return uint64(year*100 + week)
}

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
