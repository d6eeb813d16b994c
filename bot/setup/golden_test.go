// The golden files of the policy and of the steps of setting up.

package setup

import (
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/store"
	"vouch/store/storetest"
)

func TestGolden_Policy(t *testing.T) {
	p := shownPolicy{text: golden.Settings().Policy.Text, holds: true, zone: golden.Member().Zone, whom: "Ask Max <Mann>.",
		policy: store.PolicyVersion{At: golden.Now}}
	p.Version = 2
	golden.Modal(t, "policy-unread", policyModal(p))
	p.agreed, p.agreedAt, p.manager, p.count, p.advocates = true, golden.Now.Add(time.Hour), true, 12, 18
	golden.Modal(t, "policy-manager", policyModal(p))
	p.manager, p.agreed, p.holds, p.changed = false, false, false, true
	p.text = golden.Hostile + strings.Repeat("&", 2900)
	golden.Modal(t, "policy-hostile", policyModal(p))
}

// Nothing is done in a new program: all steps stand on Home before its fold.
func TestGolden_Steps(t *testing.T) {
	db := storetest.MustOpen(t)
	read := func() (steps []step) {
		err := db.View(func(q *store.Query) error { steps = stepsOf(q, q.Settings()); return nil })
		if err != nil {
			t.Fatal(err)
		}
		return steps
	}
	golden.Home(t, "steps-new", stepBlocks(read()))
	golden.AtMost(t, "steps", stepBlocks(read()), 100, 10)
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Company = golden.Hostile; s.Confirm("policy") })
	golden.Home(t, "steps-named", stepBlocks(read()))
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Confirm("sharing") })
	storetest.MustRole(t, db, "R1", "Rita", store.Recruiter)
	for range firstItems {
		storetest.MustAsset(t, db, nil)
	}
	if blocks := stepBlocks(read()); blocks != nil {
		t.Errorf("all is done and it shows %d blocks", len(blocks))
	}
}
