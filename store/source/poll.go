// When a source is read, how a reading went, and its words.

package source

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"time"

	"vouch/store/text"
)

// Times of reading. A failing source is asked ever more rarely: after 15 minutes, then twice as long each time, at most
// a day.
const (
	pollEvery    = time.Hour
	pollSpread   = 5 * time.Minute // so that sources added together are not read together for ever
	firstBackOff = 15 * time.Minute
	LastBackOff  = 24 * time.Hour
	brokenAfter  = 3 // failures in a row; one or two are the weather of the web
	maxResult    = 500
)

// Result counts what a reading changed. Source is as it stands afterwards, with the same in words as its Result.
type Result struct {
	Source  Source
	New     int // taken into review or live
	Live    int // of New, those that went live without review
	Known   int // in the library already, or once there
	Changed int // of Known, those that say something new
	Back    int // closed jobs that are open again
	Closed  int // jobs that are gone
	Left    int // left out, for the reasons in the Result
}

// Failed notes a failure of a reading that began at at, and waits longer with each. why is the sentence for curators;
// what is permanent is shown as broken at once, and after is how long the server asked not to come back.
func (s *Source) Failed(at, now time.Time, why string, permanent bool, after time.Duration) {
	if s.Failures++; s.Failures == 1 {
		s.FailingSince = at
	}
	if permanent || s.Failures >= brokenAfter {
		s.State = Broken
	}
	s.Result = text.Cut(text.Line(why), maxResult)
	s.NextTry = now.Add(max(backOff(s.ID, s.Failures), min(after, LastBackOff)))
}

// Worked notes that a reading that began at at went well, and plans the next one.
func (s *Source) Worked(at, now time.Time) {
	s.State, s.Failures, s.FailingSince, s.LastGood = Active, 0, time.Time{}, at
	s.NextTry = now.Add(pollEvery + scatter(string(s.ID), pollSpread))
}

// backOff is the wait after so many failures in a row, up to a fifth shorter: by chance, but the same chance for the
// same failure, so that a verb that runs again does the same.
func backOff(id ID, failures int) time.Duration {
	wait := LastBackOff
	if failures <= 7 { // 15 minutes doubled seven times is more than a day
		wait = min(firstBackOff<<(failures-1), LastBackOff)
	}
	return wait - scatter(fmt.Sprintf("%s/%d", id, failures), wait/5)
}

// scatter is a duration from zero up to limit that looks random and depends on name alone.
func scatter(name string, limit time.Duration) time.Duration {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(name))
	return limit * time.Duration(sum.Sum32()%1000) / 1000
}

// SkipReason is a parser's reason without the numbers that differ from entry to entry, so that equal reasons are
// counted.
func SkipReason(said string) string {
	reason := strings.TrimSuffix(text.Line(said), ".")
	if before, _, found := strings.Cut(reason, " entry "); found {
		reason = before + " another entry"
	}
	return text.Cut(reason, text.MaxShort)
}

// Words sum up a reading for curators, as "12 items: 3 new (waiting for review), 9 known". doubt is a
// sentence more, and left counts what was left out by its reason.
func (r *Result) Words(total int, doubt string, left map[string]int) string {
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
	if doubt != "" {
		said += " " + doubt
	}
	return text.Cut(said+leftWords(left), maxResult)
}

// leftWords say what was left out and why, the most frequent reason first: it is what a curator should look at.
func leftWords(left map[string]int) string {
	if len(left) == 0 {
		return ""
	}
	reasons := slices.Sorted(maps.Keys(left))
	slices.SortStableFunc(reasons, func(a, b string) int { return cmp.Compare(left[b], left[a]) })
	for i, reason := range reasons {
		reasons[i] = fmt.Sprintf("%d (%s)", left[reason], text.LowerFirst(reason))
	}
	return " Left out: " + strings.Join(reasons, ", ") + "."
}
