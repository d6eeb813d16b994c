// Events: signing up and off wherever an event is shown, the reminder, and whom somebody met there.

package event

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// Routes are the buttons of events, whatever message or view they stand in. Their value is the asset.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnAction(surface.ActAttend, h.onAttend),
		dispatch.OnAction(surface.ActAttendOff, h.onAttendOff),
		dispatch.OnAction(actEventFinish, h.onEventFinish),
	}
}

// onAttend signs somebody up; onAttendOff gives their place back. Each button states one wish, so a second press, or one in an old
// message, does no harm.
func (h *Handlers) onAttend(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	me, err := h.Member(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	asset := store.AssetID(in.Action.Value)
	at, err := h.DB.SignUp(in.User, asset)
	if err != nil {
		return dispatch.Reply{}, err
	}
	words := "You are on the list for " + block.Moment(at.Knows.StartsAt, me.Zone) + ". You are reminded on the working day before."
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
	return h.rerenderEvent(ctx, in, asset, "You are off the list. Thank you for saying so: somebody else can have the place.")
}

// onEventFinish notes that there is nobody (more) to refer from an event.
func (h *Handlers) onEventFinish(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	asset := store.AssetID(in.Action.Value)
	if _, err := h.DB.FinishEvent(in.User, asset); err != nil {
		return dispatch.Reply{}, err
	}
	return h.rerenderEvent(ctx, in, asset, "Noted.")
}

// rerenderEvent shows a changed answer where the button is: in the message of the event, the digest, the library or Home; elsewhere
// it is said in words.
func (h *Handlers) rerenderEvent(ctx context.Context, in dispatch.Interaction, asset store.AssetID, words string) (dispatch.Reply, error) {
	if in.MessageTS != "" {
		receipt, found, err := h.DB.ReceiptAt(in.Channel, in.MessageTS)
		if err != nil {
			return dispatch.Reply{}, err
		}
		if kind := store.MessageKind(receipt.Kind); found && slices.Contains(eventKinds, kind) {
			edited, err := h.eventAsItIs(kind, receipt.Ref)
			if err != nil {
				return dispatch.Reply{}, err
			}
			return dispatch.Reply{Replace: &edited, Home: true}, nil
		}
	}
	key, err := h.DeliveryBehind(in, asset)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return h.Rerender(ctx, in, key, asset, words)
}

// ShowAttendees lists who comes to an event; the caller has checked the role.
func (h *Handlers) ShowAttendees(in dispatch.Interaction, a store.Asset) (dispatch.Reply, error) {
	coming, err := h.DB.Attendances(a.ID)
	if err != nil {
		return dispatch.Reply{}, err
	}
	zone, err := h.ZoneOf(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	shown, err := h.ShowEvent(in.User, a, zone, in.At)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Push: attendeesView(a, coming, shown)}, nil
}

// eventKinds are the messages about an event; all are drawn by drawEvent.
var eventKinds = []store.MessageKind{store.MsgEventReminder, store.MsgEventChanged, store.MsgEventPlace, store.MsgEventAfter}

// renderEvent draws a message about an event, unless it came too late: people who signed off meanwhile, or an event that has begun
// before its reminder went out.
func (h *Handlers) renderEvent(_ context.Context, m store.Message) (block.Content, error) {
	e, err := h.eventMessage(m.Kind, m.Ref)
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

// rewriteEvent draws a delivered message of an event as it should look now.
func (h *Handlers) rewriteEvent(_ context.Context, r store.Receipt) (block.Content, error) {
	return h.eventAsItIs(store.MessageKind(r.Kind), r.Ref)
}

// eventAsItIs draws a message about an event whatever became of it.
func (h *Handlers) eventAsItIs(kind store.MessageKind, ref string) (block.Content, error) {
	e, err := h.eventMessage(kind, ref)
	if err != nil {
		return block.Content{}, err
	}
	return eventContent(e), nil
}

// eventMessage gathers what a message about an event shows; its subject is the asset and the employee.
func (h *Handlers) eventMessage(kind store.MessageKind, ref string) (eventMessage, error) {
	id, who, found := strings.Cut(ref, "/")
	if !found {
		return eventMessage{}, fmt.Errorf("a message about an event names %q", ref)
	}
	e := eventMessage{kind: kind}
	var err error
	if e.me, err = h.Person(store.EmployeeID(who)); err != nil {
		return e, err
	}
	if e.asset, err = h.DB.Asset(store.AssetID(id)); err != nil {
		return e, err
	}
	shown, err := h.ShowEvent(e.me.ID, e.asset, e.me.Zone, store.Now())
	if err != nil {
		return e, err
	}
	if shown == nil {
		return e, surface.Obsolete("This is no event any more.")
	}
	e.shown = *shown
	return e, nil
}

// Kinds are the messages about events.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{
		{Kind: store.MsgEventReminder, Render: h.renderEvent, Rewrite: h.rewriteEvent},
		{Kind: store.MsgEventChanged, Render: h.renderEvent, Rewrite: h.rewriteEvent},
		{Kind: store.MsgEventPlace, Render: h.renderEvent, Rewrite: h.rewriteEvent},
		{Kind: store.MsgEventAfter, Render: h.renderEvent, Rewrite: h.rewriteEvent},
	}
}
