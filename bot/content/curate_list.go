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
var contentStates = []store.AssetState{store.Live, store.Scheduled, store.InReview, store.Draft, store.Expired,
	store.Withdrawn}

// onContent lists what is live, newest first.
func (h *Handlers) onContent(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.contentView(in.User, listed{state: store.Live}, "", "")
	return dispatch.Reply{Open: view}, err
}

// onContentState lists another state.
func (h *Handlers) onContentState(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.contentView(in.User, listed{store.AssetState(in.Action.Value), in.State.Text(fieldQuery)}, "", "")
	return dispatch.Reply{Update: view}, err
}

// onContentSearch lists what has the typed words.
func (h *Handlers) onContentSearch(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.contentView(in.User, listed{parseListed(in.View.Metadata).state, in.State.Text(fieldQuery)}, "", "")
	return dispatch.Reply{Update: view}, err
}

// onContentOlder shows another page of the list in place: from the asset of the button on, without one the first.
func (h *Handlers) onContentOlder(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.contentView(in.User, parseListed(in.View.Metadata), store.AssetID(in.Action.Value), "")
	return dispatch.Reply{Update: view}, err
}

// listed is what the list shows: a state, and the words that each title or address has. It is the list's metadata.
type listed struct {
	state store.AssetState
	query string
}

func (l listed) String() string { return strings.TrimSpace(string(l.state) + " " + l.query) }

// parseListed reads what String wrote; an unknown state is what is live.
func parseListed(text string) listed {
	state, query, _ := strings.Cut(text, " ")
	return listed{store.AssetState(state), query}
}

// contentView renders a page of the library for those who may change it. An unknown state shows what is live.
func (h *Handlers) contentView(id store.EmployeeID, l listed, before store.AssetID,
	notice string) (*slack.ModalViewRequest, error) {
	if !slices.Contains(contentStates, l.state) {
		l.state = store.Live
	}
	l.query = block.Cut(strings.TrimSpace(block.Clean(l.query)), surface.MaxAssetTitle)
	return surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		surface.MustCurate(q, id)
		return contentListView(contentList{listed: l, assets: pageOf(q, l, before), before: before, notice: notice,
			zone: surface.ZoneOf(q, id)})
	})
}

// pageOf are the assets of a page, and one more that tells whether there is an older page.
func pageOf(q *store.Query, l listed, before store.AssetID) (assets []store.Asset) {
	const read = 200 // at a time
	wanted, limit := surface.SearchWords(l.query), contentPage+1
	if len(wanted) == 0 {
		return q.AssetsBy(l.state, limit, before)
	}
	for {
		some := q.AssetsBy(l.state, read, before)
		for _, a := range some {
			if surface.BeginWords(surface.SearchWords(a.Title+" "+a.URL), wanted) {
				if assets = append(assets, a); len(assets) == limit {
					return assets
				}
			}
		}
		if len(some) < read {
			return assets
		}
		before = some[read-1].ID
	}
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
		view, err := h.contentView(in.User, parseListed(in.View.Metadata), "", publishedNotice(asset))
		return dispatch.Reply{Update: view, Home: true}, err
	case contentWithdraw:
		if asset.State == store.Withdrawn {
			view, err := h.contentView(in.User, parseListed(in.View.Metadata), "",
				"*"+block.Line(asset.Title)+"* was withdrawn already.")
			return dispatch.Reply{Update: view}, err
		}
		return dispatch.Reply{Push: withdrawView(asset, parseListed(in.View.Metadata))}, nil
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
	id, list, _ := strings.Cut(in.View.Metadata, " ")
	reason := strings.TrimSpace(block.Clean(in.State.Text(surface.FieldReason)))
	if reason == "" {
		return dispatch.Reply{Errors: map[string]string{surface.FieldReason: "Say why: people who had saved it wonder."}}, nil
	}
	asset, err := h.Once(in).WithdrawAsset(in.User, store.AssetID(id), reason)
	if err != nil {
		return dispatch.Reply{}, err
	}
	below := func(context.Context) (*slack.ModalViewRequest, error) {
		return h.contentView(in.User, parseListed(list), "", "")
	}
	return dispatch.Reply{Home: true, After: h.Below(in.View.Previous, below),
		Update: block.ResultModal("Withdrawn", "*"+block.Line(asset.Title)+"* is out of the library. "+
			"Its buttons disappear from the digests that showed it, and people who had saved it are told.")}, nil
}

// renderAssetNotice tells somebody who had saved an asset that it is gone, and why.
func renderAssetNotice(q *store.Query, m store.Message) block.Content {
	asset := q.Asset(store.AssetID(m.Ref))
	if asset.State != store.Withdrawn && asset.State != store.Expired {
		q.Refuse(surface.Obsolete("The item is back in the library."))
	}
	return assetNoticeView(asset, q.PostsOf(m.To, asset.ID), surface.ZoneOf(q, m.To))
}

// Kinds are the messages about items that are gone.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{
		{Kind: store.MsgAssetNotice, Render: h.Rendering(renderAssetNotice)},
	}
}
