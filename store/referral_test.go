// Referrals: the stated answer, owners, stages, questions, silence and erasure.

package store_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

// MustTeam opens a database with a referrer U1 and U2, recruiters R1 and R2, and a manager M1, in a program that is set
// up.
func MustTeam(tb testing.TB) *store.DB {
	tb.Helper()
	db := storetest.MustOpen(tb)
	storetest.MustCompany(tb, db)
	storetest.MustAdvocate(tb, db, "U1", "Ada Stone")
	storetest.MustAdvocate(tb, db, "U2", "Bob Moon")
	storetest.MustRole(tb, db, "R1", "Rita Rose", store.Recruiter)
	storetest.MustRole(tb, db, "R2", "Rob Reed", store.Recruiter)
	storetest.MustManager(tb, db, "M1", "Max Mann")
	return db
}

func TestSubmitReferral_StatedAnswers(t *testing.T) {
	db := MustTeam(t)
	form := storetest.ASubmission("U1", "Zed Zulu", "Zed.Zulu+jobs@GoogleMail.com")
	form.Cause, form.Person.Phone, form.Person.Profile = "view-1", "+49 (0)30 123 4567",
		"https://de.linkedin.com/in/Zed-Zulu/de?x=1"
	first := must(db.SubmitReferral(form))
	r := first.Referral
	if first.Verdict != store.VerdictAccepted || r.Owner != "R1" || r.Stage != store.Submitted || r.AnswerBy.IsZero() ||
		r.Person.Name != "Zed Zulu" {
		t.Errorf("accepted as %+v", first)
	}
	if again := must(db.SubmitReferral(form)); again.Verdict != store.VerdictAccepted || again.Referral.ID != r.ID {
		t.Errorf("the same form again: %+v", again)
	}
	for name, change := range map[string]func(*store.Submission){
		"by e-mail":   func(s *store.Submission) { s.Person.Email = "zedzulu@gmail.com" },
		"by phone":    func(s *store.Submission) { s.Person.Email, s.Person.Phone = "other@x.com", "0049301234567" },
		"by LinkedIn": func(s *store.Submission) { s.Person.Email, s.Person.Profile = "", "linkedin.com/in/zed-zulu" },
	} {
		s := storetest.ASubmission("U2", "Z. Zulu", "")
		change(&s)
		got := must(db.SubmitReferral(s))
		if got.Verdict != store.VerdictKnown || !got.Until.Equal(r.OwnedUntil) || got.Referral.ID != "" ||
			got.Referral.Referrer != "" {
			t.Errorf("%s: %+v", name, got)
		}
		s.Referrer = "U1"
		if got = must(db.SubmitReferral(s)); got.Verdict != store.VerdictYours || got.Referral.ID != r.ID {
			t.Errorf("%s, yours: %+v", name, got)
		}
	}
	client := storetest.ASubmission("U2", "Zed Zulu", "zedzulu@gmail.com")
	client.Kind, client.Person.Company = store.Client, "Acme"
	if got := must(db.SubmitReferral(client)); got.Verdict != store.VerdictAccepted || got.Referral.Owner != "" {
		t.Errorf("the same person as a client: %+v", got)
	}
	var kinds []string
	for key := range storetest.MustDeliver(t, db) {
		kinds = append(kinds, strings.Split(key, "/")[0])
	}
	count := map[string]int{}
	for _, kind := range kinds {
		count[kind]++
	}
	if diff := cmp.Diff(map[string]int{"referral_card": 1, "referral_news": 2, "escalation": 1}, count); diff != "" {
		t.Errorf("messages:\n%s", diff)
	}
}

