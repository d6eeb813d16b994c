// The tags in a page's head that carry metadata; the body is passed over, except for schema.org data.

package feed

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Bounds on what one page may state: blocks of schema.org data, and contents under one name.
const (
	maxScripts  = 20
	maxContents = 100
)

// pageHead holds what was found, unresolved and uncleaned.
type pageHead struct {
	title     string
	language  string // of the html element
	base      string
	canonical string
	meta      map[string][]string // property or name in lower case, to the contents in order
	data      linkedData
}

// first returns the first non-empty content of the first name that has one.
func (h pageHead) first(names ...string) string {
	for _, name := range names {
		for _, content := range h.meta[name] {
			if strings.TrimSpace(content) != "" {
				return content
			}
		}
	}
	return ""
}

// readHead walks an HTML document once. Tags count until a head with a title ends; scripts with schema.org data count
// anywhere, because many publishing systems put them at the end of the body.
func readHead(document []byte) pageHead {
	head := pageHead{meta: map[string][]string{}}
	tokens := html.NewTokenizer(bytes.NewReader(document))
	inHead, drawing, scripts := true, false, 0
	for {
		kind := tokens.Next()
		// The end of the document, or of the part of it that was fetched: what was found so far counts.
		if kind == html.ErrorToken {
			return head
		}
		name, _ := tokens.TagName()
		element := atom.Lookup(name)
		if kind == html.EndTagToken && element == atom.Head || kind == html.StartTagToken && element == atom.Body {
			// A page whose head says nothing has its tags further down, where some systems put them.
			inHead = head.title == "" && head.first("og:title", "twitter:title") == ""
		}
		// The title of a drawing is not the page's.
		if element == atom.Svg {
			drawing = kind == html.StartTagToken
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		// Tags of the body are not to be trusted: comments of readers may contain them.
		if element != atom.Script && (!inHead || drawing) {
			continue
		}
		attributes := remainingAttributes(tokens)
		if element == atom.Script {
			media, _, _ := strings.Cut(strings.ToLower(attributes["type"]), ";")
			if strings.TrimSpace(media) == "application/ld+json" && scripts < maxScripts && tokens.Next() == html.TextToken {
				scripts++
				head.data.read(tokens.Raw())
			}
			continue
		}
		if element == atom.Title && head.title == "" && tokens.Next() == html.TextToken {
			head.title = string(tokens.Text())
			continue
		}
		head.take(element, attributes)
	}
}

// take notes one tag of the head.
func (h *pageHead) take(element atom.Atom, attributes map[string]string) {
	switch element {
	case atom.Html:
		h.language = cmp.Or(attributes["lang"], attributes["xml:lang"])
	case atom.Base:
		h.base = cmp.Or(h.base, attributes["href"])
	case atom.Meta:
		// OpenGraph says property=, Twitter says name=, and sites mix them up.
		name := cmp.Or(attributes["property"], attributes["name"], attributes["itemprop"], attributes["http-equiv"])
		name = strings.ToLower(strings.TrimSpace(name))
		if len(h.meta[name]) < maxContents {
			h.meta[name] = append(h.meta[name], attributes["content"])
		}
	case atom.Link:
		if slices.Contains(strings.Fields(strings.ToLower(attributes["rel"])), "canonical") {
			h.canonical = cmp.Or(h.canonical, attributes["href"])
		}
	}
}

// remainingAttributes reads the attributes of the tag the tokenizer has just named.
func remainingAttributes(tokens *html.Tokenizer) map[string]string {
	attributes := map[string]string{}
	for {
		key, value, more := tokens.TagAttr()
		// Of an attribute given twice the first counts, as in browsers.
		if _, ok := attributes[string(key)]; !ok && len(key) > 0 {
			attributes[string(key)] = string(value)
		}
		if !more {
			return attributes
		}
	}
}
