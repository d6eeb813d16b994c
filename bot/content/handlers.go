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

// Commands and shortcuts; manifest.yml declares the same ones and manifest_test.go holds them together.
const (
	shortcutSuggest = "suggest_content"
)

// The library's content.
const (
	actContentState  = "content_state"
	actContentOlder  = "content_older"
	actContentNewest = "content_newest"
	actAssetKind     = "asset_kind"
)

// The steps of an asset's form.
const (
	actStepJob     = "asset_step_job"
	actStepWhom    = "asset_step_whom"
	actStepWords   = "asset_step_words"
	actStepWhen    = "asset_step_when"
	actStepPicture = "asset_step_picture"
)

// Callback ids of modals.
const (
	cbAddress  = "address"
	cbAsset    = "asset"
	cbContent  = "content"
	cbDetails  = "details"
	cbWithdraw = "withdraw"

	cbSuggest    = "suggest"
	cbSuggestion = "suggestion"
)
