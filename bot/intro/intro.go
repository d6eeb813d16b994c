// Package intro is introducing somebody outside to a colleague: the form, a text that the employee sends themselves,
// the card of whom it is for, and the question whether an answer came.
package intro

import (
	"context"
	"strings"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// The actions and the form that this capability alone uses. The value of each action is the introduction.
const (
	actSent     = "intro_sent"
	actAnswered = "intro_answered"
	actMet      = "intro_met"
	actEnd      = "intro_end"
	actWait     = "intro_wait"
	actAccept   = "intro_accept"
	cbIntro     = "introduce"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// Routes are the buttons and the form of this capability.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnAction(surface.ActIntroduce, h.onIntroduce),
		dispatch.OnAction(surface.ActIntro, h.onOpen),
		dispatch.OnSubmit(cbIntro, h.onSubmit),
		dispatch.OnAction(actSent, h.onMove(store.IntroSent)),
		dispatch.OnAction(actAnswered, h.onMove(store.IntroAnswered)),
		dispatch.OnAction(actMet, h.onMove(store.IntroMet)),
		dispatch.OnAction(actEnd, h.onMove(store.IntroEnded)),
		dispatch.OnAction(actWait, h.onWait),
		dispatch.OnAction(actAccept, h.onAccept),
	}
}

// Kinds are the messages to the introducer and to whom somebody is introduced.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{
		{Kind: store.MsgIntro, Render: h.render(introducerContent), Rewrite: h.rewrite(introducerContent)},
		{Kind: store.MsgIntroCard, Render: h.render(ownerContent), Rewrite: h.rewrite(ownerContent)},
		{Kind: store.MsgIntroAsk, Render: h.renderAsk, Rewrite: h.rewrite(askContent)},
	}
}

// onIntroduce opens the form. A button may carry the asset whose post somebody answered; what was typed in the form of
// a referral is taken over.
func (h *Handlers) onIntroduce(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	f := form{Kind: store.Client, Asset: store.AssetID(in.Action.Value)}
	if in.View.Type == "modal" {
		f.name, f.contact = in.State.Text(surface.FieldName), in.State.Text(surface.FieldContact)
		f.why = in.State.Text(surface.FieldWhy)
		if in.State.Choice(surface.FieldKind) == string(store.Candidate) {
			f.Kind = store.Candidate
		}
	}
	err := h.DB.View(func(q *store.Query) error {
		if why := surface.CannotJoin(q.Employee(in.User)); why != "" {
			q.Refuse(&store.Error{Kind: store.Denied, Msg: why})
		}
		// The button may be in an old digest: what is gone from the library is left out.
		if _, found := q.FindAsset(f.Asset); !found {
			f.Asset = ""
		}
		return nil
	})
	return dispatch.Reply{Open: formView(f)}, err
}

// onSubmit stores an introduction and shows the text to send. A refusal is shown at its field and stores nothing.
func (h *Handlers) onSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	said := func(field string) string { return strings.TrimSpace(block.Clean(in.State.Text(field))) }
	person, problem := surface.ReadContact(in.State.Text(surface.FieldContact))
	if problem != "" {
		return dispatch.Reply{Errors: map[string]string{surface.FieldContact: problem}}, nil
	}
	person.Name, person.Company, person.Why = said(surface.FieldName), said(fieldCompany), said(surface.FieldWhy)
	i, err := h.Once(in).OfferIntroduction(store.Introduction{
		Kind: store.ReferralKind(in.State.Choice(surface.FieldKind)), Introducer: in.User, Person: person,
		Need: said(fieldNeed), Asset: store.AssetID(in.View.Metadata),
	}, in.State.Bool(surface.FieldConsent))
	if err != nil {
		return surface.ContactErrors(err)
	}
	return h.shownAgain(in, i)
}

// onOpen shows everything about one introduction to whoever may read it.
func (h *Handlers) onOpen(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	s, err := h.show(store.IntroID(in.Action.Value), in.User)
	return dispatch.Reply{Open: modal(s)}, err
}

// onMove gives the handler of the buttons that say how far it is.
func (h *Handlers) onMove(to store.IntroStage) dispatch.Handler {
	return func(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
		id, _ := introOf(in)
		i, err := h.DB.MoveIntroduction(in.User, id, to)
		if err != nil {
			return dispatch.Reply{}, err
		}
		return h.shownAgain(in, i)
	}
}

// onWait records that no answer came yet.
func (h *Handlers) onWait(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id, _ := introOf(in)
	i, err := h.DB.WaitForAnswer(in.User, id)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return h.shownAgain(in, i)
}

// onAccept records that the owner wants the introduction.
func (h *Handlers) onAccept(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id, _ := introOf(in)
	i, err := h.DB.AcceptIntroduction(in.User, id)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return h.shownAgain(in, i)
}

// introOf reads the value of a button; asked tells that it stands in the question whether an answer came.
func introOf(in dispatch.Interaction) (id store.IntroID, asked bool) {
	name, place, _ := strings.Cut(in.Action.Value, " ")
	return store.IntroID(name), place == inQuestion
}

// shownAgain shows an introduction where something was done with it: in the window or in the message.
func (h *Handlers) shownAgain(in dispatch.Interaction, i store.Introduction) (dispatch.Reply, error) {
	s, err := h.show(i.ID, in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if in.View.Type == "modal" {
		return dispatch.Reply{Update: modal(s), Home: true}, nil
	}
	content := contentFor(s)
	if _, asked := introOf(in); asked {
		content = askContent(s)
	}
	return dispatch.Reply{Replace: &content, Home: true}, nil
}

// show reads an introduction with what its views need.
func (h *Handlers) show(id store.IntroID, reader store.EmployeeID) (shown, error) {
	return surface.Ask(h.Kit, func(q *store.Query) shown { return gather(q, q.Introduction(id, reader), reader) })
}

// render gives the renderer of a message about an introduction. What is over before it was sent is not sent.
func (h *Handlers) render(view func(shown) block.Content) courier.Renderer {
	return func(_ context.Context, m store.Message) (block.Content, error) {
		s, err := h.show(store.IntroID(m.Ref), m.To)
		if err == nil && !s.IsOpen() {
			err = surface.Obsolete("The introduction is over.")
		}
		if err != nil {
			return block.Content{}, err
		}
		return view(s), nil
	}
}

// renderAsk is render for the question, which only a text that was sent and not answered needs.
func (h *Handlers) renderAsk(ctx context.Context, m store.Message) (block.Content, error) {
	s, err := h.show(store.IntroID(m.Ref), m.To)
	if err == nil && s.Stage != store.IntroSent {
		err = surface.Obsolete("The introducer has answered.")
	}
	if err != nil {
		return block.Content{}, err
	}
	return askContent(s), nil
}

// rewrite renders a delivered message as it should look now. Somebody who no longer may read it sees that it moved on.
func (h *Handlers) rewrite(view func(shown) block.Content) courier.Rewriter {
	return func(_ context.Context, r store.Receipt) (block.Content, error) {
		s, err := h.show(store.IntroID(r.Ref), r.Employee)
		if store.KindOf(err) == store.NotFound {
			return plain("This introduction was handed to somebody else. You have nothing left to do."), nil
		}
		if err != nil {
			return block.Content{}, err
		}
		return view(s), nil
	}
}
