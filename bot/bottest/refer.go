// Tests of referring: what is typed arrives, the answer is stated, nothing invalid is stored, and the referrer stays in charge.

package bottest

import (
	"vouch/bot/slacksim"
	"vouch/store"
)

// Refers opens the form and submits it.
func (a Actor) Refers(change slacksim.Values) store.Referral {
	a.tb.Helper()
	a.Types("/refer")
	if got := a.Submits(Jane(change)); got != nil {
		a.tb.Fatalf("errors %v", got)
	}
	list := Must(a.h.Db.ReferralsOf(a.Id))(a.tb)
	if len(list) == 0 {
		a.tb.Fatal("nothing is stored")
	}
	return list[0]
}
