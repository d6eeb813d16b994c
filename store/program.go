// The program: its settings, personas and sources as one value, read, checked and replaced together; and what follows
// when settings change.

package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"vouch/store/audit"
	"vouch/store/board"
	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/persona"
	"vouch/store/settings"
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
	p.Settings.FillPreset(t.settings())
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
			names = append(names, "~"+s.Name+" ("+audit.Changes(old.Decided(), edited.Decided())+")")
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

// The keys of the program bucket.
const (
	keySettings  = "settings"
	keyPersonas  = "personas"
	keyNight     = "night"     // when the night's work was done last
	keyHeartbeat = "heartbeat" // the newest heartbeat
)

// decodedSettings are settings together with the bytes that they were read from; nil bytes are those never saved.
type decodedSettings struct {
	raw      []byte
	settings Settings
}

// settings reads the settings once per transaction. Nearly every interaction asks for them, so they are decoded anew
// only when a snapshot holds other bytes than the last one did: whatever a transaction sees, it gets. Nobody may change
// what they point to.
func (t *tx) settings() *Settings {
	if t.settingsCache == nil {
		raw := t.Get(program, keySettings)
		last := t.db.settings.Load()
		if last == nil || !bytes.Equal(last.raw, raw) {
			last = &decodedSettings{bytes.Clone(raw), settings.Default()}
			t.program(keySettings, &last.settings)
			last.settings.Company = settings.Named(last.settings.Company)
			t.db.settings.Store(last)
		}
		t.settingsCache = &last.settings
	}
	return t.settingsCache
}

// program reads one value of the program bucket into v and leaves v alone when it was never saved.
func (t *tx) program(key string, v any) {
	raw := t.Get(program, key)
	if raw == nil {
		return
	}
	if raw[0] != kv.Layout {
		kv.Fail("program/%s: unknown layout", key)
	}
	if err := json.Unmarshal(raw[1:], v); err != nil {
		kv.Fail("program/%s: %w", key, err)
	}
}

func (t *tx) saveProgram(key string, v any) {
	raw, err := json.Marshal(v)
	if err != nil {
		kv.Fail("program/%s: %w", key, err)
	}
	t.Put(program, key, append([]byte{kv.Layout}, raw...))
}

// SaveSettings replaces the settings; s must carry the version that was read. A change of point rules gets the next
// rules version, past entries keep theirs; so do bonus rules, and a change of the policy is a version to agree to.
// Another preset of points fills the numbers that were left as they were. People's next digests and leaders follow at
// once. Fields of its FieldErrors: the json names of Settings, of its Rhythm and of its PointRules,
// "disclosure/NETWORK" and "routes/N", counted from 1.
func (db *DB) SaveSettings(actor EmployeeID, s Settings) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		// Tidied before it is compared: a space more must not make a version.
		s.Tidy()
		s.FillPreset(t.settings())
		if s.Version != t.settings().Version {
			return conflict("Somebody else changed the settings meanwhile. Open them again.")
		}
		if err := t.checkSettings(&s); err != nil {
			return err
		}
		if changes := t.replaceSettings(actor, s); changes != "" {
			t.audit(actor, "settings.save", "settings", changes)
		}
		return nil
	})
}

// replaceSettings makes checked settings the program's and says what changed, "" for nothing. Versions are given here.
func (t *tx) replaceSettings(actor EmployeeID, s Settings) string {
	old := *t.settings()
	// Every entry of the ledger names the version of the rules it was paid by.
	if s.Points.Version = old.Points.Version; s.Points != old.Points {
		s.Points.Version++
	}
	if s.Bonus.Version = old.Bonus.Version; !text.SameJSON(s.Bonus, old.Bonus) {
		s.Bonus.Version++
	}
	t.versionPolicy(actor, &s)
	if s.Version = old.Version; text.SameJSON(s, old) {
		return ""
	}
	s.Version++
	t.saveProgram(keySettings, s)
	t.settingsCache, t.dueCache = &s, nil
	t.followSettings(&old, &s)
	return settings.Changes(&old, &s)
}

// checkSettings says everything that is wrong with s at once. It refuses owners who could not answer: strangers, guests
// and deactivated people. Somebody who owned a route before and left meanwhile may stay in it, where routing passes
// them over: their leaving must not block other changes.
func (t *tx) checkSettings(s *Settings) error {
	before, wrong := t.settings(), s.Check()
	if s.Company == "" && before.Company != "" {
		wrong.Set("company", "Give the company a name.")
	}
	if s.BoardOn && !before.BoardOn {
		if missing := t.footingWaits(s); missing != "" {
			wrong.Set("board_on", "Leaderboards wait for "+missing+".")
		}
	}
	if wide := s.TooWide(before, t.suppliedTexts); wide != "" {
		wrong.Set("confidential", fmt.Sprintf("%q stands in the disclosure or in most items of the library, "+
			"so it would stop nearly every post.", text.Cut(wide, 40)))
	}
	for i, route := range s.Routes {
		if slices.ContainsFunc(before.Routes, func(r Route) bool { return r.Owner == route.Owner }) {
			continue
		}
		if e, err := t.member(route.Owner); err != nil || e.ID == "" {
			wrong.Set(fmt.Sprintf("routes/%d", i+1), "The owner of this route is not an active person of the workspace.")
		}
	}
	return wrong.Err()
}

// suppliedTexts are what the newest live items give people to post, one text for each.
func (t *tx) suppliedTexts() []string {
	return text.Mapped(assets.UnderBack(t.Tx, assetsByState, string(Live), "", 100),
		func(a Asset) string { return strings.Join(a.Supplied(), "\n") })
}

// followSettings brings people in line with changed settings: leaders by title and next digests.
func (t *tx) followSettings(old, s *Settings) {
	titles := !slices.Equal(old.LeaderTitles, s.LeaderTitles)
	plan := old.TimeZone != s.TimeZone || !slices.Equal(old.Holidays, s.Holidays) || !text.SameJSON(old.Rhythm, s.Rhythm)
	// Whoever caches the library must read it again.
	if old.HalfLifeDays != s.HalfLifeDays || !slices.Equal(old.Languages, s.Languages) {
		t.liveChanged = true
	}
	if !slices.Equal(old.Seasons, s.Seasons) {
		board.FollowSeasons(t.Tx, old.Seasons, s.Seasons, idAt)
	}
	if s.WorksCouncil && !old.WorksCouncil {
		t.rewriteBoards("works_council." + strconv.Itoa(s.Version))
	}
	if !titles && !plan {
		return
	}
	var changed []Employee
	employees.Each(t.Tx, func(e *Employee) bool {
		before := *e
		if titles {
			employee.ApplyLeaderRule(e, s)
		}
		// A digest that is due already stays due.
		if plan && e.NextDigest.After(t.now) {
			t.schedule(e)
		}
		if !employee.Same(&before, e) {
			changed = append(changed, *e)
		}
		return true
	})
	// A new default time moves everybody who has none of their own, perhaps all of them.
	t.BatchRows()
	for i := range changed {
		t.saveEmployee(&changed[i])
	}
}
