// Package kv is the engine under the store: one bbolt file, one committer, tables with derived rows. It knows no noun.
//
// A Schema lists the buckets and the migrations. Verbs go through DB.Write: one goroutine gathers those that wait and
// makes them durable in one commit, and a verb that fails is undone alone. Questions go through DB.View, on a snapshot.
// A Table keeps the values of one type and moves what is derived from them, index rows and counters, in the same
// commit; Check rebuilds what is derived and compares it. Damage is not returned but ends the verb, see Fault.
//
// Values start with one byte that names their layout, see Layout. Keys join their parts with a zero byte, times in keys
// are big-endian microseconds.
package kv

import (
	"errors"
	"sync/atomic"

	"go.etcd.io/bbolt"
)

// DB is an open file. All methods are safe for concurrent use.
type DB struct {
	bolt    *bbolt.DB
	schema  *Schema
	queue   chan *job
	quit    chan struct{} // closed by Close: no new jobs
	stopped chan struct{} // closed when the committer has ended
	closing atomic.Bool
}

// Close waits for the verbs under way, makes the next start fast and releases the file. Closing twice is harmless.
func (db *DB) Close() error {
	if !db.closing.CompareAndSwap(false, true) {
		<-db.stopped
		return nil
	}
	close(db.quit)
	<-db.stopped
	return errors.Join(db.settle(), db.bolt.Close())
}

// Bolt is the file itself, for tests that damage it or cut off its disk.
func (db *DB) Bolt() *bbolt.DB { return db.bolt }
