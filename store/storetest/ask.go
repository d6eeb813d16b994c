// Reads of one thing for tests, each in a snapshot of its own.

package storetest

import "vouch/store"

// Ask reads one thing: storetest.Ask2(db, (*store.Query).ScoreOf, id, now). The number is that of the arguments.
func Ask[T any](db *store.DB, read func(*store.Query) T) (v T, err error) {
	err = db.View(func(q *store.Query) error { v = read(q); return nil })
	return v, err
}

// Ask1 is Ask for a read with an argument.
func Ask1[A, T any](db *store.DB, read func(*store.Query, A) T, a A) (T, error) {
	return Ask(db, func(q *store.Query) T { return read(q, a) })
}

// Ask2 is Ask for a read with two arguments.
func Ask2[A, B, T any](db *store.DB, read func(*store.Query, A, B) T, a A, b B) (T, error) {
	return Ask(db, func(q *store.Query) T { return read(q, a, b) })
}

// Ask3 is Ask for a read with three arguments.
func Ask3[A, B, C, T any](db *store.DB, read func(*store.Query, A, B, C) T, a A, b B, c C) (T, error) {
	return Ask(db, func(q *store.Query) T { return read(q, a, b, c) })
}

// Find0 is Ask for what may not exist.
func Find0[T any](db *store.DB, read func(*store.Query) (T, bool)) (v T, found bool, err error) {
	err = db.View(func(q *store.Query) error { v, found = read(q); return nil })
	return v, found, err
}

// Find1 is Ask1 for what may not exist.
func Find1[A, T any](db *store.DB, read func(*store.Query, A) (T, bool), a A) (v T, found bool, err error) {
	err = db.View(func(q *store.Query) error { v, found = read(q, a); return nil })
	return v, found, err
}

// Find2 is Ask2 for what may not exist.
func Find2[A, B, T any](db *store.DB, read func(*store.Query, A, B) (T, bool), a A, b B) (v T, found bool, err error) {
	err = db.View(func(q *store.Query) error { v, found = read(q, a, b); return nil })
	return v, found, err
}
