// Slots: talks and bylines that people claim and a program manager gives, and what came of them.

package recognition

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/feed"
	"vouch/store"
)

// The actions, forms and fields of slots.
const (
	actSlots   = "slots"
	actClaim   = "slot_claim" // the value is the slot
	actUnclaim = "slot_unclaim"
	actGive    = "slot_give" // the choice is the slot and who gets it; nobody ends it
	actOffer   = "slot_new"
	actLink    = "slot_link" // the value is the slot
	cbOffer    = "slot_offer"
	cbLink     = "slot_linked"

	fieldWords = "words"
	fieldOn    = "on"
	fieldURL   = "url"
)

// slotRoutes are the word, the list and the forms of slots.
func (h *Handlers) slotRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "slots", "talks and bylines to claim", h.onSlots).For((*store.Query).SeesSlots),
		dispatch.OnAction(actSlots, h.onSlots),
		dispatch.OnAction(actClaim, h.onClaim),
		dispatch.OnAction(actUnclaim, h.onClaim),
		dispatch.OnAction(actGive, h.onGive),
		dispatch.OnAction(actOffer, h.By(surface.MustManage, h.onOffer)),
		dispatch.OnSubmit(cbOffer, h.onOfferSubmit),
		dispatch.OnAction(actLink, h.onLink),
		dispatch.OnSubmit(cbLink, h.onLinkSubmit),
	}
}

// list renders the list of slots for a reader; somebody for whom there are none is told who they are for.
func (h *Handlers) list(id store.EmployeeID, notice string) (*slack.ModalViewRequest, error) {
	return surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		me := surface.Person(q, id)
		if !q.SeesSlots(me.Employee) {
			q.Refuse(&store.Error{Kind: store.Denied,
				Msg: "Slots are for ambassadors, and for people who want slots in return: Settings has that choice."})
		}
		l := slotList{reader: id, manages: q.CanManage(me.Employee), claims: q.MayClaim(me.Employee), zone: me.Zone,
			notice: notice, names: map[store.EmployeeID]string{}}
		for _, s := range q.OpenSlots() {
			l.open = append(l.open, s)
			for _, claimer := range s.Claims {
				l.names[claimer] = q.Employee(claimer).Name
			}
		}
		l.given = q.SlotsOf(id)
		return slotsView(l)
	})
}

func (h *Handlers) onSlots(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.list(in.User, "")
	return dispatch.Reply{Open: view}, err
}

// again shows the list after something was done in it, or opens it when that was done in a message.
func (h *Handlers) again(in dispatch.Interaction, notice string) (dispatch.Reply, error) {
	view, err := h.list(in.User, notice)
	if in.View.Type == "modal" {
		return dispatch.Reply{Update: view}, err
	}
	return dispatch.Reply{Open: view}, err
}

// onClaim claims a slot or takes the claim back. Each button states one wish, so a second press does no harm.
func (h *Handlers) onClaim(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	on := in.Action.ID == actClaim
	s, err := h.DB.ClaimSlot(in.User, in.Action.Value, on)
	switch {
	case store.KindOf(err) == store.Conflict:
		return h.again(in, block.Esc(store.WordsOf(err)))
	case err != nil:
		return dispatch.Reply{}, err
	case on:
		return h.again(in, "You claim *"+block.Line(s.Title)+"*. You will hear who gets it.")
	}
	return h.again(in, "You do not claim *"+block.Line(s.Title)+"* any more.")
}

// onGive gives a slot to one person, or to nobody.
func (h *Handlers) onGive(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	slot, to, _ := strings.Cut(in.Action.Value, " ")
	s, err := h.DB.GiveSlot(in.User, slot, store.EmployeeID(to))
	switch {
	case store.KindOf(err) == store.Conflict:
		return h.again(in, block.Esc(store.WordsOf(err)))
	case err != nil:
		return dispatch.Reply{}, err
	case s.Given == "":
		return h.again(in, "*"+block.Line(s.Title)+"* goes to nobody.")
	}
	return h.again(in, "*"+block.Line(s.Title)+"* goes to "+block.Person(s.Given)+". Everybody who claimed it is told.")
}

// onOffer asks a program manager what to offer.
func (h *Handlers) onOffer(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return dispatch.Reply{Open: offerView()}, nil
}

func (h *Handlers) onOfferSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	s, err := h.Once(in).OfferSlot(in.User, store.Slot{Title: block.Clean(in.State.Text(surface.FieldTitle)),
		Words: block.Clean(in.State.Text(fieldWords)), On: in.State.Date(fieldOn)})
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{After: h.Below(in.View.Previous, func(context.Context) (*slack.ModalViewRequest, error) {
		return h.list(in.User, "*"+block.Line(s.Title)+"* is offered.")
	})}, nil
}

// onLink asks for the address of what came of a slot.
func (h *Handlers) onLink(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	return dispatch.Reply{Open: linkView(in.Action.Value)}, nil
}

// onLinkSubmit puts it into the library with the name of who had the slot, or credits them there.
func (h *Handlers) onLinkSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	address := strings.TrimSpace(in.State.Text(fieldURL))
	canonical, err := feed.Canonical(address)
	if err != nil {
		return dispatch.Reply{Errors: map[string]string{fieldURL: surface.PageProblem(err)}}, nil
	}
	a, err := h.Once(in).LinkSlot(in.User, in.View.Metadata, store.Asset{URL: address, Canon: canonical, Source: "slot"})
	if err != nil {
		return dispatch.Reply{}, err
	}
	words := "*" + surface.Titled(a, maxTitle) + "* is in the library, with your name."
	if a.State == store.InReview {
		words = "*" + surface.Titled(a, maxTitle) + "* waits for the curators. It will carry your name."
	}
	return dispatch.Reply{Update: block.ResultModal("What came of it", words)}, nil
}

// renderOffer tells somebody of a slot while they can claim it.
func renderOffer(q *store.Query, m store.Message) block.Content {
	s, me := q.Slot(m.Ref), surface.Person(q, m.To)
	if !s.IsOpen() || s.Has(m.To) || !me.Takes(store.ByOffer) {
		q.Refuse(surface.Obsolete("This slot is nothing for this person any more."))
	}
	return offerContent(s, me.Zone)
}

// renderSlot tells somebody what became of a slot that they claimed.
func renderSlot(q *store.Query, m store.Message) block.Content {
	return answerContent(q.Slot(m.Ref), m.To, surface.Person(q, m.To).Zone)
}
