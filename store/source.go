// Sources: where assets come from by themselves, how curators run them, and how a reading is recorded.

package store

import (
	"cmp"
	"slices"
	"time"

	"vouch/store/address"
	"vouch/store/audit"
	"vouch/store/source"
	"vouch/store/text"
)

// The table of sources, see package source.
var sources, sourcesByTime = source.Table, source.ByTime

func (t *tx) source(id SourceID) (Source, error) {
	return lookUp(t, &sources, id, "This source does not exist any more.")
}

func (t *tx) allSources() []Source { return all(t, &sources) }

// Sources returns every source, in the order they were added.
func (q *Query) Sources() []Source { return q.t.allSources() }

// Source returns one source.
func (q *Query) Source(id SourceID) Source { return end(q.t.source(id)) }

// DueSources returns at most limit sources whose next reading is due by now, the longest waiting first. A source stays
// due until RecordPoll says how its reading went.
func (q *Query) DueSources(now time.Time, limit int) (list []Source) {
	for _, id := range q.t.Due(sourcesByTime, now, limit) {
		list = append(list, sources.Must(q.t.Tx, id))
	}
	return list
}

// SourceItems counts what a source has in the library: live or scheduled, and waiting for review.
type SourceItems struct{ Live, Waiting int }

// SourceItems returns the counts of a source; they outlive it, as its assets do.
func (q *Query) SourceItems(id SourceID) SourceItems {
	t := q.t
	return SourceItems{
		Live:    t.Counter(assetsOf(id, Live)) + t.Counter(assetsOf(id, Scheduled)),
		Waiting: t.Counter(assetsOf(id, InReview)),
	}
}

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
	*s = s.Decided()
	s.ID, s.State, s.NextTry, s.AddedBy, s.AddedAt, s.Version = SourceID(t.newID()), SourceActive, t.now, actor, t.now, 1
	sources.Save(t.Tx, s)
	return nil
}

// EditSource replaces what people decide about a source; s must carry the version that was read. What it already
// brought stays as it is. Another address is read at once and whole. Only curators and program managers may. Fields of
// its FieldErrors: those of AddSource.
func (db *DB) EditSource(actor EmployeeID, s Source) (Source, error) {
	return writeBy(db, actor, curating, func(t *tx) (Source, error) {
		old, err := t.source(s.ID)
		if err != nil {
			return s, err
		}
		changed, err := t.editSource(&s, t.allSources())
		if err != nil || !changed {
			return s, err
		}
		t.audit(actor, "source.edit", string(s.ID), s.Name+": "+audit.Changes(old.Decided(), s.Decided()))
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
	next := old.With(s, t.now)
	if text.SameJSON(next, old) {
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
	return db.switchSource(actor, id, "source.pause", func(s *Source, _ time.Time) bool { return s.Pause() })
}

// ResumeSource reads a paused source again, beginning at once. Only curators and program managers may; a source that is
// not paused stays as it is.
func (db *DB) ResumeSource(actor EmployeeID, id SourceID) (Source, error) {
	return db.switchSource(actor, id, "source.resume", (*Source).Resume)
}

// switchSource is what pausing and resuming share.
func (db *DB) switchSource(actor EmployeeID, id SourceID, action string,
	turn func(s *Source, now time.Time) bool) (Source, error) {
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

// checkSource is Source.Check with the personas of the program.
func (t *tx) checkSource(s *Source, others []Source) error { return s.Check(others, t.hasPersona) }

func (t *tx) hasPersona(id PersonaID) bool {
	return slices.ContainsFunc(t.personas(), func(p Persona) bool { return p.ID == id })
}

// RecordPoll records a reading in one commit: new items come into review, or live where the source may and no topic is
// regulated; known ones are compared; jobs that a complete answer lacks are closed. A reading that comes too late, of a
// source that was paused, changed or read again meanwhile, changes nothing. The same reading recorded twice adds
// nothing twice.
func (db *DB) RecordPoll(id SourceID, p Poll) (PollResult, error) {
	return write(db, func(t *tx) (PollResult, error) {
		s, err := t.source(id)
		if err != nil {
			return PollResult{}, err
		}
		p.At = p.At.UTC().Truncate(time.Microsecond)
		if s.State == SourcePaused || p.Version != s.Version || p.At.Before(s.LastTry) {
			return PollResult{Source: s}, nil
		}
		before := s.State
		s.LastTry = p.At
		var r PollResult
		if p.Err != "" {
			s.Failed(p.At, t.now, p.Err, p.Permanent, p.RetryAfter)
		} else {
			r = t.pollWorked(&s, &p)
		}
		sources.Save(t.Tx, &s)
		r.Source = s
		if before != s.State || r.New+r.Changed+r.Back+r.Closed > 0 {
			t.audit("", "source.read", string(s.ID), string(s.State)+": "+s.Result)
		}
		return r, nil
	})
}

// pollWorked takes the items over and plans the next reading.
func (t *tx) pollWorked(s *Source, p *Poll) (r PollResult) {
	s.Worked(p.At, t.now)
	s.System = cmp.Or(s.System, p.System)
	s.ETag, s.LastModified = text.Cut(p.ETag, address.Longest), text.Cut(p.LastModified, maxShort)
	if p.NotModified {
		s.Result = "Nothing has changed since it was read before."
		return r
	}
	in := t.newIntake(s, p)
	for _, item := range in.ordered(p.Items) {
		in.take(item)
	}
	if p.Complete {
		in.closeMissing()
	}
	// What was left for later must not be hidden behind "not modified" next time.
	if in.later > 0 || s.Doubts > 0 {
		s.ETag, s.LastModified = "", ""
	}
	for _, skip := range p.Skipped {
		in.leave(source.SkipReason(skip.Reason))
	}
	for _, n := range in.left {
		in.result.Left += n
	}
	s.Result = in.result.Words(len(p.Items)+len(p.Skipped), in.doubt, in.left)
	return in.result
}
