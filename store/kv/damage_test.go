// Damaged pages that are met while the file is open.

package kv

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

// pageOf finds the first page of a bucket's tree.
func pageOf(tb testing.TB, db *DB, bucket *Bucket) int64 {
	tb.Helper()
	var page int64
	err := db.bolt.View(func(b *bbolt.Tx) error {
		page = int64(b.Bucket([]byte(bucket.name)).Root())
		return nil
	})
	if err != nil || page == 0 {
		tb.Fatalf("page %d, %v", page, err)
	}
	return page
}

// A page above others holds, from byte 16 on, 16 bytes for each of them: where its key is, the length, its number.
func TestDB_DamageNamesItsBucket(t *testing.T) {
	for name, damage := range map[string]func(page []byte){
		"a page of zeros":                nil,
		"another page in its place":      func(page []byte) { page[0]++ },
		"a page that is nowhere":         func(page []byte) { binary.NativeEndian.PutUint64(page[24:], 1<<60) },
		"a key that is nowhere":          func(page []byte) { binary.NativeEndian.PutUint32(page[32:], 1<<31) },
		"a key that is far too long":     func(page []byte) { binary.NativeEndian.PutUint32(page[36:], 1<<31) },
		"a key that is not in its order": func(page []byte) { page[binary.NativeEndian.Uint32(page[32:])+32] ^= 0xff },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.db")
			fruits := NewBucket("fruits")
			schema := NewSchema([]*Bucket{fruits}, nil, []Migration{{Name: "first", Run: func(*Tx) {}}})
			db, err := Open(path, 0, schema, func(*Tx, bool) error { return nil })
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
			err = db.Write(func(tx *Tx) error {
				for i := range 2000 {
					tx.Put(fruits, fmt.Sprintf("fruit %05d", i), []byte("red"))
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			file, err := os.OpenFile(path, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			page, at := make([]byte, os.Getpagesize()), pageOf(t, db, fruits)*int64(os.Getpagesize())
			if damage != nil {
				if _, err := file.ReadAt(page, at); err != nil {
					t.Fatal(err)
				}
				damage(page)
			}
			if _, err := file.WriteAt(page, at); err != nil {
				t.Fatal(err)
			}
			var report Report
			err = db.View(func(tx *Tx) error { report = tx.Check(context.Background(), nil, nil); return nil })
			if err != nil || len(report.Problems) != 1 || !strings.HasPrefix(report.Problems[0], "fruits: ") {
				t.Errorf("a check: %v, %q", err, report.Problems)
			}
			_, backup := db.Backup(io.Discard)
			for what, err := range map[string]error{
				"a backup":   backup,
				"a question": db.View(func(tx *Tx) error { tx.Get(fruits, "fruit 00150"); tx.Keys(fruits, "", 0); return nil }),
			} {
				if err != nil && (!errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "bucket fruits: ")) {
					t.Errorf("%s: %v", what, err)
				}
			}
		})
	}
}

func TestDB_DamagedPageIsAnErrorOfItsCaller(t *testing.T) {
	schema := NewSchema(nil, nil, []Migration{{Name: "first", Run: func(*Tx) {}}})
	db, err := Open(filepath.Join(t.TempDir(), "x.db"), 0, schema, func(*Tx, bool) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
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
