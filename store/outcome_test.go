// Outcomes: each counts once, moves what it is about through the owner's own code, and waits where nobody knows.

package store_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/money"
	"vouch/store/outcome"
	"vouch/store/storetest"
)

// anOutcome is a signed outcome of now that Greenhouse tells about a reference of ours.
func anOutcome(event, reference string, kind store.OutcomeKind) store.OutcomeEvent {
	return store.OutcomeEvent{Source: "greenhouse", EventID: event, Kind: kind, Known: outcome.Signed,
		Reference: reference, External: []string{"application/" + event, "candidate/7"}}
}

// mustOutcome applies an outcome and wants a state.
func mustOutcome(t *testing.T, db *store.DB, e store.OutcomeEvent, want store.OutcomeState) store.Outcome {
	t.Helper()
	o := must(db.ApplyOutcome(e))
	if o.State != want {
		t.Errorf("%s of %s is %q, want %q: %+v", e.Kind, e.EventID, o.State, want, o)
	}
	return o
}

// waitingFor reads what somebody may decide, outcomesOf what came of a referral.
func waitingFor(db *store.DB, id store.EmployeeID) []store.WaitingOutcome {
	return must(storetest.Ask1(db, (*store.Query).WaitingOutcomes, id))
}

func outcomesOf(db *store.DB, id store.ReferralID) []store.Outcome {
	return must(storetest.Ask1(db, (*store.Query).OutcomesOf, id))
}

// stageOf reads where a referral stands.
func stageOf(db *store.DB, id store.ReferralID) store.Stage { return must(db.Referral(id, "")).Stage }

func TestApplyOutcome_TenDeliveriesCountOnce(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	hire := anOutcome("e1", string(r.ID), outcome.Hired)
	hire.StartsOn, hire.Body, hire.Amount = "2027-01-04", "hash", money.Amount{Minor: 100, Currency: "EUR"}
	first := mustOutcome(t, db, hire, store.OutcomeCounted)
	for range 8 {
		if again := mustOutcome(t, db, hire, store.OutcomeCounted); again.ID != first.ID {
			t.Errorf("another outcome: %+v", again)
		}
	}
	hire.EventID = "e2" // the signed bytes again, under another name that is not signed
	if again := mustOutcome(t, db, hire, store.OutcomeCounted); again.ID != first.ID {
		t.Errorf("replayed under another id: %+v", again)
	}
	if stage := stageOf(db, r.ID); stage != store.Hired || !first.Moved || first.From != store.Submitted {
		t.Errorf("stands at %s by %+v", stage, first)
	}
	if steps := must(db.Referral(r.ID, "R1")).History; steps[1].Known != string(outcome.Signed) {
		t.Errorf("the step does not say how it is known: %+v", steps)
	}
	if list := outcomesOf(db, r.ID); len(list) != 1 || list[0].StartsOn != "2027-01-04" {
		t.Errorf("outcomes %+v", list)
	}
	wantScore(t, db, "U1", 140)
	news := 0
	for key := range storetest.MustDeliver(t, db) {
		if strings.HasPrefix(key, "referral_news/") {
			news++
		}
	}
	if news != 2 {
		t.Errorf("the referrer has %d messages, want those of the submission and of the hire", news)
	}
}

