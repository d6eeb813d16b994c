// Personas: the list as program managers change it, whom the rules fit, and who is in the places that rules name.

package store

import (
	"fmt"
	"slices"
	"time"

	"vouch/store/audit"
	"vouch/store/kv"
	"vouch/store/persona"
	"vouch/store/text"
)

// personas reads the personas once per transaction.
func (t *tx) personas() []Persona {
	if t.personaCache == nil {
		t.personaCache = persona.Defaults()
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
	persona.Arrange(list, old)
	if text.SameJSON(list, old) {
		return false
	}
	t.savePersonas(list)
	return true
}

// savePersonas writes a valid list in its order. Personas that it drops are gone from assets and sources at once, from
// people at the next RematchPeople.
func (t *tx) savePersonas(list []Persona) {
	var gone []PersonaID
	for _, p := range t.personas() {
		if persona.PlaceOf(list, p.ID) < 0 {
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

// errNoPersona answers forms that were open while their persona was deleted.
var errNoPersona = notFound("This persona does not exist any more.")

// AddPersona adds p as the last one. Adding what is there already, with the same content, changes nothing.
// Fields of its FieldErrors: those of a persona, by json name.
func (db *DB) AddPersona(actor EmployeeID, p Persona) (Persona, error) {
	return writeBy(db, actor, managing, func(t *tx) (Persona, error) {
		list := t.orderedPersonas()
		wrong := persona.Check(&p)
		if i := persona.PlaceOf(list, p.ID); i >= 0 {
			if p.Order, p.Version = list[i].Order, list[i].Version; text.SameJSON(p, list[i]) {
				return p, nil
			}
			wrong.Set("id", fmt.Sprintf("There is a persona %q already. Choose another short name.", p.ID))
		}
		persona.CheckName(list, p, &wrong)
		if len(list) >= persona.MaxCount {
			wrong.Set("name", fmt.Sprintf("A program has at most %d personas.", persona.MaxCount))
		}
		if err := wrong.Err(); err != nil {
			return p, err
		}
		p.Order, p.Version = list[len(list)-1].Order+1, 1
		t.savePersonas(append(list, p))
		t.audit(actor, "persona.add", string(p.ID), p.Name)
		return p, nil
	})
}

// EditPersona replaces the persona with the id of p, which must carry the version that was read; its place stays.
// Saving what is there already changes nothing. The FieldErrors are those of AddPersona.
func (db *DB) EditPersona(actor EmployeeID, p Persona) (Persona, error) {
	return writeBy(db, actor, managing, func(t *tx) (Persona, error) {
		list := t.orderedPersonas()
		i := persona.PlaceOf(list, p.ID)
		if i < 0 {
			return p, errNoPersona
		}
		wrong := persona.Check(&p)
		version := p.Version
		if p.Order, p.Version = list[i].Order, list[i].Version; text.SameJSON(p, list[i]) {
			return p, nil
		}
		if version != list[i].Version {
			return p, conflict("Somebody else changed this persona meanwhile. Close the window and open it again.")
		}
		persona.CheckName(list, p, &wrong)
		if err := wrong.Err(); err != nil {
			return p, err
		}
		detail := audit.Changes(list[i], p)
		p.Version++
		list[i] = p
		t.savePersonas(list)
		t.audit(actor, "persona.edit", string(p.ID), detail)
		return p, nil
	})
}

// MovePersona puts a persona at a place, counted from 1; places beyond the ends mean the ends. Being there already
// changes nothing, so a button that names the place may be pressed twice.
func (db *DB) MovePersona(actor EmployeeID, id PersonaID, place int) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		list := t.orderedPersonas()
		i := persona.PlaceOf(list, id)
		if i < 0 {
			return errNoPersona
		}
		place = min(max(place, 1), len(list))
		if place == i+1 {
			return nil
		}
		list = persona.Placed(list, id, place)
		persona.Renumber(list)
		t.savePersonas(list)
		t.audit(actor, "persona.move", string(id), fmt.Sprintf("place: %d -> %d", i+1, place))
		return nil
	})
}

// DeletePersona removes a persona. The rules decide for its people, at the next RematchPeople; items that were for
// nobody else are for everybody. The last persona stays. Deleting what is gone already changes nothing.
func (db *DB) DeletePersona(actor EmployeeID, id PersonaID) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		list := t.orderedPersonas()
		i := persona.PlaceOf(list, id)
		switch {
		case i < 0:
			return nil
		case len(list) == 1:
			return conflict("This is the last persona, and a program needs one. Add another one first.")
		}
		name := list[i].Name
		t.savePersonas(slices.Delete(list, i, i+1))
		t.audit(actor, "persona.delete", string(id), name)
		return nil
	})
}

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
		if e.WorksHere() {
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

// PreviewPersona tells whom p would reach if it were saved now: at a place, counted from 1; 0 is where it stands, or
// the end for a new one. members, which may be nil, are the people of user groups and channels that were just read from
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
	trial := persona.Trial{Persona: p, Before: t.matcher(old, nil), After: t.matcher(list, members),
		Alone: t.matcher([]Persona{p}, members)}
	view := PersonaPreview{IsRuleless: p.Rule.IsEmpty(), Unread: t.unread(p.Rule, members)}
	employees.Each(t.Tx, func(e *Employee) bool {
		if e.WorksHere() {
			trial.Count(&view, e.AsMember(), e.Name, e.IsAdvocate() && e.Prefs.PersonaByRule, e.Prefs.Personas)
		}
		return true
	})
	trial.End(&view)
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

// memberships are packed, because a channel may hold everybody.
var memberships = kv.Table[Membership]{
	Bucket: kv.NewBucket("memberships"), Key: func(m *Membership) string { return m.Place },
	Pack: persona.PackMembership, Unpack: persona.UnpackMembership,
}

// SaveMembership takes over who is in a user group or channel. Only people Vouch knows are kept, and only of places
// that a rule names; any other place is ignored, so that a rule that changes meanwhile leaves nothing behind.
func (db *DB) SaveMembership(place, name string, members []EmployeeID) error {
	return change(db, func(t *tx) error {
		if !t.isNamed(place) {
			return nil
		}
		m := Membership{Place: place, Name: text.Cut(text.Line(name), maxName), ReadAt: t.now}
		for _, id := range members {
			if t.Get(employees.Bucket, string(id)) != nil {
				m.Members = append(m.Members, id)
			}
		}
		slices.Sort(m.Members)
		m.Members = slices.Compact(m.Members)
		// When it was read is worth a write once a day, not at every look.
		if old, found := memberships.Get(t.Tx, place); found && old.Problem == "" && old.Name == m.Name &&
			slices.Equal(old.Members, m.Members) && t.now.Sub(old.ReadAt) < freshFor {
			return nil
		}
		memberships.Save(t.Tx, &m)
		return nil
	})
}

// freshFor is how long a membership that did not change is left alone.
const freshFor = 12 * time.Hour

// FailMembership keeps what was known of a place, with a sentence on why Slack gives no news of it.
func (db *DB) FailMembership(place, problem string) error {
	return change(db, func(t *tx) error {
		if !t.isNamed(place) {
			return nil
		}
		m, _ := memberships.Get(t.Tx, place)
		m.Place, m.Problem = place, text.Cut(text.Line(problem), maxShort)
		memberships.Save(t.Tx, &m)
		return nil
	})
}

// Memberships lists the places that rules name and that were looked for.
func (q *Query) Memberships() []Membership { return all(q.t, &memberships) }

func (t *tx) isNamed(place string) bool {
	return slices.ContainsFunc(t.personas(), func(p Persona) bool { return slices.Contains(p.Rule.Places(), place) })
}

// dropMemberships forgets the places that no rule names any more.
func (t *tx) dropMemberships() {
	memberships.RemoveAll(t.Tx, func(m *Membership) bool { return !t.isNamed(m.Place) })
}

// exportMembership names nobody else in the export of one person.
func exportMembership(_ *tx, m *Membership, s exportScope) (any, []EmployeeID) {
	if s.whose == "" {
		return *m, nil
	}
	return Membership{Place: m.Place, Name: m.Name, Members: []EmployeeID{s.whose}, ReadAt: m.ReadAt}, m.Members
}

func eraseFromMemberships(t *tx, e *erasure) {
	memberships.RewriteAll(t.Tx, func(m *Membership) bool {
		at, found := slices.BinarySearch(m.Members, e.id)
		if found {
			m.Members = slices.Delete(m.Members, at, at+1)
		}
		return found
	})
}
