// Mistakes of the program file: where they stand, and what the store refuses brought to the key that caused it.

package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"vouch/store"
)

// maxFileMistakes is how many mistakes are listed; the rest is counted. A file of another
// kind would otherwise give thousands. How many follow is told.
const maxFileMistakes = 50

// place is where something stands in the file, counted from 1; a line of 0 is nowhere.
// Columns count characters.
type place struct{ line, column int }

// fileMistake is one mistake of the file. text is a sentence that begins with the path of
// the key; at is nowhere for what concerns the whole file.
type fileMistake struct {
	at   place
	text string
}

// refused adds the store's mistakes at the keys that caused them, unless the reader found
// some there already. Fields are the store's names, such as "tz" or "routes/2" (see
// CheckProgram in store). A field without a place of its own stands where its list or
// section stands.
func (r *programReader) refused(fields store.FieldErrors) {
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		at, found := r.fields[field]
		if group, _, grouped := strings.Cut(field, "/"); !found && grouped {
			at = r.fields[group]
		}
		mistake := fileMistake{at, cmp.Or(programPath(field), field) + ": " + fields[field]}
		// One place, one mistake: what the reader said there is closer to what was
		// written.
		if at.line == 0 || !slices.ContainsFunc(r.mistakes, func(m fileMistake) bool { return m.at == at }) {
			r.mistakes = append(r.mistakes, mistake)
		}
	}
}

// programPath is the path of the key that the store calls field, "" when there is none.
func programPath(field string) string {
	group, element, _ := strings.Cut(field, "/")
	path := pathOfField(reflect.TypeFor[programFile](), "", group)
	if path == "" || element == "" {
		return path
	}
	return path + " " + element
}

// pathOfField searches t, which stands at path, for the key with that field tag. It does
// not look into the elements of lists, whose fields the store names by the list.
func pathOfField(t reflect.Type, path, field string) string {
	for i := range t.NumField() {
		f := t.Field(i)
		here := joinPath(path, f.Tag.Get("yaml"))
		if f.Tag.Get("field") == field {
			return here
		}
		if f.Type.Kind() == reflect.Struct {
			if found := pathOfField(f.Type, here, field); found != "" {
				return found
			}
		}
	}
	return ""
}

// err lists the mistakes in the order of the file, nil when there are none. name is the
// file's. A line is "name:line:column: text", the form editors and terminals make a link
// of.
func (r *programReader) err(name string) error {
	if len(r.mistakes) == 0 {
		return nil
	}
	slices.SortStableFunc(r.mistakes, func(a, b fileMistake) int {
		if a.at.line != b.at.line {
			return a.at.line - b.at.line
		}
		return a.at.column - b.at.column
	})
	var lines []string
	for _, m := range r.mistakes[:min(len(r.mistakes), maxFileMistakes)] {
		at := name
		if m.at.line > 0 {
			at = fmt.Sprintf("%s:%d:%d", name, m.at.line, m.at.column)
		}
		lines = append(lines, at+": "+m.text)
	}
	if more := len(r.mistakes) - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("%s: and %d more", name, more))
	}
	return errors.New(strings.Join(lines, "\n"))
}
