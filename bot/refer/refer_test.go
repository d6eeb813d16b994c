// Tests of referring: what is typed arrives, the answer is stated, nothing invalid is stored, and the referrer stays in
// charge.

package refer_test

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/block"
	"vouch/bot/bottest"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

// withRecruiter runs a test with Cleo as the recruiter, Ada as a referrer, and a job.
func withRecruiter(t *testing.T, do func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset)) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		if err := h.Db.ChangeRole(store.Operator, store.Recruiter, []store.EmployeeID{h.Id("cleo")}, nil); err != nil {
			t.Fatal(err)
		}
		job := storetest.MustJob(t, h.Db, "Staff engineer", "Engineering", "Berlin")
		do(t, h, h.Person(t, "ada"), h.Person(t, "cleo"), job)
		h.WantNoComplaint(t)
	})
}

func TestRefer_Prefilled(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		ada.Types("/refer Jane Doe <mailto:jane@x.example|jane@x.example>")
		got := bottest.Must(ada.Typeahead(t.Context(), "refer_job", "berlin ENGINEERING"))(t)
		if len(got.Options) != 2 || got.Options[0]["value"] != string(job.ID) {
			t.Errorf("offered %v", got.Options)
		}
		if got := bottest.Must(ada.Typeahead(t.Context(), "refer_job", "nothing  like it"))(t); len(got.Options) != 1 ||
			got.Options[0]["value"] != "need nothing like it" {
			t.Errorf("offered %v", got.Options)
		}
		form := bottest.Jane(slacksim.Values{"job": string(job.ID)})
		delete(form, surface.FieldName)
		delete(form, "contact")
		if got := ada.Submits(form); got != nil {
			t.Fatalf("errors %v", got)
		}
		bottest.WantWords(t, ada.ModalSays(), "Thank you", "Jane Doe", "<@"+string(cleo.Id)+"> should answer by",
			"A note to forward", "Hi Jane, as agreed")
		list := bottest.Must(storetest.Ask1(h.Db, (*store.Query).ReferralsOf, ada.Id))(t)
		if len(list) != 1 || list[0].Job != job.ID || list[0].Person.Email != "jane@x.example" || list[0].Owner != cleo.Id {
			t.Errorf("stored %+v", list)
		}
		bottest.WantWords(t, strings.Join(h.Texts("ada"), "\n"), "is now with")
		bottest.WantWords(t, ada.HomeSays(), "Jane Doe", "submitted")
	})
}

// What need not be said appears when it is asked for, with everything typed still there.
func TestRefer_AddDetail(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		ada.Types("/refer +49 30 1234567")
		bottest.Must(ada.Typeahead(t.Context(), "refer_job", "Anything with Go"))(t)
		form := bottest.Jane(nil)
		delete(form, "contact")
		ada.Fills(form)
		ada.PressesModal("refer_detail")
		if got := ada.Submits(slacksim.Values{"need": "Training", "relationship": "studied", "how_well": "2"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		want := store.Person{Name: "Jane Doe", Phone: "+49 30 1234567", Why: "She taught me <!channel>."}
		r := bottest.Must(storetest.Ask1(h.Db, (*store.Query).ReferralsOf, ada.Id))(t)[0]
		if r.Person != want || r.Need != "Anything with Go; Training" || r.Relationship != "studied" || r.HowWell != 2 {
			t.Errorf("stored %+v", r)
		}
		// The form of an edit shows all of it again, and saving it changes nothing.
		ada.PressesModal(surface.ActReferral)
		ada.PressesModal("refer_edit")
		ada.Submits(nil)
		if now := bottest.Must(h.Db.Referral(r.ID, ada.Id))(t); now.Version != r.Version {
			t.Errorf("saving without a change makes %+v of %+v", now, r)
		}
	})
}

// The radio button reports its change, and the press of Refer may overtake the form that comes back.
func TestRefer_KindChosenLast(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		ada.Types("/refer @marco")
		bottest.WantWords(t, ada.ModalSays(), "Not understood: “@marco”")
		ada.SubmitsJane(slacksim.Values{surface.FieldKind: string(store.Client)})
		bottest.WantWords(t, ada.ModalSays(), "Nothing was sent yet", "What do they need?")
		if list := bottest.Must(storetest.Ask1(h.Db, (*store.Query).ReferralsOf, ada.Id))(t); len(list) != 0 {
			t.Fatalf("stored %+v", list)
		}
		ada.Submits(nil)
		if list := bottest.Must(storetest.Ask1(h.Db, (*store.Query).ReferralsOf,
			ada.Id))(t); len(list) != 1 || list[0].Kind != store.Client || list[0].Need != "Anything with Go" {
			t.Errorf("stored %+v", list)
		}
	})
}

