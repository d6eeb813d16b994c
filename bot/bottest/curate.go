// Tests of curating: a page becomes an asset, mistakes are shown where they are, and what is withdrawn disappears everywhere.

package bottest

import (
	"testing"

	"vouch/bot/slacksim"
	"vouch/store"
)

// Adds goes from the command to the form of the page at address.
func (a Actor) Adds(address string) {
	a.tb.Helper()
	a.Types("/vouch add")
	if got := a.Submits(slacksim.Values{"url": address}); got != nil {
		a.tb.Fatalf("errors %v", got)
	}
	a.h.Pass(12000000000)
}

// Live are the live assets.
func (h *World) Live(tb testing.TB) []store.Asset {
	tb.Helper()
	return Must(h.Db.LiveAssets())(tb)
}
