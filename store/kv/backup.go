// Backups: a hot copy of the file, its verification, and a replacement that never touches a running database.

package kv

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
)

// copySuffix is the pattern of copies that are being made beside the file.
const copySuffix = ".copy-*"

// copyBatch bounds a transaction of the copy, in bytes.
const copyBatch = 16 << 20

// Backup writes a consistent copy of the file while it is used and returns its size. The copy is made of live values
// alone, first in a file beside the database, and holds a snapshot until that is written. A file that was deleted or
// swapped meanwhile is copied all the same: nothing else has its values any more.
func (db *DB) Backup(w io.Writer) (n int64, err error) {
	defer func() { err = db.named(err) }()
	defer recoverDamage(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	if err := db.whole(); err != nil {
		return 0, &Fault{err}
	}
	temporary, err := os.CreateTemp(filepath.Dir(db.path), filepath.Base(db.path)+copySuffix)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, temporary.Close(), os.Remove(temporary.Name())) }()
	// Nothing is synced: whoever gets the copy syncs it where it stays.
	live, err := bbolt.Open(temporary.Name(), fileMode, &bbolt.Options{NoSync: true, NoGrowSync: true,
		FreelistType: bbolt.FreelistMapType})
	if err != nil {
		return 0, err
	}
	if err := errors.Join(bbolt.Compact(live, db.bolt, copyBatch), live.Close()); err != nil {
		if db.unreadable() != "" {
			err = pagesDamaged(err)
		}
		return 0, faultOf(err)
	}
	return io.Copy(w, temporary)
}

// Verify opens a copy for reading and has it looked at. A copy of an older release is read page by page only: its
// indexes are those of its own time, and the next start brings it to the layout of today.
func Verify(path string, schema *Schema, look func(*Tx) error) (err error) {
	defer caughtDamage(path, &err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	bolt, _, err := openFile(path, lockTimeout, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bolt.Close()) }()
	return bolt.View(func(b *bbolt.Tx) error {
		state, err := schema.inspect(b)
		switch {
		case err != nil:
		case state == empty:
			err = ErrForeign
		case state == older:
			readThrough(b, func(bucket string, wrong error) bool {
				err = damaged(path, fmt.Errorf("%s: %w", bucket, wrong))
				return false
			})
		default:
			err = look(newTx(schema, b))
		}
		if err != nil {
			return err
		}
		if problems := looseEnds(b); len(problems) > 0 {
			return damaged(path, errors.New(problems[0]))
		}
		return nil
	})
}

// Replace copies the file from over the file to, in one step. It refuses with ErrLocked while another process has to
// open; a damaged file may be replaced.
func Replace(from, to string) error {
	if _, err := os.Stat(to); err == nil {
		running, _, err := openFile(to, 100*time.Millisecond, false)
		if errors.Is(err, ErrLocked) {
			return err
		}
		if running != nil {
			_ = running.Close()
		}
	}
	return replaceFile(from, to)
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
