// The emoji that Slack knows by name, read from the table beside this file.

package blockkit

import (
	_ "embed"
	"sort"
	"strings"
	"sync"
)

// EmojiTable is the table of standard emoji: comments that begin with "# ", else words of the form sign=name=name,
// where the first name is the one Slack stores (messaging/formatting-message-text, "Emoji").
//
//go:embed emoji.txt
var EmojiTable string

// emojiStyle is the invisible character that asks for the coloured form of a sign; keyboards differ in sending it.
const emojiStyle = "\uFE0F"

// firstSymbol is the sign from which on a sign that is also plain text becomes an emoji without emojiStyle: ✔ and ❤ do,
// © and ↔ do not.
const firstSymbol = "\u2600"

// standardEmoji is the table read once: every name, and the writer of signs as names.
var standardEmoji = sync.OnceValue(func() (table struct {
	names   map[string]bool
	toNames *strings.Replacer
}) {
	table.names = map[string]bool{}
	var pairs [][2]string
	for line := range strings.Lines(EmojiTable) {
		if strings.HasPrefix(line, "# ") {
			continue
		}
		for _, word := range strings.Fields(line) {
			names := strings.Split(word, "=")
			sign, stored := names[0], ":"+names[1]+":"
			for _, name := range names[1:] {
				table.names[name] = true
			}
			bare := strings.TrimSuffix(sign, emojiStyle)
			pairs = append(pairs, [2]string{bare + emojiStyle, stored})
			if bare == sign || bare >= firstSymbol {
				pairs = append(pairs, [2]string{bare, stored})
			}
		}
	}
	// Longer signs come first, so that a sign made of several is found whole.
	sort.SliceStable(pairs, func(i, j int) bool { return len(pairs[i][0]) > len(pairs[j][0]) })
	var flat []string
	for _, pair := range pairs {
		flat = append(flat, pair[0], pair[1])
	}
	table.toNames = strings.NewReplacer(flat...)
	return table
})

// EmojiToNames writes the emoji of a text the way Slack stores them: 🎉 becomes :tada:. Skin tones follow their sign as
// names of their own.
func EmojiToNames(text string) string { return standardEmoji().toNames.Replace(text) }

// IsEmoji tells whether a name without colons is one of the standard set, with a skin tone behind "::" or without.
func IsEmoji(name string) bool {
	base, tone, toned := strings.Cut(name, "::")
	names := standardEmoji().names
	return names[base] && (!toned || strings.HasPrefix(tone, "skin-tone-") && names[tone])
}
