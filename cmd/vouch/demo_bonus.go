// The demo's bonuses: rules, and hires of the past months whose bonuses stand in every state.

package main

import (
	"fmt"

	"vouch/store"
	"vouch/store/bonus"
)

// demoBudget is what the demo's company may approve in a year.
const demoBudget = "EUR 20000"

// demoBonusRules are the demo's rules, the special ones first.
var demoBonusRules = []bonus.Rule{
	{Name: "Senior engineers", Kind: bonus.Candidate, Level: "senior", Department: "Engineering", Amount: "EUR 3000"},
	{Name: "Everybody else", Kind: bonus.Candidate, Amount: "EUR 1500"},
	{Name: "New customers", Kind: bonus.Client, Percent: 3, Cap: "EUR 5000"},
}

// demoHire is a hire of the past. Days count back from the start of the demo; Left of 0 is somebody who stayed. Paid
// are
// the steps of its bonus: how long ago, and how far it was brought then.
type demoHire struct {
	By, Manager           store.EmployeeID
	Name, Need            string
	Referred, Start, Left int
	Paid                  []demoPaid
}

type demoPaid struct {
	Ago  int
	UpTo store.PayoutState
}

// demoHires have their bonuses pending, eligible, ineligible, approved, exported, paid and void.
var demoHires = []demoHire{
	{By: "U0ERIK", Manager: "U0MARCO", Name: "Oskar Blom", Need: "Senior embedded engineer", Referred: 150, Start: 95,
		Paid: []demoPaid{{60, store.PayoutPaid}}},
	{By: "U0ZOE", Manager: "U0MARCO", Name: "Nikos Petrou", Need: "Interaction designer", Referred: 140, Start: 94,
		Paid: []demoPaid{{59, store.PayoutPaid}, {2, store.PayoutApproved}}},
	{By: "U0ADA", Manager: "U0PRIYA", Name: "Malin Ek", Need: "Platform engineer", Referred: 110, Start: 75,
		Paid: []demoPaid{{40, store.PayoutPaid}}},
	{By: "U0RUTH", Manager: "U0MARCO", Name: "Tunde Bello", Need: "Office manager", Referred: 100, Start: 60},
	{By: "U0MAYA", Manager: "U0MARCO", Name: "Dana Roth", Need: "Account executive", Referred: 90, Start: 50, Left: 25},
	{By: "U0OLU", Manager: "U0PRIYA", Name: "Amara Obi", Need: "Product analyst", Referred: 85, Start: 38,
		Paid: []demoPaid{{3, store.PayoutExported}}},
	{By: "U0WEI", Manager: "U0MARCO", Name: "Lin Zhao", Need: "Data scientist", Referred: 80, Start: 33},
}

// bonuses writes the hires of the past months, quietly: they are no news any more.
func (h *history) bonuses() {
	ids := map[string]store.ReferralID{}
	for i, hire := range demoHires {
		h.seeder.At(h.now.AddDate(0, 0, -hire.Referred))
		id := h.refer(store.Submission{Cause: fmt.Sprintf("demo/hire/%d", i), Kind: store.Candidate,
			Referrer: hire.By, Person: store.Person{Name: hire.Name, Email: fmt.Sprintf("hire%d@example.com", i)},
			Need: hire.Need, Consent: true})
		ids[hire.Name] = id
		closing := store.Closing{StartsOn: h.dayBefore(hire.Start)}
		h.seeder.At(h.now.AddDate(0, 0, -hire.Start-14))
		h.seeder.Close(id, store.Hired, closing)
		if hire.Left > 0 {
			closing.LeftOn = h.dayBefore(hire.Left)
		}
		h.seeder.At(h.now.AddDate(0, 0, -hire.Start+1))
		h.seeder.Close(id, store.Started, closing)
	}
	// In the order of time: a payroll file takes all that is approved by then.
	for ago := historyHires; ago >= 0; ago-- {
		for _, hire := range demoHires {
			for _, paid := range hire.Paid {
				if paid.Ago != ago {
					continue
				}
				h.seeder.At(h.now.AddDate(0, 0, -ago))
				h.seeder.Pay(hire.Manager, ids[hire.Name], paid.UpTo)
			}
		}
	}
}

// historyHires is how many days back the payments of the demo go.
const historyHires = 60

// refer submits a referral. Duplicates and the like are answers, not errors; here they are mistakes in the list.
func (h *history) refer(form store.Submission) store.ReferralID {
	result := h.seeder.Referral(form)
	if result.Verdict != store.VerdictAccepted {
		h.seeder.Refuse(fmt.Errorf("referral of %s: verdict %s", form.Person.Name, result.Verdict))
	}
	return result.Referral.ID
}

// dayBefore is the calendar day some days before the start of the demo.
func (h *history) dayBefore(ago int) store.LocalDate {
	return store.DateOf(h.now.AddDate(0, 0, -ago), store.Location(demoZone, ""))
}
