// Boards: the top rows of a span, people or teams, and a person's own summary.

package store

import (
	"slices"
	"time"

	"vouch/store/board"
	"vouch/store/calendar"
	"vouch/store/employee"
	"vouch/store/kv"
)

// aliasName is how a person with an alias is shown.
const aliasName = "A colleague"

// A board shows five rows unless asked for more, so that nobody is shown as the last of many; a message in Slack holds
// no more than a hundred lines well.
const (
	defaultRows   = 5
	maxRows       = 100
	maxFirstTimes = 5
)

// Board returns a leaderboard. People boards keep leaders apart, team boards count points per active advocate; a
// group below the minimum is TooSmall and has no rows. In works-council mode a board of people is a Conflict. Whether
// boards are switched on is for PlanBoardPost.
func (q *Query) Board(of BoardQuery) Board { return end(q.t.board(of, "")) }

// BoardFor is Board as one person sees it: their row is Mine, and further down than the rows they see who is next to
// them.
func (q *Query) BoardFor(reader EmployeeID, of BoardQuery) Board { return end(q.t.board(of, reader)) }

// board reads a board inside a transaction, so that a post is planned for what is true in the same commit.
func (t *tx) board(q BoardQuery, reader EmployeeID) (Board, error) {
	if !isSpan(q.Span) {
		return Board{}, invalid("Choose week, month, quarter, season or all.")
	}
	settings := t.settings()
	if settings.WorksCouncil && !q.Teams {
		return Board{}, conflict("Works-council mode is on: no figure of a single person is shown. " +
			"`/leaderboard team` shows teams.")
	}
	if q.At.IsZero() {
		q.At = t.now
	}
	if q.Limit <= 0 {
		q.Limit = defaultRows
	}
	q.Limit = min(q.Limit, maxRows)
	loc := Location(settings.TimeZone, "")
	b := Board{Query: q, Reader: reader}
	span := SpanKey(q.Span, q.At, loc)
	b.Start, b.End = calendar.SpanOf(q.Span, q.At, loc)
	if q.Span == InSeason {
		season, err := t.season(DateOf(q.At, loc))
		if err != nil {
			return Board{}, err
		}
		span, b.Season = season.Key(), season.Name
		b.Start, b.End = season.Span(loc)
	}
	b.Closed = !b.End.IsZero() && !b.End.After(t.now)
	b.Running = b.End.After(t.now) && !q.Past && t.now.After(b.Start)
	if q.Teams {
		t.teamBoard(&b, span, settings.BoardMinGroup)
		return b, nil
	}
	c := employee.People
	if q.Leaders {
		c = employee.Leaders
	}
	name := kv.Join(span, string(c))
	b.Active = t.Counter(kv.Join("active", name))
	if b.TooSmall = b.Active < settings.BoardMinGroup; b.TooSmall {
		return b, nil
	}
	t.nearRows(&b, name, span, t.topRows(&b, name, span))
	t.mostImproved(&b, name, span)
	t.firstTimes(&b, c, span)
	return b, nil
}

// isSpan tells whether boards count such spans.
func isSpan(span Span) bool { return span == InSeason || slices.Contains(calendar.Spans, span) }

// topRows reads the first rows of a board and returns the place of the last; equal points share a rank, who got there
// first is listed first.
func (t *tx) topRows(b *Board, name, span string) (end string) {
	place := 0
	t.Scan(board.Standings, kv.Join(name, ""), "", func(key string, _ []byte) bool {
		place++
		r := t.personRow(b, key[len(name)+1+4+8:], span)
		r.Rank = place
		if last := len(b.Rows) - 1; last >= 0 && b.Rows[last].Points == r.Points {
			r.Rank = b.Rows[last].Rank
		}
		b.Rows, end = append(b.Rows, r), key
		return len(b.Rows) < b.Query.Limit
	})
	return end
}

// nearRows finds who stands next to the reader below the place end, unless the reader is above it or not on this board.
func (t *tx) nearRows(b *Board, name, span, end string) {
	own, prefix := t.total(string(b.Reader), span), kv.Join(name, "")
	place := prefix + kv.DescendingKey(own.Points) + kv.TimeKey(own.Reached) + string(b.Reader)
	if b.Reader == "" || t.Get(board.Standings, place) == nil || place <= end {
		return
	}
	add := func(key string, _ []byte) bool {
		if key > end {
			b.Near = append(b.Near, t.personRow(b, key[len(name)+1+4+8:], span))
		}
		return false
	}
	t.ScanBack(board.Standings, prefix, place, add)
	t.Scan(board.Standings, prefix, place, add)
	t.Scan(board.Standings, prefix, place+"\x00", add)
}

