// Tests of referring: what is typed arrives, the answer is stated, nothing invalid is stored, and the referrer stays in charge.

package bot

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

func TestParseReferText(t *testing.T) {
	cases := map[string]struct {
		text string
		want store.Person
	}{
		"nothing":                          {"", store.Person{}},
		"a name":                           {"  Jane   van der Doe ", store.Person{Name: "Jane van der Doe"}},
		"a name and an address":            {"Jane Doe jane@x.example", store.Person{Name: "Jane Doe", Email: "jane@x.example"}},
		"an address first":                 {"jane@x.example, Jane Doe", store.Person{Name: "Jane Doe", Email: "jane@x.example"}},
		"Slack's own links":                {"Jane <mailto:jane@x.example|jane@x.example> <https://x.example/jane|x.example/jane>", store.Person{Name: "Jane", Email: "jane@x.example", Profile: "https://x.example/jane"}},
		"a profile without its scheme":     {"www.linkedin.com/in/jane Jane", store.Person{Name: "Jane", Profile: "https://www.linkedin.com/in/jane"}},
		"smart quotes and no-break spaces": {"“Jane\u00a0Doe”", store.Person{Name: "Jane Doe"}},
		"a mention is no name":             {"@ada <@U1|ada> Jane", store.Person{Name: "Jane"}},
		"a phone number":                   {"+49 30 (123) 45-67 Jane Doe", store.Person{Name: "Jane Doe", Phone: "+49 30 (123) 45-67"}},
		"a number of no phone":             {"Jane Doe 3", store.Person{Name: "Jane Doe 3"}},
		"control characters":               {"Ja\u0007ne \u202eDoe", store.Person{Name: "Jane Doe"}},
		"an endless address":               {strings.Repeat("x", 300) + "@x.example", store.Person{}},
		"3,000 emoji":                      {strings.Repeat("🎉", 3000), store.Person{Name: strings.Repeat("🎉", maxReferName-1) + "…"}},
		"a script is no profile":           {"javascript:alert(1) Jane", store.Person{Name: "javascript:alert(1 Jane"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, _ := parseReferText(c.text)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestParseReferText_SaysWhatItIgnored(t *testing.T) {
	for text, want := range map[string][]string{
		"Jane Doe": nil, "@marco": {"@marco"}, "jane@ Jane": {"jane@"}, "<!channel> Jane": {"!channel"},
		"jane@x.example jane@y.example": {"jane@y.example"},
	} {
		if _, got := parseReferText(text); !cmp.Equal(got, want) {
			t.Errorf("%s: ignored %q, want %q", text, got, want)
		}
	}
	if got := ignoredWords([]string{"<!channel>", "b", "c", "d"}); strings.Contains(got, "<!") || strings.Contains(got, "“d”") {
		t.Errorf("the notice is %q", got)
	}
}

func TestBeginWords(t *testing.T) {
	words := searchWords("Finance Business Partner · Dublin or Chicago")
	for query, want := range map[string]bool{"go": false, "chi": true, "partner FIN": true, "business, dub": true, "": true, "finance berlin": false} {
		if got := beginWords(words, searchWords(query)); got != want {
			t.Errorf("%q: %v", query, got)
		}
	}
}

// withRecruiter runs a test with Cleo as the recruiter, Ada as a referrer, and a job.
func withRecruiter(t *testing.T, do func(t *testing.T, h *harness, ada, cleo actor, job store.Asset)) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		if err := h.db.GrantRole(store.Operator, h.id("cleo"), store.Recruiter); err != nil {
			t.Fatal(err)
		}
		job := storetest.MustJob(t, h.db, "Staff engineer", "Engineering", "Berlin")
		do(t, h, h.actor(t, "ada"), h.actor(t, "cleo"), job)
		h.wantNoComplaint(t)
	})
}

// jane is the form as somebody fills it in.
func jane(change slacksim.Values) slacksim.Values {
	form := slacksim.Values{
		fieldName: "Jane Doe", fieldEmail: "jane@x.example", fieldNeed: "Anything with Go", fieldRelationship: "worked", fieldHowWell: "4",
		fieldWhy: "She taught me <!channel>.", fieldConsent: []string{"yes"},
	}
	for field, value := range change {
		form[field] = value
	}
	return form
}

// refers opens the form and submits it.
func (a actor) refers(change slacksim.Values) store.Referral {
	a.tb.Helper()
	a.types("/refer")
	if got := a.submits(jane(change)); got != nil {
		a.tb.Fatalf("errors %v", got)
	}
	list := must(a.h.db.ReferralsOf(a.id))(a.tb)
	if len(list) == 0 {
		a.tb.Fatal("nothing is stored")
	}
	return list[0]
}

func TestRefer_Prefilled(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		ada.types("/refer Jane Doe <mailto:jane@x.example|jane@x.example>")
		got := must(ada.Typeahead(t.Context(), actReferJob, "berlin ENGINEERING"))(t)
		if len(got.Options) != 1 || got.Options[0]["value"] != string(job.ID) {
			t.Errorf("offered %v", got.Options)
		}
		if got := must(ada.Typeahead(t.Context(), actReferJob, "nothing like it"))(t); len(got.Options) != 0 {
			t.Errorf("offered %v", got.Options)
		}
		form := jane(slacksim.Values{fieldJob: string(job.ID)})
		delete(form, fieldName)
		delete(form, fieldEmail)
		delete(form, fieldNeed)
		if got := ada.submits(form); got != nil {
			t.Fatalf("errors %v", got)
		}
		wantWords(t, ada.modalSays(), "Thank you", "Jane Doe", "<@"+string(cleo.id)+"> looks at it", "A note to forward", "Hi Jane, as agreed")
		list := must(h.db.ReferralsOf(ada.id))(t)
		if len(list) != 1 || list[0].Job != job.ID || list[0].Person.Email != "jane@x.example" || list[0].Owner != cleo.id {
			t.Errorf("stored %+v", list)
		}
		wantWords(t, strings.Join(h.texts("ada"), "\n"), "is now with")
		wantWords(t, ada.homeSays(), "Jane Doe", "submitted")
	})
}

