// Reading the program file: strict YAML over the program of now, with every mistake at its line and column.

package main

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// programReader reads one file. mistakes may come in any order; err sorts them. A reader
// is for one file and keeps no copy of it.
type programReader struct {
	mistakes []fileMistake
	fields   map[string]place // where the fields stand by the store's names for them
}

// readProgram reads text over f, which becomes what the file wants. Keys with mistakes
// keep what f had. f comes in as the program of the present moment, which is how a key
// left out keeps what is set. Reading never stops at a mistake.
func readProgram(text []byte, f *programFile) *programReader {
	r := &programReader{fields: map[string]place{}}
	root, mistake := parseYAML(text)
	switch {
	case mistake != nil:
		r.mistakes = append(r.mistakes, *mistake)
	case root != nil:
		r.mapping(root, "", reflect.ValueOf(f).Elem())
	}
	return r
}

// placeOf is where a node begins. yaml.Node counts both from 1.
func placeOf(node *yaml.Node) place { return place{node.Line, node.Column} }

// wrong notes a mistake at a node.
func (r *programReader) wrong(node *yaml.Node, format string, args ...any) {
	r.mistakes = append(r.mistakes, fileMistake{placeOf(node), fmt.Sprintf(format, args...)})
}

// is tells whether a node has the wanted kind, and notes it when not. Anchors and aliases
// are refused: the file is for people to read, and a few lines of them can stand for
// gigabytes. path and want are for the sentence: where it is and what should stand there.
func (r *programReader) is(node *yaml.Node, kind yaml.Kind, path, want string) bool {
	switch {
	case node.Kind == yaml.AliasNode || node.Anchor != "":
		r.wrong(node, "%s: anchors and aliases (& and *) are not allowed here: write the value itself", orTop(path))
	case node.Style&yaml.TaggedStyle != 0:
		r.wrong(node, "%s: tags such as %s are not allowed here", orTop(path), shortly(node.Tag))
	// A null has the kind of a scalar and means that somebody left the value out.
	case node.Kind == kind && node.Tag != "!!null":
		return true
	case node.Kind == yaml.ScalarNode && node.Tag == "!!null":
		r.wrong(node, "%s has no value: it should be %s; leave the key out to keep what is set", orTop(path), want)
	default:
		r.wrong(node, "%s should be %s, not %s", orTop(path), want, kindWord(node))
	}
	return false
}

// orTop names a path in sentences.
func orTop(path string) string {
	if path == "" {
		return "the file"
	}
	return path
}

// kindWord names what stands at a node.
func kindWord(node *yaml.Node) string {
	switch node.Kind {
	case yaml.MappingNode:
		return "keys with values"
	case yaml.SequenceNode:
		return "a list"
	}
	return strconv.Quote(shortly(node.Value))
}

// shortly cuts a text of the file for a sentence about it. Forty characters show which
// text is meant; a mistake should not repeat a paragraph.
func shortly(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:39]) + "…"
	}
	return text
}

// pairs visits the keys of a mapping; what is no plain key or comes twice is a mistake.
// A mapping node has its keys and values in turn. The first of two equal keys counts.
func (r *programReader) pairs(node *yaml.Node, path string, visit func(key, value *yaml.Node)) {
	// line of each key
	seen := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		if !r.is(key, yaml.ScalarNode, path, "plain keys with values") {
			continue
		}
		if before := seen[key.Value]; before > 0 {
			r.wrong(key, "%s stands in line %d already", joinPath(path, shortly(key.Value)), before)
			continue
		}
		seen[key.Value] = key.Line
		visit(key, value)
	}
}

