// Package home is Home: the next step first, then points, shares, referrals and saved items of its reader, and their
// lists.
package home

import (
	"slices"

	"vouch/bot/dispatch"
	"vouch/bot/surface"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
	Others func() int // connections to Slack with our tokens that are not ours
}

// Routes are the words, buttons and forms of this capability.
func (k *Handlers) Routes() []dispatch.Route {
	return slices.Concat(k.homeRoutes(), k.meRoutes())
}
