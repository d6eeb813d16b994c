// Tests of the digest: it comes in the morning, every answer shows in place, and "not for me" is obeyed at once.

package bottest

import (
	"testing"

	"vouch/store"
)

// FirstPick is the block of the buttons of a digest's first pick.
func (h *World) FirstPick(t *testing.T, a Actor, date store.LocalDate) string {
	t.Helper()
	d, _, err := h.Db.TodaysDelivery(a.Id, date)
	if err != nil || len(d.Picks) == 0 {
		t.Fatalf("no digest of %s: %v", date, err)
	}
	return "do:" + string(d.Picks[0].Asset)
}
