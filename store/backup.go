// Backups: a hot copy of the database, its verification, and a restore that never touches a running one.

package store

import (
	"context"
	"errors"
	"io"
	"os"

	"vouch/store/kv"
)

// Backup writes a consistent copy of the database while it runs and returns its size. The copy holds a snapshot until
// it is written, so give it a local file and send that on afterwards.
func (db *DB) Backup(w io.Writer) (n int64, err error) {
	if n, err = db.file.Backup(w); err != nil {
		return n, failed("write the backup", err)
	}
	return n, nil
}

// VerifyBackup reads a whole copy and tells the first thing that is wrong with it. It needs no key: sealed fields stay
// sealed.
func VerifyBackup(path string) (err error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return &Error{Kind: NotFound, Err: err, Msg: "The backup " + path + " cannot be read."}
	case info.Size() == 0:
		return explainFile(path, ErrForeign)
	}
	err = kv.Verify(path, schema, func(k *kv.Tx) error {
		t := &tx{Tx: k, db: &DB{opened: &opened{}}, now: Now()}
		if report := t.check(context.Background()); len(report.Problems) > 0 {
			return &Error{Kind: Invalid, Err: ErrCorrupt, Msg: "The backup " + path + " is damaged: " + report.Problems[0] + "."}
		}
		return nil
	})
	if err != nil {
		return explainFile(path, err)
	}
	return nil
}

// Restore puts the verified backup from in place of the database to, in one step. It refuses while a program has to
// open.
func Restore(from, to string) error {
	if err := VerifyBackup(from); err != nil {
		return err
	}
	switch err := kv.Replace(from, to); {
	case errors.Is(err, ErrLocked):
		return &Error{Kind: Conflict, Err: ErrLocked, Msg: "Vouch is running with the database " + to + ". Stop it first."}
	case err != nil:
		return &Error{Kind: Internal, Err: err,
			Msg: "The backup could not be put in place: " + err.Error() + ". The old database is unchanged."}
	}
	return nil
}
