// Rules of the program that give incoming items their topics and kind.

package feed

import (
	"slices"
	"strings"
	"unicode"
)

// TagRule adds topics, and may set the kind, when an item matches. Within a
// list one entry suffices; every list that is not empty must match; a rule
// without conditions matches everything of its source.
type TagRule struct {
	Words       []string // whole words or phrases in title, summary, or a job's department, team or place
	Categories  []string // topics as the source published them
	Departments []string // department or team of a job
	Topics      []string // added
	Personas    []string // added
	Kind        string   // one of the Kind constants, replaces the guess; empty leaves it
}

// TagRules are applied in order; of several kinds the last one counts.
type TagRules []TagRule

// Apply returns the item with what the matching rules add. Conditions see the
// item as published, so the order of rules does not change which of them
// match.
func (rules TagRules) Apply(item Item) Item {
	text := wordText(item.Title) + "|" + wordText(item.Summary)
	if item.Job != nil {
		text += "|" + wordText(item.Job.Department) + "|" + wordText(item.Job.Team) + "|" + wordText(item.Job.Location)
	}
	topics, personas, kind := item.Topics, item.Personas, item.Kind
	for _, rule := range rules {
		if !rule.matches(item, text) {
			continue
		}
		topics = append(slices.Clone(rule.Topics), topics...)
		personas = append(slices.Clone(rule.Personas), personas...)
		kind = firstOf(rule.Kind, kind)
	}
	item.Topics, item.Personas, item.Kind = cleanList(topics, MaxTopics), cleanList(personas, MaxTopics), kind
	return item
}

// matches reports whether every stated condition holds.
func (rule TagRule) matches(item Item, text string) bool {
	hasWord := len(rule.Words) == 0 || slices.ContainsFunc(rule.Words, func(phrase string) bool {
		phrase = wordText(phrase)
		return strings.TrimSpace(phrase) != "" && strings.Contains(text, phrase)
	})
	var departments []string
	if item.Job != nil {
		departments = []string{item.Job.Department, item.Job.Team}
	}
	return hasWord && overlaps(rule.Categories, item.Topics) && overlaps(rule.Departments, departments)
}

// overlaps reports whether any wanted word is present, case ignored; wanting
// nothing is always satisfied.
func overlaps(wanted, present []string) bool {
	return len(wanted) == 0 || slices.ContainsFunc(wanted, func(want string) bool {
		return slices.ContainsFunc(present, func(word string) bool { return strings.EqualFold(strings.TrimSpace(want), word) })
	})
}

// wordText prepares text for searching whole words: lower case, everything but
// letters, digits and the signs of names such as "C++" and "C#" becomes a
// space, and it begins and ends with one.
func wordText(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) && r != '+' && r != '#'
	})
	return " " + strings.Join(words, " ") + " "
}
