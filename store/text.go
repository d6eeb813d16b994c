// Text: cleaning what people and services write, comparing it, and checking ids and URLs.

package store

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The longest texts in characters.
const (
	maxName  = 150
	maxShort = 200  // titles of people, places, reasons
	maxLong  = 3000 // own words, answers, reasons for a referral
	maxURL   = 2000
)

// clean makes one line of a text: control and direction-changing characters go, runs of white space become one space.
func clean(s string) string { return cleaned(s, false) }

// cleanText keeps line breaks, at most two in a row.
func cleanText(s string) string { return cleaned(s, true) }

// cleaned is what clean and cleanText share: with lines, line breaks survive.
func cleaned(s string, lines bool) string {
	var b strings.Builder
	space, breaks := false, 0
	for _, r := range strings.ToValidUTF8(s, "") {
		switch {
		case lines && r == '\n':
			breaks++
		case unicode.IsSpace(r):
			space = true
		case unicode.IsControl(r) || isDirectionMark(r):
		default:
			if b.Len() > 0 {
				if breaks > 0 {
					b.WriteString(strings.Repeat("\n", min(breaks, 2)))
				} else if space {
					b.WriteByte(' ')
				}
			}
			space, breaks = false, 0
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isDirectionMark tells characters that reorder or hide the text around them.
func isDirectionMark(r rune) bool {
	return r == 0x200E || r == 0x200F || r == 0xFEFF || (r >= 0x202A && r <= 0x202E) || (r >= 0x2066 && r <= 0x2069)
}

// cut shortens s to n characters, the last one an ellipsis.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	runes := []rune(s)
	return strings.TrimRight(string(runes[:n-1]), " ") + "…"
}

// tooLong counts characters as people do, not bytes.
func tooLong(s string, n int) bool { return utf8.RuneCountInString(s) > n }

// fold makes texts comparable: lower case and single spaces.
func fold(s string) string { return strings.ToLower(clean(s)) }

// hasWord tells whether one of words begins at a word's start in text; both are folded. "engineer" is in "Site
// Reliability Engineers", "art" is not in "Head of Smart Things".
func hasWord(text string, words []string) bool {
	text = fold(text)
	for _, word := range words {
		if word = fold(word); word != "" && startsWord(text, word) {
			return true
		}
	}
	return false
}

// startsWord tells whether word stands in text at a place where no letter or digit comes before it.
func startsWord(text, word string) bool {
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			return false
		}
		at += i
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		if at == 0 || !(unicode.IsLetter(before) || unicode.IsDigit(before)) {
			return true
		}
		at += len(word)
	}
}

// isID tells whether s may be an id in a key: letters, digits, "-", "_" and ".", at most 64 of them.
func isID(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for _, r := range s {
		if !(r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '-' || r == '_' || r == '.') {
			return false
		}
	}
	return true
}

// parseWebURL accepts absolute http and https addresses with a host and without credentials.
func parseWebURL(s string) (*url.URL, bool) {
	if len(s) > maxURL || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return nil, false
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil {
		return nil, false
	}
	return u, true
}

// topicList folds, sorts and dedupes topics.
func topicList(topics []string) []string {
	var list []string
	for _, topic := range topics {
		if topic = cut(fold(topic), maxTopic); topic != "" {
			list = append(list, topic)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// maxTopic is the length of a topic in characters; longer ones are cut, they come from feeds.
const maxTopic = 50

// unique keeps the first of equal elements, in order.
func unique[T comparable](list []T) []T {
	var kept []T
	for _, v := range list {
		if !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}

// fieldErrors is nil-safe building of a form's errors.
func (f *FieldErrors) set(field, sentence string) {
	if *f == nil {
		*f = FieldErrors{}
	}
	if _, told := (*f)[field]; !told {
		(*f)[field] = sentence
	}
}

// err gives the Invalid error of a form, nil when no field is wrong.
func (f FieldErrors) err() error {
	if len(f) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Msg: f[slices.Sorted(maps.Keys(f))[0]], Fields: f}
}

// merge takes over the field errors of another check.
func (f *FieldErrors) merge(err error) {
	if e, ok := err.(*Error); ok && err != nil {
		for field, sentence := range e.Fields {
			f.set(field, sentence)
		}
	}
}

// countOf writes "1 person" or "3 people".
func countOf(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
