// A database with approved bonuses, for the script of payroll.

package main

import (
	"github.com/rogpeppe/go-internal/testscript"

	"vouch/store"
	"vouch/store/bonus"
)

// approveBonus has Ada's next referral hired with a bonus that is due and approved, which goes to a charity where
// one is named: bonus vouch.db jane@example.com Repair.
func approveBonus(ts *testscript.TestScript, _ bool, args []string) {
	db := mustOpenBeside(ts, ts.MkAbs(args[0]))
	settings, err := db.Settings()
	ts.Check(err)
	settings.Bonus.Rules = []bonus.Rule{{Name: "=standard", Kind: bonus.Candidate, Amount: "JPY 150000",
		Tiers: "100% at once"}}
	if len(args) > 2 {
		settings.Charity = args[2]
	}
	settings.Confirm("policy")
	ts.Check(db.SaveSettings(store.Operator, settings))
	ts.Check(db.Acknowledge("U0ADA", settings.Policy.Version))
	ts.Check(db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{"U0BEN"}, nil))
	r, err := db.SubmitReferral(store.Submission{Kind: store.Candidate, Referrer: "U0ADA", Need: "Baking", Consent: true,
		Person: store.Person{Name: "Jane Doe", Email: args[1]}})
	ts.Check(err)
	_, err = db.CloseReferral("U0BEN", r.Referral.ID, store.Started, store.Closing{}, r.Referral.Version)
	ts.Check(err)
	if len(args) > 2 {
		_, err = db.Join("U0ADA", store.JoinForm{Personas: []store.PersonaID{"engineering"}, Incentive: store.ForCharity})
		ts.Check(err)
	}
	approved, err := db.ApprovePayouts("U0BEN", []string{string(r.Referral.ID) + "/01"})
	ts.Check(err)
	if len(approved) != 1 {
		ts.Fatalf("approved %v", approved)
	}
	ts.Check(db.Close())
}
