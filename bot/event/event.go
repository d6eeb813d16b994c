// Package event is signing up for events and off, their messages, and the list of who comes.
package event

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
	// Rerender shows the digest that an interaction happened in as it is now.
	Rerender func(ctx context.Context, in dispatch.Interaction, key string, asset store.AssetID,
		words string) (dispatch.Reply, error)
}

// Events.
const (
	actEventFinish = "event_finish"
)

// Routes are the buttons of events, whatever message or view they stand in. Their value is the asset.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnAction(surface.ActAttend, h.ByAdvocate(h.onAttend)),
		dispatch.OnAction(surface.ActAttendOff, h.onAttendOff),
		dispatch.OnAction(actEventFinish, h.onEventFinish),
	}
}

// onAttend signs somebody up; onAttendOff gives their place back. Each button states one wish, so a second press, or
// one in an old message, does no harm.
func (h *Handlers) onAttend(ctx context.Context, in dispatch.Interaction, me surface.Member) (dispatch.Reply, error) {
	asset := store.AssetID(in.Action.Value)
	at, err := h.DB.SignUp(in.User, asset)
	if err != nil {
		return dispatch.Reply{}, err
	}
	words := "You are on the list for " + block.Moment(at.Knows.StartsAt, me.Zone) +
		". You are reminded on the working day before."
	if at.State == store.Waiting {
		words = "All places are taken. You are in line, and you are told as soon as one is free."
	}
	return h.rerenderEvent(ctx, in, asset, words)
}

// onAttendOff gives a place back.
func (h *Handlers) onAttendOff(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	asset := store.AssetID(in.Action.Value)
	if _, err := h.DB.SignOff(in.User, asset); err != nil {
		return dispatch.Reply{}, err
	}
	return h.rerenderEvent(ctx, in, asset, "You are off the list. Thank you for saying so: somebody else can have the "+
		"place.")
}

// onEventFinish notes that there is nobody (more) to refer from an event.
func (h *Handlers) onEventFinish(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	asset := store.AssetID(in.Action.Value)
	if _, err := h.DB.FinishEvent(in.User, asset); err != nil {
		return dispatch.Reply{}, err
	}
	return h.rerenderEvent(ctx, in, asset, "Noted.")
}

// rerenderEvent shows a changed answer where the button is: in the message of the event, the digest, the library or
// Home; elsewhere it is said in words.
func (h *Handlers) rerenderEvent(
	ctx context.Context, in dispatch.Interaction, asset store.AssetID, words string,
) (dispatch.Reply, error) {
	var edited *block.Content
	key := ""
	err := h.DB.View(func(q *store.Query) (err error) {
		if in.MessageTS != "" {
			receipt, found := q.ReceiptAt(in.Channel, in.MessageTS)
			if kind := store.MessageKind(receipt.Kind); found && slices.Contains(eventKinds, kind) {
				e, err := showEventMessage(q, kind, receipt.Ref)
				if err == nil {
					content := eventContent(e)
					edited = &content
				}
				return err
			}
		}
		key = surface.DeliveryBehind(q, in, asset)
		return nil
	})
	if err != nil {
		return dispatch.Reply{}, err
	}
	if edited != nil {
		return dispatch.Reply{Replace: edited, Home: true}, nil
	}
	return h.Rerender(ctx, in, key, asset, words)
}

// ShowAttendees lists who comes to an event; the caller has checked the role.
func (h *Handlers) ShowAttendees(in dispatch.Interaction, a store.Asset) (dispatch.Reply, error) {
	var view *slack.ModalViewRequest
	err := h.DB.View(func(q *store.Query) error {
		zone := surface.Person(q, in.User).Zone
		view = attendeesView(a, q.Attendances(a.ID), surface.ShowEvent(q, in.User, a, zone, in.At))
		return nil
	})
	return dispatch.Reply{Push: view}, err
}

// eventKinds are the messages about an event; all are rendered by renderEvent.
var eventKinds = []store.MessageKind{
	store.MsgEventReminder, store.MsgEventChanged, store.MsgEventPlace, store.MsgEventAfter,
}

// renderEvent renders a message about an event, unless it came too late: people who signed off meanwhile, or an event
// that has begun before its reminder went out.
func (h *Handlers) renderEvent(_ context.Context, m store.Message) (block.Content, error) {
	e, err := h.showEventMessage(m.Kind, m.Ref)
	if err != nil {
		return block.Content{}, err
	}
	switch {
	case !e.me.IsAdvocate() || !e.shown.Mine.IsComing():
		return block.Content{}, surface.Obsolete("This person does not come any more.")
	case m.Kind != store.MsgEventAfter && e.shown.Begun:
		return block.Content{}, surface.Obsolete("The event has begun.")
	case m.Kind != store.MsgEventAfter && m.Kind != store.MsgEventChanged && e.asset.State != store.Live:
		return block.Content{}, surface.Obsolete("The event does not take place.")
	case m.Kind == store.MsgEventChanged && e.asset.State != store.Live && e.asset.State != store.Withdrawn:
		return block.Content{}, surface.Obsolete("The event is being changed.")
	}
	return eventContent(e), nil
}

// rewriteEvent renders a delivered message of an event as it should look now, whatever became of the event.
func (h *Handlers) rewriteEvent(_ context.Context, r store.Receipt) (block.Content, error) {
	e, err := h.showEventMessage(store.MessageKind(r.Kind), r.Ref)
	if err != nil {
		return block.Content{}, err
	}
	return eventContent(e), nil
}

// showEventMessage is the function of that name in a View of its own.
func (h *Handlers) showEventMessage(kind store.MessageKind, ref string) (e eventMessage, err error) {
	err = h.DB.View(func(q *store.Query) (err error) { e, err = showEventMessage(q, kind, ref); return err })
	return e, err
}

// showEventMessage gathers what a message about an event shows; its subject is the asset and the employee.
func showEventMessage(q *store.Query, kind store.MessageKind, ref string) (eventMessage, error) {
	id, who, found := strings.Cut(ref, "/")
	if !found {
		return eventMessage{}, fmt.Errorf("a message about an event names %q", ref)
	}
	e := eventMessage{kind: kind, me: surface.Person(q, store.EmployeeID(who)), asset: q.Asset(store.AssetID(id))}
	shown := surface.ShowEvent(q, e.me.ID, e.asset, e.me.Zone, store.Now())
	if shown == nil {
		return e, surface.Obsolete("This is no event any more.")
	}
	e.shown = *shown
	return e, nil
}

// Kinds are the messages about events.
func (h *Handlers) Kinds() []courier.Kind {
	var kinds []courier.Kind
	for _, kind := range eventKinds {
		kinds = append(kinds, courier.Kind{Kind: kind, Render: h.renderEvent, Rewrite: h.rewriteEvent})
	}
	return kinds
}
