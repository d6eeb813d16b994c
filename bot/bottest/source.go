// Tests of sources: an address is read before it is saved, a saved one is read by itself, and nobody waits for a slow one.

package bottest

import (
	"testing"
	"time"

	"vouch/bot/slacksim"
	"vouch/store"
)

// Finds goes from the list of sources over an address to what stands in its place.
func (a Actor) Finds(address string) {
	a.tb.Helper()
	a.Types("/vouch sources")
	a.PressesModal("source_add")
	if got := a.Submits(slacksim.Values{"address": address}); got != nil {
		a.tb.Fatalf("errors %v", got)
	}
	a.h.Pass(30 * time.Second)
}

// Sources reads all sources.
func (h *World) Sources(tb testing.TB) []store.Source {
	tb.Helper()
	return Must(h.Db.Sources())(tb)
}