func TestSubmitReferral_RefusalsStoreNothing(t *testing.T) {
	db := MustTeam(t)
	storetest.MustSync(t, db, store.SlackUser{ID: "G1", Name: "Guest", Guest: true})
	_, err := db.SubmitReferral(storetest.ASubmission("G1", "Zed", "z@x.com"))
	wantErr(t, err, store.Denied, "Guests")
	_, err = db.SubmitReferral(store.Submission{Kind: store.Candidate, Referrer: "U1",
		Person: store.Person{Phone: "030 123", Profile: "lnkd.in/abc", Email: "a@b"}})
	wantFields(t, err, "name", "email", "phone", "profile", "job", "consent")
	_, err = db.SubmitReferral(store.Submission{Kind: store.Client, Referrer: "U1",
		Person: store.Person{Name: strings.Repeat("x", 999)}, Relationship: "enemies", HowWell: 5, Consent: true})
	wantFields(t, err, "name", "contact", "need", "relationship", "how_well")
	_, err = db.SubmitReferral(store.Submission{Referrer: "U1"})
	wantErr(t, err, store.Invalid, "candidate or a client")

	self := must(db.SubmitReferral(storetest.ASubmission("U1", "ada  stone", "ada@x.com")))
	closed := storetest.MustJob(t, db, "Engineer", "Tech", "Oslo")
	must(db.WithdrawAsset(store.Operator, closed.ID, "filled"))
	form := storetest.ASubmission("U1", "Zed", "z@x.com")
	form.Job = closed.ID
	shut := must(db.SubmitReferral(form))
	if self.Verdict != store.VerdictNot || self.Rule != "You cannot refer yourself." || shut.Verdict != store.VerdictNot ||
		shut.Rule != "This job is not open any more." {
		t.Errorf("not eligible: %+v %+v", self, shut)
	}
	if stats := must(storetest.Ask(db, (*store.Query).Stats)); stats.Referrals != 0 || stats.Outbox.Pending != 0 {
		t.Errorf("refused referrals left %+v", stats)
	}
}

func TestRoutes_RulesThenLeastToDo(t *testing.T) {
	db := MustTeam(t)
	job := storetest.MustJob(t, db, "Data Engineer", "Data", "Oslo, Norway")
	storetest.MustSettings(t, db, func(s *store.Settings) {
		s.Routes = []store.Route{{Kind: store.Client, Owner: "U2"},
			{Kind: store.Candidate, Department: "data", Location: "oslo", Contains: "engineer", Owner: "R2"}}
	})
	form := storetest.ASubmission("U1", "One", "1@x.com")
	form.Job = job.ID
	if r := must(db.SubmitReferral(form)).Referral; r.Owner != "R2" {
		t.Errorf("routed to %s, the rule says R2", r.Owner)
	}
	for i, want := range []store.EmployeeID{"R1", "R1", "R2"} {
		email := string(rune('a'+i)) + "@x.com"
		if i == 1 {
			want = "R1" // one each: the first in order
		}
		if r := storetest.MustReferral(t, db, "U1", "Name", email); r.Owner != want {
			t.Errorf("referral %d went to %s, want %s", i, r.Owner, want)
		}
	}
	form = storetest.ASubmission("R2", "Four", "4@x.com")
	form.Job = job.ID
	if r := must(db.SubmitReferral(form)).Referral; r.Owner != "R1" {
		t.Errorf("a recruiter's own referral went to %s", r.Owner)
	}
}

