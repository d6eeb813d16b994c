// Package store keeps everything Vouch knows in one bbolt file, and the verbs that change it.
//
// Every verb is one transaction with one timestamp. It checks its input first and writes afterwards, so a verb that
// fails leaves nothing behind; a verb that is called twice for the same cause changes nothing the second time. Verbs
// return *Error and never log. A verb never calls another verb.
//
// Each noun has a table, declared in the noun's own file with its indexes and counters and with what exporting and
// erasing a person means for it. One line in the list of nouns (noun.go) makes it known to the schema, to Check, Export
// and EraseEmployee. Ids are ULIDs or Slack's own, so that a walk through a bucket goes in the order people expect.
package store

import (
	"sync/atomic"
	"time"

	"github.com/oklog/ulid/v2"

	"vouch/store/gather"
	"vouch/store/kv"
	"vouch/store/seal"
)

// Options say which file to open and how.
type Options struct {
	Path    string
	Key     []byte        // 32 bytes that encrypt the personal data of candidates and clients
	Timeout time.Duration // how long to wait for the file lock; 0 means 2 s
}

// DB is an open database. All methods are safe for concurrent use.
type DB struct {
	*opened
	form string // see Once
}

// opened is what all who use one open file share.
type opened struct {
	file     *kv.DB
	keys     seal.Keys
	openedAt time.Time
	entropy  ulid.MonotonicReader

	gone atomic.Pointer[func(EmployeeID)] // see OnGone

	wake      chan struct{}
	wakeHooks chan struct{}
	settings  atomic.Pointer[decodedSettings]
	live      atomic.Uint64
	cache     liveCache // the committer's, see liveAssets
	clicked   recentlyClicked
	clicks    gather.Queue[waitingClick]
}

// Wake is signalled after a commit that enqueued a message; the courier sleeps otherwise. One signal may stand for
// many messages.
func (db *DB) Wake() <-chan struct{} { return db.wake }

// WakeHooks is Wake for events that wait for a target.
func (db *DB) WakeHooks() <-chan struct{} { return db.wakeHooks }

// LiveVersion grows whenever the set of live assets or the content of one of them changes; it starts anew at each open.
func (db *DB) LiveVersion() uint64 { return db.live.Load() }

// Once is the database for the one verb that the submission of a form asks for: the commit of the verb remembers the
// form, so that a submission which comes again, even after a restart, is known by IsHandled.
func (db *DB) Once(form string) *DB { return &DB{opened: db.opened, form: form} }

// IsHandled tells whether a verb of Once has been committed for a form. It is known for a day.
func (db *DB) IsHandled(form string) (bool, error) {
	return ask(db, func(q *Query) bool { return q.t.Get(handledForms, form) != nil })
}

// Close waits for the verbs under way, makes the next start fast and releases the file. Closing twice is harmless.
func (db *DB) Close() error {
	if err := db.file.Close(); err != nil {
		return internal("close the database", err)
	}
	return nil
}
