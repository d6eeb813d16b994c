// Views: many reads of one snapshot, with one error for all of them.

package store

import "vouch/store/kv"

// A Query reads the store as it was at one moment, inside a View. Its methods return what they are asked for and
// nothing else, so that a page is a list of reads:
//
//   - What is asked for by its id (Asset, Employee, Referral, Story and so on) is given. When it does not exist, or is not for
//     the one who asks, the View ends there with the *Error that says so.
//   - What may as well not exist comes with a bool (OpinionOf, Receipt, TodaysDelivery and so on).
//   - Damage ends the View with an Internal *Error.
//
// A Query must not be used after its View, nor while another one is open in the same goroutine.
type Query struct{ t *tx }

// View runs ask on a snapshot and returns its error, or the one with which a read ended it. ask must not call verbs.
func (db *DB) View(ask func(*Query) error) error {
	_, err := read(db, func(t *tx) (struct{}, error) { return struct{}{}, ask(&Query{t}) })
	return err
}

// ask is a View with one read.
func ask[T any](db *DB, question func(*Query) T) (answer T, err error) {
	err = db.View(func(q *Query) error { answer = question(q); return nil })
	return answer, err
}

// ask1 is ask for a read with an argument.
func ask1[A, T any](db *DB, question func(*Query, A) T, a A) (T, error) {
	return ask(db, func(q *Query) T { return question(q, a) })
}

// ask2 is ask for a read with two arguments.
func ask2[A, B, T any](db *DB, question func(*Query, A, B) T, a A, b B) (T, error) {
	return ask(db, func(q *Query) T { return question(q, a, b) })
}

// find1 is ask1 for what may not exist.
func find1[A, T any](db *DB, question func(*Query, A) (T, bool), a A) (answer T, found bool, err error) {
	err = db.View(func(q *Query) error { answer, found = question(q, a); return nil })
	return answer, found, err
}

// find2 is ask2 for what may not exist.
func find2[A, B, T any](db *DB, question func(*Query, A, B) (T, bool), a A, b B) (answer T, found bool, err error) {
	err = db.View(func(q *Query) error { answer, found = question(q, a, b); return nil })
	return answer, found, err
}

// end gives v, or ends the View with err.
func end[T any](v T, err error) T {
	if err != nil {
		kv.Abort(err)
	}
	return v
}

// Refuse ends the View with err; nil does nothing. It is for those who read for a page and find that it may not be
// shown.
func (q *Query) Refuse(err error) {
	if err != nil {
		kv.Abort(err)
	}
}

// Settings returns the program's choices, the defaults before any were saved.
func (q *Query) Settings() Settings { return q.t.settings().Clone() }

// FindEmployee is Employee for somebody who may be gone from the file.
func (q *Query) FindEmployee(id EmployeeID) (Employee, bool) {
	return employees.Get(q.t.Tx, string(id))
}

// FindMessage is Message for one that may not have been planned.
func (q *Query) FindMessage(key string) (Message, bool) { return messages.Get(q.t.Tx, key) }
