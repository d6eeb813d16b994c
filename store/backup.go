// Backups: a hot copy of the file, its verification, and a restore that never touches a running database.

package store

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
)

// Backup writes a consistent copy of the database while it runs and returns its size. The copy holds a snapshot until it
// is written, so give it a local file and send that on afterwards.
func (db *DB) Backup(w io.Writer) (n int64, err error) {
	err = db.bolt.View(func(b *bbolt.Tx) error {
		n, err = b.WriteTo(w)
		return err
	})
	if err != nil {
		return n, internal("write the backup", err)
	}
	return n, nil
}

// VerifyBackup reads a whole copy and tells the first thing that is wrong with it. It needs no key: sealed fields stay
// sealed.
func VerifyBackup(path string) (err error) {
	defer caughtDamage(path, &err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return &Error{Kind: NotFound, Err: err, Msg: "The backup " + path + " cannot be read."}
	case info.Size() == 0:
		return &Error{Kind: Invalid, Err: ErrForeign, Msg: path + " is not a Vouch database."}
	}
	bolt, err := openFile(path, lockTimeout, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bolt.Close()) }()
	db := &DB{bolt: bolt, path: path}
	_, err = read(db, func(t *tx) (struct{}, error) {
		// A copy of an older release is checked page by page only: its indexes are those of its own time, and the next
		// start brings it to the layout of today.
		version, err := layoutOf(t.bolt)
		switch {
		case err != nil || version == 0:
			return struct{}{}, &Error{Kind: Invalid, Err: errors.Join(ErrForeign, err), Msg: path + " is not a Vouch database."}
		case version > len(migrations):
			return struct{}{}, &Error{Kind: Conflict, Err: ErrNewer, Msg: "The backup " + path + " was written by a newer Vouch. Use that release."}
		case version < len(migrations):
			for err := range t.bolt.Check() {
				return struct{}{}, damaged(path, err)
			}
			return struct{}{}, nil
		}
		if report := t.check(context.Background()); len(report.Problems) > 0 {
			return struct{}{}, &Error{Kind: Invalid, Err: ErrCorrupt, Msg: "The backup " + path + " is damaged: " + report.Problems[0] + "."}
		}
		return struct{}{}, nil
	})
	return err
}

// Restore puts the verified backup from in place of the database to, in one step. It refuses while a program has to open.
func Restore(from, to string) error {
	if err := VerifyBackup(from); err != nil {
		return err
	}
	// A damaged database may be replaced, a running one may not: only the lock counts.
	if _, err := os.Stat(to); err == nil {
		running, err := openFile(to, 100*time.Millisecond, false)
		if errors.Is(err, ErrLocked) {
			return &Error{Kind: Conflict, Err: ErrLocked, Msg: "Vouch is running with the database " + to + ". Stop it first."}
		}
		if running != nil {
			_ = running.Close()
		}
	}
	if err := replaceFile(from, to); err != nil {
		return &Error{Kind: Internal, Err: err, Msg: "The backup could not be put in place: " + err.Error() + ". The old database is unchanged."}
	}
	return nil
}

// replaceFile copies from beside to and renames it over it, so that to is always one or the other, whole.
func replaceFile(from, to string) (err error) {
	// The temporary file lies in the target's folder, because a rename is only atomic within one file system.
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	folder := filepath.Dir(to)
	copied, err := os.CreateTemp(folder, filepath.Base(to)+".restore-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(copied.Name())
		}
	}()
	_, err = io.Copy(copied, source)
	// Synced before the rename: otherwise a power cut could leave the new name with the old emptiness.
	err = errors.Join(err, copied.Chmod(fileMode), copied.Sync(), copied.Close())
	if err != nil {
		return err
	}
	if err = os.Rename(copied.Name(), to); err != nil {
		return err
	}
	return syncFolder(folder)
}

// syncFolder makes a rename durable. Systems that cannot sync a folder make it durable by themselves.
func syncFolder(folder string) error {
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	_ = f.Sync()
	return f.Close()
}
