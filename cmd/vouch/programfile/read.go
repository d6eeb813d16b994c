// Reading the program file: strict YAML over the program of now, with every mistake at its line and column.

package programfile

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"vouch/digest/feed"
	"vouch/store"
)

// Read reads text over f, which becomes what the file wants. f comes in as the program of the present moment: a key
// that is left out keeps what is set, and so does one with a mistake. Reading never stops at a mistake.
func (f *File) Read(text []byte) *Mistakes {
	r := f.read(text)
	r.tidySources(f.list("sources"))
	return r
}

// read is Read with addresses left as they are written.
func (f *File) read(text []byte) *Mistakes {
	r := &Mistakes{places: map[string]place{}}
	root, wrong := parse(text)
	switch {
	case wrong != nil:
		r.list = append(r.list, *wrong)
	case root != nil:
		r.section(root, "", &top, f.values)
	}
	return r
}

// tidySources gives each source the one spelling of its address under which it is kept, as adding it in Slack does.
// Addresses of this machine are refused here: only the bot that reads them knows whether it may (the demo may).
func (r *Mistakes) tidySources(sources []section) {
	wrong := store.FieldErrors{}
	for _, source := range sources {
		written := source["address"].(string)
		address := feed.SourceAddress(written)
		source["address"] = address
		if at, found := r.places["sources/"+written]; found {
			r.places["sources/"+address] = at
		}
		if feed.IsPrivate(written) {
			wrong["sources/"+address] = "address: It leads into" +
				" a private network, which is never contacted. Use a public address."
		}
	}
	r.Refused(wrong)
}

// is tells whether a node has the wanted kind, and notes it when not. Anchors and aliases are refused: the file is for
// people to read, and a few lines of them can stand for gigabytes. want is what should stand at path.
func (r *Mistakes) is(node *yaml.Node, kind yaml.Kind, path, want string) bool {
	if path == "" {
		path = "the file"
	}
	switch {
	case node.Kind == yaml.AliasNode || node.Anchor != "":
		r.wrong(node, "%s: anchors and aliases (& and *) are not allowed here: write the value itself", path)
	case node.Style&yaml.TaggedStyle != 0:
		r.wrong(node, "%s: tags such as %s are not allowed here", path, shortly(node.Tag))
	case node.Kind == yaml.ScalarNode && node.Tag == "!!null": // somebody left the value out
		r.wrong(node, "%s has no value: it should be %s; leave the key out to keep what is set", path, want)
	case node.Kind == kind:
		return true
	default:
		r.wrong(node, "%s should be %s, not %s", path, want, kindWord(node))
	}
	return false
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

// shortly cuts a text of the file for a sentence about it.
func shortly(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:39]) + "…"
	}
	return text
}

// pairs visits the keys of a mapping; what is no plain key or comes twice is a mistake. The first of two equal keys
// counts.
func (r *Mistakes) pairs(node *yaml.Node, path string, visit func(name, value *yaml.Node)) {
	lines := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		if !r.is(name, yaml.ScalarNode, path, "plain keys with values") {
			continue
		}
		if before := lines[name.Value]; before > 0 {
			r.wrong(name, "%s stands in line %d already", join(path, shortly(name.Value)), before)
			continue
		}
		lines[name.Value] = name.Line
		visit(name, value)
	}
}

// section reads the keys of a section into values. An unknown key is told with those there are.
func (r *Mistakes) section(node *yaml.Node, path string, k *key, values section) {
	if !r.is(node, yaml.MappingNode, path, "keys with values") {
		return
	}
	r.pairs(node, path, func(name, value *yaml.Node) {
		sub := k.find(name.Value)
		if sub == nil {
			var known []string
			for _, sub := range k.keys {
				known = append(known, sub.name)
			}
			if path == "" {
				path = "the file"
			}
			r.wrong(name, "%s: there is no key %q here; there are %s", path, shortly(name.Value), strings.Join(known, ", "))
			return
		}
		if sub.field != "" {
			r.places[sub.field] = placeOf(value)
		}
		before := len(r.list)
		read := r.value(value, join(path, sub.name), sub, values[sub.name])
		// With a mistake in it, a list stays as it was: half of it would look like a wish to remove the rest.
		if len(r.list) == before {
			values[sub.name] = read
		}
	})
}

