// What would change: the differences of two programs, a line each, in the words of the file.

package programfile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"vouch/store"
)

// Differences lists what changes from one program to another; nothing when they are the same. holders tell how many
// people lose a persona that goes; a source that goes is told by its name, too. Both are compared as files, so that
// what a file cannot say is no difference. An element that comes is "+", one that goes "-", a value "path: old -> new".
func Differences(before, after *File, holders map[store.PersonaID]int) []string {
	d := &differences{holders: holders}
	d.sections("", &top, before.values, after.values)
	return d.lines
}

// differences collects lines, in the order of the file's keys.
type differences struct {
	lines   []string
	holders map[store.PersonaID]int
}

func (d *differences) add(format string, args ...any) {
	d.lines = append(d.lines, fmt.Sprintf(format, args...))
}

// sections compares the keys of two sections.
func (d *differences) sections(path string, k *key, a, b section) {
	for i := range k.keys {
		sub := &k.keys[i]
		at, a, b := join(path, sub.name), a[sub.name], b[sub.name]
		switch before := a.(type) {
		case section:
			d.sections(at, sub, before, b.(section))
		case []string:
			d.texts(at, before, b.([]string))
		case map[string]string:
			d.byNetwork(at, before, b.(map[string]string))
		case []section:
			if sub.noun != "" {
				d.elements(at, sub, before, b.([]section))
			} else {
				d.rows(at, sub.shownAll(before), sub.shownAll(b.([]section)))
			}
		default:
			if before, after := sub.shown(a), sub.shown(b); before != after {
				d.add("%s: %s -> %s", at, before, after)
			}
		}
	}
}

// shown writes a value on one line: a section by those of its keys that say something, without the id, which stands
// before. Empty keys are left out to keep lines short; false and 0 are empty here.
func (k *key) shown(value any) string {
	var parts []string
	switch v := value.(type) {
	case section:
		for i := range k.keys {
			sub := &k.keys[i]
			text := sub.shown(v[sub.name])
			if id := i == 0 && k.noun != ""; !id && !slices.Contains([]string{`""`, "[]", "0", "false"}, text) {
				parts = append(parts, sub.name+" "+text)
			}
		}
		return strings.Join(parts, ", ")
	case []section:
		return "[" + strings.Join(k.shownAll(v), ", ") + "]"
	case []string:
		for _, text := range v {
			parts = append(parts, scalar(text))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case string:
		return scalar(v)
	}
	return fmt.Sprint(value)
}

// shownAll writes every element of a list.
func (k *key) shownAll(list []section) (texts []string) {
	for _, element := range list {
		texts = append(texts, k.shown(element))
	}
	return texts
}

// texts compares lists in which the order hardly matters: what came and what went. A list that only changed its order
// is told too, or a file could differ from the program without a line.
func (d *differences) texts(path string, a, b []string) {
	var changes []string
	for _, text := range b {
		if !slices.Contains(a, text) {
			changes = append(changes, "+ "+scalar(text))
		}
	}
	for _, text := range a {
		if !slices.Contains(b, text) {
			changes = append(changes, "- "+scalar(text))
		}
	}
	switch {
	case len(changes) > 0:
		d.add("%s: %s", path, strings.Join(changes, ", "))
	case !slices.Equal(a, b):
		d.add("%s: another order", path)
	}
}

// rows compares lists in which the order matters and the elements have no name, one line each. Numbers count from 1 in
// the list before for what goes, in the list after for what comes.
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

// byNetwork compares texts by network. What comes or changes stands before what goes.
func (d *differences) byNetwork(path string, a, b map[string]string) {
	for _, network := range networkOrder(b) {
		if before, found := a[network]; !found {
			d.add("+ %s: %s", join(path, network), scalar(b[network]))
		} else if before != b[network] {
			d.add("%s: %s -> %s", join(path, network), scalar(before), scalar(b[network]))
		}
	}
	for _, network := range networkOrder(a) {
		if _, kept := b[network]; !kept {
			d.add("- %s: %s", join(path, network), scalar(a[network]))
		}
	}
}

// elements compares lists whose elements have an id: what came, what went, and what changed inside. kept are the ids in
// both lists in the order of after, order the same in the order of before.
func (d *differences) elements(path string, k *key, a, b []section) {
	var kept, order []string
	for _, element := range b {
		id := element[k.keys[0].name].(string)
		old := withID(a, k, id)
		if old == nil {
			d.add("+ %s %s: %s", k.noun, scalar(id), k.shown(element))
			continue
		}
		kept = append(kept, id)
		d.sections(k.noun+" "+scalar(id), k, old, element)
	}
	for _, element := range a {
		id := element[k.keys[0].name].(string)
		if slices.Contains(kept, id) {
			order = append(order, id)
			continue
		}
		lost := ""
		if n := d.holders[store.PersonaID(id)]; k.noun == "persona" && n == 1 {
			lost = " (held by 1 person)"
		} else if k.noun == "persona" && n > 0 {
			lost = " (held by " + strconv.Itoa(n) + " people)"
		} else if k.noun == "source" {
			lost = " (" + scalar(element["name"].(string)) + "; its items stay in the library)"
		}
		d.add("- %s %s%s", k.noun, scalar(id), lost)
	}
	if !slices.Equal(kept, order) {
		d.add("%s: another order: %s", path, strings.Join(kept, ", "))
	}
}
