// The golden files of moments.

package recognition

import (
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/store"
	"vouch/store/recognition"
)

func TestGolden_Moments(t *testing.T) {
	golden.Message(t, "moment-first-share", firstContent(store.Asset{Title: golden.Hostile}))
	golden.Message(t, "moment-streak", streakContent(8))
	golden.Message(t, "moment-level", levelContent(recognition.Ambassador))
}

func TestGolden_Slots(t *testing.T) {
	slot := store.Slot{ID: "01SLOT", Title: golden.Hostile, Words: "Ten minutes & a story.", On: "2026-03-20",
		Claims: []store.EmployeeID{"U1", "U2"}}
	given := store.Slot{ID: "01MINE", Title: "A byline", On: "2026-03-05", Given: "U1"}
	l := slotList{reader: "U1", claims: true, zone: golden.Member().Zone, open: []store.Slot{slot},
		given: []store.Slot{given}}
	golden.Modal(t, "slots", slotsView(l))
	l.reader, l.manages, l.claims, l.given = "U9", true, false, nil
	l.notice, l.names = "It is offered.", map[store.EmployeeID]string{"U1": golden.Hostile, "U2": "Ben"}
	golden.Modal(t, "slots-manager", slotsView(l))
	golden.Modal(t, "slots-none", slotsView(slotList{}))
	golden.Modal(t, "slot-offer", offerView())
	golden.Modal(t, "slot-link", linkView("01SLOT"))
	golden.Message(t, "slot-offered", offerContent(slot, golden.Member().Zone))
	golden.Message(t, "slot-yours", answerContent(given, "U1", golden.Member().Zone))
}
