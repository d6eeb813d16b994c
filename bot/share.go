// Sharing: from the Share button over the text and its network to "I posted it" and the post's address.

package bot

import (
	"context"
	"errors"
	"strings"

	"vouch/digest/post"
	"vouch/store"
)

// shareRoutes lists what people do on the way to a post.
func (b *Bot) shareRoutes() []route {
	return []route{
		onAction(actShare, b.onShare),
		onAction(actShareNetwork, b.onShareNetwork),
		onAction(actShareAnother, b.onShareAnother),
		onAction(actShareAnew, b.onShareAnew),
		onSubmit(cbShare, b.onShareSubmit),
		onAction(actShareComposer, b.onShareComposer),
		onAction(actSharePosted, b.onSharePosted),
		onSubmit(cbShareProof, b.onShareProof),
		onAction(actShareUndo, b.onShareUndo),
		onSubmit(cbShared, b.onAlreadyShared),
	}
}

// onShare opens the form for the asset whose id the button carries; a kit that was opened lately and not answered yet comes
// back instead, because that is where "I posted it" is.
func (b *Bot) onShare(_ context.Context, in inbound) (reply, error) {
	form, err := b.freshShareForm(in)
	if err != nil {
		return reply{}, err
	}
	shares, err := b.db.SharesOf(in.User, recentShares)
	if err != nil {
		return reply{}, err
	}
	// Only for a week: after that a fresh form is what people expect.
	for _, s := range shares {
		if s.Asset == form.asset.ID && s.Level == store.Opened && s.Text != "" && in.At.Sub(s.UpdatedAt) < openedFresh {
			return reply{Open: shareKitView(s, form.asset)}, nil
		}
	}
	return reply{Open: shareFormView(form)}, nil
}

// onShareAnew goes from the kit back to a new form.
func (b *Bot) onShareAnew(_ context.Context, in inbound) (reply, error) {
	form, err := b.freshShareForm(in)
	if err != nil {
		return reply{}, err
	}
	return reply{Update: shareFormView(form)}, nil
}

// freshShareForm is the form for the asset whose id the button carries, with its first suggestion.
func (b *Bot) freshShareForm(in inbound) (*shareForm, error) {
	id := store.AssetID(in.Action.Value)
	delivery, err := b.deliveryBehind(in, id)
	if err != nil {
		return nil, err
	}
	form, err := b.newShareForm(in.User, shareState{Asset: id, Variant: -1, Offered: -1, Delivery: delivery})
	if err != nil {
		return nil, err
	}
	form.suggest(-1)
	return form, nil
}

// openShareForm reads the form back from the view an act happened in, with the network chosen there and the typed text.
func (b *Bot) openShareForm(in inbound) (form *shareForm, typed string, err error) {
	state := parseShareState(in.View.Metadata)
	typed = in.State.Text(textBlock(state.Round))
	form, err = b.newShareForm(in.User, state)
	return form, typed, err
}

// onShareNetwork draws the form again for another network. Own words stay; an untouched suggestion makes way for one that fits.
func (b *Bot) onShareNetwork(_ context.Context, in inbound) (reply, error) {
	before, typed, err := b.openShareForm(in)
	if err != nil {
		return reply{}, err
	}
	state := before.shareState
	state.Network, state.Offered = store.Network(in.Action.Value), -1
	form, err := b.newShareForm(in.User, state)
	if err != nil {
		return reply{}, err
	}
	// The round makes a new block id, without which Slack keeps showing the old text
	// (docs.slack.dev/surfaces/modals, "Updating a view").
	if before.isUntouched(typed) {
		form.suggest(-1)
		form.Round++
	} else {
		form.keep(typed)
	}
	return reply{Update: shareFormView(form)}, nil
}

// onShareAnother brings the next suggestion: into the field, or beside it when own words stand there.
func (b *Bot) onShareAnother(ctx context.Context, in inbound) (reply, error) {
	form, typed, err := b.openShareForm(in)
	if err != nil {
		return reply{}, err
	}
	if chosen := in.State.Choice(fieldNetwork); chosen != "" && chosen != string(form.Network) {
		in.Action.Value = chosen // pressed before the form for the new network arrived
		return b.onShareNetwork(ctx, in)
	}
	if form.isUntouched(typed) {
		form.suggest(form.Variant)
		form.Round++
	} else {
		form.keep(typed)
		form.offer()
	}
	return reply{Update: shareFormView(form)}, nil
}

