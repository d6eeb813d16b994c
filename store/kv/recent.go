// Values that are asked for again and again: to compare their bytes costs less than to decode them.

package kv

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
