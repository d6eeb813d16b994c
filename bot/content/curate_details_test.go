// Tests of an asset's times and details: embargo, talking points, and what a regulated topic does to an edit.

package content_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/content"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestCurate_EmbargoAndTimes(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		ada := h.Joined(t, "ada")
		dev.Adds("http://blog.example.com/held")
		dev.PressesModal("When")
		dev.Submits(slacksim.Values{surface.FieldTitle: "Held back", "embargo_until": "2000-01-04",
			content.ClockField("embargo_until"): "10:30",
			"expires_at":                        "2000-01-06", content.ClockField("expires_at"): "17:00"})
		bottest.WantWords(t, dev.ModalSays(), "Under embargo", "can be read in the library")
		a := h.Live(t)[0]
		if !a.EmbargoUntil.Equal(time.Date(2000, 1, 4, 10, 30, 0, 0, time.UTC)) ||
			!a.ExpiresAt.Equal(time.Date(2000, 1, 6, 17, 0, 0, 0, time.UTC)) {
			t.Errorf("embargo until %v, expires %v", a.EmbargoUntil, a.ExpiresAt)
		}
		ada.Types("/vouch library held")
		bottest.WantWords(t, ada.ModalSays(), "Held back", "under embargo")
		_, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: ada.Id,
			Action: dispatch.Action{ID: surface.ActShare, Value: string(a.ID)}})
		if store.KindOf(err) != store.Conflict || !strings.Contains(err.Error(), "Nothing was recorded") {
			t.Errorf("sharing gives %v", err)
		}
		h.Pass(time.Until(a.EmbargoUntil) + time.Minute)
		if _, err = h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: ada.Id,
			Action: dispatch.Action{ID: surface.ActShare, Value: string(a.ID)}}); err != nil {
			t.Errorf("after the embargo: %v", err)
		}
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		// Expired while the form is open: a clear answer, nothing recorded.
		ada.Types("/vouch library held")
		ada.PressesModal("Share")
		h.Pass(time.Until(a.ExpiresAt) + time.Minute)
		got := ada.Submits(slacksim.Values{})
		if len(got) == 0 || len(bottest.Must(h.Db.SharesOf(ada.Id, 9))(t)) != 0 {
			t.Errorf("errors %v", got)
		}
		for _, text := range got {
			bottest.WantWords(t, text, "expired", "Nothing was recorded")
		}
	})
}

func TestCurate_NothingFilledInIsDropped(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		dev.Adds("http://blog.example.com/held")
		dev.PressesModal("When")
		dev.Submits(slacksim.Values{surface.FieldTitle: "Held back", content.ClockField("expires_at"): "10:00"})
		wantField := func(field, words string, values slacksim.Values) {
			t.Helper()
			if got := dev.Submits(values); !strings.Contains(got[field], words) {
				t.Errorf("errors %v, want %q at %s", got, words, field)
			}
		}
		wantField("expires_at", "Choose the day as well", slacksim.Values{})
		// Pressed before the form without these fields arrived.
		dev.PressesModal("asset_kind", string(store.Job))
		wantField("hook", "Only an open job", slacksim.Values{content.ClockField("expires_at"): "",
			surface.FieldKind: string(store.Article), "hook": "Come and build."})
		dev.PressesModal("asset_kind", string(store.Event))
		wantField("starts_at", "Only an event", slacksim.Values{surface.FieldKind: string(store.Article),
			"starts_at": "2000-01-06", "starts_time": "10:00"})
		if len(h.Live(t)) != 0 {
			t.Error("it was saved all the same")
		}
	})
}

func TestCurate_Details(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		ada := h.Joined(t, "ada") // engineering
		a := storetest.MustAsset(t, h.Db, func(a *store.Asset) { a.TalkingPoints = []store.TalkingPoint{{Text: "Old."}} })
		dev.HomeSays()
		dev.PressesHome(surface.ActContent)
		dev.PressesModal(surface.ActContentMenu, "more"+" "+string(a.ID))
		got := dev.Submits(slacksim.Values{content.PointField(""): "For everybody.",
			content.PointField("engineering"): "For <engineers>.", content.PointField("sales"): "For sales.",
			"campaign": "Spring", "author": string(ada.Id), "featured": []string{"yes"}, "disclosure": "I work here."})
		if got != nil {
			t.Fatalf("errors %v", got)
		}
		now := bottest.Must(h.Db.Asset(a.ID))(t)
		if len(now.TalkingPoints) != 3 || now.Campaign != "Spring" || now.Author != ada.Id || !now.Featured ||
			now.Title != a.Title || len(now.Variants) != 2 {
			t.Errorf("saved %+v", now)
		}
		ada.Types("/vouch library moved")
		ada.PressesModal("Share")
		bottest.WantWords(t, ada.ModalSays(), "Worth saying", "For &lt;engineers&gt;.", "For everybody.")
		if strings.Contains(ada.ModalSays(), "For sales.") {
			t.Error("the points of another persona are shown")
		}
	})
}

func TestCurate_RegulatedGoesBackToReview(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		storetest.MustSettings(t, h.Db, func(s *store.Settings) {
			s.Regulated, s.Topics = []string{"finance"},
				[]string{"finance"}
		})
		a := storetest.MustAsset(t, h.Db, nil)
		dev.HomeSays()
		dev.PressesHome(surface.ActContent)
		dev.PressesModal(surface.ActContentMenu, surface.ContentEdit+" "+string(a.ID))
		dev.Submits(slacksim.Values{surface.FieldOtherTopics: "finance"})
		bottest.WantWords(t, dev.ModalSays(), "back in review", "compliance approves")
		if state := h.State(t, a.ID); state != store.InReview {
			t.Errorf("it is %s", state)
		}
		dev.PressesModal("More details")
		dev.Submits(slacksim.Values{"campaign": "Spring"})
		bottest.WantWords(t, dev.ModalSays(), "back in review")
	})
}
