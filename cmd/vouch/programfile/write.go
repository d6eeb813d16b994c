// Writing the program file: every key in a stable order, each explained by a comment.

package programfile

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"vouch/store"
)

// commentWidth is where comments are broken, in characters. Lists that would be longer stand on several lines.
const commentWidth = 110

// Write writes a file that reads back as f. The same f gives the same bytes, so that a file kept in version control
// only changes with the program.
func (f *File) Write(out io.Writer) error {
	document := f.node("", &top, f.values, true)
	// The first key has the header above it, and a blank line between the two.
	first := document.Content[0]
	first.HeadComment = comment(0, header) + "\n" + first.HeadComment
	var text bytes.Buffer
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := encoder.Encode(document); err != nil {
		return err
	}
	_, err := out.Write(text.Bytes())
	return err
}

// node is a value as YAML; with explain, every key below it has its comment. Keys of elements are explained once, above
// their list.
func (f *File) node(path string, k *key, value any, explain bool) *yaml.Node {
	switch v := value.(type) {
	case section:
		node := &yaml.Node{Kind: yaml.MappingNode}
		for i := range k.keys {
			sub := &k.keys[i]
			name := &yaml.Node{Kind: yaml.ScalarNode, Value: sub.name}
			if explain {
				name.HeadComment = explained(path, sub)
			}
			entry := f.node(join(path, sub.name), sub, v[sub.name], explain)
			if join(path, sub.name) == "referrals.routes.owner" {
				entry.LineComment = f.owner(store.EmployeeID(entry.Value))
			}
			node.Content = append(node.Content, name, entry)
		}
		return node
	case []section:
		node := &yaml.Node{Kind: yaml.SequenceNode}
		for _, element := range v {
			node.Content = append(node.Content, f.node(path, k, element, false))
		}
		return node
	case map[string]string:
		node := &yaml.Node{Kind: yaml.MappingNode}
		for _, network := range networkOrder(v) {
			node.Content = append(node.Content, textNode(network), textNode(v[network]))
		}
		return node
	case []string:
		node, width := &yaml.Node{Kind: yaml.SequenceNode}, len(path)
		for _, text := range v {
			node.Content = append(node.Content, textNode(text))
			width += len(scalar(text)) + 2
		}
		if width <= commentWidth {
			node.Style = yaml.FlowStyle
		}
		return node
	case string:
		return textNode(v)
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Value: fmt.Sprint(value)}
}

// textNode is a text, in double quotes wherever the plain text could be read as anything else.
func textNode(text string) *yaml.Node {
	text = strings.ToValidUTF8(text, "\uFFFD")
	node := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
	switch {
	case isParagraphs(text):
		node.Style = yaml.LiteralStyle
	case !isPlain(text):
		node.Style = yaml.DoubleQuotedStyle
	}
	return node
}

// isParagraphs tells a text of several lines that a person can read and change as it stands, and that means the same as
// a block: no space at an edge of a line, no line break at an edge of the text, nothing that does not print.
func isParagraphs(text string) bool {
	lines := strings.Split(text, "\n")
	return len(lines) > 1 && lines[0] != "" && lines[len(lines)-1] != "" &&
		!slices.ContainsFunc(lines, func(line string) bool {
			unprintable := func(r rune) bool { return !strconv.IsPrint(r) }
			return strings.TrimSpace(line) != line || strings.ContainsFunc(line, unprintable)
		})
}

// owner is the name behind an id, as a comment: names come from Slack, where they may hold line breaks and control
// characters, which would end the comment or make the file unreadable. Owners without a name are people who left.
func (f *File) owner(id store.EmployeeID) string {
	name := f.owners[id]
	if name == "" {
		name = "not active any more: this route is passed over"
	}
	printable := strings.Map(func(r rune) rune {
		if !strconv.IsPrint(r) {
			return ' '
		}
		return r
	}, name)
	return strings.TrimRight("# "+strings.Join(strings.Fields(printable), " "), " ")
}

// explained is the comment above a key: its words, its default where that is one short value, and for a list the keys
// of its elements. Keys at the top have a blank line before them.
func explained(path string, k *key) string {
	words := k.words
	if initial, ok := k.initial(); ok {
		words += " Default: " + initial + "."
	}
	if _, list := k.zero.([]section); list {
		words += legend("  ", k.keys)
	}
	if words != "" {
		words = comment(2*len(strings.FieldsFunc(path, func(r rune) bool { return r == '.' })), words)
	}
	if path == "" {
		words = "\n" + words
	}
	return words
}

// legend explains the keys of a list's elements. margin is the indentation behind the #.
func legend(margin string, keys []key) string {
	text := ""
	for _, k := range keys {
		text += "\n" + margin + k.name + ": " + k.words + legend(margin+"  ", k.keys)
	}
	return text
}

// initial is the default of a setting, when it is one short value.
func (k *key) initial() (string, bool) {
	if k.setting == nil {
		return "", false
	}
	switch v := k.setting.Default.(type) {
	case string:
		return v, !strings.Contains(v, "\n")
	case int, bool:
		return fmt.Sprint(v), true
	case []string:
		return "none", len(v) == 0
	}
	return "", false
}

// comment makes lines of a text, broken between words; a line's own indentation is kept, and what continues an indented
// line is indented further, so that the next key of a legend stands out.
func comment(indent int, text string) string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		margin := paragraph[:len(paragraph)-len(strings.TrimLeft(paragraph, " "))]
		line := ""
		for _, word := range strings.Fields(paragraph) {
			if line != "" && indent+len(margin)+len(line)+len(word) > commentWidth {
				lines, line = append(lines, "# "+margin+line), ""
				if margin != "" {
					margin += "  "
				}
			}
			line = strings.TrimPrefix(line+" "+word, " ")
		}
		lines = append(lines, strings.TrimRight("# "+margin+line, " "))
	}
	return strings.Join(lines, "\n")
}

// networkOrder is the order of the texts by network, the default first.
func networkOrder(texts map[string]string) []string {
	keys := slices.Sorted(maps.Keys(texts))
	if at := slices.Index(keys, store.DefaultNetwork); at > 0 {
		keys = slices.Insert(slices.Delete(keys, at, at+1), 0, store.DefaultNetwork)
	}
	return keys
}

// plainText matches texts that mean themselves in YAML without quotes, inside [ ] as well: letters of any script first,
// so neither numbers nor dates are among them, nor YAML's signs.
var plainText = regexp.MustCompile(`^[\pL][\pL\pM0-9 _./+&'()-]*$`)

// isPlain tells a text that needs no quotes. This library reads YAML 1.2 with some of 1.1's words; other readers of the
// file know more of them.
func isPlain(text string) bool {
	words := []string{"true", "false", "yes", "no", "on", "off", "y", "n", "null"}
	return plainText.MatchString(text) && !strings.HasSuffix(text, " ") && !slices.Contains(words, strings.ToLower(text))
}

// scalar is a text as a difference shows it: as YAML, whose escapes include Go's (spec 1.2, 5.7).
func scalar(text string) string {
	if text = strings.ToValidUTF8(text, "\uFFFD"); isPlain(text) {
		return text
	}
	return strconv.Quote(text)
}
