// Tests of /vouch health: who may see it, the weekly card, and that no single person is shown.

package health_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestHealth_ForManagers(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 8)}, func(t *testing.T, h *bottest.World) {
		ada, cleo := h.Joined(t, "ada"), h.Joined(t, "cleo")
		if err := h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{cleo.Id}, nil); err != nil {
			t.Fatal(err)
		}
		bottest.WantWords(t, ada.Types("/vouch health"), "Only program managers can do that.")
		said := cleo.Types("/vouch health")
		bottest.WantWords(t, said, "How the program is", "too early · Active advocates: only 2 advocates so far",
			"good · Clicks to a post: 3")
		cleo.Presses(cleo.Ephemerals()[len(cleo.Ephemerals())-1], "", surface.ActHealth)
		bottest.WantWords(t, cleo.ModalSays(), "Advocates who posted, referred or introduced in the last 30 days.",
			"Good from 30 %, poor under 10 %.")
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.Policy.Unread = true })
		bottest.WantWords(t, cleo.Types("/vouch health"), "poor · *Agreed to the policy:* no program manager has read it",
			"Read and confirm it on your Home", "too early · Worth their time: too few answers")
		h.WantNoComplaint(t)
	})
}

// The card comes on Tuesday, and not to somebody who lost the role before it is sent.
func TestHealth_WeeklyCard(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 8)}, func(t *testing.T, h *bottest.World) {
		h.Joined(t, "ada")
		cleo := h.Joined(t, "cleo")
		if err := h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{cleo.Id}, nil); err != nil {
			t.Fatal(err)
		}
		h.Pass(4 * 24 * time.Hour)
		cards := 0
		for _, text := range h.Texts("cleo") {
			if strings.HasPrefix(text, "How the program is") {
				cards++
			}
		}
		if cards != 1 {
			t.Errorf("%d cards in a week: %q", cards, h.Texts("cleo"))
		}
		for _, text := range h.Texts("ada") {
			if strings.HasPrefix(text, "How the program is") {
				t.Error("ada, who manages nothing, got the card")
			}
		}
		h.WantNoComplaint(t)
	})
}
