// Spans: the weeks, months and quarters that boards count, and their names.

package store

import (
	"fmt"
	"time"

	"vouch/store/calendar"
	"vouch/store/kv"
)

// Spans lists every span from the shortest.
var Spans = []Span{Week, Month, Quarter, AllTime}

// SpanOf gives the start and the end (exclusive) of the span around at, as midnights in loc. Weeks begin on Monday.
// AllTime has neither: both are zero.
func SpanOf(span Span, at time.Time, loc *time.Location) (start, end time.Time) {
	if span == AllTime {
		return time.Time{}, time.Time{}
	}
	first := firstDay(span, at.In(loc))
	return calendar.Instant(first, 0, 0, loc).In(loc), calendar.Instant(dayAfter(span, first), 0, 0, loc).In(loc)
}

// SpanKey names the span around at, such as "week/2026-W10", "month/2026-03", "quarter/2026-Q1" or "all".
func SpanKey(span Span, at time.Time, loc *time.Location) string {
	return spanOfDay(span, DateOf(at, loc))
}

// firstDay is the first day of the span that holds the calendar day of at, as a midnight in UTC.
func firstDay(span Span, at time.Time) time.Time {
	year, month, day := at.Date()
	switch span {
	case Week:
		back := (int(at.Weekday()) + 6) % 7
		return time.Date(year, month, day-back, 0, 0, 0, 0, time.UTC)
	case Quarter:
		return time.Date(year, (month-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
}

// dayAfter is the first day after the span that begins on first.
func dayAfter(span Span, first time.Time) time.Time {
	switch span {
	case Week:
		return first.AddDate(0, 0, 7)
	case Quarter:
		return first.AddDate(0, 3, 0)
	}
	return first.AddDate(0, 1, 0)
}

func spanOfDay(span Span, day LocalDate) string {
	date, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		kv.Fail("%q is not a day", day)
	}
	return spanName(span, date)
}

// spanName names the span that holds the calendar day of date. Weeks are ISO weeks: the last days of a year may belong
// to the first week of the next.
func spanName(span Span, date time.Time) string {
	switch span {
	case Week:
		year, week := date.ISOWeek()
		return fmt.Sprintf("week/%04d-W%02d", year, week)
	case Month:
		return date.Format("month/2006-01")
	case Quarter:
		return fmt.Sprintf("quarter/%04d-Q%d", date.Year(), (int(date.Month())+2)/3)
	}
	return string(AllTime)
}

// spanBefore and spanAfter name the neighbours of the span that holds day; "" for AllTime.
func spanBefore(span Span, day time.Time) string {
	if span == AllTime {
		return ""
	}
	return spanName(span, firstDay(span, day).AddDate(0, 0, -1))
}

// spanAfter names the span after the one that holds day.
func spanAfter(span Span, day time.Time) string {
	if span == AllTime {
		return ""
	}
	return spanName(span, dayAfter(span, firstDay(span, day)))
}