// onShareSubmit records the share as opened and hands out the kit.
func (b *Bot) onShareSubmit(_ context.Context, in inbound) (reply, error) {
	state := parseShareState(in.View.Metadata)
	typed := in.State.Text(textBlock(state.Round))
	// The menu counts, not the form that was drawn for it: submitting may overtake the redrawing.
	if chosen := in.State.Choice(fieldNetwork); chosen != "" {
		state.Network = store.Network(chosen)
	}
	form, err := b.newShareForm(in.User, state)
	if err != nil {
		return reply{}, err
	}
	if err := post.CheckText(form.Network, typed, form.disclosure, form.link); err != nil {
		return shareErrors(err, state.Round)
	}
	text := post.Compose(typed, form.disclosure)
	share, err := b.db.OpenShare(store.OpenShare{
		Employee: in.User, Asset: form.asset.ID, Network: form.Network, Variant: form.Variant, Disclosure: form.disclosure,
		Text: text, OwnWords: post.IsOwnWords(typed, form.asset), Delivery: state.Delivery,
	})
	if err != nil {
		return shareErrors(err, state.Round)
	}
	share.Text = text // a share that was posted before keeps its first text; the person still wants this one
	return reply{Update: shareKitView(share, form.asset), Home: true}, nil
}

// shareErrors puts field errors at the inputs, whose block ids change with each new suggestion.
func shareErrors(err error, round int) (reply, error) {
	var e *store.Error
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		return reply{}, err
	}
	shown := map[string]string{}
	for field, sentence := range e.Fields {
		if field == fieldText {
			field = textBlock(round)
		}
		shown[field] = sentence
	}
	return reply{Errors: shown}, nil
}

// onShareComposer only acknowledges: the browser has opened the network's own form, and the share is recorded as opened already.
func (b *Bot) onShareComposer(context.Context, inbound) (reply, error) { return reply{}, nil }

// onSharePosted records "I posted it" and asks for the post's address. Pressing again, or asking from Home to add the address,
// pays nothing and shows the same.
func (b *Bot) onSharePosted(_ context.Context, in inbound) (reply, error) {
	id := store.ShareID(in.Action.Value)
	before, err := b.db.Share(id)
	if err != nil {
		return reply{}, err
	}
	share, paid, err := b.db.DeclareShare(in.User, id)
	if err != nil {
		return reply{}, err
	}
	answer, err := b.declared(share, paid, before.Level >= store.Declared)
	if in.View.CallbackID != cbResult { // not in the kit, which it takes the place of
		answer.Open, answer.Update = answer.Update, nil
	}
	return answer, err
}

// declared is the view after "I posted it", wherever that was said; again means that it was said before.
func (b *Bot) declared(share store.Share, paid []store.Entry, again bool) (reply, error) {
	asset, err := b.db.Asset(share.Asset)
	if err != nil {
		return reply{}, err
	}
	settings, err := b.db.Settings()
	if err != nil {
		return reply{}, err
	}
	if again {
		// Whoever presses twice ends on this view and must read there what they earned.
		if paid, err = b.db.PaidForShare(share.ID); err != nil {
			return reply{}, err
		}
	}
	d := declaredShare{Share: share, asset: asset, paid: paid, rules: settings.Points, again: again}
	return reply{Update: shareDeclaredView(d), Home: true}, nil
}

// onShareProof takes the post's address.
func (b *Bot) onShareProof(_ context.Context, in inbound) (reply, error) {
	share, paid, err := b.db.ProveShare(in.User, store.ShareID(in.View.Metadata), strings.TrimSpace(in.State.Text(fieldPostURL)))
	if err != nil {
		return reply{}, err
	}
	return reply{Update: shareProvenView(share, paid), Home: true}, nil
}

// onShareUndo takes "I posted it" back; its points are reversed, never deleted.
func (b *Bot) onShareUndo(_ context.Context, in inbound) (reply, error) {
	share, reversed, err := b.db.WithdrawShare(in.User, store.ShareID(in.Action.Value))
	if err != nil {
		return reply{}, err
	}
	return reply{Update: shareUndoneView(share, reversed), Home: true}, nil
}

// alreadyShared opens the short form for somebody who posted without the kit; the pick's menu leads here. What was withdrawn
// meanwhile may still be told: it was posted all the same.
func (b *Bot) alreadyShared(in inbound, id store.AssetID) (reply, error) {
	me, err := b.member(in.User)
	if err != nil {
		return reply{}, err
	}
	asset, err := b.db.Asset(id)
	if err != nil {
		return reply{}, err
	}
	if asset.Internal {
		return reply{}, errInternal
	}
	shared, err := b.sharedOn(in.User, id)
	if err != nil {
		return reply{}, err
	}
	return reply{Open: alreadySharedView(asset, post.NetworksOf(asset, me.Prefs), shared)}, nil
}

// onAlreadyShared records a post made without the kit.
func (b *Bot) onAlreadyShared(_ context.Context, in inbound) (reply, error) {
	id, network := store.AssetID(in.View.Metadata), store.Network(in.State.Choice(fieldNetwork))
	// Whether it was told before must be read first: afterwards every share looks declared.
	before, err := b.sharedOn(in.User, id)
	if err != nil {
		return reply{}, err
	}
	share, paid, err := b.db.AlreadyShared(in.User, id, network)
	if err != nil {
		return reply{}, err
	}
	return b.declared(share, paid, before[network])
}
