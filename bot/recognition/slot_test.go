// Tests of slots as people meet them: offered, claimed, given to one, and linked to what came of it.

package recognition_test

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

// withSlot runs a test in which Dev offers a talk on Thursday, for which Ada and Ben wait: they like such things.
func withSlot(t *testing.T, do func(t *testing.T, h *bottest.World, ada, ben, dev bottest.Actor)) {
	withWins(t, func(t *testing.T, h *bottest.World, ada, dev bottest.Actor) {
		ben := h.Joined(t, "ben")
		for _, who := range []bottest.Actor{ada, ben} {
			prefs := who.Employee().Prefs
			prefs.Incentive = store.ForDevelopment
			bottest.Must(h.Db.SavePreferences(who.Id, prefs))(t)
		}
		dev.Types("/vouch slots")
		dev.PressesModal("slot_new")
		if got := dev.Submits(slacksim.Values{surface.FieldTitle: " ", "on": "1999-12-31"}); got[surface.FieldTitle] == "" ||
			got["on"] == "" {
			t.Errorf("an empty slot of the past: %v", got)
		}
		if got := dev.Submits(slacksim.Values{surface.FieldTitle: "Ten minutes at <the> meetup", "on": "2000-01-06",
			"words": "Slides & a story."}); got != nil {
			t.Fatalf("errors %v", got)
		}
		bottest.WantWords(t, dev.ModalSays(), "is offered", "Ten minutes at &lt;the&gt; meetup")
		noon(h)
		do(t, h, ada, ben, dev)
	})
}

// slotID is the id of the only slot.
func slotID(t *testing.T, h *bottest.World) string {
	t.Helper()
	return bottest.Must(storetest.Ask(h.Db, (*store.Query).OpenSlots))(t)[0].ID
}

func TestSlot_OfferedClaimedGivenLinked(t *testing.T) {
	withSlot(t, func(t *testing.T, h *bottest.World, ada, ben, dev bottest.Actor) {
		slot := slotID(t, h)
		ada.Presses(ada.Card("You like slots in return"), "", "slot_claim")
		bottest.WantWords(t, ada.ModalSays(), "You claim *Ten minutes", "1 claim", "Slides &amp; a story.")
		ben.Types("/vouch slots")
		ben.PressesModal("slot_claim")
		ben.PressesModal("slot_unclaim")
		ben.PressesModal("slot_claim")
		h.Pass(time.Minute)
		bottest.WantWords(t, dev.Card("Somebody claims a slot").Text, "/vouch slots")
		dev.Types("/vouch slots")
		dev.PressesModal("slot_give", slot+" "+string(ada.Id))
		bottest.WantWords(t, dev.ModalSays(), "goes to <@"+string(ada.Id)+">", "No talks or bylines")
		// Another manager, whose list is older, and a claim that comes late.
		if err := h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{h.Id("cleo")}, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Db.GiveSlot(h.Id("cleo"), slot, ben.Id); store.KindOf(err) != store.Conflict {
			t.Errorf("two managers give it: %v", err)
		}
		if _, err := h.Db.ClaimSlot(ben.Id, slot, false); store.KindOf(err) != store.Conflict {
			t.Errorf("a claim is taken back when it is over: %v", err)
		}
		h.Pass(time.Minute)
		bottest.WantWords(t, ben.Card("went to somebody else").Text, "Thank you for claiming it")
		ada.Presses(ada.Card("It is yours"), "", "slot_link")
		if got := ada.Submits(slacksim.Values{"url": "https://"}); got["url"] == "" {
			t.Errorf("no address: %v", got)
		}
		ada.Submits(slacksim.Values{"url": "https://talks.example.com/ada"})
		bottest.WantWords(t, ada.ModalSays(), "waits for the curators", "your name")
		waiting := bottest.Must(h.Db.AssetsBy(store.InReview, 9, ""))(t)
		if len(waiting) != 1 || waiting[0].Author != ada.Id || waiting[0].Title != "Ten minutes at <the> meetup" {
			t.Errorf("in the queue: %+v", waiting)
		}
		again, err := h.Db.LinkSlot(ada.Id, slot, store.Asset{URL: "https://talks.example.com/other"})
		if err != nil || again.ID != waiting[0].ID {
			t.Errorf("a second link gives %v, %v", again.ID, err)
		}
		if _, err := h.Db.LinkSlot(ben.Id, slot, store.Asset{}); store.KindOf(err) != store.NotFound {
			t.Errorf("who did not get it links: %v", err)
		}
	})
}

func TestSlot_WhoMayNot(t *testing.T) {
	withSlot(t, func(t *testing.T, h *bottest.World, ada, ben, dev bottest.Actor) {
		slot, cleo := slotID(t, h), h.Joined(t, "cleo")
		if said := cleo.Types("/vouch slots"); !strings.Contains(said, "for ambassadors") {
			t.Errorf("a newcomer reads %q", said)
		}
		claims := func(who store.EmployeeID, slot string) error {
			_, err := h.Db.ClaimSlot(who, slot, true)
			return err
		}
		gives := func(who, to store.EmployeeID) error {
			_, err := h.Db.GiveSlot(who, slot, to)
			return err
		}
		for name, c := range map[string]struct {
			got  error
			kind store.Kind
		}{
			"a newcomer claims":         {claims(cleo.Id, slot), store.Denied},
			"who has no role gives":     {gives(ada.Id, ben.Id), store.Denied},
			"to who does not claim":     {gives(dev.Id, cleo.Id), store.Conflict},
			"a manager gives to itself": {gives(dev.Id, dev.Id), store.Denied},
			"what is not there":         {claims(ada.Id, "01NONE"), store.NotFound},
		} {
			if store.KindOf(c.got) != c.kind {
				t.Errorf("%s: %v", name, c.got)
			}
		}
		bottest.Must(h.Db.ClaimSlot(ada.Id, slot, true))(t)
		bottest.Must(h.Db.ClaimSlot(ben.Id, slot, true))(t)
		if _, err := h.Db.EraseEmployee(ben.Id, ben.Id); err != nil {
			t.Fatal(err)
		}
		h.Pass(4 * 24 * time.Hour) // its day went by
		if open := bottest.Must(storetest.Ask(h.Db, (*store.Query).OpenSlots))(t); len(open) != 0 {
			t.Errorf("still open: %+v", open)
		}
		bottest.WantWords(t, ada.Card("is over").Text, "nobody got it")
		if _, err := h.Db.ClaimSlot(ada.Id, slot, false); store.KindOf(err) != store.Conflict {
			t.Errorf("a late press: %v", err)
		}
	})
}
