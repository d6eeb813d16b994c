// Package kv is the engine under the store: one bbolt file, one committer, tables with derived rows. It knows no noun.
//
// A Schema lists the buckets and the migrations. Verbs go through DB.Write: one goroutine gathers those that wait and
// makes them durable in one commit, and a verb that fails is undone alone. Questions go through DB.View, on a snapshot.
// A Table keeps the values of one type and moves what is derived from them, index rows and counters, in the same
// commit; Check rebuilds what is derived and compares it. Damage is not returned but ends the verb, see Fault.
//
// What is erased is gone from the bytes as well. bbolt leaves old values in pages that are free, so a verb that erases
// calls Tx.Forget, and the committer then writes zeros over every free page. That is as safe as bbolt's own writing: it
// happens inside a write transaction, which would be allowed to fill these pages; none of them belongs to the last
// synced state, and none to an open snapshot, for it waits until nothing is pending. A mark in the file outlives kill
// -9, and the next start goes on. Backups are written anew, value by value, and hold live pages only.
//
// The committer looks once a second whether the path still leads to the open file; when it was deleted, emptied or
// swapped, verbs fail rather than write what would be gone at the stop.
//
// Values start with one byte that names their layout, see Layout. Keys join their parts with a zero byte, times in keys
// are big-endian microseconds.
package kv

import (
	"encoding/binary"
	"errors"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
)

// DB is an open file. All methods are safe for concurrent use.
type DB struct {
	bolt    *bbolt.DB
	path    string
	handle  *os.File // the file that bolt has open
	schema  *Schema
	queue   chan *job
	quit    chan struct{} // closed by Close: no new jobs
	stopped chan struct{} // closed when the committer has ended
	closing atomic.Bool
	forgets bool      // the committer's: free pages wait to be overwritten
	watched time.Time // the committer's, see watch
	lost    error     // the committer's, see watch
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

// Join builds a key from parts that hold no zero byte, except the last, which may be anything.
func Join(parts ...string) string { return strings.Join(parts, "\x00") }

// Split takes a joined key apart; n is the number of parts.
func Split(key string, n int) []string { return strings.SplitN(key, "\x00", n) }

// TimeKey is eight bytes that sort like the time. Times before 1970 do not occur and sort as 1970.
func TimeKey(at time.Time) string { return NumberKey(uint64(max(at.UnixMicro(), 0))) }

// KeyTime reads what TimeKey wrote at the start of s.
func KeyTime(s string) time.Time {
	return time.UnixMicro(int64(binary.BigEndian.Uint64([]byte(s[:8])))).UTC()
}

// NumberKey is eight bytes that sort like n.
func NumberKey(n uint64) string { return string(binary.BigEndian.AppendUint64(nil, n)) }

// DescendingKey is four bytes that sort the larger of two numbers first, below zero too.
func DescendingKey(n int) string {
	return string(binary.BigEndian.AppendUint32(nil, ^(uint32(int32(n)) ^ 1<<31)))
}
