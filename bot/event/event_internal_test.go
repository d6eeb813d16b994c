// Tests of events in Slack: signing up wherever an event is shown, the line for a place, and what people hear of it.

package event

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"vouch/bot/block"
	"vouch/bot/bottest/golden"
	"vouch/bot/surface"
	"vouch/store"
)

func TestGolden_EventMessages(t *testing.T) {
	of := func(kind store.MessageKind, state store.AttendanceState, change func(*eventMessage)) block.Content {
		e := eventMessage{kind: kind, asset: golden.Event(), shown: golden.Shown(state, 2, 0), me: golden.Member()}
		if change != nil {
			change(&e)
		}
		return eventContent(e)
	}
	golden.Message(t, "event-reminder", of(store.MsgEventReminder, store.Going, nil))
	golden.Message(t, "event-reminder-off", of(store.MsgEventReminder, store.NotComing, nil))
	golden.Message(t, "event-place", of(store.MsgEventPlace, store.Going, nil))
	golden.Message(t, "event-moved", of(store.MsgEventChanged, store.Going, func(e *eventMessage) {
		facts := *e.asset.Event
		facts.EndsAt, facts.Slots = facts.StartsAt.Add(30*time.Hour), 0
		e.asset.Event, e.asset.Title = &facts, golden.Hostile
	}))
	golden.Message(t, "event-cancelled", of(store.MsgEventChanged, store.Going, func(e *eventMessage) {
		e.asset.State, e.asset.StateReason = store.Withdrawn, "The room is <flooded>."
	}))
	over := func(met int, closed bool) func(*eventMessage) {
		return func(e *eventMessage) {
			e.shown.Begun, e.shown.Mine.Met = true, met
			if closed {
				e.shown.Mine.ClosedAt = golden.Now
			}
		}
	}
	golden.Message(t, "event-after", of(store.MsgEventAfter, store.Going, over(0, false)))
	golden.Message(t, "event-after-two", of(store.MsgEventAfter, store.Going, over(2, false)))
	golden.Message(t, "event-after-nobody", of(store.MsgEventAfter, store.Going, over(0, true)))
	golden.Message(t, "event-after-all", of(store.MsgEventAfter, store.Going, over(1, true)))
}

func TestGolden_EventViews(t *testing.T) {
	shown := golden.Shown("", 2, 1)
	var coming []store.Attendance
	for i := range 250 {
		at := store.Attendance{Employee: store.EmployeeID(fmt.Sprintf("U%010d", i)), State: store.Going}
		if i > 240 {
			at.State = store.Waiting
		}
		coming = append(coming, at)
	}
	own := shown
	own.Mine.State, own.Turnout.Going = store.Going, 2
	unlimited := golden.Event()
	unlimited.Event.Slots = 0
	if words := surface.EventWords(unlimited, own); !strings.HasSuffix(words, "1 other colleague comes") {
		t.Errorf("who comes reads of others: %s", words)
	}
	golden.Modal(t, "event-who", attendeesView(golden.Event(), coming, &shown))
	golden.Modal(t, "event-who-nobody", attendeesView(golden.Event(), nil, &shown))
	undated := golden.Event()
	undated.Event = nil
	golden.Modal(t, "event-who-undated", attendeesView(undated, nil, nil))

}
