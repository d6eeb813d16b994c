// Tests of disclosures in the form: the way is chosen, kept with the share, and comes back when it was taken out.

package share_test

import (
	"strings"
	"testing"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestDisclosure_ChosenKeptAndPutBack(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		ada := h.Joined(t, "ada") // whose Slack is in French, in France
		storetest.MustSettings(t, h.Db, func(s *store.Settings) {
			s.Languages, s.Disclosures = []string{"en"}, []string{"fr = Je travaille chez Northwind.", "x/FR = #NorthwindFrance"}
		})
		asset := storetest.MustAsset(t, h.Db, func(a *store.Asset) { a.Language = "en" })
		bottest.Must(h.Db.SaveFeedback(ada.Id, asset.ID, store.Saved, "", ""))(t)
		ada.HomeSays()
		ada.PressesHome(surface.ActShare)
		bottest.WantWords(t, ada.ModalSays(), "We add* “I work at Northwind.”", "Je travaille chez Northwind.")
		ada.PressesModal("share_says", "fr-FR")
		bottest.WantWords(t, ada.ModalSays(), "We add* “Je travaille chez Northwind.”")
		field, _ := ada.Field()
		ada.Submits(slacksim.Values{field: bottest.Own})
		bottest.WantWords(t, ada.ModalSays(), bottest.Own+" Je travaille chez Northwind.",
			"“Je travaille chez Northwind.”: we put it")
		if s := ada.Share(); s.Disclosure != "Je travaille chez Northwind." || !strings.Contains(s.Text, s.Disclosure) {
			t.Errorf("the share is %+v", s)
		}
		// Back in the form, she takes it out by hand; it says so in the other language herself on the next network.
		ada.PressesModal("share_anew")
		field, _ = ada.Field()
		ada.Submits(slacksim.Values{field: bottest.Own + " More."})
		bottest.WantWords(t, ada.ModalSays(), "More. I work at Northwind.",
			"“I work at Northwind.”: we put it into every post")
		ada.PressesModal("share_anew")
		field, _ = ada.Field()
		ada.Submits(slacksim.Values{"network": string(store.Mastodon), field: "Je travaille chez Northwind. " + bottest.Own})
		if s := ada.Share(); s.Disclosure != "Je travaille chez Northwind." || strings.Contains(s.Text, "I work at") {
			t.Errorf("said by hand in another language: %+v", s)
		}
		h.WantNoComplaint(t)
	})
}
