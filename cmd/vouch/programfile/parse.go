// From bytes to YAML: one document of UTF-8, bounded, or the place where it is none.

package programfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// MaxSize bounds the file in bytes: far more than any program needs, little enough to be read at once.
const MaxSize = 1 << 20

// parse gives the root of the only document, nil for an empty file. Exactly one of the results says something: the
// root, or where and why there is none, or neither for an empty file.
func parse(text []byte) (*yaml.Node, *mistake) {
	if len(text) > MaxSize {
		return nil, &mistake{text: fmt.Sprintf("the file is larger than %d KiB: this is no program file", MaxSize>>10)}
	}
	// Windows editors put a byte order mark in front of UTF-8.
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	// Before the library, whose message does not say where.
	if at := invalidUTF8(text); at.line > 0 {
		return nil, &mistake{at, "the file is not UTF-8 from here on: save it as UTF-8"}
	}
	// Nodes rather than structs, because only they know lines and columns.
	var document, second yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	err := decoder.Decode(&document)
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		return nil, yamlMistake(text, err)
	}
	// A second document is refused rather than passed over: somebody meant it to count.
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		if err != nil {
			return nil, yamlMistake(text, err)
		}
		return nil, &mistake{placeOf(&second), "a second document begins here: a program is one document"}
	}
	// A document node has exactly one child.
	return document.Content[0], nil
}

// invalidUTF8 is the place of the first byte that is no UTF-8, nowhere when there is none.
// Lines and columns count from 1, columns in characters.
func invalidUTF8(text []byte) place {
	if utf8.Valid(text) {
		return place{}
	}
	line, column := 1, 1
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if column++; r == '\n' {
			line, column = line+1, 1
		}
		text = text[size:]
	}
	return place{line, column}
}

// yamlError matches the library's messages, which name the line and nothing more.
var yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// yamlMistake puts the library's error into the form of ours. Tabs are by far the most frequent cause and the worst
// explained. The first indenting tab is told even when the library stumbled over something later.
func yamlMistake(text []byte, err error) *mistake {
	for i, line := range strings.Split(string(text), "\n") {
		if margin := line[:len(line)-len(strings.TrimLeft(line, " \t"))]; strings.Contains(margin, "\t") {
			return &mistake{place{i + 1, strings.IndexByte(margin, '\t') + 1}, "a tab indents this line: YAML wants spaces"}
		}
	}
	found := yamlError.FindStringSubmatch(err.Error())
	if found == nil {
		return &mistake{text: "this is no YAML: " + err.Error()}
	}
	line, _ := strconv.Atoi(found[1])
	message := strings.TrimPrefix(err.Error(), found[0])
	// The library counts lines from 1 in the errors of its scanner and from 0 in those of
	// its parser, where it leaves the 0 out.
	if strings.HasPrefix(message, "did not find expected") {
		line++
	}
	return &mistake{place{line, 1}, "this is no YAML: " + message}
}
