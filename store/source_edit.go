// Sources as curators run them: added, changed, paused and removed, with the rules of a valid one told by field.

package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"vouch/store/address"
	"vouch/store/text"
)

// The bounds and defaults of a source. The caps keep one careless feed from filling the library and the review queue.
const (
	DefaultPerDay     = 10
	DefaultLiveAtOnce = 100

	maxSources    = 200
	maxSourceName = 80
	maxPerDay     = 1000
	maxLiveAtOnce = 5000
	maxRules      = 50
	maxRuleWords  = 50
)

// AddSource adds a source, due at once. Only curators and program managers may. Zero caps become the defaults.
// Fields of its FieldErrors: name, address, system, per_day, live_at_once, kind, topics, personas, rules.
func (db *DB) AddSource(actor EmployeeID, s Source) (Source, error) {
	return writeBy(db, actor, curating, func(t *tx) (Source, error) {
		if err := t.addSource(actor, &s, t.allSources()); err != nil {
			return s, err
		}
		t.audit(actor, "source.add", string(s.ID), s.Name)
		return s, nil
	})
}

// addSource gives a source its id and its first reading. What earlier readings left behind never comes from outside.
// others are the sources from which it must differ, nil when that was checked before.
func (t *tx) addSource(actor EmployeeID, s *Source, others []Source) error {
	s.ID = ""
	if err := t.checkSource(s, others); err != nil {
		return err
	}
	*s = s.decided()
	s.ID, s.State, s.NextTry, s.AddedBy, s.AddedAt, s.Version = SourceID(t.newID()), SourceActive, t.now, actor, t.now, 1
	sources.Save(t.Tx, s)
	return nil
}

// EditSource replaces what people decide about a source; s must carry the version that was read. What it already
// brought stays as it is. Another address is read at once and whole. Only curators and program managers may. Fields of
// its FieldErrors: those of AddSource.
func (db *DB) EditSource(actor EmployeeID, s Source) (Source, error) {
	return writeBy(db, actor, curating, func(t *tx) (Source, error) {
		changed, err := t.editSource(&s, t.allSources())
		if err != nil || !changed {
			return s, err
		}
		t.audit(actor, "source.edit", string(s.ID), s.Name)
		return s, nil
	})
}

// editSource takes over what people decide and keeps what readings left; it tells whether anything changed. others are
// as in addSource.
func (t *tx) editSource(s *Source, others []Source) (changed bool, err error) {
	old, err := t.source(s.ID)
	if err != nil {
		return false, err
	}
	if s.Version != old.Version {
		return false, conflict("Somebody else changed this source meanwhile. Open it again.")
	}
	if err := t.checkSource(s, others); err != nil {
		return false, err
	}
	next := old
	next.Name, next.Address, next.System, next.AutoApprove, next.PerDay, next.LiveAtOnce = s.Name, s.Address, s.System, s.AutoApprove, s.PerDay, s.LiveAtOnce
	next.Kind, next.Topics, next.Personas, next.Audiences, next.Rules = s.Kind, s.Topics, s.Personas, s.Audiences, s.Rules
	if next.Address != old.Address {
		next.ETag, next.LastModified, next.Doubts = "", "", 0
		if next.State != SourcePaused {
			next.NextTry = t.now
		}
	}
	// Places that just became free are filled at the next reading, which an unchanged document would otherwise end early.
	if next.PerDay > old.PerDay || next.LiveAtOnce > old.LiveAtOnce {
		next.ETag, next.LastModified = "", ""
	}
	if sameJSON(next, old) {
		*s = old
		return false, nil
	}
	next.Version++
	sources.Save(t.Tx, &next)
	*s = next
	return true, nil
}

// PauseSource stops the reading of a source until it is resumed. Only curators and program managers may; pausing twice
// changes nothing.
func (db *DB) PauseSource(actor EmployeeID, id SourceID) (Source, error) {
	return db.switchSource(actor, id, "source.pause", func(s *Source, _ time.Time) bool { return s.pause() })
}

// pause stops the readings and tells whether there were any.
func (s *Source) pause() bool {
	if s.State == SourcePaused {
		return false
	}
	s.State, s.NextTry = SourcePaused, zeroTime
	return true
}

// ResumeSource reads a paused source again, beginning at once. Only curators and program managers may; a source that is
// not paused stays as it is.
func (db *DB) ResumeSource(actor EmployeeID, id SourceID) (Source, error) {
	return db.switchSource(actor, id, "source.resume", (*Source).resume)
}

// resume makes a paused source due at once and tells whether it was paused. Old failures say nothing about today;
// validators are dropped because much may have been missed.
func (s *Source) resume(now time.Time) bool {
	if s.State != SourcePaused {
		return false
	}
	s.State, s.NextTry, s.Failures, s.FailingSince, s.Doubts = SourceActive, now, 0, zeroTime, 0
	s.ETag, s.LastModified = "", ""
	return true
}

// switchSource is what pausing and resuming share.
func (db *DB) switchSource(actor EmployeeID, id SourceID, action string, turn func(s *Source, now time.Time) bool) (Source, error) {
	return writeBy(db, actor, curating, func(t *tx) (Source, error) {
		s, err := t.source(id)
		if err != nil || !turn(&s, t.now) {
			return s, err
		}
		s.Version++ // an answer that is still on its way belongs to the source as it was
		sources.Save(t.Tx, &s)
		t.audit(actor, action, string(s.ID), s.Name)
		return s, nil
	})
}

