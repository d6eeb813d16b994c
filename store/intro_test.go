// Introductions: who may make them, how far they get, the question whether an answer came, and what is erased.

package store_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// introTeam is a database with advocates U1 and U2, the seller S1 and the manager M1.
func introTeam(tb testing.TB) *store.DB {
	tb.Helper()
	return introTeamAt(tb, filepath.Join(tb.TempDir(), "vouch.db"))
}

func introTeamAt(tb testing.TB, path string) *store.DB {
	tb.Helper()
	db := storetest.MustOpenAt(tb, path)
	storetest.MustCompany(tb, db)
	storetest.MustAdvocate(tb, db, "U1", "Ada Stone")
	storetest.MustAdvocate(tb, db, "U2", "Bob Moon")
	storetest.MustRole(tb, db, "S1", "Sue Lane", store.Seller)
	storetest.MustManager(tb, db, "M1", "Max Mann")
	return db
}

// introAs is an introduction as somebody reads it.
func introAs(db *store.DB, id store.IntroID, viewer store.EmployeeID) store.Introduction {
	return must(storetest.Ask2(db, (*store.Query).Introduction, id, viewer))
}

func TestOfferIntroduction(t *testing.T) {
	db := introTeam(t)
	i := storetest.MustIntro(t, db, "U1", "Grace Hopper", "grace@acme.com")
	if i.Owner != "S1" || i.Stage != store.IntroOffered || i.Person.Name != "Grace Hopper" ||
		i.Need != "a warehouse system" {
		t.Errorf("stored as %+v", i)
	}
	sent := storetest.MustDeliver(t, db)
	card, text := sent["intro_card/"+string(i.ID)+"/S1"], sent["intro/"+string(i.ID)]
	if card.To != "S1" || text.To != "U1" {
		t.Errorf("card to %q, text to %q", card.To, text.To)
	}
	storetest.MustReferral(t, db, "U2", "Zed Zulu", "zed@x.com")
	change := func(p store.Person) func(*store.Introduction) {
		return func(i *store.Introduction) { i.Person = p }
	}
	for name, c := range map[string]struct {
		change  func(*store.Introduction)
		consent bool
		field   string
	}{
		"the same contact twice":         {func(*store.Introduction) {}, true, "contact"},
		"by somebody else":               {func(i *store.Introduction) { i.Introducer = "U2" }, true, "contact"},
		"referred already, by others":    {func(i *store.Introduction) { i.Person.Email = "zed@x.com" }, true, "contact"},
		"without a contact":              {func(i *store.Introduction) { i.Person.Email = "" }, true, "contact"},
		"without a name":                 {change(store.Person{Name: " ", Email: "a@x.com"}), true, "name"},
		"without consent":                {func(i *store.Introduction) { i.Person.Email = "a@x.com" }, false, "consent"},
		"of a colleague":                 {change(store.Person{Name: "Bob Moon", Email: "a@x.com"}), true, "name"},
		"of oneself":                     {change(store.Person{Name: "Ada Stone", Email: "a@x.com"}), true, "name"},
		"with an address that is no one": {func(i *store.Introduction) { i.Person.Email = "grace at acme" }, true, "email"},
	} {
		again := storetest.AnIntroduction("U1", "Grace Hopper", "Grace@acme.com")
		c.change(&again)
		_, err := db.OfferIntroduction(again, c.consent)
		t.Run(name, func(t *testing.T) { wantFields(t, err, c.field) })
	}
	_, err := db.OfferIntroduction(storetest.AnIntroduction("X9", "Al Go", "al@x.com"), true)
	if store.KindOf(err) != store.NotFound {
		t.Errorf("by a stranger: %v", err)
	}
	if _, err := storetest.Ask2(db, (*store.Query).Introduction, i.ID, "U2"); store.KindOf(err) != store.NotFound {
		t.Errorf("somebody else reads it: %v", err)
	}
}

func TestMoveIntroduction(t *testing.T) {
	db := introTeam(t)
	i := storetest.MustIntro(t, db, "U1", "Grace Hopper", "grace@acme.com")
	if _, err := db.MoveIntroduction("S1", i.ID, store.IntroSent); store.KindOf(err) != store.Denied {
		t.Errorf("the owner says that the text was sent: %v", err)
	}
	if _, err := db.AcceptIntroduction("U1", i.ID); store.KindOf(err) != store.NotFound {
		t.Errorf("the introducer accepts it: %v", err)
	}
	for range 2 {
		must(db.AcceptIntroduction("S1", i.ID))
	}
	if score := must(storetest.Ask2(db, (*store.Query).ScoreOf, "U1", store.Now())); score.All != 10 {
		t.Errorf("accepted twice pays %d", score.All)
	}
	answered := must(db.MoveIntroduction("U1", i.ID, store.IntroAnswered))
	late := must(db.MoveIntroduction("U1", i.ID, store.IntroSent))
	if late.Version != answered.Version || late.Stage != store.IntroAnswered {
		t.Errorf("an old button moves it to %s", late.Stage)
	}
	must(db.MoveIntroduction("S1", i.ID, store.IntroMet))
	form := storetest.ASubmission("U1", "Grace Hopper", "grace@acme.com")
	form.Kind, form.Need, form.Job, form.Intro = store.Client, "a warehouse system", "", i.ID
	r := must(db.SubmitReferral(form)).Referral
	led := introAs(db, i.ID, "U1")
	if led.Stage != store.IntroReferred || led.Referral != r.ID {
		t.Errorf("led to %q at %s", led.Referral, led.Stage)
	}
	if _, err := db.MoveIntroduction("U1", i.ID, store.IntroEnded); store.KindOf(err) != store.Conflict {
		t.Errorf("ended after it led to a referral: %v", err)
	}
	if made, owned := introductionsOf(db, "U1"), introductionsOf(db, "S1"); len(made)+len(owned) != 0 {
		t.Errorf("still in care: %v, %v", made, owned)
	}
}

