// Tests of moments through the workspace: one message with a picture, and none for what was taken back.

package recognition_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/store/storetest"
)

func TestMoment_FirstShare(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 3)}, func(t *testing.T, h *bottest.World) {
		ada, ben := h.Joined(t, "ada"), h.Joined(t, "ben")
		assets, err := h.Db.LiveAssets()
		if err != nil {
			t.Fatal(err)
		}
		firsts := func(of bottest.Actor) (found []slacksim.Message) {
			for _, m := range of.Inbox() {
				if strings.HasPrefix(m.Text, "Your first share") {
					found = append(found, m)
				}
			}
			return found
		}
		h.Stop()
		taken := storetest.MustShare(t, h.Db, ben.Id, assets[0].ID)
		if _, _, err := h.Db.WithdrawShare(ben.Id, taken.ID); err != nil {
			t.Fatal(err)
		}
		h.Run(bottest.Setup{})
		for _, a := range assets {
			storetest.MustShare(t, h.Db, ada.Id, a.ID)
		}
		h.Pass(6 * time.Hour) // until it is day for her
		got := firsts(ada)
		if len(got) != 1 || len(firsts(ben)) != 0 {
			t.Fatalf("ada has %d, ben %d", len(got), len(firsts(ben)))
		}
		bottest.WantWords(t, got[0].Words(), "Your first share", "You are an advocate now",
			"A medal, 1 share: Your first share")
		h.WantNoComplaint(t)
	})
}
