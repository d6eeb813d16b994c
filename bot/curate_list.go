// Managing content: the library by state, and what a curator does with one asset of it.

package bot

import (
	"context"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/store"
)

// contentPage is how many assets the list of content shows at once.
const contentPage = 12

// contentStates are the states that the list can show, the first at the beginning.
var contentStates = []store.AssetState{store.Live, store.Scheduled, store.InReview, store.Draft, store.Expired, store.Withdrawn}

// onContent lists what is live, newest first.
func (b *Bot) onContent(_ context.Context, in inbound) (reply, error) {
	view, err := b.contentView(in.User, store.Live, "", "")
	return reply{Open: view}, err
}

// onContentState lists another state.
func (b *Bot) onContentState(_ context.Context, in inbound) (reply, error) {
	view, err := b.contentView(in.User, store.AssetState(in.Action.Value), "", "")
	return reply{Update: view}, err
}

// onContentOlder shows another page of the list in place: from the asset of the button on, without one the first.
func (b *Bot) onContentOlder(_ context.Context, in inbound) (reply, error) {
	view, err := b.contentView(in.User, store.AssetState(in.View.Metadata), store.AssetID(in.Action.Value), "")
	return reply{Update: view}, err
}

// contentView draws a page of the library for those who may change it. An unknown state shows what is live.
func (b *Bot) contentView(id store.EmployeeID, state store.AssetState, before store.AssetID, notice string) (*slack.ModalViewRequest, error) {
	if err := b.mayCurate(id); err != nil {
		return nil, err
	}
	if !slices.Contains(contentStates, state) {
		state = store.Live
	}
	// One more than shown tells whether there is an older page.
	assets, err := b.db.AssetsBy(state, contentPage+1, before)
	if err != nil {
		return nil, err
	}
	zone, err := b.zoneOf(id)
	if err != nil {
		return nil, err
	}
	return contentListView(contentList{state: state, assets: assets, before: before, notice: notice, zone: zone}), nil
}

// What the menu of an asset does; an option's value is one of these, a space and the asset.
const (
	contentEdit     = "edit"
	contentPublish  = "publish"
	contentWithdraw = "withdraw"
	contentWho      = "who"
	contentMore     = "more"
)

// onContentMenu does what was chosen for one asset of the list. Forms go on top of it, publishing is shown in the list itself.
func (b *Bot) onContentMenu(ctx context.Context, in inbound) (reply, error) {
	if err := b.mayCurate(in.User); err != nil {
		return reply{}, err
	}
	what, id, _ := strings.Cut(in.Action.Value, " ")
	asset, err := b.db.Asset(store.AssetID(id))
	if err != nil {
		return reply{}, err
	}
	switch what {
	case contentMore:
		view, err := b.detailsView(asset, false)
		return reply{Push: view}, err
	case contentWho:
		return b.showAttendees(in, asset)
	case contentPublish:
		if asset, err = b.db.PublishAsset(in.User, asset.ID); err != nil {
			return reply{}, err
		}
		view, err := b.contentView(in.User, store.AssetState(in.View.Metadata), "", publishedNotice(asset))
		return reply{Update: view, Home: true}, err
	case contentWithdraw:
		if asset.State == store.Withdrawn {
			view, err := b.contentView(in.User, store.AssetState(in.View.Metadata), "", "*"+line(asset.Title)+"* was withdrawn already.")
			return reply{Update: view}, err
		}
		return reply{Push: withdrawView(asset, store.AssetState(in.View.Metadata))}, nil
	}
	// A colleague's words are changed with their approval only.
	if asset.Story != "" {
		view, err := b.storyEditForm(ctx, in.User, asset.Story)
		return reply{Push: view}, err
	}
	form, err := b.newAssetForm(asset, "")
	if err != nil {
		return reply{}, err
	}
	form.onQueue = showsForReview(in.View, asset.ID)
	return reply{Push: assetFormView(form)}, nil
}

// onWithdraw takes an asset out of the library; every delivered copy is rewritten in place, and the list below is drawn again.
func (b *Bot) onWithdraw(_ context.Context, in inbound) (reply, error) {
	id, state, _ := strings.Cut(in.View.Metadata, " ")
	reason := strings.TrimSpace(clean(in.State.Text(fieldReason)))
	if reason == "" {
		return reply{Errors: map[string]string{fieldReason: "Say why: people who had saved it wonder."}}, nil
	}
	asset, err := b.db.WithdrawAsset(in.User, store.AssetID(id), reason)
	if err != nil {
		return assetErrors(err)
	}
	done := reply{Home: true, Update: resultModal("Withdrawn", "*"+line(asset.Title)+"* is out of the library. "+
		"Its buttons disappear from the digests that showed it, and people who had saved it are told.")}
	if in.View.Previous != "" {
		done.After = func(ctx context.Context) error {
			view, err := b.contentView(in.User, store.AssetState(state), "", "")
			if err != nil {
				return err
			}
			return b.api.updateView(ctx, in.View.Previous, "", view)
		}
	}
	return done, nil
}

// renderAssetNotice tells somebody who had saved an asset that it is gone, and why.
func (b *Bot) renderAssetNotice(_ context.Context, m store.Message) (content, error) {
	asset, err := b.db.Asset(store.AssetID(m.Ref))
	if err != nil {
		return content{}, err
	}
	if asset.State != store.Withdrawn && asset.State != store.Expired {
		return content{}, overtaken("The item is back in the library.")
	}
	posts, err := b.db.PostsOf(m.To, asset.ID)
	if err != nil {
		return content{}, err
	}
	zone, err := b.zoneOf(m.To)
	return assetNoticeView(asset, posts, zone), err
}

// curateKinds are the messages about items that are gone.
func (b *Bot) curateKinds() []kind {
	return []kind{
		{Kind: store.MsgAssetNotice, Render: b.renderAssetNotice},
	}
}
