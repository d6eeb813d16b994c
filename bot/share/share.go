// Package share leads from the Share button over the text and its network to "I posted it" and the address of the post.
package share

import (
	"context"
	"errors"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/post"
	"vouch/store"
	"vouch/store/text"
)

// The actions and forms that this capability alone uses.
const (
	actShareNetwork  = "share_network"
	actShareAnother  = "share_another"
	actShareAngle    = "share_angle"
	actShareAnew     = "share_anew"
	actShareAsk      = "share_ask"
	actShareSays     = "share_says"
	actShareLater    = "share_later"
	actShareRemind   = "share_remind"
	actShareComposer = "share_composer"
	actShareUndo     = "share_undo"

	cbShare      = "share"
	cbShareProof = "share_proof"
	cbShared     = "shared"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// Routes lists what people do on the way to a post.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnAction(surface.ActShare, h.onShare),
		dispatch.OnAction(actShareNetwork, h.onShareNetwork),
		dispatch.OnAction(actShareAnother, h.onShareAnother),
		dispatch.OnAction(actShareAngle, h.onShareAngle),
		dispatch.OnAction(actShareAnew, h.onShareAnew),
		dispatch.OnAction(actShareAsk, h.onShareAsk),
		dispatch.OnAction(actShareSays, h.onShareAngle),
		dispatch.OnAction(actShareLater, h.onShareLater),
		dispatch.OnAction(actShareRemind, h.onShareRemind),
		dispatch.OnSubmit(cbShare, h.onShareSubmit),
		dispatch.OnAction(actShareComposer, h.onShareComposer),
		dispatch.OnAction(surface.ActSharePosted, h.onSharePosted),
		dispatch.OnSubmit(cbShareProof, h.onShareProof),
		dispatch.OnAction(actShareUndo, h.onShareUndo),
		dispatch.OnSubmit(cbShared, h.onAlreadyShared),
	}
}

// onShare opens the form for the asset whose id the button carries; a kit that was opened lately and not answered yet
// comes back instead, because that is where "I posted it" is.
func (h *Handlers) onShare(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	form, err := h.freshShareForm(in)
	if err != nil {
		return dispatch.Reply{}, err
	}
	// Only for a week: after that a fresh form is what people expect.
	for _, s := range form.shares {
		if !form.begun && s.Asset == form.asset.ID && s.Level == store.Opened && s.Text != "" &&
			in.At.Sub(s.UpdatedAt) < surface.OpenedFresh {
			return dispatch.Reply{Open: shareKitView(h.PublicURL, s, form.asset)}, nil
		}
	}
	return dispatch.Reply{Open: shareFormView(form)}, nil
}

// onShareAnew goes from the kit back to a new form.
func (h *Handlers) onShareAnew(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	form, err := h.freshShareForm(in)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Update: shareFormView(form)}, nil
}

// freshShareForm is the form for the asset whose id the button carries, with its first suggestion.
func (h *Handlers) freshShareForm(in dispatch.Interaction) (*shareForm, error) {
	var form *shareForm
	err := h.DB.View(func(q *store.Query) (err error) {
		id := store.AssetID(in.Action.Value)
		delivery := surface.DeliveryBehind(q, in, id)
		begun, network, found := q.BegunWords(in.User, id)
		state := shareState{Asset: id, Network: network, Variant: -1, Offered: -1, Delivery: delivery}
		if form, err = newShareForm(q, h.PublicURL, in.User, state); err != nil {
			return err
		}
		if form.begun = found; found {
			form.keep(begun)
		} else {
			form.suggest(-1)
		}
		return nil
	})
	return form, err
}

// openShareForm reads the form back from the view it is in, with the network chosen there and the typed text.
func (h *Handlers) openShareForm(in dispatch.Interaction) (form *shareForm, typed string, err error) {
	state := parseShareState(in.View.Metadata)
	typed, state.Angle = in.State.Text(textBlock(state.Round)), in.State.Choice(fieldAngle)
	state.Says = in.State.Choice(fieldSays)
	form, err = h.newShareForm(in.User, state)
	return form, typed, err
}

