// Tests of reviewing: the queue goes on after each decision, the card follows, and late presses say what happened meanwhile.

package bottest

import (
	"testing"

	"vouch/store"
)

// State is an asset's state now.
func (h *World) State(tb testing.TB, id store.AssetID) store.AssetState {
	tb.Helper()
	return Must(h.Db.Asset(id))(tb).State
}
