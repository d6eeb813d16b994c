// The program: its settings, personas and sources as one value, read, checked and replaced together.

package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"vouch/store/kv"
	"vouch/store/persona"
	"vouch/store/source"
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
	wrong.Merge(persona.CheckAll(p.Personas))
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
		if settings := t.replaceSettings(actor, p.Settings); settings != "" {
			changed = append(changed, settings)
		}
		if t.replacePersonas(p.Personas) {
			changed = append(changed, "personas: "+persona.ChangedList(before.Personas, p.Personas))
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

// decidedSources are all sources as people decided them.
func (t *tx) decidedSources() (list []Source) {
	for _, s := range t.allSources() {
		list = append(list, s.Decided())
	}
	return list
}

// sourceAt finds the source with an address, the key of the list.
func (t *tx) sourceAt(address string) (Source, bool) {
	all := t.allSources()
	at := slices.IndexFunc(all, func(s Source) bool { return s.Address == address })
	if at < 0 {
		return Source{}, false
	}
	return all[at], true
}

// checkSources gives the list as it would be kept. The mistakes of one source are one sentence, because they are told
// at the source: "sources/ADDRESS".
func (t *tx) checkSources(list []Source, wrong *FieldErrors) []Source {
	kept, seen, named := make([]Source, 0, len(list)), map[string]bool{}, map[string]bool{}
	for _, s := range list {
		s = s.Decided()
		s.Address = source.Address(s.Address)
		old, _ := t.sourceAt(s.Address)
		s.ID = old.ID
		field := "sources/" + s.Address
		var refused *Error
		if errors.As(t.checkSource(&s, nil), &refused) {
			var told []string
			for _, name := range slices.Sorted(maps.Keys(refused.Fields)) {
				told = append(told, name+": "+refused.Fields[name])
			}
			wrong.Set(field, strings.Join(told, " "))
		}
		if seen[s.Address] {
			wrong.Set(field, "This address occurs twice.")
		}
		if named[text.Fold(s.Name)] {
			wrong.Set(field, "name: Another source has this name.")
		}
		seen[s.Address], named[text.Fold(s.Name)] = true, true
		kept = append(kept, s.Decided())
	}
	return kept
}

// replaceSources makes a checked list the program's: what is not in it is removed, its assets stay. It names what came
// (+), went (-) or changed (~), "" for nothing.
func (t *tx) replaceSources(actor EmployeeID, list []Source) (string, error) {
	var names []string
	before := t.allSources()
	for _, s := range list {
		old, found := t.sourceAt(s.Address)
		if !found {
			added := s
			if err := t.addSource(actor, &added, nil); err != nil {
				return "", err
			}
			if s.State == SourcePaused && added.Pause() {
				sources.Save(t.Tx, &added)
			}
			names = append(names, "+"+s.Name)
			continue
		}
		edited := s
		edited.ID, edited.Version = old.ID, old.Version
		changed, err := t.editSource(&edited, nil)
		if err != nil {
			return "", err
		}
		switched := s.State == SourcePaused && edited.Pause() || s.State != SourcePaused && edited.Resume(t.now)
		if switched {
			edited.Version++
			sources.Save(t.Tx, &edited)
		}
		if changed || switched {
			names = append(names, "~"+s.Name)
		}
	}
	for _, old := range before {
		if !slices.ContainsFunc(list, func(s Source) bool { return s.Address == old.Address }) {
			sources.Remove(t.Tx, string(old.ID))
			names = append(names, "-"+old.Name)
		}
	}
	return strings.Join(names, " "), nil
}