// value reads what stands at a key; old is what was set. When a mistake was noted, the result does not count.
func (r *Mistakes) value(node *yaml.Node, path string, k *key, old any) any {
	switch k.zero.(type) {
	case section:
		r.section(node, path, k, old.(section))
		return old
	case []section:
		return r.elements(node, path, k, old.([]section))
	case map[string]string:
		return r.byNetwork(node, path, k)
	case []string:
		var list []string
		if r.is(node, yaml.SequenceNode, path, "a list such as [one, two]") {
			for _, element := range node.Content {
				list = append(list, r.text(element, path, k))
			}
		}
		return list
	case int:
		// In plain digits: YAML's other ways (0x10, 1_000, 010 for eight) only surprise.
		n, err := strconv.Atoi(node.Value)
		plain := err == nil && node.Style == 0 && strconv.Itoa(n) == node.Value
		if r.is(node, yaml.ScalarNode, path, "a whole number") && !plain {
			r.wrong(node, "%s should be a whole number, not %s", path, kindWord(node))
		}
		return n
	case bool:
		// Quotes make it a text, and yes, on and True are truths to some readers and texts to others.
		plain := node.Style == 0 && (node.Value == "true" || node.Value == "false")
		if r.is(node, yaml.ScalarNode, path, "true or false") && !plain {
			r.wrong(node, "%s should be true or false, not %s", path, kindWord(node))
		}
		return node.Value == "true"
	}
	return r.text(node, path, k)
}

// text reads a text that fits its key. What YAML takes for a number or truth needs quotes; a day or a choice of few
// does not.
func (r *Mistakes) text(node *yaml.Node, path string, k *key) string {
	formed := k.form != "" || k.want != nil
	switch {
	case !r.is(node, yaml.ScalarNode, path, k.wants()):
	case node.Tag != "!!str" && (!formed || node.Tag != "!!timestamp"):
		r.wrong(node, "%s should be %s: put %s in quotes if you mean it", path, k.wants(), shortly(node.Value))
	case !k.fits(node.Value):
		r.wrong(node, "%s should be %s, not %s", path, k.wants(), kindWord(node))
	}
	return node.Value
}

// byNetwork reads texts by network.
func (r *Mistakes) byNetwork(node *yaml.Node, path string, k *key) map[string]string {
	texts := map[string]string{}
	if !r.is(node, yaml.MappingNode, path, "a text by network") {
		return texts
	}
	r.pairs(node, path, func(name, value *yaml.Node) {
		if !k.fits(name.Value) {
			r.wrong(name, "%s: the keys are networks: %s, not %s", path, k.wants(), kindWord(name))
			return
		}
		texts[name.Value] = r.text(value, join(path, name.Value), &key{})
		for _, part := range k.setting.Parts() {
			if part.Key == k.setting.Key+"."+name.Value {
				r.places[part.Name] = placeOf(value)
			}
		}
	})
	return texts
}

// elements reads a list of sections. Where something tells them apart, each is read over the old one of that id, so
// that a key that is left out keeps what is set; others are read over nothing.
func (r *Mistakes) elements(node *yaml.Node, path string, k *key, old []section) []section {
	list, lines := []section{}, map[string]int{}
	if !r.is(node, yaml.SequenceNode, path, "a list") {
		return list
	}
	for i, element := range node.Content {
		name, entry := strconv.Itoa(i+1), k.part(nil)
		if k.noun != "" {
			if name = r.identify(element, path, k.keys[0].name); name == "" {
				continue
			}
			if before := lines[name]; before > 0 {
				r.wrong(element, "%s: the %s %q stands in line %d already", path, k.noun, shortly(name), before)
			}
			lines[name] = element.Line
			if before := withID(old, k, name); before != nil {
				entry = before.clone()
			} else if k.noun == "source" { // new in the file, it need not say what the default is
				entry["per_day"], entry["live_at_once"] = store.DefaultPerDay, store.DefaultLiveAtOnce
			}
		}
		if k.field != "" {
			r.places[k.field+"/"+name] = placeOf(element)
		}
		r.section(element, path, k, entry)
		list = append(list, entry)
	}
	return list
}

// clone copies a section with those inside it. Lists are shared: reading replaces them as a whole.
func (s section) clone() section {
	s = maps.Clone(s)
	for name, v := range s {
		if inner, ok := v.(section); ok {
			s[name] = inner.clone()
		}
	}
	return s
}

// withID finds an element by the key that tells elements apart, nil when there is none.
func withID(list []section, k *key, id string) section {
	for _, element := range list {
		if element[k.keys[0].name] == id {
			return element
		}
	}
	return nil
}

// identify reads the id of an element, "" when there is none. It looks ahead, because the id decides what the other
// keys are read over.
func (r *Mistakes) identify(element *yaml.Node, path, name string) string {
	if !r.is(element, yaml.MappingNode, path, "a list of keys with values") {
		return ""
	}
	for i := 0; i+1 < len(element.Content); i += 2 {
		if id := element.Content[i+1]; element.Content[i].Value == name && id.Kind == yaml.ScalarNode && id.Value != "" {
			return id.Value
		}
	}
	r.wrong(element, "%s: this element has no %s", path, name)
	return ""
}

// placeOf is where a node begins. yaml.Node counts both from 1.
func placeOf(node *yaml.Node) place { return place{node.Line, node.Column} }

// wrong notes a mistake at a node.
func (r *Mistakes) wrong(node *yaml.Node, format string, args ...any) {
	r.list = append(r.list, mistake{placeOf(node), fmt.Sprintf(format, args...)})
}
