// Tests of the owner's card: it is right for its reader at every click, late, doubled or by somebody else.

package refer

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"vouch/bot/bottest/golden"
	"vouch/store"
)

func TestReferralCard_StoppedForgetsHowToReachThem(t *testing.T) {
	for _, stage := range []store.Stage{store.Declined, store.StageWithdrawn} {
		referral := golden.Referral(stage)
		referral.Person.Email, referral.Person.Why = "reach.me@example.com", "a very private reason"
		shown, err := json.Marshal(referralCardView(seen(referral, "a job", time.UTC)))
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"reach.me", "private reason"} {
			if strings.Contains(string(shown), secret) {
				t.Errorf("a card that is %s still shows %q", stage, secret)
			}
		}
	}
}
