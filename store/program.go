// The program: its settings, personas and sources as one value, read, checked and replaced together.

package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"vouch/store/kv"
	"vouch/store/text"
)

// Program is everything a program manager decides beforehand, as the program file holds it.
type Program struct {
	Settings Settings  `json:"settings"`
	Personas []Persona `json:"personas"`
	Sources  []Source  `json:"sources"` // as people decided them, told apart by their addresses; Paused or Active
}

// ProgramState is a program as it was read, with what a person needs to judge a change of it.
type ProgramState struct {
	Program Program               `json:"program"`
	Version string                `json:"version"` // changes with every change of the program; for ApplyProgram
	Holders map[PersonaID]int     `json:"holders"` // how many people have each persona
	Names   map[EmployeeID]string `json:"names"`   // of the owners in routes; "" for somebody who is not active any more
}

// wholeProgram gathers the program of this moment.
func (t *tx) wholeProgram() Program {
	return Program{Settings: t.settings().Clone(), Personas: t.orderedPersonas(), Sources: t.decidedSources()}
}

// version is a hash of the whole program: it has no number of its own, because its parts are also changed one by one.
func (p Program) version() string {
	raw, err := json.Marshal(p)
	if err != nil {
		kv.Fail("hash the program: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}

// ProgramState reads the whole program.
func (db *DB) ProgramState() (ProgramState, error) {
	return read(db, func(t *tx) (ProgramState, error) {
		p := t.wholeProgram()
		state := ProgramState{Program: p, Version: p.version(), Holders: map[PersonaID]int{}, Names: map[EmployeeID]string{}}
		employees.Each(t.Tx, func(e *Employee) bool {
			for _, id := range e.Prefs.Personas {
				state.Holders[id]++
			}
			return true
		})
		for _, route := range p.Settings.Routes {
			e, err := t.member(route.Owner)
			if err != nil {
				e.Name = ""
			}
			state.Names[route.Owner] = e.Name
		}
		return state, nil
	})
}

// CheckProgram gives p as ApplyProgram would keep it (texts cleaned, lists sorted), or all its mistakes at once.
// Fields of its FieldErrors: those of SaveSettings, "personas" and "sources/ADDRESS".
func (db *DB) CheckProgram(p Program) (Program, error) {
	return read(db, func(t *tx) (Program, error) { return t.checkProgram(p) })
}

// checkProgram is CheckProgram inside a transaction. p is not changed.
func (t *tx) checkProgram(p Program) (Program, error) {
	p.Personas = slices.Clone(p.Personas)
	p.Settings.Tidy()
	var wrong FieldErrors
	wrong.Merge(t.checkSettings(&p.Settings))
	wrong.Merge(checkPersonas(p.Personas))
	// Sources may name the personas that come with them.
	now := t.personas()
	t.personaCache = p.Personas
	p.Sources = t.checkSources(p.Sources, &wrong)
	t.personaCache = now
	return p, wrong.Err()
}

// ApplyProgram replaces the whole program, or nothing of it, with one entry in the audit that names what changed.
// version is that of the ProgramState which the change began from; after any other change of the program the answer is
// Conflict. The versions inside p do not count. A program equal to the present one changes nothing. Fields of its
// FieldErrors: those of CheckProgram.
func (db *DB) ApplyProgram(actor EmployeeID, p Program, version string) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		before := t.wholeProgram()
		if before.version() != version {
			return conflict("Somebody else changed the program meanwhile. Look at the differences again.")
		}
		p, err := t.checkProgram(p)
		if err != nil {
			return err
		}
		var changed []string
		if settings := t.replaceSettings(p.Settings); settings != "" {
			changed = append(changed, settings)
		}
		if t.replacePersonas(p.Personas) {
			changed = append(changed, "personas: "+changedPersonas(before.Personas, p.Personas))
		}
		came, err := t.replaceSources(actor, p.Sources)
		if err != nil {
			return err
		}
		if came != "" {
			changed = append(changed, "sources: "+came)
		}
		if len(changed) > 0 {
			t.audit(actor, "program.apply", "program", strings.Join(changed, "; "))
		}
		return nil
	})
}

// changedPersonas names personas that came (+), went (-) or differ (~), for the audit.
func changedPersonas(before, after []Persona) string {
	var names []string
	for _, p := range after {
		at := placeOf(before, p.ID)
		switch {
		case at < 0:
			names = append(names, "+"+string(p.ID))
		case !text.SameJSON(before[at], p):
			names = append(names, "~"+string(p.ID))
		}
	}
	for _, p := range before {
		if placeOf(after, p.ID) < 0 {
			names = append(names, "-"+string(p.ID))
		}
	}
	if len(names) == 0 {
		return "another order"
	}
	return strings.Join(names, " ")
}
