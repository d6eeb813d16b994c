// Managing content: the library by state, and what a curator does with one asset of it.

package content

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// contentPage is how many assets the list of content shows at once.
const contentPage = 12

// contentStates are the states that the list can show, the first at the beginning.
var contentStates = []store.AssetState{store.Live, store.Scheduled, store.InReview, store.Draft, store.Expired, store.Withdrawn}

// onContent lists what is live, newest first.
func (h *Handlers) onContent(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.contentView(in.User, store.Live, "", "")
	return dispatch.Reply{Open: view}, err
}

// onContentState lists another state.
func (h *Handlers) onContentState(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.contentView(in.User, store.AssetState(in.Action.Value), "", "")
	return dispatch.Reply{Update: view}, err
}

// onContentOlder shows another page of the list in place: from the asset of the button on, without one the first.
func (h *Handlers) onContentOlder(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.contentView(in.User, store.AssetState(in.View.Metadata), store.AssetID(in.Action.Value), "")
	return dispatch.Reply{Update: view}, err
}

// contentView renders a page of the library for those who may change it. An unknown state shows what is live.
func (h *Handlers) contentView(
	id store.EmployeeID, state store.AssetState, before store.AssetID, notice string,
) (*slack.ModalViewRequest, error) {
	if !slices.Contains(contentStates, state) {
		state = store.Live
	}
	return surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		surface.MustCurate(q, id)
		// One more than shown tells whether there is an older page.
		return contentListView(contentList{state: state, assets: q.AssetsBy(state, contentPage+1, before), before: before,
			notice: notice, zone: surface.ZoneOf(q, id)})
	})
}

// What the menu of an asset does; an option's value is one of these, a space and the asset.
const (
	contentPublish  = "publish"
	contentWithdraw = "withdraw"
	contentWho      = "who"
	contentMore     = "more"
)

// curated reads an asset for somebody who may change it.
func (h *Handlers) curated(id store.EmployeeID, asset store.AssetID) (store.Asset, error) {
	return surface.Ask(h.Kit, func(q *store.Query) store.Asset {
		surface.MustCurate(q, id)
		return q.Asset(asset)
	})
}

// onContentMenu does what was chosen for one asset of the list. Forms go on top of it, publishing is shown in the list
// itself.
func (h *Handlers) onContentMenu(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	what, id, _ := strings.Cut(in.Action.Value, " ")
	asset, err := h.curated(in.User, store.AssetID(id))
	if err != nil {
		return dispatch.Reply{}, err
	}
	switch what {
	case contentMore:
		view, err := h.detailsView(asset, false)
		return dispatch.Reply{Push: view}, err
	case contentWho:
		return h.Attendees(in, asset)
	case contentPublish:
		if asset, err = h.DB.PublishAsset(in.User, asset.ID); err != nil {
			return dispatch.Reply{}, err
		}
		view, err := h.contentView(in.User, store.AssetState(in.View.Metadata), "", publishedNotice(asset))
		return dispatch.Reply{Update: view, Home: true}, err
	case contentWithdraw:
		if asset.State == store.Withdrawn {
			view, err := h.contentView(in.User, store.AssetState(in.View.Metadata), "", "*"+block.Line(asset.Title)+"* was withdrawn already.")
			return dispatch.Reply{Update: view}, err
		}
		return dispatch.Reply{Push: withdrawView(asset, store.AssetState(in.View.Metadata))}, nil
	}
	// A colleague's words are changed with their approval only.
	if asset.Story != "" {
		view, err := h.EditStory(ctx, in.User, asset.Story)
		return dispatch.Reply{Push: view}, err
	}
	form, err := h.NewAssetForm(asset, "")
	if err != nil {
		return dispatch.Reply{}, err
	}
	form.OnQueue = surface.ShowsForReview(in.View, asset.ID)
	return dispatch.Reply{Push: assetFormView(form)}, nil
}

// onWithdraw takes an asset out of the library; every delivered copy is rewritten in place, and the list below is drawn
// again.
func (h *Handlers) onWithdraw(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id, state, _ := strings.Cut(in.View.Metadata, " ")
	reason := strings.TrimSpace(block.Clean(in.State.Text(surface.FieldReason)))
	if reason == "" {
		return dispatch.Reply{Errors: map[string]string{surface.FieldReason: "Say why: people who had saved it wonder."}}, nil
	}
	asset, err := h.Once(in).WithdrawAsset(in.User, store.AssetID(id), reason)
	if err != nil {
		return dispatch.Reply{}, err
	}
	list := func(context.Context) (*slack.ModalViewRequest, error) {
		return h.contentView(in.User, store.AssetState(state), "", "")
	}
	return dispatch.Reply{Home: true, After: h.Below(in.View.Previous, list),
		Update: block.ResultModal("Withdrawn", "*"+block.Line(asset.Title)+"* is out of the library. "+
			"Its buttons disappear from the digests that showed it, and people who had saved it are told.")}, nil
}

// renderAssetNotice tells somebody who had saved an asset that it is gone, and why.
func (h *Handlers) renderAssetNotice(_ context.Context, m store.Message) (block.Content, error) {
	return surface.Ask(h.Kit, func(q *store.Query) block.Content {
		asset := q.Asset(store.AssetID(m.Ref))
		if asset.State != store.Withdrawn && asset.State != store.Expired {
			q.Refuse(surface.Obsolete("The item is back in the library."))
		}
		return assetNoticeView(asset, q.PostsOf(m.To, asset.ID), surface.ZoneOf(q, m.To))
	})
}

// Kinds are the messages about items that are gone.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{
		{Kind: store.MsgAssetNotice, Render: h.renderAssetNotice},
	}
}
