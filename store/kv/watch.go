// Watching the file: whether what is open is still the file that stands at its path.

package kv

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// ErrLost is the cause when the file was deleted, emptied or replaced while it was open.
var ErrLost = errors.New("the database file is not the one that was opened")

// watchEvery bounds how often the path is looked at, and with it how much can be acknowledged in vain.
const watchEvery = time.Second

// watch looks at the path unless it did so lately. Once the file is lost it stays lost: what is written would be gone
// at the stop. Only the committer calls it.
func (db *DB) watch() error {
	if db.lost == nil && time.Since(db.watched) >= watchEvery {
		db.watched = time.Now()
		db.lost = db.same()
	}
	return db.lost
}

// same compares the file at the path with the open one.
func (db *DB) same() error {
	if err := db.whole(); err != nil {
		return err
	}
	open, err := db.handle.Stat()
	if err != nil {
		return err
	}
	switch there, err := os.Stat(db.path); {
	case err != nil:
		return fmt.Errorf("%w: %w", ErrLost, err)
	case !os.SameFile(open, there):
		return fmt.Errorf("%w: another file is at %s", ErrLost, db.path)
	}
	return nil
}

// whole tells whether the open file still has its first pages. bbolt reads them at each transaction, holding locks that
// a page fault would leave held.
func (db *DB) whole() error {
	size, err := db.handle.Seek(0, io.SeekEnd) // a Stat takes twice as long, and every question asks
	if err == nil && size < int64(2*os.Getpagesize()) {
		err = fmt.Errorf("%w: %s was emptied", ErrLost, db.path)
	}
	return err
}
