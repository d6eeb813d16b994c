// Owners who lose their role: what was open goes to somebody else at once, what is over is theirs to read no longer.

package store_test

import (
	"strings"
	"testing"

	"vouch/store"
	"vouch/store/storetest"
)

func TestRevokeRole_ReferralsFindAnother(t *testing.T) {
	db := MustTeam(t)
	storetest.MustSettings(t, db,
		func(s *store.Settings) { s.Routes = []store.Route{{Kind: store.Candidate, Owner: "R1"}} })
	over := storetest.MustReferral(t, db, "U1", "Zed", "zed@x.com")
	must(db.MoveReferral("R1", over.ID, store.Declined, "No seat", over.Version))
	open := storetest.MustReferral(t, db, "U1", "Yan", "yan@x.com")
	storetest.MustDeliver(t, db)
	if err := db.ChangeRole("M1", store.Recruiter, nil, []store.EmployeeID{"R1"}); err != nil {
		t.Fatal(err)
	}
	if got := must(db.Referral(open.ID, "U1")); got.Owner != "R2" {
		t.Errorf("the owner is %q", got.Owner)
	}
	for _, r := range []store.Referral{over, open} {
		_, err := db.Referral(r.ID, "R1")
		wantErr(t, err, store.NotFound, "does not exist")
	}
	if got := must(storetest.Ask1(db, (*store.Query).ReferralsOwnedBy, "R1")); len(got) != 0 {
		t.Errorf("R1 still sees %+v", got)
	}
	_, err := db.MoveReferral("R1", open.ID, store.Hired, "", open.Version+1)
	wantErr(t, err, store.NotFound, "does not exist")
	told, rewritten := map[store.EmployeeID]string{}, 0
	for _, m := range storetest.MustDeliver(t, db) {
		if m.Kind == store.MsgRewrite {
			rewritten++
			continue
		}
		told[m.To] += string(m.Kind) + m.Text
	}
	if told["R2"] != string(store.MsgReferralCard) || told["U1"] != string(store.MsgReferralOwner) ||
		!strings.Contains(told["R1"], "1 open referral is") {
		t.Errorf("told %v", told)
	}
	if rewritten != 2 {
		t.Errorf("%d cards of R1 are rewritten, want the open one's and the other's", rewritten)
	}
	if next := storetest.MustReferral(t, db, "U1", "Xia", "xia@x.com"); next.Owner != "R2" {
		t.Errorf("by the old route the next one is with %q", next.Owner)
	}
	// A program manager who is no recruiter any more may still decide.
	storetest.MustRole(t, db, "M1", "Max Mann", store.Recruiter)
	must(db.AssignReferral("M1", open.ID, "M1"))
	if err := db.ChangeRole("M1", store.Recruiter, nil, []store.EmployeeID{"M1"}); err != nil {
		t.Fatal(err)
	}
	if got := must(db.Referral(open.ID, "U1")); got.Owner != "M1" {
		t.Errorf("the manager's referral went to %q", got.Owner)
	}
	storetest.MustCheck(t, db)
}

func TestGrantRole_TheFirstManagerTakesOver(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada Stone")
	storetest.MustSync(t, db, store.SlackUser{ID: "A1", Name: "Al Admin", Admin: true})
	r := storetest.MustReferral(t, db, "U1", "Zed", "zed@x.com")
	must(db.AssignReferral("A1", r.ID, "A1"))
	storetest.MustManager(t, db, "M1", "Max Mann")
	if got := must(db.Referral(r.ID, store.Operator)); got.Owner == "A1" {
		t.Error("an admin who manages no longer still decides")
	}
}

// The managers of the configuration are named when the people were read, which is after the first act.
func TestEnsureManagers_AskedAboutWhatCameBefore(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada Stone")
	storetest.MustEmployee(t, db, "M1", "Max Mann")
	r := storetest.MustReferral(t, db, "U1", "Zed", "zed@x.com")
	storetest.MustDeliver(t, db)
	for i, want := range []int{1, 0} {
		if err := db.EnsureManagers([]store.EmployeeID{"M1"}); err != nil {
			t.Fatal(err)
		}
		asked := 0
		for _, m := range storetest.MustDeliver(t, db) {
			if m.Kind == store.MsgEscalation && m.To == "M1" && m.Ref == string(r.ID) {
				asked++
			}
		}
		if asked != want {
			t.Errorf("time %d: asked %d times, want %d", i+1, asked, want)
		}
	}
}
