// Tests of the owner's card: it is right for its reader at every click, late, doubled or by somebody else.

package bottest

import (
	"strings"

	"vouch/bot/slacksim"
	"vouch/store"
)

// Card is the newest message of a person's conversation with the app that has the words.
func (a Actor) Card(words string) slacksim.Message {
	a.tb.Helper()
	inbox := a.Inbox()
	for i := len(inbox) - 1; i >= 0; i-- {
		if strings.Contains(inbox[i].Text, words) && !inbox[i].Ephemeral {
			return inbox[i]
		}
	}
	a.tb.Fatalf("no message says %q: %q", words, a.h.Texts(string(a.Id)))
	return slacksim.Message{}
}

// Stage is where the referral stands.
func (a Actor) Stage(id store.ReferralID) store.Stage {
	a.tb.Helper()
	return Must(a.h.Db.Referral(id, a.Id))(a.tb).Stage
}
