// Package refer is referring candidates and clients by name: the form, its stated answer, the owner's card, and the
// news of each step.
package refer

import (
	"slices"

	"vouch/bot/dispatch"
	"vouch/bot/surface"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// Routes are the words, buttons and forms of this capability.
func (h *Handlers) Routes() []dispatch.Route {
	return slices.Concat(h.referRoutes(), h.cardRoutes())
}
