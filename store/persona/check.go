// What makes a persona and a list of them valid.

package persona

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vouch/store/problem"
	"vouch/store/term"
	"vouch/store/text"
)

// CheckName refuses a name that another persona has.
func CheckName(list []Persona, p Persona, wrong *problem.Fields) {
	if slices.ContainsFunc(list, func(known Persona) bool {
		return known.ID != p.ID &&
			text.Fold(known.Name) == text.Fold(p.Name)
	}) {
		wrong.Set("name", "Another persona has this name.")
	}
}

// The bounds of personas. People choose theirs from one menu and managers see all of them in one window, so they are
// few; the others catch slips of the finger.
const (
	MaxCount  = 40
	maxWords  = 50
	maxWord   = 60
	maxPlaces = 20
	maxPoints = 10
	maxPoint  = 300
)

// CheckAll cleans the list and says what is wrong with it; a form or file has a single place for all of it.
func CheckAll(personas []Persona) error {
	var wrong problem.Fields
	switch {
	case len(personas) == 0:
		wrong.Set("personas", "A program needs at least one persona.")
	case len(personas) > MaxCount:
		wrong.Set("personas", fmt.Sprintf("A program has at most %d personas.", MaxCount))
	}
	seen := map[term.PersonaID]bool{}
	for i := range personas {
		p := &personas[i]
		for _, field := range slices.Sorted(maps.Keys(Check(p))) {
			wrong.Set("personas", fmt.Sprintf("The persona %q: %s", text.Cut(text.Line(string(p.ID)), 40), Check(p)[field]))
		}
		if seen[p.ID] {
			wrong.Set("personas", fmt.Sprintf("The persona %q occurs twice.", p.ID))
		}
		seen[p.ID] = true
	}
	return wrong.Err()
}

// Check cleans a persona and says what is wrong with it, by field: id, name, topics, networks, audiences,
// talking_points, titles, departments, locations, groups, channels.
func Check(p *Persona) (wrong problem.Fields) {
	p.Name = text.Cut(text.Line(p.Name), text.MaxName)
	p.Topics, p.Networks = text.Topics(p.Topics), text.Unique(p.Networks)
	if !text.IsSlug(string(p.ID)) {
		wrong.Set("id", "A short name has small letters, digits and hyphens only, at most 40 of them.")
	}
	if p.Name == "" {
		wrong.Set("name", "Give the persona a name.")
	}
	wrong.Topics("topics", p.Topics)
	term.CheckNetworks(p.Networks, &wrong)
	p.Audiences = text.Unique(p.Audiences)
	term.CheckAudiences(p.Audiences, &wrong)
	p.TalkingPoints = text.Distinct(p.TalkingPoints, text.Line)
	if len(p.TalkingPoints) > maxPoints || slices.ContainsFunc(p.TalkingPoints,
		func(s string) bool { return text.Longer(s, maxPoint) }) {
		wrong.Set("talking_points", fmt.Sprintf("Write at most %d talking points of up to %d characters.", maxPoints,
			maxPoint))
	}
	checkWords("titles", &p.Rule.Titles, &wrong)
	checkWords("departments", &p.Rule.Departments, &wrong)
	checkWords("locations", &p.Rule.Locations, &wrong)
	checkPlaces("groups", &p.Rule.Groups, &wrong)
	checkPlaces("channels", &p.Rule.Channels, &wrong)
	return wrong
}

// checkWords cleans the words of a rule. One letter would fit every word that begins with it, and a word of signs alone
// nobody's title.
func checkWords(field string, words *[]string, wrong *problem.Fields) {
	seen := map[string]bool{"": true}
	*words = slices.DeleteFunc(text.Distinct(*words, text.Line), func(word string) bool {
		again := seen[text.Fold(word)]
		seen[text.Fold(word)] = true
		return again
	})
	if len(*words) > maxWords {
		wrong.Set(field, fmt.Sprintf("Give at most %d words.", maxWords))
	}
	for _, word := range *words {
		switch {
		case !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
			wrong.Set(field, fmt.Sprintf("%q has neither a letter nor a digit.", text.Cut(word, 20)))
		case utf8.RuneCountInString(word) == 1 && word[0] < utf8.RuneSelf:
			wrong.Set(field, fmt.Sprintf("%q would fit every word that begins with it. Write at least two letters.", word))
		case text.Longer(word, maxWord):
			wrong.Set(field, fmt.Sprintf("%q is too long: a word or phrase has at most %d characters. Separate them by commas.",
				text.Cut(word, 20), maxWord))
		}
	}
}

// checkPlaces checks ids of user groups or channels; whether they exist only Slack knows.
func checkPlaces(field string, places *[]string, wrong *problem.Fields) {
	*places = text.Unique(*places)
	if len(*places) > maxPlaces {
		wrong.Set(field, fmt.Sprintf("Choose at most %d.", maxPlaces))
	}
	for _, place := range *places {
		if !text.IsID(place) {
			wrong.Set(field, fmt.Sprintf("%q is no Slack id.", text.Cut(text.Line(place), 20)))
		}
	}
}
