// Backups: a hot copy of the file, its verification, and a replacement that never touches a running database.

package kv

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"go.etcd.io/bbolt"
)

// Backup writes a consistent copy of the file while it is used and returns its size. The copy holds a snapshot until it
// is written.
func (db *DB) Backup(w io.Writer) (n int64, err error) {
	err = db.bolt.View(func(b *bbolt.Tx) error {
		n, err = b.WriteTo(w)
		return err
	})
	return n, faultOf(err)
}

// Verify opens a copy for reading and has it looked at. A copy of an older release is read page by page only: its
// indexes are those of its own time, and the next start brings it to the layout of today.
func Verify(path string, schema *Schema, look func(*Tx) error) (err error) {
	defer caughtDamage(path, &err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	bolt, err := openFile(path, lockTimeout, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bolt.Close()) }()
	return bolt.View(func(b *bbolt.Tx) error {
		switch state, err := schema.inspect(b); {
		case err != nil:
			return err
		case state == empty:
			return ErrForeign
		case state == older:
			for err := range b.Check() {
				return damaged(path, err)
			}
			return nil
		}
		return look(newTx(schema, b))
	})
}

// Replace copies the file from over the file to, in one step. It refuses with ErrLocked while another process has to
// open; a damaged file may be replaced.
func Replace(from, to string) error {
	if _, err := os.Stat(to); err == nil {
		running, err := openFile(to, 100*time.Millisecond, false)
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
