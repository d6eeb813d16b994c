// The golden files of clearances.

package clearance

import (
	"strconv"
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/store"
)

func TestGolden_Clearance(t *testing.T) {
	s := shown{store.Clearance{ID: "01CLEAR", Employee: "U0ADA", Asset: "01STORY", Network: store.LinkedIn,
		Text:  "Proud of Project Falcon.\n" + golden.Hostile,
		Why:   `"Project Falcon" must not be posted (` + golden.Hostile + `).`,
		State: store.ClearanceAsked, AskedAt: golden.Now}, golden.Article()}
	golden.Message(t, "clearance-card", cardView(s))
	var many []shown
	for i := range maxListed + 2 {
		many = append(many, s)
		many[i].ID += store.ClearanceID(strconv.Itoa(i))
	}
	golden.Modal(t, "clearance-list", listView(many[:2], "Allowed. The writer gets a message."))
	golden.Modal(t, "clearance-empty", listView(nil, ""))
	golden.Modal(t, "clearance-refuse", refuseView(s))
	if n := len(listView(many, "").Blocks.BlockSet); n > 100 {
		t.Errorf("a full list has %d blocks", n)
	}
	s.State, s.DecidedBy = store.ClearanceAllowed, "U0CORA"
	golden.Message(t, "clearance-allowed", cardView(s))
	golden.Message(t, "clearance-news-allowed", newsView(s))
	s.State, s.Note = store.ClearanceRefused, golden.Hostile
	golden.Message(t, "clearance-refused", cardView(s))
	golden.Message(t, "clearance-news-refused", newsView(s))
	s.State, s.Text, s.Note = store.ClearanceErased, "", ""
	golden.Message(t, "clearance-erased", cardView(s))
}
