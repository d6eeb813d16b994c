// Tests of the pulse through the workspace: asked, answered in place, once, late, and shown to managers only.

package pulse_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// people are those who take part, and dev, who manages the program.
var people = []string{"ada", "ben", "cleo", "finn", "gwen", "dev"}

// with runs a test on 15 February 2000, when the questions have gone out.
func with(t *testing.T, do func(t *testing.T, h *bottest.World)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Helper()
		db := storetest.MustOpenAt(t, t.TempDir()+"/vouch.db")
		time.Sleep(24 * time.Hour)
		_ = db.Close()
		do(t, bottest.MustWorld(t, bottest.Setup{}))
	})
}

// sends answers the questions in a message.
func sends(a bottest.Actor, m slacksim.Message, recommend, worth string) {
	a.Presses(m, "pulse_recommend", "pulse_choose", recommend)
	a.Presses(m, "pulse_worth", "pulse_choose", worth)
	a.Presses(m, "", "pulse_send")
}
