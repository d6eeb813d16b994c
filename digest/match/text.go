// Text: cutting at a reader's characters, for reasons.

package match

import (
	"strings"

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