// The radio button reports its change, and the press of Refer may overtake the form that comes back.
func TestRefer_KindChosenLast(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		ada.types("/refer @marco")
		wantWords(t, ada.modalSays(), "Not taken over", "“@marco”")
		ada.submits(jane(slacksim.Values{fieldKind: string(store.Client)}))
		wantWords(t, ada.modalSays(), "Nothing was sent yet", "Their company")
		if list := must(h.db.ReferralsOf(ada.id))(t); len(list) != 0 {
			t.Fatalf("stored %+v", list)
		}
		ada.submits(slacksim.Values{fieldCompany: "Southwind", fieldNeed: "Faster builds"})
		if list := must(h.db.ReferralsOf(ada.id))(t); len(list) != 1 || list[0].Kind != store.Client || list[0].Person.Company != "Southwind" {
			t.Errorf("stored %+v", list)
		}
	})
}

func TestRefer_ByShortcutForAClient(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		if acked := must(ada.Shortcut(t.Context(), shortcutRefer))(t); !acked {
			t.Fatal("the shortcut was not acknowledged")
		}
		h.pass(1)
		if err := ada.Fill(slacksim.Values{fieldName: "Max Roe", fieldEmail: "max@y.example"}); err != nil {
			t.Fatal(err)
		}
		ada.pressModal(actReferKind, string(store.Client))
		wantWords(t, ada.modalSays(), "Their company", "What do they need?")
		if name := ada.Modal().Values[fieldName][inputValue]["value"]; name != "Max Roe" {
			t.Errorf("the name became %v", name)
		}
		form := jane(slacksim.Values{fieldCompany: "Southwind", fieldNeed: "Faster builds"})
		delete(form, fieldName)
		delete(form, fieldEmail)
		ada.submits(form)
		wantWords(t, ada.modalSays(), "Max Roe", "program managers were told")
		wantWords(t, strings.Join(h.texts("dev"), "\n"), "has no owner", "Max Roe")
	})
}

func TestRefer_InvalidStoresNothing(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		ada.types("/refer")
		cases := map[string]struct {
			form  slacksim.Values
			field string
			says  string
		}{
			"no contact":        {slacksim.Values{fieldEmail: ""}, fieldEmail, "e-mail address, a phone number or a profile"},
			"no role":           {slacksim.Values{fieldNeed: " "}, fieldJob, "Choose a job"},
			"a phone in pieces": {slacksim.Values{fieldPhone: "call me"}, fieldPhone, "country code"},
			"a name of blanks":  {slacksim.Values{fieldName: " \u202e "}, fieldName, "Say who it is."},
		}
		for name, c := range cases {
			form := jane(c.form)
			if _, named := c.form[fieldPhone]; !named {
				form[fieldPhone] = ""
			}
			if got := ada.submits(form); !strings.Contains(got[c.field], c.says) {
				t.Errorf("%s: errors %v", name, got)
			}
		}
		if list := must(h.db.ReferralsOf(ada.id))(t); len(list) != 0 || len(h.texts("ada"))+len(h.texts("cleo")) != 0 {
			t.Errorf("stored %+v", list)
		}
	})
}

