// Tests of reactions: each shows at once what it did, and taking it away takes that back and nothing else.

package bottest

import (
	"time"
)

// Reacts reacts to the newest digest, or takes the reaction away, and gives what the digest says then.
func (a Actor) Reacts(name string, away bool) string {
	a.tb.Helper()
	do := a.React
	if away {
		do = a.Unreact
	}
	if err := do(a.tb.Context(), a.Digest(), name); err != nil {
		a.tb.Fatal(err)
	}
	a.h.Pass(time.Second)
	return a.Digest().Words()
}