// onShareNetwork rerenders the form for another network. Own words stay; an untouched suggestion makes way for one that
// fits.
func (h *Handlers) onShareNetwork(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	before, typed, err := h.openShareForm(in)
	if err != nil {
		return dispatch.Reply{}, err
	}
	state := before.shareState
	state.Network, state.Offered = store.Network(in.Action.Value), -1
	form, err := h.newShareForm(in.User, state)
	if err != nil {
		return dispatch.Reply{}, err
	}
	// The round makes a new block id, without which Slack keeps showing the old text
	// (docs.slack.dev/surfaces/modals, "Updating a view").
	if before.isUntouched(typed) {
		form.suggest(-1)
		form.Round++
	} else {
		form.keep(typed)
	}
	return dispatch.Reply{Update: shareFormView(form)}, nil
}

// onShareAnother brings the next suggestion: into the field, or beside it when own words stand there.
func (h *Handlers) onShareAnother(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	form, typed, err := h.openShareForm(in)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if chosen := in.State.Choice(fieldNetwork); chosen != "" && chosen != string(form.Network) {
		in.Action.Value = chosen // pressed before the form for the new network arrived
		return h.onShareNetwork(ctx, in)
	}
	if form.isUntouched(typed) {
		form.suggest(form.Variant)
		form.Round++
	} else {
		form.keep(typed)
		form.offer()
	}
	return dispatch.Reply{Update: shareFormView(form)}, nil
}

// onShareAngle draws the form again for another vantage point, which asks another question, or another way to say where
// one works, which leaves another room; what stands in the field stays.
func (h *Handlers) onShareAngle(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	form, typed, err := h.openShareForm(in)
	if err != nil {
		return dispatch.Reply{}, err
	}
	form.keep(typed)
	return dispatch.Reply{Update: shareFormView(form)}, nil
}

// onShareSubmit records the share as opened and hands out the kit. A text that a rule stops stays in the form, which
// says why and offers the way to compliance.
func (h *Handlers) onShareSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	state := parseShareState(in.View.Metadata)
	typed := in.State.Text(textBlock(state.Round))
	// The menu counts, not the form that was rendered for it: a submission may arrive before the rerendered form.
	if chosen := in.State.Choice(fieldNetwork); chosen != "" {
		state.Network = store.Network(chosen)
	}
	state.Says = in.State.Choice(fieldSays)
	form, err := h.newShareForm(in.User, state)
	if err != nil {
		return dispatch.Reply{}, err
	}
	o := form.open(typed)
	if err := post.CheckText(form.Network, typed, o.Disclosure, form.link); err != nil {
		return shareErrors(err, state.Round)
	}
	err = h.DB.View(func(q *store.Query) error { form.stop, form.asked = q.Stop(o); return nil })
	if form.stop != "" || err != nil {
		form.keep(typed)
		return dispatch.Reply{Update: shareFormView(form)}, err
	}
	if o.Supplied && form.isTaken(form.Variant) {
		form.crowded = true
		form.suggest(form.Variant)
		form.Round++
		return dispatch.Reply{Update: shareFormView(form)}, nil
	}
	share, err := h.DB.OpenShare(o)
	if err != nil {
		return shareErrors(err, state.Round)
	}
	share.Text = o.Text // a share that was posted before keeps its first text; the person still wants this one
	return dispatch.Reply{Update: shareKitView(h.PublicURL, share, form.asset), Home: true}, nil
}

// onShareAsk sends the text that a rule stopped to compliance.
func (h *Handlers) onShareAsk(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	form, typed, err := h.openShareForm(in)
	if err != nil {
		return dispatch.Reply{}, err
	}
	who, err := h.DB.AskClearance(form.open(typed))
	if err != nil {
		return dispatch.Reply{}, err
	}
	names := text.Mapped(who[:min(len(who), maxPoints)], block.Person)
	return dispatch.Reply{Update: block.ResultModal("Asked", "Your text is with "+block.List(names)+
		". You get a message with the answer.")}, nil
}

// shareErrors puts field errors at the inputs, whose block ids change with each new suggestion.
func shareErrors(err error, round int) (dispatch.Reply, error) {
	fields := fieldsOf(err)
	if len(fields) == 0 {
		return dispatch.Reply{}, err
	}
	shown := map[string]string{}
	for field, sentence := range fields {
		if field == surface.FieldText {
			field = textBlock(round)
		}
		shown[field] = sentence
	}
	return dispatch.Reply{Errors: shown}, nil
}

// fieldsOf are the sentences of an error about fields, nil for any other.
func fieldsOf(err error) store.FieldErrors {
	if e, ok := errors.AsType[*store.Error](err); ok {
		return e.Fields
	}
	return nil
}

// onShareComposer only acknowledges: the browser has opened the network's own form, and the share is recorded already.
func (h *Handlers) onShareComposer(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
	return dispatch.Reply{}, nil
}

