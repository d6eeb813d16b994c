// Writing the program file: YAML with every key, in a stable order, each explained by a comment.

package main

import (
	"bytes"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"vouch/store"
)

// commentWidth is where comments are broken, in characters. Lists that would be longer
// stand on several lines.
const commentWidth = 110

// programWriter collects the text. It writes itself instead of leaving that to the YAML
// library, because comments, blank lines and short lists on one line are what makes the
// file readable. defaults is a programFile with the values of a fresh database, for the
// words "Default: ...".
type programWriter struct {
	bytes.Buffer
	defaults reflect.Value
	inside   int // lists around the key under way; their keys are explained once, above the list
}

// writeProgram writes a file that reads back as f. The same f gives the same bytes, so
// that a file kept in version control only changes with the program. Nothing is written
// on the way: an error is of out.
func writeProgram(out io.Writer, f programFile) error {
	// Personas and sources have no defaults to name.
	initial := fileOf(store.ProgramState{Program: store.Program{Settings: store.DefaultSettings()}})
	w := &programWriter{defaults: reflect.ValueOf(initial)}
	w.comment("", programHeader)
	w.section("", "", reflect.ValueOf(f))
	_, err := out.Write(w.Bytes())
	return err
}

// section writes the keys of one struct. path is the key of the struct, "" at the top;
// sections at the top have a blank line before them.
func (w *programWriter) section(indent, path string, v reflect.Value) {
	for i := range v.NumField() {
		tags := v.Type().Field(i).Tag
		key := tags.Get("yaml")
		if key == "-" {
			continue
		}
		at := joinPath(path, key)
		if path == "" {
			w.WriteString("\n")
		}
		w.explain(indent, at, v.Field(i))
		w.WriteString(indent + key + ":")
		w.value(indent, at, v.Field(i))
		if note := tags.Get("note"); note != "" {
			// The value has ended its line; the note goes on the same one.
			w.Truncate(w.Len() - 1)
			w.WriteString(strings.TrimRight(" # "+remark(v.FieldByName(note).String()), " ") + "\n")
		}
	}
}

// remark makes one line of a text, without the characters that YAML refuses even in
// comments. Names come from Slack, where they may hold line breaks and control
// characters; either would end the comment or make the file unreadable.
func remark(text string) string {
	printable := strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(printable), " ")
}

// joinPath is a key below a path, "" the top.
func joinPath(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// explain writes the comment of a key. Keys within lists are explained by the legend
// above the list, once and not for each element.
func (w *programWriter) explain(indent, path string, v reflect.Value) {
	if w.inside > 0 {
		return
	}
	words := programWords[path]
	if words == "" {
		return
	}
	if initial, ok := w.initial(path); ok {
		words += " Default: " + initial + "."
	}
	w.comment(indent, words)
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct {
		w.legend(indent, "  ", path, v.Type().Elem())
	}
}

// legend explains the keys of a list's elements. margin is the indentation behind the #.
func (w *programWriter) legend(indent, margin, path string, element reflect.Type) {
	for i := range element.NumField() {
		field := element.Field(i)
		key := field.Tag.Get("yaml")
		if key == "-" {
			continue
		}
		w.comment(indent, margin+key+": "+programWords[joinPath(path, key)])
		inner := field.Type
		if inner.Kind() == reflect.Slice {
			inner = inner.Elem()
		}
		if inner.Kind() == reflect.Struct {
			w.legend(indent, margin+"  ", joinPath(path, key), inner)
		}
	}
}

// initial is the default of a key, when it is one short value. Empty lists of texts are
// named "none"; longer values, structs and maps have no place in a comment.
func (w *programWriter) initial(path string) (string, bool) {
	v := w.defaults
	for key := range strings.SplitSeq(path, ".") {
		if v = fieldByKey(v, key); !v.IsValid() {
			return "", false
		}
	}
	switch v.Kind() {
	case reflect.String, reflect.Int, reflect.Bool:
		return fmt.Sprint(v.Interface()), true
	case reflect.Slice:
		return "none", v.Len() == 0 && v.Type().Elem().Kind() == reflect.String
	}
	return "", false
}

// fieldByKey finds the field with a YAML key; it is not valid when v is no struct or has
// none.
func fieldByKey(v reflect.Value, key string) reflect.Value {
	if v.Kind() == reflect.Struct {
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("yaml") == key {
				return v.Field(i)
			}
		}
	}
	return reflect.Value{}
}

