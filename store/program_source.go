// The sources of the program: what people decided about each, without what readings left, checked and replaced as a
// list.

package store

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"vouch/store/text"
)

// decided is a source as people decided it: active or paused, and nothing of its readings.
func (s Source) decided() Source {
	state := SourceActive
	if s.State == SourcePaused {
		state = SourcePaused
	}
	return Source{Name: s.Name, Address: s.Address, System: s.System, State: state, AutoApprove: s.AutoApprove,
		PerDay: s.PerDay, LiveAtOnce: s.LiveAtOnce, Kind: s.Kind, Topics: s.Topics, Personas: s.Personas, Audiences: s.Audiences,
		Rules: s.Rules}
}

// decidedSources are all sources as people decided them.
func (t *tx) decidedSources() (list []Source) {
	for _, s := range t.allSources() {
		list = append(list, s.decided())
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
		s = s.decided()
		s.Address = sourceAddress(s.Address)
		old, _ := t.sourceAt(s.Address)
		s.ID = old.ID
		field := "sources/" + s.Address
		var refused *Error
		if errors.As(t.checkSource(&s, nil), &refused) {
			var told []string
			for _, name := range slices.Sorted(maps.Keys(refused.Fields)) {
				told = append(told, name+": "+refused.Fields[name])
			}
			wrong.set(field, strings.Join(told, " "))
		}
		if seen[s.Address] {
			wrong.set(field, "This address occurs twice.")
		}
		if named[text.Fold(s.Name)] {
			wrong.set(field, "name: Another source has this name.")
		}
		seen[s.Address], named[text.Fold(s.Name)] = true, true
		kept = append(kept, s.decided())
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
			if s.State == SourcePaused && added.pause() {
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
		switched := s.State == SourcePaused && edited.pause() || s.State != SourcePaused && edited.resume(t.now)
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
