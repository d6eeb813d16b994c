// Rhythm: on which local days and at which local time a person gets the digest, safe across clock changes, and the
// working hours of the program: working days without holidays, from nine until the end of work, in its zone.

package store

import (
	"slices"
	"time"

	"vouch/store/calendar"
)

// Frequency is how often the digest comes.
type Frequency string

// The frequencies: on every working day, three times, twice and once a week.
const (
	Daily  Frequency = "daily"
	Three  Frequency = "three"
	Twice  Frequency = "twice"
	Weekly Frequency = "weekly"
)

// Frequencies lists every frequency from the most to the least.
var Frequencies = []Frequency{Daily, Three, Twice, Weekly}

// OfficeWeek is the working week where the program has chosen no other.
var OfficeWeek = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}

// days are those of a frequency in a working week that begins with its first day: of Monday to Friday three times are
// Monday, Wednesday and Friday, twice Tuesday and Thursday, once is Tuesday.
func (f Frequency) days(week []time.Weekday) []time.Weekday {
	last := len(week) - 1
	switch {
	case last < 2 || f == Daily:
		return week
	case f == Three:
		return []time.Weekday{week[0], week[len(week)/2], week[last]}
	case f == Twice && last == 2:
		return []time.Weekday{week[0], week[2]}
	case f == Twice:
		return []time.Weekday{week[1], week[last-1]}
	case f == Weekly:
		return week[1:2]
	}
	return week
}

// EarliestAt is the earliest local time of a digest: before it people sleep, and a message that wakes somebody is the
// last one they want. Settings.WorkUntil bounds the other end.
const EarliestAt = "06:00"

// Rhythm is a person's choice; zero fields mean the program's default.
type Rhythm struct {
	Frequency Frequency      `json:"frequency,omitempty"`
	At        string         `json:"at,omitempty"`    // local "HH:MM"
	Quiet     []time.Weekday `json:"quiet,omitempty"` // never on these days
	Week      []time.Weekday `json:"week,omitempty"`  // the program's working days; nobody has their own
}

// WorkingWeek are the working days from the first of the week, which follows the longest run of free days.
func (r Rhythm) WorkingWeek() []time.Weekday {
	week := r.Week
	if len(week) == 0 {
		week = OfficeWeek
	}
	return calendar.WeekFrom(week)
}

// LocalDate is a calendar day in a person's zone, "2006-01-02".
type LocalDate string

// DateOf is the calendar day of at in loc.
func DateOf(at time.Time, loc *time.Location) LocalDate {
	return LocalDate(at.In(loc).Format(time.DateOnly))
}

// Validate says what is wrong with r: an unknown frequency, a time that is not "HH:MM" or too early, or quiet days that
// leave none.
func (r Rhythm) Validate() error {
	var wrong FieldErrors
	if r.Frequency != "" && !slices.Contains(Frequencies, r.Frequency) {
		wrong.set("frequency", "Choose daily, three times, twice or once a week.")
	}
	if r.At != "" {
		if _, _, ok := calendar.ParseClock(r.At); !ok {
			wrong.set("at", "Write the time as hours and minutes, such as 09:30.")
		} else if r.At < EarliestAt {
			wrong.set("at", "Choose a time from "+EarliestAt+" on: nothing is sent before that.")
		}
	}
	for _, day := range r.Quiet {
		if day < time.Sunday || day > time.Saturday {
			wrong.set("quiet", "A quiet day must be a day of the week.")
		}
	}
	if len(wrong) == 0 && len(r.Days()) == 0 {
		wrong.set("quiet", "These quiet days leave no day for a digest.")
	}
	return wrong.err()
}

// OrDefault fills the zero fields of r from the program's rhythm.
func (r Rhythm) OrDefault(program Rhythm) Rhythm {
	if r.Frequency == "" {
		r.Frequency = program.Frequency
	}
	if r.At == "" {
		r.At = program.At
	}
	if len(r.Quiet) == 0 {
		r.Quiet = program.Quiet
	}
	r.Week = program.Week
	return r
}

// Days are the weekdays of the frequency without the quiet ones. When the two leave nothing, such as weekly with a
// quiet Tuesday, the first working day that is not quiet takes over.
func (r Rhythm) Days() []time.Weekday {
	loud := func(days []time.Weekday) []time.Weekday {
		return slices.DeleteFunc(slices.Clone(days), func(day time.Weekday) bool { return slices.Contains(r.Quiet, day) })
	}
	week := r.WorkingWeek()
	if days := loud(r.Frequency.days(week)); len(days) > 0 {
		return days
	}
	days := loud(week)
	return days[:min(1, len(days))]
}

// searchDays bounds how far Next looks: a year of holidays and one more.
const searchDays = 2 * 366

// Next is the first time after after at which a digest falls due in loc, never on a holiday; zero when there is none
// within two years. It decides on the local date: a time that the clocks skip becomes the first valid instant after the
// gap, a time that happens twice is its first occurrence, so every date has exactly one.
func (r Rhythm) Next(after time.Time, loc *time.Location, holidays []LocalDate) time.Time {
	days := r.Days()
	hour, minute := r.clock()
	year, month, day := after.In(loc).Date()
	// One day back: a gap can push yesterday's time over midnight.
	for i := -1; i < searchDays && len(days) > 0; i++ {
		date := time.Date(year, month, day+i, 0, 0, 0, 0, time.UTC)
		if !slices.Contains(days, date.Weekday()) || slices.Contains(holidays, LocalDate(date.Format(time.DateOnly))) {
			continue
		}
		wall := date.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
		if at, exists := AtClock(wall, loc); exists && at.After(after) {
			return at.UTC()
		}
	}
	return time.Time{}
}

