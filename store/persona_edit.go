// One persona at a time: added, edited, moved and deleted by program managers, each with an audit entry.

package store

import (
	"fmt"
	"slices"
	"strings"

	"vouch/store/text"
)

// errNoPersona answers forms that were open while their persona was deleted.
var errNoPersona = notFound("This persona does not exist any more.")

// AddPersona adds p as the last one. Adding what is there already, with the same content, changes nothing.
// Fields of its FieldErrors: those of a persona, by json name.
func (db *DB) AddPersona(actor EmployeeID, p Persona) (Persona, error) {
	return writeBy(db, actor, managing, func(t *tx) (Persona, error) {
		list := t.orderedPersonas()
		wrong := checkPersona(&p)
		if i := placeOf(list, p.ID); i >= 0 {
			if p.Order, p.Version = list[i].Order, list[i].Version; sameJSON(p, list[i]) {
				return p, nil
			}
			wrong.set("id", fmt.Sprintf("There is a persona %q already. Choose another short name.", p.ID))
		}
		wrong.checkPersonaName(list, p)
		if len(list) >= maxPersonaCount {
			wrong.set("name", fmt.Sprintf("A program has at most %d personas.", maxPersonaCount))
		}
		if err := wrong.err(); err != nil {
			return p, err
		}
		p.Order, p.Version = list[len(list)-1].Order+1, 1
		t.savePersonas(append(list, p))
		t.audit(actor, "persona.add", string(p.ID), "")
		return p, nil
	})
}

// EditPersona replaces the persona with the id of p, which must carry the version that was read; its place stays.
// Saving what is there already changes nothing. The FieldErrors are those of AddPersona.
func (db *DB) EditPersona(actor EmployeeID, p Persona) (Persona, error) {
	return writeBy(db, actor, managing, func(t *tx) (Persona, error) {
		list := t.orderedPersonas()
		i := placeOf(list, p.ID)
		if i < 0 {
			return p, errNoPersona
		}
		wrong := checkPersona(&p)
		version := p.Version
		if p.Order, p.Version = list[i].Order, list[i].Version; sameJSON(p, list[i]) {
			return p, nil
		}
		if version != list[i].Version {
			return p, conflict("Somebody else changed this persona meanwhile. Close the window and open it again.")
		}
		wrong.checkPersonaName(list, p)
		if err := wrong.err(); err != nil {
			return p, err
		}
		detail := changedPersona(list[i], p)
		p.Version++
		list[i] = p
		t.savePersonas(list)
		t.audit(actor, "persona.edit", string(p.ID), detail)
		return p, nil
	})
}

// checkPersonaName refuses a name that another persona has.
func (f *FieldErrors) checkPersonaName(list []Persona, p Persona) {
	if slices.ContainsFunc(list, func(known Persona) bool {
		return known.ID != p.ID &&
			text.Fold(known.Name) == text.Fold(p.Name)
	}) {
		f.set("name", "Another persona has this name.")
	}
}

// changedPersona lists what an edit changed, for the audit.
func changedPersona(old, p Persona) string {
	var changed []string
	for _, part := range []struct {
		name     string
		old, new any
	}{
		{"name", old.Name, p.Name}, {"topics", old.Topics, p.Topics}, {"networks", old.Networks, p.Networks},
		{"audiences", old.Audiences, p.Audiences}, {"talking points", old.TalkingPoints, p.TalkingPoints}, {"rule", old.Rule, p.Rule},
	} {
		if !sameJSON(part.old, part.new) {
			changed = append(changed, part.name)
		}
	}
	return strings.Join(changed, ", ")
}

// MovePersona puts a persona at a place, counted from 1; places beyond the ends mean the ends. Being there already
// changes nothing, so a button that names the place may be pressed twice.
func (db *DB) MovePersona(actor EmployeeID, id PersonaID, place int) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		list := t.orderedPersonas()
		i := placeOf(list, id)
		if i < 0 {
			return errNoPersona
		}
		place = min(max(place, 1), len(list))
		if place == i+1 {
			return nil
		}
		list = placed(list, id, place)
		renumber(list)
		t.savePersonas(list)
		t.audit(actor, "persona.move", string(id), fmt.Sprintf("place %d", place))
		return nil
	})
}

// placed is a list with one of its personas at another place, counted from 1.
func placed(list []Persona, id PersonaID, place int) []Persona {
	i := placeOf(list, id)
	p := list[i]
	return slices.Insert(slices.Delete(list, i, i+1), min(max(place, 1), len(list))-1, p)
}

// DeletePersona removes a persona. The rules decide for its people, at the next RematchPeople; items that were for
// nobody else are for everybody. The last persona stays. Deleting what is gone already changes nothing.
func (db *DB) DeletePersona(actor EmployeeID, id PersonaID) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		list := t.orderedPersonas()
		i := placeOf(list, id)
		switch {
		case i < 0:
			return nil
		case len(list) == 1:
			return conflict("This is the last persona, and a program needs one. Add another one first.")
		}
		t.savePersonas(slices.Delete(list, i, i+1))
		t.audit(actor, "persona.delete", string(id), "")
		return nil
	})
}

func placeOf(list []Persona, id PersonaID) int {
	return slices.IndexFunc(list, func(p Persona) bool { return p.ID == id })
}
