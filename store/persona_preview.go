// Previews: whom a persona's rule would reach, counted before anything is saved.

package store

import (
	"slices"

	"vouch/store/text"
)

// previewNames is how many people a preview names.
const previewNames = 10

// unsaved stands for a persona that has no id yet; no slug has its form.
const unsaved PersonaID = "*"

// PreviewPersona tells whom p would reach if it were saved now: in its place when it exists, else as the last one.
// members, which may be nil, are the people of user groups and channels that were just read from Slack; of other places
// the stored members count.
func (q *Query) PreviewPersona(p Persona, members map[string][]EmployeeID) PersonaPreview {
	if p.ID == "" {
		p.ID = unsaved
	}
	return q.t.preview(p, members)
}

// preview walks everybody once under three sets of rules: those of now, those with p, and p alone.
func (t *tx) preview(p Persona, members map[string][]EmployeeID) PersonaPreview {
	old := t.orderedPersonas()
	list := slices.Clone(old)
	if i := placeOf(list, p.ID); i >= 0 {
		list[i] = p
	} else {
		list = append(list, p)
	}
	before, after, alone := t.matcher(old, nil), t.matcher(list, members), t.matcher([]Persona{p}, members)
	view := PersonaPreview{IsRuleless: p.Rule.IsEmpty(), Unread: t.unread(p.Rule, members)}
	names, fresh, lost, upper := &nameList{}, &nameList{}, &nameList{}, &nameList{}
	earlier := map[int]bool{}
	employees.Each(t.Tx, func(e *Employee) bool {
		if !worksHere(e) {
			return true
		}
		view.People++
		was, is := before.holds(e, p.ID), after.holds(e, p.ID)
		if is {
			names.add(e.Name)
		}
		if is && !was {
			fresh.add(e.Name)
		}
		if was && !is {
			lost.add(e.Name)
		}
		if !is && alone.first(e) >= 0 {
			upper.add(e.Name)
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
	view.Matches, view.Names = names.n, names.first
	view.New, view.NewNames = fresh.n, fresh.first
	view.Earlier, view.EarlierNames = upper.n, upper.first
	view.Lost, view.LostNames = lost.n, lost.first
	for i := range after.personas {
		if earlier[i] {
			view.EarlierBy = append(view.EarlierBy, after.personas[i].ID)
		}
	}
	return view
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

// nameList counts people and keeps the first names in alphabetical order, without keeping all of them.
type nameList struct {
	n      int
	first  []string
	folded []string // of first
}

// add takes in one name.
func (l *nameList) add(name string) {
	l.n++
	key := text.Fold(name)
	if len(l.first) == previewNames && key >= l.folded[previewNames-1] {
		return
	}
	at, _ := slices.BinarySearch(l.folded, key)
	l.first, l.folded = slices.Insert(l.first, at, name), slices.Insert(l.folded, at, key)
	l.first, l.folded = l.first[:min(len(l.first), previewNames)], l.folded[:min(len(l.folded), previewNames)]
}
