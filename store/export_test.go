// What tests need to see of the inside: codecs, normal forms, buckets and the file itself.

package store

import (
	"encoding/binary"
	"errors"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"vouch/store/calendar"
	"vouch/store/delivery"
	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/message"
	"vouch/store/persona"
	"vouch/store/taste"
	"vouch/store/text"
)

var (
	Clean       = text.Line
	Join        = kv.Join
	SplitKey    = kv.Split
	TimeKey     = kv.TimeKey
	KeyTime     = kv.KeyTime
	Descending  = kv.DescendingKey
	BucketNames = bucketNames()
	Instant     = calendar.Instant
	Migrations  = len(migrations)
)

// RepackEmployee writes and reads an employee.
func RepackEmployee(e Employee) (back Employee, err error) {
	err = employee.Unpack(employee.Pack(&e)[1:], &back)
	return back, err
}

// UnpackEmployee reads bytes that may be anything.
func UnpackEmployee(raw []byte) error { return employee.Unpack(raw, &Employee{}) }

// UnpackTaste reads bytes that may be anything.
func UnpackTaste(raw []byte) error { return taste.Unpack(raw, &taste.Kept{}) }

// RepackTaste writes and reads a taste.
func RepackTaste(known Taste) (Taste, error) {
	var back taste.Kept
	err := taste.Unpack(taste.Pack(&taste.Kept{Employee: "U1", Taste: known})[1:], &back)
	return back.Taste, err
}

// RepackDelivery writes and reads a delivery.
func RepackDelivery(d Delivery) (back Delivery, err error) {
	err = delivery.Unpack(delivery.Pack(&d)[1:], &back)
	return back, err
}

// RepackMessage writes and reads a message.
func RepackMessage(m Message) (back Message, err error) {
	err = message.Unpack(message.Pack(&m)[1:], &back)
	return back, err
}

// RepackMembership writes and reads a membership.
func RepackMembership(m Membership) (back Membership, err error) {
	err = persona.UnpackMembership(persona.PackMembership(&m)[1:], &back)
	return back, err
}

// UnpackDigest reads bytes that may be anything as a delivery and as a message.
func UnpackDigest(raw []byte) error {
	return errors.Join(delivery.Unpack(raw, &Delivery{}), message.Unpack(raw, &Message{}))
}

// Path is where the file is.
func (db *DB) Path() string { return db.file.Bolt().Path() }

// Reader opens a snapshot, which its caller rolls back.
func (db *DB) Reader() (*bbolt.Tx, error) { return db.file.Bolt().Begin(false) }

// Tamper changes the file behind the store's back.
func (db *DB) Tamper(change func(*bbolt.Tx) error) error { return db.file.Bolt().Update(change) }

// Dump is everything in the file, by bucket and key.
func (db *DB) Dump() map[string]string {
	all, _ := read(db, func(t *tx) (map[string]string, error) {
		all := map[string]string{}
		for _, b := range schema.Buckets() {
			t.Scan(b, "", "", func(key string, value []byte) bool {
				all[b.String()+": "+key] = string(value)
				return true
			})
		}
		return all, nil
	})
	return all
}

// Unsynced lets commits return before they are on disk, for tests that make hundreds of files and cut no power.
func (db *DB) Unsynced() { db.file.Bolt().NoSync = true }

// LimitSize makes the disk full at a number of bytes; 0 gives it room again.
func (db *DB) LimitSize(bytes int) { db.file.Bolt().MaxSize = bytes }

// Change runs a verb that may fail or panic half-way: it writes a value first.
func (db *DB) Change(key, value string, then func() error) error {
	return change(db, func(t *tx) error {
		t.Put(program, key, []byte(value))
		return then()
	})
}

// Program reads what Change wrote.
func (db *DB) Program(key string) string {
	value, _ := read(db, func(t *tx) (string, error) { return string(t.Get(program, key)), nil })
	return value
}

// AwardAt pays points at a time of the past or future.
func (db *DB) AwardAt(at time.Time, id EmployeeID, points int, cause string) error {
	return change(db, func(t *tx) error {
		t.now = at
		t.award(Entry{Employee: id, Points: points, Rule: "test", Cause: cause, Subject: "a test"})
		return nil
	})
}

// Ascended reads the points out of a key made by Descending.
func Ascended(s string) int { return int(int32(^binary.BigEndian.Uint32([]byte(s[:4])) ^ 1<<31)) }

// Abandon lets go of the file as a killed program does: nothing more is written.
func (db *DB) Abandon() error {
	err := db.file.Bolt().Close()
	_ = db.file.Close() // the committer ends
	return err
}

// bucketNames are the names of the schema's buckets.
func bucketNames() (names []string) {
	for _, b := range schema.Buckets() {
		names = append(names, b.String())
	}
	return names
}

// Most tests are about what is sent and not when, and run at any hour.
func init() { everyHour = true }

// InWorkingHours has messages wait for working hours as long as a test runs.
func InWorkingHours(cleanup func(func())) {
	everyHour = false
	cleanup(func() { everyHour = true })
}

// SetPulseBatch sets how many people are asked in one commit, until the end of the test.
func SetPulseBatch(tb testing.TB, n int) {
	before := pulseBatch
	pulseBatch = n
	tb.Cleanup(func() { pulseBatch = before })
}
