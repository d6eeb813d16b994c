// Opening the database: the key check, the migrations, backups, and a sentence for every way a file can be wrong.

package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/oklog/ulid/v2"

	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/referral"
	"vouch/store/seal"
)

// The causes of a failed Open, for errors.Is; the Msg beside them says what to do.
var (
	ErrLocked  = kv.ErrLocked
	ErrForeign = kv.ErrForeign
	ErrNewer   = kv.ErrNewer
	ErrCorrupt = kv.ErrCorrupt
	ErrKey     = errors.New("wrong key for personal data")
)

// Open opens the database, creates it when it does not exist, and brings an older one to today's layout.
func Open(o Options) (*DB, error) {
	if len(o.Key) != seal.KeySize {
		return nil, &Error{Kind: Invalid, Err: ErrKey,
			Msg: fmt.Sprintf("The key for personal data must be %d bytes, not %d.", seal.KeySize, len(o.Key))}
	}
	keys, err := seal.Derive(o.Key)
	if err != nil {
		return nil, internal("derive the keys", err)
	}
	db := &DB{opened: &opened{
		keys: keys, openedAt: Now(), entropy: ulid.Monotonic(rand.Reader, 0), wake: make(chan struct{}, 1),
		wakeHooks: make(chan struct{}, 1),
	}}
	// One, not zero: a cache that starts at zero must see that it holds nothing yet.
	db.live.Store(1)
	if db.file, err = kv.Open(o.Path, o.Timeout, schema, func(t *kv.Tx, migrated bool) error {
		return admit(keys, t, migrated)
	}); err != nil {
		return nil, explainFile(o.Path, err)
	}
	return db, nil
}

// metaKeyCheck is where a value lies that is derived from the key and says nothing about it.
const metaKeyCheck = "key_check"

// admit checks that the file was written with this key; a new one is from now on.
func admit(keys seal.Keys, t *kv.Tx, migrated bool) error {
	known := t.Get(kv.Meta, metaKeyCheck)
	if known == nil && migrated {
		t.Put(kv.Meta, metaKeyCheck, keys.Check)
		return nil
	}
	if string(known) != string(keys.Check) {
		return &Error{Kind: Denied, Err: ErrKey, Msg: "The key for personal data is not the one this database was written " +
			"with. Give the old key."}
	}
	if migrated {
		sealOlder(keys, t)
	}
	return nil
}

// sealOlder seals the words about referred people that older releases kept in plain text.
func sealOlder(keys seal.Keys, k *kv.Tx) {
	t := &tx{Tx: k, db: &DB{opened: &opened{keys: keys}}}
	referrals.RewriteAll(k, func(r *keptReferral) (found bool) {
		if r.Need != "" {
			t.sealField(r, "need", r.Need)
			r.Need, found = "", true
		}
		for i := range r.History {
			if step := &r.History[i]; step.Reason != "" {
				t.sealField(r, referral.ReasonField(i), step.Reason)
				step.Reason, found = "", true
			}
		}
		return found
	})
}

// explainFile says what is wrong with a file and what to do.
func explainFile(path string, err error) error {
	e := &Error{Kind: Internal, Err: err, Msg: "The database " + path + " cannot be opened: " + err.Error() + "."}
	switch {
	case errors.As(err, new(*Error)):
		return err
	case errors.Is(err, ErrLocked):
		e.Kind, e.Msg = Conflict, "Vouch is already running with the database "+path+
			". Use the running one: commands reach it through its control socket."
	case errors.Is(err, ErrForeign):
		e.Kind, e.Msg = Invalid, path+" is not a Vouch database."
	case errors.Is(err, ErrNewer):
		e.Kind, e.Msg = Conflict, "The database "+path+" was written by a newer Vouch. Use that release."
	case errors.Is(err, ErrCorrupt):
		e.Kind, e.Msg = Invalid, path+" is damaged or is not a Vouch database. Restore a backup: vouch restore."
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		e.Kind, e.Msg = Denied, "The database "+path+
			" cannot be written. Make the file and its folder "+filepath.Dir(path)+" writable for this user."
	case errors.Is(err, fs.ErrNotExist):
		e.Kind, e.Msg = NotFound, "The folder "+filepath.Dir(path)+" does not exist. Create it first."
	}
	return e
}

// migrations only ever grows at its end. Each has a row in the migration test.
var migrations = []kv.Migration{
	{Name: "the first layout", Run: func(*kv.Tx) {}},
	{Name: "deliveries and messages are packed", Run: packDigests},
	{Name: "sources, stories and events", Run: addSources},
	{Name: "words about referred people are sealed, see admit", Run: (*kv.Tx).Forget},
	{Name: "team boards add up the people of a team", Run: dropTeamTotals},
	{Name: "late referrals are counted", Run: countLate},
	{Name: "the people of a department are counted", Run: countDepartments},
	{Name: "who joined has agreed to the first policy", Run: acknowledgeOlder},
}

// packDigests packs the values that every digest writes, and drops the index of deliveries by person.
func packDigests(t *kv.Tx) {
	deliveries.Repack(t)
	messages.Repack(t)
	t.DropBucket("deliveries_by_person")
}

// dropTeamTotals removes the sums and numbers of teams, which kept the points of people who had left.
func dropTeamTotals(t *kv.Tx) {
	t.DropBucket("team_totals")
	for _, key := range t.Keys(kv.Counters, kv.Join("team", ""), 0) {
		t.Delete(kv.Counters, key)
	}
}

// countLate counts the referrals that were late before they were counted.
func countLate(t *kv.Tx) {
	referrals.Each(t, func(k *keptReferral) bool {
		if k.IsOpen() && k.Nudged > 0 {
			t.MoveCounters(nil, []string{lateReferrals})
		}
		return true
	})
}

// countDepartments counts who was there before departments were counted.
func countDepartments(t *kv.Tx) {
	employees.Each(t, func(e *Employee) bool {
		if e.WorksHere() && e.Department != "" {
			t.MoveCounters(nil, []string{employee.DepartmentOf(e.Department)})
		}
		return true
	})
}

// addSources remembers the pages that have left the library.
func addSources(t *kv.Tx) {
	assets.Each(t, func(a *Asset) bool {
		if a.State == Expired || a.State == Withdrawn {
			t.MoveRows(nil, []kv.Row{goneRow(a)})
		}
		return true
	})
}

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
