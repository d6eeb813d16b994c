// The program's clock, what is set again after it was wrong, and when the night's work was done last.

package store

import (
	"fmt"
	"sync/atomic"
	"time"

	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/source"
)

// moved is how far the clock was moved from the machine's, in nanoseconds.
var moved atomic.Int64

// Now is the present moment in UTC, cut to the microseconds that keys keep. Whatever asks what time it is asks here, so
// that everything agrees after the clock was moved; time-outs, pacing and measured durations ask package time.
func Now() time.Time {
	return time.Now().Add(time.Duration(moved.Load())).UTC().Truncate(time.Microsecond)
}

// MoveClock moves the clock of the whole process by d, for the demo alone. Whoever moved it puts it back at their end.
func MoveClock(d time.Duration) { moved.Add(int64(d)) }

// LastNight is when the night's work was done last. A database that does not know begins to count now.
func (db *DB) LastNight() (time.Time, error) {
	return write(db, func(t *tx) (at time.Time, _ error) {
		if t.program(keyNight, &at); at.IsZero() {
			at = t.now
			t.saveProgram(keyNight, at)
		}
		return at, nil
	})
}

// NightDone records that the night's work is done.
func (db *DB) NightDone() error { return db.stamp(keyNight) }

// stamp keeps the present moment in the program bucket.
func (db *DB) stamp(key string) error {
	return change(db, func(t *tx) error { t.saveProgram(key, t.now); return nil })
}

// How far ahead a due time may lie. A later one was set while the machine's clock was wrong. The digest's is counted
// from a week on, because a question in its place skips half of one; a held message waits for the next week at most.
const (
	farthestDigest  = 7 * 24 * time.Hour
	farthestMessage = 14 * 24 * time.Hour
	farthestReading = source.LastBackOff + time.Hour
)

// misdated are the things that are due later than their rhythm allows.
type misdated struct {
	people   []Employee
	messages []Message
	sources  []Source
	cards    []string // where the last week with a weekly card is kept, of those that were sent for a week to come
}

// misdated finds what a wrong clock left behind. Only what lies far ahead is read, which is next to nothing.
func (t *tx) misdated(now time.Time) (m misdated) {
	t.beyond(employeesByDue, now.Add(farthestDigest), func(id string) {
		e := employees.Must(t.Tx, id)
		if last := t.digestAfter(&e, now.Add(farthestDigest)); last.IsZero() || e.NextDigest.After(last) {
			m.people = append(m.people, e)
		}
	})
	t.beyond(messagesReady, now.Add(farthestMessage), func(key string) {
		m.messages = append(m.messages, messages.Must(t.Tx, key))
	})
	t.beyond(sourcesByTime, now.Add(farthestReading), func(id string) {
		m.sources = append(m.sources, sources.Must(t.Tx, id))
	})
	for _, last := range []string{metaCoverage, metaHealth} {
		if t.Number(last) > calendar.ISOWeek(now.In(Location(t.settings().TimeZone, ""))) {
			m.cards = append(m.cards, last)
		}
	}
	return m
}

// beyond visits what an index by time holds after a moment.
func (t *tx) beyond(index *kv.Bucket, after time.Time, visit func(key string)) {
	start := kv.TimeKey(after)
	t.Scan(index, "", start, func(key string, _ []byte) bool {
		visit(key[len(start):])
		return true
	})
}

func (m *misdated) none() bool {
	return len(m.people)+len(m.messages)+len(m.sources)+len(m.cards) == 0
}

// Misdated names what is due later than its rhythm allows, as after the machine's clock was wrong; TickClock sets it
// again.
func (db *DB) Misdated(now time.Time) ([]string, error) {
	return read(db, func(t *tx) (list []string, _ error) {
		m := t.misdated(now)
		for _, e := range m.people {
			list = append(list, fmt.Sprintf("the next digest of %s is due on %s", e.ID, e.NextDigest.Format(time.DateOnly)))
		}
		for _, o := range m.messages {
			list = append(list, fmt.Sprintf("the message %s waits until %s", o.Key, o.NotBefore.Format(time.DateOnly)))
		}
		for _, s := range m.sources {
			list = append(list, fmt.Sprintf("the source %s is read next on %s", s.ID, s.NextTry.Format(time.DateOnly)))
		}
		if len(m.cards) > 0 {
			list = append(list, "a weekly card counts as sent for a week to come")
		}
		return list, nil
	})
}

// TickClock sets again what is due later than its rhythm allows: digests by the rhythm, messages and readings of
// sources now. It returns how many it set.
func (db *DB) TickClock(now time.Time) (int, error) {
	// Nearly every minute there is nothing, and a look costs no commit.
	if fine, err := read(db, func(t *tx) (bool, error) { m := t.misdated(now); return m.none(), nil }); fine ||
		err != nil {
		return 0, err
	}
	return writeAlone(db, func(t *tx) (int, error) {
		m := t.misdated(now)
		for i := range m.people {
			t.moveDue(&m.people[i], t.digestAfter(&m.people[i], now))
		}
		for i := range m.messages {
			m.messages[i].NotBefore = now
			messages.Save(t.Tx, &m.messages[i])
			t.enqueued = true
		}
		for i := range m.sources {
			s := &m.sources[i]
			// A reading before the last one is taken for a late one and changes nothing.
			if s.NextTry = now; s.LastTry.After(now) {
				s.LastTry = now
			}
			sources.Save(t.Tx, s)
		}
		for _, last := range m.cards {
			week := calendar.ISOWeek(now.In(Location(t.settings().TimeZone, ""))) - 1
			t.SetNumber(last, week)
		}
		return len(m.people) + len(m.messages) + len(m.sources), nil
	})
}

// Heartbeat writes the present moment, which shows that writing works.
func (db *DB) Heartbeat() error { return db.stamp(keyHeartbeat) }

// LastHeartbeat reads when the newest heartbeat was written, zero for never, which shows that reading works.
func (db *DB) LastHeartbeat() (time.Time, error) {
	return read(db, func(t *tx) (at time.Time, _ error) { t.program(keyHeartbeat, &at); return at, nil })
}
