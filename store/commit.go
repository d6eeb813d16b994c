// The committer: one goroutine gathers whatever verbs are waiting and makes them durable in one commit.

package store

import (
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// queueSize bounds how many verbs share one commit. A lone verb never waits for company.
const queueSize = 1024

// A job is one verb on its way through the committer.
type job struct {
	run    func(*tx) error
	at     time.Time // the verb's time; zero: now
	alone  bool      // it gets a transaction of its own: it writes much, and must not be undone step by step
	err    error
	panics any
	ran    *tx
	done   chan struct{}
}

// write runs a verb in the committer and returns once its effects are on disk.
func write[T any](db *DB, verb func(*tx) (T, error)) (T, error) {
	return writeJob(db, &job{done: make(chan struct{})}, verb)
}

// writeJob is write for a job that needs more than the verb.
func writeJob[T any](db *DB, j *job, verb func(*tx) (T, error)) (T, error) {
	var result T
	j.run = func(t *tx) (err error) {
		result, err = verb(t)
		return err
	}
	if err := db.submit(j); err != nil {
		var none T
		return none, err
	}
	return result, nil
}

// change is write for verbs that only succeed or fail.
func change(db *DB, verb func(*tx) error) error {
	return db.submit(&job{done: make(chan struct{}), run: verb})
}

// read runs a question on a snapshot.
func read[T any](db *DB, question func(*tx) (T, error)) (result T, err error) {
	err = db.bolt.View(func(b *bbolt.Tx) (err error) {
		t := &tx{db: db, bolt: b, now: clock()}
		defer t.caughtFault(&err)
		result, err = question(t)
		return err
	})
	if errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		err = internal("read", err)
	}
	return result, err
}

// submit hands a job to the committer and waits for its commit. A panic of the verb comes back in this goroutine, so it
// ends the one handler that caused it.
func (db *DB) submit(j *job) error {
	select {
	case <-db.quit:
		return errClosed()
	default:
	}
	select {
	case db.queue <- j:
	case <-db.quit:
		return errClosed()
	}
	select {
	case <-j.done:
	case <-db.stopped:
		select {
		case <-j.done:
		default:
			return errClosed()
		}
	}
	if j.panics != nil {
		panic(j.panics)
	}
	return j.err
}

// errClosed answers verbs that come after Close, such as late handlers of a program that stops.
func errClosed() error { return internal("write", errors.New("the database is closed")) }

// internal is a fault of ours: people read that something could not be done, logs read why.
func internal(what string, err error) *Error {
	return &Error{Kind: Internal, Msg: "Vouch could not " + what + ".", Err: err}
}

// commitLoop takes one job, then whatever else is waiting by then, so that a lone verb pays one commit and a crowd shares
// one, and settles the file in a quiet moment. It ends when Close asked for it and the queue is empty.
func (db *DB) commitLoop() {
	defer close(db.stopped)
	batch := make([]*job, 0, queueSize)
	for {
		batch = batch[:0]
		var quiet <-chan time.Time
		if db.bolt.NoFreelistSync {
			quiet = time.After(settleAfter)
		}
		select {
		case j := <-db.queue:
			batch = append(batch, j)
		case <-quiet:
			_ = db.settle()
			continue
		case <-db.quit:
		}
		batch = db.drain(batch)
		if len(batch) == 0 {
			return
		}
		for rest := batch; len(rest) > 0; {
			n := 1
			for n < len(rest) && !rest[n-1].alone && !rest[n].alone {
				n++
			}
			db.commit(rest[:n])
			rest = rest[n:]
		}
	}
}

// drain adds the jobs that are waiting, without waiting for more.
func (db *DB) drain(batch []*job) []*job {
	for len(batch) < queueSize {
		select {
		case j := <-db.queue:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// Without the list of free pages a start scans the file, which takes three seconds for a million shares; with it, none. A
// commit writes it along up to maxSyncedFree pages, which measures no difference; at 20,000 pages, as after a purge, it
// would take twice the time, at 100,000 six times. A long list is written when nobody has called for settleAfter.
const (
	maxSyncedFree = 4096
	settleAfter   = 2 * time.Second
)

// settle writes the list of free pages, so that a start after a crash is as fast as one after a stop. When it fails, the
// next start only takes longer.
func (db *DB) settle() error {
	db.bolt.NoFreelistSync = false
	return db.bolt.Update(func(*bbolt.Tx) error { return nil })
}

var errNothing = errors.New("store: nothing to commit")

// commit runs every job of the batch in one transaction. A job that fails or panics is undone alone; when no job wrote
// anything the transaction is dropped, which costs no disk write.
func (db *DB) commit(batch []*job) {
	stats := db.bolt.Stats()
	db.bolt.NoFreelistSync = stats.FreePageN+stats.PendingPageN > maxSyncedFree
	err := db.bolt.Update(func(b *bbolt.Tx) error {
		wrote := false
		for _, j := range batch {
			db.runJob(b, j, len(batch) == 1)
			wrote = wrote || (j.ran.dirty && j.err == nil && j.panics == nil)
		}
		if !wrote {
			return errNothing
		}
		return nil
	})
	// A full disk or a failed sync takes back the whole batch, and everybody in it must know.
	if err != nil && !errors.Is(err, errNothing) {
		for _, j := range batch {
			if j.err == nil && j.panics == nil {
				j.err = internal("save", err)
			}
		}
	}
	for _, j := range batch {
		if j.err == nil && j.panics == nil {
			db.announce(j.ran)
		}
		close(j.done)
	}
}

// runJob runs one job on the open transaction and leaves it either whole or undone.
func (db *DB) runJob(b *bbolt.Tx, j *job, alone bool) {
	at := j.at
	if at.IsZero() {
		at = clock()
	}
	t := &tx{db: db, bolt: b, now: at, alone: alone}
	j.ran = t
	defer func() {
		if p := recover(); p != nil {
			t.rollback()
			if f, ok := p.(fault); ok {
				j.err = internal("save", f.err)
			} else {
				j.panics = p
			}
		}
	}()
	if j.err = j.run(t); j.err != nil {
		t.rollback()
		return
	}
	t.flush()
}

// announce tells the rest of the program what a committed verb changed.
func (db *DB) announce(t *tx) {
	if t.liveChanged {
		db.live.Add(1)
	}
	if t.enqueued {
		select {
		case db.wake <- struct{}{}:
		default:
		}
	}
}

// A fault is damage or a full disk met inside a transaction, never bad input. It unwinds the verb, which is then undone
// and answered with an Internal error; so that the arithmetic of a verb is not buried in checks of the file.
type fault struct{ err error }

// fail unwinds the verb with a fault.
func fail(format string, args ...any) { panic(fault{fmt.Errorf(format, args...)}) }
