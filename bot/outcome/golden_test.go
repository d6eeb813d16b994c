// The golden files of outcomes that wait.

package outcome

import (
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/store"
	"vouch/store/money"
	"vouch/store/outcome"
)

func waiting(change func(*item)) item {
	i := item{WaitingOutcome: store.WaitingOutcome{Name: "Zed Z. · Engineer", Outcome: store.Outcome{ID: "01OUTCOME",
		Source: "greenhouse-eu", Kind: outcome.Offer, At: golden.Now, Known: outcome.Signed}}}
	if change != nil {
		change(&i)
	}
	return i
}

func TestGolden_Outcomes(t *testing.T) {
	berlin := golden.Member().Zone
	golden.Modal(t, "outcomes-none", listView(list{zone: berlin}))
	hint := waiting(func(i *item) {
		i.about, i.Referral, i.Known, i.Source = golden.Referral(store.Screening), "01REFERRAL", outcome.Hint, "lever"
		i.Kind, i.More = outcome.Hired, 2
	})
	hostile := waiting(func(i *item) {
		i.Name, i.Source, i.Kind = golden.Hostile, golden.Hostile, outcome.Won
		i.Amount = money.Amount{Minor: 123456, Currency: "EUR"}
	})
	nameless := waiting(func(i *item) { i.Name, i.Kind = "", outcome.Unhired })
	golden.Modal(t, "outcomes", listView(list{items: []item{waiting(nil), hint, hostile, nameless}, zone: berlin,
		notice: "It counts for nothing.", undo: "01OTHER"}))
	many := list{zone: berlin, notice: "It waits again."}
	for range 30 {
		many.items = append(many.items, waiting(nil))
	}
	golden.Modal(t, "outcomes-many", listView(many))
	golden.Modal(t, "outcomes-assign", assignView("01OUTCOME"))
	golden.Message(t, "outcomes-message", waitingView([]store.WaitingOutcome{hint.WaitingOutcome}))
	golden.Message(t, "outcomes-message-3", waitingView(make([]store.WaitingOutcome, 3)))
}
