// Events: signing up and off wherever an event is shown, the reminder, and whom somebody met there.

package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"vouch/store"
)

// eventRoutes are the buttons of events, whatever message or view they stand in. Their value is the asset.
func (b *Bot) eventRoutes() []route {
	return []route{
		onAction(actAttend, b.onAttend),
		onAction(actAttendOff, b.onAttendOff),
		onAction(actEventFinish, b.onEventFinish),
	}
}

// shownEvent is an event as one person sees it now.
type shownEvent struct {
	Turnout store.Turnout
	Mine    store.Attendance // zero when they never answered
	Place   int              // in the line, from 1, while waiting
	Begun   bool
	Over    bool
	zone    *time.Location
}

// showEvent gathers what somebody sees of an event; nil for what is none, or has no date.
func (b *Bot) showEvent(id store.EmployeeID, a store.Asset, zone *time.Location, now time.Time) (*shownEvent, error) {
	if a.Event == nil {
		return nil, nil
	}
	shown := &shownEvent{Begun: !a.Event.StartsAt.After(now), Over: !a.Event.End().After(now), zone: zone}
	var err error
	if shown.Turnout, err = b.db.Turnout(a.ID); err != nil {
		return nil, err
	}
	if shown.Mine, _, err = b.db.AttendanceOf(id, a.ID); err != nil || shown.Mine.State != store.Waiting {
		return shown, err
	}
	coming, err := b.db.Attendances(a.ID)
	waiting := slices.DeleteFunc(coming, func(at store.Attendance) bool { return at.State != store.Waiting })
	shown.Place = 1 + slices.IndexFunc(waiting, func(at store.Attendance) bool { return at.Employee == id })
	return shown, err
}

// onAttend signs somebody up; onAttendOff gives their place back. Each button states one wish, so a second press, or one in an old
// message, does no harm.
func (b *Bot) onAttend(ctx context.Context, in inbound) (reply, error) {
	me, err := b.member(in.User)
	if err != nil {
		return reply{}, err
	}
	asset := store.AssetID(in.Action.Value)
	at, err := b.db.SignUp(in.User, asset)
	if err != nil {
		return reply{}, err
	}
	words := "You are on the list for " + moment(at.Knows.StartsAt, me.zone) + ". You are reminded on the working day before."
	if at.State == store.Waiting {
		words = "All places are taken. You are in line, and you are told as soon as one is free."
	}
	return b.redrawEvent(ctx, in, asset, words)
}

// onAttendOff gives a place back.
func (b *Bot) onAttendOff(ctx context.Context, in inbound) (reply, error) {
	asset := store.AssetID(in.Action.Value)
	if _, err := b.db.SignOff(in.User, asset); err != nil {
		return reply{}, err
	}
	return b.redrawEvent(ctx, in, asset, "You are off the list. Thank you for saying so: somebody else can have the place.")
}

// onEventFinish notes that there is nobody (more) to refer from an event.
func (b *Bot) onEventFinish(ctx context.Context, in inbound) (reply, error) {
	asset := store.AssetID(in.Action.Value)
	if _, err := b.db.FinishEvent(in.User, asset); err != nil {
		return reply{}, err
	}
	return b.redrawEvent(ctx, in, asset, "Noted.")
}

// onEventMet opens the form for somebody who was met at an event: how they know them is filled in.
func (b *Bot) onEventMet(_ context.Context, in inbound) (reply, error) {
	me, err := b.person(in.User)
	if err != nil {
		return reply{}, err
	}
	if why := cannotJoin(me.Employee); why != "" {
		return reply{}, &store.Error{Kind: store.Denied, Msg: why}
	}
	a, err := b.db.Asset(store.AssetID(in.Action.Value))
	if err != nil {
		return reply{}, err
	}
	form := referForm{referState: referState{Kind: store.Candidate, Event: a.ID}}
	form.submission.Relationship = relationCommunity
	form.submission.Person.Why = cut("Met at "+strings.Join(strings.Fields(clean(a.Title)), " ")+".", maxReferWhy)
	form.notice = "Somebody you met at *" + line(a.Title) + "*."
	return reply{Open: referFormView(form)}, nil
}

// redrawEvent shows a changed answer where the button is: in the message of the event, the digest, the library or Home; elsewhere
// it is said in words.
func (b *Bot) redrawEvent(ctx context.Context, in inbound, asset store.AssetID, words string) (reply, error) {
	if in.MessageTS != "" {
		receipt, found, err := b.db.ReceiptAt(in.Channel, in.MessageTS)
		if err != nil {
			return reply{}, err
		}
		if kind := store.MessageKind(receipt.Kind); found && slices.Contains(eventKinds, kind) {
			edited, err := b.drawEvent(kind, receipt.Ref)
			if err != nil {
				return reply{}, err
			}
			return reply{Replace: &edited, Home: true}, nil
		}
	}
	key, err := b.deliveryBehind(in, asset)
	if err != nil {
		return reply{}, err
	}
	return b.rerender(ctx, in, key, asset, words)
}

