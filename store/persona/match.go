// Matching people and personas: rules made ready once, so that everybody can be looked at in a fraction of a second.

package persona

import (
	"slices"
	"strings"

	"vouch/store/term"
	"vouch/store/text"
)

// FitBy is what about a person a rule fits.
type FitBy string

// What rules look at, in the order in which a reason is looked for.
const (
	ByTitle      FitBy = "title"
	ByDepartment FitBy = "department"
	ByLocation   FitBy = "location"
	ByGroup      FitBy = "group"
	ByChannel    FitBy = "channel"
)

// Fit is the persona that the rules propose to somebody, and why.
type Fit struct {
	Persona term.PersonaID
	By      FitBy
	Value   string // the person's own title, department or location, or the id of the user group or channel
}

// SomePeople are people counted, with the first ten names of them.
type SomePeople struct {
	Count int
	Names []string
}

// Preview tells whom a rule would reach, before it is saved. People are those who work here.
type Preview struct {
	People     int              // who work here
	Matches    SomePeople       // to whom the persona would be proposed
	New        SomePeople       // of Matches, those to whom it is not proposed now
	Lost       SomePeople       // to whom it is proposed now and would not be any more
	Earlier    SomePeople       // whom the rule fits, but an earlier persona as well
	EarlierBy  []term.PersonaID // those earlier personas, in order
	Moved      int              // advocates whose persona would change, and who would be told
	Unread     []string         // user groups and channels of the rule whose members are not known yet
	IsRuleless bool             // the rule is empty
}

// A matcher holds the rules of some personas ready for many people.
type Matcher struct {
	Personas []Persona // in the order they are tried
	words    [][3][]string
	places   map[term.EmployeeID]placeFit // the first persona each person gets by where they are
	known    map[[3]string]int            // what titles, departments and locations led to: companies repeat them
}

// placeFit is the first persona whose rule names a place that somebody is in.
type placeFit struct {
	index int
	by    FitBy
	place string
}

// Member is what the rules look at of a person, and the personas they have.
type Member struct {
	ID                          term.EmployeeID
	Title, Department, Location string
	Personas                    []term.PersonaID
	ByRule                      bool // the personas are those that the rules proposed
}

// NewMatcher makes the rules of personas ready; members are the people of a user group or channel.
func NewMatcher(personas []Persona, members func(place string) []term.EmployeeID) *Matcher {
	m := &Matcher{Personas: personas, places: map[term.EmployeeID]placeFit{}, known: map[[3]string]int{}}
	for i, p := range personas {
		m.words = append(m.words, [3][]string{
			text.Distinct(p.Rule.Titles, text.Fold), text.Distinct(p.Rule.Departments, text.Fold),
			text.Distinct(p.Rule.Locations, text.Fold)})
		for _, place := range p.Rule.Groups {
			m.place(i, ByGroup, place, members(place))
		}
		for _, place := range p.Rule.Channels {
			m.place(i, ByChannel, place, members(place))
		}
	}
	return m
}

// place notes the members of a place; whoever has an earlier persona by a place keeps it.
func (m *Matcher) place(index int, by FitBy, place string, ids []term.EmployeeID) {
	for _, id := range ids {
		if _, taken := m.places[id]; !taken {
			m.places[id] = placeFit{index, by, place}
		}
	}
}

// First is the index of the persona that the rules propose to e, -1 for none.
func (m *Matcher) First(e Member) int {
	index := m.byWords(e)
	if at, found := m.places[e.ID]; found && (index < 0 || at.index < index) {
		return at.index
	}
	return index
}

// byWords is first by title, department and location alone.
func (m *Matcher) byWords(e Member) int {
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

// Fit is the persona proposed to e with its reason.
func (m *Matcher) Fit(e Member) (Fit, bool) {
	index := m.First(e)
	if index < 0 {
		return Fit{}, false
	}
	// A title says more to its owner than a channel does, so it is named where both fit.
	texts := [3]string{e.Title, e.Department, e.Location}
	if field := wordField([3]string{text.Fold(e.Title), text.Fold(e.Department), text.Fold(e.Location)},
		m.words[index]); field >= 0 {
		return Fit{m.Personas[index].ID, [3]FitBy{ByTitle, ByDepartment, ByLocation}[field], texts[field]}, true
	}
	at := m.places[e.ID]
	return Fit{m.Personas[index].ID, at.by, at.place}, true
}

// Rematched is what somebody's personas become under the rules. Personas that are gone go. Whoever has the rule's
// proposal follows the rule; a rule that proposes nothing takes nothing away, and what a person chose stays.
func (m *Matcher) Rematched(e Member) (personas []term.PersonaID, byRule bool) {
	byRule = e.ByRule
	for _, id := range e.Personas {
		if PlaceOf(m.Personas, id) >= 0 {
			personas = append(personas, id)
		}
	}
	lost := len(personas) == 0 && len(e.Personas) > 0
	if byRule || lost {
		if index := m.First(e); index >= 0 {
			return []term.PersonaID{m.Personas[index].ID}, true
		}
	}
	return personas, byRule
}

// previewNames is how many people a preview names.
const previewNames = 10

// Shorten sorts the names and leaves the first ten.
func (s *SomePeople) Shorten() {
	slices.SortFunc(s.Names, func(a, b string) int { return strings.Compare(text.Fold(a), text.Fold(b)) })
	s.Names = s.Names[:min(len(s.Names), previewNames)]
}

// Add counts one more.
func (s *SomePeople) Add(name string) {
	s.Count++
	s.Names = append(s.Names, name)
}

// Holds tells whether the rules propose the persona id to e.
func (m *Matcher) Holds(e Member, id term.PersonaID) bool {
	index := m.First(e)
	return index >= 0 && m.Personas[index].ID == id
}

// A Trial counts whom a persona would reach if it were saved: everybody is looked at once under three sets of rules,
// those of now, those with the persona, and the persona alone.
type Trial struct {
	Persona              Persona
	Before, After, Alone *Matcher
	earlier              map[int]bool // places of After's personas that come before it for somebody it fits
}

// Count adds somebody who works here. follows says that they are an advocate whose personas, held, follow the rules.
func (t *Trial) Count(view *Preview, who Member, name string, follows bool, held []term.PersonaID) {
	view.People++
	was, is := t.Before.Holds(who, t.Persona.ID), t.After.Holds(who, t.Persona.ID)
	if is {
		view.Matches.Add(name)
	}
	if is && !was {
		view.New.Add(name)
	}
	if was && !is {
		view.Lost.Add(name)
	}
	if !is && t.Alone.First(who) >= 0 {
		view.Earlier.Add(name)
		if t.earlier == nil {
			t.earlier = map[int]bool{}
		}
		t.earlier[t.After.First(who)] = true
	}
	if personas, _ := t.After.Rematched(who); follows && !slices.Equal(personas, held) {
		view.Moved++
	}
}

// End shortens the lists of people and names the personas that come first for some of them.
func (t *Trial) End(view *Preview) {
	for _, people := range []*SomePeople{&view.Matches, &view.New, &view.Lost, &view.Earlier} {
		people.Shorten()
	}
	for i := range t.After.Personas {
		if t.earlier[i] {
			view.EarlierBy = append(view.EarlierBy, t.After.Personas[i].ID)
		}
	}
}