// clock is the local time of the digest, half past nine where none can be read.
func (r Rhythm) clock() (hour, minute int) {
	hour, minute, ok := calendar.ParseClock(r.At)
	if !ok {
		return 9, 30
	}
	return hour, minute
}

// AtClock is the first instant at which a clock in loc shows the date and time that wall shows in UTC or, where the
// clocks skip that time, the first instant after the gap. It is false when loc skips the whole date, as Samoa did on 30
// December 2011.
func AtClock(wall time.Time, loc *time.Location) (at time.Time, exists bool) {
	return calendar.Instant(wall, wall.Hour(), wall.Minute(), loc), calendar.Has(wall, loc)
}

// isDate tells whether d is a real calendar day.
func isDate(d LocalDate) bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// Location is the zone called name, else the one called fallback, else UTC. Zones are kept after the first use.
func Location(name, fallback string) *time.Location {
	for _, zone := range []string{name, fallback} {
		if loc := calendar.Zone(zone); loc != nil {
			return loc
		}
	}
	return time.UTC
}

// WorkingDays is the end of the nth working day after from: the same local time, n days on that are neither free nor
// holidays. Work begun on a free day counts from the next working day.
func (s *Settings) WorkingDays(from time.Time, n int, loc *time.Location) time.Time {
	local, date := from.In(loc), calendar.DateIn(from, loc)
	for left := n; left > 0; {
		date = date.AddDate(0, 0, 1)
		if s.isWorkday(date) && calendar.Has(date, loc) {
			left--
		}
	}
	return calendar.Instant(date, local.Hour(), local.Minute(), loc).UTC()
}

// workStart is the hour at which a working day begins; Settings.WorkUntil ends it.
const workStart = 9

// isWorkday tells whether people work on the calendar day of a midnight in UTC.
func (s *Settings) isWorkday(date time.Time) bool {
	return slices.Contains(s.Rhythm.WorkingWeek(), date.Weekday()) &&
		!slices.Contains(s.Holidays, LocalDate(date.Format(time.DateOnly)))
}

// workday is the working time of a date, whose clock is not looked at; false on free days, holidays and dates that loc
// skips. An end of work that leaves less than an hour cannot be meant; the day then has nine hours.
func (s *Settings) workday(date time.Time, loc *time.Location) (start, end time.Time, ok bool) {
	if !s.isWorkday(date) || !calendar.Has(date, loc) {
		return start, end, false
	}
	hour, minute, _ := calendar.ParseClock(s.WorkUntil)
	start, end = calendar.Instant(date, workStart, 0, loc), calendar.Instant(date, hour, minute, loc)
	if end.Sub(start) < time.Hour {
		end = start.Add(9 * time.Hour)
	}
	return start, end, true
}

// opening is when e can be expected to read at work: at itself, or when their next working day begins. The day has
// their own zone and quiet days, begins when the first digests come and ends with the program's. Where holidays and
// quiet days leave none within two years, nothing waits.
func (s *Settings) opening(e *Employee, at time.Time) time.Time {
	if everyHour {
		return at
	}
	loc, quiet := Location(e.TimeZone, s.TimeZone), e.Rhythm(s.Rhythm).Quiet
	hour, minute, _ := calendar.ParseClock(EarliestAt)
	date := calendar.DateIn(at, loc)
	for range searchDays {
		_, end, ok := s.workday(date, loc)
		if ok && at.Before(end) && !slices.Contains(quiet, date.Weekday()) {
			if start := calendar.Instant(date, hour, minute, loc).UTC(); start.After(at) {
				return start
			}
			return at
		}
		date = date.AddDate(0, 0, 1)
	}
	return at
}

// everyHour is set by tests that are not about working hours, which run at any.
var everyHour = false

// isWorkTime tells whether people can be expected to be at work.
func (s *Settings) isWorkTime(at time.Time) bool {
	loc := Location(s.TimeZone, "")
	start, end, ok := s.workday(calendar.DateIn(at, loc), loc)
	return ok && !at.Before(start) && at.Before(end)
}

// afterWork is when hours of working time have gone by since from. Where holidays leave no such moment within two years
// it is the end of those.
func (s *Settings) afterWork(from time.Time, hours int) time.Time {
	loc := Location(s.TimeZone, "")
	left, date := time.Duration(hours)*time.Hour, calendar.DateIn(from, loc)
	for range searchDays {
		if start, end, ok := s.workday(date, loc); ok && end.After(from) {
			if from.After(start) {
				start = from
			}
			if open := end.Sub(start); open >= left {
				return start.Add(left).UTC()
			} else {
				left -= open
			}
		}
		date = date.AddDate(0, 0, 1)
	}
	return calendar.Instant(date, workStart, 0, loc).UTC()
}
