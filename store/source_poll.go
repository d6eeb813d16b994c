// One reading of a source is recorded: what it brought, how it went in words, and when the next one is due.

package store

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"time"

	"vouch/store/address"
	"vouch/store/text"
)

// Times of reading. A failing source is asked ever more rarely: after 15 minutes, then twice as long each time, at most
// a day.
const (
	pollEvery    = time.Hour
	pollSpread   = 5 * time.Minute // so that sources added together are not read together for ever
	firstBackOff = 15 * time.Minute
	lastBackOff  = 24 * time.Hour
	brokenAfter  = 3 // failures in a row; one or two are the weather of the web
	maxResult    = 500
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

// PollResult counts what a reading changed. Source is as it stands afterwards, with the same in words as its Result.
type PollResult struct {
	Source  Source
	New     int // taken into review or live
	Live    int // of New, those that went live without review
	Known   int // in the library already, or once there
	Changed int // of Known, those that say something new
	Back    int // closed jobs that are open again
	Closed  int // jobs that are gone
	Left    int // left out, for the reasons in the Result
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
			t.pollFailed(&s, &p)
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

// pollFailed notes a failure and waits longer with each.
func (t *tx) pollFailed(s *Source, p *Poll) {
	if s.Failures++; s.Failures == 1 {
		s.FailingSince = p.At
	}
	if p.Permanent || s.Failures >= brokenAfter {
		s.State = SourceBroken
	}
	s.Result = text.Cut(text.Line(p.Err), maxResult)
	s.NextTry = t.now.Add(max(backOff(s.ID, s.Failures), min(p.RetryAfter, lastBackOff)))
}

// backOff is the wait after so many failures in a row, up to a fifth shorter: by chance, but the same chance for the
// same failure, so that a verb that runs again does the same.
func backOff(id SourceID, failures int) time.Duration {
	wait := lastBackOff
	if failures <= 7 { // 15 minutes doubled seven times is more than a day
		wait = min(firstBackOff<<(failures-1), lastBackOff)
	}
	return wait - scatter(fmt.Sprintf("%s/%d", id, failures), wait/5)
}

// scatter is a duration from zero up to limit that looks random and depends on name alone.
func scatter(name string, limit time.Duration) time.Duration {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(name))
	return limit * time.Duration(sum.Sum32()%1000) / 1000
}

// pollWorked takes the items over and plans the next reading.
func (t *tx) pollWorked(s *Source, p *Poll) (r PollResult) {
	s.State, s.Failures, s.FailingSince, s.LastGood = SourceActive, 0, zeroTime, p.At
	s.NextTry = t.now.Add(pollEvery + scatter(string(s.ID), pollSpread))
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
		in.leave(skipReason(skip))
	}
	for _, n := range in.left {
		in.result.Left += n
	}
	s.Result = in.words(len(p.Items) + len(p.Skipped))
	return in.result
}

// skipReason is a parser's reason without the numbers that differ from entry to entry, so that equal reasons are
// counted.
func skipReason(s Skip) string {
	reason := strings.TrimSuffix(text.Line(s.Reason), ".")
	if before, _, found := strings.Cut(reason, " entry "); found {
		reason = before + " another entry"
	}
	return text.Cut(reason, maxShort)
}

// words sum up a reading for curators, as "12 items: 3 new (waiting for review), 9 known".
func (in *intake) words(total int) string {
	r := &in.result
	var parts []string
	part := func(n int, text string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf(text, n))
		}
	}
	switch {
	case r.New > 0 && r.Live == r.New:
		part(r.New, "%d new (live at once)")
	case r.New > 0 && r.Live > 0:
		parts = append(parts, fmt.Sprintf("%d new (%d live at once, %d waiting for review)", r.New, r.Live, r.New-r.Live))
	default:
		part(r.New, "%d new (waiting for review)")
	}
	part(r.Known, "%d known")
	part(r.Changed, "%d of them changed at the source")
	part(r.Back, "%d open again (waiting for review)")
	part(r.Closed, "%d closed")
	said := text.Count(total, "item", "items")
	if len(parts) > 0 {
		said += ": " + strings.Join(parts, ", ")
	}
	said += "."
	if in.doubt != "" {
		said += " " + in.doubt
	}
	return text.Cut(said+in.leftWords(), maxResult)
}

// leftWords say what was left out and why, the most frequent reason first: it is what a curator should look at.
func (in *intake) leftWords() string {
	if len(in.left) == 0 {
		return ""
	}
	reasons := slices.Sorted(maps.Keys(in.left))
	slices.SortStableFunc(reasons, func(a, b string) int { return cmp.Compare(in.left[b], in.left[a]) })
	for i, reason := range reasons {
		reasons[i] = fmt.Sprintf("%d (%s)", in.left[reason], text.LowerFirst(reason))
	}
	return " Left out: " + strings.Join(reasons, ", ") + "."
}
