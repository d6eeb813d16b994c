// A verb's view of the store: the transaction of the engine with the time, what a verb reads only once, and the
// program's clock.

package store

import (
	"errors"
	"fmt"
	"time"

	"github.com/oklog/ulid/v2"

	"vouch/store/kv"
	"vouch/store/outcome"
	"vouch/store/persona"
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
	moves         outcome.Known // how the outcome is known that takes effect
	enqueued      bool
	told          bool // an event waits for a target
	liveChanged   bool
	gone          []EmployeeID // ids that nobody has any more, see OnGone
}

// write runs a verb in the committer and returns once its effects are on disk.
func write[T any](db *DB, verb func(*tx) (T, error)) (T, error) {
	return commit(db, db.file.Write, verb)
}

// tick is write for what every minute asks: the verb runs on a snapshot, which holds nobody up, and again in the
// committer only when it has something to write.
func tick[T any](db *DB, verb func(*tx) (T, error)) (T, error) {
	result, err := read(db, verb)
	if errors.Is(err, kv.ErrWrites) {
		return write(db, verb)
	}
	return result, err
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
		signal(t.db.wake)
	}
	if t.told {
		signal(t.db.wakeHooks)
	}
}

func signal(wake chan struct{}) {
	select {
	case wake <- struct{}{}:
	default:
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
	t.Writes()
	id, err := ulid.New(ulid.Timestamp(t.now), t.db.entropy)
	if err != nil {
		kv.Abort(&kv.Fault{Err: fmt.Errorf("make an id: %w", err)})
	}
	return id.String()
}
