// Wrong stages: corrected with the points of the referrer, told to everybody concerned, and withdrawals.

package store_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

// wantScore fails unless the standing of somebody and their ledger say the same.
func wantScore(t *testing.T, db *store.DB, id store.EmployeeID, points int) {
	t.Helper()
	sum := 0
	for _, e := range must(storetest.Ask2(db, (*store.Query).EntriesOf, id, 100)) {
		sum += e.Points
	}
	if score := must(storetest.Ask2(db, (*store.Query).ScoreOf, id, time.Now())); score.All != points || sum != points {
		t.Errorf("%s has %d points and %d in the ledger, want %d", id, score.All, sum, points)
	}
}

func TestCorrectReferral_PointsFollowTheStage(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	// A manager chose the wrong stage; the owner puts it right.
	r = must(db.MoveReferral("M1", r.ID, store.Hired, "", r.Version))
	wantScore(t, db, "U1", 140)
	storetest.MustDeliver(t, db)
	for name, c := range map[string]struct {
		actor  store.EmployeeID
		to     store.Stage
		reason string
		err    store.Kind
		words  string
	}{
		"by a stranger":       {"U2", store.Interview, "x", store.NotFound, "does not exist"},
		"by the referrer":     {"U1", store.Interview, "x", store.Denied, "somebody else decides"},
		"to no stage":         {"R1", store.Won, "x", store.Invalid, "no such stage"},
		"to an end":           {"R1", store.Declined, "x", store.Invalid, "no such stage"},
		"without any reason ": {"R1", store.Interview, " ", store.Invalid, "Give a reason"},
	} {
		_, err := db.CorrectReferral(c.actor, r.ID, c.to, c.reason, r.Version)
		wantErr(t, err, c.err, c.words)
		if t.Failed() {
			t.Fatal(name)
		}
	}
	_, err := db.CorrectReferral("R1", r.ID, store.Interview, "x", r.Version-1)
	wantErr(t, err, store.Conflict, "Somebody else was faster")
	wantScore(t, db, "U1", 140)

	var offered []store.Correction
	if err := db.View(func(q *store.Query) error { offered = q.Corrections(r.ID, "R1"); return nil }); err != nil {
		t.Fatal(err)
	}
	want := []store.Correction{{Stage: store.Submitted, Points: -140}, {Stage: store.Accepted, Points: -130},
		{Stage: store.Screening, Points: -130},
		{Stage: store.Interview, Points: -100}, {Stage: store.Offer, Points: -100}, {Stage: store.Started}}
	if diff := cmp.Diff(want, offered); diff != "" {
		t.Errorf("offered:\n%s", diff)
	}
	fixed := must(db.CorrectReferral("R1", r.ID, store.Screening, "The wrong line.", r.Version))
	for _, version := range []int{r.Version, fixed.Version} { // pressed twice
		if again := must(db.CorrectReferral("R1", r.ID, store.Screening, "Again.", version)); again.Version != fixed.Version {
			t.Error("correcting twice made a version")
		}
	}
	wantScore(t, db, "U1", 10)
	step := fixed.History[len(fixed.History)-1]
	if !step.Correction || step.Points != -130 || step.Reason != "The wrong line." || !fixed.Corrected(1) ||
		fixed.Corrected(0) {
		t.Errorf("history %+v", fixed.History)
	}
	last := must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1", 1))[0]
	if last.Reverses == "" || last.Actor != "R1" || last.Reason != "the stage was corrected from hired to screening" {
		t.Errorf("the reversal is %+v", last)
	}
	told := map[store.EmployeeID]int{}
	for _, m := range storetest.MustDeliver(t, db) {
		if m.Kind == store.MsgReferralNews {
			told[m.To]++
		}
	}
	if diff := cmp.Diff(map[store.EmployeeID]int{"U1": 1, "M1": 1}, told); diff != "" {
		t.Errorf("told:\n%s", diff)
	}
	entry := must(storetest.Ask2(db, (*store.Query).Audit, 1, 0))[0]
	if entry.Actor != "R1" || entry.Action != "referral.correct" || entry.Detail != "hired -> screening, points -130" {
		t.Errorf("audited as %+v", entry)
	}

	// Reached in truth, each stage pays once more, and a correction forward pays what it reaches once.
	r = must(db.MoveReferral("R1", r.ID, store.Interview, "", fixed.Version))
	wantScore(t, db, "U1", 40)
	r = must(db.CorrectReferral("M1", r.ID, store.Started, "They began last week.", r.Version))
	wantScore(t, db, "U1", 140)
	if r = must(db.CorrectReferral("M1", r.ID, store.Offer, "They begin in May.", r.Version)); r.Stage != store.Offer ||
		r.AnswerBy.IsZero() {
		t.Errorf("brought back as %+v", r)
	}
	wantScore(t, db, "U1", 40)
}

// Points that a manager took back by hand are not paid again because of a correction.
func TestCorrectReferral_LeavesReversalsOfManagers(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	r = must(db.MoveReferral("R1", r.ID, store.Interview, "", r.Version))
	for _, e := range must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1", 10)) {
		must(db.ReverseEntry("M1", e.ID, "not a colleague's work"))
	}
	r = must(db.CorrectReferral("R1", r.ID, store.Accepted, "x", r.Version))
	must(db.CorrectReferral("R1", r.ID, store.Interview, "x", r.Version))
	wantScore(t, db, "U1", 0)
}