func TestMoveReferral(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	storetest.MustDeliver(t, db)
	_, err := db.MoveReferral("U2", r.ID, store.Accepted, "", 1)
	wantErr(t, err, store.NotFound, "does not exist")
	_, err = db.MoveReferral("U1", r.ID, store.Accepted, "", 1)
	wantErr(t, err, store.Denied, "somebody else decides")
	_, err = db.MoveReferral("R1", r.ID, store.Declined, "", 1)
	wantFields(t, err, "reason")
	_, err = db.MoveReferral("R1", r.ID, store.Won, "", 1)
	wantErr(t, err, store.Invalid, "no such stage")
	accepted := must(db.MoveReferral("R1", r.ID, store.Accepted, "", 1))
	if again := must(db.MoveReferral("R1", r.ID, store.Accepted, "", 1)); again.Version != accepted.Version {
		t.Error("a second click made a version")
	}
	_, err = db.MoveReferral("M1", r.ID, store.Declined, "Too late", 1)
	wantErr(t, err, store.Conflict, "now accepted")
	hired := must(db.MoveReferral("M1", r.ID, store.Hired, "", accepted.Version))
	_, err = db.MoveReferral("R1", r.ID, store.Screening, "", hired.Version)
	wantErr(t, err, store.Invalid, "correct the stage")
	want := []string{"referral_hired 100", "referral_interview 30", "referral_accepted 10"}
	if diff := cmp.Diff(want, rulesOf(must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1", 10)))); diff != "" {
		t.Errorf("ledger:\n%s", diff)
	}
	started := must(db.MoveReferral("R1", r.ID, store.Started, "", hired.Version))
	_, err = db.MoveReferral("R1", r.ID, store.Declined, "no", started.Version)
	wantErr(t, err, store.Conflict, "already started")
	if len(started.History) != 4 || started.History[3].By != "R1" {
		t.Errorf("history %+v", started.History)
	}
	count := map[store.MessageKind]int{}
	for _, m := range storetest.MustDeliver(t, db) {
		count[m.Kind]++
	}
	if diff := cmp.Diff(map[store.MessageKind]int{store.MsgRewrite: 1, store.MsgReferralNews: 3}, count); diff != "" {
		t.Errorf("messages:\n%s", diff)
	}
}

func TestReferral_EditWithdrawAsk(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	storetest.MustReferral(t, db, "U2", "Yan", "yan@x.com")
	form := storetest.ASubmission("U1", "Zed Z. Zulu", "yan@x.com")
	_, err := db.EditReferral("U1", r.ID, form)
	wantErr(t, err, store.Conflict, "already known")
	form.Person.Email = "new@x.com"
	_, err = db.EditReferral("U2", r.ID, form)
	wantErr(t, err, store.NotFound, "does not exist")
	if got := must(db.EditReferral("U1", r.ID, form)); got.Person.Email != "new@x.com" || got.Version != 2 {
		t.Errorf("edited %+v", got)
	}
	_, err = db.AskReferrer("U2", r.ID, "?")
	wantErr(t, err, store.NotFound, "does not exist")
	_, err = db.AskReferrer("R1", r.ID, " ")
	wantFields(t, err, "text")
	_, err = db.AnswerQuestion("U1", r.ID, 0, "x")
	wantErr(t, err, store.Conflict, "Nobody asked this")
	must(db.AskReferrer("R1", r.ID, "When could they start?"))
	for range 2 {
		got := must(db.AnswerQuestion("U1", r.ID, 0, "In May."))
		if len(got.Questions) != 1 || got.Questions[0].Text != "When could they start?" ||
			got.Questions[0].Answer != "In May." {
			t.Errorf("questions %+v", got.Questions)
		}
	}
	_, err = db.AnswerQuestion("U1", r.ID, 0, "In June.")
	wantErr(t, err, store.Conflict, "answered")
	for range 2 {
		if got := must(db.WithdrawReferral("U1", r.ID)); got.Stage != store.StageWithdrawn {
			t.Errorf("withdrawn as %s", got.Stage)
		}
	}
	_, err = db.EditReferral("U1", r.ID, form)
	wantErr(t, err, store.Conflict, "cannot be changed")
	if got := must(db.SubmitReferral(storetest.ASubmission("U2", "Zed",
		"new@x.com"))); got.Verdict != store.VerdictAccepted {
		t.Errorf("after a withdrawal others get %s", got.Verdict)
	}
	if got := must(storetest.Ask1(db, (*store.Query).ReferralsOf,
		"U1")); len(got) != 1 || got[0].Person.Name != "Zed Z. Zulu" {
		t.Errorf("referrals of U1: %+v", got)
	}
}

func TestAssignReferral(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed", "zed@x.com")
	for owner, words := range map[store.EmployeeID]string{"U1": "cannot own", "U2": "recruiters"} {
		_, err := db.AssignReferral("M1", r.ID, owner)
		wantErr(t, err, store.Invalid, words)
	}
	if got := must(db.AssignReferral("R1", r.ID, "R2")); got.Owner != "R2" {
		t.Errorf("assigned to %s", got.Owner)
	}
	_, err := db.Referral(r.ID, "R1")
	wantErr(t, err, store.NotFound, "does not exist")
	if got := must(storetest.Ask1(db, (*store.Query).ReferralsOwnedBy, "R2")); len(got) != 1 || got[0].ID != r.ID {
		t.Errorf("owned by R2: %+v", got)
	}
	for _, viewer := range []store.EmployeeID{"U1", "R2", "M1", store.Operator} {
		if got := must(db.Referral(r.ID, viewer)); got.Person.Name != "Zed" {
			t.Errorf("%s reads %+v", viewer, got.Person)
		}
	}
}

func TestAssignReferral_TellsEverybody(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed", "zed@x.com")
	storetest.MustDeliver(t, db)
	for i, owner := range []store.EmployeeID{"R2", "R2", "R1"} {
		r = must(db.AssignReferral("M1", r.ID, owner))
		got := map[store.MessageKind][]store.EmployeeID{}
		for _, m := range storetest.MustDeliver(t, db) {
			got[m.Kind] = append(got[m.Kind], m.To)
		}
		want := map[store.MessageKind][]store.EmployeeID{store.MsgReferralCard: {owner}, store.MsgReferralOwner: {"U1"},
			store.MsgRewrite: {""}}
		if i == 1 {
			want = map[store.MessageKind][]store.EmployeeID{}
		}
		if i == 2 {
			want[store.MsgRewrite] = []store.EmployeeID{"", ""} // both cards that were sent
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("handed to %s, step %d:\n%s", owner, i, diff)
		}
	}
}

func TestSubmitReferral_Colleagues(t *testing.T) {
	db := MustTeam(t)
	storetest.MustSync(t, db, store.SlackUser{ID: "G1", Name: "Gus Guest", Guest: true},
		store.SlackUser{ID: "D1", Name: "Dora Gones", Deactivated: true},
		store.SlackUser{ID: "S1", Name: "Solo"})
	for name, want := range map[string]store.Verdict{
		"bob  MOON": store.VerdictNot, "Bob T. Moon": store.VerdictAccepted, "Gus Guest": store.VerdictAccepted,
		"Dora Gones": store.VerdictAccepted, "Solo": store.VerdictAccepted,
	} {
		got := must(db.SubmitReferral(storetest.ASubmission("U1", name, fmt.Sprintf("%d@x.com", len(name)))))
		if got.Verdict != want {
			t.Errorf("%s: %s %s", name, got.Verdict, got.Rule)
		}
	}
	for address, want := range map[string]store.Verdict{"Bob.Moon@acme.example": store.VerdictNot,
		"bob.sun@acme.example": store.VerdictAccepted} {
		if got := must(db.SubmitReferral(storetest.ASubmission("U1", "Bob", address))); got.Verdict != want {
			t.Errorf("Bob, %s: %s %s", address, got.Verdict, got.Rule)
		}
	}
	client := storetest.ASubmission("U1", "Bob Moon", "bob@acme.example")
	client.Kind, client.Person.Company = store.Client, "Acme"
	if got := must(db.SubmitReferral(client)); got.Verdict != store.VerdictAccepted {
		t.Errorf("a client of a colleague's name: %+v", got)
	}
}

func TestTickReferrals_NudgesThenEscalates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := MustTeam(t)
		time.Sleep(time.Until(at("2026-03-02T10:00:00Z")))
		r := storetest.MustReferral(t, db, "U1", "Zed", "zed@x.com")
		storetest.MustDeliver(t, db)
		for _, step := range []struct {
			at                  string
			nudges, escalations int
		}{{"2026-03-05T09:59:00Z", 0, 0}, {"2026-03-05T10:00:00Z", 1, 0}, {"2026-03-06T10:00:00Z", 0, 0},
			{"2026-03-09T10:00:00Z", 0, 1}, {"2026-04-09T10:00:00Z", 0, 0}} {
			time.Sleep(time.Until(at(step.at)))
			nudges, escalations, err := db.TickReferrals(time.Now())
			if err != nil || nudges != step.nudges || escalations != step.escalations {
				t.Errorf("%s: %d nudges, %d escalations, %v", step.at, nudges, escalations, err)
			}
		}
		count := map[store.MessageKind]store.EmployeeID{}
		for _, m := range storetest.MustDeliver(t, db) {
			count[m.Kind] = m.To
		}
		want := map[store.MessageKind]store.EmployeeID{store.MsgOwnerNudge: "R1", store.MsgEscalation: "M1",
			store.MsgReferralNews: "U1"}
		if diff := cmp.Diff(want, count); diff != "" {
			t.Errorf("messages:\n%s", diff)
		}
		if got := must(db.MoveReferral("R1", r.ID, store.Accepted, "", 1)); got.Nudged != 0 ||
			!got.AnswerBy.After(time.Now()) {
			t.Errorf("an answer leaves %+v", got)
		}
		// The window does not lapse while somebody is in process, and passes on after it.
		time.Sleep(time.Until(r.OwnedUntil) + time.Second)
		if got := must(db.SubmitReferral(storetest.ASubmission("U2", "Zed",
			"zed@x.com"))); got.Verdict != store.VerdictKnown {
			t.Errorf("in process: %s", got.Verdict)
		}
		must(db.MoveReferral("R1", r.ID, store.Declined, "No place.", 2))
		if got := must(db.SubmitReferral(storetest.ASubmission("U2", "Zed",
			"zed@x.com"))); got.Verdict != store.VerdictAccepted {
			t.Errorf("after the window: %s", got.Verdict)
		}
	})
}

