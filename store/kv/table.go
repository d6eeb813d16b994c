// Tables: the values of one type, saved together with the index rows and counters that are derived from them.

package kv

import (
	"encoding/json"
	"fmt"
)

// A Table keeps the values of one type. Rows and Counters say what is derived from a value; both may be nil.
type Table[T any] struct {
	Bucket   *Bucket
	Indexes  []*Bucket // where Rows go
	Key      func(*T) string
	Pack     func(*T) []byte // nil: JSON
	Unpack   func([]byte, *T) error
	Rows     func(*T) []Row
	Counters func(*T) []string
}

// Get reads a value by its key.
func (tb *Table[T]) Get(t *Tx, key string) (v T, found bool) {
	raw := t.Get(tb.Bucket, key)
	if raw == nil {
		return v, false
	}
	return tb.Decode(raw), true
}

// Must is Get for a key that an index just named.
func (tb *Table[T]) Must(t *Tx, key string) T {
	v, found := tb.Get(t, key)
	if !found {
		Fail("%s: an index names %q, which does not exist", tb.Bucket, key)
	}
	return v
}

// Decode reads a stored value.
func (tb *Table[T]) Decode(raw []byte) (v T) {
	tb.DecodeInto(raw, &v)
	return v
}

// DecodeInto is Decode in place, into a zero value; what it cannot read is damage, never bad input.
func (tb *Table[T]) DecodeInto(raw []byte, v *T) {
	if len(raw) == 0 || raw[0] != Layout {
		Fail("%s: unknown layout of a value", tb.Bucket)
	}
	var err error
	if tb.Unpack != nil {
		err = tb.Unpack(raw[1:], v)
	} else {
		err = json.Unmarshal(raw[1:], v)
	}
	if err != nil {
		Fail("%s: %w", tb.Bucket, err)
	}
}

// encode writes the layout byte and the value.
func (tb *Table[T]) encode(v *T) []byte {
	if tb.Pack != nil {
		return tb.Pack(v)
	}
	raw, err := json.Marshal(v)
	if err != nil {
		Abort(&Fault{fmt.Errorf("%s: %w", tb.Bucket, err)})
	}
	return append([]byte{Layout}, raw...)
}

// Save writes v and moves its derived rows and counters from the value it replaces.
func (tb *Table[T]) Save(t *Tx, v *T) {
	if old, found := tb.Get(t, tb.Key(v)); found {
		tb.Replace(t, &old, v)
		return
	}
	tb.Replace(t, nil, v)
}

// Replace is Save for callers that hold the stored value; old is nil for a new one.
func (tb *Table[T]) Replace(t *Tx, old, v *T) {
	var oldRows []Row
	var oldCounters []string
	if old != nil {
		oldRows, oldCounters = tb.derived(old)
	}
	t.Put(tb.Bucket, tb.Key(v), tb.encode(v))
	rows, counters := tb.derived(v)
	t.MoveRows(oldRows, rows)
	t.MoveCounters(oldCounters, counters)
}

// Rewrite writes a value of which nothing changed that rows or counters are derived from.
func (tb *Table[T]) Rewrite(t *Tx, v *T) { t.Put(tb.Bucket, tb.Key(v), tb.encode(v)) }

// Remove deletes a value with everything derived from it, and tells whether it was there.
func (tb *Table[T]) Remove(t *Tx, key string) bool {
	old, found := tb.Get(t, key)
	if found {
		rows, counters := tb.derived(&old)
		t.Delete(tb.Bucket, key)
		t.MoveRows(rows, nil)
		t.MoveCounters(counters, nil)
	}
	return found
}

// derived lists the index rows and counters of a value.
func (tb *Table[T]) derived(v *T) (rows []Row, counters []string) {
	if tb.Rows != nil {
		rows = tb.Rows(v)
	}
	if tb.Counters != nil {
		counters = tb.Counters(v)
	}
	return rows, counters
}

// Each visits every value in key order until visit says stop.
func (tb *Table[T]) Each(t *Tx, visit func(*T) bool) {
	t.Scan(tb.Bucket, "", "", func(_ string, raw []byte) bool {
		v := tb.Decode(raw)
		return visit(&v)
	})
}

// RewriteAll saves every value that change says it changed, and returns how many.
func (tb *Table[T]) RewriteAll(t *Tx, change func(*T) bool) int {
	var changed []T
	tb.Each(t, func(v *T) bool {
		if change(v) {
			changed = append(changed, *v)
		}
		return true
	})
	for i := range changed {
		tb.Save(t, &changed[i])
	}
	return len(changed)
}

// RemoveAll removes every value that gone names, and returns how many.
func (tb *Table[T]) RemoveAll(t *Tx, gone func(*T) bool) int {
	var keys []string
	tb.Each(t, func(v *T) bool {
		if gone(v) {
			keys = append(keys, tb.Key(v))
		}
		return true
	})
	for _, key := range keys {
		tb.Remove(t, key)
	}
	return len(keys)
}

// Under reads what an index names under a part of its keys: the rest of the key is the key of the value. It reads at
// most limit of them (0: all), in the order of the index.
func (tb *Table[T]) Under(t *Tx, index *Bucket, part string, limit int) (list []T) {
	prefix := Join(part, "")
	for _, key := range t.Keys(index, prefix, limit) {
		list = append(list, tb.Must(t, key[len(prefix):]))
	}
	return list
}

// UnderBack is Under from the last to the first, beginning before the value with the key before ("" at the last).
func (tb *Table[T]) UnderBack(t *Tx, index *Bucket, part, before string, limit int) (list []T) {
	prefix := Join(part, "")
	if before != "" {
		before = prefix + before
	}
	t.ScanBack(index, prefix, before, func(key string, _ []byte) bool {
		list = append(list, tb.Must(t, key[len(prefix):]))
		return limit == 0 || len(list) < limit
	})
	return list
}

// Rebuild adds what would be derived from every value.
func (tb *Table[T]) Rebuild(t *Tx, c *Check) {
	tb.Each(t, func(v *T) bool {
		c.Derive(tb.derived(v))
		c.report.Counts[tb.Bucket.name]++
		return true
	})
}

// Repack turns the JSON values of an older layout into packed ones, for a migration.
func (tb *Table[T]) Repack(t *Tx) {
	// Keys are collected first: a cursor does not survive writes.
	for _, key := range t.Keys(tb.Bucket, "", 0) {
		var v T
		raw := t.Get(tb.Bucket, key)
		if len(raw) == 0 || raw[0] != Layout {
			Fail("%s: unknown layout of a value", tb.Bucket)
		}
		if err := json.Unmarshal(raw[1:], &v); err != nil {
			Fail("%s: %w", tb.Bucket, err)
		}
		t.Put(tb.Bucket, key, tb.Pack(&v))
	}
}

// Recent keeps decoded values of a table by their keys, for one goroutine at a time.
type Recent[T any] map[string]recent[T]

type recent[T any] struct {
	raw   string
	value T
}

// maxRecent bounds what is kept; then it begins anew.
const maxRecent = 10_000

// Get is Table.Get. What it returns shares its lists with later answers.
func (r *Recent[T]) Get(t *Tx, tb *Table[T], key string) (v T, found bool) {
	raw := t.Get(tb.Bucket, key)
	if raw == nil {
		return v, false
	}
	if kept, known := (*r)[key]; known && kept.raw == string(raw) {
		return kept.value, true
	}
	if *r == nil || len(*r) >= maxRecent {
		*r = Recent[T]{}
	}
	v = tb.Decode(raw)
	(*r)[key] = recent[T]{string(raw), v}
	return v, true
}
