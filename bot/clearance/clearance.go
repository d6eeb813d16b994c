// Package clearance brings texts that a rule stopped to compliance: the card, the list, the answer, and word to the
// writer.
package clearance

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/text"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// Actions and callbacks that this capability alone uses.
const (
	actAllow  = "clearance_allow"
	actRefuse = "clearance_refuse"
	cbRefuse  = "clearance_refuse"
)

// Routes lists what compliance does with a text.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnAction(surface.ActClearances, h.onList),
		dispatch.OnAction(actAllow, h.onAllow),
		dispatch.OnAction(actRefuse, h.onRefuse),
		dispatch.OnSubmit(cbRefuse, h.onRefused),
	}
}

// Kinds are the card to compliance and the answer to the writer.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{
		{Kind: store.MsgClearance, Render: h.Rendering(renderCard), Rewrite: h.Rewriting(rerenderCard)},
		{Kind: store.MsgClearanceNews, Render: h.Rendering(renderNews)},
	}
}

// shown is a text with the item it is about.
type shown struct {
	store.Clearance
	asset store.Asset
}

func show(q *store.Query, c store.Clearance) shown {
	a, _ := q.FindAsset(c.Asset)
	return shown{c, a}
}

// onList shows the texts that wait for this person. Who has no part in them sees that none do.
func (h *Handlers) onList(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.list(in.User, "")
	if in.View.Type == "modal" {
		return dispatch.Reply{Push: view}, err
	}
	return dispatch.Reply{Open: view}, err
}

func (h *Handlers) list(id store.EmployeeID, notice string) (*slack.ModalViewRequest, error) {
	return surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		show := func(c store.Clearance) shown { return show(q, c) }
		return listView(text.Mapped(q.ClearancesFor(id), show), notice)
	})
}

// onAllow lets the text pass.
func (h *Handlers) onAllow(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id := store.ClearanceID(in.Action.Value)
	c, err := h.DB.DecideClearance(in.User, id, store.ClearanceAllowed, "")
	if err != nil {
		return dispatch.Reply{}, err
	}
	if in.View.Type == "modal" {
		view, err := h.list(in.User, "Allowed. The writer gets a message.")
		return dispatch.Reply{Update: view, Home: true}, err
	}
	card, err := surface.Ask(h.Kit, func(q *store.Query) block.Content { return cardView(show(q, c)) })
	return dispatch.Reply{Replace: &card, Home: true}, err
}

// onRefuse asks for the note.
func (h *Handlers) onRefuse(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id := store.ClearanceID(in.Action.Value)
	view, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		q.MayClear(in.User, id)
		return refuseView(show(q, q.Clearance(id)))
	})
	if in.View.Type == "modal" {
		return dispatch.Reply{Push: view}, err
	}
	return dispatch.Reply{Open: view}, err
}

// onRefused refuses the text; a list below is drawn again.
func (h *Handlers) onRefused(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	note := strings.TrimSpace(block.Clean(in.State.Text(surface.FieldNote)))
	id := store.ClearanceID(in.View.Metadata)
	if _, err := h.Once(in).DecideClearance(in.User, id, store.ClearanceRefused, note); err != nil {
		return dispatch.Reply{}, err
	}
	const said = "Refused. The writer gets your note."
	if in.View.Previous == "" {
		return dispatch.Reply{Update: block.ResultModal("Refused", said), Home: true}, nil
	}
	return dispatch.Reply{Home: true, After: h.Below(in.View.Previous,
		func(context.Context) (*slack.ModalViewRequest, error) { return h.list(in.User, said) })}, nil
}

// renderCard renders the card of a text that still waits for this person.
func renderCard(q *store.Query, m store.Message) block.Content {
	id := store.ClearanceID(m.Ref)
	q.MayClear(m.To, id)
	c := show(q, q.Clearance(id))
	if c.State != store.ClearanceAsked || surface.GoneWords(c.asset) != "" {
		q.Refuse(surface.Obsolete("Nobody has to decide about this text any more."))
	}
	return cardView(c)
}

// rerenderCard says on a delivered card what was decided.
func rerenderCard(q *store.Query, r store.Receipt) block.Content {
	return cardView(show(q, q.Clearance(store.ClearanceID(r.Ref))))
}

// renderNews tells the writer.
func renderNews(q *store.Query, m store.Message) block.Content {
	return newsView(show(q, q.Clearance(store.ClearanceID(m.Ref))))
}