// RemoveSource ends a source. What it brought stays in the library. Only curators and program managers may; removing
// twice changes nothing.
func (db *DB) RemoveSource(actor EmployeeID, id SourceID) error {
	return changeBy(db, actor, curating, func(t *tx) error {
		if s, found := sources.Get(t.Tx, string(id)); found {
			sources.Remove(t.Tx, string(id))
			t.audit(actor, "source.remove", string(id), s.Name)
		}
		return nil
	})
}

// checkSource cleans s and says everything that is wrong with it at once. Readers know a source by its name and the
// program by its address, so neither is that of one of the others.
func (t *tx) checkSource(s *Source, others []Source) error {
	var wrong FieldErrors
	s.Name, s.Address = text.Line(s.Name), sourceAddress(s.Address)
	s.Topics, s.Personas, s.Audiences = topicList(s.Topics), text.Unique(s.Personas), text.Unique(s.Audiences)
	if s.Name == "" || tooLong(s.Name, maxSourceName) {
		wrong.set("name", fmt.Sprintf("Give it a name of at most %d characters.", maxSourceName))
	}
	if !address.IsWeb(s.Address) {
		wrong.set("address", "Give the full address of the feed or job board, beginning with https://.")
	} else if s.ID == "" && len(others) >= maxSources {
		wrong.set("address", fmt.Sprintf("There are %d sources already. Remove one that nobody needs.", maxSources))
	}
	for _, other := range others {
		if other.ID == s.ID {
			continue
		}
		if other.Address == s.Address {
			wrong.set("address", "This address is there already, as "+other.Name+".")
		}
		if text.Fold(other.Name) == text.Fold(s.Name) {
			wrong.set("name", "Another source has this name, at "+other.Address+".")
		}
	}
	if !slices.Contains([]SourceSystem{"", FeedSystem, GreenhouseSystem, LeverSystem, AshbySystem, CSVSystem}, s.System) {
		wrong.set("system", "This kind of source is not known.")
	}
	s.PerDay, s.LiveAtOnce = cmp.Or(s.PerDay, DefaultPerDay), cmp.Or(s.LiveAtOnce, DefaultLiveAtOnce)
	wrong.within("per_day", s.PerDay, 1, maxPerDay)
	wrong.within("live_at_once", s.LiveAtOnce, 1, maxLiveAtOnce)
	if s.Kind != "" && !slices.Contains(AssetKinds, s.Kind) {
		wrong.set("kind", "Choose one of the kinds of content.")
	}
	wrong.topics("topics", s.Topics)
	t.checkKnownPersonas(s.Personas, "personas", "", &wrong)
	checkAudiences(s.Audiences, &wrong)
	t.checkTagRules(s, &wrong)
	return wrong.err()
}

// sourceAddress is an address as it is kept: what follows "#" never reaches a server, so it cannot tell two sources
// apart.
func sourceAddress(address string) string {
	address, _, _ = strings.Cut(strings.TrimSpace(address), "#")
	return address
}

// checkTagRules cleans the rules; one that looks for nothing or gives nothing is a slip that would go unnoticed.
func (t *tx) checkTagRules(s *Source, wrong *FieldErrors) {
	s.Rules = slices.Clone(s.Rules)
	if len(s.Rules) > maxRules {
		wrong.set("rules", fmt.Sprintf("Write at most %d rules.", maxRules))
	}
	for i := range s.Rules {
		r, place := &s.Rules[i], fmt.Sprintf("Rule %d: ", i+1)
		var words []string
		for _, word := range r.Words {
			if word = text.Cut(text.Fold(word), maxShort); word != "" {
				words = append(words, word)
			}
		}
		r.Words, r.Topics, r.Personas = text.Unique(words), topicList(r.Topics), text.Unique(r.Personas)
		switch {
		case len(r.Words) == 0:
			wrong.set("rules", place+"name the words to look for.")
		case len(r.Words) > maxRuleWords:
			wrong.set("rules", fmt.Sprintf("%sname at most %d words.", place, maxRuleWords))
		case len(r.Topics) == 0 && len(r.Personas) == 0 && r.Kind == "":
			wrong.set("rules", place+"say which topic, persona or kind the words stand for.")
		case r.Kind != "" && !slices.Contains(AssetKinds, r.Kind):
			wrong.set("rules", place+"there is no such kind of content.")
		}
		t.checkKnownPersonas(r.Personas, "rules", place, wrong)
	}
}

// checkKnownPersonas refuses personas that the program does not have.
func (t *tx) checkKnownPersonas(ids []PersonaID, field, place string, wrong *FieldErrors) {
	for _, id := range ids {
		if !t.hasPersona(id) {
			wrong.set(field, place+"There is no persona "+text.Cut(text.Line(string(id)), 40)+".")
		}
	}
}

func (t *tx) hasPersona(id PersonaID) bool {
	return slices.ContainsFunc(t.personas(), func(p Persona) bool { return p.ID == id })
}
