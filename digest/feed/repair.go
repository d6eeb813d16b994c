// Faults in the markup of feeds that readers forgive: mended before the parser, which would refuse the feed or misread
// it.

package feed

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

var (
	characterReference = regexp.MustCompile(`&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));`)
	xmlBase            = regexp.MustCompile(`(\sxml:base\s*=\s*["'])([^"'<>]*)(["'])`)
	linkTag            = regexp.MustCompile(`(<(?:\w+:)?link\b)([^<>]*)>(?:\s*(?:<!\[CDATA\[\s*)?(https?://[^<>\]\s]+))?`)
	linkTarget         = regexp.MustCompile(`\shref\s*=\s*(?:"[^"]*"|'[^']*')`)
	// linkElsewhere matches the attributes of a link that leads to nothing or to what is not for readers.
	linkElsewhere = regexp.MustCompile(`\shref\s*=\s*["']\s*["']|\srel\s*=\s*["'](?:self|edit|replies|hub|license)["']`)
	// describedItem is an entry of RSS 1.0, whose address may stand in it and nowhere else.
	describedItem = regexp.MustCompile(`<item\b[^<>]*\srdf:about\s*=\s*["']([^"'<>]+)["'][^<>]*>`)
	// lostEnd is the end of a feed without the tags that belong behind its last entry, or with a part of them.
	lostEnd = regexp.MustCompile(`(</(?:\w+:)?(item|entry)\s*>)\s*(?:</channel>?\s*)?(?:<[/a-zA-Z:]*\s*)?$`)
	// silentTag are elements whose text readers of HTML do not show, up to their end tag; XHTML closes them at once.
	silentTag = regexp.MustCompile(
		`(?i)<(script|style|iframe|noscript|textarea|title|xmp|noembed|noframes|object|select|video|audio)\b([^<>]*)>`)
)

// repairXML mends a feed: characters that XML does not allow, written out or by number, are dropped (XML 1.0, section
// 2.2); a base that names a file counts up to its folder (RFC 3986, section 5.2.3); a link to nowhere is none, the text
// of Atom's link is its address, and a feed that ends behind a whole entry ends there.
func repairXML(document []byte) []byte {
	document = bytes.Map(func(r rune) rune {
		if isXMLCharacter(r) {
			return r
		}
		return -1
	}, document)
	document = characterReference.ReplaceAllFunc(document, func(reference []byte) []byte {
		match := characterReference.FindSubmatch(reference)
		number, err := strconv.ParseInt(string(match[2]), 10, 32)
		if len(match[1]) > 0 {
			number, err = strconv.ParseInt(string(match[1]), 16, 32)
		}
		if err != nil || !isXMLCharacter(rune(number)) {
			return nil
		}
		return reference
	})
	document = xmlBase.ReplaceAllFunc(document, func(attribute []byte) []byte {
		match := xmlBase.FindSubmatch(attribute)
		base := html.UnescapeString(string(match[2]))
		return []byte(string(match[1]) + html.EscapeString(folderOf(base)) + string(match[3]))
	})
	document = linkTag.ReplaceAllFunc(document, func(tag []byte) []byte {
		match := linkTag.FindSubmatch(tag)
		name, attributes := string(match[1]), string(match[2])
		switch {
		case linkElsewhere.Match(match[2]):
			attributes = linkTarget.ReplaceAllString(attributes, "")
		case len(match[3]) > 0 && !linkTarget.Match(match[2]):
			attributes += ` href="` + string(match[3]) + `"`
		}
		return append([]byte(name+attributes), tag[len(match[1])+len(match[2]):]...)
	})
	document = closeEnd(describedItem.ReplaceAll(document, []byte("$0<guid>$1</guid>")))
	return []byte(closeSilent(string(document))) // the library reads XHTML as HTML
}

// closeEnd gives a feed the end tags that are missing behind its last entry.
func closeEnd(document []byte) []byte {
	start := max(0, len(document)-200)
	at := lostEnd.FindSubmatchIndex(document[start:])
	if at == nil {
		return document
	}
	end := "</rdf:RDF>"
	switch {
	case string(document[start:][at[4]:at[5]]) == "entry":
		end = "</feed>"
	case bytes.Contains(document, []byte("<rss")):
		end = "</channel></rss>"
	}
	return append(document[:start+at[3]], end...)
}

// closeSilent gives silent elements the end that a reader of HTML would look for in vain, so that they do not take the
// text behind them.
func closeSilent(text string) string {
	ended := map[string]bool{}
	lower := ""
	return silentTag.ReplaceAllStringFunc(text, func(tag string) string {
		match := silentTag.FindStringSubmatch(tag)
		name := strings.ToLower(match[1])
		if strings.HasSuffix(match[2], "/") {
			return "<" + match[1] + strings.TrimSuffix(match[2], "/") + "></" + match[1] + ">"
		}
		if lower == "" {
			lower = strings.ToLower(text)
		}
		if _, known := ended[name]; !known {
			ended[name] = strings.Contains(lower, "</"+name)
		}
		if !ended[name] {
			return tag + "</" + match[1] + ">"
		}
		return tag
	})
}

// isXMLCharacter reports what XML 1.0 allows in a document.
func isXMLCharacter(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD ||
		r >= 0x10000 && r <= 0x10FFFF
}

// folderOf is an address up to its last slash.
func folderOf(address string) string {
	if end := strings.IndexAny(address, "?#"); end >= 0 {
		address = address[:end]
	}
	start := 0
	if scheme := strings.Index(address, "//"); scheme >= 0 {
		start = scheme + 2
	}
	slash := strings.LastIndexByte(address[start:], '/')
	switch {
	case slash < 0 && start == 0 && address != "":
		return "./" // a file beside the feed
	case slash < 0:
		return address // a host alone, or nothing
	}
	return address[:start+slash+1]
}
