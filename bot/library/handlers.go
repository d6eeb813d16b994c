// Package library is searching what can be shared, and coverage: what the library lacks.
package library

import (
	"slices"

	"vouch/bot/dispatch"
	"vouch/bot/surface"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit

	catalogue catalogue // what is searched
}

// Routes are the words, buttons and forms of this capability.
func (h *Handlers) Routes() []dispatch.Route {
	return slices.Concat(h.libraryRoutes(), h.coverageRoutes())
}
