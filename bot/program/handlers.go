// Package program is the program's settings in Slack, and who holds which role.
package program

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
	return slices.Concat(h.programRoutes(), h.adminRoutes())
}
