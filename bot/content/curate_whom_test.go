// Tests of whom content is for and what people can say of it: chosen in the form, kept by it, and obeyed.

package content_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestCurate_ForWhom(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		dev.Adds("http://blog.example.com/moved")
		dev.PressesModal("For whom")
		if got := dev.Submits(slacksim.Values{"fit": "only"}); got[surface.FieldPersonas] == "" {
			t.Fatalf("only for nobody: %v", got)
		}
		dev.Submits(slacksim.Values{surface.FieldPersonas: []string{"sales"}, surface.FieldAudiences: []string{"buyers", "partners"},
			"language": "de"})
		a := h.Live(t)[0]
		want := []store.Audience{store.Buyers, store.Partners}
		if !a.Only || a.Language != "de" || !slices.Equal(a.Audiences, want) || !slices.Equal(a.Personas, []store.PersonaID{"sales"}) {
			t.Fatalf("saved %+v", a)
		}
		dev.HomeSays()
		dev.PressesHome(surface.ActContent)
		dev.PressesModal(surface.ActContentMenu, surface.ContentEdit+" "+string(a.ID))
		dev.Submits(slacksim.Values{surface.FieldTitle: "Another title"})
		kept := h.Live(t)[0]
		if kept.Title != "Another title" || !kept.Only || kept.Language != "de" || !slices.Equal(kept.Audiences, want) {
			t.Errorf("a form that does not show them made it %+v", kept)
		}
	})
}

func TestCurate_Angles(t *testing.T) {
	bottest.WithCurator(t, func(t *testing.T, h *bottest.World, dev bottest.Actor) {
		defer h.WantNoComplaint(t)
		dev.Adds("http://blog.example.com/moved")
		dev.PressesModal("Words to suggest")
		if got := dev.Submits(slacksim.Values{"angles": strings.Repeat("I built it ", 10)}); !strings.Contains(got["angles"], "at most 5") {
			t.Fatalf("a long one: %v", got)
		}
		dev.Submits(slacksim.Values{"angles": "I built it\n\nI took the calls \nI built it", "truth": "It took two years."})
		a := h.Live(t)[0]
		if !slices.Equal(a.Angles, []string{"I built it", "I took the calls"}) || a.Truth != "It took two years." {
			t.Errorf("saved %q and %q", a.Angles, a.Truth)
		}
	})
}

// What is only for others does not exist: not as a pick, in the library, while typing, by a link, or by a button.
func TestOnly_IsObeyedEverywhere(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		defer h.WantNoComplaint(t)
		secret := storetest.MustAsset(t, h.Db, func(a *store.Asset) {
			a.Title, a.Kind, a.Job = "Hidden role", store.Job, &store.JobFacts{}
			a.URL, a.Canon = "https://blog.example.com/hidden", "https://blog.example.com/hidden"
			a.Personas, a.Only = []store.PersonaID{"sales"}, true
		})
		ada := h.Joined(t, "ada") // engineering
		hides := func(where, says string) {
			t.Helper()
			if strings.Contains(says, "Hidden role") {
				t.Errorf("%s says %s", where, says)
			}
		}
		ada.Types("/vouch digest")
		hides("the digest", strings.Join(h.Texts("ada"), " "))
		ada.Types("/vouch library hidden")
		hides("the library", ada.ModalSays())
		ada.Types("/refer")
		for _, offered := range bottest.Must(ada.Typeahead(t.Context(), "refer_job", "hid"))(t).Options {
			if offered["value"] == string(secret.ID) {
				t.Error("the job is offered while typing")
			}
		}
		ada.Types("/vouch suggest https://blog.example.com/hidden")
		says := ada.ModalSays()
		hides("the link", says)
		bottest.WantWords(t, says, "for colleagues with another role")
		if _, err := h.Db.OpenShare(store.OpenShare{Employee: ada.Id, Asset: secret.ID, Network: store.LinkedIn, Text: "x"}); store.KindOf(err) != store.NotFound {
			t.Errorf("sharing: %v", err)
		}
		if _, err := h.Db.SaveFeedback(ada.Id, secret.ID, store.Saved, "", ""); store.KindOf(err) != store.NotFound {
			t.Errorf("saving: %v", err)
		}
		evening := storetest.MustEvent(t, h.Db, store.Now().Add(72*time.Hour), 0)
		evening.Personas, evening.Only = []store.PersonaID{"sales"}, true
		bottest.Must(h.Db.EditAsset(store.Operator, evening))(t)
		if _, err := h.Db.SignUp(ada.Id, evening.ID); store.KindOf(err) != store.NotFound {
			t.Errorf("signing up: %v", err)
		}
	})
}
