// Text: cutting at a reader's characters and splitting into words, for reasons and the search.

package match

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// cutText shortens text to at most limit characters as a reader counts them, at a
// space where one is near, with an ellipsis.
func cutText(text string, limit int) string {
	if len(text) <= limit || uniseg.GraphemeClusterCount(text) <= limit {
		return text
	}
	var b strings.Builder
	rest, state, count, space := text, -1, 0, 0
	for rest != "" && count < limit-1 {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if cluster == " " || cluster == "\n" {
			space = b.Len()
		}
		b.WriteString(cluster)
		count++
	}
	cut := b.String()
	if space > len(cut)*2/3 {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " ,;:.\n") + "…"
}

// wordsOf splits text into lower-case words of letters and digits. Scripts written
// without spaces give one word a character.
func wordsOf(text string) []string {
	var words []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			words = append(words, b.String())
			b.Reset()
		}
	}
	for _, c := range strings.ToLower(text) {
		switch {
		case unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer):
			flush()
			words = append(words, string(c))
		case unicode.IsLetter(c), unicode.IsDigit(c), unicode.IsMark(c):
			b.WriteRune(c)
		default:
			flush()
		}
	}
	flush()
	return words
}
