// Package event is signing up for events and off, their messages, and the list of who comes.
package event

import (
	"context"

	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
	// Rerender shows the digest that an interaction happened in as it is now.
	Rerender func(ctx context.Context, in dispatch.Interaction, key string, asset store.AssetID, words string) (dispatch.Reply, error)
}