// onSharePosted records "I posted it" and asks for the post's address. Pressing again, or asking from Home to add the
// address, pays nothing and shows the same.
func (h *Handlers) onSharePosted(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id := store.ShareID(in.Action.Value)
	before, err := h.DB.Share(id)
	if err != nil {
		return dispatch.Reply{}, err
	}
	share, paid, err := h.DB.DeclareShare(in.User, id)
	if err != nil {
		return dispatch.Reply{}, err
	}
	answer, err := h.declared(share, paid, before.Level >= store.Declared)
	if in.View.CallbackID != block.CBResult { // not in the kit, which it takes the place of
		answer.Open, answer.Update = answer.Update, nil
	}
	return answer, err
}

// declared is the view after "I posted it", wherever that was said; again means that it was said before.
func (h *Handlers) declared(share store.Share, paid []store.Entry, again bool) (dispatch.Reply, error) {
	d := declaredShare{Share: share, paid: paid, again: again}
	err := h.DB.View(func(q *store.Query) error {
		d.asset, d.rules = q.Asset(share.Asset), q.Settings().Points
		d.first = !again && posted(q.SharesOf(share.Employee, surface.RecentShares)) == 1
		if again {
			// Whoever presses twice ends on this view and must read there what they earned.
			d.paid = q.PaidForShare(share.ID)
		}
		if d.asset.Voluntary || !q.Employee(share.Employee).Takes(store.ByPoints) {
			d.paid, d.rules = nil, store.PointRules{}
		}
		return nil
	})
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Update: shareDeclaredView(d), Home: true}, nil
}

// onShareProof takes the post's address.
func (h *Handlers) onShareProof(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	address := strings.TrimSpace(in.State.Text(fieldPostURL))
	share, paid, err := h.DB.ProveShare(in.User, store.ShareID(in.View.Metadata), address)
	if err != nil {
		return dispatch.Reply{}, err
	}
	paid, err = h.told(in.User, paid)
	return dispatch.Reply{Update: shareProvenView(share, paid), Home: true}, err
}

// told are the entries that somebody is told of: none where they want nothing in return. `/vouch me` has them all.
func (h *Handlers) told(id store.EmployeeID, entries []store.Entry) ([]store.Entry, error) {
	return surface.Ask(h.Kit, func(q *store.Query) []store.Entry {
		if !q.Employee(id).Takes(store.ByPoints) {
			return nil
		}
		return entries
	})
}

// onShareUndo takes "I posted it" back; its points are reversed, never deleted.
func (h *Handlers) onShareUndo(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	share, reversed, err := h.DB.WithdrawShare(in.User, store.ShareID(in.Action.Value))
	if err != nil {
		return dispatch.Reply{}, err
	}
	if reversed, err = h.told(in.User, reversed); err != nil {
		return dispatch.Reply{}, err
	}
	asset, err := h.DB.Asset(share.Asset)
	return dispatch.Reply{Update: shareUndoneView(share, asset, reversed), Home: true}, err
}

// AlreadyShared opens the short form for somebody who posted without the kit; the pick's menu leads here. What was
// withdrawn meanwhile may still be told: it was posted all the same.
func (h *Handlers) AlreadyShared(in dispatch.Interaction, id store.AssetID) (dispatch.Reply, error) {
	var view *slack.ModalViewRequest
	err := h.DB.View(func(q *store.Query) error {
		me := surface.Advocate(q, in.User)
		q.Refuse(q.Unlocked(in.User))
		asset := q.AssetFor(in.User, id)
		if asset.Internal {
			return errInternal
		}
		shared := sharedOn(q.SharesOf(in.User, surface.RecentShares), id)
		view = alreadySharedView(asset, post.NetworksOf(asset, me.Prefs), shared)
		return nil
	})
	return dispatch.Reply{Open: view}, err
}

// onAlreadyShared records a post made without the kit.
func (h *Handlers) onAlreadyShared(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id, network := store.AssetID(in.View.Metadata), store.Network(in.State.Choice(fieldNetwork))
	// Whether it was told before must be read first: afterwards every share looks declared.
	shares, err := h.DB.SharesOf(in.User, surface.RecentShares)
	if err != nil {
		return dispatch.Reply{}, err
	}
	share, paid, err := h.DB.AlreadyShared(in.User, id, network)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return h.declared(share, paid, sharedOn(shares, id)[network])
}
