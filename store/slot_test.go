// Tests of slots: what is told of a claim.

package store_test

import (
	"slices"
	"testing"
	"testing/synctest"

	"vouch/store"
	"vouch/store/storetest"
)

func TestSlot_GivenBeforeTheClaimIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // Saturday, 1 January 2000, 00:00 UTC
		db := storetest.MustOpen(t)
		storetest.MustManager(t, db, "UM", "Max")
		prefs := storetest.MustAdvocate(t, db, "UA", "Ada").Prefs
		prefs.Incentive = store.ForDevelopment
		must(db.SavePreferences("UA", prefs))
		slot := must(db.OfferSlot("UM", store.Slot{Title: "A talk", Words: "Ten minutes.", On: "2000-01-20"}))
		must(db.ClaimSlot("UA", slot.ID, true))
		must(db.GiveSlot("UM", slot.ID, "UA"))
		sent := storetest.MustDeliver(t, db)
		if _, told := sent["notice/slot/"+slot.ID+"/UM"]; told {
			t.Error("Max is asked for what he has done")
		}
		log := must(storetest.Ask(db, func(q *store.Query) []store.AuditEntry { return q.Audit(10, 0) }))
		if !slices.ContainsFunc(log, func(e store.AuditEntry) bool {
			return e.Action == "slot.give" &&
				e.Detail == "A talk: none -> UA"
		}) {
			t.Errorf("the audit has %v", log)
		}
	})
}
