// Opening the file: the lock, the layout, a clear cause for every way it can be wrong, and whether what is open still
// stands at its path.

package kv

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// The causes of a failed Open, for errors.Is.
var (
	ErrLocked  = errors.New("database is in use by another process")
	ErrForeign = errors.New("not a database of this program")
	ErrNewer   = errors.New("database was written by a newer release")
	ErrCorrupt = errors.New("database is damaged")
)

// A second process is told after lockTimeout rather than made to wait. Only this user may read the file.
const (
	lockTimeout = 2 * time.Second
	fileMode    = 0o600
	// mapSize is address space, not memory. Without it a reader that is open while the file grows stalls everybody.
	mapSize = 1 << 30
)

// Open opens the file, creates it when it does not exist, and brings an older one to today's layout. It waits for the
// lock at most timeout (0: 2 s). admit looks at the file before anybody else does, or, when it was new or older, writes
// what it needs in the transaction of the migrations.
func Open(path string, timeout time.Duration, schema *Schema, admit func(t *Tx, migrated bool) error) (*DB, error) {
	if timeout == 0 {
		timeout = lockTimeout
	}
	// The lock comes first: everything after it may trust that nobody else writes.
	bolt, handle, err := openFile(path, timeout, false)
	if err != nil {
		return nil, err
	}
	db := &DB{bolt: bolt, path: path, handle: handle, schema: schema,
		queue: make(chan *job, queueSize), quit: make(chan struct{}), stopped: make(chan struct{})}
	err = db.prepare(path, admit)
	if err == nil {
		err = db.cleanUp()
	}
	if err != nil {
		return nil, errors.Join(err, bolt.Close())
	}
	go db.commitLoop()
	return db, nil
}

// prepare migrates the file and has it admitted, in one transaction.
func (db *DB) prepare(path string, admit func(t *Tx, migrated bool) error) (err error) {
	defer caughtDamage(path, &err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	outdated := false
	err = db.bolt.View(func(b *bbolt.Tx) error {
		state, err := db.schema.inspect(b)
		if outdated = state != current; err != nil || outdated {
			return err
		}
		return admit(newTx(db.schema, b), false)
	})
	if err != nil || !outdated {
		return err
	}
	return db.bolt.Update(func(b *bbolt.Tx) error {
		t := newTx(db.schema, b)
		t.alone = true
		if err := db.schema.migrate(t); err != nil {
			return err
		}
		return admit(t, true)
	})
}

// cleanUp ends what a killed process had begun: an erasure, and a backup that was not handed over.
func (db *DB) cleanUp() (err error) {
	defer caughtDamage(db.path, &err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	left, _ := filepath.Glob(db.path + copySuffix)
	for _, file := range left {
		_ = os.Remove(file)
	}
	if db.forgets, err = db.mustForget(); db.forgets && err == nil {
		err = db.forget()
	}
	return err
}

// openFile opens the bbolt file. bbolt panics on some damaged files, therefore the recover.
func openFile(path string, wait time.Duration, readOnly bool) (bolt *bbolt.DB, handle *os.File, err error) {
	defer caughtDamage(path, &err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	if err := checkLength(path); err != nil {
		return nil, nil, err
	}
	bolt, err = bbolt.Open(path, fileMode, &bbolt.Options{
		Timeout: wait, ReadOnly: readOnly,
		FreelistType: bbolt.FreelistMapType, NoFreelistSync: true, InitialMmapSize: mapSize,
		OpenFile: func(name string, flag int, mode os.FileMode) (_ *os.File, err error) {
			handle, err = os.OpenFile(name, flag, mode)
			return handle, err
		},
	})
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, nil, errors.Join(ErrLocked, err)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrVersionMismatch),
		errors.Is(err, bolterrors.ErrChecksum):
		return nil, nil, damaged(path, err)
	}
	return bolt, handle, err
}

// caughtDamage turns a panic over a damaged page into an error.
func caughtDamage(path string, err *error) {
	switch p := recover().(type) {
	case nil:
	case aborted:
		*err = damaged(path, p.err)
	default:
		*err = damaged(path, fmt.Errorf("%v", p))
	}
}

// checkLength refuses a file that was cut off: bbolt would read past its end and the process would end with a bus
// error. Each of the first two pages holds a meta record: at byte 16 its magic number, at 24 the page size, at 48 the
// first page of the free list, at 56 the number of pages in use, at 64 the transaction, which is larger in the newer
// one. A page says at byte 12 how many more belong to it; bbolt's Check believes that of the free list. A missing or
// empty file is a new database.
func checkLength(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return nil // what cannot be read is told by the open that follows
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return nil
	}
	const magic, length = 0xED0CDAED, 72
	var newest, pages, free, size uint64
	for offset := int64(0); offset <= int64(size); offset += max(int64(size), 1) {
		head := make([]byte, length)
		if _, err := f.ReadAt(head, offset); err != nil || binary.NativeEndian.Uint32(head[16:]) != magic {
			break
		}
		if id := binary.NativeEndian.Uint64(head[64:]); offset == 0 || id > newest {
			newest, free, pages = id, binary.NativeEndian.Uint64(head[48:]), binary.NativeEndian.Uint64(head[56:])
		}
		size = uint64(binary.NativeEndian.Uint32(head[24:]))
	}
	if needs := pages * size; needs > uint64(info.Size()) {
		return damaged(path, fmt.Errorf("the file has %d bytes, its pages need %d", info.Size(), needs))
	}
	list := make([]byte, 16)
	if _, err := f.ReadAt(list, int64(free*size)); err == nil && free < pages && // #nosec G115 -- within the file
		free+uint64(binary.NativeEndian.Uint32(list[12:])) >= pages {
		return damaged(path, errors.New("the list of free pages has no end"))
	}
	return nil
}

// damaged tells a damaged database from a file that never was one by its length: bbolt never writes less than two
// pages.
func damaged(path string, cause error) error {
	if info, err := os.Stat(path); err == nil && info.Size() < int64(2*os.Getpagesize()) {
		return errors.Join(ErrForeign, cause)
	}
	return errors.Join(ErrCorrupt, cause)
}

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
