// A look at an XML document before it is parsed: its root, and whether it is built to exhaust its reader.

package feed

import (
	"bytes"
	"io"
	"strings"
	"time"
)

// DefaultMaxTime is how long the library may take over one feed. Five megabytes of honest feed take half a second on a
// slow machine; text cut into hundreds of thousands of pieces takes minutes, because the library joins them one by one.
const DefaultMaxTime = 20 * time.Second

// impatientReader feeds a parser until its time is up, then ends the document with an error.
type impatientReader struct {
	reader io.Reader
	until  time.Time
	gaveUp bool
}

// Read reads on, or gives up with an *Error of kind Unsafe.
func (r *impatientReader) Read(buffer []byte) (int, error) {
	if time.Now().After(r.until) {
		r.gaveUp = true
		return 0, tooSlow()
	}
	return r.reader.Read(buffer)
}

// tooSlow is the error for a document that costs far more time than its size explains.
func tooSlow() *Error {
	return fail(Unsafe, "The feed takes far longer to read than any real feed, so reading was stopped. Ask its publisher.")
}

// Bounds no honest feed comes near. Deep nesting costs the parser stack, namespace declarations are copied for every
// element below them, so both grow without bound in a hostile document of a few megabytes.
const (
	maxDepth      = 400
	maxNamespaces = 60 // declarations in one tag
	maxEntities   = 300
)

// inspectXML returns the lower-case local name of the root element ("" when there is none) and how many entries the
// document has, or an error of kind Unsafe. It only counts; what is well-formed is for the parser to say.
func inspectXML(document []byte) (root string, entries int, err error) {
	depth, rest := 0, document
	for {
		start := bytes.IndexByte(rest, '<')
		// What follows the last tag is text; no harm is left to find.
		if start < 0 {
			return root, entries, nil
		}
		rest = rest[start:]
		if size := markupSize(rest); size > 0 {
			if bytes.HasPrefix(rest, []byte("<!DOCTYPE")) || bytes.HasPrefix(rest, []byte("<!doctype")) {
				if err := inspectDoctype(rest[:size]); err != nil {
					return "", 0, err
				}
			}
			rest = rest[size:]
			continue
		}
		end := bytes.IndexByte(rest, '>')
		if end < 0 {
			return root, entries, nil
		}
		tag := rest[:end]
		rest = rest[end+1:]
		switch {
		// An end tag too many is no danger; the parser will complain about it.
		case bytes.HasPrefix(tag, []byte("</")):
			depth = max(depth-1, 0)
			continue
		case root == "":
			root = localName(tag)
		}
		if name := localName(tag); name == "item" || name == "entry" {
			entries++
		}
		if !bytes.HasSuffix(tag, []byte("/")) {
			depth++
		}
		if depth > maxDepth || bytes.Count(tag, []byte("xmlns")) > maxNamespaces {
			return "", 0,
				fail(Unsafe, "The feed is nested far deeper than any real feed, so it was not read. Ask its publisher.")
		}
	}
}

// markupSize returns the length of a comment, CDATA section, instruction or document type at the start of text, 0 for a
// tag.
func markupSize(text []byte) int {
	for _, pair := range [][2]string{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}} {
		if bytes.HasPrefix(text, []byte(pair[0])) {
			if end := bytes.Index(text[len(pair[0]):], []byte(pair[1])); end >= 0 {
				return len(pair[0]) + end + len(pair[1])
			}
			return len(text)
		}
	}
	if !bytes.HasPrefix(text, []byte("<!")) {
		return 0
	}
	brackets := 0
	for i, c := range text {
		switch {
		case c == '[':
			brackets++
		case c == ']':
			brackets--
		case c == '>' && brackets <= 0:
			return i + 1
		}
	}
	return len(text)
}

// inspectDoctype refuses document types that define entities from other entities or from outside. The parser would not
// expand them, but a document that tries is an attack, and its text would be full of holes.
func inspectDoctype(doctype []byte) error {
	declarations := bytes.Split(doctype, []byte("<!ENTITY"))[1:]
	unsafe := len(declarations) > maxEntities
	for _, declaration := range declarations {
		if end := bytes.IndexByte(declaration, '>'); end >= 0 {
			declaration = declaration[:end]
		}
		fields := strings.Fields(string(declaration))
		// Parameter entities ("%") with the public names of HTML characters stand in many feeds of the early web;
		// nothing resolves them.
		if len(fields) < 2 || fields[0] == "%" {
			continue
		}
		value := strings.Join(fields[1:], " ")
		isExternal := strings.HasPrefix(value, "SYSTEM") || strings.HasPrefix(value, "PUBLIC")
		if isExternal || strings.Contains(strings.ReplaceAll(value, "&#", ""), "&") {
			unsafe = true
		}
	}
	if unsafe {
		return fail(Unsafe, "The feed defines entities that point to other entities or files, as attacks do, so it was not "+
			"read. Ask its publisher.")
	}
	return nil
}

// localName returns the name in a start tag without its namespace prefix, in lower case.
func localName(tag []byte) string {
	name := strings.ToLower(string(tag[1:]))
	if end := strings.IndexAny(name, " \t\r\n/"); end >= 0 {
		name = name[:end]
	}
	if colon := strings.LastIndexByte(name, ':'); colon >= 0 {
		name = name[colon+1:]
	}
	return name
}
