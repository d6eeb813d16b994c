// Cutting: text becomes short enough for the place where it is shown.

package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

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