func TestCorrectReferral_OutOfAnEnd(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	r = must(db.MoveReferral("R1", r.ID, store.Declined, "Filled", r.Version))
	if got := must(db.CorrectReferral("R1", r.ID, store.Accepted, "Not filled after all.",
		r.Version)); got.Stage != store.Accepted || got.AnswerBy.IsZero() {
		t.Errorf("reopened as %+v", got)
	}
	wantScore(t, db, "U1", 10)

	t.Run("whose owner lost the role is in the care of who brings it back", func(t *testing.T) {
		r := storetest.MustReferral(t, db, "U1", "Yan", "yan@x.com")
		r = must(db.MoveReferral(r.Owner, r.ID, store.Declined, "Filled", r.Version))
		if err := db.ChangeRole("M1", store.Recruiter, nil, []store.EmployeeID{r.Owner}); err != nil {
			t.Fatal(err)
		}
		_, err := db.CorrectReferral(r.Owner, r.ID, store.Accepted, "x", r.Version)
		wantErr(t, err, store.NotFound, "does not exist")
		if got := must(db.CorrectReferral("M1", r.ID, store.Accepted, "x", r.Version)); got.Owner != "M1" {
			t.Errorf("it is with %q", got.Owner)
		}
	})
	t.Run("not while somebody else referred the person", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			db := MustTeam(t)
			storetest.MustSettings(t, db, func(s *store.Settings) { s.OwnedDays = 1 })
			r := storetest.MustReferral(t, db, "U1", "Xia", "xia@x.com")
			r = must(db.MoveReferral(r.Owner, r.ID, store.Declined, "Filled", r.Version))
			time.Sleep(48 * time.Hour)
			storetest.MustReferral(t, db, "U2", "Xia", "xia@x.com")
			_, err := db.CorrectReferral("M1", r.ID, store.Accepted, "x", r.Version)
			wantErr(t, err, store.Conflict, "Somebody else referred this person meanwhile")
		})
	})
	t.Run("not after its data was erased", func(t *testing.T) {
		r := storetest.MustReferral(t, db, "U1", "Wim", "wim@x.com")
		if err := db.EraseReferral("M1", r.ID); err != nil {
			t.Fatal(err)
		}
		r = must(db.Referral(r.ID, "M1"))
		_, err := db.CorrectReferral("M1", r.ID, store.Accepted, "x", r.Version)
		wantErr(t, err, store.Conflict, "data of this person was erased")
	})
}

// After the purge of ended referrals nobody can say what the right stage would be.
func TestCorrectReferral_AfterThePurge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := MustTeam(t)
		r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
		r = must(db.MoveReferral("R1", r.ID, store.Hired, "", r.Version))
		time.Sleep(200 * 24 * time.Hour)
		if n := mustPurge(t, db); n.Referrals != 1 {
			t.Fatalf("purged %+v", n)
		}
		r = must(db.Referral(r.ID, "M1"))
		_, err := db.CorrectReferral("R1", r.ID, store.Interview, "x", r.Version)
		wantErr(t, err, store.Conflict, "data of this person was erased")
	})
}

// A referrer who is gone gets no message and no points; the ledger's sums stay right.
func TestCorrectReferral_ReferrerErased(t *testing.T) {
	db := MustTeam(t)
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	r = must(db.MoveReferral("R1", r.ID, store.Interview, "", r.Version))
	must(db.EraseEmployee(store.Operator, "U1"))
	storetest.MustDeliver(t, db)
	if r = must(db.CorrectReferral("R1", r.ID, store.Accepted, "x",
		r.Version)); r.History[len(r.History)-1].Points != -30 {
		t.Errorf("history %+v", r.History)
	}
	for key := range storetest.MustDeliver(t, db) {
		if strings.Contains(key, "referral_news") {
			t.Errorf("told %s", key)
		}
	}
}

func TestWithdrawReferral_TakesItsPointsAndEndsAtTheOffer(t *testing.T) {
	db := MustTeam(t)
	for range 2 { // referring and withdrawing again and again earns nothing
		r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
		must(db.MoveReferral(r.Owner, r.ID, store.Interview, "", r.Version))
		wantScore(t, db, "U1", 40)
		for range 2 {
			if r = must(db.WithdrawReferral("U1", r.ID)); r.History[len(r.History)-1].Points != -40 {
				t.Errorf("history %+v", r.History)
			}
		}
		wantScore(t, db, "U1", 0)
		_, err := db.CorrectReferral("M1", r.ID, store.Interview, "x", r.Version)
		wantErr(t, err, store.Conflict, "The referrer withdrew this referral")
	}
	r := storetest.MustReferral(t, db, "U1", "Zed Zulu", "zed@x.com")
	for _, stage := range []store.Stage{store.Offer, store.Hired, store.Started} {
		r = must(db.MoveReferral(r.Owner, r.ID, stage, "", r.Version))
		_, err := db.WithdrawReferral("U1", r.ID)
		wantErr(t, err, store.Conflict, "can't be withdrawn any more")
	}
}
