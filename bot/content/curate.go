// Adding to the library: from a page's address over what the page says about itself to the form of an asset.

package content

import (
	"context"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/feed"
	"vouch/store"
)

// curateRoutes lists what curators do.
func (h *Handlers) curateRoutes() []dispatch.Route {
	var steps []dispatch.Route
	for _, step := range assetSteps {
		steps = append(steps, dispatch.OnAction(step.action, h.By(surface.MustCurate, h.onAssetStep)))
	}
	return append(steps,
		dispatch.OnWord(surface.CmdVouch, "add", "add a page to the library",
			h.By(surface.MustCurate, h.onAdd)).For(surface.MayCurate),
		dispatch.OnAction(surface.ActAddContent, h.By(surface.MustCurate, h.onAdd)),
		dispatch.OnSubmit(cbAddress, h.By(surface.MustCurate, h.onAddress)),
		dispatch.OnAction(actAssetKind, h.By(surface.MustCurate, h.onAssetKind)),
		dispatch.OnSubmit(cbAsset, h.onAssetSubmit),
		dispatch.OnAction(surface.ActContent, h.onContent),
		dispatch.OnAction(actContentState, h.onContentState),
		dispatch.OnAction(actContentOlder, h.onContentOlder),
		dispatch.OnAction(actContentNewest, h.onContentOlder),
		dispatch.OnAction(surface.ActContentMenu, h.onContentMenu),
		dispatch.OnAction(surface.ActContentMore, h.onContentMore),
		dispatch.OnSubmit(cbContent, h.onContentSearch),
		dispatch.OnSubmit(cbDetails, h.onDetailsSubmit),
		dispatch.OnSubmit(cbWithdraw, h.onWithdraw),
	)
}

// onAdd asks for the page's address; a command that names it goes straight to reading the page.
func (h *Handlers) onAdd(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if in.Kind == dispatch.KindCommand {
		if address := surface.TypedAddress(in.Text); address != "" {
			return h.addPage(address)
		}
	}
	return dispatch.Reply{Open: addressView("")}, nil
}

// onAddress goes on with the address of the form.
func (h *Handlers) onAddress(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return h.addPage(strings.TrimSpace(in.State.Text(fieldURL)))
}

// addPage reads the page after the acknowledgement and then shows the form, filled in as far as the page says. The
// address is looked for twice: as typed, and as the page itself says it is called.
func (h *Handlers) addPage(address string) (dispatch.Reply, error) {
	canonical, err := feed.Canonical(address)
	if err != nil {
		return dispatch.Reply{Errors: map[string]string{fieldURL: surface.PageProblem(err)}}, nil
	}
	existing, found, err := h.DB.AssetByCanonical(canonical)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if found {
		return dispatch.Reply{Update: assetExistsView(existing)}, nil
	}
	return dispatch.Fetching(surface.ReadingView("Add content", address),
		func(ctx context.Context) (*slack.ModalViewRequest, error) {
			asset, notice := h.readPage(ctx, address)
			existing, found, err := h.DB.AssetByCanonical(asset.Canon)
			if err != nil {
				return nil, err
			}
			if found {
				return assetExistsView(existing), nil
			}
			form, err := h.NewAssetForm(asset, notice)
			return assetFormView(form), err
		}), nil
}

// pageTime bounds the reading of one page, so that the curator is not left waiting.
const pageTime = 12 * time.Second

// readPage makes an asset of what the page says about itself. A page that cannot be read is no obstacle: notice says
// why, and the form is filled in by hand.
func (h *Handlers) readPage(ctx context.Context, address string) (asset store.Asset, notice string) {
	asset = store.Asset{Kind: store.Article, URL: address}
	if h.Fetcher == nil {
		return asset, "Pages are not read here, so please fill in the form yourself."
	}
	ctx, cancel := context.WithTimeout(ctx, pageTime)
	defer cancel()
	page, err := feed.Page(ctx, h.Fetcher, address)
	if err != nil {
		return asset, "The page could not be read, so please fill in the form yourself. The reason: " +
			surface.PageProblem(err)
	}
	asset = page.Asset(surface.SourceSlack)
	asset.ImageAlt = block.Cut(page.ImageAlt, surface.MaxAssetSummary)
	if asset.Title == "" {
		notice = "The page does not say its title, so please write one."
	}
	return asset, notice
}
