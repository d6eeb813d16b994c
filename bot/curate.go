// Adding to the library: from a page's address over what the page says about itself to the form of an asset.

package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/digest/feed"
	"vouch/store"
)

// curateRoutes lists what curators do.
func (b *Bot) curateRoutes() []route {
	return []route{
		onWord(cmdVouch, "add", "add a page to the library (curators and program managers)", b.onAdd),
		onAction(actAddContent, b.onAdd),
		onSubmit(cbAddress, b.onAddress),
		onAction(actAssetKind, b.onAssetKind),
		onSubmit(cbAsset, b.onAssetSubmit),
		onAction(actContent, b.onContent),
		onAction(actContentState, b.onContentState),
		onAction(actContentOlder, b.onContentOlder),
		onAction(actContentNewest, b.onContentOlder),
		onAction(actContentMenu, b.onContentMenu),
		onAction(actContentMore, b.onContentMore),
		onSubmit(cbDetails, b.onDetailsSubmit),
		onSubmit(cbWithdraw, b.onWithdraw),
	}
}

// mayCurate answers people without the role, naming who can.
func (b *Bot) mayCurate(id store.EmployeeID) error {
	employee, err := b.db.Employee(id)
	if err != nil {
		return err
	}
	if b.db.CanManage(employee) || (employee.Has(store.Curator) && cannotJoin(employee) == "") {
		return nil
	}
	who, err := b.db.WhomToAsk()
	if err != nil {
		return err
	}
	return &store.Error{Kind: store.Denied, Msg: "Only curators and program managers can change the library. " + who}
}

// onAdd asks for the page's address; a command that names it goes straight to reading the page.
func (b *Bot) onAdd(_ context.Context, in inbound) (reply, error) {
	if err := b.mayCurate(in.User); err != nil {
		return reply{}, err
	}
	if in.Kind == kindCommand {
		if address := typedAddress(in.Text); address != "" {
			return b.addPage(address)
		}
	}
	return reply{Open: addressView("")}, nil
}

// typedAddress is the web address in a command's text, which Slack may have marked up as a link; "" when there is none.
func typedAddress(text string) string {
	address, _, _ := strings.Cut(strings.Trim(text, "<> "), "|")
	if _, err := feed.Canonical(address); err != nil || len(address) > maxAssetURL {
		return ""
	}
	return address
}

// onAddress goes on with the address of the form.
func (b *Bot) onAddress(_ context.Context, in inbound) (reply, error) {
	if err := b.mayCurate(in.User); err != nil {
		return reply{}, err
	}
	return b.addPage(strings.TrimSpace(in.State.Text(fieldURL)))
}

// addPage reads the page after the acknowledgement and then shows the form, filled in as far as the page says. The address
// is looked for twice: as typed, and as the page itself says it is called.
func (b *Bot) addPage(address string) (reply, error) {
	canonical, err := feed.Canonical(address)
	if err != nil {
		return reply{Errors: map[string]string{fieldURL: pageProblem(err)}}, nil
	}
	existing, found, err := b.db.AssetByCanonical(canonical)
	if err != nil {
		return reply{}, err
	}
	if found {
		return reply{Update: assetExistsView(existing)}, nil
	}
	return fetching(b.api, readingView("Add content", address), func(ctx context.Context) (*slack.ModalViewRequest, error) {
		asset, notice := b.readPage(ctx, address)
		existing, found, err := b.db.AssetByCanonical(asset.Canon)
		if err != nil {
			return nil, err
		}
		if found {
			return assetExistsView(existing), nil
		}
		form, err := b.newAssetForm(asset, notice)
		if err != nil {
			return nil, err
		}
		return assetFormView(form), nil
	}), nil
}

// pageTime bounds the reading of one page, so that the curator is not left waiting.
const pageTime = 12 * time.Second

// readPage makes an asset of what the page says about itself. A page that cannot be read is no obstacle: notice says why, and
// the form is filled in by hand.
func (b *Bot) readPage(ctx context.Context, address string) (asset store.Asset, notice string) {
	asset = store.Asset{Kind: store.Article, URL: address}
	if b.fetcher == nil {
		return asset, "Pages are not read here, so please fill in the form yourself."
	}
	ctx, cancel := context.WithTimeout(ctx, pageTime)
	defer cancel()
	page, err := feed.Page(ctx, b.fetcher, address)
	if err != nil {
		return asset, "The page could not be read, so please fill in the form yourself. The reason: " + pageProblem(err)
	}
	asset = page.Asset(sourceSlack)
	asset.ImageAlt = cut(page.ImageAlt, maxAssetSummary)
	if asset.Title == "" {
		notice = "The page does not say its title, so please write one."
	}
	return asset, notice
}

// sourceSlack is the source of assets that people add by hand.
const sourceSlack = "slack"

// pageProblem is what a curator is told about a page or address.
func pageProblem(err error) string {
	var e *feed.Error
	if errors.As(err, &e) && e.Msg != "" {
		return e.Msg
	}
	return "It did not answer in time."
}
