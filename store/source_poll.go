// One reading of a source is recorded: what it brought, how it went in words, and when the next one is due.

package store

import (
	"cmp"
	"time"

	"vouch/store/address"
	"vouch/store/source"
	"vouch/store/text"
)

// Poll is one reading of a source, with everything that came of it.
type Poll struct {
	At      time.Time // when it began
	Version int       // of the source as it was read

	NotModified        bool         // the copy one has is current; no items
	ETag, LastModified string       // for the next reading
	System             SourceSystem // what answered, "" when unknown
	Items              []PollItem   // in any order
	Complete           bool         // Items are all there is: a job that is missing is closed
	Skipped            []Skip       // what could not be read, and why

	Err        string        // "" when it went well, else the sentence why not
	Permanent  bool          // trying again will hardly help, so it is shown as broken at once
	RetryAfter time.Duration // the server asked not to come back sooner
}

// PollItem is one item as the source has it now, tagged by the source's rules. Its Asset must carry SourceKey.
type PollItem struct {
	Asset     Asset
	Published time.Time // zero when the source does not say
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
