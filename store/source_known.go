// What a source says of items the library knows: compared, never changed behind the back of whoever approved them,
// opened again, and closed when they are gone.

package store

import (
	"fmt"
)

// manyMissing is from how many missing jobs on an answer without most of them is doubted.
const manyMissing = 3

// closedReason is what people read about a job that is gone.
const closedReason = "This job is closed."

// isBack tells a job that was closed and is listed again, or an item that ended and now ends later.
func (in *intake) isBack(old, a *Asset) bool {
	if !a.ExpiresAt.IsZero() && !a.ExpiresAt.After(in.t.now) {
		return false
	}
	switch old.State {
	case Withdrawn:
		return old.Job != nil && old.Job.Closed && old.StateBy == ""
	case Expired:
		return old.ExpiresAt.Equal(old.SourceEnds) && !a.SourceEnds.Equal(old.SourceEnds)
	}
	return false
}

// meet compares a known item with what the source says now. In review it follows the source, unless a curator has
// written in it; what people approved stays, and the source's words are proposed beside it.
func (in *intake) meet(old, a *Asset) {
	if !old.IsActive() {
		return
	}
	// A source that names no time any more says nothing new about it; only an event has one.
	if a.Event == nil || old.Kind != Event {
		a.Event = old.Event
		a.SourceSum = sourceSum(a)
	}
	own := sourceSum(old) != old.SourceSum
	changed := old.FromSource != a.FromSource || old.SourceKey != a.SourceKey
	if old.FromSource != a.FromSource {
		in.active++
	}
	old.FromSource, old.SourceKey = a.FromSource, a.SourceKey
	if !a.SourceEnds.Equal(old.SourceEnds) {
		// A deadline is a fact and no wording; one that lies behind would end what a person may just be looking at.
		if old.ExpiresAt.Equal(old.SourceEnds) && (a.ExpiresAt.IsZero() || a.ExpiresAt.After(in.t.now)) {
			old.ExpiresAt = a.ExpiresAt
		}
		old.SourceEnds, changed = a.SourceEnds, true
	}
	if a.SourceSum != old.SourceSum {
		// Equal words under another sum were summed up by an earlier release.
		if old.Proposed != nil || sourceSum(old) != a.SourceSum {
			in.result.Changed++
			in.follow(old, a, own)
		}
		old.SourceSum, changed = a.SourceSum, true
	}
	if changed {
		in.t.saveAsset(old)
	}
}

// follow takes over changed words where nobody has approved or written others, and proposes them elsewhere.
func (in *intake) follow(old, a *Asset, own bool) {
	old.Version++ // a card that shows the old words must not decide about the new ones
	old.SourceVersion = old.Version
	if old.State == InReview && !own {
		in.copyWords(old, a)
		// Other words need another approval; the answer times count anew for it.
		if r := old.Approval(); r.ApprovedBy != "" {
			r.ApprovedBy, r.SecondBy, r.AskedAt, r.NudgedAt, r.EscalatedAt = "", "", in.t.now, zeroTime, zeroTime
			old.Review = &r
		}
		return
	}
	old.Proposed = a.Proposal(in.t.now)
	if sourceSum(old) == a.SourceSum {
		old.Proposed = nil // the source has come round to what was approved
	}
}

// copyWords takes over what the source says, and where it says it.
func (in *intake) copyWords(old, a *Asset) {
	old.SayAs(a.Proposal(in.t.now))
	if in.t.Get(assetsByCanon, a.Canon) == nil {
		old.URL, old.Canon = a.URL, a.Canon
	}
}

// reopen brings a job back that was closed, through review: much may have changed meanwhile.
func (in *intake) reopen(old, a *Asset) {
	in.seen[old.ID] = true
	if in.t.Get(assetsByCanon, old.Canon) != nil || in.t.Get(assetsByCanon, a.Canon) != nil {
		in.result.Known++
		return
	}
	if !in.hasPlace() {
		return
	}
	in.copyWords(old, a)
	old.ExpiresAt, old.SourceEnds, old.SourceSum = a.ExpiresAt, a.SourceEnds, a.SourceSum
	old.FromSource, old.SourceKey, old.Proposed = a.FromSource, a.SourceKey, nil
	if old.Job != nil {
		facts := *old.Job
		facts.Closed = false
		old.Job = &facts
	}
	old.State, old.StateReason, old.StateBy, old.StateAt = InReview, "", "", in.t.now
	review := in.t.reviewAnew(old)
	if old.Review != nil {
		review.Regulated = old.Review.Regulated
	}
	old.Review = &review
	old.Version++
	old.SourceVersion = old.Version
	in.t.saveAsset(old)
	in.place(old)
	in.result.Back++
}

// closeMissing closes the jobs that the answer lacks. An answer that lacks most of them at once is more often a mistake
// of the board than the end of its jobs: it is believed when it comes a second time in a row.
func (in *intake) closeMissing() {
	var open int
	var missing []Asset
	for _, a := range in.brought() {
		if !a.IsActive() || (a.Job == nil && a.Kind != Job) {
			continue
		}
		if open++; !in.seen[a.ID] {
			missing = append(missing, a)
		}
	}
	doubtful := len(missing) >= manyMissing && 2*len(missing) > open
	if doubtful && in.s.Doubts == 0 {
		in.s.Doubts = len(missing)
		in.doubt = fmt.Sprintf("%d of %d jobs were missing; they are closed if they still are at the next reading.", len(missing), open)
		return
	}
	in.s.Doubts = 0
	for i := range missing {
		a := &missing[i]
		facts := JobFacts{}
		if a.Job != nil { // a file may name nothing but the title
			facts = *a.Job
		}
		facts.Closed = true
		a.Job = &facts
		in.t.retire(a, Withdrawn, "", closedReason)
		in.result.Closed++
	}
}
