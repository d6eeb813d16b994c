// Tests of suggesting: from a command, a message and Home into the queue, and what its author sees of it.

package content_test

import (
	"strings"
	"testing"

	"vouch/bot/block"
	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestSuggest_IntoTheQueue(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		ada, ben := h.Joined(t, "ada"), h.Joined(t, "ben")
		ada.Types("/vouch suggest http://blog.example.com/moved?utm_source=x because  it is *great*")
		h.Pass(12000000000)
		if v := ada.Modal().Values; v[surface.FieldTitle][block.InputValue]["value"] != "How we moved & why" ||
			v[surface.FieldWhy][block.InputValue]["value"] != "because  it is *great*" {
			t.Errorf("prefilled with %v", v)
		}
		if got := ada.Submits(slacksim.Values{surface.FieldWhy: " \u202e"}); !strings.Contains(got[surface.FieldWhy],
			"why colleagues") {
			t.Errorf("errors %v", got)
		}
		if got := ada.Submits(slacksim.Values{surface.FieldWhy: "It is great",
			surface.FieldOtherTopics: "Go, go"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		bottest.WantWords(t, ada.ModalSays(), "Suggested", "working hours", "10 points")
		waiting := bottest.Must(h.Db.AssetsBy(store.InReview, 9, ""))(t)
		if len(waiting) != 1 || waiting[0].Review.Suggested != ada.Id || waiting[0].Review.Why != "It is great" ||
			waiting[0].Prompt != "" || waiting[0].Summary != "What went well." ||
			waiting[0].Canon == "" || waiting[0].Source != "suggestion" {
			t.Fatalf("in the queue: %+v", waiting)
		}
		ben.Types("/vouch suggest http://www.blog.example.com/moved")
		h.Pass(12000000000)
		bottest.WantWords(t, ben.ModalSays(), "Already there", "waiting for review")
		bottest.WantWords(t, ada.HomeSays(), "My content (1)")
		ada.PressesHome("My content (1)")
		bottest.WantWords(t, ada.ModalSays(), "How we moved &amp; why", "sent to the curators")
	})
}

func TestSuggest_ForOnesOwnRole(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		ada, ben := h.Joined(t, "ada"), h.Joined(t, "ben")
		storetest.MustShare(t, h.Db, ada.Id, storetest.MustAsset(t, h.Db, nil).ID)
		for who, offered := range map[bottest.Actor]bool{ada: true, ben: false} {
			who.Types("/vouch suggest http://blog.example.com/" + string(who.Id))
			h.Pass(12000000000)
			if says := who.ModalSays(); strings.Contains(says, "People who do what I do") != offered {
				t.Errorf("%s reads\n%s", who.Id, says)
			}
		}
		ada.Submits(slacksim.Values{surface.FieldWhy: "Ours", "role": []string{"on"}})
		waiting := bottest.Must(h.Db.AssetsBy(store.InReview, 9, ""))(t)
		if len(waiting) != 1 || len(waiting[0].Personas) != 1 || waiting[0].Personas[0] != "engineering" {
			t.Errorf("in the queue: %+v", waiting)
		}
	})
}

func TestSuggest_FromAMessage(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		ben := h.Joined(t, "ben")
		for text, want := range map[string]any{
			"look <https://example.com/b?x=1&y=2|this> and https://example.com/c": "https://example.com/b?x=1&y=2",
			"nothing here": nil,
		} {
			m := bottest.Must(ben.Say(t.Context(), bottest.General, text))(t)
			if acked := bottest.Must(ben.MessageShortcut(t.Context(), "suggest_content", m))(t); !acked {
				t.Fatal("not acknowledged")
			}
			h.Pass(1)
			if got := ben.Modal().Values["url"][block.InputValue]["value"]; got != want {
				t.Errorf("%q gives the address %v, want %v", text, got, want)
			}
			if err := ben.CloseAll(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		cleo := h.Person(t, "cleo")
		m := bottest.Must(ben.Say(t.Context(), bottest.General, "https://example.com/d"))(t)
		bottest.Must(cleo.MessageShortcut(t.Context(), "suggest_content", m))(t)
		h.Pass(1)
		bottest.WantWords(t, cleo.ModalSays(), "haven't joined yet")
		cleo.PressesModal("Join")
		if got := cleo.Modal().CallbackID; got != "join" {
			t.Errorf("Join opens %q", got)
		}
	})
}

func TestSentIn_Pages(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		ada := h.Joined(t, "ada")
		for range surface.ItemsPerPage {
			bottest.Must(h.Db.SuggestAsset(ada.Id, storetest.AnAsset(nil)))(t)
			for _, a := range bottest.Must(h.Db.AssetsBy(store.InReview, 9, ""))(t) {
				bottest.Must(h.Db.PublishAsset(store.Operator, a.ID))(t)
			}
		}
		storetest.MustStory(t, h.Db, ada.Id, nil)
		ada.Types("/vouch suggest")
		ada.PressesModal("See")
		bottest.WantWords(t, ada.ModalSays(), "Your story", "went live", "Older")
		ada.PressesModal("Older")
		says := ada.ModalSays()
		if strings.Contains(says, "Your story") || strings.Count(says, "Your suggestion") != 1 {
			t.Errorf("the second page says\n%s", says)
		}
	})
}
