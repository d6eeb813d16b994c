// Standings: running totals per person and span, kept in the commit of each entry so that a board reads its top rows.

package board

import (
	"time"

	"vouch/store/calendar"
	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/term"
)

// What is derived from the ledger and from where people stand.
var (
	Totals    = kv.NewBucket("totals")    // employee, span -> points and when they were reached
	Standings = kv.NewBucket("standings") // span, class, points descending, time, employee
	Gains     = kv.NewBucket("gains")     // span, class, gain descending, time, employee
)

// Standing is what a total of a person adds to boards: rows and counters.
type Standing struct {
	Rows    []kv.Row
	Counted []string
}

// StandingOf is what is derived of a person in a span: the place on the board, the rung of the ladder that ranks and
// counts, and the gain over the span before for those who had points in both.
func StandingOf(c employee.Class, id, span string, now, before Total) (d Standing) {
	if c == employee.Unranked || now.Points <= 0 {
		return d
	}
	board := kv.Join(span, string(c))
	place := kv.TimeKey(now.Reached) + id
	d.Rows = []kv.Row{Standings.Row(kv.Join(board, kv.DescendingKey(now.Points)+place), "")}
	d.Counted = []string{kv.Join("active", board), kv.Join("ladder", board, kv.DescendingKey(now.Points))}
	if gain := now.Points - before.Points; before.Points > 0 && gain > 0 {
		d.Rows = append(d.Rows, Gains.Row(kv.Join(board, kv.DescendingKey(gain)+place), ""))
	}
	return d
}

// TotalOf reads a person's total in a span; a span without a name has none.
func TotalOf(t *kv.Tx, id, span string) Total {
	if span == "" {
		return Total{}
	}
	return UnpackTotal(t.Get(Totals, kv.Join(id, span)))
}

// SetTotal and DropTotal begin and end a total in a span that has none before it, with what is derived of it.
func SetTotal(t *kv.Tx, c employee.Class, id, span string, sum Total) {
	t.Put(Totals, kv.Join(id, span), sum.Pack())
	move(t, Standing{}, StandingOf(c, id, span, sum, Total{}))
}

// DropTotal is the end of SetTotal.
func DropTotal(t *kv.Tx, c employee.Class, id, span string) {
	move(t, StandingOf(c, id, span, TotalOf(t, id, span), Total{}), Standing{})
	t.Delete(Totals, kv.Join(id, span))
}

// AddPoints moves every aggregate by one entry of somebody who stands on the boards of a class; it counts for seasons,
// too.
func AddPoints(t *kv.Tx, c employee.Class, e *Entry, seasons []string) {
	day, err := time.Parse(time.DateOnly, string(e.Day))
	if err != nil {
		kv.Fail("entry %s: %w", e.ID, err)
	}
	id := string(e.Employee)
	for _, span := range seasons {
		old := TotalOf(t, id, span)
		new := old.Plus(e)
		t.Put(Totals, kv.Join(id, span), new.Pack())
		move(t, StandingOf(c, id, span, old, Total{}), StandingOf(c, id, span, new, Total{}))
	}
	// Entries may come in any order (history is seeded, clocks are set back), so the span after this one is looked at too:
	// its gain is measured against what changes here.
	for _, span := range calendar.Spans {
		name, after := calendar.SpanName(span, day), calendar.SpanAfter(span, day)
		old, before := TotalOf(t, id, name), TotalOf(t, id, calendar.SpanBefore(span, day))
		new := old.Plus(e)
		t.Put(Totals, kv.Join(id, name), new.Pack())
		move(t, StandingOf(c, id, name, old, before), StandingOf(c, id, name, new, before))
		if later := TotalOf(t, id, after); later.Points > 0 {
			move(t, StandingOf(c, id, after, later, old), StandingOf(c, id, after, later, new))
		}
	}
}

// move turns what was derived into what is derived now.
func move(t *kv.Tx, old, new Standing) {
	t.MoveRows(old.Rows, new.Rows)
	t.MoveCounters(old.Counted, new.Counted)
}

// Move takes a person from one class of boards to another, in every span they have points in.
func Move(t *kv.Tx, person term.EmployeeID, from, to employee.Class) {
	id, prefix := string(person), kv.Join(string(person), "")
	for _, key := range t.Keys(Totals, prefix, 0) {
		span := key[len(prefix):]
		now, before := TotalOf(t, id, span), TotalOf(t, id, calendar.NameBefore(span))
		move(t, StandingOf(from, id, span, now, before), StandingOf(to, id, span, now, before))
	}
}

// Above counts the people of a board with more points, rung by rung of the ladder.
func Above(t *kv.Tx, board string, points int) (n int) {
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
