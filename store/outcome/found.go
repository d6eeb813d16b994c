// What outcomes were found to be, and what fits what.

package outcome

import (
	"time"

	"vouch/store/problem"
	"vouch/store/term"
)

// Imported counts what became of events that were told together.
type Imported struct {
	States  map[State]int  // of what was recorded
	Known   int            // recorded before
	Unknown int            // of stages that stand for nothing
	Skipped []problem.Skip // refused, by their index
}

// TouchIn is the last answer among the outcomes of a referral, and how many there are.
func TouchIn(list []Outcome) (last Touch, n int) {
	var said time.Time
	for _, o := range list {
		if o.Kind == Contact {
			if n++; !o.RecordedAt.Before(said) {
				last, said = o.Touch, o.RecordedAt
			}
		}
	}
	return last, n
}

// Fits tells whether a kind of outcome can happen to a kind of referral.
func Fits(kind Kind, of term.ReferralKind) bool {
	return of == term.Candidate && !kind.OfClients() || of == term.Client && !kind.OfCandidates()
}
