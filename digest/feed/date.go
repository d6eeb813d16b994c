// The dates publishers write.

package feed

import (
	"strings"
	"time"
)

// timeLayouts are tried in order; all are unambiguous about day and month.
var timeLayouts = []string{
	time.RFC3339, "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05-0700", "2006-01-02T15:04Z07:00",
	"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02 15:04:05 -0700", time.DateOnly,
	time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "2 January 2006",
	"January 2, 2006", "Jan 2, 2006",
}

// parseTime reads a date in UTC; without a zone it means UTC. It returns zero
// for anything it does not know.
func parseTime(text string) time.Time {
	text = strings.TrimSpace(text)
	for _, layout := range timeLayouts {
		if parsed, err := time.Parse(layout, text); err == nil {
			return parsed.UTC()
		}
	}
	return time.Time{}
}

// parseExpiry is parseTime for the last day something is valid: a bare date
// includes that whole day.
func parseExpiry(text string) time.Time {
	text = strings.TrimSpace(text)
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day.Add(24*time.Hour - time.Second)
	}
	return parseTime(text)
}
