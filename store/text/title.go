// Job titles: which of them somebody holds, and which are their boss's.

package text

import (
	"regexp"
	"slices"
	"strings"
)

// dotted is an abbreviation with its dots: "V.P." is VP.
var dotted = regexp.MustCompile(`\b\pL\.(?:\pL\b\.?)+`)

// HasTitle tells whether a title holds one of titles as whole words: a cook is no COO, a directory no director. What
// stands behind an assistant is the title of somebody else.
func HasTitle(title string, titles []string) bool {
	own := " " + strings.Join(ownTitle(Words(dotted.ReplaceAllStringFunc(title, undotted))), " ") + " "
	return slices.ContainsFunc(titles, func(words string) bool {
		found := strings.Join(Words(undotted(words)), " ")
		return found != "" && strings.Contains(own, " "+found+" ")
	})
}

// undotted is an abbreviation without its dots.
func undotted(s string) string { return strings.ReplaceAll(s, ".", "") }

// Who works for somebody else, whose title follows: "assistant to the CEO", "office of the CTO", "executive assistant,
// CEO".
var (
	helpers = []string{"assistant", "assistants", "ea", "pa", "secretary", "aide", "adviser", "advisor", "support",
		"reporting", "reports", "office"}
	helpsWhom = []string{"to", "of", "for"}
	helpKinds = []string{"executive", "personal", "administrative"}
)

// ownTitle leaves out the words of a title that are about the boss.
func ownTitle(words []string) []string {
	for i, word := range words {
		switch {
		case !slices.Contains(helpers, word):
		case i+1 < len(words) && slices.Contains(helpsWhom, words[i+1]),
			word == "assistant" && i > 0 && slices.Contains(helpKinds, words[i-1]):
			return words[:i]
		case word == "assistant" && i+1 == len(words): // "CEO's assistant"
			return nil
		}
	}
	return words
}
