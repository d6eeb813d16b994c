// The committer: one goroutine gathers whatever verbs are waiting and makes them durable in one commit.

package kv

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// queueSize bounds how many verbs share one commit. A lone verb never waits for company.
const queueSize = 1024

// A job is one verb on its way through the committer.
type job struct {
	run    func(*Tx) error
	alone  bool // it gets a transaction of its own: it writes much, and must not be undone step by step
	err    error
	panics any
	ran    *Tx
	done   chan struct{}
}

// A Fault is damage, a full disk or a closed file met inside a transaction, never bad input. Fail ends a verb or
// question with one, so that what they do is not buried in checks of the file.
type Fault struct{ Err error }

// Error is the text for logs.
func (f *Fault) Error() string { return f.Err.Error() }

// Unwrap gives the cause to errors.Is and errors.As.
func (f *Fault) Unwrap() error { return f.Err }

// aborted carries the error with which a verb or question ends through its callers.
type aborted struct{ err error }

// Fail ends the verb or question over a value that cannot be read, with a Fault of ErrCorrupt. A verb is undone.
func Fail(format string, args ...any) {
	Abort(&Fault{fmt.Errorf("%w: %w", ErrCorrupt, fmt.Errorf(format, args...))})
}

// Abort ends the verb or question, which then returns err. A verb is undone.
func Abort(err error) { panic(aborted{err}) }

// errClosed answers verbs that come after Close, such as late handlers of a program that stops.
var errClosed = &Fault{errors.New("the database is closed")}

// Write runs a verb in the committer and returns once its effects are on disk. A panic of the verb comes back in this
// goroutine, so it ends the one caller that caused it. A verb must not call Write.
func (db *DB) Write(verb func(*Tx) error) error {
	return db.submit(&job{run: verb, done: make(chan struct{})})
}

// WriteAlone is Write in a transaction of the verb's own, for one that writes thousands of values: taking them back one
// by one would cost as much again as writing them.
func (db *DB) WriteAlone(verb func(*Tx) error) error {
	return db.submit(&job{run: verb, alone: true, done: make(chan struct{})})
}

// View asks a question on a snapshot. It must not write.
func (db *DB) View(question func(*Tx) error) error {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	if err := db.whole(); err != nil {
		return &Fault{err}
	}
	err := db.bolt.View(func(b *bbolt.Tx) (err error) {
		t := newTx(db.schema, b)
		defer t.end()
		defer func() {
			if p := recover(); p != nil {
				switch a, ok := p.(aborted); {
				case ok:
					err = a.err
				case raisedByPages(p):
					err = pagesDamaged(p)
				default:
					panic(p)
				}
			}
		}()
		return question(t)
	})
	return db.named(faultOf(err))
}

// submit hands a job to the committer and waits for its commit.
func (db *DB) submit(j *job) error {
	select {
	case <-db.quit:
		return errClosed
	default:
	}
	select {
	case db.queue <- j:
	case <-db.quit:
		return errClosed
	}
	select {
	case <-j.done:
	case <-db.stopped:
		select {
		case <-j.done:
		default:
			return errClosed
		}
	}
	if j.panics != nil {
		panic(j.panics)
	}
	return db.named(j.err)
}