// mapping reads the keys of a struct. The place of each key that has a field tag is noted
// for the store's mistakes; an unknown key is told with those there are.
func (r *programReader) mapping(node *yaml.Node, path string, v reflect.Value) {
	if !r.is(node, yaml.MappingNode, path, "keys with values") {
		return
	}
	r.pairs(node, path, func(key, value *yaml.Node) {
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if name := field.Tag.Get("yaml"); name == key.Value && name != "-" {
				if name := field.Tag.Get("field"); name != "" {
					r.fields[name] = placeOf(value)
				}
				r.value(value, joinPath(path, key.Value), v.Field(i), field.Tag)
				return
			}
		}
		r.wrong(key, "%s: there is no key %q here; there are %s", orTop(path), shortly(key.Value), strings.Join(keysOf(v.Type()), ", "))
	})
}

// keysOf lists the keys of a struct. In the order of the struct, as the file has them.
func keysOf(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("yaml"); key != "-" {
			keys = append(keys, key)
		}
	}
	return keys
}

// value reads one value of any type that programFile has.
func (r *programReader) value(node *yaml.Node, path string, v reflect.Value, tags reflect.StructTag) {
	switch v.Kind() {
	case reflect.Struct:
		r.mapping(node, path, v)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Struct {
			r.elements(node, path, v, tags)
		} else {
			r.texts(node, path, v, tags)
		}
	case reflect.Map:
		r.disclosures(node, path, v, tags)
	case reflect.Int:
		r.number(node, path, v)
	case reflect.Bool:
		if r.is(node, yaml.ScalarNode, path, "true or false") {
			// Quotes make it a text, and yes, on and True are truths to some readers and
			// texts to others.
			if node.Style != 0 || (node.Value != "true" && node.Value != "false") {
				r.wrong(node, "%s should be true or false, not %s", path, kindWord(node))
				return
			}
			v.SetBool(node.Value == "true")
		}
	default:
		if text, ok := r.text(node, path, tags.Get("of")); ok {
			v.SetString(text)
		}
	}
}

// number reads a whole number in plain digits; YAML's other ways (0x10, 1_000, 010 for
// eight) only surprise.
func (r *programReader) number(node *yaml.Node, path string, v reflect.Value) {
	if !r.is(node, yaml.ScalarNode, path, "a whole number") {
		return
	}
	n, err := strconv.Atoi(node.Value)
	if err != nil || node.Style != 0 || strconv.Itoa(n) != node.Value {
		r.wrong(node, "%s should be a whole number, not %s", path, kindWord(node))
		return
	}
	v.SetInt(int64(n))
}

// text reads a text and holds it to the rule of that name, "" none. What YAML takes for a
// number or truth needs quotes; a day does not. Quotes in the style of a node do not
// matter; the tag says what YAML takes it for.
func (r *programReader) text(node *yaml.Node, path, rule string) (string, bool) {
	want := "text"
	if rule != "" {
		want = textRules[rule].want
	}
	if !r.is(node, yaml.ScalarNode, path, want) {
		return "", false
	}
	if node.Tag != "!!str" && (rule == "" || node.Tag != "!!timestamp") {
		r.wrong(node, "%s should be %s: put %s in quotes if you mean it", path, want, shortly(node.Value))
		return "", false
	}
	if rule != "" && !textRules[rule].fits(node.Value) {
		r.wrong(node, "%s should be %s, not %s", path, want, kindWord(node))
		return "", false
	}
	return node.Value, true
}

// texts reads a list of texts, as a whole or not at all. One bad text keeps the whole
// list as it was: half a list would look like a wish to remove the rest.
func (r *programReader) texts(node *yaml.Node, path string, v reflect.Value, tags reflect.StructTag) {
	if !r.is(node, yaml.SequenceNode, path, "a list such as [one, two]") {
		return
	}
	var list []string
	before := len(r.mistakes)
	for _, element := range node.Content {
		if text, ok := r.text(element, path, tags.Get("of")); ok {
			list = append(list, text)
		}
	}
	if len(r.mistakes) == before {
		v.Set(reflect.ValueOf(list))
	}
}

