// Whatever encoding a document claims or has, the parsers see UTF-8, and never more of it than allowed.

package feed

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"regexp"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// xmlDeclaration matches the first line of an XML document, with the encoding it names, if any. metaCharset matches
// what a page says of its own, wherever it says so.
var (
	xmlDeclaration = regexp.MustCompile(`^\s*<\?xml\b[^>]*?(?:encoding\s*=\s*["']([A-Za-z0-9._:-]+)["'][^>]*?)?\?>`)
	metaCharset    = regexp.MustCompile(`(?i)<meta\b[^>]*\bcharset\s*=\s*["']?([\w.:-]+)`)
)

// readDocument reads all of a document, at most limit bytes, and returns it as UTF-8 without a byte order mark.
func readDocument(r io.Reader, contentType string, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, limit+1))
	if known, ok := errors.AsType[*Error](err); ok {
		return nil, known
	}
	if err != nil {
		return nil, failWith(Truncated, err, "The document could not be read to its end. Try again later.")
	}
	if int64(len(body)) > limit {
		return nil, tooLarge(limit)
	}
	text := toUTF8(body, contentType)
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, fail(Empty, "The document is empty. Check the address, or ask whoever publishes it.")
	}
	return text, nil
}

// tooLarge is the error for a document of more than limit bytes.
func tooLarge(limit int64) *Error {
	return fail(TooLarge, "The document is larger than %.3g MB. Use a source with fewer or shorter entries.",
		float64(limit)/(1<<20))
}

// toUTF8 converts a document to UTF-8. A byte order mark decides; then bytes that are valid UTF-8 with at least one
// character beyond ASCII, whatever the document claims, because other encodings do not produce those by accident and
// servers often claim ISO-8859-1 for everything; then the Content-Type; then the XML declaration or meta tags; else
// Windows-1252, which has every byte.
func toUTF8(body []byte, contentType string) []byte {
	if decoded, ok := decodeMarked(body); ok {
		return withoutDeclaration(decoded)
	}
	claimed := claimedCharset(body, contentType)
	// This encoding looks like ASCII, hence like UTF-8, while meaning something else.
	sevenBit := claimed == "iso-2022-jp"
	if utf8.Valid(body) && !sevenBit && bytes.IndexByte(body, 0) < 0 {
		return withoutDeclaration(body)
	}
	if (claimed == "utf-8" || claimed == "windows-1252") && isMostlyUTF8(body) {
		return withoutDeclaration(bytes.ToValidUTF8(body, nil))
	}
	for _, name := range []string{claimed, "windows-1252"} {
		codec, canonical := charset.Lookup(name)
		if codec == nil || canonical == "replacement" || canonical == "utf-8" && !utf8.Valid(body) {
			continue
		}
		if decoded, err := decode(codec, body); err == nil {
			return withoutDeclaration(decoded)
		}
	}
	return withoutDeclaration(bytes.ToValidUTF8(body, nil))
}

// isMostlyUTF8 reports text of which more characters beyond ASCII are valid UTF-8 than bytes are not: one damaged
// character must not turn all others into signs. Other encodings hardly ever look like that.
func isMostlyUTF8(body []byte) bool {
	valid, broken := 0, 0
	for len(body) > 0 {
		r, size := utf8.DecodeRune(body)
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			valid++
		}
		body = body[size:]
	}
	return valid > broken
}

// decodeMarked decodes a document that starts with a byte order mark, or that is UTF-16 without one, as a zero byte
// beside its first character shows.
func decodeMarked(body []byte) ([]byte, bool) {
	var codec encoding.Encoding
	switch {
	case bytes.HasPrefix(body, []byte("\xEF\xBB\xBF")):
		return bytes.ToValidUTF8(body[3:], nil), true
	case bytes.HasPrefix(body, []byte("\xFF\xFE")), len(body) > 1 && body[0] > 0 && body[1] == 0:
		codec = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(body, []byte("\xFE\xFF")), len(body) > 1 && body[0] == 0 && body[1] > 0:
		codec = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	default:
		return nil, false
	}
	decoded, err := decode(codec, body)
	return decoded, err == nil
}

// decode runs one decoder over the whole document.
func decode(codec encoding.Encoding, body []byte) ([]byte, error) {
	return codec.NewDecoder().Bytes(body)
}

// claimedCharset returns the charset of the Content-Type, else of the XML declaration, else of the meta tags of HTML,
// under the name of the WHATWG standard. A name nobody knows says nothing.
func claimedCharset(body []byte, contentType string) string {
	_, parameters, _ := mime.ParseMediaType(contentType)
	claims := []string{parameters["charset"]}
	if match := xmlDeclaration.FindSubmatch(body[:min(len(body), 512)]); match != nil {
		claims = append(claims, string(match[1]))
	}
	for _, claim := range claims {
		if _, name := charset.Lookup(claim); name != "" {
			return name
		}
	}
	// The prescan of HTML for <meta charset> and http-equiv, with its first 1024 bytes (WHATWG HTML, section 13.2.3.2).
	// It answers windows-1252 where nothing is said, which is the fallback here too. Browsers begin anew when the tag
	// comes later.
	_, name, certain := charset.DetermineEncoding(body[:min(len(body), 1024)], "")
	if match := metaCharset.FindSubmatch(body[:min(len(body), maxPageBytes/8)]); !certain && match != nil {
		if _, late := charset.Lookup(string(match[1])); late != "" {
			return late
		}
	}
	return name
}

// withoutDeclaration removes the XML declaration: what it says about the encoding is no longer true.
func withoutDeclaration(document []byte) []byte {
	if place := xmlDeclaration.FindIndex(document[:min(len(document), 512)]); place != nil {
		return document[place[1]:]
	}
	return document
}
