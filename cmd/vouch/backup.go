// Backup and restore: a hot, verified copy, one every night where the operator wants it, and the way back.

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"vouch/store"
)

// backupCommand is `vouch backup`. type:"path" makes To absolute: the running bot, which
// writes the file, may stand in another folder.
type backupCommand struct {
	database
	To string `arg:"" help:"The file to write; it must not exist." type:"path"`
}

type backupArgs struct{ To string }

// Run writes the backup, in the running bot if there is one.
func (c *backupCommand) Run(env *environment) error {
	return c.perform(env, "backup", backupArgs{To: c.To})
}

func backupOperation(_ context.Context, db *store.DB, a backupArgs, out io.Writer) error {
	// The key is not in the backup: whoever finds one without the other cannot read personal data.
	size, err := backupTo(db, a.To)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "wrote %s (%d bytes), verified. Keep the key file elsewhere.\n", a.To, size)
	return err
}

// backupTo writes a verified copy to path, which must not exist. The copy takes its name
// only once it is whole and checked, so a file of that name is always a good backup.
func backupTo(db *store.DB, path string) (size int64, err error) {
	if _, err := os.Lstat(path); err == nil {
		return 0, fmt.Errorf("%s exists already: choose another name", path)
	}
	// In the same folder, because a link or rename does not cross file systems.
	// CreateTemp makes it readable by the owner only.
	temporary, err := os.CreateTemp(filepath.Dir(path), ".vouch-backup-*")
	if err != nil {
		return 0, fmt.Errorf("cannot write the backup: %w", err)
	}
	defer os.Remove(temporary.Name()) // after the rename there is nothing left to remove
	// 1 MiB: the database is written page by page, and the snapshot should be held as short as possible.
	buffered := bufio.NewWriterSize(temporary, 1<<20)
	size, err = db.Backup(buffered)
	err = errors.Join(err, buffered.Flush(), temporary.Sync(), temporary.Close())
	if err != nil {
		return 0, fmt.Errorf("cannot write the backup: %w", err)
	}
	// The file is read back from the disk, not from what was meant to be written.
	if err := store.VerifyBackup(temporary.Name()); err != nil {
		return 0, fmt.Errorf("the copy is not sound and was thrown away, see vouch check: %w", err)
	}
	if err := giveName(temporary.Name(), path); err != nil {
		return 0, fmt.Errorf("cannot give the backup its name: %w", err)
	}
	return size, nil
}

// giveName names a finished file for good. A link fails when the name was taken
// meanwhile, where a rename would overwrite; but there are file systems without links.
func giveName(temporary, path string) error {
	err := os.Link(temporary, path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = os.Rename(temporary, path)
	}
	if err != nil {
		return err
	}
	// The name is an entry of the folder, and is safe from a loss of power only when the folder was synced as well.
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	_ = folder.Sync() // systems that cannot sync a folder make the name durable by themselves
	return folder.Close()
}

// restoreCommand is `vouch restore`. It works on the file and never through the running
// bot, which would have to give its database up.
type restoreCommand struct {
	database
	From  string `arg:"" help:"The backup to restore." type:"existingfile"`
	Force bool   `help:"Replace a database that exists; it is kept beside as .before-restore."`
}

// Run puts the backup in the database's place. The bot must be stopped: the lock on the file says so otherwise. Until
// store.Restore has put the verified copy in place, the present database stays what it is.
func (c *restoreCommand) Run(env *environment) error {
	aside := ""
	if _, err := os.Stat(c.DB); err == nil {
		if !c.Force {
			// Exit code 2 and no question: restores are run by scripts as well, and
			// --force is the answer given beforehand.
			return usageError{fmt.Errorf("%s exists: stop the bot and add --force to replace it "+
				"(it is kept as %s.before-restore)", c.DB, c.DB)}
		}
		aside = c.DB + ".before-restore"
		if err := keepAside(c.DB, aside); err != nil {
			return err
		}
	}
	if err := store.Restore(c.From, c.DB); err != nil {
		if aside != "" {
			err = errors.Join(err, os.Remove(aside)) // the database still has its own name
		}
		return err
	}
	_, err := fmt.Fprintf(env.Stdout, "restored %s from %s. It opens only with the key of that backup.\n", c.DB, c.From)
	return err
}

// keepAside gives the present database a second name, or makes a copy where there are no links. The database keeps its
// own name until the restored one takes it. Before Restore and not after, so that at no moment the present data has no
// name. It may be called while a bot runs; the restore then refuses, and the second name is taken away again.
func keepAside(database, aside string) error {
	if _, err := os.Lstat(aside); err == nil {
		return fmt.Errorf("%s exists from an earlier restore: move it away first", aside)
	}
	// A link costs nothing however large the file is.
	if os.Link(database, aside) == nil {
		return nil
	}
	if err := copyFile(database, aside); err != nil {
		return fmt.Errorf("cannot keep the present database as %s: %w", aside, err)
	}
	return nil
}

// copyFile copies from to a new file to; on failure there is none.
func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	if err = errors.Join(err, target.Sync(), target.Close()); err != nil {
		err = errors.Join(err, os.Remove(to))
	}
	return err
}

// backupsKept is how many nights stay in the folder. A week: long enough to notice on Monday what went wrong on Friday.
// README and the help of VOUCH_BACKUP_DIR name the number.
const backupsKept = 7

// nightlyName matches the files that are ours to delete; a backup under another name is
// never touched. Operators may keep their own copies in the same folder.
var nightlyName = regexp.MustCompile(`^vouch-\d{4}-\d{2}-\d{2}\.db$`)

// backUp is the bot's nightly work: today's backup, by date of UTC, unless there is one, and then the oldest go. What
// went wrong is the error; the old backups stay as long as the new one failed.
func (a *App) backUp(_ context.Context) error {
	folder := a.options.BackupDir
	path := filepath.Join(folder, "vouch-"+store.Now().UTC().Format(time.DateOnly)+".db")
	// A second start on one day: the first copy stays, since backups are never overwritten.
	if _, err := os.Lstat(path); err == nil {
		return nil
	}
	size, err := backupTo(a.DB, path)
	if err != nil {
		return fmt.Errorf("the nightly backup: %w", err)
	}
	a.options.Log.Info().Str("file", path).Int64("bytes", size).Msg("wrote the nightly backup, verified")
	return dropOldBackups(folder)
}

// dropOldBackups deletes all but the newest of the nightly files. What cannot be removed is told and does not keep the
// others. Folders and links that happen to have such a name are left.
func dropOldBackups(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("old backups: %w", err)
	}
	entries = slices.DeleteFunc(entries, func(e os.DirEntry) bool {
		return !e.Type().IsRegular() || !nightlyName.MatchString(e.Name())
	})
	var problems []error // sorted by name, which is by date
	for _, old := range entries[:max(0, len(entries)-backupsKept)] {
		problems = append(problems, os.Remove(filepath.Join(folder, old.Name())))
	}
	return errors.Join(problems...)
}
