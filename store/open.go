// Opening the file: the lock, the layout, the key check, and a clear error for every way it can be wrong.

package store

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/oklog/ulid/v2"
	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// The causes of a failed Open, for errors.Is; the Msg beside them says what to do.
var (
	ErrLocked  = errors.New("database is in use by another process")
	ErrForeign = errors.New("not a Vouch database")
	ErrNewer   = errors.New("database was written by a newer release")
	ErrCorrupt = errors.New("database is damaged")
	ErrKey     = errors.New("wrong key for personal data")
)

// A second process is told after lockTimeout rather than made to wait. Only this user may read the file.
const (
	lockTimeout = 2 * time.Second
	fileMode    = 0o600
	// mapSize is address space, not memory. Without it a reader that is open while the file grows stalls everybody.
	mapSize = 1 << 30
)

// Open opens the database, creates it when it does not exist, and brings an older one to today's layout.
func Open(o Options) (*DB, error) {
	if len(o.Key) != keySize {
		return nil, &Error{Kind: Invalid, Err: ErrKey,
			Msg: fmt.Sprintf("The key for personal data must be %d bytes, not %d.", keySize, len(o.Key))}
	}
	if o.Timeout == 0 {
		o.Timeout = lockTimeout
	}
	// The lock comes first: everything after it may trust that nobody else writes.
	bolt, err := openFile(o.Path, o.Timeout, false)
	if err != nil {
		return nil, err
	}
	db := &DB{
		bolt: bolt, path: o.Path, openedAt: clock(), entropy: ulid.Monotonic(rand.Reader, 0),
		queue: make(chan *job, queueSize), quit: make(chan struct{}), stopped: make(chan struct{}),
		wake: make(chan struct{}, 1),
	}
	// One, not zero: a cache that starts at zero must see that it holds nothing yet.
	db.live.Store(1)
	if db.secrets, err = deriveSecrets(o.Key); err == nil {
		err = db.prepare()
	}
	if err != nil {
		_ = bolt.Close()
		return nil, err
	}
	go db.commitLoop()
	return db, nil
}

// openFile opens the bbolt file. bbolt panics on some damaged files, therefore the recover.
func openFile(path string, wait time.Duration, readOnly bool) (bolt *bbolt.DB, err error) {
	defer caughtDamage(path, &err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	if err := checkLength(path); err != nil {
		return nil, err
	}
	bolt, err = bbolt.Open(path, fileMode, &bbolt.Options{
		Timeout: wait, ReadOnly: readOnly,
		FreelistType: bbolt.FreelistMapType, NoFreelistSync: true, InitialMmapSize: mapSize,
	})
	if err == nil {
		return bolt, nil
	}
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return nil, &Error{Kind: Conflict, Err: ErrLocked, Msg: "Vouch is already running with the database " + path +
			". Use the running one: commands reach it through its control socket."}
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrVersionMismatch), errors.Is(err, bolterrors.ErrChecksum):
		return nil, damaged(path, err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, errReadOnlyDisk):
		return nil, &Error{Kind: Denied, Err: err, Msg: "The database " + path +
			" cannot be written. Make the file and its folder " + filepath.Dir(path) + " writable for this user."}
	case errors.Is(err, fs.ErrNotExist):
		return nil, &Error{Kind: NotFound, Err: err, Msg: "The folder " + filepath.Dir(path) + " does not exist. Create it first."}
	}
	return nil, &Error{Kind: Internal, Err: err, Msg: "The database " + path + " cannot be opened: " + err.Error() + "."}
}

// caughtDamage turns a panic over a damaged page into an error.
func caughtDamage(path string, err *error) {
	if p := recover(); p != nil {
		*err = damaged(path, fmt.Errorf("%v", p))
	}
}

// checkLength refuses a file that was cut off: bbolt would read past its end and the process would end with a bus error.
// Each of the first two pages holds a meta record: at byte 16 its magic number, at 24 the page size, at 56 the number of
// pages in use, at 64 the transaction, which is larger in the newer one. A missing or empty file is a new database.
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
	var newest, pages, size uint64
	for offset := int64(0); offset <= int64(size); offset += max(int64(size), 1) {
		head := make([]byte, length)
		if _, err := f.ReadAt(head, offset); err != nil || binary.NativeEndian.Uint32(head[16:]) != magic {
			break
		}
		if id := binary.NativeEndian.Uint64(head[64:]); offset == 0 || id > newest {
			newest, pages = id, binary.NativeEndian.Uint64(head[56:])
		}
		size = uint64(binary.NativeEndian.Uint32(head[24:]))
	}
	if needs := pages * size; needs > uint64(info.Size()) {
		return damaged(path, fmt.Errorf("the file has %d bytes, its pages need %d", info.Size(), needs))
	}
	return nil
}

// damaged tells a damaged database from a file that never was one by its length: bbolt never writes less than two pages.
func damaged(path string, cause error) error {
	if info, err := os.Stat(path); err == nil && info.Size() < int64(2*os.Getpagesize()) {
		return &Error{Kind: Invalid, Err: errors.Join(ErrForeign, cause), Msg: path + " is not a Vouch database."}
	}
	return &Error{Kind: Invalid, Err: errors.Join(ErrCorrupt, cause),
		Msg: path + " is damaged or is not a Vouch database. Restore a backup: vouch restore."}
}

// prepare migrates the file and checks the key, in one transaction.
func (db *DB) prepare() (err error) {
	defer caughtDamage(db.path, &err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	err = db.bolt.View(func(b *bbolt.Tx) error { return db.inspect(b) })
	if !errors.Is(err, errOutdated) {
		return err
	}
	return db.bolt.Update(func(b *bbolt.Tx) error {
		if err := migrate(b); err != nil {
			return err
		}
		meta := b.Bucket([]byte(meta.String()))
		if meta.Get([]byte(metaKeyCheck)) == nil {
			return meta.Put([]byte(metaKeyCheck), db.secrets.check)
		}
		return db.inspect(b)
	})
}

// inspect says whether the open file is ours, of this release, and written with our key.
func (db *DB) inspect(b *bbolt.Tx) error {
	version, err := layoutOf(b)
	switch {
	case err != nil:
		return &Error{Kind: Invalid, Err: err, Msg: db.path + " is not a Vouch database."}
	case version > len(migrations):
		return &Error{Kind: Conflict, Err: ErrNewer, Msg: fmt.Sprintf(
			"The database %s was written by a newer Vouch (layout %d, this one knows %d). Use that release.", db.path, version, len(migrations))}
	case version < len(migrations):
		return errOutdated
	}
	// The check value is derived from the key and says nothing about it, so it may lie in the file in the open.
	if known := b.Bucket([]byte(meta.String())).Get([]byte(metaKeyCheck)); string(known) != string(db.secrets.check) {
		return &Error{Kind: Denied, Err: ErrKey, Msg: "The key for personal data is not the one this database was written with. Give the old key."}
	}
	return nil
}

var errOutdated = errors.New("store: layout is older than this release")
