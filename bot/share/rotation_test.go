// Tests of the rotation of suggested texts: never the same twice in a row, and not to everybody on one day.

package share_test

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

func TestShare_TextsRotateAndRunOut(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.SameText = 2 })
		asset := storetest.MustAsset(t, h.Db, func(a *store.Asset) {
			a.Variants = []store.Variant{{Text: "One."}, {Text: "Two."}}
		})
		open := func(who string) (bottest.Actor, string) {
			t.Helper()
			a := h.Person(t, who)
			if !a.Employee().IsAdvocate() {
				a = h.Joined(t, who)
			}
			bottest.Must(h.Db.SaveFeedback(a.Id, asset.ID, store.Saved, "", ""))(t)
			a.HomeSays()
			a.PressesHome(surface.ActShare)
			_, text := a.Field()
			return a, text
		}
		ada, first := open("ada") // her form stays open while the others share
		for i, who := range []string{"ben", "cleo", "dev", "eve"} {
			a, text := open(who)
			if want := asset.Variants[i%2].Text; text != want {
				t.Errorf("%s gets %q, want %q", who, text, want)
			}
			if wrong := a.Submits(nil); wrong != nil {
				t.Fatalf("errors %v", wrong)
			}
		}
		if wrong := ada.Submits(nil); wrong != nil || first != "One." {
			t.Errorf("errors %v at %q", wrong, first)
		}
		bottest.WantWords(t, ada.ModalSays(), "Colleagues share every suggested text today", "Say it in your own words")
		field, text := ada.Field()
		if shares := bottest.Must(h.Db.SharesOf(ada.Id, 5))(t); text != "" || len(shares) != 0 {
			t.Errorf("her form holds %q, and %d shares were opened", text, len(shares))
		}
		ada.Submits(slacksim.Values{field: "One. Or so I say."})
		bottest.WantWords(t, ada.ModalSays(), "Your post", "Or so I say.")

		ben := h.Person(t, "ben")
		ben.PressesModal("share_anew") // in his kit: its text is still his
		if _, text := ben.Field(); text != "One." {
			t.Errorf("ben's form begins with %q", text)
		}
		h.Pass(24 * time.Hour)
		finn, text := open("finn")
		if text == "" || strings.Contains(finn.ModalSays(), "Colleagues share every") {
			t.Errorf("the next day begins with %q", text)
		}
		h.WantNoComplaint(t)
	})
}

// The sentence that is made of title and summary is one text for everybody; the opening composed for a job is not.
func TestShare_SentenceOfAnItemRunsOut(t *testing.T) {
	for kind, crowded := range map[store.AssetKind]bool{store.Article: true, store.Job: false} {
		bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
			storetest.MustSettings(t, h.Db, func(s *store.Settings) { s.SameText = 2 })
			asset := storetest.MustAsset(t, h.Db, func(a *store.Asset) { a.Variants, a.Kind = nil, kind })
			for n, who := range []string{"ada", "ben", "cleo"} {
				a := h.Joined(t, who)
				bottest.Must(h.Db.SaveFeedback(a.Id, asset.ID, store.Saved, "", ""))(t)
				a.HomeSays()
				a.PressesHome(surface.ActShare)
				_, text := a.Field()
				switch {
				case n < 2 || !crowded:
					if wrong := a.Submits(nil); wrong != nil || text == "" {
						t.Fatalf("%s begins %s with %q: %v", who, kind, text, wrong)
					}
				case text != "":
					t.Errorf("%s begins %s with %q", who, kind, text)
				default:
					bottest.WantWords(t, a.ModalSays(), "Colleagues share every suggested text today")
				}
			}
			h.WantNoComplaint(t)
		})
	}
}
