// A verb's view of the file: reads, writes that can be undone, sequences and what follows the commit.

package kv

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"go.etcd.io/bbolt"
)

// Tx is one verb or question inside a transaction. It must not be used after its function returned.
type Tx struct {
	schema  *Schema
	bolt    *bbolt.Tx
	*places        // found once each
	keyed   []byte // the key of the call under way; bbolt keeps none
	undo    []undoStep
	alone   bool // no other verb shares the transaction: dropping that is all the undo it needs
	dirty   bool
	forgets bool // see Forget
	after   func()

	batched  bool
	rows     map[*Bucket][]batchedRow
	counters map[string]int
}

type undoStep struct {
	bucket     *Bucket
	key, value []byte // nil value: the key did not exist
}

// places are what a transaction has found of the buckets, by Bucket.index. They are by far the largest part of a small
// question and are used again.
type places struct {
	buckets []*bbolt.Bucket
	cursors []*bbolt.Cursor // see find
}

func newTx(schema *Schema, b *bbolt.Tx) *Tx {
	p, _ := schema.places.Get().(*places)
	if p == nil {
		p = &places{make([]*bbolt.Bucket, len(schema.buckets)), make([]*bbolt.Cursor, len(schema.buckets))}
	}
	return &Tx{schema: schema, bolt: b, places: p}
}

// end leaves the places to others. The transaction has none from then on.
func (t *Tx) end() {
	clear(t.buckets)
	clear(t.cursors)
	t.schema.places.Put(t.places)
	t.places = nil
}

// AfterCommit sets what runs in the committer once the verb is on disk. It must not block.
func (t *Tx) AfterCommit(f func()) { t.after = f }

// FileSize is the size of the file in bytes.
func (t *Tx) FileSize() int64 { return t.bolt.Size() }

// bucket finds a bucket once per verb.
func (t *Tx) bucket(b *Bucket) *bbolt.Bucket {
	if t.buckets[b.index] == nil {
		t.buckets[b.index] = t.bolt.Bucket([]byte(b.name))
		if t.buckets[b.index] == nil {
			Fail("bucket %s is missing", b)
		}
	}
	return t.buckets[b.index]
}

// bytes turns a key into bytes that are only valid until the next call.
func (t *Tx) bytes(key string) []byte {
	t.keyed = append(t.keyed[:0], key...)
	return t.keyed
}

// GrowsAtEnd fills the pages of buckets whose keys come in order: half-full ones would stay half-full for ever.
func (t *Tx) GrowsAtEnd(buckets ...*Bucket) {
	for _, b := range buckets {
		t.bucket(b).FillPercent = 0.95
	}
}

// Get returns a value that is only valid inside the transaction, nil for none.
func (t *Tx) Get(b *Bucket, key string) []byte { return t.find(b, t.bytes(key)) }

// find is bbolt's Get, which makes a new cursor for each key: three allocations where one cursor for all needs none.
func (t *Tx) find(b *Bucket, key []byte) []byte {
	c := t.cursors[b.index]
	if c == nil {
		c = t.bucket(b).Cursor()
		t.cursors[b.index] = c
	}
	if k, value := c.Seek(key); bytes.Equal(k, key) {
		return value
	}
	return nil
}

// ErrWrites ends a question that would write.
var ErrWrites = errors.New("kv: a question must not write")

// Writes ends a question with ErrWrites; a verb goes on.
func (t *Tx) Writes() {
	if !t.bolt.Writable() {
		Abort(ErrWrites)
	}
}

// Put writes a value. Writing what is there already is no write; only a verb that writes in batches does not look
// first.
func (t *Tx) Put(b *Bucket, key string, value []byte) {
	k := t.bytes(key)
	if !t.batched || !t.alone {
		old := t.find(b, k)
		if old != nil && bytes.Equal(old, value) {
			return
		}
		t.remember(b, k, old)
	}
	t.Writes()
	t.dirty = true
	if err := t.bucket(b).Put(k, value); err != nil {
		Abort(&Fault{fmt.Errorf("put into %s: %w", b, err)})
	}
}

// Delete deletes a key that may not exist.
func (t *Tx) Delete(b *Bucket, key string) {
	k := t.bytes(key)
	if !t.batched || !t.alone {
		old := t.find(b, k)
		if old == nil {
			return
		}
		t.remember(b, k, old)
	}
	t.Writes()
	t.dirty = true
	if err := t.bucket(b).Delete(k); err != nil {
		Abort(&Fault{fmt.Errorf("delete from %s: %w", b, err)})
	}
}

// remember notes what a key held, nil for nothing, so that rollback can put it back.
func (t *Tx) remember(b *Bucket, key, old []byte) {
	if t.alone {
		return
	}
	if old != nil {
		old = append([]byte{}, old...)
	}
	t.undo = append(t.undo, undoStep{b, bytes.Clone(key), old})
}

// rollback takes back this verb's writes and no other's; those of a lone verb go with its transaction. A failure here
// leaves the whole transaction unusable, so it goes on up.
func (t *Tx) rollback() {
	for _, step := range slices.Backward(t.undo) {
		var err error
		if step.value == nil {
			err = t.bucket(step.bucket).Delete(step.key)
		} else {
			err = t.bucket(step.bucket).Put(step.key, step.value)
		}
		if err != nil {
			panic(errors.Join(errors.New("kv: undo failed"), err))
		}
	}
	t.undo, t.rows, t.counters = nil, nil, nil
}

// NextNumber counts a named sequence from one.
func (t *Tx) NextNumber(name string) uint64 {
	n := t.Number(name) + 1
	t.SetNumber(name, n)
	return n
}

// SetNumber keeps a number under a name.
func (t *Tx) SetNumber(name string, n uint64) { t.Put(Meta, name, binary.AppendUvarint(nil, n)) }

// Number is the last value of a named sequence, or the number that was kept under a name.
func (t *Tx) Number(name string) uint64 {
	n, _ := binary.Uvarint(t.Get(Meta, name))
	return n
}
