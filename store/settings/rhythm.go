// Rhythm: on which local days and at which local time a person gets the digest, safe across clock changes.

package settings

import (
	"slices"
	"time"

	"vouch/store/calendar"
	"vouch/store/problem"
)

// Slower is the frequency some steps on, at most weekly.
func (f Frequency) Slower(steps int) Frequency {
	for at := range Frequencies {
		if steps > 0 && Frequencies[at] == f {
			return Frequencies[min(at+steps, len(Frequencies)-1)]
		}
	}
	return f
}

// StepsTo counts the steps from f to a slower frequency.
func (f Frequency) StepsTo(slower Frequency) (steps int) {
	for f.Slower(steps) != slower && steps < len(Frequencies) {
		steps++
	}
	return steps
}

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

// Validate says what is wrong with r: an unknown frequency, a time that is not "HH:MM" or too early, or quiet days that
// leave none.
func (r Rhythm) Validate() error {
	var wrong problem.Fields
	if r.Frequency != "" && !slices.Contains(Frequencies, r.Frequency) {
		wrong.Set("frequency", "Choose daily, three times, twice or once a week.")
	}
	if r.At != "" {
		if _, _, ok := calendar.ParseClock(r.At); !ok {
			wrong.Set("at", "Write the time as hours and minutes, such as 09:30.")
		} else if r.At < EarliestAt {
			wrong.Set("at", "Choose a time from "+EarliestAt+" on: nothing is sent before that.")
		}
	}
	for _, day := range r.Quiet {
		if day < time.Sunday || day > time.Saturday {
			wrong.Set("quiet", "A quiet day must be a day of the week.")
		}
	}
	if len(wrong) == 0 && len(r.Days()) == 0 {
		wrong.Set("quiet", "These quiet days leave no day for a digest.")
	}
	return wrong.Err()
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

// Next is the first time after after at which a digest falls due in loc, never on a holiday; zero when there is none
// within two years. It decides on the local date: a time that the clocks skip becomes the first valid instant after the
// gap, a time that happens twice is its first occurrence, so every date has exactly one.
func (r Rhythm) Next(after time.Time, loc *time.Location, holidays []calendar.LocalDate) time.Time {
	days := r.Days()
	hour, minute := r.Clock()
	year, month, day := after.In(loc).Date()
	// One day back: a gap can push yesterday's time over midnight.
	for i := -1; i < searchDays && len(days) > 0; i++ {
		date := time.Date(year, month, day+i, 0, 0, 0, 0, time.UTC)
		if !slices.Contains(days, date.Weekday()) ||
			slices.Contains(holidays, calendar.LocalDate(date.Format(time.DateOnly))) {
			continue
		}
		wall := date.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
		if at, exists := calendar.AtClock(wall, loc); exists && at.After(after) {
			return at.UTC()
		}
	}
	return time.Time{}
}

// Clock is the local time of the digest, half past nine where none can be read.
func (r Rhythm) Clock() (hour, minute int) {
	hour, minute, ok := calendar.ParseClock(r.At)
	if !ok {
		return 9, 30
	}
	return hour, minute
}

// NextWeek is the coming Monday at the time of the digest, seen from a local time.
func (r Rhythm) NextWeek(local time.Time) time.Time {
	hour, minute := r.Clock()
	days := 7 - (int(local.Weekday())+6)%7
	return calendar.Instant(local.AddDate(0, 0, days), hour, minute, local.Location())
}
