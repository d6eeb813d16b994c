// Tests of the library's search: it finds what is live, and what was withdrawn is gone at once.

package bot

import (
	"strings"
	"testing"

	"vouch/bot/slacksim"
	"vouch/digest"
	"vouch/store"
)

func TestGolden_Library(t *testing.T) {
	article := goldenArticle()
	goldenModal(t, "library-empty", libraryView(hostile[:min(len(hostile), maxQuery)], nil, nil))
	goldenModal(t, "library-found", libraryView("build", []string{string(store.Article)}, []digest.Hit{{Asset: article}, {Asset: goldenJob()}}))
	many := make([]digest.Hit, libraryHits)
	for i := range many {
		many[i].Asset = article
		many[i].Asset.ID = store.AssetID(strings.Repeat("A", i+1))
	}
	goldenModal(t, "library-full", libraryView("", nil, many))
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
