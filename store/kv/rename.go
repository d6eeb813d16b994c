// Renaming: an id of somebody is replaced by another one wherever the values of a table hold it.

package kv

import (
	"bytes"
	"reflect"
	"regexp"
	"slices"
)

// A Rename puts one id in the place of another, alone or as a word of a key or text.
type Rename[ID ~string] struct {
	Old, New ID
	word     *regexp.Regexp // the old id, as a whole word
}

// NewRename makes a rename ready.
func NewRename[ID ~string](old, new ID) *Rename[ID] {
	return &Rename[ID]{old, new, regexp.MustCompile(`\b` + regexp.QuoteMeta(string(old)) + `\b`)}
}

// In puts the new id wherever what v points to holds the old one, and tells whether it did. A list of ids names each
// once, sorted, unless it has a type of its own.
func (r *Rename[ID]) In(v any) bool { return r.replace(reflect.ValueOf(v)) }

func (r *Rename[ID]) replace(v reflect.Value) (changed bool) {
	switch v.Kind() {
	case reflect.String:
		now := r.word.ReplaceAllLiteralString(v.String(), string(r.New))
		if changed = now != v.String(); changed {
			v.SetString(now)
		}
	case reflect.Pointer:
		return !v.IsNil() && r.replace(v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				changed = r.replace(f) || changed
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			changed = r.replace(v.Index(i)) || changed
		}
		if ids, is := v.Interface().([]ID); is && changed {
			slices.Sort(ids)
			v.Set(reflect.ValueOf(slices.Compact(ids)))
		}
	}
	return changed
}

// RenameIn puts the new id into every value of a table that names the old one. Where both ids have a value under the
// same key, that of the new id stays.
func RenameIn[T any, ID ~string](t *Tx, tb *Table[T], r *Rename[ID]) {
	var keys []string
	t.Scan(tb.Bucket, "", "", func(key string, raw []byte) bool {
		if bytes.Contains(raw, []byte(r.Old)) {
			keys = append(keys, key)
		}
		return true
	})
	for _, key := range keys {
		v := tb.Must(t, key)
		if !r.In(&v) {
			continue
		}
		if to := tb.Key(&v); to != key {
			tb.Remove(t, key)
			if t.Get(tb.Bucket, to) != nil {
				continue
			}
		}
		tb.Save(t, &v)
	}
}
