// Matching people and personas: rules made ready once, so that everybody can be looked at in a fraction of a second.

package store

import (
	"slices"

	"vouch/store/text"
)

// A matcher holds the rules of some personas ready for many people.
type matcher struct {
	personas []Persona // in the order they are tried
	words    [][3][]string
	places   map[EmployeeID]placeFit // the first persona each person gets by where they are
	known    map[[3]string]int       // what titles, departments and locations led to: companies repeat them
}

// placeFit is the first persona whose rule names a place that somebody is in.
type placeFit struct {
	index int
	by    FitBy
	place string
}

// matcher makes the rules of personas ready. members, which may be nil, stand in for what is stored of a place.
func (t *tx) matcher(personas []Persona, members map[string][]EmployeeID) *matcher {
	m := &matcher{personas: personas, places: map[EmployeeID]placeFit{}, known: map[[3]string]int{}}
	for i, p := range personas {
		m.words = append(m.words, [3][]string{
			text.Distinct(p.Rule.Titles, text.Fold), text.Distinct(p.Rule.Departments, text.Fold), text.Distinct(p.Rule.Locations, text.Fold)})
		for _, place := range p.Rule.Groups {
			m.place(i, ByGroup, place, t.membersOf(place, members))
		}
		for _, place := range p.Rule.Channels {
			m.place(i, ByChannel, place, t.membersOf(place, members))
		}
	}
	return m
}

// membersOf prefers what the caller has just read.
func (t *tx) membersOf(place string, members map[string][]EmployeeID) []EmployeeID {
	if ids, given := members[place]; given {
		return ids
	}
	kept, _ := memberships.Get(t.Tx, place)
	return kept.Members
}

// place notes the members of a place; whoever has an earlier persona by a place keeps it.
func (m *matcher) place(index int, by FitBy, place string, ids []EmployeeID) {
	for _, id := range ids {
		if _, taken := m.places[id]; !taken {
			m.places[id] = placeFit{index, by, place}
		}
	}
}

// first is the index of the persona that the rules propose to e, -1 for none.
func (m *matcher) first(e *Employee) int {
	index := m.byWords(e)
	if at, found := m.places[e.ID]; found && (index < 0 || at.index < index) {
		return at.index
	}
	return index
}

// byWords is first by title, department and location alone.
func (m *matcher) byWords(e *Employee) int {
	texts := [3]string{e.Title, e.Department, e.Location}
	if index, known := m.known[texts]; known {
		return index
	}
	folded := [3]string{text.Fold(e.Title), text.Fold(e.Department), text.Fold(e.Location)}
	index := slices.IndexFunc(m.words, func(words [3][]string) bool { return wordField(folded, words) >= 0 })
	m.known[texts] = index
	return index
}

// wordField is the first of three folded texts that holds one of its words, -1 for none.
func wordField(folded [3]string, words [3][]string) int {
	for i, field := range folded {
		if field != "" && slices.ContainsFunc(words[i], func(word string) bool { return text.StartsWord(field, word) }) {
			return i
		}
	}
	return -1
}

// fit is the persona proposed to e with its reason.
func (m *matcher) fit(e *Employee) (Fit, bool) {
	index := m.first(e)
	if index < 0 {
		return Fit{}, false
	}
	// A title says more to its owner than a channel does, so it is named where both fit.
	texts := [3]string{e.Title, e.Department, e.Location}
	if field := wordField([3]string{text.Fold(e.Title), text.Fold(e.Department), text.Fold(e.Location)}, m.words[index]); field >= 0 {
		return Fit{m.personas[index].ID, [3]FitBy{ByTitle, ByDepartment, ByLocation}[field], texts[field]}, true
	}
	at := m.places[e.ID]
	return Fit{m.personas[index].ID, at.by, at.place}, true
}

// rematched is what somebody's personas become under the rules. Personas that are gone go. Whoever has the rule's
// proposal follows the rule; a rule that proposes nothing takes nothing away, and what a person chose stays.
func (m *matcher) rematched(e *Employee) (personas []PersonaID, byRule bool) {
	byRule = e.Prefs.PersonaByRule
	for _, id := range e.Prefs.Personas {
		if placeOf(m.personas, id) >= 0 {
			personas = append(personas, id)
		}
	}
	lost := len(personas) == 0 && len(e.Prefs.Personas) > 0
	if byRule || lost {
		if index := m.first(e); index >= 0 {
			return []PersonaID{m.personas[index].ID}, true
		}
	}
	return personas, byRule
}

// orderedPersonas are the personas in the order their rules are tried.
func (t *tx) orderedPersonas() []Persona {
	list := slices.Clone(t.personas())
	slices.SortStableFunc(list, byOrder)
	return list
}

// ProposePersona gives the persona that the rules propose to a person, with the reason; false when none fits.
func (q *Query) ProposePersona(id EmployeeID) (Fit, bool) {
	e := end(q.t.employee(id))
	return q.t.currentMatcher().fit(&e)
}

// PersonaCounts tells how many people who work here hold each persona.
func (q *Query) PersonaCounts() map[PersonaID]int {
	counts := map[PersonaID]int{}
	employees.Each(q.t.Tx, func(e *Employee) bool {
		if worksHere(e) {
			for _, id := range e.Prefs.Personas {
				counts[id]++
			}
		}
		return true
	})
	return counts
}