func TestReferral_IsSealedInTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vouch.db")
	db := storetest.MustOpenAt(t, path)
	storetest.MustCompany(t, db)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	storetest.MustManager(t, db, "M1", "Max")
	form := storetest.ASubmission("U1", "Xenophon Quill", "xenophon@quill.example")
	form.Person.Why = "Brilliant with turbines"
	r := must(db.SubmitReferral(form)).Referral
	must(db.AskReferrer("M1", r.ID, "Is Xenophon mobile?"))
	must(db.AnswerQuestion("U1", r.ID, 0, "Quite Xenophonic"))
	raw := bytes.ToLower(must(os.ReadFile(path)))
	for _, secret := range []string{"xenophon", "quill", "turbine", "mobile"} {
		if bytes.Contains(raw, []byte(secret)) {
			t.Errorf("%q can be read in the file", secret)
		}
	}
	wantErr(t, db.EraseReferral("U1", r.ID), store.Denied, "program managers")
	for range 2 {
		if err := db.EraseReferral("M1", r.ID); err != nil {
			t.Fatal(err)
		}
	}
	got := must(db.Referral(r.ID, "U1"))
	if !got.Erased || got.Person != (store.Person{}) || got.Stage != store.Declined || got.Questions[0].Text != "" {
		t.Errorf("erased to %+v", got)
	}
	storetest.MustAdvocate(t, db, "U2", "Bob")
	if again := must(db.SubmitReferral(storetest.ASubmission("U2", "X",
		"xenophon@quill.example"))); again.Verdict != store.VerdictKnown {
		t.Errorf("an erased person is %s within the window", again.Verdict)
	}
}

