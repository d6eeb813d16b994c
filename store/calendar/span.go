// Spans: the weeks, months and quarters that boards count, and their names.

package calendar

import (
	"fmt"
	"time"
)

// Span is the length of a board.
type Span string

// The spans. A span's instance is named by SpanName, such as "week/2026-W10".
const (
	Week    Span = "week"
	Month   Span = "month"
	Quarter Span = "quarter"
	AllTime Span = "all"
)

// Spans lists every span from the shortest.
var Spans = []Span{Week, Month, Quarter, AllTime}

// SpanOf gives the start and the end (exclusive) of the span around at, as midnights in loc. Weeks begin on Monday.
// AllTime has neither: both are zero.
func SpanOf(span Span, at time.Time, loc *time.Location) (start, end time.Time) {
	if span == AllTime {
		return time.Time{}, time.Time{}
	}
	first := FirstDay(span, at.In(loc))
	return Instant(first, 0, 0, loc).In(loc), Instant(dayAfter(span, first), 0, 0, loc).In(loc)
}

// FirstDay is the first day of the span that holds the calendar day of at, as a midnight in UTC.
func FirstDay(span Span, at time.Time) time.Time {
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

// SpanName names the span that holds the calendar day of date. Weeks are ISO weeks: the last days of a year may belong
// to the first week of the next.
func SpanName(span Span, date time.Time) string {
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

// SpanBefore names the span before the one that holds day; "" for AllTime.
func SpanBefore(span Span, day time.Time) string {
	if span == AllTime {
		return ""
	}
	return SpanName(span, FirstDay(span, day).AddDate(0, 0, -1))
}

// SpanAfter names the span after the one that holds day; "" for AllTime.
func SpanAfter(span Span, day time.Time) string {
	if span == AllTime {
		return ""
	}
	return SpanName(span, dayAfter(span, FirstDay(span, day)))
}

// NameBefore names the span before the one called name; "" for AllTime.
func NameBefore(name string) string {
	var year, n int
	if _, err := fmt.Sscanf(name, "week/%d-W%d", &year, &n); err == nil {
		// 4 January is always in the first ISO week.
		return SpanBefore(Week, time.Date(year, 1, 4+7*(n-1), 0, 0, 0, 0, time.UTC))
	}
	if _, err := fmt.Sscanf(name, "month/%d-%d", &year, &n); err == nil {
		return SpanBefore(Month, time.Date(year, time.Month(n), 1, 0, 0, 0, 0, time.UTC))
	}
	if _, err := fmt.Sscanf(name, "quarter/%d-Q%d", &year, &n); err == nil {
		return SpanBefore(Quarter, time.Date(year, time.Month(3*n), 1, 0, 0, 0, 0, time.UTC))
	}
	return ""
}
