// The golden files of bonuses.

package bonus

import (
	"fmt"
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/store"
	"vouch/store/money"
)

// payout is one tier of two, in a state.
func payout(state store.PayoutState, n int) store.Payout {
	return store.Payout{ID: fmt.Sprintf("01REFERRAL/%02d", n), Referral: "01REFERRAL", Employee: "U0ADA", Tier: n,
		Tiers: 2,
		Kind:  store.Candidate, Amount: money.Amount{Minor: 75050, Currency: "EUR"}, DueOn: "2027-02-28", State: state,
		Rule: golden.Hostile, Days: 30, Batch: "P3"}
}

func TestGolden_Bonus(t *testing.T) {
	golden.Modal(t, "bonus-empty", listView(list{}))
	l := list{notice: "1 bonus is approved.", waiting: 40, own: 2, budget: "EUR 100000",
		approved: []store.Payout{payout(store.PayoutApproved, 1)},
		exported: []store.Payout{payout(store.PayoutExported, 1), payout(store.PayoutExported, 2)}}
	for n := range listed {
		l.rows = append(l.rows, row{payout(store.PayoutEligible, n+1), "Jane Doe"})
	}
	l.rows[1].Reason, l.rows[2].Tiers = "Cut to the cap of EUR 1000.00 a year.", 1
	l.rows[1].Amount = money.Amount{Minor: 500, Currency: "JPY"}
	l.exported[1].Charity = golden.Hostile
	golden.Modal(t, "bonus-list", listView(l))
	golden.Modal(t, "bonus-exclude", excludeView("01REFERRAL/01"))
	golden.Message(t, "bonus-card", cardView([]store.Payout{payout(store.PayoutEligible, 1)}))
	golden.Message(t, "bonus-news", newsView(golden.Referral(store.Hired),
		[]store.Payout{payout(store.PayoutPending, 1)}, nil))
}