func TestEraseReferral_EndsWhatIsOpen(t *testing.T) {
	for from, want := range map[store.Stage][]store.Stage{
		store.Accepted: {store.Submitted, store.Accepted, store.Declined},
		store.Declined: {store.Submitted, store.Declined},
		store.Hired:    {store.Submitted, store.Hired},
		store.Started:  {store.Submitted, store.Started},
	} {
		t.Run(string(from), func(t *testing.T) {
			db := MustTeam(t)
			r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@zulu.example")
			must(db.AskReferrer(r.Owner, r.ID, "From where do you know them?"))
			must(db.AnswerQuestion("U1", r.ID, 0, "From school."))
			r = must(db.AssignReferral("M1", r.ID, "M1"))
			must(db.MoveReferral("M1", r.ID, from, "No seat", r.Version))
			storetest.MustDeliver(t, db)
			storetest.MustDeliver(t, db)
			if err := db.EraseReferral("M1", r.ID); err != nil {
				t.Fatal(err)
			}
			var stages []store.Stage
			for _, step := range must(db.Referral(r.ID, "U1")).History {
				stages = append(stages, step.Stage)
			}
			if diff := cmp.Diff(want, stages); diff != "" {
				t.Errorf("its history:\n%s", diff)
			}
			edits, news := map[store.MessageKind]int{}, 0
			for _, m := range storetest.MustDeliver(t, db) {
				if kind, _, _ := strings.Cut(m.Ref, "/"); m.Kind == store.MsgRewrite {
					edits[store.MessageKind(kind)]++
				} else if m.Kind == store.MsgReferralNews && m.To == "U1" {
					news++
				}
			}
			// Everything that shows the person is drawn again.
			if diff := cmp.Diff(map[store.MessageKind]int{store.MsgReferralCard: 2, store.MsgReferralNews: 2,
				store.MsgReferralOwner: 1, store.MsgAskReferrer: 1, store.MsgAnswer: 1}, edits); diff != "" {
				t.Errorf("edited:\n%s", diff)
			}
			if told := from == store.Accepted; told != (news == 1) {
				t.Errorf("the referrer gets %d news", news)
			}
		})
	}
}
