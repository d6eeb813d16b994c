// Points: the append-only ledger, and the running totals that boards read, kept in the commit of each entry.

package store

import (
	"fmt"
	"time"

	"vouch/store/board"
	"vouch/store/calendar"
	"vouch/store/employee"
	"vouch/store/text"
)

// Span is the length of a board.
type Span = calendar.Span

// The spans.
const (
	Week, Month      = calendar.Week, calendar.Month
	Quarter, AllTime = calendar.Quarter, calendar.AllTime
	InSeason         = calendar.InSeason
)

// SpanKey names the span around at, such as "week/2026-W10", "month/2026-03", "quarter/2026-Q1" or "all".
func SpanKey(span Span, at time.Time, loc *time.Location) string {
	return calendar.SpanName(span, calendar.DateIn(at, loc))
}

// The table of entries, see package board.
var entries, entriesByPerson = board.Entries, board.EntriesByPerson

// The rules that pay, see package board.
const (
	RuleShareDeclared, RuleOwnWords, RuleShareProven = board.RuleShareDeclared, board.RuleOwnWords, board.RuleShareProven
	RuleShareEngaged, RuleContentAccepted            = board.RuleShareEngaged, board.RuleContentAccepted
	RuleReferralAccepted, RuleIntroductionAccepted   = board.RuleReferralAccepted, board.RuleIntroductionAccepted
	RuleReferralInterview, RuleReferralHired         = board.RuleReferralInterview, board.RuleReferralHired
	RuleLesson, RuleReversal                         = board.RuleLesson, board.RuleReversal
)

// award writes an entry and moves the standings. It tells whether it did: no points, or a cause that was paid before,
// write nothing.
func (t *tx) award(e Entry) (Entry, bool) {
	if old, found := t.entryOf(e.Cause); found {
		return old, false
	}
	person, found := employees.Get(t.Tx, string(e.Employee))
	if e.Points == 0 || !found {
		return e, false
	}
	settings := t.settings()
	e.ID, e.At, e.Team, e.Version = t.newID(), t.now, person.Team(), settings.Points.Version
	e.Day = DateOf(t.now, Location(settings.TimeZone, ""))
	// The entry goes first: the first points are a fact of the ledger, and the person's record only mirrors it.
	t.write(e)
	// Entries may come in any order, as a seeded history does, and the first points are the oldest.
	if e.Points > 0 && (person.FirstPointsAt.IsZero() || t.now.Before(person.FirstPointsAt)) {
		person.FirstPointsAt = t.now
		t.saveEmployee(&person)
	}
	return e, true
}

func (t *tx) write(e Entry) {
	entries.Replace(t.Tx, nil, &e)
	t.addPoints(&e)
}

// reverse writes the entry that takes back another one, for the team that got the points. It tells whether it did.
func (t *tx) reverse(actor EmployeeID, original Entry, reason string) (Entry, bool) {
	cause := keyOf(RuleReversal, original.ID)
	if old, found := t.entryOf(cause); found {
		return old, false
	}
	settings := t.settings()
	e := Entry{ID: t.newID(), Employee: original.Employee, Points: -original.Points, Rule: RuleReversal,
		Version: settings.Points.Version, Cause: cause, Subject: original.Subject, Actor: actor, Team: original.Team,
		Reverses: original.ID, Of: original.Rule, Reason: reason, At: t.now,
		Day: DateOf(t.now, Location(settings.TimeZone, ""))}
	t.write(e)
	return e, true
}

func (t *tx) entryOf(cause string) (Entry, bool) { return board.EntryOf(t.Tx, cause) }

func (t *tx) isReversed(entry string) bool { return board.IsReversed(t.Tx, entry) }

// ReverseEntry takes back an entry by another one and tells the person, with the reason. It counts in the present week,
// so closed boards stay as they were. Only program managers may; reversing twice returns the first reversal.
func (db *DB) ReverseEntry(actor EmployeeID, entry, reason string) (Entry, error) {
	return writeBy(db, actor, managing, func(t *tx) (Entry, error) {
		original, found := entries.Get(t.Tx, entry)
		switch {
		case !found:
			return Entry{}, notFound("This entry does not exist.")
		case original.Reverses != "":
			return Entry{}, invalid("A reversal cannot be reversed.")
		case original.Employee.IsErased():
			return Entry{}, notFound("The data of this person was erased.")
		}
		if reason = text.Cut(text.Line(reason), maxShort); reason == "" {
			return Entry{}, invalid("Give the reason, the person will read it.")
		}
		e, wrote := t.reverse(actor, original, reason)
		if wrote {
			// The reason may name people, whom the audit would outlive; the entry keeps it until they are erased.
			t.audit(actor, "points.reverse", original.ID, fmt.Sprintf("%s: %d -> 0", original.Rule, original.Points))
			t.enqueue(Message{Key: keyOf("points_back", original.ID), Kind: MsgPointsBack, To: e.Employee, Ref: e.ID})
		}
		return e, nil
	})
}

// Entry returns one line of the ledger.
func (q *Query) Entry(id string) Entry {
	return end(lookUp(q.t, &entries, id, "This entry does not exist."))
}

// IsReversed tells whether an entry was taken back.
func (q *Query) IsReversed(id string) bool { return q.t.isReversed(id) }

// EntriesOf returns a person's ledger, newest first, at most limit lines.
func (q *Query) EntriesOf(id EmployeeID, limit int) []Entry {
	return entries.UnderBack(q.t.Tx, entriesByPerson, string(id), "", limit)
}

// eraseLedger moves the ledger lines and totals of a person to the ghost, which stands on no board.
func eraseLedger(t *tx, e *erasure) {
	// Posted boards name them.
	t.rewriteBoards(string(e.ghost))
	board.EraseTotals(t.Tx, &e.person, e.ghost)
	e.count["entries"] = board.EraseEntries(t.Tx, &e.person, e.ghost)
}

// total reads a person's total in a span; a span without a name has none.
func (t *tx) total(id, span string) board.Total { return board.TotalOf(t.Tx, id, span) }

// addPoints moves every aggregate by one entry.
func (t *tx) addPoints(e *Entry) {
	board.AddPoints(t.Tx, employee.ClassIn(t.Tx, e.Employee), e, calendar.KeysOf(t.seasons(), e.Day))
}

// seasons are those of the settings, the earliest first.
func (t *tx) seasons() []calendar.Season { return calendar.Seasons(t.settings().Seasons) }

// season is the one that a day is in, or the last one over by then.
func (t *tx) season(day LocalDate) (calendar.Season, error) {
	s, found := calendar.SeasonBy(t.seasons(), day)
	if !found {
		return s, conflict("No season has begun. Program managers set seasons in the program's settings of leaderboards.")
	}
	return s, nil
}
