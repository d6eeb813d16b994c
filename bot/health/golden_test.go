// The golden files of health.

package health

import (
	"fmt"
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/digest"
	"vouch/digest/health"
	"vouch/store"
)

func TestGolden_Health(t *testing.T) {
	f := &health.Facts{Now: golden.Now, Late: 1, Newest: golden.Now.AddDate(0, 0, -9), Coverage: digest.Coverage{
		Personas: []digest.PersonaSupply{{Advocates: 12, Left: 6, Days: 2}, {Advocates: 12, Left: 40, Days: 14}}}}
	for i := range 24 {
		id := store.EmployeeID(fmt.Sprintf("U%02d", i))
		f.Members = append(f.Members, health.Member{ID: id, Joined: golden.Now.AddDate(0, 0, -100),
			Department: []string{"Engineering", "Sales & Service", "HR"}[i%3], Leader: i == 5, Tired: i%5 == 0})
		for n := range max(0, 12-i) {
			f.Activity = append(f.Activity, health.Activity{By: id, At: golden.Now.AddDate(0, 0, -8*n-1), Post: true})
		}
	}
	f.PolicyRead, f.Agreed = true, 20
	f.Pulse = store.PulseResult{Asked: 24, Answers: 12, Score: 33, Worth: 4.1, Active: 14}
	s := state{health.Of(f), health.Departments(f, 3)}
	golden.Message(t, "health-card", card(s))
	golden.AtMost(t, "the card", card(s).Blocks, 40, 1)
	golden.Message(t, "health-overview", overview(s))
	golden.AtMost(t, "the overview", overview(s).Blocks, 150, 1)
	golden.Modal(t, "health-table", table(s))
	f.PolicyRead = false
	golden.Message(t, "health-unread", card(state{measures: health.Of(f)}))
	f = &health.Facts{Now: golden.Now, PolicyRead: true}
	golden.Message(t, "health-empty", card(state{measures: health.Of(f)}))
	f.Newest = golden.Now
	golden.Message(t, "health-early", card(state{measures: health.Of(f)}))
}
