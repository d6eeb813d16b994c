// Package story is employees' own stories: telling, the curators' text, the author's approval, and taking one back.
package story

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
	return slices.Concat(h.storyRoutes(), h.storyDeskRoutes())
}