// comment writes lines of comment, broken between words; a line's own indentation is kept.
// Words longer than a line stay whole.
func (w *programWriter) comment(indent, text string) {
	for paragraph := range strings.SplitSeq(text, "\n") {
		margin := paragraph[:len(paragraph)-len(strings.TrimLeft(paragraph, " "))]
		line := ""
		for _, word := range strings.Fields(paragraph) {
			if line != "" && len(indent)+len(margin)+len(line)+len(word) > commentWidth {
				w.WriteString(indent + "# " + margin + line + "\n")
				line = ""
				// What continues an indented line is indented further, so that the next
				// key of a legend stands out.
				if margin != "" {
					margin += "  "
				}
			}
			line = strings.TrimPrefix(line+" "+word, " ")
		}
		w.WriteString(strings.TrimRight(indent+"# "+margin+line, " ") + "\n")
	}
}

// value writes what stands behind a key, with the end of the line. The kinds are those
// that programReader.value reads; a new one needs both.
func (w *programWriter) value(indent, path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		w.WriteString("\n")
		w.section(indent+"  ", path, v)
	case reflect.Slice:
		w.list(indent, path, v)
	case reflect.Map:
		texts := v.Interface().(map[string]string)
		if len(texts) == 0 {
			w.WriteString(" {}\n")
			return
		}
		w.WriteString("\n")
		for _, key := range disclosureKeys(texts) {
			w.WriteString(indent + "  " + key + ": " + scalar(texts[key]) + "\n")
		}
	case reflect.String:
		w.WriteString(" " + scalar(v.String()) + "\n")
	default:
		fmt.Fprintf(w, " %v\n", v.Interface())
	}
}

// list writes texts on one line where they fit, else one a line, and structs one below
// the other.
func (w *programWriter) list(indent, path string, v reflect.Value) {
	if v.Len() == 0 {
		w.WriteString(" []\n")
		return
	}
	if v.Type().Elem().Kind() == reflect.Struct {
		w.WriteString("\n")
		w.inside++
		defer func() { w.inside-- }()
		for i := range v.Len() {
			from := w.Len()
			w.section(indent+"    ", path, v.Index(i))
			// The first key of an element stands behind its dash. The element was written
			// with the indentation of its other keys, which is as wide as the dash with
			// what is before it.
			copy(w.Bytes()[from:], indent+"  - ")
		}
		return
	}
	var texts []string
	for i := range v.Len() {
		texts = append(texts, scalar(v.Index(i).String()))
	}
	line := " [" + strings.Join(texts, ", ") + "]\n"
	if len(indent)+len(line) > commentWidth {
		line = "\n"
		for _, text := range texts {
			line += indent + "  - " + text + "\n"
		}
	}
	w.WriteString(line)
}

// plainText matches texts that mean themselves in YAML without quotes, inside [ ] as well.
// Letters of any script first, so neither numbers nor dates are among them, nor YAML's
// signs.
var plainText = regexp.MustCompile(`^[\pL][\pL\pM0-9 _./+&'()-]*$`)

// scalar is a text as YAML, in double quotes wherever the plain text could be read as
// anything else. Go's escapes are among YAML's (spec 1.2, 5.7).
func scalar(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	// What YAML 1.1 or 1.2 takes for something else than text. This library reads YAML
	// 1.2 with some of 1.1's words; other readers of the file know more of them.
	words := []string{"true", "false", "yes", "no", "on", "off", "y", "n", "null"}
	if plainText.MatchString(text) && !strings.HasSuffix(text, " ") && !slices.Contains(words, strings.ToLower(text)) {
		return text
	}
	return strconv.Quote(text)
}
