// Mistakes of the program file: where they stand, and what the store refuses brought to the key that caused it.

package programfile

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"vouch/store"
)

// maxMistakes is how many are listed; the rest is counted. A file of another kind would otherwise give thousands.
const maxMistakes = 50

// Mistakes collects what is wrong with one file, in any order.
type Mistakes struct {
	list   []mistake
	places map[string]place // where the values stand, by the store's names for them
}

// place is where something stands in the file, counted from 1; a line of 0 is nowhere. Columns count characters.
type place struct{ line, column int }

// mistake is a sentence that begins with the path of the key; at is nowhere for what concerns the whole file.
type mistake struct {
	at   place
	text string
}

// Refused adds the store's mistakes at the keys that caused them, unless the reader found some there already, which are
// closer to what was written. Fields are named by CheckProgram in store, such as "tz" or "routes/2"; one without a
// place of its own stands where its list or section stands.
func (r *Mistakes) Refused(fields store.FieldErrors) {
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		group, _, _ := strings.Cut(field, "/")
		at, found := r.places[field]
		if !found {
			at = r.places[group]
		}
		if at.line == 0 || !slices.ContainsFunc(r.list, func(m mistake) bool { return m.at == at }) {
			r.list = append(r.list, mistake{at, cmp.Or(pathOf(field), field) + ": " + fields[field]})
		}
	}
}

// pathOf is the path of the key that the store calls field, "" when there is none.
func pathOf(field string) string {
	group, element, _ := strings.Cut(field, "/")
	for _, part := range top.keys {
		if part.field == group {
			return strings.TrimRight(part.name+" "+element, " ")
		}
		for _, k := range part.keys {
			if k.setting != nil && k.field == group {
				return strings.TrimRight(k.setting.Key+" "+element, " ")
			}
		}
	}
	return ""
}

// Err lists the mistakes in the order of the file, nil when there are none. name is the file's. A line is
// "name:line:column: text", the form editors and terminals make a link of.
func (r *Mistakes) Err(name string) error {
	if len(r.list) == 0 {
		return nil
	}
	slices.SortStableFunc(r.list, func(a, b mistake) int {
		return cmp.Or(cmp.Compare(a.at.line, b.at.line), cmp.Compare(a.at.column, b.at.column))
	})
	var lines []string
	for _, m := range r.list[:min(len(r.list), maxMistakes)] {
		at := name
		if m.at.line > 0 {
			at = fmt.Sprintf("%s:%d:%d", name, m.at.line, m.at.column)
		}
		lines = append(lines, at+": "+m.text)
	}
	if more := len(r.list) - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("%s: and %d more", name, more))
	}
	return errors.New(strings.Join(lines, "\n"))
}
