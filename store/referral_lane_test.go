// Lanes: who waits for a job to open is taken on to it, once, and everybody concerned is told.

package store_test

import (
	"slices"
	"testing"
	"testing/synctest"

	"vouch/store"
	"vouch/store/bonus"
	"vouch/store/storetest"
)

func TestLane_WaitsUntilAJobOpens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := MustTeam(t)
		job := storetest.MustJob(t, db, "Baker", "Bakery", "Oslo")
		storetest.MustJob(t, db, "Editor", "Press", "Oslo")
		lanes := func() []string { return must(storetest.Ask(db, (*store.Query).Lanes)) }
		if got := lanes(); len(got) != 0 {
			t.Errorf("lanes while all are open: %q", got)
		}
		form := storetest.ASubmission("U1", "Zed Zulu", "zed@x.com")
		form.Need, form.Lane = "", "bakery"
		_, err := db.SubmitReferral(form)
		wantErr(t, err, store.Invalid, "A job is open in this department by now")
		must(db.WithdrawAsset("M1", job.ID, "Filled."))
		if got := lanes(); !slices.Equal(got, []string{"Bakery"}) {
			t.Errorf("lanes %q", got)
		}
		r := must(db.SubmitReferral(form)).Referral
		if r.Lane != "Bakery" || !r.IsWaiting() || r.AnswerBy.IsZero() {
			t.Errorf("stored %+v", r)
		}
		// Accepted, they wait for nobody's word.
		r = must(db.MoveReferral(r.Owner, r.ID, store.Accepted, "", r.Version))
		if !r.AnswerBy.IsZero() {
			t.Errorf("an answer is expected by %s", r.AnswerBy)
		}
		storetest.MustSettings(t, db, func(s *store.Settings) {
			s.Bonus.Rules = []bonus.Rule{{Name: "bakers", Kind: bonus.Candidate, Department: "Bakery", Amount: "EUR 1500"}}
		})
		storetest.MustDeliver(t, db)
		storetest.MustJob(t, db, "Editor in chief", "Press", "Oslo") // another department
		opened := storetest.MustJob(t, db, "Head baker", "BAKERY", "Oslo")
		storetest.MustJob(t, db, "Second baker", "Bakery", "Oslo") // the first one counts
		r = must(db.Referral(r.ID, store.Operator))
		if r.Job != opened.ID || r.IsWaiting() || r.AnswerBy.IsZero() || r.Bonus == nil || r.Bonus.Rule != "bakers" {
			t.Errorf("matched: %+v", r)
		}
		var told []store.EmployeeID
		passTo(t, db, "2000-01-03 12:00")
		for _, m := range storetest.MustDeliver(t, db) {
			if m.Kind == store.MsgLane {
				told = append(told, m.To)
			}
		}
		slices.Sort(told)
		if !slices.Equal(told, []store.EmployeeID{r.Owner, "U1"}) {
			t.Errorf("told %v", told)
		}
		storetest.MustCheck(t, db)
	})
}

func TestSubmitReferral_LinkToACV(t *testing.T) {
	db := MustTeam(t)
	form := storetest.ASubmission("U1", "Zed Zulu", "zed@x.com")
	for _, link := range []string{"http://x.com/cv.pdf", "javascript:alert(1)", "https:///cv", "https://me:pw@x.com/cv", "cv.pdf"} {
		form.Person.CV = link
		_, err := db.SubmitReferral(form)
		wantErr(t, err, store.Invalid, "begins with https://")
	}
	form.Person.CV = " https://acme.slack.com/files/U1/F1/cv.pdf "
	r := must(db.SubmitReferral(form)).Referral
	if got := must(db.Referral(r.ID, r.Owner)).Person.CV; got != "https://acme.slack.com/files/U1/F1/cv.pdf" {
		t.Errorf("kept %q", got)
	}
	if err := db.EraseReferral("M1", r.ID); err != nil {
		t.Fatal(err)
	}
	if got := must(db.Referral(r.ID, r.Owner)).Person; got != (store.Person{}) {
		t.Errorf("after the erasure %+v", got)
	}
}
