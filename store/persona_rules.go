// The list of personas as a whole: how it is read and replaced, and what makes a persona valid.

package store

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vouch/store/text"
)

// The bounds of personas. People choose theirs from one menu and managers see all of them in one window, so they are
// few; the others catch slips of the finger.
const (
	maxPersonaCount  = 40
	maxPersonaWords  = 50
	maxPersonaWord   = 60
	maxPersonaPlaces = 20
	maxPersonaPoints = 10
	maxPersonaPoint  = 300
)

// byOrder compares personas by their place in the program.
func byOrder(a, b Persona) int { return cmp.Compare(a.Order, b.Order) }

// personas reads the personas once per transaction.
func (t *tx) personas() []Persona {
	if t.personaCache == nil {
		t.personaCache = DefaultPersonas()
		var saved []Persona
		if t.program(keyPersonas, &saved); saved != nil {
			t.personaCache = saved
		}
	}
	return t.personaCache
}

// Personas returns the personas in their order, the default ones before any were saved.
func (q *Query) Personas() []Persona { return q.t.orderedPersonas() }

// replacePersonas makes a checked list the program's, in its order, and tells whether that changed anything. It gives
// the list's personas their places and versions.
func (t *tx) replacePersonas(list []Persona) bool {
	old := t.orderedPersonas()
	slices.SortStableFunc(list, byOrder)
	// Numbers that rise are kept, gaps and all: nobody's place changed.
	if !rises(list) {
		renumber(list)
	}
	for i := range list {
		list[i].Version = nextVersion(old, list[i])
	}
	if sameJSON(list, old) {
		return false
	}
	t.savePersonas(list)
	return true
}

// rises tells whether the places of a sorted list are its own, from 1 up.
func rises(list []Persona) bool {
	for i, p := range list {
		if p.Order < 1 || (i > 0 && p.Order == list[i-1].Order) {
			return false
		}
	}
	return true
}

func renumber(list []Persona) {
	for i := range list {
		list[i].Order = i + 1
	}
}

// nextVersion is the version of p in a list that replaces old: a new one when anything but its place changed.
func nextVersion(old []Persona, p Persona) int {
	i := placeOf(old, p.ID)
	if i < 0 {
		return 1
	}
	p.Order, p.Version = old[i].Order, old[i].Version
	if sameJSON(p, old[i]) {
		return p.Version
	}
	return p.Version + 1
}

// savePersonas writes a valid list in its order. Personas that it drops are gone from assets and sources at once, from
// people at the next RematchPeople.
func (t *tx) savePersonas(list []Persona) {
	var gone []PersonaID
	for _, p := range t.personas() {
		if placeOf(list, p.ID) < 0 {
			gone = append(gone, p.ID)
		}
	}
	t.saveProgram(keyPersonas, list)
	t.personaCache, t.matcherCache = list, nil
	if len(gone) > 0 {
		t.dropPersonas(gone)
	}
	t.dropMemberships()
	// Topics of personas are part of what the matching reads.
	t.liveChanged = true
}

// checkPersonas cleans the list and says what is wrong with it; a form or file has a single place for all of it.
func checkPersonas(personas []Persona) error {
	var wrong FieldErrors
	switch {
	case len(personas) == 0:
		wrong.set("personas", "A program needs at least one persona.")
	case len(personas) > maxPersonaCount:
		wrong.set("personas", fmt.Sprintf("A program has at most %d personas.", maxPersonaCount))
	}
	seen := map[PersonaID]bool{}
	for i := range personas {
		p := &personas[i]
		for _, field := range slices.Sorted(maps.Keys(checkPersona(p))) {
			wrong.set("personas", fmt.Sprintf("The persona %q: %s", text.Cut(text.Line(string(p.ID)), 40), checkPersona(p)[field]))
		}
		if seen[p.ID] {
			wrong.set("personas", fmt.Sprintf("The persona %q occurs twice.", p.ID))
		}
		seen[p.ID] = true
	}
	return wrong.err()
}

// checkPersona cleans a persona and says what is wrong with it, by field: id, name, topics, networks, audiences,
// talking_points, titles, departments, locations, groups, channels.
func checkPersona(p *Persona) (wrong FieldErrors) {
	p.Name, p.Topics, p.Networks = text.Cut(text.Line(p.Name), maxName), topicList(p.Topics), text.Unique(p.Networks)
	if !text.IsSlug(string(p.ID)) {
		wrong.set("id", "A short name has small letters, digits and hyphens only, at most 40 of them.")
	}
	if p.Name == "" {
		wrong.set("name", "Give the persona a name.")
	}
	wrong.topics("topics", p.Topics)
	wrong.networks(p.Networks)
	p.Audiences = text.Unique(p.Audiences)
	checkAudiences(p.Audiences, &wrong)
	p.TalkingPoints = text.Distinct(p.TalkingPoints, text.Line)
	if len(p.TalkingPoints) > maxPersonaPoints || slices.ContainsFunc(p.TalkingPoints, func(s string) bool { return tooLong(s, maxPersonaPoint) }) {
		wrong.set("talking_points", fmt.Sprintf("Write at most %d talking points of up to %d characters.", maxPersonaPoints, maxPersonaPoint))
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
func checkWords(field string, words *[]string, wrong *FieldErrors) {
	seen := map[string]bool{"": true}
	*words = slices.DeleteFunc(text.Distinct(*words, text.Line), func(word string) bool {
		again := seen[text.Fold(word)]
		seen[text.Fold(word)] = true
		return again
	})
	if len(*words) > maxPersonaWords {
		wrong.set(field, fmt.Sprintf("Give at most %d words.", maxPersonaWords))
	}
	for _, word := range *words {
		switch {
		case !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }):
			wrong.set(field, fmt.Sprintf("%q has neither a letter nor a digit.", text.Cut(word, 20)))
		case utf8.RuneCountInString(word) == 1 && word[0] < utf8.RuneSelf:
			wrong.set(field, fmt.Sprintf("%q would fit every word that begins with it. Write at least two letters.", word))
		case tooLong(word, maxPersonaWord):
			wrong.set(field, fmt.Sprintf("%q is too long: a word or phrase has at most %d characters. Separate them by commas.", text.Cut(word, 20), maxPersonaWord))
		}
	}
}

// checkPlaces checks ids of user groups or channels; whether they exist only Slack knows.
func checkPlaces(field string, places *[]string, wrong *FieldErrors) {
	*places = text.Unique(*places)
	if len(*places) > maxPersonaPlaces {
		wrong.set(field, fmt.Sprintf("Choose at most %d.", maxPersonaPlaces))
	}
	for _, place := range *places {
		if !text.IsID(place) {
			wrong.set(field, fmt.Sprintf("%q is no Slack id.", text.Cut(text.Line(place), 20)))
		}
	}
}
