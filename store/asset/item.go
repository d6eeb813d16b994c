// Items of sources: what a reading brings, and how an item is told from others.

package asset

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"vouch/store/problem"
	"vouch/store/source"
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
