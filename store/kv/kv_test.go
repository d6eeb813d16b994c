// The engine by itself: a schema of two buckets, without any noun.

package kv_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/store/kv"
)

type fruit struct{ Name, Colour string }

// aSchema is a table of fruits, found by colour and counted by it, and extra buckets that came later.
func aSchema(extra ...string) (*kv.Schema, *kv.Table[fruit], *kv.Bucket) {
	byColour := kv.NewBucket("fruits_by_colour")
	fruits := &kv.Table[fruit]{Bucket: kv.NewBucket("fruits"), Key: func(f *fruit) string { return f.Name },
		Rows:     func(f *fruit) []kv.Row { return []kv.Row{byColour.Row(kv.Join(f.Colour, f.Name), "")} },
		Counters: func(f *fruit) []string { return []string{f.Colour} }}
	kept := []*kv.Bucket{fruits.Bucket}
	for _, name := range extra {
		kept = append(kept, kv.NewBucket(name))
	}
	return kv.NewSchema(kept, []*kv.Bucket{byColour}, []kv.Migration{{Name: "first", Run: func(*kv.Tx) {}}}), fruits,
		byColour
}

func mustOpen(tb testing.TB, path string, schema *kv.Schema) *kv.DB {
	tb.Helper()
	db, err := kv.Open(path, 0, schema, func(*kv.Tx, bool) error { return nil })
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	return db
}

