// Matching again: after rules, titles, memberships or the list of personas changed, people who follow the rules move.

package store

import (
	"maps"
	"slices"
	"strings"
	"time"
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
	var retired map[PersonaID]PersonaID
	stale, err := read(db, func(t *tx) (ids []EmployeeID, err error) {
		m := t.matcher(t.orderedPersonas(), nil)
		retired = t.retired()
		employees.Each(t.Tx, func(e *Employee) bool {
			personas, byRule := m.rematched(e, retired)
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
	if len(retired) == 0 {
		return sum, nil
	}
	// Nobody holds them any more, and nobody can choose them again.
	return sum, change(db, func(t *tx) error {
		if sameJSON(retired, t.retired()) {
			t.saveProgram(keyRetired, map[PersonaID]PersonaID{})
		}
		return nil
	})
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
			if sameEmployee(&old, &e) {
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
func (t *tx) currentMatcher() *matcher {
	if t.matcherCache == nil {
		t.matcherCache = t.matcher(t.orderedPersonas(), nil)
	}
	return t.matcherCache
}

// follow puts e in line with the rules and, when that moves an advocate, tells them. The caller saves e.
func (t *tx) follow(e *Employee) (moved, told bool) {
	old := e.Prefs.Personas
	e.Prefs.Personas, e.Prefs.PersonaByRule = t.currentMatcher().rematched(e, t.retired())
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
		old, _ = PersonaChange(m.Ref)
		return true
	})
	if slices.Equal(old, e.Prefs.Personas) {
		return false
	}
	ref := personaRef(old, e.Prefs.Personas)
	// One message a day at most about the same change, however often rules go back and forth.
	key := "persona/" + string(e.ID) + "/" + t.now.Format(time.DateOnly) + "/" + ref
	if m, found := messages.Get(t.Tx, key); found && m.State == Dead {
		messages.Remove(t.Tx, key)
	}
	return t.enqueue(Message{Key: key, Kind: MsgPersona, Ref: ref, To: e.ID})
}

// personaRef writes a change as "engineering+data/sales".
func personaRef(from, to []PersonaID) string { return joinPersonas(from) + "/" + joinPersonas(to) }

// joinPersonas writes personas with a plus between them, which no slug has.
func joinPersonas(ids []PersonaID) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	return strings.Join(texts, "+")
}

// PersonaChange reads the Ref of a MsgPersona: the personas before and after.
func PersonaChange(ref string) (from, to []PersonaID) {
	before, after, _ := strings.Cut(ref, "/")
	for _, side := range []struct {
		text string
		into *[]PersonaID
	}{{before, &from}, {after, &to}} {
		for id := range strings.SplitSeq(side.text, "+") {
			if id != "" {
				*side.into = append(*side.into, PersonaID(id))
			}
		}
	}
	return from, to
}

// keyRetired holds which persona took the place of one that is gone, until everybody was matched again.
const keyRetired = "retired_personas"

// retired reads which personas are gone and what stands in for them.
func (t *tx) retired() map[PersonaID]PersonaID {
	var kept map[PersonaID]PersonaID
	t.program(keyRetired, &kept)
	return kept
}

// retirePersonas notes personas that are gone with what stands in for each, "" for the rules, and moves the assets.
// What was retired before and stood in is followed on; a persona that exists again is retired no longer.
func (t *tx) retirePersonas(gone map[PersonaID]PersonaID) {
	old, kept := t.retired(), map[PersonaID]PersonaID{}
	for id, instead := range old {
		if next, left := gone[instead]; left {
			instead = next
		}
		if placeOf(t.personas(), id) < 0 {
			kept[id] = instead
		}
	}
	maps.Copy(kept, gone)
	if len(old)+len(kept) > 0 {
		t.saveProgram(keyRetired, kept)
	}
	if len(gone) > 0 {
		assets.RewriteAll(t.Tx, func(a *Asset) bool { return a.movePersonas(gone) })
		sources.RewriteAll(t.Tx, func(s *Source) bool { return s.movePersonas(gone) })
	}
}

// stoodIn puts each persona's stand-in in its place, or takes it out, and tells whether anything changed.
func stoodIn(ids []PersonaID, gone map[PersonaID]PersonaID) (kept []PersonaID, touched bool) {
	for _, id := range ids {
		if instead, left := gone[id]; left {
			id, touched = instead, true
		}
		if id != "" {
			kept = append(kept, id)
		}
	}
	return unique(kept), touched
}

// movePersonas does that to the people an asset is for and to its talking points.
func (a *Asset) movePersonas(gone map[PersonaID]PersonaID) bool {
	personas, touched := stoodIn(a.Personas, gone)
	if touched {
		a.Personas = personas
	}
	// Talking points of a persona move, too, unless its stand-in has its own.
	has := func(id PersonaID) bool {
		return slices.ContainsFunc(a.TalkingPoints, func(p TalkingPoint) bool { return p.Persona == id })
	}
	var points []TalkingPoint
	moved := false
	for _, point := range a.TalkingPoints {
		if instead, left := gone[point.Persona]; left {
			if moved = true; instead == "" || has(instead) {
				continue
			}
			point.Persona = instead
		}
		points = append(points, point)
	}
	if moved {
		a.TalkingPoints = points
	}
	return touched || moved
}

// movePersonas does that to what a source gives its items; a rule that gives nothing any more goes.
func (s *Source) movePersonas(gone map[PersonaID]PersonaID) bool {
	personas, touched := stoodIn(s.Personas, gone)
	if touched {
		s.Personas = personas
	}
	var rules []TagRule
	moved := false
	for _, rule := range s.Rules {
		ids, changed := stoodIn(rule.Personas, gone)
		if changed {
			rule.Personas, moved = ids, true
		}
		if len(rule.Topics) > 0 || len(rule.Personas) > 0 || rule.Kind != "" {
			rules = append(rules, rule)
		}
	}
	if moved {
		s.Rules = rules
	}
	return touched || moved
}
