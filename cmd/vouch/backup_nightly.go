// Nightly backups: one verified copy a day in a folder of the operator's choice, the oldest ones given up.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"vouch/store"
)

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
