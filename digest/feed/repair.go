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
	emptyLink          = regexp.MustCompile(`(<(?:\w+:)?link\b[^<>]*?)\shref\s*=\s*(?:""|'')`)
	// selfClosed are elements whose text an HTML reader takes as it stands up to their end tag; XHTML closes
	// them at once.
	selfClosed = regexp.MustCompile(`(?i)<(script|style|iframe|noscript|textarea|title|xmp|noembed|noframes)\b([^<>]*)/>`)
)

// repairXML mends a feed: characters that XML does not allow, written out or by number, are dropped
// (XML 1.0, section 2.2); a base that names a file counts up to its folder (RFC 3986, section
// 5.2.3); a link to nowhere is none.
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
	document = selfClosed.ReplaceAll(document, []byte("<$1$2></$1>")) // the library reads XHTML as HTML
	return emptyLink.ReplaceAll(document, []byte("$1"))
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
	if slash < 0 {
		return address // a host alone, or a file beside the feed
	}
	return address[:start+slash+1]
}
