// Whom the rules of personas fit, and previews: whom a rule would reach, counted before anything is saved.

package store

import (
	"slices"

	"vouch/store/persona"
)

// matcher makes the rules of personas ready. members, which may be nil, stand in for what is stored of a place.
func (t *tx) matcher(personas []Persona, members map[string][]EmployeeID) *persona.Matcher {
	return persona.NewMatcher(personas, func(place string) []EmployeeID { return t.membersOf(place, members) })
}

// membersOf prefers what the caller has just read.
func (t *tx) membersOf(place string, members map[string][]EmployeeID) []EmployeeID {
	if ids, given := members[place]; given {
		return ids
	}
	kept, _ := memberships.Get(t.Tx, place)
	return kept.Members
}

// orderedPersonas are the personas in the order their rules are tried.
func (t *tx) orderedPersonas() []Persona {
	list := slices.Clone(t.personas())
	slices.SortStableFunc(list, persona.ByOrder)
	return list
}

// ProposePersona gives the persona that the rules propose to a person, with the reason; false when none fits.
func (q *Query) ProposePersona(id EmployeeID) (Fit, bool) {
	e := end(q.t.employee(id))
	return q.t.currentMatcher().Fit(e.AsMember())
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
	if i := persona.PlaceOf(list, p.ID); i >= 0 {
		list[i] = p
	} else {
		list = append(list, p)
	}
	if place > 0 {
		list = persona.Placed(list, p.ID, place)
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
		who := e.AsMember()
		was, is := before.Holds(who, p.ID), after.Holds(who, p.ID)
		if is {
			view.Matches.Add(e.Name)
		}
		if is && !was {
			view.New.Add(e.Name)
		}
		if was && !is {
			view.Lost.Add(e.Name)
		}
		if !is && alone.First(who) >= 0 {
			view.Earlier.Add(e.Name)
			earlier[after.First(who)] = true
		}
		if e.IsAdvocate() && e.Prefs.PersonaByRule {
			personas, _ := after.Rematched(who)
			if !slices.Equal(personas, e.Prefs.Personas) {
				view.Moved++
			}
		}
		return true
	})
	for _, people := range []*SomePeople{&view.Matches, &view.New, &view.Lost, &view.Earlier} {
		people.Shorten()
	}
	for i := range after.Personas {
		if earlier[i] {
			view.EarlierBy = append(view.EarlierBy, after.Personas[i].ID)
		}
	}
	return view
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
