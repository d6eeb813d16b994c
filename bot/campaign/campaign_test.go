// Tests of campaigns through the workspace: made by a manager, told to leaders and a channel, seen on Home, ended.

package campaign_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

// posted is the newest message of the channel that somebody reads.
func posted(a bottest.Actor) string {
	list := a.Messages(bottest.General)
	return list[len(list)-1].Words()
}

func closeAll(t *testing.T, a bottest.Actor) {
	t.Helper()
	if err := a.CloseAll(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestCampaign_FromFormToResult(t *testing.T) {
	fill := func(db *store.DB) {
		storetest.MustCompany(t, db)
		storetest.MustAsset(t, db, func(a *store.Asset) { a.Campaign, a.Title = "Spring hiring", "Forecasting heat" })
		storetest.MustFooting(t, db)
	}
	bottest.With(t, bottest.Setup{Db: fill}, func(t *testing.T, h *bottest.World) { // Monday, 3 January 2000, 07:00 UTC
		ada, dev := h.Joined(t, "ada"), h.Joined(t, "dev")
		bottest.WantWords(t, ada.Types("/vouch campaigns")+ada.ModalSays(), "No campaign runs now.")
		if strings.Contains(ada.ModalSays(), "New campaign") {
			t.Error("ada is shown what she may not do")
		}
		closeAll(t, ada)
		dev.Types("/vouch campaigns")
		dev.PressesModal("campaign_new")
		form := slacksim.Values{"name": "Spring hiring", "why": "Five teams look for people.",
			"goal": "posts of its items", "from": "2000-01-03", "to": "2000-01-05", "channel": bottest.General}
		for _, target := range []string{"many", "0", "-1", "1000000000000", "99999999999999999999"} {
			form["target"] = target
			if wrong := dev.Submits(form); wrong["target"] == "" {
				t.Errorf("%s: %v", target, wrong)
			}
		}
		form["target"] = "2"
		if wrong := dev.Submits(form); len(wrong) > 0 {
			t.Fatalf("refused: %v", wrong)
		}
		bottest.WantWords(t, dev.ModalSays(), "is saved", "2 posts, 1 item", "Edit", "End")
		h.Pass(3 * time.Hour)
		bottest.WantWords(t, posted(ada), "begins. Five teams", "Goal: 2 posts")
		storetest.MustShare(t, h.Db, ada.Id, h.Live(t)[0].ID)
		h.Pass(15 * time.Minute)
		bottest.WantWords(t, ada.HomeSays(), "1/2", "posts for Spring hiring by 5 Jan")
		ada.Types("/vouch campaigns")
		bottest.WantWords(t, ada.ModalSays(), "1/2", "1 person so far")
		ada.PressesModal(surface.ActShare)
		bottest.WantWords(t, ada.ModalSays(), "Forecasting heat")
		h.Pass(10 * time.Hour) // into the evening
		dev.PressesModal("campaign_end")
		bottest.WantWords(t, dev.ModalSays(), "has ended", "1 of 2 posts by 1 person", "Write it down")
		dev.PressesModal("campaign_learn")
		dev.Submits(slacksim.Values{"lessons": "Ask earlier."})
		bottest.WantWords(t, dev.ModalSays(), "Thank you")
		h.Pass(15 * time.Hour)
		bottest.WantWords(t, posted(ada), "1 of 2 posts by 1 person. Thank you all.")
		if strings.Contains(strings.Join(h.Texts("dev"), "\n"), "What did we learn?") {
			t.Error("a manager is asked for lessons that are written down")
		}
		closeAll(t, ada)
		ada.Types("/vouch campaigns")
		bottest.WantWords(t, ada.ModalSays(), "Ask earlier.")
		h.WantNoComplaint(t)
	})
}