// showAttendees lists who comes to an event; the caller has checked the role.
func (b *Bot) showAttendees(in inbound, a store.Asset) (reply, error) {
	coming, err := b.db.Attendances(a.ID)
	if err != nil {
		return reply{}, err
	}
	zone, err := b.zoneOf(in.User)
	if err != nil {
		return reply{}, err
	}
	shown, err := b.showEvent(in.User, a, zone, in.At)
	if err != nil {
		return reply{}, err
	}
	return reply{Push: attendeesView(a, coming, shown)}, nil
}

// eventKinds are the messages about an event; all are drawn by drawEvent.
var eventKinds = []store.MessageKind{store.MsgEventReminder, store.MsgEventChanged, store.MsgEventPlace, store.MsgEventAfter}

// renderEvent draws a message about an event, unless it came too late: people who signed off meanwhile, or an event that has begun
// before its reminder went out.
func (b *Bot) renderEvent(_ context.Context, m store.Message) (content, error) {
	e, err := b.eventMessage(m.Kind, m.Ref)
	if err != nil {
		return content{}, err
	}
	switch {
	case !e.me.IsAdvocate() || !e.shown.Mine.IsComing():
		return content{}, overtaken("This person does not come any more.")
	case m.Kind != store.MsgEventAfter && e.shown.Begun:
		return content{}, overtaken("The event has begun.")
	case m.Kind != store.MsgEventAfter && m.Kind != store.MsgEventChanged && e.asset.State != store.Live:
		return content{}, overtaken("The event does not take place.")
	case m.Kind == store.MsgEventChanged && e.asset.State != store.Live && e.asset.State != store.Withdrawn:
		return content{}, overtaken("The event is being changed.")
	}
	return eventContent(e), nil
}

// rewriteEvent draws a delivered message of an event as it should look now.
func (b *Bot) rewriteEvent(_ context.Context, r store.Receipt) (content, error) {
	return b.drawEvent(store.MessageKind(r.Kind), r.Ref)
}

// drawEvent draws a message about an event whatever became of it.
func (b *Bot) drawEvent(kind store.MessageKind, ref string) (content, error) {
	e, err := b.eventMessage(kind, ref)
	if err != nil {
		return content{}, err
	}
	return eventContent(e), nil
}

// eventMessage gathers what a message about an event shows; its subject is the asset and the employee.
func (b *Bot) eventMessage(kind store.MessageKind, ref string) (eventMessage, error) {
	id, who, found := strings.Cut(ref, "/")
	if !found {
		return eventMessage{}, fmt.Errorf("a message about an event names %q", ref)
	}
	e := eventMessage{kind: kind}
	var err error
	if e.me, err = b.person(store.EmployeeID(who)); err != nil {
		return e, err
	}
	if e.asset, err = b.db.Asset(store.AssetID(id)); err != nil {
		return e, err
	}
	shown, err := b.showEvent(e.me.ID, e.asset, e.me.zone, store.Now())
	if err != nil {
		return e, err
	}
	if shown == nil {
		return e, overtaken("This is no event any more.")
	}
	e.shown = *shown
	return e, nil
}

// homeEventsShown is how many events Home shows; askedFor is how long after the end it still asks whom somebody met.
const (
	homeEventsShown = 3
	askedFor        = 7 * 24 * time.Hour
)

// homeEvents are the events somebody comes to, the next one first, and those about which the question whom they met is open.
func (b *Bot) homeEvents(me member, now time.Time) ([]homeEvent, error) {
	places, err := b.db.EventsOf(me.ID, now.Add(-askedFor))
	if err != nil {
		return nil, err
	}
	var events []homeEvent
	for _, place := range places {
		if over := !place.Asset.Event.End().After(now); over && (place.Attendance.State != store.Going || !place.Attendance.ClosedAt.IsZero()) || len(events) == homeEventsShown {
			continue
		}
		shown, err := b.showEvent(me.ID, place.Asset, me.zone, now)
		if err != nil || shown == nil {
			return nil, err
		}
		events = append(events, homeEvent{asset: place.Asset, shown: *shown})
	}
	return events, nil
}

// eventMessages are the messages about events.
func (b *Bot) eventMessages() []kind {
	return []kind{
		{Kind: store.MsgEventReminder, Render: b.renderEvent, Rewrite: b.rewriteEvent},
		{Kind: store.MsgEventChanged, Render: b.renderEvent, Rewrite: b.rewriteEvent},
		{Kind: store.MsgEventPlace, Render: b.renderEvent, Rewrite: b.rewriteEvent},
		{Kind: store.MsgEventAfter, Render: b.renderEvent, Rewrite: b.rewriteEvent},
	}
}