// commitLoop takes one job, then whatever else is waiting by then, so that a lone verb pays one commit and a crowd
// shares one, and settles the file in a quiet moment. It ends when Close asked for it and the queue is empty.
func (db *DB) commitLoop() {
	defer close(db.stopped)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	batch := make([]*job, 0, queueSize)
	for {
		batch = batch[:0]
		var quiet <-chan time.Time
		switch {
		case db.forgets:
			quiet = time.After(forgetAgain)
		case db.bolt.NoFreelistSync:
			quiet = time.After(settleAfter)
		}
		select {
		case j := <-db.queue:
			batch = append(batch, j)
		case <-quiet:
			if db.forgets {
				_ = db.forget()
			} else {
				_ = db.settle()
			}
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

// Without the list of free pages a start scans the file, which takes three seconds for a million values; with it, none.
// A commit writes it along up to maxSyncedFree pages, which measures no difference; at 20,000 pages, as after a purge,
// it would take twice the time, at 100,000 six times. A long list is written when nobody has called for settleAfter.
const (
	maxSyncedFree = 4096
	settleAfter   = 2 * time.Second
)

// settle writes the list of free pages, so that a start after a crash is as fast as one after a stop. When it fails,
// the next start only takes longer.
func (db *DB) settle() error {
	db.bolt.NoFreelistSync = false
	return db.update(func(*bbolt.Tx) error { return nil })
}

// update is bbolt's Update in which a damaged page, met as the pages are written, is an error and no end of the
// program.
func (db *DB) update(run func(*bbolt.Tx) error) (err error) {
	defer recoverDamage(&err)
	if err := db.whole(); err != nil {
		return err
	}
	return db.bolt.Update(run)
}

// A pageFault is damage of a page, met by whoever read it; named finds the bucket.
type pageFault struct {
	bucket string // "" when not known
	cause  any
}

// Error is the text for logs.
func (f pageFault) Error() string {
	if f.bucket == "" {
		return fmt.Sprintf("%v: %v", ErrCorrupt, f.cause)
	}
	return fmt.Sprintf("%v: bucket %s: %v", ErrCorrupt, f.bucket, f.cause)
}

// Unwrap makes it ErrCorrupt.
func (pageFault) Unwrap() error { return ErrCorrupt }

// pagesDamaged is the Fault of a panic over a damaged page.
func pagesDamaged(p any) error { return &Fault{pageFault{cause: p}} }

// recoverDamage, deferred, makes an error of the panic over a damaged page.
func recoverDamage(err *error) {
	if p := recover(); p != nil {
		*err = pagesDamaged(p)
	}
}

// named adds the bucket to an error over a damaged page. It reads the file for that, after the transaction has ended.
func (db *DB) named(err error) error {
	var fault pageFault
	if !errors.As(err, &fault) {
		return err
	}
	fault.bucket = db.unreadable()
	return &Fault{fault}
}

// raisedByPages tells, while a panic is recovered from, whether bbolt raised it or a page outside the file did: both
// mean damage. Other panics are mistakes of the caller.
func raisedByPages(p any) bool {
	if _, fault := p.(interface{ Addr() uintptr }); fault {
		return true
	}
	callers := make([]uintptr, 32)
	frames := runtime.CallersFrames(callers[:runtime.Callers(0, callers)])
	for raised := false; ; {
		frame, more := frames.Next()
		if raised && !strings.HasPrefix(frame.Function, "runtime.") {
			return strings.HasPrefix(frame.Function, "go.etcd.io/bbolt")
		}
		raised = raised || frame.Function == "runtime.gopanic"
		if !more {
			return false
		}
	}
}

var errNothing = errors.New("kv: nothing to commit")

// commit runs every job of the batch in one transaction. A job that fails or panics is undone alone; when no job wrote
// anything the transaction is dropped, which costs no disk write.
func (db *DB) commit(batch []*job) {
	if err := db.watch(); err != nil {
		for _, j := range batch {
			j.err = &Fault{err}
			close(j.done)
		}
		return
	}
	stats := db.bolt.Stats()
	db.bolt.NoFreelistSync = stats.FreePageN+stats.PendingPageN > maxSyncedFree
	err := db.update(func(b *bbolt.Tx) error {
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
				j.err = &Fault{err}
			}
		}
	}
	for _, j := range batch {
		if j.err != nil || j.panics != nil {
			continue
		}
		db.forgets = db.forgets || j.ran.forgets
		if j.ran.after != nil {
			j.ran.after()
		}
	}
	if db.forgets {
		_ = db.forget() // what fails is tried again in a moment, and at the next start
	}
	for _, j := range batch {
		close(j.done)
	}
}

// runJob runs one job on the open transaction and leaves it either whole or undone.
func (db *DB) runJob(b *bbolt.Tx, j *job, alone bool) {
	t := newTx(db.schema, b)
	t.alone = alone
	j.ran = t
	defer t.end()
	defer func() {
		if p := recover(); p != nil {
			damaged := raisedByPages(p)
			t.rollback()
			switch a, ok := p.(aborted); {
			case ok:
				j.err = a.err
			case damaged:
				j.err = pagesDamaged(p)
			default:
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

// faultOf makes a Fault of an error of bbolt itself.
func faultOf(err error) error {
	if errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		return &Fault{err}
	}
	return err
}
