// Working hours: Monday to Friday without holidays, from nine until the program's end of work in the program's zone;
// and when each person can be expected to read.

package store

import (
	"slices"
	"time"
)

// workStart is the hour at which a working day begins; Settings.WorkUntil ends it.
const workStart = 9

// workday is the working time of a date, whose clock is not looked at; false on weekends, holidays and
// dates that loc skips. An end of work that leaves less than an hour cannot be meant; the day then has nine hours.
func (s *Settings) workday(date time.Time, loc *time.Location) (start, end time.Time, ok bool) {
	if !isWorkday(date, s.Holidays) || !isDateIn(date, loc) {
		return start, end, false
	}
	hour, minute, _ := clockTime(s.WorkUntil)
	start, end = instant(date, workStart, 0, loc), instant(date, hour, minute, loc)
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
	hour, minute, _ := clockTime(EarliestAt)
	date := dateIn(at, loc)
	for range searchDays {
		_, end, ok := s.workday(date, loc)
		if ok && at.Before(end) && !slices.Contains(quiet, date.Weekday()) {
			if start := instant(date, hour, minute, loc).UTC(); start.After(at) {
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
	start, end, ok := s.workday(dateIn(at, loc), loc)
	return ok && !at.Before(start) && at.Before(end)
}

// afterWork is when hours of working time have gone by since from. Where holidays leave no such moment within two years
// it is the end of those.
func (s *Settings) afterWork(from time.Time, hours int) time.Time {
	loc := Location(s.TimeZone, "")
	left, date := time.Duration(hours)*time.Hour, dateIn(from, loc)
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
	return instant(date, workStart, 0, loc).UTC()
}

// dateIn is the calendar day of a moment in loc, as midnight in UTC.
func dateIn(at time.Time, loc *time.Location) time.Time {
	year, month, day := at.In(loc).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
