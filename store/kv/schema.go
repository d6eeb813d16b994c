// The schema: which buckets the file has, and the steps that bring an older file to today's layout.

package kv

import (
	"encoding/binary"
	"fmt"
	"slices"
	"sync"

	"go.etcd.io/bbolt"
)

// Bucket is one top-level bucket. It belongs to one Schema.
type Bucket struct {
	name  string
	index int
}

// NewBucket names a bucket. The name is part of the file: another one is a migration.
func NewBucket(name string) *Bucket { return &Bucket{name: name} }

// String is the name of the bucket in the file.
func (b *Bucket) String() string { return b.name }

// The buckets that every schema has: Meta keeps the layout and the sequences, Counters is derived.
var (
	Meta     = NewBucket("meta")
	Counters = NewBucket("tallies")
)

// metaLayout is the key of the layout number in Meta.
const metaLayout = "layout"

// A Migration turns the layout before it into its own. Its number is its place in the list, counted from one. It runs
// when every bucket of the schema exists.
type Migration struct {
	Name string
	Run  func(*Tx)
}

// Schema lists the buckets of a file: those that are kept and those that are derived from them.
type Schema struct {
	buckets    []*Bucket // all, Meta first and Counters last
	derived    []*Bucket
	migrations []Migration
	places     sync.Pool // of *places
}

// NewSchema gives every bucket its place. Migrations only ever grow at their end. A new bucket needs none: it is
// created in files that lack it, and a release that does not know it refuses the file from then on.
func NewSchema(kept, derived []*Bucket, migrations []Migration) *Schema {
	s := &Schema{derived: append(slices.Clone(derived), Counters), migrations: migrations}
	s.buckets = slices.Concat([]*Bucket{Meta}, kept, s.derived)
	for i, b := range s.buckets[1 : len(s.buckets)-1] {
		b.index = i + 1
	}
	Counters.index = len(s.buckets) - 1
	return s
}

// Buckets lists every bucket, in the order of the schema.
func (s *Schema) Buckets() []*Bucket { return s.buckets }

// fileState is how a file stands to a schema.
type fileState int

const (
	current fileState = iota
	empty
	older // or without a bucket that has come since
)

// inspect says whether a file is of this schema.
func (s *Schema) inspect(b *bbolt.Tx) (fileState, error) {
	root := b.Bucket([]byte(Meta.name))
	if root == nil {
		if name, _ := b.Cursor().First(); name != nil {
			return empty, ErrForeign
		}
		return empty, nil
	}
	raw := root.Get([]byte(metaLayout))
	if len(raw) != 4 {
		return empty, ErrForeign
	}
	switch layout := int(binary.BigEndian.Uint32(raw)); {
	case layout > len(s.migrations):
		return current, fmt.Errorf("%w: layout %d, this one knows %d", ErrNewer, layout, len(s.migrations))
	case layout < len(s.migrations):
		return older, nil
	}
	known, unknown := 0, ""
	err := b.ForEach(func(name []byte, _ *bbolt.Bucket) error {
		if known++; !slices.ContainsFunc(s.buckets, func(b *Bucket) bool { return b.name == string(name) }) {
			unknown = string(name)
		}
		return nil
	})
	if unknown != "" {
		return current, fmt.Errorf("%w: bucket %q is not known", ErrNewer, unknown)
	}
	if known < len(s.buckets) {
		return older, err
	}
	return current, err
}

// migrate creates the buckets that are missing and runs the steps the file has not seen. They share one transaction: a
// step that fails leaves the old layout.
func (s *Schema) migrate(t *Tx) error {
	from, root := 0, t.bolt.Bucket([]byte(Meta.name))
	if root != nil {
		from = int(binary.BigEndian.Uint32(root.Get([]byte(metaLayout))))
	}
	for _, b := range s.buckets {
		if _, err := t.bolt.CreateBucketIfNotExists([]byte(b.name)); err != nil {
			return fmt.Errorf("create bucket %s: %w", b, err)
		}
	}
	for _, m := range s.migrations[from:] {
		m.Run(t)
	}
	if root == nil { // a new file has nothing to forget, whatever its steps say
		t.Delete(Meta, metaForget)
	}
	t.Put(Meta, metaLayout, binary.BigEndian.AppendUint32(nil, uint32(len(s.migrations))))
	return nil
}

// DropBucket removes a bucket that no schema has any more, for a migration.
func (t *Tx) DropBucket(name string) {
	if t.bolt.Bucket([]byte(name)) == nil {
		return
	}
	if err := t.bolt.DeleteBucket([]byte(name)); err != nil {
		Fail("drop bucket %s: %w", name, err)
	}
}
