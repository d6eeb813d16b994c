// Migrations: the ordered steps that bring an older file to today's layout, all in one transaction.

package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"go.etcd.io/bbolt"
)

// The keys of the meta bucket beside the sequences.
const (
	metaLayout   = "layout"
	metaKeyCheck = "key_check"
)

// A migration turns the layout before it into its own. Its number is its place in migrations, counted from one.
type migration struct {
	name string
	run  func(*bbolt.Tx) error
}

// migrations only ever grows at its end. Each has a row in the migration test.
var migrations = []migration{
	{"the first layout", createBuckets},
	{"deliveries and messages are packed", packDigests},
	{"sources, stories and events", addSources},
}

// createBuckets makes every bucket of the map.
func createBuckets(b *bbolt.Tx) error {
	for _, name := range bucketNames {
		if _, err := b.CreateBucketIfNotExists([]byte(name)); err != nil {
			return fmt.Errorf("create bucket %s: %w", name, err)
		}
	}
	return nil
}

// packDigests packs the values that every digest writes, and drops the index of deliveries by person.
func packDigests(b *bbolt.Tx) error {
	if err := repack(b, &deliveries); err != nil {
		return err
	}
	if err := repack(b, &messages); err != nil {
		return err
	}
	byPerson := []byte("deliveries_by_person")
	if b.Bucket(byPerson) == nil {
		return nil
	}
	return b.DeleteBucket(byPerson)
}

// addSources makes the new buckets and remembers the pages that have left the library.
func addSources(b *bbolt.Tx) error {
	if err := createBuckets(b); err != nil {
		return err
	}
	gone := b.Bucket([]byte(bucket(assetsGone).String()))
	return b.Bucket([]byte(assetBucket.String())).ForEach(func(_, raw []byte) error {
		var a Asset
		if len(raw) == 0 || raw[0] != layout {
			return fmt.Errorf("%s: unknown layout of a value", assetBucket)
		}
		if err := json.Unmarshal(raw[1:], &a); err != nil {
			return fmt.Errorf("%s: %w", assetBucket, err)
		}
		if a.State != Expired && a.State != Withdrawn {
			return nil
		}
		r := goneRow(&a)
		return gone.Put([]byte(r.key), []byte(r.value))
	})
}

// repack turns the JSON values of a table into packed ones. Keys are collected first: a cursor does not survive writes.
func repack[T any](b *bbolt.Tx, tb *table[T]) error {
	bucket := b.Bucket([]byte(tb.bucket.String()))
	var keys [][]byte
	err := bucket.ForEach(func(key, _ []byte) error {
		keys = append(keys, bytes.Clone(key))
		return nil
	})
	for _, key := range keys {
		var v T
		raw := bucket.Get(key)
		if len(raw) == 0 || raw[0] != layout {
			return fmt.Errorf("%s: unknown layout of a value", tb.bucket)
		}
		if err := json.Unmarshal(raw[1:], &v); err != nil {
			return fmt.Errorf("%s: %w", tb.bucket, err)
		}
		if err := bucket.Put(key, tb.pack(&v)); err != nil {
			return fmt.Errorf("%s: %w", tb.bucket, err)
		}
	}
	return err
}

// layoutOf reads the layout number: 0 for an empty file, ErrForeign for somebody else's.
func layoutOf(b *bbolt.Tx) (int, error) {
	root := b.Bucket([]byte(meta.String()))
	if root == nil {
		if name, _ := b.Cursor().First(); name != nil {
			return 0, ErrForeign
		}
		return 0, nil
	}
	raw := root.Get([]byte(metaLayout))
	if len(raw) != 4 {
		return 0, ErrForeign
	}
	return int(binary.BigEndian.Uint32(raw)), nil
}

// migrate runs the steps the file has not seen. They share one transaction: a step that fails leaves the old layout.
func migrate(b *bbolt.Tx) error {
	from, err := layoutOf(b)
	if err != nil {
		return err
	}
	for i := from; i < len(migrations); i++ {
		if err := migrations[i].run(b); err != nil {
			return internal("migrate to "+migrations[i].name, err)
		}
	}
	number := binary.BigEndian.AppendUint32(nil, uint32(len(migrations)))
	return b.Bucket([]byte(meta.String())).Put([]byte(metaLayout), number)
}
