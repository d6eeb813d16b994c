// Tests of personas in Slack: looking, previewing, saving, moving, deleting, and a workspace that grants less.

package bottest

import (
	"vouch/bot/slacksim"
)

// Fills types into the open modal without submitting it.
func (a Actor) Fills(values slacksim.Values) {
	a.tb.Helper()
	if err := a.Fill(values); err != nil {
		a.tb.Fatal(err)
	}
}