// disclosures reads texts by network. Like a list, they replace what is set as a whole.
func (r *programReader) disclosures(node *yaml.Node, path string, v reflect.Value, tags reflect.StructTag) {
	if !r.is(node, yaml.MappingNode, path, "a text by network") {
		return
	}
	texts, rule, before := map[string]string{}, textRules[tags.Get("of")], len(r.mistakes)
	r.pairs(node, path, func(key, value *yaml.Node) {
		if !rule.fits(key.Value) {
			r.wrong(key, "%s: the keys are networks: %s, not %s", path, rule.want, kindWord(key))
			return
		}
		if text, ok := r.text(value, joinPath(path, key.Value), ""); ok {
			texts[key.Value] = text
			// The store calls the default "disclosure/".
			name := strings.Replace(key.Value, defaultDisclosure, "", 1)
			r.fields[tags.Get("field")+"/"+name] = placeOf(value)
		}
	})
	if len(r.mistakes) == before {
		v.Set(reflect.ValueOf(texts))
	}
}

// elements reads a list of structs. Where they have an id, each is read over the element
// with that id, so that a key that is left out keeps what is set; others are read over
// nothing. The list is only set when none of its elements has a mistake.
func (r *programReader) elements(node *yaml.Node, path string, v reflect.Value, tags reflect.StructTag) {
	if !r.is(node, yaml.SequenceNode, path, "a list") {
		return
	}
	kind := v.Type().Elem()
	idField, noun := identity(kind)
	list, seen, mistakes := reflect.MakeSlice(v.Type(), 0, len(node.Content)), map[string]int{}, len(r.mistakes)
	for i, element := range node.Content {
		entry, name := reflect.New(kind).Elem(), strconv.Itoa(i+1)
		if idField >= 0 {
			name = r.identify(element, path, kind.Field(idField).Tag.Get("yaml"))
			if name == "" {
				continue
			}
			if before := seen[name]; before > 0 {
				r.wrong(element, "%s: the %s %q stands in line %d already", path, noun, shortly(name), before)
			}
			seen[name] = element.Line
			if old := withID(v, idField, name); old.IsValid() {
				// A shallow copy: the reader replaces lists inside and never writes into
				// them.
				entry.Set(old)
			} else if s, ok := entry.Addr().Interface().(interface{ fresh() }); ok {
				s.fresh()
			}
		}
		// "personas/ID" or "routes/2", as the store names elements.
		if field := tags.Get("field"); field != "" {
			r.fields[field+"/"+name] = placeOf(element)
		}
		r.mapping(element, path, entry)
		list = reflect.Append(list, entry)
	}
	if len(r.mistakes) == mistakes {
		v.Set(list)
	}
}

// identity finds the key that tells elements apart, and what one element is called; -1
// when there is none. The tag's value is the noun, such as persona.
func identity(kind reflect.Type) (field int, noun string) {
	for i := range kind.NumField() {
		if noun := kind.Field(i).Tag.Get("id"); noun != "" {
			return i, noun
		}
	}
	return -1, ""
}

// withID finds an element by its id. The result is not valid when there is none.
func withID(list reflect.Value, field int, id string) reflect.Value {
	for i := range list.Len() {
		if list.Index(i).Field(field).String() == id {
			return list.Index(i)
		}
	}
	return reflect.Value{}
}

// identify reads the id of an element, "" when there is none. It looks ahead of mapping,
// because the id decides what the other keys are read over. That the id stands there
// twice is for pairs to tell.
func (r *programReader) identify(element *yaml.Node, path, key string) string {
	if !r.is(element, yaml.MappingNode, path, "a list of keys with values") {
		return ""
	}
	for i := 0; i+1 < len(element.Content); i += 2 {
		if element.Content[i].Value == key && element.Content[i+1].Kind == yaml.ScalarNode && element.Content[i+1].Value != "" {
			return element.Content[i+1].Value
		}
	}
	r.wrong(element, "%s: this element has no %s", path, key)
	return ""
}
