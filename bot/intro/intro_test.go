// Introductions from the form to a referral, and the question after a post that leads to them.

package intro_test

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

// withSeller runs a test with Ada, who joined, and Cleo as the seller.
func withSeller(t *testing.T, do func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor)) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		if err := h.Db.ChangeRole(store.Operator, store.Seller, []store.EmployeeID{h.Id("cleo")}, nil); err != nil {
			t.Fatal(err)
		}
		do(t, h, h.Joined(t, "ada"), h.Person(t, "cleo"))
		h.WantNoComplaint(t)
	})
}

// grace is the form filled in.
func grace(change slacksim.Values) slacksim.Values {
	form := slacksim.Values{surface.FieldKind: "client", surface.FieldName: "Grace Hopper",
		"contact": "grace@acme.example", "company": "Acme", "need": "a warehouse system",
		surface.FieldWhy: "She runs their IT <!channel>.", surface.FieldConsent: []string{"yes"}}
	for field, value := range change {
		form[field] = value
	}
	return form
}

// introduces fills in the form as it opens from /refer.
func introduces(t *testing.T, a bottest.Actor, change slacksim.Values) {
	t.Helper()
	a.Types("/refer")
	a.PressesModal(surface.ActIntroduce)
	if got := a.Submits(grace(change)); got != nil {
		t.Fatalf("errors %v", got)
	}
}

func TestIntroduce_ToAReferral(t *testing.T) {
	withSeller(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor) {
		introduces(t, ada, nil)
		bottest.WantWords(t, ada.ModalSays(), "Grace Hopper", "Send them this yourself", "Hi Grace,", "my colleague",
			"a warehouse system.")
		h.Pass(2 * time.Minute)
		card := cleo.Card("can introduce you to *Grace Hopper* of Acme")
		bottest.WantWords(t, card.Text, "a warehouse system", "&lt;!channel&gt;")
		if strings.Contains(card.Text, "grace@acme") {
			t.Error("the owner sees the address")
		}
		if answer := cleo.Presses(card, "", "intro_accept"); answer != "" {
			t.Errorf("accepting answers %q", answer)
		}
		if ada.Score() != 10 {
			t.Errorf("Ada has %d points", ada.Score())
		}
		bottest.WantWords(t, cleo.HomeSays(), "In your care (1)", "Grace Hopper", "text not sent yet")
		text := ada.Card("You introduce")
		ada.Presses(text, "", "intro_sent")
		bottest.WantWords(t, ada.HomeSays(), "Grace Hopper", "text sent, no answer yet")
		h.Pass(7 * 24 * time.Hour)
		question := ada.Card("Did *Grace Hopper* answer?")
		ada.Presses(question, "", "intro_answered")
		bottest.WantWords(t, ada.Card("You introduce").Text, "Grace Hopper")
		ada.Presses(ada.Card("You introduce"), "", surface.ActReferIntro)
		if got := ada.Submits(slacksim.Values{surface.FieldConsent: []string{"yes"}}); got != nil {
			t.Fatalf("errors %v", got)
		}
		list := bottest.Must(storetest.Ask1(h.Db, (*store.Query).ReferralsOf, ada.Id))(t)
		if len(list) != 1 || list[0].Person.Email != "grace@acme.example" || list[0].Person.Company != "Acme" ||
			list[0].Need != "a warehouse system" || list[0].Kind != store.Client {
			t.Fatalf("referred %+v", list)
		}
		h.Pass(2 * time.Minute)
		bottest.WantWords(t, ada.Card("led to a referral").Text, "Grace Hopper")
		bottest.WantWords(t, ada.HomeSays(), "Grace Hopper", "submitted")
	})
}

func TestIntroduce_Refusals(t *testing.T) {
	withSeller(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor) {
		introduces(t, ada, nil)
		for name, c := range map[string]struct {
			change slacksim.Values
			field  string
		}{
			"twice":      {nil, "contact"},
			"no contact": {slacksim.Values{"contact": "Grace"}, "contact"},
			"no consent": {slacksim.Values{"contact": "a@x.example", surface.FieldConsent: []string{}}, surface.FieldConsent},
		} {
			ada.Types("/refer")
			ada.PressesModal(surface.ActIntroduce)
			if got := ada.Submits(grace(c.change)); got[c.field] == "" {
				t.Errorf("%s: errors %v", name, got)
			}
		}
		ben := h.Joined(t, "ben")
		ben.Types("/refer")
		ben.PressesModal(surface.ActIntroduce)
		if got := ben.Submits(grace(nil)); !strings.Contains(got["contact"], "Somebody here") {
			t.Errorf("by a colleague: %v", got)
		}
	})
}

func TestIntroduce_AfterAPost(t *testing.T) {
	bottest.WithDigest(t, func(t *testing.T, h *bottest.World, ada bottest.Actor, picks []store.AssetID) {
		storetest.MustShare(t, h.Db, ada.Id, picks[0])
		h.Pass(3 * 24 * time.Hour)
		digest := ada.Digest()
		bottest.WantWords(t, digest.Text, "Did anybody answer your post")
		asked := bottest.Must(storetest.Ask2(h.Db, (*store.Query).SharesOf, ada.Id, 1))(t)[0].AskedIn
		ada.Presses(digest, "", "after_post", string(store.LedIntroduction)+":"+asked)
		if got := ada.Submits(grace(nil)); got != nil {
			t.Fatalf("errors %v", got)
		}
		h.Pass(2 * time.Minute)
		bottest.WantWords(t, ada.Digest().Text, "Noted: somebody answered your post")
	})
}
