// Tests of clearances: stopped, asked, answered in Slack, and posted.

package clearance_test

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

// withStopped runs a test with Ada, whose text about a code name was stopped, and Ben and Dev of compliance.
func withStopped(t *testing.T,
	do func(t *testing.T, h *bottest.World, ada, ben, dev bottest.Actor, asset store.Asset)) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		h.Pass(3 * time.Hour) // 10:00 in London: everybody works
		ada, ben, dev := h.Joined(t, "ada"), h.Person(t, "ben"), h.Person(t, "dev")
		for _, id := range []store.EmployeeID{ben.Id, dev.Id} {
			if err := h.Db.ChangeRole(store.Operator, store.Compliance, []store.EmployeeID{id}, nil); err != nil {
				t.Fatal(err)
			}
		}
		storetest.MustSettings(t, h.Db, func(s *store.Settings) {
			s.Confidential = []string{"Project Falcon = not <public> yet"}
		})
		asset := storetest.MustAsset(t, h.Db, nil)
		bottest.Must(h.Db.SaveFeedback(ada.Id, asset.ID, store.Saved, "", ""))(t)
		ada.HomeSays()
		ada.PressesHome(surface.ActShare)
		block, _ := ada.Field()
		if wrong := ada.Submits(slacksim.Values{"network": string(store.X), block: falcon}); wrong != nil {
			t.Fatalf("errors %v", wrong)
		}
		if _, text := ada.Field(); text != falcon {
			t.Errorf("the form keeps %q", text)
		}
		bottest.WantWords(t, ada.ModalSays(), `"Project Falcon" must not be posted (not &lt;public&gt; yet)`,
			"Ask compliance")
		ada.PressesModal("share_ask")
		bottest.WantWords(t, ada.ModalSays(), "Asked:", "You get a message")
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Minute)
		do(t, h, ada, ben, dev, asset)
		h.WantNoComplaint(t)
	})
}

const falcon = "Proud of what we built in Project Falcon, after two long years."

func TestClearance_AllowedAndPosted(t *testing.T) {
	withStopped(t, func(t *testing.T, h *bottest.World, ada, ben, dev bottest.Actor, asset store.Asset) {
		ada.PressesHome(surface.ActShare)
		block, _ := ada.Field()
		ada.Submits(slacksim.Values{"network": string(store.X), block: falcon})
		bottest.WantWords(t, ada.ModalSays(), "Compliance is reading this text")
		if strings.Contains(ada.ModalSays(), "Ask compliance") {
			t.Error("asks twice")
		}
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		if home := ben.HomeSays(); !strings.Contains(home, "Review queue (1)") {
			t.Errorf("Home says %s", home)
		}
		card := ben.Card("asks whether")
		bottest.WantWords(t, card.Words(), falcon, "on X", "What stops it", "not &lt;public&gt; yet")
		ben.Presses(card, "", "clearance_allow")
		h.Pass(time.Minute)
		for _, a := range []bottest.Actor{ben, dev} {
			words := a.Card("this text").Words()
			if !strings.Contains(words, "allowed this text") || strings.Contains(words, "Refuse") {
				t.Errorf("a card says %s", words)
			}
		}
		news := ada.Card("allowed your text")
		ada.Presses(news, "", surface.ActShare)
		if _, text := ada.Field(); text != falcon || !strings.Contains(ada.ModalSays(), "X takes 280") {
			t.Errorf("the form begins with %q: %s", text, ada.ModalSays())
		}
		if wrong := ada.Submits(nil); wrong != nil {
			t.Fatalf("errors %v", wrong)
		}
		bottest.WantWords(t, ada.ModalSays(), falcon, "#NorthwindEmployee", "I posted it")
		ada.PressesModal(surface.ActSharePosted)
		if s := ada.Share(); s.Level != store.Declared || s.Disclosure != "#NorthwindEmployee" {
			t.Errorf("the share is %+v", s)
		}
	})
}

func TestClearance_RefusedFromTheQueue(t *testing.T) {
	withStopped(t, func(t *testing.T, h *bottest.World, ada, ben, dev bottest.Actor, asset store.Asset) {
		dev.Types("/vouch review")
		bottest.WantWords(t, dev.ModalSays(), "1 text waits for your answer")
		dev.PressesModal(surface.ActClearances)
		dev.PressesModal("clearance_refuse")
		// The role goes while the form is open; the reviewer is told who can, and nothing happens.
		if err := h.Db.ChangeRole(store.Operator, store.Compliance, nil, []store.EmployeeID{dev.Id}); err != nil {
			t.Fatal(err)
		}
		if wrong := dev.Submits(slacksim.Values{"note": "Not before spring."}); !strings.Contains(wrong["note"], "Ask Ben.") {
			t.Errorf("errors %v", wrong)
		}
		ben.Presses(ben.Card("asks whether"), "", "clearance_refuse")
		if wrong := ben.Submits(slacksim.Values{"note": " "}); !strings.Contains(wrong["note"], "Say why") {
			t.Errorf("errors %v", wrong)
		}
		ben.Submits(slacksim.Values{"note": "Not before <spring>."})
		bottest.WantWords(t, ben.ModalSays(), "Refused")
		h.Pass(time.Minute)
		bottest.WantWords(t, ada.Card("asks you not to post").Words(), "Not before &lt;spring&gt;.", "Write another")
		ada.PressesHome(surface.ActShare)
		block, text := ada.Field()
		if text != asset.Variants[0].Text {
			t.Errorf("the form begins with %q", text)
		}
		ada.Submits(slacksim.Values{"network": string(store.X), block: falcon})
		bottest.WantWords(t, ada.ModalSays(), "refused this text: Not before &lt;spring&gt;.")
	})
}