func TestApplyOutcome_OrderOfEvents(t *testing.T) {
	at := func(hour int) time.Time { return time.Now().Add(time.Duration(hour-24) * time.Hour) }
	type step struct {
		kind store.OutcomeKind
		hour int
	}
	applied, screening, interview, offer := outcome.Applied, outcome.Screening, outcome.Interview, outcome.Offer
	hired, unhired, declined := outcome.Hired, outcome.Unhired, outcome.Declined
	for name, test := range map[string]struct {
		steps  []step
		stage  store.Stage
		points int
	}{
		"forward": {[]step{{applied, 1}, {screening, 2}, {interview, 3}}, store.Interview, 40},

		"a stage behind is recorded and moves nothing": {[]step{{offer, 3}, {screening, 4}}, store.Offer, 40},

		"a late stage ahead moves":                {[]step{{screening, 3}, {interview, 2}}, store.Interview, 40},
		"a rejection":                             {[]step{{interview, 1}, {declined, 2}}, store.Declined, 40},
		"a rejection that was taken back already": {[]step{{interview, 3}, {declined, 2}}, store.Interview, 40},
		"a rejection taken back":                  {[]step{{interview, 1}, {declined, 2}, {offer, 3}}, store.Offer, 40},
		"a stage before the rejection":            {[]step{{declined, 3}, {interview, 2}}, store.Declined, 0},
		"a hire undone":                           {[]step{{offer, 1}, {hired, 2}, {unhired, 3}}, store.Offer, 40},
		"undone without a stage before":           {[]step{{hired, 2}, {unhired, 3}}, store.Submitted, 0},
		"a hire that comes after its end":         {[]step{{offer, 1}, {unhired, 3}, {hired, 2}}, store.Offer, 40},
		"undone and done again":                   {[]step{{hired, 2}, {unhired, 3}, {hired, 4}}, store.Hired, 140},
		"started after the hire":                  {[]step{{hired, 2}, {outcome.Started, 3}}, store.Started, 140},
	} {
		db := MustTeam(t)
		r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
		for i, s := range test.steps {
			e := anOutcome(fmt.Sprint(i), string(r.ID), s.kind)
			e.At = at(s.hour)
			mustOutcome(t, db, e, store.OutcomeCounted)
		}
		if stage := stageOf(db, r.ID); stage != test.stage {
			t.Errorf("%s: %s, want %s", name, stage, test.stage)
		}
		wantScore(t, db, "U1", test.points)
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

func TestApplyOutcome_WhoseItIs(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed.zulu@gmail.com")
	form := storetest.ASubmission("U2", "Cleo Klein", "cleo@klein.example")
	form.Kind, form.Person.Phone = store.Client, "+49 30 1234567"
	client := must(db.SubmitReferral(form)).Referral
	share := storetest.MustShare(t, db, "U2", storetest.MustAsset(t, db, nil).ID)
	plain := func(change func(*store.OutcomeEvent)) store.OutcomeEvent {
		e := store.OutcomeEvent{Source: "lever", EventID: fmt.Sprint(time.Now().UnixNano()), Kind: outcome.Screening,
			Known: outcome.Signed, Name: "Zed Zulu"}
		change(&e)
		return e
	}
	type who struct {
		State    store.OutcomeState
		Referral store.ReferralID
		Share    store.ShareID
	}
	counted := store.OutcomeCounted
	for _, test := range []struct {
		name  string
		event store.OutcomeEvent
		want  who
	}{
		{"by our reference", plain(func(e *store.OutcomeEvent) {
			e.Reference, e.Token, e.External = string(r.ID), share.Token, []string{"1"}
		}), who{counted, r.ID, ""}},
		{"by the id it had then", plain(func(e *store.OutcomeEvent) {
			e.Kind, e.External = outcome.Interview, []string{"1"}
		}), who{counted, r.ID, ""}},
		{"the same from elsewhere", plain(func(e *store.OutcomeEvent) {
			e.Source, e.Reference, e.Kind = "csv", string(r.ID), outcome.Interview
		}), who{store.OutcomeRepeat, r.ID, ""}},
		{"not by the same id at another source", plain(func(e *store.OutcomeEvent) {
			e.Source, e.External = "ashby", []string{"1"}
		}), who{store.OutcomeOther, "", ""}},
		{"by the link", plain(func(e *store.OutcomeEvent) { e.Token = strings.ToUpper(share.Token) }),
			who{counted, "", share.ID}},
		{"by e-mail", plain(func(e *store.OutcomeEvent) {
			e.Kind, e.Contacts = outcome.Offer, []string{"?", "ZedZulu+x@googlemail.com"}
		}), who{counted, r.ID, ""}},
		{"by phone, a client's", plain(func(e *store.OutcomeEvent) {
			e.Kind, e.Contacts = outcome.Meeting, []string{"0049 30 1234567"}
		}), who{counted, client.ID, ""}},
		{"not a candidate's stage of a client", plain(func(e *store.OutcomeEvent) {
			e.Contacts = []string{"cleo@klein.example"}
		}), who{store.OutcomeOther, "", ""}},
		{"not from before the referral", plain(func(e *store.OutcomeEvent) {
			e.Contacts, e.At = []string{"zedzulu@gmail.com"}, time.Now().AddDate(0, 0, -2)
		}), who{store.OutcomeOther, "", ""}},
		{"nobody's", plain(func(e *store.OutcomeEvent) { e.Contacts = []string{"ann@x.com"} }),
			who{store.OutcomeOther, "", ""}},
		{"claimed by nobody we know", plain(func(e *store.OutcomeEvent) { e.Claimed = true }),
			who{store.OutcomeWaiting, "", ""}},
		{"a reference we do not know", plain(func(e *store.OutcomeEvent) { e.Reference = "01NOBODY" }),
			who{store.OutcomeWaiting, "", ""}},
		{"a hint", plain(func(e *store.OutcomeEvent) { e.Known, e.Reference = outcome.Hint, string(r.ID) }),
			who{store.OutcomeWaiting, r.ID, ""}},
	} {
		o := must(db.ApplyOutcome(test.event))
		if diff := cmp.Diff(test.want, who{o.State, o.Referral, o.Share}); diff != "" {
			t.Errorf("%s:\n%s", test.name, diff)
		}
	}
	if level := must(db.Share(share.ID)).Level; level != store.Converted {
		t.Errorf("the share is at level %d", level)
	}
	coffee := func(e *store.OutcomeEvent) { e.Kind, e.Stage = "", "Coffee" }
	if o := must(db.ApplyOutcome(plain(coffee))); o.ID != "" {
		t.Errorf("a stage nobody knows gave %+v", o)
	}
	storetest.MustSettings(t, db, func(s *store.Settings) { s.OutcomeStages = []string{"lever/coffee = interview"} })
	if o := must(db.ApplyOutcome(plain(coffee))); o.Kind != outcome.Interview {
		t.Errorf("a stage with a rule gave %+v", o)
	}
}

// Two people referred whose contacts stand in one record of the source.
func TestApplyOutcome_OfTwoReferralsNoneIsTaken(t *testing.T) {
	db := MustTeam(t)
	first := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	second := storetest.MustReferral(t, db, "U2", "Yan Yule", "yan@x.com")
	e := anOutcome("e1", "", outcome.Interview)
	e.Contacts = []string{"zed@x.com", "yan@x.com"}
	o := mustOutcome(t, db, e, store.OutcomeWaiting)
	must(db.AssignOutcome("M1", o.ID, second.ID))
	if stageOf(db, first.ID) != store.Submitted || stageOf(db, second.ID) != store.Interview {
		t.Error("the wrong one moved")
	}
}

// A hire tells the first day, also when the recruiter pressed before the system did.
func TestApplyOutcome_TellsTheFirstDay(t *testing.T) {
	db := MustTeam(t)
	for i, pressed := range []bool{false, true} {
		r := storetest.MustReferral(t, db, "U1", fmt.Sprint("Zed Zulu ", i), fmt.Sprintf("zed%d@x.com", i))
		if pressed {
			must(db.MoveReferral("M1", r.ID, store.Hired, "", r.Version))
		}
		hire := anOutcome(fmt.Sprint("hire", i), string(r.ID), outcome.Hired)
		hire.External = nil
		hire.StartsOn = store.DateOf(time.Now().AddDate(0, 1, 0), time.UTC)
		must(db.ApplyOutcome(hire))
		if r := must(db.Referral(r.ID, "")); r.Stage != store.Hired || r.Closing.StartsOn != hire.StartsOn {
			t.Errorf("pressed %v: %s, starts on %q", pressed, r.Stage, r.Closing.StartsOn)
		}
	}
}

func TestApplyOutcome_Refuses(t *testing.T) {
	db := MustTeam(t)
	for name, change := range map[string]func(*store.OutcomeEvent){
		"no source":         func(e *store.OutcomeEvent) { e.Source = "a/b" },
		"no id":             func(e *store.OutcomeEvent) { e.EventID = "" },
		"a broken id":       func(e *store.OutcomeEvent) { e.EventID = "a\x00b" },
		"an id too long":    func(e *store.OutcomeEvent) { e.EventID = strings.Repeat("x", 201) },
		"no kind":           func(e *store.OutcomeEvent) { e.Kind = "lunch" },
		"no day":            func(e *store.OutcomeEvent) { e.StartsOn = "2027-02-29" },
		"no currency":       func(e *store.OutcomeEvent) { e.Amount = money.Amount{Minor: 5, Currency: "BTC"} },
		"a negative amount": func(e *store.OutcomeEvent) { e.Amount = money.Amount{Minor: -5, Currency: "EUR"} },
	} {
		e := anOutcome("e1", "", outcome.Hired)
		change(&e)
		if _, err := db.ApplyOutcome(e); store.KindOf(err) != store.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What nobody can place waits with its name, is decided with everything about the same application, and can be taken
// back until the night.
func TestAssignOutcome(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	var ids []store.OutcomeID
	for i, kind := range []store.OutcomeKind{outcome.Interview, outcome.Offer} {
		e := anOutcome("e", "", kind)
		e.EventID, e.Claimed, e.Name = fmt.Sprint("e", i), true, "Zed Z. · Engineer"
		e.At = time.Now().Add(time.Duration(i-5) * time.Minute)
		ids = append(ids, mustOutcome(t, db, e, store.OutcomeWaiting).ID)
	}
	list := waitingFor(db, "M1")
	if len(list) != 1 || list[0].ID != ids[1] || list[0].More != 1 || list[0].Name != "Zed Z. · Engineer" {
		t.Errorf("the manager sees %+v", list)
	}
	if list := waitingFor(db, "R1"); len(list) != 0 {
		t.Errorf("a recruiter sees %+v", list)
	}
	_, err := db.AssignOutcome("R2", ids[1], r.ID)
	wantErr(t, err, store.Denied, "Max Mann")
	for range 2 {
		if r = must(db.AssignOutcome("M1", ids[1], r.ID)); r.Stage != store.Offer {
			t.Fatalf("assigned: %s", r.Stage)
		}
	}
	wantErr(t, db.DismissOutcome("M1", ids[0]), store.Conflict, "Somebody else has decided")
	e := anOutcome("later", "", outcome.Hired)
	e.External = []string{"application/e"}
	mustOutcome(t, db, e, store.OutcomeCounted)
	wantScore(t, db, "U1", 140)
	must(db.CorrectReferral("R1", r.ID, store.Offer, "Too early", must(db.Referral(r.ID, "")).Version))
	if err := db.UndoOutcome("M1", ids[0]); err != nil {
		t.Fatal(err)
	}
	if stage := stageOf(db, r.ID); stage != store.Submitted {
		t.Errorf("taken back, it stands at %s", stage)
	}
	wantScore(t, db, "U1", 0)
	if list := waitingFor(db, "M1"); len(list) != 1 || list[0].Name == "" {
		t.Errorf("taken back, the manager sees %+v", list)
	}
	for range 2 {
		if err := db.DismissOutcome("M1", ids[0]); err != nil {
			t.Fatal(err)
		}
	}
	_, err = db.AssignOutcome("M1", ids[0], r.ID)
	wantErr(t, err, store.Conflict, "Somebody else has decided")
}

// A CRM tells the stage of a deal before the field that says whose the deal is.
func TestApplyOutcome_ReferenceComesLater(t *testing.T) {
	db := MustTeam(t)
	form := storetest.ASubmission("U2", "Cleo Klein", "cleo@klein.example")
	form.Kind = store.Client
	r := must(db.SubmitReferral(form)).Referral
	deal := store.OutcomeEvent{Source: "hubspot", EventID: "1", Known: outcome.Signed, External: []string{"deal/1"},
		Clients: true, Stage: "closedwon", Amount: money.Amount{Minor: 1200000, Currency: "EUR"}}
	mustOutcome(t, db, deal, store.OutcomeOther)
	deal.EventID, deal.Stage, deal.Kind, deal.Reference = "2", "", outcome.Merged, string(r.ID)
	mustOutcome(t, db, deal, store.OutcomeCounted)
	if stage := stageOf(db, r.ID); stage != store.Won {
		t.Errorf("it stands at %s", stage)
	}
	// By hand and by another system it is the same deal.
	for i, source := range []string{"hubspot", "csv"} {
		again := store.OutcomeEvent{Source: source, EventID: fmt.Sprint("again", i), Kind: outcome.Won, Known: outcome.CSV,
			Reference: string(r.ID)}
		mustOutcome(t, db, again, store.OutcomeRepeat)
	}
	if list := outcomesOf(db, r.ID); len(list) != 4 || list[0].Amount.String() != "EUR 12,000.00" {
		t.Errorf("outcomes %+v", list)
	}
}

// A hint counts for nothing until the owner says that it is right.
func TestAssignOutcome_HintsWaitForTheOwner(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	hint := anOutcome("e1", string(r.ID), outcome.Offer)
	hint.Known = outcome.Hint
	o := mustOutcome(t, db, hint, store.OutcomeWaiting)
	if stageOf(db, r.ID) != store.Submitted {
		t.Error("a hint moved the referral")
	}
	_, err := db.AssignOutcome("U1", o.ID, r.ID)
	wantErr(t, err, store.Denied, "")
	if list := waitingFor(db, "R1"); len(list) != 1 {
		t.Errorf("the owner sees %+v", list)
	}
	if r = must(db.AssignOutcome("R1", o.ID, r.ID)); r.Stage != store.Offer {
		t.Errorf("confirmed: %s", r.Stage)
	}
	if list := outcomesOf(db, r.ID); len(list) != 1 || list[0].Known != outcome.Hand {
		t.Errorf("known as %+v", list)
	}
}

func TestApplyOutcome_ErasedAndMergedAtTheSource(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	mustOutcome(t, db, anOutcome("e1", string(r.ID), outcome.Interview), store.OutcomeCounted)
	merged := anOutcome("e2", "", outcome.Merged)
	merged.External = []string{"candidate/7", "candidate/8"}
	mustOutcome(t, db, merged, store.OutcomeCounted)
	offer := anOutcome("e3", "", outcome.Offer)
	offer.External = []string{"application/99", "candidate/8"}
	mustOutcome(t, db, offer, store.OutcomeCounted)
	waits := anOutcome("e4", "", outcome.Applied)
	waits.External, waits.Claimed, waits.Name = []string{"candidate/70"}, true, "Quite Unknown"
	mustOutcome(t, db, waits, store.OutcomeWaiting)
	for i, candidate := range []string{"candidate/8", "candidate/70"} {
		gone := anOutcome(fmt.Sprint("gone", i), "", outcome.Erased)
		gone.External = []string{candidate}
		must(db.ApplyOutcome(gone))
	}
	if r := must(db.Referral(r.ID, "")); !r.Erased || r.Stage != store.Declined || r.Person.Name != "" {
		t.Errorf("after the erasure %+v", r)
	}
	if list := waitingFor(db, store.Operator); len(list) != 1 || list[0].Name != "" {
		t.Errorf("still waiting %+v", list)
	}
	// What comes later is recorded and moves nothing.
	late := anOutcome("e5", string(r.ID), outcome.Hired)
	if o := mustOutcome(t, db, late, store.OutcomeCounted); o.Moved {
		t.Error("an erased referral moved")
	}
}

// Erasing a candidate takes their name out of a hint that waits about them.
func TestEraseReferral_ForgetsTheNameInAHint(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	hint := anOutcome("e1", string(r.ID), outcome.Offer)
	hint.Known, hint.Name = outcome.Hint, "Zed Zulu"
	mustOutcome(t, db, hint, store.OutcomeWaiting)
	if list := waitingFor(db, "M1"); list[0].Name != "Zed Zulu" {
		t.Fatalf("waiting %+v", list)
	}
	if err := db.EraseReferral("M1", r.ID); err != nil {
		t.Fatal(err)
	}
	if list := waitingFor(db, "M1"); list[0].Name != "" {
		t.Errorf("still named: %+v", list)
	}
}

// What people move in Slack is an outcome too, known by hand; a hire taken back is one as well.
func TestMoveReferral_IsAnOutcomeByHand(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	for _, to := range []store.Stage{store.Accepted, store.Interview, store.Hired} {
		r = must(db.MoveReferral("R1", r.ID, to, "", r.Version))
	}
	must(db.CorrectReferral("R1", r.ID, store.Interview, "Too early", r.Version))
	share := storetest.MustShare(t, db, "U2", storetest.MustAsset(t, db, nil).ID)
	mustOutcome(t, db, anOutcome("x", share.Token, outcome.Applied), store.OutcomeCounted)
	mustOutcome(t, db, anOutcome("y", "", outcome.Merged), store.OutcomeCounted)
	var got []string
	if err := db.View(func(q *store.Query) error {
		q.EachOutcome(time.Now().Add(-time.Hour), time.Now().Add(time.Hour), func(o *store.Outcome) bool {
			got = append(got, fmt.Sprint(o.Kind, " ", o.Known))
			return true
		})
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	want := []string{"interview hand", "hired hand", "unhired hand", "applied signed"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Names that wait are sealed, and gone from the file some time after nobody asks for them any more.
func TestPurge_ForgetsNamesInOutcomes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := MustTeam(t)
		e := anOutcome("e1", "", outcome.Applied)
		e.Claimed, e.Name = true, "Quite Unknown"
		mustOutcome(t, db, e, store.OutcomeWaiting)
		raw := must(os.ReadFile(db.Path()))
		if bytes.Contains(raw, []byte("Quite Unknown")) {
			t.Error("the name is in the file")
		}
		time.Sleep(89 * 24 * time.Hour)
		for _, want := range []int{1, 0} {
			must(db.Purge(context.Background(), time.Now()))
			if list := waitingFor(db, store.Operator); len(list) != want {
				t.Errorf("%d wait, want %d", len(list), want)
			}
			time.Sleep(2 * 24 * time.Hour)
		}
	})
}

func TestSayTouch(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	if _, err := db.SayTouch(r.Owner, r.ID, "post"); store.KindOf(err) != store.Conflict {
		t.Errorf("before the first contact: %v", err)
	}
	must(db.MoveReferral(r.Owner, r.ID, store.Interview, "", r.Version))
	if _, err := db.SayTouch("U1", r.ID, "post"); store.KindOf(err) != store.Denied {
		t.Errorf("the referrer says it: %v", err)
	}
	if _, err := db.SayTouch(r.Owner, r.ID, "a friend"); store.KindOf(err) != store.Invalid {
		t.Errorf("words of their own: %v", err)
	}
	for _, touch := range []store.Touch{"post", "event", "event", "post", "event"} {
		r = must(db.SayTouch(r.Owner, r.ID, touch))
		if got := must(storetest.Ask1(db, (*store.Query).TouchOf, r.ID)); got != touch {
			t.Errorf("%q is kept as %q", touch, got)
		}
	}
	var said []store.Outcome
	for _, o := range outcomesOf(db, r.ID) {
		if o.Kind == outcome.Contact {
			said = append(said, o)
		}
	}
	if len(said) != 4 || said[0].Known != outcome.Said || said[0].State != store.OutcomeCounted ||
		!said[0].At.Equal(r.History[1].At) {
		t.Errorf("%d outcomes: %+v", len(said), said)
	}
	// It is no step: what a system tells of the same moment still counts.
	mustOutcome(t, db, anOutcome("e1", string(r.ID), outcome.Declined), store.OutcomeCounted)
	if got := stageOf(db, r.ID); got != store.Declined {
		t.Errorf("a rejection after it leaves the stage %s", got)
	}
}
