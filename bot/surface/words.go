// Words that several capabilities read or write: the words of a command, signed numbers, quotes, titles with links.

package surface

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
	"vouch/store/text"
)

// BoardUsage is shown whenever the text of /leaderboard is not understood.
const BoardUsage = "`/leaderboard [team | leaders] [week | month | quarter | season]`"

// Medals are for the first three of a board.
var Medals = []string{"🥇", "🥈", "🥉"}

// CommandWords splits what follows a slash command at anything that is neither letter, digit nor one of -/.:@+,
// so that tabs, smart quotes, brackets and emoji never hide a word.
func CommandWords(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("-/.:@_+", r)
	})
}

// Signed writes points with their sign: "+5", "-5", "0".
func Signed(points int) string {
	if points > 0 {
		return "+" + strconv.Itoa(points)
	}
	return strconv.Itoa(points)
}

// SearchWords splits what is searched and what is looked for, in the same way.
var SearchWords = text.Words

// BeginWords tells whether each wanted word begins one of words. Not anywhere inside: whoever looks for a job with Go
// does not mean Chicago.
func BeginWords(words, wanted []string) bool {
	for _, want := range wanted {
		if !slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, want) }) {
			return false
		}
	}
	return true
}

// UpperFirst is text.UpperFirst for the views.
var UpperFirst = text.UpperFirst

// Quoted marks every line of what somebody wrote as a quotation.
func Quoted(text string) string { return ">" + strings.ReplaceAll(block.Esc(text), "\n", "\n>") }

// Named are the networks that somebody can say they use; copying is none.
var Named = slices.DeleteFunc(slices.Clone(store.Networks), func(n store.Network) bool { return n == store.CopyOnly })

// Preformatted shows text exactly as it is, with nothing in it coming alive, and easy to copy.
func Preformatted(text string) *slack.RichTextBlock {
	part := slack.NewRichTextSectionTextElement(block.Cut(block.Clean(text), block.MaxSectionText), nil)
	return slack.NewRichTextBlock("", &slack.RichTextPreformatted{
		Type: slack.RTEPreformatted, Elements: []slack.RichTextSectionElement{part},
	})
}

// Titled is an asset's title, linked to its page; a story may have none.
func Titled(a store.Asset, limit int) string {
	title := block.Cut(CardTitle(a), limit)
	if a.URL == "" {
		return block.Line(title)
	}
	return block.Link(a.URL, title)
}
