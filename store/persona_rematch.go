// Matching again: after rules, titles, memberships or the list of personas changed, people who follow the rules move.

package store

import (
	"slices"
	"time"

	"vouch/store/employee"
	"vouch/store/persona"
)

// rematchChunk bounds how many people one commit changes, so that nobody else waits long.
const rematchChunk = 1000

// Rematched counts what matching again did.
type Rematched struct {
	Moved int // people whose personas changed
	Told  int // of them, the advocates, who get a message
}

// RematchPeople brings everybody in line with the rules: who follows a rule's proposal gets what the rules propose now,
// and nobody keeps a persona that is gone. What somebody chose by hand stays. Advocates whose personas changed are told
// once. It finds them without writing and changes them in chunks, so it may be stopped and repeated at any time.
func (db *DB) RematchPeople() (Rematched, error) {
	var sum Rematched
	stale, err := read(db, func(t *tx) (ids []EmployeeID, err error) {
		m := t.matcher(t.orderedPersonas(), nil)
		employees.Each(t.Tx, func(e *Employee) bool {
			personas, byRule := m.Rematched(e.AsMember())
			if !slices.Equal(personas, e.Prefs.Personas) || byRule != e.Prefs.PersonaByRule {
				ids = append(ids, e.ID)
			}
			return true
		})
		return ids, nil
	})
	if err != nil {
		return sum, err
	}
	for chunk := range slices.Chunk(stale, rematchChunk) {
		done, err := db.rematch(chunk)
		sum.Moved += done.Moved
		sum.Told += done.Told
		if err != nil {
			return sum, err
		}
	}
	return sum, nil
}

// rematch changes some people in one commit.
func (db *DB) rematch(ids []EmployeeID) (Rematched, error) {
	return write(db, func(t *tx) (sum Rematched, err error) {
		for _, id := range ids {
			e, found := employees.Get(t.Tx, string(id))
			if !found {
				continue
			}
			old := e
			moved, told := t.follow(&e)
			if employee.Same(&old, &e) {
				continue
			}
			t.saveEmployee(&e)
			if moved {
				sum.Moved++
			}
			if told {
				sum.Told++
			}
		}
		return sum, nil
	})
}

// currentMatcher is the matcher of the personas as they stand, made once per verb.
func (t *tx) currentMatcher() *persona.Matcher {
	if t.matcherCache == nil {
		t.matcherCache = t.matcher(t.orderedPersonas(), nil)
	}
	return t.matcherCache
}

// follow puts e in line with the rules and, when that moves an advocate, tells them. The caller saves e.
func (t *tx) follow(e *Employee) (moved, told bool) {
	old := e.Prefs.Personas
	e.Prefs.Personas, e.Prefs.PersonaByRule = t.currentMatcher().Rematched(e.AsMember())
	moved = !slices.Equal(old, e.Prefs.Personas)
	return moved, moved && e.IsAdvocate() && t.tellPersona(e, old)
}

// tellPersona enqueues the news that somebody's personas changed from old. A change that has not been sent yet is taken
// back, so that nobody hears of steps in between; whoever is back where they were hears nothing.
func (t *tx) tellPersona(e *Employee, old []PersonaID) bool {
	t.cancelMessages(e.ID, "the persona changed again", func(m *Message) bool {
		if m.Kind != MsgPersona {
			return false
		}
		old, _ = persona.Change(m.Ref)
		return true
	})
	if slices.Equal(old, e.Prefs.Personas) {
		return false
	}
	ref := persona.ChangeRef(old, e.Prefs.Personas)
	// One message a day at most about the same change, however often rules go back and forth.
	key := "persona/" + string(e.ID) + "/" + t.now.Format(time.DateOnly) + "/" + ref
	if m, found := messages.Get(t.Tx, key); found && m.State == Dead {
		messages.Remove(t.Tx, key)
	}
	return t.enqueue(Message{Key: key, Kind: MsgPersona, Ref: ref, To: e.ID})
}

// dropPersonas takes personas that are gone off assets and sources: what was for nobody else is for everybody, talking
// points of theirs go, and so does a rule that gives nothing any more.
func (t *tx) dropPersonas(gone []PersonaID) {
	isGone := func(id PersonaID) bool { return slices.Contains(gone, id) }
	drop := func(ids *[]PersonaID) bool {
		before := len(*ids)
		*ids = slices.DeleteFunc(*ids, isGone)
		return len(*ids) < before
	}
	assets.RewriteAll(t.Tx, func(a *Asset) bool {
		points := len(a.TalkingPoints)
		a.TalkingPoints = slices.DeleteFunc(a.TalkingPoints, func(p TalkingPoint) bool { return isGone(p.Persona) })
		return drop(&a.Personas) || len(a.TalkingPoints) < points
	})
	sources.RewriteAll(t.Tx, func(s *Source) bool {
		dropped := drop(&s.Personas)
		for i := range s.Rules {
			dropped = drop(&s.Rules[i].Personas) || dropped
		}
		s.Rules = slices.DeleteFunc(s.Rules, func(r TagRule) bool {
			return len(r.Topics)+len(r.Personas) == 0 && r.Kind == ""
		})
		return dropped
	})
}
