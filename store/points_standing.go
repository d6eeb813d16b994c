// Standings: running totals per person and span, kept in the commit of each entry so that a board reads its top
// rows.

package store

import (
	"time"

	"vouch/store/board"
	"vouch/store/calendar"
	"vouch/store/kv"
)

// What is derived from the ledger and from where people stand.
var (
	totals    = kv.NewBucket("totals")    // employee, span -> points and when they were reached
	standings = kv.NewBucket("standings") // span, class, points descending, time, employee
	gains     = kv.NewBucket("gains")     // span, class, gain descending, time, employee
)

// derived is what a total of a person adds to boards: rows and counters.
type derived struct {
	rows    []kv.Row
	counted []string
}

// standingOf is what is derived of a person in a span: the place on the board, the rung of the ladder that ranks and
// counts, and the gain over the span before for those who had points in both.
func standingOf(c board.Class, id, span string, now, before board.Total) (d derived) {
	if c == board.Unranked || now.Points <= 0 {
		return d
	}
	board := kv.Join(span, string(c))
	place := kv.TimeKey(now.Reached) + id
	d.rows = []kv.Row{standings.Row(kv.Join(board, kv.DescendingKey(now.Points)+place), "")}
	d.counted = []string{kv.Join("active", board), kv.Join("ladder", board, kv.DescendingKey(now.Points))}
	if gain := now.Points - before.Points; before.Points > 0 && gain > 0 {
		d.rows = append(d.rows, gains.Row(kv.Join(board, kv.DescendingKey(gain)+place), ""))
	}
	return d
}

// total reads a person's total in a span; a span without a name has none.
func (t *tx) total(id, span string) board.Total {
	if span == "" {
		return board.Total{}
	}
	return board.UnpackTotal(t.Get(totals, kv.Join(id, span)))
}

// addPoints moves every aggregate by one entry.
func (t *tx) addPoints(e *Entry) {
	day, err := time.Parse(time.DateOnly, string(e.Day))
	if err != nil {
		kv.Fail("entry %s: %w", e.ID, err)
	}
	c := board.Unranked
	if person, found := employees.Get(t.Tx, string(e.Employee)); found {
		c = board.ClassOf(&person)
	}
	id := string(e.Employee)
	// Entries may come in any order (history is seeded, clocks are set back), so the span after this one is looked at too:
	// its gain is measured against what changes here.
	for _, span := range calendar.Spans {
		name, before, after := calendar.SpanName(span, day), t.total(id, calendar.SpanBefore(span, day)), calendar.SpanAfter(span, day)
		old := t.total(id, name)
		new := old.Plus(e)
		t.Put(totals, kv.Join(id, name), new.Pack())
		t.moveDerived(standingOf(c, id, name, old, before), standingOf(c, id, name, new, before))
		if later := t.total(id, after); later.Points > 0 {
			t.moveDerived(standingOf(c, id, after, later, old), standingOf(c, id, after, later, new))
		}
	}
}

// moveDerived turns what was derived into what is derived now.
func (t *tx) moveDerived(old, new derived) {
	t.MoveRows(old.rows, new.rows)
	t.MoveCounters(old.counted, new.counted)
}

// moveStandings takes a person from one class of boards to another, in every span they have points in.
func (t *tx) moveStandings(id EmployeeID, from, to board.Class) {
	prefix := kv.Join(string(id), "")
	for _, key := range t.Keys(totals, prefix, 0) {
		span := key[len(prefix):]
		now, before := t.total(string(id), span), t.total(string(id), calendar.NameBefore(span))
		t.moveDerived(standingOf(from, string(id), span, now, before), standingOf(to, string(id), span, now, before))
	}
}
