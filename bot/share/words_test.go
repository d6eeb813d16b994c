// Tests of own words that are hard to read: very long, from right to left, and with signs that hide what they say.

package share_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

// arabic are words of somebody's own; falconArabic is the code name of a rule.
const (
	arabic       = "ما أدهشني في ذلك المساء هو الهدوء الذي ساد بين الزملاء، وهذا ما لم أكن أتوقعه أبدا."
	falconArabic = "مشروع الصقر"
	worksArabic  = "أعمل في شركة نورثويند."
)

// withShareForm runs a test in which Ada has the form of an item open, with two rules and a disclosure in Arabic.
func withShareForm(t *testing.T, do func(t *testing.T, h *bottest.World, ada bottest.Actor)) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada")
		storetest.MustSettings(t, h.Db, func(s *store.Settings) {
			s.Confidential = []string{"Project Falcon = not public yet", falconArabic}
			s.Disclosures = []string{"ar = " + worksArabic}
		})
		a := storetest.MustAsset(t, h.Db, func(a *store.Asset) { a.Language = "ar" })
		bottest.Must(h.Db.SaveFeedback(ada.Id, a.ID, store.Saved, "", ""))(t)
		ada.HomeSays()
		ada.PressesHome(surface.ActShare)
		do(t, h, ada)
		h.WantNoComplaint(t)
	})
}

func TestShare_HardWords(t *testing.T) {
	withShareForm(t, func(t *testing.T, h *bottest.World, ada bottest.Actor) {
		for _, row := range [][2]string{
			{strings.Repeat("Ten words. ", 900), "must be at most 28"},
			{"Proud of Pro\u200bject Fal\u200dcon today.", "not public yet"},
			{"Proud of \u202eproject falcon\u202c today.", "not public yet"},
			{"Proud of P\u00adr\u2060oject\ufeff F\u0430lc\u043en today.", "not public yet"},
			{arabic + " مشـــروع الصَقر", "must not be posted"},
			{"\u200b\u200e\u2060", "write a sentence"},
			{"\u200d\u200c", "write a sentence"},
			{worksArabic, "write a sentence"},
			{"\u200f" + worksArabic + "\u200f", "write a sentence"},
			{strings.Repeat("\u200b", 2000) + "Proud of Project-Falcon, us", "not public yet"},
		} {
			field, _ := ada.Field()
			wrong := ada.Submits(slacksim.Values{field: row[0]})
			all := strings.Join(slices.Collect(maps.Values(wrong)), " ") + ada.ModalSays()
			if !strings.Contains(all, row[1]) {
				t.Fatalf("%.60q: %s, want %q", row[0], all, row[1])
			}
			if wrong != nil { // else the window says it, and the next one must too
				continue
			}
			_ = ada.CloseAll(t.Context())
			ada.HomeSays()
			ada.PressesHome(surface.ActShare)
		}
		if got := bottest.Must(h.Db.SharesOf(ada.Id, 9))(t); len(got) != 0 {
			t.Errorf("shares %+v", got)
		}
	})
}

// The disclosure comes back whichever way it went: left out of the form, changed, hidden in it, or turned around.
func TestDisclosure_RightToLeft(t *testing.T) {
	for name, words := range map[string]string{
		"left out":                   arabic,
		"half of it taken out":       arabic + " أعمل في شركة.",
		"without what makes it true": arabic + " لا أعمل في شركة نورثويندية.",
		"other directions":           "\u202b" + arabic + "\u202c",
	} {
		t.Run(name, func(t *testing.T) {
			withShareForm(t, func(t *testing.T, h *bottest.World, ada bottest.Actor) {
				bottest.WantWords(t, ada.ModalSays(), worksArabic)
				field, _ := ada.Field()
				if wrong := ada.Submits(slacksim.Values{field: words}); wrong != nil {
					t.Fatalf("errors %q", wrong)
				}
				s := ada.Share()
				if s.Disclosure != worksArabic || strings.Count(s.Text, worksArabic) != 1 || !s.OwnWords ||
					strings.ContainsAny(s.Text, "\u202b\u202c") {
					t.Errorf("the share is %+v", s)
				}
				ada.PressesModal(surface.ActSharePosted)
				if s = ada.Share(); s.Level != store.Declared || !s.OwnWords || ada.Score() != 10 {
					t.Errorf("paid as %+v, %d points", s, ada.Score())
				}
			})
		})
	}
	// Said by hand with directions and hidden signs in it, it is the same sentence and stands there once.
	withShareForm(t, func(t *testing.T, h *bottest.World, ada bottest.Actor) {
		field, _ := ada.Field()
		ada.Submits(slacksim.Values{field: "\u200fأعمل في\u200b شركة نورثويند\u200f. " + arabic})
		if s := ada.Share(); strings.Count(s.Text, "نورثويند") != 1 || s.Disclosure != worksArabic {
			t.Errorf("the share is %+v", s)
		}
	})
}
