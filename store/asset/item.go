// Items of sources: what a reading brings, and how an item is told from others.

package asset

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"vouch/store/address"
	"vouch/store/problem"
	"vouch/store/source"
	"vouch/store/term"
	"vouch/store/text"
)

// Poll is one reading of a source, with everything that came of it.
type Poll struct {
	At      time.Time // when it began
	Version int       // of the source as it was read

	NotModified        bool           // the copy one has is current; no items
	ETag, LastModified string         // for the next reading
	System             source.System  // what answered, "" when unknown
	Items              []PollItem     // in any order
	Complete           bool           // Items are all there is: a job that is missing is closed
	Skipped            []problem.Skip // what could not be read, and why

	Err        string        // "" when it went well, else the sentence why not
	Permanent  bool          // trying again will hardly help, so it is shown as broken at once
	RetryAfter time.Duration // the server asked not to come back sooner
}

// PollItem is one item as the source has it now, tagged by the source's rules. Its Asset must carry SourceKey.
type PollItem struct {
	Asset     Asset
	Published time.Time // zero when the source does not say
}

// Sum is what tells whether an item says what it said before.
func Sum(a *Asset) string {
	text := a.Title + "\x00" + a.Summary
	if a.Job != nil {
		text += "\x00" + a.Job.Department + "\x00" + a.Job.Location
	}
	if e := a.Event; e != nil {
		text += "\x00" + e.StartsAt.Format(time.RFC3339Nano) + "\x00" + e.EndsAt.Format(time.RFC3339Nano) + "\x00" + e.Place
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:12])
}

// TwinKey is equal for the same text under different addresses; "" for what may honestly repeat: jobs, of which a
// company has several alike, and items of which nothing but a title is known.
func TwinKey(a *Asset) string {
	if a.Job != nil || a.Summary == "" {
		return ""
	}
	return text.Fold(a.Title) + "\x00" + text.Fold(a.Summary)
}

// maxSourceKey is the longest key of an item at its source, in bytes.
const maxSourceKey = 300

// Unusable says what an item of a source lacks to be taken, "" for nothing.
func (a *Asset) Unusable() string {
	switch {
	case a.SourceKey == "" || len(a.SourceKey) > maxSourceKey:
		return "without a usable identity"
	case a.Title == "":
		return "without a title"
	case !address.IsWeb(a.URL) || !address.IsWeb(a.Canon):
		return "without a usable link"
	}
	return ""
}

// Tidy brings an item of a source into the form that is kept, so that what is read again compares equal to what was
// taken.
func (a *Asset) Tidy(from source.ID, isPersona func(term.PersonaID) bool) {
	short := func(words string) string { return text.Cut(text.Line(words), text.MaxShort) }
	a.Title, a.Summary = text.Cut(text.Line(a.Title), MaxTitle), text.Cut(text.Lines(a.Summary), text.MaxSummary)
	a.Topics = text.Topics(a.Topics)
	a.Topics = a.Topics[:min(len(a.Topics), text.MaxTopics)]
	// A persona that was deleted since the rule was written must not keep an item out.
	a.Personas = slices.DeleteFunc(text.Unique(a.Personas), func(id term.PersonaID) bool { return !isPersona(id) })
	a.ExpiresAt = a.ExpiresAt.UTC().Truncate(time.Microsecond)
	if text.Line(a.ImageAlt) == "" {
		a.Image = ""
	}
	a.Canon = cmp.Or(a.Canon, a.URL)
	if j := a.Job; j != nil {
		a.Job = &JobFacts{Department: short(j.Department), Location: short(j.Location), Hook: short(j.Hook)}
	}
	if e := a.Event; e != nil {
		a.Event = &EventFacts{StartsAt: e.StartsAt.UTC().Truncate(time.Microsecond),
			EndsAt: e.EndsAt.UTC().Truncate(time.Microsecond), Place: short(e.Place)}
	}
	a.FromSource, a.SourceEnds = from, a.ExpiresAt
	a.SourceSum = Sum(a)
}

// ComesBack tells a job that was closed and is listed again as now, or an item that ended and now ends later.
func (a *Asset) ComesBack(listed *Asset, now time.Time) bool {
	if !listed.ExpiresAt.IsZero() && !listed.ExpiresAt.After(now) {
		return false
	}
	switch a.State {
	case Withdrawn:
		return a.Job != nil && a.Job.Closed && a.StateBy == ""
	case Expired:
		return a.ExpiresAt.Equal(a.SourceEnds) && !listed.SourceEnds.Equal(a.SourceEnds)
	}
	return false
}

// Close marks a job as filled. Its file may have named nothing but the title.
func (a *Asset) Close(closed bool) {
	facts := JobFacts{}
	if a.Job != nil {
		facts = *a.Job
	}
	facts.Closed = closed
	a.Job = &facts
}
