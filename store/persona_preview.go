// Previews: whom a persona's rule would reach, counted before anything is saved.

package store

import (
	"slices"
	"strings"

	"vouch/store/text"
)

// previewNames is how many people a preview names.
const previewNames = 10

// unsaved stands for a persona that has no id yet; no slug has its form.
const unsaved PersonaID = "*"

// PreviewPersona tells whom p would reach if it were saved now: at a place, counted from 1; 0 is where it stands, or the
// end for a new one. members, which may be nil, are the people of user groups and channels that were just read from
// Slack; of other places the stored members count.
func (q *Query) PreviewPersona(p Persona, place int, members map[string][]EmployeeID) PersonaPreview {
	if p.ID == "" {
		p.ID = unsaved
	}
	t := q.t
	old := t.orderedPersonas()
	list := slices.Clone(old)
	if i := placeOf(list, p.ID); i >= 0 {
		list[i] = p
	} else {
		list = append(list, p)
	}
	if place > 0 {
		list = placed(list, p.ID, place)
	}
	// Everybody is looked at once under three sets of rules: those of now, those with p, and p alone.
	before, after, alone := t.matcher(old, nil), t.matcher(list, members), t.matcher([]Persona{p}, members)
	view := PersonaPreview{IsRuleless: p.Rule.IsEmpty(), Unread: t.unread(p.Rule, members)}
	earlier := map[int]bool{}
	employees.Each(t.Tx, func(e *Employee) bool {
		if !worksHere(e) {
			return true
		}
		view.People++
		was, is := before.holds(e, p.ID), after.holds(e, p.ID)
		if is {
			view.Matches.add(e)
		}
		if is && !was {
			view.New.add(e)
		}
		if was && !is {
			view.Lost.add(e)
		}
		if !is && alone.first(e) >= 0 {
			view.Earlier.add(e)
			earlier[after.first(e)] = true
		}
		if e.IsAdvocate() && e.Prefs.PersonaByRule {
			personas, _ := after.rematched(e)
			if !slices.Equal(personas, e.Prefs.Personas) {
				view.Moved++
			}
		}
		return true
	})
	for _, people := range []*SomePeople{&view.Matches, &view.New, &view.Lost, &view.Earlier} {
		slices.SortFunc(people.Names, func(a, b string) int { return strings.Compare(text.Fold(a), text.Fold(b)) })
		people.Names = people.Names[:min(len(people.Names), previewNames)]
	}
	for i := range after.personas {
		if earlier[i] {
			view.EarlierBy = append(view.EarlierBy, after.personas[i].ID)
		}
	}
	return view
}

func (s *SomePeople) add(e *Employee) {
	s.Count++
	s.Names = append(s.Names, e.Name)
}

// holds tells whether the rules propose the persona id to e.
func (m *matcher) holds(e *Employee, id PersonaID) bool {
	index := m.first(e)
	return index >= 0 && m.personas[index].ID == id
}

// unread lists the places of a rule whose members nobody has read yet.
func (t *tx) unread(r Rule, members map[string][]EmployeeID) (places []string) {
	for _, place := range r.Places() {
		if _, given := members[place]; given {
			continue
		}
		if kept, found := memberships.Get(t.Tx, place); !found || kept.ReadAt.IsZero() {
			places = append(places, place)
		}
	}
	return places
}
