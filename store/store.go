// Package store keeps everything Vouch knows in one bbolt file, and the verbs that change it.
//
// Every verb is one transaction with one timestamp. It checks its input first and writes afterwards, so a verb that
// fails leaves nothing behind; a verb that is called twice for the same cause changes nothing the second time. Verbs
// return *Error and never log. A verb never calls another verb.
//
// Values start with one byte that names their layout (1 today). Keys join their parts with a zero byte, times are
// big-endian microseconds, ids are ULIDs or Slack's own, so that a cursor walks in the order people expect.
//
// # Bucket map
//
// What was said and done:
//
//	meta                 schema version, key check, sequences, the last week with a coverage card
//	program              settings, personas
//	employees            employee -> Employee (packed)
//	tastes               employee -> Taste (packed)
//	answers              employee, asset -> the last opinion
//	assets               asset -> Asset
//	deliveries           delivery key -> Delivery (packed)
//	receipts             outbox key -> Receipt
//	messages             outbox key -> Message (packed)
//	shares               share -> Share
//	entries              entry -> Entry, the points ledger
//	referrals            referral -> Referral with sealed personal fields
//	board_posts          post -> BoardPost
//	board_schedules      schedule -> BoardSchedule
//	sources              source -> Source
//	stories              story -> Story
//	attendances          asset, employee -> Attendance of an event
//	memberships          user group or channel named in a rule -> Membership (packed)
//	channels             employee -> DM channel
//	audit                sequence -> AuditEntry, a hash chain
//
// Derived from the above in the same commit; Check rebuilds and compares them:
//
//	employees_by_name    folded name, employee
//	employees_by_role    role, employee; "admin" for Slack's admins
//	employees_by_due     time, employee: the due index
//	first_points         class, time, employee: people with their first points
//	savers               asset, employee
//	assets_by_state      state, asset
//	assets_by_canon      canonical URL -> asset
//	assets_by_seq        small number -> asset
//	assets_by_time       next publish or expiry time, asset
//	assets_by_source     source, key of the item there -> asset
//	assets_gone          canonical URL, asset that has expired or was withdrawn
//	assets_by_suggester  employee, asset they suggested or told
//	sources_by_time      next poll, source
//	stories_by_person    author, story
//	stories_by_state     state, story
//	attendances_by_person employee, asset
//	attendances_by_time  next reminder or question, asset, employee
//	receipts_by_place    channel, ts -> outbox key
//	receipts_by_asset    asset, time, outbox key
//	receipts_by_ref      kind, subject, outbox key
//	messages_ready       time, outbox key of pending messages
//	messages_sending     outbox key of claimed messages
//	messages_by_person   employee, outbox key of pending messages
//	shares_by_triple     employee, asset, network -> share
//	shares_by_person     employee, share
//	shares_by_asset      asset, time, share -> employee, declared or better
//	shares_by_token      token -> share
//	shares_by_post       post URL -> share
//	entries_by_cause     cause -> entry
//	entries_by_person    employee, entry
//	totals               employee, span -> points and when they were reached
//	team_totals          span, team -> points and when they were reached
//	standings            span, class, points descending, time, employee
//	gains                span, class, gain descending, time, employee
//	referrals_by_person  referrer, referral
//	referrals_by_owner   owner, referral
//	referrals_by_time    next nudge or escalation, referral
//	referrals_by_hash    kind, keyed hash, referral
//	referrals_by_cause   form id -> referral
//	tallies              name -> how many: messages by state, advocates by team, points ladder, open referrals,
//	                     assets by source and state
package store

import (
	"sync/atomic"
	"time"

	"github.com/oklog/ulid/v2"
	"go.etcd.io/bbolt"
)

// Options say which file to open and how.
type Options struct {
	Path    string
	Key     []byte        // 32 bytes that encrypt the personal data of candidates and clients
	Timeout time.Duration // how long to wait for the file lock; 0 means 2 s
}

// DB is an open database. All methods are safe for concurrent use.
type DB struct {
	bolt     *bbolt.DB
	path     string
	secrets  secrets
	openedAt time.Time
	entropy  ulid.MonotonicReader

	queue   chan *job
	quit    chan struct{} // closed by Close: no new jobs
	stopped chan struct{} // closed when the committer has ended
	closing atomic.Bool

	wake chan struct{}
	live atomic.Uint64

	shelf   shelf // the committer's, see currentShelf
	shelfOf uint64
}

// Wake is signalled after a commit that enqueued a message; the courier sleeps otherwise. One signal may stand for
// many messages.
func (db *DB) Wake() <-chan struct{} { return db.wake }

// LiveVersion grows whenever the set of live assets or the content of one of them changes; it starts anew at each open.
func (db *DB) LiveVersion() uint64 { return db.live.Load() }

// Close waits for the verbs under way, makes the next start fast and releases the file. Closing twice is harmless.
func (db *DB) Close() error {
	if !db.closing.CompareAndSwap(false, true) {
		<-db.stopped
		return nil
	}
	close(db.quit)
	<-db.stopped
	err := db.settle()
	if closeErr := db.bolt.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return internal("close the database", err)
	}
	return nil
}
