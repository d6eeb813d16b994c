// Package privacy is what people can do with the data that is kept about them: see how much it is, have a copy, and
// have it erased; and for program managers the audit log.
package privacy

import (
	"slices"
	"sync"

	"vouch/bot/dispatch"
	"vouch/bot/surface"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit

	copying sync.Map   // whose copy is being made or sent
	turn    sync.Mutex // held while one is made
}

// The actions, forms and fields of this capability.
const (
	actCopy   = "my_copy"
	actErase  = "my_erase"
	cbMine    = "my_data"
	cbErase   = "my_erase"
	fieldSure = "sure"
)

// Routes are the words, buttons and forms of this capability.
func (h *Handlers) Routes() []dispatch.Route {
	return slices.Concat([]dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "data", "what is kept about you, a copy, and erasing it", h.onMine),
		dispatch.OnAction(surface.ActMyData, h.onMine),
		dispatch.OnAction(actCopy, h.onCopy),
		dispatch.OnAction(actErase, h.onEraseForm),
		dispatch.OnSubmit(cbErase, h.onErase),
	}, h.auditRoutes())
}