// introductionsOf are the open introductions that a person makes and has made for them.
func introductionsOf(db *store.DB, id store.EmployeeID) (list []store.Introduction) {
	_ = db.View(func(q *store.Query) error {
		made, owned := q.IntroductionsOf(id)
		list = append(made, owned...)
		return nil
	})
	return list
}

func TestTickIntroductions_AsksTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // Saturday, 1 January 2000, 00:00 UTC
		db := introTeam(t)
		i := storetest.MustIntro(t, db, "U1", "Grace Hopper", "grace@acme.com")
		must(db.MoveIntroduction("U1", i.ID, store.IntroSent))
		for round := range 3 {
			time.Sleep(6 * 24 * time.Hour)
			asked := must(db.TickIntroductions(store.Now()))
			if want := map[bool]int{true: 1}[round < 2]; asked != want {
				t.Errorf("round %d asks %d times, want %d", round, asked, want)
			}
			if again := must(db.TickIntroductions(store.Now())); again != 0 {
				t.Errorf("round %d asks again", round)
			}
			for range 2 {
				must(db.WaitForAnswer("U1", i.ID))
			}
		}
	})
}

func TestTickIntroductions_EndsThoseOfPeopleWhoLeft(t *testing.T) {
	db := introTeam(t)
	i := storetest.MustIntro(t, db, "U1", "Grace Hopper", "grace@acme.com")
	must(db.MoveIntroduction("U1", i.ID, store.IntroSent))
	storetest.MustSync(t, db, store.SlackUser{ID: "U1", Name: "Ada Stone", Deactivated: true})
	if asked := must(db.TickIntroductions(store.Now().AddDate(0, 0, 20))); asked != 0 {
		t.Errorf("asks %d people who left", asked)
	}
	if got := introAs(db, i.ID, "M1"); got.Stage != store.IntroEnded {
		t.Errorf("it stays %s", got.Stage)
	}
}

func TestIntroduction_OwnerLosesTheirRole(t *testing.T) {
	db := introTeam(t)
	i := storetest.MustIntro(t, db, "U1", "Grace Hopper", "grace@acme.com")
	if err := db.ChangeRole("M1", store.Seller, nil, []store.EmployeeID{"S1"}); err != nil {
		t.Fatal(err)
	}
	if got := introAs(db, i.ID, "U1"); got.Owner != "M1" {
		t.Errorf("it is for %q now", got.Owner)
	}
}

func TestIntroduction_LeavesNothingBehind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vouch.db")
	db := introTeamAt(t, path)
	first := storetest.MustIntro(t, db, "U1", "Grace Hopper", "grace@acme.com")
	second := storetest.MustIntro(t, db, "U2", "Linus Heap", "linus@heap.org")
	must(db.MoveIntroduction("U1", first.ID, store.IntroSent))
	raw := must(os.ReadFile(path))
	for _, secret := range []string{"Grace Hopper", "grace@acme.com", "a warehouse system"} {
		if bytes.Contains(raw, []byte(secret)) {
			t.Errorf("the file holds %q", secret)
		}
	}
	if err := db.EraseReferral(store.Operator, store.ReferralID(first.ID)); err != nil {
		t.Fatal(err)
	}
	if got := introAs(db, first.ID, "U1"); !got.Erased || got.Person != (store.Person{}) || got.Need != "" {
		t.Errorf("after erasing: %+v", got)
	}
	if _, err := db.OfferIntroduction(storetest.AnIntroduction("U2", "Grace Hopper", "grace@acme.com"), true); err != nil {
		t.Errorf("the contact is free again: %v", err)
	}
	must(db.EraseEmployee("M1", "U2"))
	if got := introAs(db, second.ID, "M1"); !got.Erased || !got.Introducer.IsErased() {
		t.Errorf("after erasing the introducer: %+v", got)
	}
}

func TestPurge_Introductions(t *testing.T) {
	db := introTeam(t)
	i := storetest.MustIntro(t, db, "U1", "Grace Hopper", "grace@acme.com")
	if n := must(db.Purge(context.Background(), store.Now().AddDate(0, 0, 179))); n.Introductions != 0 {
		t.Errorf("too early: %v", n)
	}
	if n := must(db.Purge(context.Background(), store.Now().AddDate(0, 0, 181))); n.Introductions != 1 {
		t.Errorf("nobody moved it: %v", n)
	}
	if got := introAs(db, i.ID, "U1"); !got.Erased || got.Stage != store.IntroEnded {
		t.Errorf("after the purge: %+v", got)
	}
}
