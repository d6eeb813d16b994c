// Package content is adding to the library and changing it: a page's address, the form of an asset, the list of
// content, and what employees suggest.
package content

import (
	"context"
	"slices"

	"github.com/slack-go/slack"

	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
	// Attendees lists who comes to an event.
	Attendees func(in dispatch.Interaction, a store.Asset) (dispatch.Reply, error)
	// EditStory is the form of a story's text.
	EditStory func(ctx context.Context, id store.EmployeeID, story store.StoryID) (*slack.ModalViewRequest, error)
	// BackOnQueue closes a form that lies on the review queue and renders the queue again.
	BackOnQueue func(in dispatch.Interaction, a store.Asset) dispatch.Reply
}

// Routes are the words, buttons and forms of this capability.
func (h *Handlers) Routes() []dispatch.Route {
	return slices.Concat(h.curateRoutes(), h.suggestRoutes())
}
