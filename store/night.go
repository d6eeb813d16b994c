// The night's work: when it was done last, so that a program that runs by day makes up for it.

package store

import "time"

// keyNight is where the program bucket keeps when the night's work was done last.
const keyNight = "night"

// LastNight is when the night's work was done last. A database that does not know begins to count now.
func (db *DB) LastNight() (time.Time, error) {
	return write(db, func(t *tx) (at time.Time, _ error) {
		if t.program(keyNight, &at); at.IsZero() {
			at = t.now
			t.saveProgram(keyNight, at)
		}
		return at, nil
	})
}

// NightDone records that the night's work is done.
func (db *DB) NightDone() error {
	return change(db, func(t *tx) error {
		t.saveProgram(keyNight, t.now)
		return nil
	})
}
