// Tests of bonuses in words.

package surface

import (
	"testing"
	"time"

	"vouch/store"
	"vouch/store/bonus"
	"vouch/store/money"
)

func TestBonusWords_AfterACorrection(t *testing.T) {
	sum, err := money.Parse("1500", "EUR")
	if err != nil {
		t.Fatal(err)
	}
	undone := store.Payout{Amount: sum, State: store.PayoutIneligible,
		Reason: "The stage was corrected: it is in interviews."}
	approved := store.Payout{Amount: sum, State: store.PayoutApproved}
	promise := &bonus.Terms{Amount: sum, Tiers: []bonus.Tier{{Percent: 100}}}
	for _, row := range []struct {
		stage   store.Stage
		payouts []store.Payout
		want    string
	}{
		{store.Interview, []store.Payout{undone}, "*Bonus:* EUR 1,500.00 when they are hired: at once."},
		{store.Interview, []store.Payout{undone, approved}, "*Bonus*\n• EUR 1,500.00, not paid. " + undone.Reason +
			"\n• EUR 1,500.00, approved; it comes with the next payroll"},
		{store.Declined, []store.Payout{undone}, "*Bonus*\n• EUR 1,500.00, not paid. " + undone.Reason},
	} {
		if got := BonusWords(store.Referral{Stage: row.stage, Bonus: promise}, row.payouts, time.UTC); got != row.want {
			t.Errorf("at %s: %q, want %q", row.stage, got, row.want)
		}
	}
}
