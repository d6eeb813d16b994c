// Tests of changing the kind in the form of an asset: its fields come and go, and what was typed stays.

package content_test

import (
	"slices"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestCurate_KindShowsItsFields(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		dev.Adds("http://blog.example.com/role")
		wantShown := func(job, event bool) {
			t.Helper()
			values := dev.Modal().Values
			_, hook := values["hook"]
			_, starts := values["starts_at"]
			if hook != job || starts != event {
				t.Errorf("shows a job: %v, an event: %v", hook, starts)
			}
		}
		dev.PressesModal("Words to suggest")
		dev.Submits(slacksim.Values{surface.FieldKind: string(store.Article), surface.FieldTitle: "",
			surface.FieldOtherTopics: "caves", "variants": "One.\n\nTwo.", "prompt": "Who?"})
		wantShown(false, false)
		dev.PressesModal("asset_kind", string(store.Job))
		wantShown(true, false)
		dev.PressesModal("About the job")
		dev.Submits(slacksim.Values{surface.FieldTitle: "", "hook": "Come and build.", "location": "Berlin"})
		dev.PressesModal("asset_kind", string(store.Event))
		wantShown(false, true)
		dev.Submits(slacksim.Values{"place": "Lisbon"})
		dev.PressesModal("asset_kind", string(store.Article))
		wantShown(false, false)
		dev.PressesModal("asset_kind", string(store.Job))
		if got := dev.Submits(slacksim.Values{surface.FieldTitle: "A builder"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		live := h.Live(t)
		if len(live) != 1 {
			t.Fatalf("%d are live", len(live))
		}
		a := live[0]
		if a.Kind != store.Job || a.Title != "A builder" || a.Prompt != "Who?" || len(a.Variants) != 2 ||
			!slices.Contains(a.Topics, "caves") || a.Event != nil {
			t.Errorf("kept %+v", a)
		}
		if a.Job == nil || a.Job.Hook != "Come and build." || a.Job.Location != "Berlin" {
			t.Errorf("the job is %+v", a.Job)
		}
	})
}

func TestCurate_KindSentBeforeItsFieldsArrive(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		dev.Adds("http://blog.example.com/evening")
		dev.Submits(slacksim.Values{surface.FieldKind: string(store.Event), surface.FieldTitle: "Open evening"})
		bottest.WantWords(t, dev.ModalSays(), "Nothing was saved yet")
		if len(h.Live(t)) != 0 {
			t.Error("saved without its day")
		}
		if got := dev.Submits(slacksim.Values{"starts_at": "2000-01-07", "starts_time": "18:00"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		dev.Adds("http://blog.example.com/role")
		if got := dev.Submits(slacksim.Values{surface.FieldKind: string(store.Job),
			surface.FieldTitle: "A builder"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		for _, a := range h.Live(t) {
			if (a.Kind == store.Event && (a.Event == nil || a.Title != "Open evening")) ||
				(a.Kind == store.Job && a.Job == nil) || a.Kind == store.Article {
				t.Errorf("kept %+v", a)
			}
		}
	})
}

// The day of the expiry is not on the first screen: the store's answer must not get lost with it.
func TestCurate_RefusedAtAStepThatIsNotShown(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		asset := storetest.MustAsset(t, h.Db, func(a *store.Asset) {
			a.ExpiresAt = time.Date(2000, 1, 5, 12, 0, 0, 0,
				time.UTC)
		})
		dev.HomeSays()
		dev.PressesHome(surface.ActContent)
		dev.PressesModal(surface.ActContentMenu, surface.ContentEdit+" "+string(asset.ID))
		dev.PressesModal("asset_kind", string(store.Event))
		dev.Submits(slacksim.Values{"starts_at": "2000-01-07", "starts_time": "18:00"})
		bottest.WantWords(t, dev.ModalSays(), "Nothing was saved yet. When: The item would expire before the event begins.",
			"Ends at")
		dev.Submits(slacksim.Values{"expires_at": "2000-01-08", "ends_at": "21:00", "slots": "8"})
		now := bottest.Must(h.Db.Asset(asset.ID))(t)
		if now.Event == nil || !now.Event.EndsAt.Equal(time.Date(2000, 1, 7, 21, 0, 0, 0, time.UTC)) || now.Event.Slots != 8 {
			t.Fatalf("saved %+v", now.Event)
		}
		// Moved on the first screen, the event keeps its length and its places.
		bottest.Must(0, dev.CloseModal(t.Context()))(t)
		dev.PressesModal(surface.ActContentMenu, surface.ContentEdit+" "+string(asset.ID))
		if got := dev.Submits(slacksim.Values{"starts_at": "2000-01-06", "starts_time": "10:00"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		now = bottest.Must(h.Db.Asset(asset.ID))(t)
		if !now.Event.EndsAt.Equal(time.Date(2000, 1, 6, 13, 0, 0, 0, time.UTC)) || now.Event.Slots != 8 {
			t.Errorf("moved to %+v", now.Event)
		}
	})
}

func TestCurate_NoticeStaysWhenTheKindChanges(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		dev.Adds("http://blog.example.com/gone")
		for _, kind := range []store.AssetKind{store.Job, store.Article} {
			bottest.WantWords(t, dev.ModalSays(), "The page could not be read")
			dev.PressesModal("asset_kind", string(kind))
		}
		bottest.WantWords(t, dev.ModalSays(), "The page could not be read")
	})
}

func TestCurate_FewerPlacesThanColleagues(t *testing.T) {
	bottest.WithEvent(t, func(t *testing.T, h *bottest.World, ada, ben, dev bottest.Actor, event store.Asset) {
		defer h.WantNoComplaint(t)
		facts := *event.Event
		event.Event = &facts
		event.Event.Slots = 2
		event = bottest.Must(h.Db.EditAsset(store.Operator, event))(t)
		bottest.Must(h.Db.SignUp(ada.Id, event.ID))(t)
		h.Pass(time.Minute)
		bottest.Must(h.Db.SignUp(ben.Id, event.ID))(t)
		dev.HomeSays()
		dev.PressesHome("Manage content")
		dev.PressesModal(surface.ActContentMenu, surface.ContentEdit+" "+string(event.ID))
		dev.PressesModal("When")
		dev.Submits(slacksim.Values{"slots": "1"})
		bottest.WantWords(t, dev.ModalSays(), "Nothing was saved yet: 2 colleagues come, and this leaves 1 place",
			"Who signed up first comes: ada", "To the front of the waiting line, with a word about it: Ben")
		if now := bottest.Must(h.Db.Asset(event.ID))(t); now.Event.Slots != 2 {
			t.Fatalf("saved before anybody agreed: %+v", now.Event)
		}
		if got := dev.Submits(nil); got != nil {
			t.Fatalf("errors %v", got)
		}
		h.Pass(time.Minute)
		bottest.WantWords(t, ben.Card("has fewer places now").Words(), "You are number 1 in line", "Leave the line")
	})
}
