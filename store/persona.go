// Personas: the list as a whole, and one at a time as program managers add, edit, move and delete them, each with an
// audit entry.

package store

import (
	"fmt"
	"slices"

	"vouch/store/audit"
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
