// A verb's view of the store: the transaction of the engine with the time, what a verb reads only once, and the
// program's clock.

package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/oklog/ulid/v2"

	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/persona"
	"vouch/store/source"
)

// tx is one verb or question inside a transaction.
type tx struct {
	*kv.Tx
	db  *DB
	now time.Time

	quiet         bool // messages count as sent: history is being written
	settingsCache *Settings
	personaCache  []Persona
	crisisCache   *[]Crisis        // the active ones
	matcherCache  *persona.Matcher // of the personas as they stand
	dueCache      map[dueQuestion]time.Time
	enqueued      bool
	liveChanged   bool
	gone          []EmployeeID // ids that nobody has any more, see OnGone
}

// write runs a verb in the committer and returns once its effects are on disk.
func write[T any](db *DB, verb func(*tx) (T, error)) (T, error) {
	return commit(db, db.file.Write, verb)
}

// writeAlone is write for a verb that writes thousands of values, see kv.DB.WriteAlone.
func writeAlone[T any](db *DB, verb func(*tx) (T, error)) (T, error) {
	return commit(db, db.file.WriteAlone, verb)
}

// change is write for verbs that only succeed or fail.
func change(db *DB, verb func(*tx) error) error {
	_, err := write(db, func(t *tx) (struct{}, error) { return struct{}{}, verb(t) })
	return err
}

// Who may run a verb, beside the program managers, the command line and the program itself.
var (
	managing  = []Role{Manager}
	curating  = []Role{Curator}
	reviewers = []Role{Curator, Compliance}
)

// writeBy is write for a verb that only holders of some roles may run.
func writeBy[T any](db *DB, actor EmployeeID, roles []Role, verb func(*tx) (T, error)) (T, error) {
	return write(db, func(t *tx) (result T, err error) {
		if err := t.require(actor, roles...); err != nil {
			return result, err
		}
		return verb(t)
	})
}

// changeBy is writeBy for verbs that only succeed or fail.
func changeBy(db *DB, actor EmployeeID, roles []Role, verb func(*tx) error) error {
	_, err := writeBy(db, actor, roles, func(t *tx) (struct{}, error) { return struct{}{}, verb(t) })
	return err
}

func commit[T any](db *DB, through func(func(*kv.Tx) error) error, verb func(*tx) (T, error)) (result T, err error) {
	err = through(func(k *kv.Tx) (err error) {
		t := &tx{Tx: k, db: db, now: Now()}
		k.AfterCommit(t.announce)
		if result, err = verb(t); err == nil && db.form != "" {
			t.Put(handledForms, db.form, []byte(kv.TimeKey(t.now)))
		}
		return err
	})
	if err != nil {
		var none T
		return none, failed("save", err)
	}
	return result, nil
}

// read runs a question on a snapshot.
func read[T any](db *DB, question func(*tx) (T, error)) (result T, err error) {
	err = db.file.View(func(k *kv.Tx) (err error) {
		result, err = question(&tx{Tx: k, db: db, now: Now()})
		return err
	})
	return result, failed("read", err)
}

// all reads a whole table, for those that hold few values.
func all[T any](t *tx, tb *kv.Table[T]) (list []T) {
	tb.Each(t.Tx, func(v *T) bool { list = append(list, *v); return true })
	return list
}

// lookUp reads a value, or says in a sentence that there is none.
func lookUp[T any, K ~string](t *tx, tb *kv.Table[T], key K, missing string) (T, error) {
	v, found := tb.Get(t.Tx, string(key))
	if !found {
		return v, notFound(missing)
	}
	return v, nil
}

// failed makes an Internal error of a fault of the file, and leaves every other error as it is.
func failed(what string, err error) error {
	var fault *kv.Fault
	if errors.As(err, &fault) {
		if errors.Is(err, ErrCorrupt) {
			return &Error{Kind: Internal, Err: fault.Err,
				Msg: "The database is damaged: stop Vouch and restore the last good backup with vouch restore."}
		}
		return internal(what, fault.Err)
	}
	return err
}

// announce tells the rest of the program what a committed verb changed.
func (t *tx) announce() {
	if t.liveChanged {
		t.db.live.Add(1)
	}
	if t.enqueued {
		select {
		case t.db.wake <- struct{}{}:
		default:
		}
	}
}

// idAt is what no id of an earlier time is above and no id of at or later is below.
func idAt(at time.Time) string {
	var id ulid.ULID
	if err := id.SetTime(ulid.Timestamp(at)); err != nil {
		kv.Fail("make an id: %w", err)
	}
	return id.String()
}

// newID returns a ULID of the verb's time; ids of one millisecond grow. Only the committer makes ids.
func (t *tx) newID() string {
	id, err := ulid.New(ulid.Timestamp(t.now), t.db.entropy)
	if err != nil {
		kv.Abort(&kv.Fault{Err: fmt.Errorf("make an id: %w", err)})
	}
	return id.String()
}

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
	coverage bool // the library's card of a week to come was sent
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
	m.coverage = t.Number(metaCoverage) > calendar.ISOWeek(now.In(Location(t.settings().TimeZone, "")))
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
	return len(m.people)+len(m.messages)+len(m.sources) == 0 && !m.coverage
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
		if m.coverage {
			list = append(list, "the weekly card on the library counts as sent for a week to come")
		}
		return list, nil
	})
}

// TickClock sets again what is due later than its rhythm allows: digests by the rhythm, messages and readings of
// sources now. It returns how many it set.
func (db *DB) TickClock(now time.Time) (int, error) {
	// Nearly every minute there is nothing, and a look costs no commit.
	if fine, err := read(db, func(t *tx) (bool, error) { m := t.misdated(now); return m.none(), nil }); fine || err != nil {
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
		if m.coverage {
			week := calendar.ISOWeek(now.In(Location(t.settings().TimeZone, ""))) - 1
			t.Put(kv.Meta, metaCoverage, binary.AppendUvarint(nil, week))
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
