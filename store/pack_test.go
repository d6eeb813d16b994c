// Packed records: every field of each is written and read back, also one that is added later.

package store_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
)

// fill gives every field of v a value of its own, so that two fields that were exchanged differ.
func fill(tb testing.TB, v reflect.Value, n *int) {
	tb.Helper()
	*n++
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.UnixMicro(int64(*n) * 1_000_001).UTC()))
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(int64(*n))
	case reflect.Uint32:
		v.SetUint(uint64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n) + 0.5)
	case reflect.String:
		v.SetString(string(rune('a'+*n%26)) + time.Duration(*n).String())
	case reflect.Struct:
		for i := range v.NumField() {
			fill(tb, v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(tb, v.Index(i), n)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range 2 {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(tb, key, n)
			fill(tb, value, n)
			v.SetMapIndex(key, value)
		}
	default:
		tb.Fatalf("fill does not know %s", v.Type())
	}
}

// filled is a T whose every field is set; fix sets what cannot be anything.
func filled[T any](tb testing.TB, fix func(*T)) (v T) {
	tb.Helper()
	n := 0
	fill(tb, reflect.ValueOf(&v).Elem(), &n)
	fix(&v)
	return v
}

func TestPacked_EveryFieldComesBack(t *testing.T) {
	check := func(name string, want, got any, err error) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s (-written +read): %v\n%s", name, err, diff)
		}
	}
	e := filled(t, func(e *store.Employee) { e.Prefs.Rhythm.Week = nil }) // nobody has their own
	gotE, err := store.RepackEmployee(e)
	check("employee", e, gotE, err)

	taste := filled(t, func(*store.Taste) {})
	gotT, err := store.RepackTaste(taste)
	check("taste", taste, gotT, err)

	d := filled(t, func(d *store.Delivery) { d.Date, d.Key = "2026-03-02", "digest/2026-03-02/"+string(d.Employee) })
	gotD, err := store.RepackDelivery(d)
	check("delivery", d, gotD, err)

	m := filled(t, func(*store.Message) {})
	gotM, err := store.RepackMessage(m)
	check("message", m, gotM, err)
	m.Ref = m.Key // packed once
	gotM, err = store.RepackMessage(m)
	check("message about itself", m, gotM, err)

	place := filled(t, func(*store.Membership) {})
	gotP, err := store.RepackMembership(place)
	check("membership", place, gotP, err)
}

// Flags share a byte, and a test that sets all of them at once would not see two that were exchanged.
func TestPacked_EveryFlagIsItsOwn(t *testing.T) {
	var none store.Employee
	v := reflect.ValueOf(&none).Elem()
	var flags [][]int
	var walk func(reflect.Type, []int)
	walk = func(typ reflect.Type, path []int) {
		for i := range typ.NumField() {
			at := append(append([]int{}, path...), i)
			switch f := typ.Field(i).Type; {
			case f.Kind() == reflect.Bool:
				flags = append(flags, at)
			case f.Kind() == reflect.Struct && f != reflect.TypeFor[time.Time]():
				walk(f, at)
			}
		}
	}
	walk(v.Type(), nil)
	if len(flags) == 0 {
		t.Fatal("no flag was found")
	}
	for _, at := range flags {
		v.FieldByIndex(at).SetBool(true)
		if got, err := store.RepackEmployee(none); err != nil || !cmp.Equal(none, got) {
			t.Errorf("flag %v: %v\n%s", at, err, cmp.Diff(none, got))
		}
		v.FieldByIndex(at).SetBool(false)
	}
}
