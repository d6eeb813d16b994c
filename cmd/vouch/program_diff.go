// What would change: the differences of two programs, a line each, in the words of the file.

package main

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"vouch/store"
)

// programDifferences lists what changes from one program to another; nothing when they
// are the same. holders tell how many people lose a persona that goes; a source
// that goes is told by its name, too. Both are compared
// as files, so that what a file cannot say is no difference. An element that comes is
// "+", one that goes "-", a value "path: old -> new".
func programDifferences(before, after programFile, holders map[store.PersonaID]int) []string {
	d := &differences{lost: func(noun, id string) string {
		if n := holders[store.PersonaID(id)]; noun == "persona" && n > 0 {
			return " (held by " + headcount(n) + ")"
		}
		at := slices.IndexFunc(before.Sources, func(s sourceOfFile) bool { return s.Address == id })
		if noun == "source" && at >= 0 {
			return " (" + scalar(before.Sources[at].Name) + "; its items stay in the library)"
		}
		return ""
	}}
	d.compare("", reflect.ValueOf(before), reflect.ValueOf(after))
	return d.lines
}

// headcount counts people.
func headcount(n int) string {
	if n == 1 {
		return "1 person"
	}
	return strconv.Itoa(n) + " people"
}

// differences collects lines. lines are in the order of the file's keys.
type differences struct {
	lines []string
	lost  func(noun, id string) string // what goes with an element that goes
}

func (d *differences) add(format string, args ...any) {
	d.lines = append(d.lines, fmt.Sprintf(format, args...))
}

// compare walks two values of one type. path is "" at the top. Both values are of a type
// within programFile; its kinds are struct, list, map, text, number and truth.
func (d *differences) compare(path string, a, b reflect.Value) {
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			if key := a.Type().Field(i).Tag.Get("yaml"); key != "-" {
				d.compare(joinPath(path, key), a.Field(i), b.Field(i))
			}
		}
	case reflect.Slice:
		switch {
		// Three kinds of lists: texts, where only membership is told; elements that an id
		// tells apart, which can change inside; and elements that are known by their
		// contents alone, as routes.
		case a.Type().Elem().Kind() == reflect.String:
			d.texts(path, shown(a), shown(b))
		case hasIdentity(a.Type().Elem()):
			d.elements(path, a, b)
		default:
			d.rows(path, shown(a), shown(b))
		}
	// The disclosure texts are the only map there is.
	case reflect.Map:
		d.byKey(path, a.Interface().(map[string]string), b.Interface().(map[string]string))
	default:
		if before, after := show(a), show(b); before != after {
			d.add("%s: %s -> %s", path, before, after)
		}
	}
}

// hasIdentity tells whether the elements of a list have an id to tell them apart. See the
// id tag of programFile.
func hasIdentity(kind reflect.Type) bool {
	field, _ := identity(kind)
	return field >= 0
}

// shown writes every element of a list.
func shown(list reflect.Value) []string {
	var texts []string
	for i := range list.Len() {
		texts = append(texts, show(list.Index(i)))
	}
	return texts
}

// show writes a value on one line: a struct by those of its keys that say something,
// without the id, which stands before. Empty keys are left out to keep lines short; false
// and 0 are empty here.
func show(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Struct:
		var parts []string
		for i := range v.NumField() {
			tags := v.Type().Field(i).Tag
			if key := tags.Get("yaml"); key != "-" && tags.Get("id") == "" && !isEmpty(v.Field(i)) {
				parts = append(parts, key+" "+show(v.Field(i)))
			}
		}
		return strings.Join(parts, ", ")
	case reflect.Slice:
		return "[" + strings.Join(shown(v), ", ") + "]"
	case reflect.String:
		return scalar(v.String())
	}
	return fmt.Sprint(v.Interface())
}

// isEmpty tells a value that says nothing.
func isEmpty(v reflect.Value) bool {
	return v.IsZero() || (v.Kind() == reflect.Slice && v.Len() == 0)
}

// texts compares lists in which the order hardly matters: what came and what went.
// A list that only changed its order is told too, or a file could differ from the program
// without a line.
func (d *differences) texts(path string, a, b []string) {
	var changes []string
	for _, text := range b {
		if !slices.Contains(a, text) {
			changes = append(changes, "+ "+text)
		}
	}
	for _, text := range a {
		if !slices.Contains(b, text) {
			changes = append(changes, "- "+text)
		}
	}
	switch {
	case len(changes) > 0:
		d.add("%s: %s", path, strings.Join(changes, ", "))
	case !slices.Equal(a, b):
		d.add("%s: another order", path)
	}
}

// rows compares lists in which the order matters and the elements have no name, one line
// each. Numbers count from 1 in the list before for what goes, in the list after for what
// comes. A row that changed inside is one of each.
func (d *differences) rows(path string, a, b []string) {
	before := len(d.lines)
	for i, text := range a {
		if !slices.Contains(b, text) {
			d.add("- %s %d: %s", path, i+1, text)
		}
	}
	for i, text := range b {
		if !slices.Contains(a, text) {
			d.add("+ %s %d: %s", path, i+1, text)
		}
	}
	if len(d.lines) == before && !slices.Equal(a, b) {
		d.add("%s: another order", path)
	}
}

// byKey compares texts by key. What comes or changes stands before what goes.
func (d *differences) byKey(path string, a, b map[string]string) {
	for _, key := range disclosureKeys(b) {
		if before, found := a[key]; !found {
			d.add("+ %s: %s", joinPath(path, key), scalar(b[key]))
		} else if before != b[key] {
			d.add("%s: %s -> %s", joinPath(path, key), scalar(before), scalar(b[key]))
		}
	}
	for _, key := range disclosureKeys(a) {
		if _, kept := b[key]; !kept {
			d.add("- %s: %s", joinPath(path, key), scalar(a[key]))
		}
	}
}

// elements compares lists whose elements have an id: what came, what went, and what
// changed inside. kept are the ids in both lists in the order of after, order the same in
// the order of before.
func (d *differences) elements(path string, a, b reflect.Value) {
	id, noun := identity(a.Type().Elem())
	var kept, order []string
	for i := range b.Len() {
		name := b.Index(i).Field(id).String()
		old := withID(a, id, name)
		if !old.IsValid() {
			d.add("+ %s %s: %s", noun, scalar(name), show(b.Index(i)))
			continue
		}
		kept = append(kept, name)
		d.compare(noun+" "+scalar(name), old, b.Index(i))
	}
	for i := range a.Len() {
		name := a.Index(i).Field(id).String()
		if slices.Contains(kept, name) {
			order = append(order, name)
		} else {
			d.add("- %s %s%s", noun, scalar(name), d.lost(noun, name))
		}
	}
	if !slices.Equal(kept, order) {
		d.add("%s: another order: %s", path, strings.Join(kept, ", "))
	}
}
