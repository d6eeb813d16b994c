// Tests of the library's search: it finds what is live, and what was withdrawn is gone at once.

package bot

import (
	"fmt"
	"strings"
	"testing"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

func TestGolden_Library(t *testing.T) {
	article := goldenArticle()
	goldenModal(t, "library-empty", libraryView(libraryPage{query: libraryQuery{Text: hostile[:min(len(hostile), maxQuery)]}}))
	second := goldenEvent()
	second.ID = "01SECOND"
	shown, full := goldenShown("", 1, 0), goldenShown(store.Waiting, 3, 1)
	inside := goldenStory()
	inside.Story, inside.Internal, inside.URL = "01TOLD", true, ""
	goldenModal(t, "library-found", libraryView(libraryPage{reader: "U0ADA", personas: goldenPersonas(),
		query: libraryQuery{Text: "build", Kinds: []string{string(store.Article)}, Topics: []string{"go", "platform-engineering"}, Mine: true, Newest: true},
		hits: []libraryHit{{asset: article, saved: true}, {asset: goldenJob()}, {asset: goldenEvent(), event: &shown},
			{asset: second, event: &full}, {asset: inside}}}))
	many := libraryPage{hits: make([]libraryHit, libraryHits)}
	for i := range many.hits {
		many.hits[i].asset = article
		many.hits[i].asset.ID = store.AssetID(strings.Repeat("A", i+1))
	}
	goldenModal(t, "library-full", libraryView(many))
}

func TestLibrary_Search(t *testing.T) {
	withHarness(t, setup{db: library(t, 12)}, func(t *testing.T, h *harness) {
		ada := h.joined(t, "ada")
		live := must(h.db.LiveAssets())(t)
		wanted := live[3]
		ada.types("/vouch library " + wanted.Title)
		wantWords(t, ada.modalSays(), wanted.Title, "Share", "Save")
		if wrong := ada.submits(slacksim.Values{fieldQuery: "xylophone"}); len(wrong) > 0 {
			t.Fatalf("refused: %v", wrong)
		}
		wantWords(t, ada.modalSays(), "Nothing found")
		ada.submits(slacksim.Values{fieldQuery: wanted.Title, fieldKind: []string{string(store.Job)}})
		wantWords(t, ada.modalSays(), "Nothing found")

		if _, err := h.db.WithdrawAsset(store.Operator, wanted.ID, "out of date"); err != nil {
			t.Fatal(err)
		}
		ada.submits(slacksim.Values{fieldQuery: wanted.Title, fieldKind: []string{}})
		if strings.Contains(ada.modalSays(), wanted.URL) {
			t.Error("a withdrawn item is still found")
		}
		h.wantNoComplaint(t)
	})
}

func TestLibrary_Filters(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		defer h.wantNoComplaint(t)
		mine := storetest.MustAsset(t, h.db, func(a *store.Asset) { a.Title, a.Personas = "For engineers", []store.PersonaID{"engineering"} })
		theirs := storetest.MustAsset(t, h.db, func(a *store.Asset) {
			a.Title, a.Personas, a.Topics = "For sellers", []store.PersonaID{"sales"}, []string{"customer success", "go"}
		})
		ada := h.joined(t, "ada")
		ada.types("/vouch library")
		wantWords(t, ada.modalSays(), mine.Title, theirs.Title, "Only what is for Engineering")
		got := must(ada.Typeahead(t.Context(), actLibraryTopic, "SUCC"))(t)
		if len(got.Options) != 1 || got.Options[0]["value"] != "customer success" {
			t.Errorf("offered %v", got.Options)
		}
		ada.submits(slacksim.Values{fieldTopics: []string{"customer success"}})
		if says := ada.modalSays(); !strings.Contains(says, theirs.Title) || strings.Contains(says, mine.Title) {
			t.Errorf("one topic finds %s", says)
		}
		ada.submits(slacksim.Values{fieldTopics: []string{}, fieldMine: []string{"yes"}, fieldOrder: orderNewest})
		if says := ada.modalSays(); strings.Contains(says, theirs.Title) || !strings.Contains(says, mine.Title) {
			t.Errorf("for me: %s", says)
		}
	})
}

// A press beside the search keeps what was searched for and shows the new state in place.
func TestLibrary_ActsInPlace(t *testing.T) {
	withEvent(t, func(t *testing.T, h *harness, ada, ben, dev actor, event store.Asset) {
		defer h.wantNoComplaint(t)
		storetest.MustAsset(t, h.db, func(a *store.Asset) { a.Title = "Something else" })
		ada.types("/vouch library evening")
		ada.pressModal(actSave)
		wantWords(t, ada.modalSays(), "Remove from saved")
		ada.pressModal(actAttend)
		says := ada.modalSays()
		wantWords(t, says, "You are coming.", "I can't come", "Remove from saved")
		if strings.Contains(says, "Something else") {
			t.Error("the search is forgotten")
		}
		ada.pressModal(actAttendOff)
		wantWords(t, ada.modalSays(), "You said that you can't come.")
	})
}

func TestTopics_OfferedInForms(t *testing.T) {
	withCurator(t, func(t *testing.T, h *harness, dev actor) {
		defer h.wantNoComplaint(t)
		for i := range 150 {
			storetest.MustAsset(t, h.db, func(a *store.Asset) { a.Topics = []string{fmt.Sprintf("topic %03d", i)} })
		}
		dev.adds("http://blog.example.com/moved")
		if got := must(dev.Typeahead(t.Context(), actSuggestTopic, ""))(t); len(got.Options) != maxOptions {
			t.Errorf("%d offered", len(got.Options))
		}
		got := must(dev.Typeahead(t.Context(), actSuggestTopic, "topic 149"))(t)
		if len(got.Options) != 1 || got.Options[0]["value"] != "topic 149" {
			t.Errorf("offered %v", got.Options)
		}
		if got := dev.submits(slacksim.Values{fieldTopics: []string{"topic 149"}}); got != nil {
			t.Fatalf("errors %v", got)
		}
		found := false
		for _, a := range h.live(t) {
			found = found || a.Title == "How we moved & why" && len(a.Topics) == 1 && a.Topics[0] == "topic 149"
		}
		if !found {
			t.Error("the chosen topic is not kept")
		}
	})
}
