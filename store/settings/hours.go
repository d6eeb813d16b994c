// The working hours of the program: working days without holidays, from nine until the end of work, in its zone, and
// the hours at which somebody can be told or asked something.

package settings

import (
	"slices"
	"time"

	"vouch/store/calendar"
)

// searchDays bounds how far Next looks: a year of holidays and one more.
const searchDays = 2 * 366

// WorkingDays is the end of the nth working day after from: the same local time, n days on that are neither free nor
// holidays. Work begun on a free day counts from the next working day.
func (s *Settings) WorkingDays(from time.Time, n int, loc *time.Location) time.Time {
	local, date := from.In(loc), calendar.DateIn(from, loc)
	for left := n; left > 0; {
		date = date.AddDate(0, 0, 1)
		if s.IsWorkday(date) && calendar.Has(date, loc) {
			left--
		}
	}
	return calendar.Instant(date, local.Hour(), local.Minute(), loc).UTC()
}

// workStart is the hour at which a working day begins; Settings.WorkUntil ends it.
const workStart = 9

// IsWorkday tells whether people work on the calendar day of a midnight in UTC.
func (s *Settings) IsWorkday(date time.Time) bool {
	return slices.Contains(s.Rhythm.WorkingWeek(), date.Weekday()) &&
		!slices.Contains(s.Holidays, calendar.LocalDate(date.Format(time.DateOnly)))
}

// workday is the working time of a date, whose clock is not looked at; false on free days, holidays and dates that loc
// skips. An end of work that leaves less than an hour cannot be meant; the day then has nine hours.
func (s *Settings) workday(date time.Time, loc *time.Location) (start, end time.Time, ok bool) {
	if !s.IsWorkday(date) || !calendar.Has(date, loc) {
		return start, end, false
	}
	hour, minute, _ := calendar.ParseClock(s.WorkUntil)
	start, end = calendar.Instant(date, workStart, 0, loc), calendar.Instant(date, hour, minute, loc)
	if end.Sub(start) < time.Hour {
		end = start.Add(9 * time.Hour)
	}
	return start, end, true
}

// Opening is when somebody can be expected to read at work: at itself, or when their next working day begins. The day
// has their own zone and quiet days, begins when the first digests come and ends with the program's. Where holidays and
// quiet days leave none within two years, nothing waits.
func (s *Settings) Opening(at time.Time, loc *time.Location, quiet []time.Weekday) time.Time {
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

// cardsAt is when the cards of a morning go out: before the first digests of the day, so that what a curator adds then
// is in them.
const cardsAt = 9

// Morning is the day of now in the program's zone, as a midnight in UTC, and whether the cards of a morning may go out:
// on a working day from nine on, and no later than digests may be.
func (s *Settings) Morning(now time.Time) (date time.Time, is bool) {
	loc := calendar.Location(s.TimeZone, "")
	date = calendar.DateIn(now, loc)
	start := calendar.Instant(date, cardsAt, 0, loc)
	hour, minute, ok := calendar.ParseClock(s.WorkUntil)
	late := now.After(start.Add(time.Duration(s.GraceMin)*time.Minute)) ||
		(ok && !now.Before(calendar.Instant(date, hour, minute, loc)))
	return date, s.IsWorkday(date) && !now.Before(start) && !late
}

// IsWorkTime tells whether people can be expected to be at work.
func (s *Settings) IsWorkTime(at time.Time) bool {
	loc := calendar.Location(s.TimeZone, "")
	start, end, ok := s.workday(calendar.DateIn(at, loc), loc)
	return ok && !at.Before(start) && at.Before(end)
}

// AfterWork is when hours of working time have gone by since from. Where holidays leave no such moment within two years
// it is the end of those.
func (s *Settings) AfterWork(from time.Time, hours int) time.Time {
	loc := calendar.Location(s.TimeZone, "")
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

// ReminderAt is the hour of a person's digest on the last working day before the day of start. Who signs up after that
// is reminded at that hour on the day itself, when at least an hour is left; zero when neither is to come.
func (s *Settings) ReminderAt(now, start time.Time, own Rhythm, loc *time.Location) time.Time {
	hour, minute := own.Clock()
	day := calendar.DateIn(start, loc)
	before := day
	for range searchDays {
		if before = before.AddDate(0, 0, -1); s.IsWorkday(before) && calendar.Has(before, loc) {
			break
		}
	}
	if at := calendar.Instant(before, hour, minute, loc).UTC(); at.After(now) {
		return at
	}
	if at := calendar.Instant(day, hour, minute, loc).UTC(); at.After(now) && !at.Add(time.Hour).After(start) {
		return at
	}
	return time.Time{}
}

// settling is how long after the end of an event people are left alone before they are asked whom they met.
const settling = 30 * time.Minute

// QuestionAt is when to ask a person whom they met at what has ended: soon after the end while people work, else when
// their next working day begins.
func (s *Settings) QuestionAt(end time.Time, own Rhythm, loc *time.Location) time.Time {
	at := end.Add(settling).UTC().Truncate(time.Microsecond)
	clock := at.In(loc).Format("15:04")
	if s.IsWorkday(calendar.DateIn(at, loc)) && clock >= EarliestAt && clock < s.WorkUntil {
		return at
	}
	hourly := Rhythm{Frequency: Daily, At: own.At, Week: s.Rhythm.Week}
	if next := hourly.Next(at, loc, s.Holidays); !next.IsZero() {
		return next
	}
	return at
}