func TestTable_KeepsWhatIsDerived(t *testing.T) {
	schema, fruits, byColour := aSchema()
	db := mustOpen(t, filepath.Join(t.TempDir(), "a.db"), schema)
	err := db.Write(func(t *kv.Tx) error {
		fruits.Save(t, &fruit{"apple", "red"})
		fruits.Save(t, &fruit{"plum", "blue"})
		fruits.Save(t, &fruit{"apple", "green"})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	look := func(tx *kv.Tx) error {
		if got := fruits.Under(tx, byColour, "green", 0); len(got) != 1 || got[0].Name != "apple" || tx.Counter("red") != 0 ||
			tx.Counter("green") != 1 {
			t.Errorf("green fruits %v, counters %d and %d", got, tx.Counter("red"), tx.Counter("green"))
		}
		if r := tx.Check(context.Background(), []func(*kv.Check){func(c *kv.Check) { fruits.Rebuild(tx, c) }},
			nil); len(r.Problems) > 0 || r.Counts["fruits"] != 2 {
			t.Errorf("check: %+v", r)
		}
		return nil
	}
	if err := db.View(look); err != nil {
		t.Fatal(err)
	}
}

func TestWrite_UndoesWhatEndsEarly(t *testing.T) {
	schema, fruits, _ := aSchema()
	db := mustOpen(t, filepath.Join(t.TempDir(), "a.db"), schema)
	stop := errors.New("stop")
	var fault *kv.Fault
	if err := db.Write(func(t *kv.Tx) error {
		fruits.Save(t,
			&fruit{"fig", "blue"})
		kv.Abort(stop)
		return nil
	}); !errors.Is(err, stop) {
		t.Errorf("aborted: %v", err)
	}
	if err := db.Write(func(t *kv.Tx) error {
		fruits.Save(t, &fruit{"fig", "blue"})
		fruits.Must(t,
			"kiwi")
		return nil
	}); !errors.As(err, &fault) {
		t.Errorf("a missing value that an index names: %v", err)
	}
	err := db.View(func(tx *kv.Tx) error {
		if _, found := fruits.Get(tx, "fig"); found || tx.Counter("blue") != 0 {
			t.Error("what ended early was written")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOpen_NewBucketsComeByThemselvesAndUnknownOnesAreNewer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	for _, extra := range [][]string{nil, {"vegetables"}} {
		schema, _, _ := aSchema(extra...)
		if err := mustOpen(t, path, schema).Close(); err != nil {
			t.Fatal(err)
		}
	}
	schema, _, _ := aSchema()
	_, err := kv.Open(path, 0, schema, func(*kv.Tx, bool) error { return nil })
	if !errors.Is(err, kv.ErrNewer) || !strings.Contains(err.Error(), "vegetables") {
		t.Errorf("a file with a bucket that this release does not know: %v", err)
	}
}

func TestWrite_StopsWhenTheFileIsLost(t *testing.T) {
	for name, lose := range map[string]func(path string) error{
		"deleted": os.Remove,
		"emptied": func(path string) error { return os.Truncate(path, 0) },
		"swapped": func(path string) error {
			return errors.Join(os.Rename(path, path+".old"), os.WriteFile(path, make([]byte, 1<<20), 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.db")
			synctest.Test(t, func(t *testing.T) {
				schema, fruits, _ := aSchema()
				db := mustOpen(t, path, schema)
				save := func(name string) error {
					time.Sleep(time.Minute)
					return db.Write(func(t *kv.Tx) error { fruits.Save(t, &fruit{name, "red"}); return nil })
				}
				if err := errors.Join(save("apple"), lose(path)); err != nil {
					t.Fatal(err)
				}
				if err := save("plum"); !errors.Is(err, kv.ErrLost) {
					t.Errorf("a write after the file was %s: %v", name, err)
				}
				var copied bytes.Buffer
				_, err := db.Backup(&copied)
				if name == "emptied" {
					read := db.View(func(*kv.Tx) error { return nil })
					if !errors.Is(err, kv.ErrLost) || !errors.Is(read, kv.ErrLost) {
						t.Errorf("a backup: %v; a question: %v", err, read)
					}
				} else if err != nil || !bytes.Contains(copied.Bytes(), []byte("apple")) {
					t.Errorf("a backup of what nobody else has: %v, %d bytes", err, copied.Len())
				}
			})
		})
	}
}

func TestView_EndsWhereItWouldWrite(t *testing.T) {
	schema, fruits, _ := aSchema()
	db := mustOpen(t, filepath.Join(t.TempDir(), "a.db"), schema)
	for what, write := range map[string]func(*kv.Tx){
		"put":    func(t *kv.Tx) { fruits.Save(t, &fruit{"apple", "red"}) },
		"delete": func(t *kv.Tx) { t.Delete(kv.Meta, "layout") },
	} {
		if err := db.View(func(t *kv.Tx) error { write(t); return nil }); !errors.Is(err, kv.ErrWrites) {
			t.Errorf("%s ended with %v", what, err)
		}
	}
	err := db.View(func(tx *kv.Tx) error { tx.Delete(kv.Meta, "nothing"); return nil })
	if err != nil {
		t.Errorf("what would change nothing ended with %v", err)
	}
}

// What is freed lies far behind the first piece that is read.
func TestForget_OverwritesEveryFreePage(t *testing.T) {
	schema, fruits, _ := aSchema()
	path := filepath.Join(t.TempDir(), "a.db")
	db := mustOpen(t, path, schema)
	names := make([]string, 20_000)
	for i := range names {
		names[i] = fmt.Sprintf("%05d secret", i)
	}
	write := func(each func(*kv.Tx, string), after func(*kv.Tx)) []byte {
		if err := db.Write(func(t *kv.Tx) error {
			for _, name := range names {
				each(t, name)
			}
			after(t)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	raw := write(func(t *kv.Tx, name string) { fruits.Save(t, &fruit{name, "red"}) }, func(*kv.Tx) {})
	if at := bytes.LastIndex(raw, []byte("secret")); at < 1<<20 {
		t.Fatalf("the last one lies at %d", at)
	}
	raw = write(func(t *kv.Tx, name string) { fruits.Remove(t, name) },
		func(t *kv.Tx) { fruits.Save(t, &fruit{"fig", "blue"}); t.Forget() })
	if at := bytes.Index(raw, []byte("secret")); at >= 0 || !bytes.Contains(raw, []byte("fig")) {
		t.Errorf("erased at %d, or nothing is left", at)
	}
}
