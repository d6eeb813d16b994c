// Rules of the program that give incoming items their topics and kind.

package feed

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"vouch/store"
)

// applyRules returns the item with what the matching rules add: those without words, and those of which a word or
// phrase stands as a whole in the title, the summary, or a job's department or place. Rules see the item as published,
// so their order does not change which of them match; of several kinds the last one counts.
func applyRules(rules []store.TagRule, item Item) Item {
	text := wordText(item.Title) + "|" + wordText(item.Summary)
	if item.Job != nil {
		text += "|" + wordText(item.Job.Department) + "|" + wordText(item.Job.Location)
	}
	topics, personas := item.Topics, slices.Clone(item.Personas)
	for _, rule := range rules {
		if len(rule.Words) > 0 && !slices.ContainsFunc(rule.Words, func(phrase string) bool {
			phrase = wordText(phrase)
			return strings.TrimSpace(phrase) != "" && strings.Contains(text, phrase)
		}) {
			continue
		}
		topics = append(slices.Clone(rule.Topics), topics...)
		for _, persona := range rule.Personas {
			if !slices.Contains(personas, persona) {
				personas = append(personas, persona)
			}
		}
		item.Kind = cmp.Or(rule.Kind, item.Kind)
	}
	item.Topics, item.Personas = cleanList(topics, MaxTopics), personas
	return item
}

// wordText prepares text for searching whole words: lower case, everything but letters, digits and the signs of names
// such as "C++" and "C#" becomes a space, and it begins and ends with one.
func wordText(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '+' && r != '#'
	})
	return " " + strings.Join(words, " ") + " "
}
