// Boards: the top rows of a span, people or teams, and a person's own summary.

package store

import (
	"cmp"
	"slices"
	"time"

	"vouch/store/kv"
	"vouch/store/text"
)

// aliasName is how a person with an alias is shown.
const aliasName = "A colleague"

// A board shows ten rows unless asked for more; a message in Slack holds no more than a hundred lines well.
const (
	defaultRows   = 10
	maxRows       = 100
	maxFirstTimes = 5
)

// Board returns a leaderboard. People boards keep leaders apart, team boards count points per advocate of the team; a
// group below the minimum is TooSmall and has no rows. Whether boards are switched on is for PlanBoardPost.
func (q *Query) Board(of BoardQuery) Board {
	return end(q.t.board(of))
}

// board reads a board inside a transaction, so that a post is planned for what is true in the same commit.
func (t *tx) board(q BoardQuery) (Board, error) {
	if !slices.Contains(Spans, q.Span) {
		return Board{}, invalid("Choose week, month, quarter or all.")
	}
	if q.At.IsZero() {
		q.At = t.now
	}
	if q.Limit <= 0 {
		q.Limit = defaultRows
	}
	q.Limit = min(q.Limit, maxRows)
	settings := t.settings()
	loc := Location(settings.TimeZone, "")
	b := Board{Query: q}
	b.Start, b.End = SpanOf(q.Span, q.At, loc)
	b.Closed = !b.End.IsZero() && !b.End.After(t.now)
	span := SpanKey(q.Span, q.At, loc)
	if q.Teams {
		t.teamBoard(&b, span, settings.BoardMinGroup)
		return b, nil
	}
	c := people
	if q.Leaders {
		c = leaders
	}
	board := kv.Join(span, string(c))
	b.Active = t.Counter(kv.Join("active", board))
	if b.TooSmall = b.Active < settings.BoardMinGroup; b.TooSmall {
		return b, nil
	}
	t.topRows(&b, board, span)
	t.Scan(gains, kv.Join(board, ""), "", func(key string, _ []byte) bool {
		r := t.personRow(&b, key[len(board)+1+4+8:], span)
		b.Improved = &r
		return false
	})
	t.firstTimes(&b, c, span)
	return b, nil
}

// topRows reads the first rows of a board; equal points share a rank, who got there first is listed first.
func (t *tx) topRows(b *Board, board, span string) {
	place := 0
	t.Scan(standings, kv.Join(board, ""), "", func(key string, _ []byte) bool {
		place++
		r := t.personRow(b, key[len(board)+1+4+8:], span)
		r.Rank = place
		if last := len(b.Rows) - 1; last >= 0 && b.Rows[last].Points == r.Points {
			r.Rank = b.Rows[last].Rank
		}
		b.Rows = append(b.Rows, r)
		return len(b.Rows) < b.Query.Limit
	})
}

// personRow is a line of a people board. An alias hides the id too: a row must not lead back to the person.
func (t *tx) personRow(b *Board, id, span string) Row {
	e := employees.Must(t.Tx, id)
	points, before := t.total(id, span).points, t.total(id, nameBefore(span)).points
	r := Row{Employee: e.ID, Name: e.Name, Points: points, Delta: points - before, Before: before}
	r.First = !b.End.IsZero() && !e.FirstPointsAt.Before(b.Start) && e.FirstPointsAt.Before(b.End)
	if e.Prefs.BoardAlias {
		r.Employee, r.Name = "", aliasName
	}
	return r
}

// firstTimes lists people whose very first points fell into the span, the earliest first. All time has no newcomers. It
// reads one more than it lists, and never all of a large program's.
func (t *tx) firstTimes(b *Board, c class, span string) {
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

// A team is one department however people write it.
type team struct {
	name      string // the spelling that most advocates have
	advocates int
	most      int // how many have that spelling
}

// teams are the teams of advocates by folded name. Directories hold "Engineering" and "ENGINEERING" for one department,
// and each person keeps their own spelling, so spellings come together here.
func (t *tx) teams() map[string]team {
	found := map[string]team{}
	prefix := advocatesOf("")
	t.Scan(kv.Counters, prefix, "", func(key string, _ []byte) bool {
		spelling, n := text.Line(key[len(prefix):]), t.Counter(key)
		of := found[text.Fold(spelling)]
		of.advocates += n
		if n > of.most {
			of.name, of.most = spelling, n
		}
		found[text.Fold(spelling)] = of
		return true
	})
	return found
}

// teamPoints are the totals of a span by folded name of the team.
func (t *tx) teamPoints(span string) map[string]total {
	sums := map[string]total{}
	prefix := kv.Join(span, "")
	t.Scan(teamTotals, prefix, "", func(key string, raw []byte) bool {
		name, more := text.Fold(key[len(prefix):]), unpackTotal(raw)
		sum := sums[name]
		sum.points += more.points
		if more.reached.After(sum.reached) {
			sum.reached = more.reached
		}
		sums[name] = sum
		return true
	})
	return sums
}

// teamBoard ranks teams by points per advocate who belongs to them now.
func (t *tx) teamBoard(b *Board, span string, minGroup int) {
	type line struct {
		row     Row
		reached time.Time
	}
	var lines []line
	teams, past := t.teams(), t.teamPoints(nameBefore(span))
	for key, sum := range t.teamPoints(span) {
		if of := teams[key]; sum.points > 0 && of.advocates >= minGroup {
			before := past[key].points
			lines = append(lines, line{Row{Name: of.name, Points: sum.points, Active: of.advocates,
				Score: float64(sum.points) / float64(of.advocates), Delta: sum.points - before, Before: before}, sum.reached})
		}
	}
	slices.SortFunc(lines, func(a, b line) int {
		return cmp.Or(cmp.Compare(b.row.Score, a.row.Score), a.reached.Compare(b.reached), cmp.Compare(a.row.Name, b.row.Name))
	})
	b.Active = t.Counter(kv.Join("active", span, string(people))) + t.Counter(kv.Join("active", span, string(leaders)))
	b.TooSmall = len(lines) == 0
	for i, l := range lines[:min(len(lines), b.Query.Limit)] {
		l.row.Rank = i + 1
		if i > 0 && lines[i-1].row.Score == l.row.Score {
			l.row.Rank = b.Rows[i-1].Rank
		}
		b.Rows = append(b.Rows, l.row)
	}
}

// ScoreOf returns a person's own summary at a time.
func (q *Query) ScoreOf(id EmployeeID, now time.Time) (s Score) {
	e := end(q.t.employee(id))
	loc := Location(q.t.settings().TimeZone, "")
	points := func(span Span) int { return q.t.total(string(id), SpanKey(span, now, loc)).points }
	s = Score{Week: points(Week), Month: points(Month), Quarter: points(Quarter), All: points(AllTime)}
	c := classOf(&e)
	if c == unranked {
		return s
	}
	board := kv.Join(SpanKey(Month, now, loc), string(c))
	s.ActiveMonth = q.t.Counter(kv.Join("active", board))
	if s.Month > 0 {
		s.RankMonth = 1 + q.t.above(board, s.Month)
	}
	return s
}

// above counts the people of a board with more points, rung by rung of the ladder.
func (t *tx) above(board string, points int) (n int) {
	prefix := kv.Join("ladder", board, "")
	end := prefix + kv.DescendingKey(points)
	t.Scan(kv.Counters, prefix, "", func(key string, _ []byte) bool {
		if key < end {
			n += t.Counter(key)
		}
		return key < end
	})
	return n
}
