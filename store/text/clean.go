// Package text folds, cleans, counts and cuts what people and services write. It is a leaf: every room uses it, and it
// imports nothing of ours.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Line makes one line of s: hidden characters and broken UTF-8 go, runs of white space become one space. Doing it twice
// changes nothing.
func Line(s string) string { return clean(s, false) }

// Lines is Line for text of several lines: line breaks stay, at most two in a row.
func Lines(s string) string { return clean(s, true) }

// clean is what Line and Lines share: with lines, line breaks survive.
func clean(s string, lines bool) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space, breaks := false, 0
	for _, r := range s {
		switch {
		case lines && r == '\n':
			breaks++
		case unicode.IsSpace(r):
			space = true
		case IsHidden(r):
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

// isPlain tells whether s is clean as it is, as nearly everything is that was cleaned before: visible ASCII with single
// spaces between.
func isPlain(s string) bool {
	before := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && before == ' ' {
			return false
		}
		before = c
	}
	return s == "" || before != ' '
}

// IsHidden tells characters that nobody sees or that reorder the text around them, so that a name or a link reads as
// something else. The joiners U+200C and U+200D are none of them: emoji and Persian need them.
func IsHidden(r rune) bool {
	switch {
	case r >= ' ' && r <= '~':
		return false
	case r == utf8.RuneError, unicode.IsControl(r):
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x206F, r >= 0xFFF9 && r <= 0xFFFB:
		return true
	}
	// The last four are fillers of Hangul: letters to Unicode, and blank.
	return strings.ContainsRune("\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff\u115f\u1160\u3164\uffa0", r)
}

// Fold makes texts comparable: lower case, on one clean line.
func Fold(s string) string { return strings.ToLower(Line(s)) }

// Cell keeps a spreadsheet from running what somebody wrote: a cell that would begin a formula gets an apostrophe
// before it (OWASP, CSV injection).
func Cell(words string) string {
	if words != "" && strings.ContainsAny(words[:1], "=+-@\t\r\n") {
		return "'" + words
	}
	return words
}

// Cut shortens s to at most limit characters, the last one an ellipsis. limit is at least 1.
func Cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	kept := 0
	for at := range s {
		if kept == limit-1 {
			return strings.TrimRightFunc(s[:at], unicode.IsSpace) + "…"
		}
		kept++
	}
	return s
}

// CutWords is Cut by characters as a reader counts them, at a space where one is near.
func CutWords(s string, limit int) string {
	if len(s) <= limit || uniseg.GraphemeClusterCount(s) <= limit {
		return s
	}
	end, space, state := 0, 0, -1
	for range limit - 1 {
		var cluster string
		cluster, _, _, state = uniseg.FirstGraphemeClusterInString(s[end:], state)
		if cluster == " " || cluster == "\n" {
			space = end
		}
		end += len(cluster)
	}
	if space > end*2/3 {
		end = space
	}
	return strings.TrimRight(s[:end], " ,;:.\n") + "…"
}
