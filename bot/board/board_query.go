// What /leaderboard understands: which board, over which span, in any order and case.

package board

import (
	"strings"
	"time"

	"vouch/bot/surface"
	"vouch/store"
)

// boardWords are the words of the command and what each changes.
var boardWords = map[string]func(*store.BoardQuery){
	"people":    func(q *store.BoardQuery) { q.Teams = false },
	"person":    func(q *store.BoardQuery) { q.Teams = false },
	"team":      func(q *store.BoardQuery) { q.Teams = true },
	"teams":     func(q *store.BoardQuery) { q.Teams = true },
	"leader":    func(q *store.BoardQuery) { q.Teams, q.Leaders = false, true },
	"leaders":   func(q *store.BoardQuery) { q.Teams, q.Leaders = false, true },
	"week":      func(q *store.BoardQuery) { q.Span = store.Week },
	"weekly":    func(q *store.BoardQuery) { q.Span = store.Week },
	"month":     func(q *store.BoardQuery) { q.Span = store.Month },
	"monthly":   func(q *store.BoardQuery) { q.Span = store.Month },
	"quarter":   func(q *store.BoardQuery) { q.Span = store.Quarter },
	"quarterly": func(q *store.BoardQuery) { q.Span = store.Quarter },
	"this":      func(*store.BoardQuery) {},
	"the":       func(*store.BoardQuery) {},
	"by":        func(*store.BoardQuery) {},
}

// parseBoard reads the text of /leaderboard. Without words it is people, this month. unknown is the first word that
// means nothing here.
func parseBoard(text string) (q store.BoardQuery, unknown string) {
	// A month is long enough to be fair to people with a quiet week, short enough to begin anew.
	q = store.BoardQuery{Span: store.Month}
	for _, word := range surface.CommandWords(text) {
		change, known := boardWords[strings.ToLower(word)]
		if !known {
			return q, word
		}
		change(&q)
	}
	return q, ""
}

// boardCode packs a query into the few characters a button carries, such as "people/month"; see parseBoardCode.
func boardCode(q store.BoardQuery) string {
	return strings.ToLower(boardTitle(q)) + "/" + string(q.Span)
}

// parseBoardCode reads boardCode back. Foreign input becomes the default board rather than an error: the button only
// chooses a view.
func parseBoardCode(code string) store.BoardQuery {
	class, span, _ := strings.Cut(code, "/")
	q, _ := parseBoard(class + " " + span)
	return q
}

// boardTitle names one of the three boards. Teams wins over leaders, because a team board has no leaders of its own.
func boardTitle(q store.BoardQuery) string {
	switch {
	case q.Teams:
		return "Teams"
	case q.Leaders:
		return "Leaders"
	}
	return "People"
}

// spanWords says a board's span: "this month (March 2026)", or "March 2026" once it is over. start and end are in the
// program's zone.
func spanWords(span store.Span, start, end time.Time, closed bool) string {
	last := end.Add(-time.Second)
	name := ""
	switch span {
	case store.Week:
		name = start.Format("2 January") + " to " + last.Format("2 January 2006")
	case store.Quarter:
		name = start.Format("January") + " to " + last.Format("January 2006")
	case store.AllTime:
		return "since the beginning"
	default:
		name = start.Format("January 2006")
	}
	if closed {
		return name
	}
	return "this " + string(span) + " (" + name + ")"
}
