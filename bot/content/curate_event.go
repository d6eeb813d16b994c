// The facts of an event in the form of an asset: its fields, and what a curator made of them.

package content

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// The fields of an event. The first, ends_at, place and slots are also the names in the store's FieldErrors.
const (
	fieldStartsDay  = "starts_at"
	fieldStartsTime = "starts_time"
	fieldEndsTime   = "ends_at"
	fieldEndsDay    = "ends_day"
	fieldPlace      = "place"
	fieldSlots      = "slots"
)

// eventBlocks ask for the facts of an event, in the program's zone: first what every event has, then when it ends and
// for how many there is room.
func eventBlocks(event *store.EventFacts, zone *time.Location) (first, more []slack.Block) {
	event = cmp.Or(event, &store.EventFacts{})
	slots, endsDay := "", ""
	if event.Slots > 0 {
		slots = strconv.Itoa(event.Slots)
	}
	if !event.EndsAt.IsZero() && store.DateOf(event.EndsAt, zone) != store.DateOf(event.StartsAt, zone) {
		endsDay = pickerDay(event.EndsAt, zone)
	}
	hint := "Times are those of " + zone.String() + "; each reader sees their own."
	first = []slack.Block{
		block.Input(fieldStartsDay, "Day of the event", block.DateInput(block.InputValue, pickerDay(event.StartsAt, zone)),
			hint, false),
		block.Input(fieldStartsTime, "Begins at", block.TimeInput(block.InputValue, pickerTime(event.StartsAt, zone)), "",
			false),
		block.Input(fieldPlace, "Place", block.TextInput(block.InputValue, "A room, a city or online", event.Place, false,
			surface.MaxAssetPrompt), "", true),
	}
	more = []slack.Block{
		block.Input(fieldEndsTime, "Ends at", block.TimeInput(block.InputValue, pickerTime(event.EndsAt, zone)),
			"Empty: two hours later. When it is over, it expires.", true),
		block.Input(fieldEndsDay, "Last day", block.DateInput(block.InputValue, endsDay), "Only when it ends on another day.",
			true),
		block.Input(fieldSlots, "Places for colleagues", block.TextInput(block.InputValue, "8", slots, false, 6),
			"When they are taken, others wait in line and move up. Empty: no limit.", true),
	}
	return first, more
}

// pickerTime is a time as a time picker wants it, "" for none.
func pickerTime(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("15:04")
}

// readEvent takes over what the form says of an event; problem holds what no verb of the store could know, by block id.
// An event that becomes something else loses its facts. Where the form does not show when it ends, what was kept in it
// or is stored stays: the event keeps its length.
func readEvent(asset *store.Asset, in dispatch.Interaction, zone *time.Location,
	kept *store.EventFacts) (problem map[string]string) {
	before := asset.Event
	asset.Event = nil
	if asset.Kind != store.Event {
		if before != nil {
			return nil
		}
		return wrongKind(in, "an event", fieldStartsDay, fieldStartsTime, fieldEndsTime, fieldEndsDay, fieldPlace, fieldSlots)
	}
	event := store.EventFacts{Place: strings.TrimSpace(block.Clean(in.State.Text(fieldPlace)))}
	asset.Event = &event // also when something is wrong: a form that is drawn again shows as much as there is
	base, hidden := cmp.Or(kept, before, &store.EventFacts{}), !shows(in.View, stepWhen)
	if hidden {
		event.EndsAt, event.Slots = base.EndsAt, base.Slots
	}
	day, starts := string(in.State.Date(fieldStartsDay)), in.State.Text(fieldStartsTime)
	if day == "" {
		return map[string]string{fieldStartsDay: "Choose the day of the event."}
	}
	if starts == "" {
		return map[string]string{fieldStartsTime: "Choose when it begins."}
	}
	event.StartsAt = onClock(day, starts, zone)
	if hidden {
		if !base.EndsAt.IsZero() && !base.StartsAt.IsZero() {
			event.EndsAt = event.StartsAt.Add(base.EndsAt.Sub(base.StartsAt))
		}
		return nil
	}
	return readEventEnd(&event, in, zone)
}

// readEventEnd takes over when an event ends and for how many there is room.
func readEventEnd(event *store.EventFacts, in dispatch.Interaction, zone *time.Location) (problem map[string]string) {
	day := string(in.State.Date(fieldStartsDay))
	lastDay, ends := string(in.State.Date(fieldEndsDay)), in.State.Text(fieldEndsTime)
	switch {
	case ends != "" && lastDay != "":
		event.EndsAt = onClock(lastDay, ends, zone)
	case ends != "":
		event.EndsAt = onClock(day, ends, zone)
	case lastDay != "":
		return map[string]string{fieldEndsTime: "Choose the time at which it ends on the last day."}
	}
	if text := strings.TrimSpace(in.State.Text(fieldSlots)); text != "" {
		slots, err := strconv.Atoi(text)
		if err != nil || slots < 1 {
			return map[string]string{fieldSlots: "Write a whole number from 1, such as 8, or leave it empty for no limit."}
		}
		event.Slots = slots
	}
	return nil
}

// tooFewPlaces asks before an event gets fewer places than people have signed up, and says who keeps theirs; "" when
// there is nothing to ask, or agreed are the places it was asked about.
func (h *Handlers) tooFewPlaces(a *store.Asset, agreed int, now time.Time) (asking string, err error) {
	if a.ID == "" || a.Event == nil || a.Event.Slots == 0 || a.Event.Slots == agreed || !a.Event.StartsAt.After(now) {
		return "", nil
	}
	return surface.Ask(h.Kit, func(q *store.Query) string {
		var going []string
		for _, at := range q.Attendances(a.ID) {
			if at.State == store.Going {
				going = append(going, q.Employee(at.Employee).Name)
			}
		}
		if len(going) <= a.Event.Slots {
			return ""
		}
		return "Nothing was saved yet: " + block.Count(len(going), "colleague comes", "colleagues come") +
			", and this leaves " +
			block.Count(a.Event.Slots, "place", "places") + ". Who signed up first comes: " + firstNames(going[:a.Event.Slots]) +
			". To the front of the waiting line, with a word about it: " + firstNames(going[a.Event.Slots:]) +
			". Press Save again to do that."
	})
}

// firstNames lists the first of many people.
func firstNames(names []string) string {
	return block.List(block.Some(names, 10, func(name string) string { return name }, "other", "others"))
}

// onClock is a local day and time of pickers as a moment, zero for what is none.
func onClock(day, clock string, zone *time.Location) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", day+" "+clock, zone)
	if err != nil {
		return time.Time{}
	}
	return t
}
