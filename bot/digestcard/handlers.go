// Package digestcard shows the digest in Slack: its message, every answer to a pick, reactions, and the question in
// place of a digest for who ignores it.
package digestcard

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// The actions and the form that this capability alone uses.
const (
	actPickMenu      = "pick_menu"
	actWhyNot        = "why_not"
	actBringBack     = "bring_back"
	actAfterPost     = "after_post"
	actRhythmWeekly  = "rhythm_weekly"
	actRhythmStopped = "rhythm_stopped"
	cbNetworks       = "networks"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
	// AlreadyShared asks where somebody shared a pick.
	AlreadyShared func(in dispatch.Interaction, asset store.AssetID) (dispatch.Reply, error)
	// Find gives the handler of what a button does, for a menu that holds it.
	Find func(in dispatch.Interaction) (dispatch.Handler, dispatch.Interaction)
	// SearchAgain renders the search of the library that an interaction happened in.
	SearchAgain func(in dispatch.Interaction) (*slack.ModalViewRequest, error)
	// Render renders an outbox message as the courier would now.
	Render func(ctx context.Context, m store.Message) (block.Content, error)
}

// Routes are the words, buttons and forms of this capability.
func (h *Handlers) Routes() []dispatch.Route {
	return slices.Concat(h.digestRoutes(), h.fatigueRoutes())
}