func TestRefer_ByShortcutForAClient(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		if acked := bottest.Must(ada.Shortcut(t.Context(), "refer_someone"))(t); !acked {
			t.Fatal("the shortcut was not acknowledged")
		}
		h.Pass(1)
		if err := ada.Fill(slacksim.Values{surface.FieldName: "Max Roe", "contact": "max@y.example"}); err != nil {
			t.Fatal(err)
		}
		ada.PressesModal("refer_kind", string(store.Client))
		ada.PressesModal("refer_detail")
		bottest.WantWords(t, ada.ModalSays(), "Their company", "What do they need?")
		if name := ada.Modal().Values[surface.FieldName][block.InputValue]["value"]; name != "Max Roe" {
			t.Errorf("the name became %v", name)
		}
		ada.Submits(slacksim.Values{"company": "Southwind", "need": "Faster builds", surface.FieldConsent: []string{"yes"}})
		bottest.WantWords(t, ada.ModalSays(), "Max Roe", "program managers were told")
		bottest.WantWords(t, strings.Join(h.Texts("dev"), "\n"), "has no owner", "Max Roe")
	})
}

func TestRefer_InvalidStoresNothing(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		ada.Types("/refer")
		cases := map[string]struct {
			form  slacksim.Values
			field string
			says  string
		}{
			"no country code": {slacksim.Values{"contact": "030 1234567"}, "contact",
				"“030 1234567”. Write an e-mail address, a phone number such as"},
			"a short number": {slacksim.Values{"contact": "+49 30"}, "contact", "country code"},
			"words": {slacksim.Values{"contact": "jane@x.example or call me"}, "contact",
				"Not understood: “or call me”"},
			"two e-mail addresses": {slacksim.Values{"contact": "jane@x.example jane@y.example"}, "contact", "“jane@y.example”"},
			"a company's page": {slacksim.Values{"contact": "linkedin.com/company/x +49 30"}, "contact",
				"country code, such as +49 30 1234567. This is not a person's"},
			"a name of blanks": {slacksim.Values{surface.FieldName: " \u202e "}, surface.FieldName, "Say who it is."},
		}
		for name, c := range cases {
			if got := ada.SubmitsJane(c.form); !strings.Contains(got[c.field], c.says) {
				t.Errorf("%s: errors %v", name, got)
			}
		}
		if list := bottest.Must(storetest.Ask1(h.Db, (*store.Query).ReferralsOf,
			ada.Id))(t); len(list) != 0 || len(h.Texts("ada"))+len(h.Texts("cleo")) != 0 {
			t.Errorf("stored %+v", list)
		}
	})
}

func TestRefer_SubmittedTwice(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		ada.Types("/refer")
		bottest.Must(ada.Typeahead(t.Context(), "refer_job", "Anything with Go"))(t)
		// The acknowledgement comes too late, so Ada sees the banner and presses again.
		h.MustFault(slacksim.Faults{DelayAcksSeenMS: new(3500)})
		if got := bottest.Must(ada.Submit(t.Context(), bottest.Jane(nil)))(t); got.Result != slacksim.ResultTrouble {
			t.Fatalf("the first attempt ends as %s", got.Result)
		}
		h.MustFault(slacksim.Faults{DelayAcksSeenMS: new(0)})
		ada.Submits(nil)
		bottest.WantWords(t, ada.ModalSays(), "Thank you", "Jane Doe")
		if list := bottest.Must(storetest.Ask1(h.Db, (*store.Query).ReferralsOf, ada.Id))(t); len(list) != 1 {
			t.Errorf("%d referrals", len(list))
		}
		if cards := len(h.Texts("cleo")); cards != 1 {
			t.Errorf("%d cards", cards)
		}
	})
}

func TestRefer_Known(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		ada.Refers(nil)
		ben := h.Person(t, "ben")
		ben.Types("/refer")
		ben.SubmitsJane(slacksim.Values{"contact": "JANE@X.example"})
		said := ben.ModalSays()
		bottest.WantWords(t, said, "Already known", "Nothing was stored")
		if strings.Contains(said, string(ada.Id)) || strings.Contains(said, "Ada") {
			t.Errorf("names the other referrer: %s", said)
		}
		// The form is still below, so a wrong address can be put right.
		if err := ben.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		ben.Submits(slacksim.Values{"contact": "jane.doe@z.example"})
		bottest.WantWords(t, ben.ModalSays(), "Thank you")

		ada.Types("/refer")
		ada.SubmitsJane(nil)
		bottest.WantWords(t, ada.ModalSays(), "You did already", "submitted")
		ada.PressesModal(surface.ActReferral)
		bottest.WantWords(t, ada.ModalSays(), "Jane Doe", "Withdraw")
	})
}

func TestRefer_JobClosedWhileOpen(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		ada.Types("/refer")
		bottest.Must(ada.Typeahead(t.Context(), "refer_job", ""))(t)
		form := bottest.Jane(slacksim.Values{"job": string(job.ID)})
		bottest.Must(h.Db.WithdrawAsset(store.Operator, job.ID, "Filled."))(t)
		ada.Submits(form)
		bottest.WantWords(t, ada.ModalSays(), "Not possible", "not open any more", "Nothing was stored")
		if list := bottest.Must(storetest.Ask1(h.Db, (*store.Query).ReferralsOf, ada.Id))(t); len(list) != 0 {
			t.Errorf("stored %+v", list)
		}
	})
}

