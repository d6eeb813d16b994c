// Damaged pages that are met while the file is open.

package kv

import (
	"errors"
	"path/filepath"
	"testing"

	"go.etcd.io/bbolt"
)

func TestDB_DamagedPageIsAnErrorOfItsCaller(t *testing.T) {
	bolt, err := bbolt.Open(filepath.Join(t.TempDir(), "x.db"), fileMode, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = bolt.Close() })
	db := &DB{bolt: bolt, schema: &Schema{}}
	damaged := func(*Tx) error { new(bbolt.Cursor).First(); return nil }
	if err := db.View(damaged); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a question: %v", err)
	}
	if err := db.update(func(*bbolt.Tx) error { return damaged(nil) }); !errors.Is(err, ErrCorrupt) {
		t.Errorf("a commit: %v", err)
	}
	defer func() {
		if p := recover(); p != "a mistake" {
			t.Errorf("a mistake of the caller ends as %v", p)
		}
	}()
	_ = db.View(func(*Tx) error { panic("a mistake") })
}