// mostImproved finds who has gained most on the span before. All of it is compared by an index. A part of it has none:
// then the board is read from the top until nobody further down can have gained more.
func (t *tx) mostImproved(b *Board, name, span string) {
	index := board.Gains
	if b.Running {
		index = board.Standings
	}
	t.Scan(index, kv.Join(name, ""), "", func(key string, _ []byte) bool {
		r := t.personRow(b, key[len(name)+1+4+8:], span)
		if r.Before > 0 && r.Delta > 0 && (b.Improved == nil || r.Delta > b.Improved.Delta) {
			b.Improved = &r
		}
		return b.Running && (b.Improved == nil || r.Points > b.Improved.Delta)
	})
}

// before is what somebody had in the span before: all of it, or while the board's span runs as much of it as has gone
// by of this one, so that a Tuesday is not held against a whole week.
func (t *tx) before(b *Board, id, span string) (points int) {
	whole := t.total(id, calendar.NameBefore(span)).Points
	if !b.Running || whole == 0 {
		return whole
	}
	start, _ := calendar.SpanOf(b.Query.Span, b.Start.AddDate(0, 0, -1), b.Start.Location())
	end := start.Add(t.now.Sub(b.Start))
	if end.After(b.Start) {
		end = b.Start
	}
	// Ids of entries begin with their time.
	prefix := kv.Join(id, "")
	t.Scan(entriesByPerson, prefix, prefix+idAt(start), func(key string, _ []byte) bool {
		e := entries.Must(t.Tx, key[len(prefix):])
		if e.At.Before(end) {
			points += e.Points
		}
		return e.At.Before(end)
	})
	return max(points, 0)
}

// personRow is a line of a people board. An alias hides the id too: a row must not lead back to the person.
func (t *tx) personRow(b *Board, id, span string) Row {
	e := employees.Must(t.Tx, id)
	points, before := t.total(id, span).Points, t.before(b, id, span)
	r := Row{Employee: e.ID, Name: e.Name, Points: points, Delta: points - before, Before: before, Mine: e.ID == b.Reader}
	r.First = !b.End.IsZero() && !e.FirstPointsAt.Before(b.Start) && e.FirstPointsAt.Before(b.End)
	if e.Prefs.BoardAlias {
		r.Employee, r.Name = "", aliasName
	}
	return r
}

// firstTimes lists people whose very first points fell into the span, the earliest first. All time has no newcomers. It
// reads one more than it lists, and never all of a large program's.
func (t *tx) firstTimes(b *Board, c employee.Class, span string) {
	if b.End.IsZero() {
		return
	}
	prefix := string(c)
	end := prefix + kv.TimeKey(b.End)
	t.Scan(firstPoints, prefix, prefix+kv.TimeKey(b.Start), func(key string, _ []byte) bool {
		if key < end {
			if r := t.personRow(b, key[len(end):], span); r.Points > 0 {
				b.FirstTime = append(b.FirstTime, r)
			}
		}
		return key < end && len(b.FirstTime) <= maxFirstTimes
	})
	if b.MoreFirst = len(b.FirstTime) > maxFirstTimes; b.MoreFirst {
		b.FirstTime = b.FirstTime[:maxFirstTimes]
	}
}

// teamBoard ranks teams. Points go where people go: whoever left or changed the team takes them along, so that those
// who are counted are those whose points are added. Whoever is erased has no team any more, which leaves the teams of
// spans that were over by then as they were.
func (t *tx) teamBoard(b *Board, span string, minGroup int) {
	sums := board.Sums{}
	employees.Each(t.Tx, func(e *Employee) bool {
		if e.IsAdvocate() && e.Team() != "" {
			sums.Add(e.Team(), t.total(string(e.ID), span), t.before(b, string(e.ID), span))
		}
		return true
	})
	if b.Closed {
		sums.AddErased(t.Tx, span, idAt(b.End), func(id string) int { return t.before(b, id, span) })
	}
	rows := sums.Rows(minGroup)
	b.Active = t.activeIn(span)
	b.TooSmall = len(rows) == 0
	b.Rows = rows[:min(len(rows), b.Query.Limit)]
}

// activeIn counts the people on the boards of a span who have points.
func (t *tx) activeIn(span string) int {
	return t.Counter(kv.Join("active", span, string(employee.People))) +
		t.Counter(kv.Join("active", span, string(employee.Leaders)))
}

// ScoreOf returns a person's own summary at a time.
func (q *Query) ScoreOf(id EmployeeID, now time.Time) (s Score) {
	e := end(q.t.employee(id))
	loc := Location(q.t.settings().TimeZone, "")
	points := func(span Span) int { return q.t.total(string(id), SpanKey(span, now, loc)).Points }
	s = Score{Week: points(Week), Month: points(Month), Quarter: points(Quarter), All: points(AllTime)}
	c := employee.ClassOf(&e)
	if c == employee.Unranked {
		return s
	}
	month := kv.Join(SpanKey(Month, now, loc), string(c))
	s.ActiveMonth = q.t.Counter(kv.Join("active", month))
	if s.Month > 0 {
		s.RankMonth = 1 + board.Above(q.t.Tx, month, s.Month)
	}
	return s
}
