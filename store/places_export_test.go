// Where ids of people can stand in the values of tables, and where somebody's does, for the test of erasure.

package store

import (
	"reflect"
	"slices"
	"strings"

	"vouch/store/kv"
)

// A places finds them in one table.
type places struct {
	bucket *kv.Bucket
	could  []string
	held   func(t *tx, id EmployeeID) []string
}

// tables are those of the nouns; see Places for one that is missing.
var tables = []places{
	placesIn(&employees),
	placesIn(&tastes),
	placesIn(&opinions),
	placesIn(&assets),
	placesIn(&evidences),
	placesIn(&deliveries),
	placesIn(&receipts),
	placesIn(&messages),
	placesIn(&shares),
	placesIn(&clearances),
	placesIn(&archive),
	placesIn(&shareNews),
	placesIn(&reminders),
	placesIn(&entries),
	placesIn(&referrals),
	placesIn(&intros),
	placesIn(&outcomes),
	placesIn(&hooks),
	placesIn(&targets),
	placesIn(&events),
	placesIn(&payouts),
	placesIn(&boardPosts),
	placesIn(&boardSchedules),
	placesIn(&sources),
	placesIn(&stories),
	placesIn(&slots),
	placesIn(&wins),
	placesIn(&attendances),
	placesIn(&memberships),
	placesIn(&policies),
	placesIn(&acknowledgements),
	placesIn(&campaigns),
	placesIn(&crises),
	placesIn(&crisisReads),
	placesIn(&lessonPasses),
	placesIn(&pulseRounds),
	placesIn(&pulseReasons),
	placesIn(&pulseMarks),
	placesIn(&auditLog),
}

func placesIn[T any](tb *kv.Table[T]) places {
	p := places{bucket: tb.Bucket}
	idsIn(reflect.TypeFor[T](), tb.Bucket.String(), &p.could)
	p.held = func(t *tx, id EmployeeID) (held []string) {
		tb.Each(t.Tx, func(v *T) bool { heldIn(reflect.ValueOf(*v), id, tb.Bucket.String(), &held); return true })
		return held
	}
	return p
}

// Places are the fields of all tables that can hold the id of a person, those that hold this one, and the tables that
// are not looked at.
func (db *DB) Places(id EmployeeID) (could, held, missing []string) {
	_, _ = read(db, func(t *tx) (bool, error) {
		for _, p := range tables {
			could, held = append(could, p.could...), append(held, p.held(t, id)...)
		}
		return true, nil
	})
	for _, n := range nouns {
		if !slices.ContainsFunc(tables, func(p places) bool { return p.bucket == n.bucket }) {
			missing = append(missing, n.bucket.String())
		}
	}
	return could, held, missing
}

// idsIn lists the fields of a type that are ids of people.
func idsIn(in reflect.Type, path string, found *[]string) {
	switch in.Kind() {
	case reflect.Slice, reflect.Pointer:
		idsIn(in.Elem(), path, found)
	case reflect.Map:
		idsIn(in.Key(), path, found)
		idsIn(in.Elem(), path, found)
	case reflect.Struct:
		for i := range in.NumField() {
			idsIn(in.Field(i).Type, path+"."+in.Field(i).Name, found)
		}
	case reflect.String:
		if in == reflect.TypeFor[EmployeeID]() {
			*found = append(*found, path)
		}
	}
}

// heldIn lists the fields of a value in which an id stands, whole or as a part of a text.
func heldIn(v reflect.Value, id EmployeeID, path string, found *[]string) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			heldIn(v.Index(i), id, path, found)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			heldIn(v.Elem(), id, path, found)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			heldIn(key, id, path, found)
			heldIn(v.MapIndex(key), id, path, found)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			heldIn(v.Field(i), id, path+"."+v.Type().Field(i).Name, found)
		}
	case reflect.String:
		if strings.Contains(v.String(), string(id)) {
			*found = append(*found, path)
		}
	}
}
