// HTML and strangers' text become plain, bounded, harmless text.

package feed

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"vouch/store/text"
)

// ellipsis marks text that was cut.
const ellipsis = '…'

// Sanitize makes one clean line of text: white space collapsed to single spaces, control characters, zero-width
// characters and direction overrides removed, broken UTF-8 dropped, and at most limit runes, the last of which is an
// ellipsis when something was cut. A limit of zero or less means no limit. Doing it twice changes nothing.
func Sanitize(s string, limit int) string { return shorten(text.Line(s), limit) }

// shorten cuts text to limit runes. It prefers the end of a word when one is near, and never leaves half an emoji
// sequence.
func shorten(text string, limit int) string {
	if limit <= 0 || utf8.RuneCountInString(text) <= limit {
		return text
	}
	runes := []rune(text)
	// One rune is kept for the ellipsis.
	end := limit - 1
	for i := end; i > end*3/4; i-- {
		if runes[i] == ' ' {
			end = i
			break
		}
	}
	for end > 0 && isDangling(runes[end-1]) {
		end--
	}
	return string(append(runes[:end], ellipsis))
}

// isDangling reports characters that only make sense together with what was cut off, or that look odd before an
// ellipsis.
func isDangling(r rune) bool {
	return r == 0x200D || r == 0x200C || unicode.IsSpace(r) || strings.ContainsRune(",;:-–(", r)
}

// blockElements end the line they stand in.
var blockElements = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Br: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.H1: true, atom.H2: true,
	atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Tr: true, atom.Table: true, atom.Blockquote: true,
	atom.Pre: true, atom.Hr: true, atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true,
	atom.Dt: true, atom.Dd: true, atom.Figure: true, atom.Figcaption: true,
}

// silentElements hold nothing a reader would see as text.
var silentElements = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Svg: true, atom.Iframe: true, atom.Noscript: true,
	atom.Object: true, atom.Select: true, atom.Textarea: true, atom.Title: true, atom.Video: true, atom.Audio: true,
}

// PlainText returns the words of an HTML fragment, one line per block, list items with a bullet, at most limit runes
// (zero or less means no limit). Text without any markup comes back as it is, cleaned the way Sanitize does.
func PlainText(fragment string, limit int) string {
	tokens := html.NewTokenizer(strings.NewReader(closeSilent(fragment)))
	var lines, line strings.Builder
	silent, size := 0, 0
	endLine := func() {
		if text := Sanitize(line.String(), 0); text != "" && text != "•" {
			if lines.Len() > 0 {
				lines.WriteByte('\n')
			}
			lines.WriteString(text)
			size += utf8.RuneCountInString(text) + 1
		}
		line.Reset()
	}
	// Only as much is read as can be shown: a description may be megabytes long. A rune has at most four bytes, so the
	// estimate never stops too early.
	for limit <= 0 || size+line.Len()/utf8.UTFMax <= limit {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind == html.TextToken && silent == 0 {
			line.Write(tokens.Text())
			continue
		}
		name, _ := tokens.TagName()
		element := atom.Lookup(name)
		switch {
		case silentElements[element]:
			silent = max(silent+step(kind), 0)
		case blockElements[element]:
			endLine()
			if element == atom.Li && kind == html.StartTagToken {
				line.WriteString("• ")
			}
		case element == atom.Td || element == atom.Th:
			line.WriteByte(' ')
		}
	}
	endLine()
	return shorten(lines.String(), limit)
}

// summaryText is the words of an HTML fragment as a summary has them: one line within MaxSummary.
func summaryText(fragment string) string {
	return Sanitize(PlainText(fragment, MaxSummary), MaxSummary)
}

// step is how a token changes the nesting of silent elements.
func step(kind html.TokenType) int {
	switch kind {
	case html.StartTagToken:
		return 1
	case html.EndTagToken:
		return -1
	}
	return 0
}

// titleText is PlainText for titles. Names in angle brackets that HTML does not know ("Why Option<T> wins") are words
// of the title, not markup, so they stay.
func titleText(title string) string {
	if !strings.ContainsAny(title, "<&") {
		return Sanitize(title, MaxTitle)
	}
	tokens := html.NewTokenizer(strings.NewReader(title))
	var text strings.Builder
	silent := 0
	for {
		kind := tokens.Next()
		if kind == html.ErrorToken {
			return Sanitize(text.String(), MaxTitle)
		}
		raw := string(tokens.Raw())
		if kind == html.TextToken {
			if silent == 0 {
				text.Write(tokens.Text())
			}
			continue
		}
		name, hasAttributes := tokens.TagName()
		element := atom.Lookup(name)
		isTag := kind == html.StartTagToken || kind == html.EndTagToken
		switch {
		case silentElements[element]:
			silent = max(silent+step(kind), 0)
		case isTag && len(name) > 0 && !hasAttributes && element == 0:
			text.WriteString(raw)
		}
	}
}

// unescapeFully undoes entity escaping until nothing changes. Greenhouse escapes descriptions once or twice; three
// rounds cover that and keep hostile input from costing more.
func unescapeFully(text string) string {
	for range 3 {
		next := html.UnescapeString(text)
		if next == text {
			break
		}
		text = next
	}
	return text
}

// firstImage returns the source of the first picture in a fragment that is not a tracking pixel, or "".
func firstImage(fragment string) string {
	if !strings.Contains(fragment, "<img") && !strings.Contains(fragment, "<IMG") {
		return ""
	}
	tokens := html.NewTokenizer(strings.NewReader(fragment))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			if name, _ := tokens.TagName(); atom.Lookup(name) != atom.Img {
				continue
			}
			attributes := remainingAttributes(tokens)
			tiny := isTiny(attributes["width"]) || isTiny(attributes["height"])
			if source := strings.TrimSpace(attributes["src"]); source != "" && !tiny && !strings.HasPrefix(source, "data:") {
				return source
			}
		}
	}
}

// isTiny recognises the dimension of a tracking pixel.
func isTiny(dimension string) bool {
	switch strings.TrimSuffix(strings.TrimSpace(dimension), "px") {
	case "0", "1", "2":
		return true
	}
	return false
}
