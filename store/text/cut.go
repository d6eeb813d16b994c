// Cutting: text becomes short enough for the place where it is shown.

package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
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