func TestRefer_SubmittedTwice(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		ada.types("/refer")
		// The acknowledgement comes too late, so Ada sees the banner and presses again.
		h.mustFault(slacksim.Faults{DelayAcksSeenMS: new(3500)})
		if got := must(ada.Submit(t.Context(), jane(nil)))(t); got.Result != slacksim.ResultTrouble {
			t.Fatalf("the first attempt ends as %s", got.Result)
		}
		h.mustFault(slacksim.Faults{DelayAcksSeenMS: new(0)})
		ada.submits(nil)
		wantWords(t, ada.modalSays(), "Thank you", "Jane Doe")
		if list := must(h.db.ReferralsOf(ada.id))(t); len(list) != 1 {
			t.Errorf("%d referrals", len(list))
		}
		if cards := len(h.texts("cleo")); cards != 1 {
			t.Errorf("%d cards", cards)
		}
	})
}

func TestRefer_Known(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		ada.refers(nil)
		ben := h.actor(t, "ben")
		ben.types("/refer")
		ben.submits(jane(slacksim.Values{fieldEmail: "JANE@X.example"}))
		said := ben.modalSays()
		wantWords(t, said, "Already known", "Nothing was stored")
		if strings.Contains(said, string(ada.id)) || strings.Contains(said, "Ada") {
			t.Errorf("names the other referrer: %s", said)
		}
		// The form is still below, so a wrong address can be put right.
		if err := ben.CloseModal(t.Context()); err != nil {
			t.Fatal(err)
		}
		ben.submits(slacksim.Values{fieldEmail: "jane.doe@z.example"})
		wantWords(t, ben.modalSays(), "Thank you")

		ada.types("/refer")
		ada.submits(jane(nil))
		wantWords(t, ada.modalSays(), "You did already", "submitted")
		ada.pressModal(actReferral)
		wantWords(t, ada.modalSays(), "Jane Doe", "Withdraw")
	})
}

func TestRefer_JobClosedWhileOpen(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		ada.types("/refer")
		must(ada.Typeahead(t.Context(), actReferJob, ""))(t)
		if err := ada.Fill(slacksim.Values{fieldJob: string(job.ID)}); err != nil {
			t.Fatal(err)
		}
		must(h.db.WithdrawAsset(store.Operator, job.ID, "Filled."))(t)
		ada.submits(jane(nil))
		wantWords(t, ada.modalSays(), "Not possible", "not open any more", "Nothing was stored")
		if list := must(h.db.ReferralsOf(ada.id))(t); len(list) != 0 {
			t.Errorf("stored %+v", list)
		}
	})
}

func TestRefer_Guest(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		_, err := h.handled(inbound{Kind: kindCommand, Command: cmdRefer, Text: "Jane Doe", User: h.id("ida")})
		if store.KindOf(err) != store.Denied || !strings.Contains(err.Error(), "guest of the workspace") {
			t.Errorf("a guest gets %v", err)
		}
		wantWords(t, ada.types("/refer HELP"), "opens a form")
	})
}

func TestRefer_EditAndWithdraw(t *testing.T) {
	withRecruiter(t, func(t *testing.T, h *harness, ada, cleo actor, job store.Asset) {
		r := ada.refers(nil)
		ada.pressModal(actReferral)
		ada.pressModal(actReferEdit)
		wantWords(t, ada.modalSays(), "Edit referral")
		if got := ada.submits(slacksim.Values{fieldName: "Jane Roe", fieldPhone: "+49 30 1234567"}); got != nil {
			t.Fatalf("errors %v", got)
		}
		wantWords(t, ada.modalSays(), "Saved.", "Jane Roe")
		card := cleo.Inbox()[0]
		wantWords(t, card.Words(), "Jane Roe", "+49 30 1234567")

		ada.pressModal(actReferEdit)
		now := must(h.db.Referral(r.ID, cleo.id))(t)
		must(h.db.MoveReferral(cleo.id, r.ID, store.Accepted, "", now.Version))(t)
		got := ada.submits(slacksim.Values{fieldName: "Janet"})
		if !strings.Contains(got[fieldName], "accepted") {
			t.Errorf("editing after acceptance gives %v", got)
		}
		if err := ada.CloseAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		ada.homeSays()
		ada.pressHome(actReferral)
		if strings.Contains(ada.modalSays(), "Edit") {
			t.Error("an accepted referral can still be edited")
		}
		ada.pressModal(actReferWithdraw)
		wantWords(t, ada.modalSays(), "Withdrawn.")
		h.pass(1)
		card = cleo.Inbox()[0]
		if words := card.Words(); !strings.Contains(words, "Withdrawn") || strings.Contains(words, "Decline") {
			t.Errorf("the card says %s", words)
		}
	})
}
