// Tests of reading: what of the policy and of works-council mode reaches the measures.

package health

import (
	"fmt"
	"testing"

	"vouch/store"
	"vouch/store/storetest"
)

func TestRead_PolicyAndWorksCouncil(t *testing.T) {
	db := storetest.MustOpen(t)
	read := func() *Facts {
		f, err := storetest.Ask(db, Read)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	storetest.MustAdvocate(t, db, "U0", "Joined before there was a policy")
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Confirm("policy") })
	for i := range 4 {
		storetest.MustAdvocate(t, db, store.EmployeeID(fmt.Sprintf("U%d", i+1)), "Somebody")
	}
	if _, err := db.SyncPeople([]store.SlackUser{{ID: "U1", Name: "Helen", Title: "CEO"}}, false); err != nil {
		t.Fatal(err)
	}
	if m := find(t, read(), "policy"); m.Value != "80 % (4 of 5 advocates)" {
		t.Errorf("agreed %q", m.Value)
	}
	if m := find(t, read(), "leaders"); m.Level != Poor {
		t.Errorf("leaders are %q", m.Value)
	}
	storetest.MustSettings(t, db, func(s *store.Settings) { s.WorksCouncil, s.Policy.Unread = true, true })
	if m := find(t, read(), "leaders"); m.Value != "fewer than 3 leaders" {
		t.Errorf("in works-council mode leaders are %q", m.Value)
	}
	if m := find(t, read(), "policy"); m.Value != "no program manager has read it" {
		t.Errorf("an unread policy is %q", m.Value)
	}
}
