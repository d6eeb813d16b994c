// RSS, Atom and JSON Feed become items; anything else becomes an error that says what it is instead.

package feed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// feedMediaTypes are what a page's <link rel="alternate"> names a feed with.
var feedMediaTypes = setOf("application/rss+xml", "application/atom+xml", "application/feed+json",
	"application/rdf+xml")

// Parse reads an RSS, Atom or JSON feed; the format is found by looking. Errors are *Error: WebPage (Alternate names
// its feed when the page does), Empty, Truncated, TooLarge, Unsafe, or Invalid.
func Parse(r io.Reader, options ParseOptions) (Result, error) {
	options = options.withDefaults()
	document, err := readDocument(r, options.ContentType, options.MaxBytes)
	if err != nil {
		return Result{}, err
	}
	// Publishing systems put blank lines before the declaration, which XML does not allow and readers accept.
	document = bytes.TrimLeft(document, " \t\r\n\x00\uFEFF")
	if bytes.HasPrefix(document, []byte("{")) {
		return parseJSONFeed(document, options)
	}
	if !bytes.HasPrefix(document, []byte("<")) {
		return Result{}, notAFeed()
	}
	entries, err := inspectMarkup(document, options)
	if err != nil {
		return Result{}, err
	}
	parsed, err := parseMarkup(repairXML(document), options.MaxTime)
	if err != nil {
		return Result{}, explain(document, err)
	}
	return collectFeed(parsed, entries, options), nil
}

// notAFeed is the error for a document of some other sort.
func notAFeed() *Error {
	return fail(Invalid, "This is neither an RSS, Atom nor JSON feed. Check that the address leads to the feed itself.")
}

// inspectMarkup tells feeds from web pages and refuses what is unsafe to parse. It gives the number of entries that the
// document has.
func inspectMarkup(document []byte, options ParseOptions) (entries int, err error) {
	root, entries, err := inspectXML(document)
	if err != nil {
		return 0, err
	}
	switch root {
	case "rss", "feed", "rdf":
		return entries, nil
	case "html", "head", "body", "title", "meta", "div", "p", "script":
		return 0, webPage(document, options.BaseURL)
	case "":
		if bytes.HasPrefix(bytes.ToLower(document[:min(len(document), 64)]), []byte("<!doctype html")) {
			return 0, webPage(document, options.BaseURL)
		}
		return 0, fail(Truncated, "The feed ends before its first entry. Try again later, or ask its publisher.")
	}
	// HTML may begin with any tag.
	if strings.Contains(options.ContentType, "html") {
		return 0, webPage(document, options.BaseURL)
	}
	return 0, notAFeed()
}

// webPage is the error for HTML, naming the feed the page announces.
func webPage(document []byte, base string) *Error {
	links := alternateFeeds(document, base)
	if len(links) == 0 {
		return fail(WebPage, "This is a web page, and it names no feed. Look for an RSS link on the site, or add single "+
			"pages by their link.")
	}
	problem := fail(WebPage, "This is a web page; its feed is at %s. Add that address instead.", links[0])
	problem.Alternate = links[0]
	return problem
}

// alternateFeeds returns the absolute addresses of the feeds an HTML page announces, at most five.
func alternateFeeds(document []byte, base string) []string {
	var links []string
	tokens := html.NewTokenizer(bytes.NewReader(document))
	for len(links) < 5 {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		if name, _ := tokens.TagName(); atom.Lookup(name) != atom.Link {
			continue
		}
		if link := alternateFeed(remainingAttributes(tokens), base); link != "" {
			links = append(links, link)
		}
	}
	return links
}

// alternateFeed returns the address in a <link> tag that announces a feed, or "".
func alternateFeed(attributes map[string]string, base string) string {
	relations := strings.Fields(strings.ToLower(attributes["rel"]))
	media, _, _ := strings.Cut(strings.ToLower(attributes["type"]), ";")
	for _, relation := range relations {
		if relation == "alternate" && feedMediaTypes[strings.TrimSpace(media)] {
			return resolveURL(base, attributes["href"])
		}
	}
	return ""
}

// parseMarkup runs the library on RSS or Atom. A panic in it, as a malformed document might cause, must not end the
// program.
func parseMarkup(document []byte, limit time.Duration) (parsed *gofeed.Feed, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			parsed, err = nil, fmt.Errorf("the feed library gave up: %v", cause)
		}
	}()
	// Looking for pictures in the text is left to the code of this package, which knows tracking pixels. The library
	// takes no context; a reader that gives up after a while is the way to stop it.
	source := &impatientReader{reader: bytes.NewReader(document), until: time.Now().Add(limit)}
	parser := gofeed.NewParser()
	parser.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true}
	parsed, err = parser.Parse(source)
	if source.gaveUp {
		err = tooSlow()
	}
	return parsed, err
}

// explain turns a parser's complaint into an Error: a document without its end was cut off, any other is malformed.
func explain(document []byte, cause error) *Error {
	if known, ok := errors.AsType[*Error](cause); ok {
		return known
	}
	// The end tag may be followed by comments of the publishing system, so a stretch of the end is searched.
	tail := bytes.ToLower(bytes.TrimSpace(document))
	tail = tail[max(0, len(tail)-4096):]
	closed := bytes.HasSuffix(tail, []byte("}"))
	for _, end := range []string{"</rss>", "</feed>", "</rdf:rdf>", "</rdf>"} {
		closed = closed || bytes.Contains(tail, []byte(end))
	}
	if !closed || strings.Contains(cause.Error(), "unexpected end of JSON") {
		return failWith(Truncated, cause, "The feed ends in the middle. Try again later; if it stays so, ask its publisher.")
	}
	return failWith(Invalid, cause, "The feed is malformed, so it was not read. Ask its publisher to check it with a "+
		"feed validator.")
}

// resolveURL makes a link absolute and returns it only if it is then http or https; otherwise "".
func resolveURL(base, link string) string {
	link = strings.TrimSpace(link)
	if link == "" || link == "#" || len(link) > maxURL {
		return ""
	}
	if isHostFirst(base, link) {
		link = "https://" + link
	}
	parsed, err := parseLoose(link)
	if err != nil {
		return ""
	}
	if !parsed.IsAbs() {
		root, err := parseLoose(base)
		if err != nil || !root.IsAbs() {
			return ""
		}
		parsed = root.ResolveReference(parsed)
	}
	if parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Host == "" {
		return ""
	}
	return parsed.String()
}
