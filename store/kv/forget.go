// Forgetting: the pages that an erasure freed are overwritten, so that the bytes are gone and not only unreachable.

package kv

import (
	"bytes"
	"errors"
	"io"
	"time"

	"go.etcd.io/bbolt"
)

// metaForget is in Meta while free pages may still hold what was erased. It is written in the commit of the erasure, so
// that a process that was killed in between overwrites them at its next start.
const metaForget = "forget"

// forgetAgain is how long to wait for a snapshot that still reads the freed pages.
const forgetAgain = 100 * time.Millisecond

// Forget says that the verb erases: once it is on disk, everything in free pages is overwritten.
func (t *Tx) Forget() {
	t.Put(Meta, metaForget, []byte{1})
	t.forgets = true
}

// mustForget tells whether an erasure waits for its pages to be overwritten.
func (db *DB) mustForget() (waits bool, err error) {
	err = db.bolt.View(func(b *bbolt.Tx) error {
		waits = b.Bucket([]byte(Meta.name)).Get([]byte(metaForget)) != nil
		return nil
	})
	return waits, err
}

// forget overwrites the free pages unless a snapshot may still read one of them; then it is tried again. Only the
// committer calls it, or Open before there is one.
func (db *DB) forget() (err error) {
	defer recoverDamage(&err)
	if err := db.whole(); err != nil {
		return err
	}
	// A transaction that begins releases what no open snapshot reads, and one that ends counts what is left.
	counting, err := db.bolt.Begin(true)
	if err != nil {
		return err
	}
	if err := counting.Rollback(); err != nil || db.bolt.Stats().PendingPageN > 0 {
		return err
	}
	if err := db.overwriteFree(); err != nil {
		return err
	}
	db.forgets = false
	return db.update(func(b *bbolt.Tx) error { return b.Bucket([]byte(Meta.name)).Delete([]byte(metaForget)) })
}

// overwriteFree writes zeros over every page that is free or lies behind the last one in use, and over no other. The
// open transaction keeps other writers away and is dropped. Pages that are zero already are not written. The file is
// read in large pieces: a small one has thousands of free pages, and nearly all are zero.
func (db *DB) overwriteFree() (err error) {
	b, err := db.bolt.Begin(true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Rollback()) }()
	size := db.bolt.Info().PageSize
	zeros, piece := make([]byte, size), make([]byte, 64*size)
	for at := int64(2 * size); ; at += int64(len(piece)) { // the first two are never free
		n, err := db.handle.ReadAt(piece, at)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if n == 0 {
			return db.handle.Sync()
		}
		for begin := 0; begin < n; begin += size {
			page := piece[begin:min(begin+size, n)]
			if bytes.Equal(page, zeros[:len(page)]) {
				continue
			}
			where := at + int64(begin)
			info, err := b.Page(int(where) / size)
			if err == nil && (info == nil || info.Type == "free") {
				_, err = db.handle.WriteAt(zeros[:len(page)], where)
			}
			if err != nil {
				return err
			}
		}
	}
}
