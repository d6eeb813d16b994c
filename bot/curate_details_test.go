// Tests of an asset's times and details: embargo, talking points, and what a regulated topic does to an edit.

package bot

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

func TestCurate_EmbargoAndTimes(t *testing.T) {
	withCurator(t, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		ada := h.joined(t, "ada")
		dev.adds("http://blog.example.com/held")
		dev.submits(slacksim.Values{fieldTitle: "Held back", fieldEmbargo: "2000-01-04", clockField(fieldEmbargo): "10:30",
			fieldExpiresAt: "2000-01-06", clockField(fieldExpiresAt): "17:00"})
		wantWords(t, dev.modalSays(), "Under embargo", "can be read in the library")
		a := h.live(t)[0]
		if !a.EmbargoUntil.Equal(time.Date(2000, 1, 4, 10, 30, 0, 0, time.UTC)) || !a.ExpiresAt.Equal(time.Date(2000, 1, 6, 17, 0, 0, 0, time.UTC)) {
			t.Errorf("embargo until %v, expires %v", a.EmbargoUntil, a.ExpiresAt)
		}
		ada.types("/vouch library held")
		wantWords(t, ada.modalSays(), "Held back", "under embargo")
		_, err := h.handled(inbound{Kind: kindAction, User: ada.id, Action: action{ID: actShare, Value: string(a.ID)}})
		if store.KindOf(err) != store.Conflict || !strings.Contains(err.Error(), "Nothing was recorded") {
			t.Errorf("sharing gives %v", err)
		}
		h.pass(time.Until(a.EmbargoUntil) + time.Minute)
		if _, err = h.handled(inbound{Kind: kindAction, User: ada.id, Action: action{ID: actShare, Value: string(a.ID)}}); err != nil {
			t.Errorf("after the embargo: %v", err)
		}
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		// Expired while the form is open: a clear answer, nothing recorded.
		ada.types("/vouch library held")
		ada.pressModal("Share")
		h.pass(time.Until(a.ExpiresAt) + time.Minute)
		got := ada.submits(slacksim.Values{})
		if len(got) == 0 || len(must(h.db.SharesOf(ada.id, 9))(t)) != 0 {
			t.Errorf("errors %v", got)
		}
		for _, text := range got {
			wantWords(t, text, "expired", "Nothing was recorded")
		}
	})
}

func TestCurate_NothingFilledInIsDropped(t *testing.T) {
	withCurator(t, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		dev.adds("http://blog.example.com/held")
		dev.submits(slacksim.Values{fieldTitle: "Held back", clockField(fieldExpiresAt): "10:00"})
		wantField := func(field, words string, values slacksim.Values) {
			t.Helper()
			if got := dev.submits(values); !strings.Contains(got[field], words) {
				t.Errorf("errors %v, want %q at %s", got, words, field)
			}
		}
		wantField(fieldExpiresAt, "Choose the day as well", slacksim.Values{})
		// Pressed before the form without these fields arrived.
		dev.pressModal(actAssetKind, string(store.Job))
		wantField(fieldHook, "Only an open job", slacksim.Values{clockField(fieldExpiresAt): "", fieldKind: string(store.Article), fieldHook: "Come and build."})
		dev.pressModal(actAssetKind, string(store.Event))
		wantField(fieldStartsDay, "Only an event", slacksim.Values{fieldKind: string(store.Article), fieldStartsDay: "2000-01-06"})
		if len(h.live(t)) != 0 {
			t.Error("it was saved all the same")
		}
	})
}

func TestCurate_Details(t *testing.T) {
	withCurator(t, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		ada := h.joined(t, "ada") // engineering
		a := storetest.MustAsset(t, h.db, func(a *store.Asset) { a.TalkingPoints = []store.TalkingPoint{{Text: "Old."}} })
		dev.homeSays()
		dev.pressHome(actContent)
		dev.pressModal(actContentMenu, contentMore+" "+string(a.ID))
		got := dev.submits(slacksim.Values{pointField(""): "For everybody.", pointField("engineering"): "For <engineers>.", pointField("sales"): "For sales.",
			fieldCampaign: "Spring", fieldLanguage: "en", fieldAuthor: string(ada.id), fieldFeatured: []string{"yes"}, fieldDisclosure: "I work here."})
		if got != nil {
			t.Fatalf("errors %v", got)
		}
		now := must(h.db.Asset(a.ID))(t)
		if len(now.TalkingPoints) != 3 || now.Campaign != "Spring" || now.Author != ada.id || !now.Featured || now.Title != a.Title || len(now.Variants) != 2 {
			t.Errorf("saved %+v", now)
		}
		ada.types("/vouch library moved")
		ada.pressModal("Share")
		wantWords(t, ada.modalSays(), "Worth saying", "For &lt;engineers&gt;.", "For everybody.")
		if strings.Contains(ada.modalSays(), "For sales.") {
			t.Error("the points of another persona are shown")
		}
	})
}

func TestCurate_RegulatedGoesBackToReview(t *testing.T) {
	withCurator(t, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		storetest.MustSettings(t, h.db, func(s *store.Settings) { s.Regulated, s.Topics = []string{"finance"}, []string{"finance"} })
		a := storetest.MustAsset(t, h.db, nil)
		dev.homeSays()
		dev.pressHome(actContent)
		dev.pressModal(actContentMenu, contentEdit+" "+string(a.ID))
		dev.submits(slacksim.Values{fieldOtherTopics: "finance"})
		wantWords(t, dev.modalSays(), "back in review", "compliance approves")
		if state := h.state(t, a.ID); state != store.InReview {
			t.Errorf("it is %s", state)
		}
		dev.pressModal("More details")
		dev.submits(slacksim.Values{fieldCampaign: "Spring"})
		wantWords(t, dev.modalSays(), "back in review")
	})
}
