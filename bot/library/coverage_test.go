// Tests of coverage: the card comes once a week to whom it is for, says what is true, and leads to what can be done.

package library_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestCoverage_WeeklyCard(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 6)}, func(t *testing.T, h *bottest.World) { // Monday, 07:00 UTC
		defer h.WantNoComplaint(t)
		h.Joined(t, "ada")
		cy := h.Joined(t, "ben")
		if err := h.Db.ChangeRole(store.Operator, store.Curator, []store.EmployeeID{cy.Id}, nil); err != nil {
			t.Fatal(err)
		}
		cards := func(who string) (found []string) {
			for _, text := range h.Texts(who) {
				if strings.HasPrefix(text, "What the library needs") {
					found = append(found, text)
				}
			}
			return found
		}
		h.Pass(2*time.Hour + 5*time.Minute)
		if got := cards("ben"); len(got) != 1 {
			t.Fatalf("the curator has %d cards: %q", len(got), h.Texts("ben"))
		}
		bottest.WantWords(t, cards("ben")[0], "Engineering", "3 unseen items left: about 1 working day")
		h.Stop()
		h.Run(bottest.Setup{})
		h.Pass(3 * 24 * time.Hour)
		if n, others := len(cards("ben")), len(cards("ada"))+len(cards("dev")); n != 1 || others != 0 {
			t.Errorf("by Thursday the curator has %d cards, others have %d", n, others)
		}
		h.Pass(5 * 24 * time.Hour)
		got := cards("ben")
		if len(got) != 2 {
			t.Fatalf("in the second week the curator has %d cards", len(got))
		}
		bottest.WantWords(t, got[1], "has nothing left: 2 of 2 advocates saw everything")

		card := cy.Card("What the library needs")
		cy.Presses(card, "", "Show all")
		bottest.WantWords(t, cy.ModalSays(), "Coverage", "Personas", "no advocates", "Nothing about")
		cy.PressesModal("Add content")
		bottest.WantWords(t, cy.ModalSays(), "Add content", "Paste the address")
	})
}

func TestCoverage_AtOnce(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		dev, ada := h.Person(t, "dev"), h.Joined(t, "ada")
		bottest.WantWords(t, ada.Types("/vouch coverage"), "Only curators and program managers")
		if _, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: ada.Id,
			Action: dispatch.Action{ID: surface.ActCoverage}}); store.KindOf(err) != store.Denied {
			t.Errorf("the table for everybody: %v", err)
		}
		bottest.WantWords(t, dev.Types("/vouch coverage"), "The library is empty", "Add a few items")
		bottest.Library(t, 40)(h.Db)
		bottest.WantWords(t, dev.Types("/vouch coverage"), "No story about culture",
			"40 items to pick from · 1 advocate gets digests")
		dev.HomeSays()
		dev.PressesHome("Coverage")
		bottest.WantWords(t, dev.ModalSays(), "1 advocate · 40 left of 40 items, 40 new this week · about 3 weeks", "Culture")
		dev.PressesModal("Manage content")
		bottest.WantWords(t, dev.ModalSays(), "Manage content", "went live")
	})
}

func TestCoverage_Overtaken(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 1)}, func(t *testing.T, h *bottest.World) {
		dev, ada := h.Person(t, "dev"), h.Person(t, "ada")
		for i, m := range []store.Message{{Kind: store.MsgCoverage, Ref: "1999-W52", To: dev.Id},
			{Kind: store.MsgCoverage, Ref: "2000-W01", To: ada.Id}} {
			if _, err := h.Bot.RenderMessage(t.Context(), m); store.KindOf(err) != store.Conflict {
				t.Errorf("message %d: %v", i, err)
			}
		}
		if got, err := h.Bot.RenderMessage(t.Context(), store.Message{Kind: store.MsgCoverage, Ref: "2000-W01",
			To: dev.Id}); err != nil || got.Text == "" {
			t.Error(fmt.Sprint(got, err))
		}
	})
}

// A count that two screens show is the same on both: what is live, and the posts, of which a share that was only opened
// is none.
func TestCounts_AgreeOnEveryScreen(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 7)}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		ada, dev := h.Joined(t, "ada"), h.Person(t, "dev")
		first := h.Live(t)[0]
		storetest.MustShare(t, h.Db, ada.Id, first.ID)
		open := store.OpenShare{Employee: ada.Id, Asset: first.ID, Network: store.X, Variant: -1, Text: "x"}
		bottest.Must(h.Db.OpenShare(open))(t)
		h.Pass(time.Minute)
		bottest.WantWords(t, dev.HomeSays(), "*1 post* by 1 person")
		dev.PressesHome("Content")
		bottest.WantWords(t, dev.ModalSays(), "7 items live")
		bottest.WantWords(t, dev.Types("/vouch coverage"), "7 items to pick from")
		dev.PressesModal("Manage content")
		bottest.WantWords(t, dev.ModalSays(), "1 share")
		var stats store.Stats
		if err := h.Db.View(func(q *store.Query) error { stats = q.Stats(); return nil }); err != nil || stats.Shares != 1 ||
			stats.Live != 7 {
			t.Errorf("the health view says %+v", stats)
		}
	})
}
