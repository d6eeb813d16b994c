// Nightly backup tests: one a day, the last seven kept, nothing else touched; the commands are in the scripts.

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"vouch/store"
	"vouch/store/storetest"
)

func TestBackup_Nightly(t *testing.T) {
	folder := t.TempDir()
	for day := 1; day <= 9; day++ {
		mustWrite(t, filepath.Join(folder, fmt.Sprintf("vouch-2020-01-%02d.db", day)), "old")
	}
	mustWrite(t, filepath.Join(folder, "vouch-before-the-move.db"), "mine")
	app := &App{DB: storetest.MustOpen(t), options: appOptions{BackupDir: folder, Log: zerolog.Nop()}}
	if err := app.backUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	today := filepath.Join(folder, "vouch-"+time.Now().UTC().Format(time.DateOnly)+".db")
	if err := store.VerifyBackup(today); err != nil {
		t.Errorf("today's backup: %v", err)
	}
	if text := mustRead(t, filepath.Join(folder, "vouch-before-the-move.db")); text != "mine" {
		t.Errorf("a file of another name became %q", text)
	}
	names := mustNames(t, folder)
	if len(names) != backupsKept+1 || names[0] != "vouch-2020-01-04.db" {
		t.Errorf("kept %q", names)
	}
	if err := app.backUp(t.Context()); err != nil {
		t.Errorf("the second time on a day: %v", err)
	}
	if again := mustNames(t, folder); len(again) != len(names) {
		t.Errorf("the second time on a day left %q", again)
	}
}

func TestBackup_NightlyKeepsTheOldOnesWhenItFails(t *testing.T) {
	folder := t.TempDir()
	app := &App{DB: storetest.MustOpen(t), options: appOptions{BackupDir: filepath.Join(folder, "gone"),
		Log: zerolog.Nop()}}
	if err := app.backUp(t.Context()); err == nil || !strings.Contains(err.Error(),
		"the nightly backup: cannot write the backup") {
		t.Errorf("error %v", err)
	}
}

func mustNames(tb testing.TB, folder string) []string {
	tb.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		tb.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
