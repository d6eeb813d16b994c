// Tests of the program settings through the workspace: managers only, mistakes in place, nobody's change undone.

package bottest

import (
	"vouch/store"
)

// Settings reads what the program has.
func (h *World) Settings() store.Settings {
	h.tb.Helper()
	return Must(h.Db.Settings())(h.tb)
}
