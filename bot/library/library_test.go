// Tests of the library's search: it finds what is live, and what was withdrawn is gone at once.

package library_test

import (
	"fmt"
	"strings"
	"testing"

	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestLibrary_Search(t *testing.T) {
	bottest.With(t, bottest.Setup{Db: bottest.Library(t, 12)}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		live := bottest.Must(h.Db.LiveAssets())(t)
		wanted := live[3]
		ada.Types("/vouch library " + wanted.Title)
		bottest.WantWords(t, ada.ModalSays(), wanted.Title, "Share", "Save")
		if wrong := ada.Submits(slacksim.Values{"query": "xylophone"}); len(wrong) > 0 {
			t.Fatalf("refused: %v", wrong)
		}
		bottest.WantWords(t, ada.ModalSays(), "Nothing found")
		ada.Submits(slacksim.Values{"query": wanted.Title, surface.FieldKind: []string{string(store.Job)}})
		bottest.WantWords(t, ada.ModalSays(), "Nothing found")

		if _, err := h.Db.WithdrawAsset(store.Operator, wanted.ID, "out of date"); err != nil {
			t.Fatal(err)
		}
		ada.Submits(slacksim.Values{"query": wanted.Title, surface.FieldKind: []string{}})
		if strings.Contains(ada.ModalSays(), wanted.URL) {
			t.Error("a withdrawn item is still found")
		}
		h.WantNoComplaint(t)
	})
}

func TestLibrary_Filters(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		mine := storetest.MustAsset(t, h.Db, func(a *store.Asset) {
			a.Title, a.Personas = "For engineers",
				[]store.PersonaID{"engineering"}
		})
		theirs := storetest.MustAsset(t, h.Db, func(a *store.Asset) {
			a.Title, a.Personas, a.Topics = "For sellers", []store.PersonaID{"sales"}, []string{"customer success", "go"}
		})
		ada := h.Joined(t, "ada")
		ada.Types("/vouch library")
		bottest.WantWords(t, ada.ModalSays(), mine.Title, theirs.Title, "Only what is for Engineering")
		got := bottest.Must(ada.Typeahead(t.Context(), "library_topic", "SUCC"))(t)
		if len(got.Options) != 1 || got.Options[0]["value"] != "customer success" {
			t.Errorf("offered %v", got.Options)
		}
		ada.Submits(slacksim.Values{surface.FieldTopics: []string{"customer success"}})
		if says := ada.ModalSays(); !strings.Contains(says, theirs.Title) || strings.Contains(says, mine.Title) {
			t.Errorf("one topic finds %s", says)
		}
		ada.Submits(slacksim.Values{surface.FieldTopics: []string{}, "mine": []string{"yes"}, "order": "newest"})
		if says := ada.ModalSays(); strings.Contains(says, theirs.Title) || !strings.Contains(says, mine.Title) {
			t.Errorf("for me: %s", says)
		}
	})
}

// A press beside the search keeps what was searched for and shows the new state in place.
func TestLibrary_ActsInPlace(t *testing.T) {
	bottest.WithEvent(t, func(t *testing.T, h *bottest.World, ada, ben, dev bottest.Actor, event store.Asset) {
		defer h.WantNoComplaint(t)
		storetest.MustAsset(t, h.Db, func(a *store.Asset) { a.Title = "Something else" })
		ada.Types("/vouch library evening")
		ada.PressesModal(surface.ActSave)
		bottest.WantWords(t, ada.ModalSays(), "Remove from saved")
		ada.PressesModal(surface.ActAttend)
		says := ada.ModalSays()
		bottest.WantWords(t, says, "You are coming.", "I can't come", "Remove from saved")
		if strings.Contains(says, "Something else") {
			t.Error("the search is forgotten")
		}
		ada.PressesModal(surface.ActAttendOff)
		bottest.WantWords(t, ada.ModalSays(), "You said that you can't come.")
	})
}

func TestTopics_OfferedInForms(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		for i := range 150 {
			storetest.MustAsset(t, h.Db, func(a *store.Asset) { a.Topics = []string{fmt.Sprintf("topic %03d", i)} })
		}
		dev.Adds("http://blog.example.com/moved")
		if got := bottest.Must(dev.Typeahead(t.Context(), surface.ActSuggestTopic, ""))(t); len(
			got.Options) != dispatch.MaxOptions {
			t.Errorf("%d offered", len(got.Options))
		}
		got := bottest.Must(dev.Typeahead(t.Context(), surface.ActSuggestTopic, "topic 149"))(t)
		if len(got.Options) != 1 || got.Options[0]["value"] != "topic 149" {
			t.Errorf("offered %v", got.Options)
		}
		if got := dev.Submits(slacksim.Values{surface.FieldTopics: []string{"topic 149"}}); got != nil {
			t.Fatalf("errors %v", got)
		}
		found := false
		for _, a := range h.Live(t) {
			found = found || a.Title == "How we moved & why" && len(a.Topics) == 1 && a.Topics[0] == "topic 149"
		}
		if !found {
			t.Error("the chosen topic is not kept")
		}
	})
}