func TestRefer_Guest(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		_, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindCommand, Command: surface.CmdRefer, Text: "Jane Doe",
			User: h.Id("ida")})
		if store.KindOf(err) != store.Denied || !strings.Contains(err.Error(), "guest of the workspace") {
			t.Errorf("a guest gets %v", err)
		}
		bottest.WantWords(t, ada.Types("/refer HELP"), "opens a short form")
	})
}

func TestRefer_EditAndWithdraw(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		r := ada.Refers(nil)
		ada.PressesModal(surface.ActReferral)
		ada.PressesModal("refer_edit")
		bottest.WantWords(t, ada.ModalSays(), "Edit referral")
		if got := ada.Submits(slacksim.Values{surface.FieldName: "Jane Roe",
			"contact": "jane@x.example\n+49 30 1234567; de.linkedin.com/in/jane"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		bottest.WantWords(t, ada.ModalSays(), "Saved.", "Jane Roe")
		card := cleo.Inbox()[0]
		bottest.WantWords(t, card.Words(), "Jane Roe", "+49 30 1234567", "jane@x.example", "linkedin.com/in/jane")

		ada.PressesModal("refer_edit")
		now := bottest.Must(h.Db.Referral(r.ID, cleo.Id))(t)
		bottest.Must(h.Db.MoveReferral(cleo.Id, r.ID, store.Accepted, "", now.Version))(t)
		got := ada.Submits(slacksim.Values{surface.FieldName: "Janet"})
		if !strings.Contains(got[surface.FieldName], "accepted") {
			t.Errorf("editing after acceptance gives %v", got)
		}
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		ada.HomeSays()
		ada.PressesHome(surface.ActReferral)
		if strings.Contains(ada.ModalSays(), "Edit") {
			t.Error("an accepted referral can still be edited")
		}
		ada.PressesModal("refer_withdraw")
		bottest.WantWords(t, ada.ModalSays(), "Withdrawn, and 10 points are taken back")
		h.Pass(1)
		card = cleo.Inbox()[0]
		if words := card.Words(); !strings.Contains(words, "Withdrawn") || strings.Contains(words, "Decline") {
			t.Errorf("the card says %s", words)
		}
	})
}

func TestEventMet_ForgedValueDoesNotReadAnUnpublishedEvent(t *testing.T) {
	bottest.With(t, bottest.Setup{}, func(t *testing.T, h *bottest.World) {
		event := store.Asset{Kind: store.Event, Title: "Secret launch", URL: "https://example.com/launch",
			Canon: "https://example.com/launch",
			Event: &store.EventFacts{StartsAt: store.Now().Add(48 * time.Hour)}}
		event = bottest.Must(h.Db.AddAsset(store.Operator, event, false))(t)
		_, err := h.Handled(dispatch.Interaction{Kind: dispatch.KindAction, User: h.Id("ada"),
			Action: dispatch.Action{ID: surface.ActEventMet, Value: string(event.ID)}})
		if store.KindOf(err) != store.NotFound {
			t.Errorf("the form opens with what nobody published: %v", err)
		}
	})
}

func TestRefer_ALaneUntilAJobOpens(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *bottest.World, ada, cleo bottest.Actor, job store.Asset) {
		bottest.Must(h.Db.WithdrawAsset(store.Operator, job.ID, "Filled."))(t)
		ada.Types("/refer")
		got := bottest.Must(ada.Typeahead(t.Context(), "refer_job", "eng"))(t)
		if len(got.Options) != 2 || got.Options[0]["value"] != "lane Engineering" {
			t.Fatalf("offered %v", got.Options)
		}
		if got := ada.Submits(bottest.Jane(slacksim.Values{"job": "lane Engineering"})); got != nil {
			t.Fatalf("errors %v", got)
		}
		h.Pass(time.Minute)
		bottest.WantWords(t, cleo.Card("Candidate referral").Words(), "Engineering, when a job opens")
		cleo.Presses(cleo.Card("Candidate referral"), "", "card_accept")
		bottest.WantWords(t, ada.HomeSays(), "Waits for a job in Engineering to open.")
		ada.PressesHome(surface.ActReferral)
		storetest.MustJob(t, h.Db, "Principal engineer", "Engineering", "Oslo")
		h.Pass(8 * time.Hour)
		bottest.WantWords(t, ada.Card("A job opened in Engineering: *Principal engineer*").Text,
			"Your referral of *Jane Doe* goes on")
		bottest.WantWords(t, cleo.Card("A job opened in Engineering").Text, "The referral that <@"+string(ada.Id)+"> made of")
		bottest.WantWords(t, cleo.Card("Candidate referral").Words(), "Principal engineer")
	})
}
