// Personas that are gone: what stands in for them, for people, assets and sources.

package store

import (
	"maps"
	"slices"
)

// keyRetired holds which persona took the place of one that is gone, until everybody was matched again.
const keyRetired = "retired_personas"

// retired reads which personas are gone and what stands in for them.
func (t *tx) retired() map[PersonaID]PersonaID {
	var kept map[PersonaID]PersonaID
	t.program(keyRetired, &kept)
	return kept
}

// retirePersonas notes personas that are gone with what stands in for each, "" for the rules, and moves the assets. What was
// retired before and stood in is followed on; a persona that exists again is retired no longer.
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
