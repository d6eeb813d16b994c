// Tables: one noun each, saved together with the index rows and tallies that are derived from it.

package store

import "encoding/json"

// layout is the first byte of every value.
const layout = 1

// A table keeps values of one noun. rows and counted say what is derived from a value; both may be nil.
type table[T any] struct {
	bucket  bucket
	key     func(*T) string
	pack    func(*T) []byte // nil: JSON
	unpack  func([]byte, *T) error
	rows    func(*T) []row
	counted func(*T) []string
}

// get reads a value by its key.
func (tb *table[T]) get(t *tx, key string) (v T, found bool) {
	raw := t.get(tb.bucket, key)
	if raw == nil {
		return v, false
	}
	return tb.decode(raw), true
}

// must is get for a key that an index just named.
func (tb *table[T]) must(t *tx, key string) T {
	v, found := tb.get(t, key)
	if !found {
		fail("%s: an index names %q, which does not exist", tb.bucket, key)
	}
	return v
}

// decode reads a stored value.
func (tb *table[T]) decode(raw []byte) (v T) {
	tb.decodeInto(raw, &v)
	return v
}

// decodeInto is decode in place, into a zero value; what it cannot read is damage, never bad input.
func (tb *table[T]) decodeInto(raw []byte, v *T) {
	if len(raw) == 0 || raw[0] != layout {
		fail("%s: unknown layout of a value", tb.bucket)
	}
	var err error
	if tb.unpack != nil {
		err = tb.unpack(raw[1:], v)
	} else {
		err = json.Unmarshal(raw[1:], v)
	}
	if err != nil {
		fail("%s: %w", tb.bucket, err)
	}
}

// encode writes the layout byte and the value.
func (tb *table[T]) encode(v *T) []byte {
	if tb.pack != nil {
		return tb.pack(v)
	}
	raw, err := json.Marshal(v)
	if err != nil {
		fail("%s: %w", tb.bucket, err)
	}
	return append([]byte{layout}, raw...)
}

// save writes v and moves its derived rows and tallies from the value it replaces.
func (tb *table[T]) save(t *tx, v *T) {
	if old, found := tb.get(t, tb.key(v)); found {
		tb.replace(t, &old, v)
		return
	}
	tb.replace(t, nil, v)
}

// replace is save for callers that hold the stored value; old is nil for a new one.
func (tb *table[T]) replace(t *tx, old, v *T) {
	var oldRows []row
	var oldCounted []string
	if old != nil {
		oldRows, oldCounted = tb.derived(old)
	}
	t.put(tb.bucket, tb.key(v), tb.encode(v))
	newRows, newCounted := tb.derived(v)
	t.moveRows(oldRows, newRows)
	t.moveTallies(oldCounted, newCounted)
}

// remove deletes a value with everything derived from it.
func (tb *table[T]) remove(t *tx, key string) {
	old, found := tb.get(t, key)
	if !found {
		return
	}
	rows, counted := tb.derived(&old)
	t.del(tb.bucket, key)
	t.moveRows(rows, nil)
	t.moveTallies(counted, nil)
}

// derived lists the index rows and tallies of a value.
func (tb *table[T]) derived(v *T) (rows []row, counted []string) {
	if tb.rows != nil {
		rows = tb.rows(v)
	}
	if tb.counted != nil {
		counted = tb.counted(v)
	}
	return rows, counted
}

// moveTallies counts one value out of the old tallies and into the new ones.
func (t *tx) moveTallies(old, new []string) {
	for i, name := range old {
		if i < len(new) && new[i] == name {
			continue
		}
		t.count(name, -1)
	}
	for i, name := range new {
		if i < len(old) && old[i] == name {
			continue
		}
		t.count(name, 1)
	}
}

// each visits every value in key order until visit says stop.
func (tb *table[T]) each(t *tx, visit func(*T) bool) {
	t.scan(tb.bucket, "", "", func(_ string, raw []byte) bool {
		v := tb.decode(raw)
		return visit(&v)
	})
}

// rebuild adds what would be derived from every value, for Check.
func (tb *table[T]) rebuild(t *tx, into *rebuilt) {
	tb.each(t, func(v *T) bool {
		rows, counted := tb.derived(v)
		into.add(rows, counted)
		into.counts[tb.bucket.String()]++
		return true
	})
}
