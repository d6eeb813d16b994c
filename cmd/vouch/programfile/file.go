// Package programfile is the advocacy program as a YAML file: written with a comment at every key, read strictly over
// the program of now with every mistake at its line, and compared. Its keys come from store's list of settings.
package programfile

import (
	"bytes"
	"encoding/json"

	"vouch/store"
	"vouch/store/bonus"
)

// File is a program in the words of the file.
type File struct {
	values section
	owners map[store.EmployeeID]string // names for whoever reads an id in a route
}

// Of gives the file of a program.
func Of(state store.ProgramState) *File {
	f := &File{values: section{}, owners: state.Names}
	for i := range top.keys {
		group := &top.keys[i]
		values := section{}
		for j := range group.keys {
			if k := &group.keys[j]; k.setting != nil {
				if values[k.name] = k.setting.Get(&state.Program.Settings); k.keys != nil {
					values[k.name] = k.whole(plain(values[k.name]))
				}
			}
		}
		f.values[group.name] = values
	}
	f.values["personas"] = personaKey.whole(plain(state.Program.Personas))
	sources := sourceKey.whole(plain(state.Program.Sources)).([]section)
	for i, s := range state.Program.Sources {
		sources[i]["paused"] = s.State == store.SourcePaused
	}
	f.values["sources"] = sources
	return f
}

// Program writes the file over the program it was read against, which is not changed: what the file has no word for
// stays as it is. Versions are taken from it, so that an untouched part compares as equal.
func (f *File) Program(base store.Program) store.Program {
	s := base.Settings
	for _, group := range top.keys {
		for _, k := range group.keys {
			if k.setting == nil {
				continue
			}
			value := f.values[group.name].(section)[k.name]
			switch k.setting.Default.(type) {
			case []store.Route:
				value = typed[[]store.Route](value, nil)
			case []bonus.Rule:
				value = typed[[]bonus.Rule](value, nil)
			case []store.Lesson:
				value = typed[[]store.Lesson](value, nil)
			}
			k.setting.Set(&s, value)
		}
	}
	return store.Program{Settings: s, Personas: f.personas(base.Personas), Sources: f.sources()}
}

// personas writes the file's personas over those with the same id. Their order in the file is the order of their rules;
// numbers only have to rise, so those that do are kept.
func (f *File) personas(base []store.Persona) (list []store.Persona) {
	last := 0
	for _, values := range f.list("personas") {
		var old store.Persona
		for _, p := range base {
			if string(p.ID) == values["id"] {
				old = typed[store.Persona](p, nil) // a copy: decoding writes into lists
			}
		}
		p := typed(values, &old)
		if p.Order <= last {
			p.Order = last + 1
		}
		last = p.Order
		list = append(list, p)
	}
	return list
}

// sources gives the file's sources; the store knows each by its address and keeps what its readings left.
func (f *File) sources() (list []store.Source) {
	for _, values := range f.list("sources") {
		s := typed(values, &store.Source{State: store.SourceActive})
		if values["paused"] == true {
			s.State = store.SourcePaused
		}
		list = append(list, s)
	}
	return list
}

// list gives the elements of a list at the top.
func (f *File) list(name string) []section { return f.values[name].([]section) }

// plain is a value as encoding/json has it without its types.
func plain(v any) (plain any) {
	decoder := json.NewDecoder(bytes.NewReader(mustJSON(v)))
	decoder.UseNumber()
	if err := decoder.Decode(&plain); err != nil {
		panic(err) // what was just encoded
	}
	return plain
}

// typed puts plain values over a value of the store, nil for a new one.
func typed[T any](values any, over *T) T {
	if over == nil {
		over = new(T)
	}
	if err := json.Unmarshal(mustJSON(values), over); err != nil {
		panic(err) // the reader gave every value its type
	}
	return *over
}

func mustJSON(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain values and records of the store
	}
	return text
}

// whole gives a decoded value the types of the key and every key below it.
func (k *key) whole(v any) any {
	switch k.zero.(type) {
	case []section:
		list := []section{}
		elements, _ := v.([]any)
		for _, element := range elements {
			list = append(list, k.part(element))
		}
		return list
	case section:
		return k.part(v)
	case int:
		number, _ := v.(json.Number)
		n, _ := number.Int64() // left out: 0
		return int(n)
	case []string:
		if v == nil {
			return []string(nil)
		}
		texts := []string{}
		for _, text := range v.([]any) {
			texts = append(texts, text.(string))
		}
		return texts
	}
	if v == nil {
		return k.zero
	}
	return v
}

// part is whole for a section.
func (k *key) part(v any) section {
	decoded, _ := v.(map[string]any)
	values := section{}
	for i := range k.keys {
		values[k.keys[i].name] = k.keys[i].whole(decoded[k.keys[i].name])
	}
	return values
}
