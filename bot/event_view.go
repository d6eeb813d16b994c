// The views of events: date, place and free places in words, the buttons, the messages, and the list of who comes.

package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// eventWords are an event's time, place and free places at this moment, where they are drawn anew each time, as "Thu 5 March at 18:00 · Berlin office · 3 of 8 places left".
func eventWords(a store.Asset, e shownEvent) string {
	words := eventFacts(a, e)
	others, noun := e.Turnout.Going, "colleague"
	if e.Mine.State == store.Going {
		others, noun = others-1, "other colleague"
	}
	switch left := e.Turnout.Left(*a.Event); {
	case e.Begun:
	case left > 0:
		words = append(words, fmt.Sprintf("%d of %s left", left, count(a.Event.Slots, "place", "places")))
	case left == 0:
		words = append(words, "all "+count(a.Event.Slots, "place", "places")+" taken")
	case others > 0:
		words = append(words, count(others, noun+" comes", noun+"s come"))
	}
	return strings.Join(words, " · ")
}

// lastingEventWords are an event's time, place and places for a delivered message. How many are free changes with everybody who
// signs up, and rewriting each copy for that would be a flood; the answer to signing up says whether there was a place.
func lastingEventWords(a store.Asset, e shownEvent) string {
	words := eventFacts(a, e)
	if !e.Begun && a.Event.Slots > 0 {
		words = append(words, count(a.Event.Slots, "place", "places"))
	}
	return strings.Join(words, " · ")
}

// eventFacts are an event's time and place, and that it has begun or is over.
func eventFacts(a store.Asset, e shownEvent) []string {
	words := []string{eventTime(*a.Event, e.zone)}
	if a.Event.Place != "" {
		words = append(words, line(cut(a.Event.Place, 80)))
	}
	switch {
	case e.Over:
		words = append(words, "is over")
	case e.Begun:
		words = append(words, "has begun")
	}
	return words
}

// eventTime is when an event takes place, each reader in their own zone.
func eventTime(e store.EventFacts, zone *time.Location) string {
	text := moment(e.StartsAt, zone)
	switch {
	case e.EndsAt.IsZero():
	case store.DateOf(e.EndsAt, zone) == store.DateOf(e.StartsAt, zone):
		text += " to " + dateToken(e.EndsAt, "{time}", "15:04", zone)
	default:
		text += " until " + moment(e.EndsAt, zone)
	}
	return text
}

// attendanceWords say what a person answered, "" nothing that still matters.
func attendanceWords(e shownEvent) string {
	switch {
	case e.Over:
		return ""
	case e.Mine.State == store.Going && e.Begun:
		return "You are on the list."
	case e.Mine.State == store.Going:
		return "You are coming."
	case e.Mine.State == store.Waiting && !e.Begun:
		return fmt.Sprintf("You are number %d in line. You are told when a place is free.", e.Place)
	case e.Mine.State == store.NotComing && !e.Begun:
		return "You said that you can't come."
	}
	return ""
}

// attendButton is the one thing to do about an event now; nil once it has begun.
func attendButton(a store.Asset, e shownEvent) *slack.ButtonBlockElement {
	id := string(a.ID)
	switch {
	case e.Begun:
		return nil
	case e.Mine.State == store.Waiting:
		return button(actAttendOff, "Leave the line", id, spoken("Leave the line for: "+a.Title))
	case e.Mine.State == store.Going:
		return button(actAttendOff, "I can't come", id, spoken("I can't come to: "+a.Title))
	case e.Turnout.Left(*a.Event) == 0:
		return button(actAttend, "Join the waiting list", id, spoken("Join the waiting list for: "+a.Title))
	case e.Mine.State == store.NotComing:
		return button(actAttend, "I can come after all", id, spoken("I can come after all to: "+a.Title))
	}
	return button(actAttend, "I will be there", id, spoken("I will be there: "+a.Title))
}

// eventMessage is what a message about an event shows.
type eventMessage struct {
	kind  store.MessageKind
	asset store.Asset
	shown shownEvent
	me    member
}

// eventContent draws a message about an event.
func eventContent(e eventMessage) content {
	if e.kind == store.MsgEventAfter {
		return afterEventContent(e)
	}
	a := e.asset
	title := "*" + link(a.URL, cut(a.Title, 150)) + "*"
	lead := "You are signed up for " + title + "."
	cancelled := a.State == store.Withdrawn
	switch {
	case cancelled:
		lead = title + " was cancelled."
		if a.StateReason != "" {
			lead += "\n*The reason:* " + line(a.StateReason)
		}
	case e.kind == store.MsgEventChanged:
		lead = title + " has changed. This is when and where it takes place now:"
	case e.kind == store.MsgEventPlace:
		lead = "A place is free at " + title + ", and it is yours."
	}
	if cancelled {
		return content{Text: lead, Blocks: []slack.Block{section(lead)}}
	}
	facts := lastingEventWords(a, e.shown)
	text := lead + "\n" + facts
	if state := attendanceWords(e.shown); state != "" {
		text += "\n*" + state + "*"
	}
	blocks := []slack.Block{section(text)}
	points := eventPoints(a, e.me.Prefs.Personas)
	if e.kind == store.MsgEventReminder && len(points) > 0 && e.shown.Mine.State == store.Going {
		said := "*What you can say there*\n• " + strings.Join(points, "\n• ")
		blocks = append(blocks, section(said))
		text += "\n" + said
	}
	if attend := attendButton(a, e.shown); attend != nil {
		blocks = append(blocks, actions("do:"+string(a.ID), attend,
			button(actShare, "Share", string(a.ID), spoken("Share: "+a.Title))))
	}
	return content{Text: cutBytes(text, maxMessageText), Blocks: blocks}
}

// eventPoints are the talking points for somebody with these personas: their own first, then those for everybody.
func eventPoints(a store.Asset, personas []store.PersonaID) (points []string) {
	for _, id := range append(slices.Clone(personas), "") {
		for _, point := range a.TalkingPoints {
			if point.Persona == id {
				points = append(points, line(point.Text))
			}
		}
	}
	return points
}

// afterEventContent asks whom somebody met. Each person they refer is counted, and the question stays until they say that it was all.
func afterEventContent(e eventMessage) content {
	a, at := e.asset, e.shown.Mine
	title := "*" + link(a.URL, cut(a.Title, 150)) + "*"
	text := "Whom did you meet at " + title + "?\nIf somebody should work here, or we could help them, refer them while you remember. They must know that you do."
	again, nobody := "Refer somebody I met", "Nobody this time"
	switch {
	case at.State != store.Going:
		text = "You did not go to " + title + "."
		return content{Text: text, Blocks: []slack.Block{section(text)}}
	case !at.ClosedAt.IsZero() && at.Met == 0:
		text, again, nobody = "You met nobody to refer at "+title+". That is fine.", "There is somebody after all", ""
	case !at.ClosedAt.IsZero():
		text, again, nobody = "You referred "+count(at.Met, "person", "people")+" you met at "+title+". Thank you.", "Refer another", ""
	case at.Met > 0:
		text = "You referred " + count(at.Met, "person", "people") + " you met at " + title + ". Was there anybody else?"
		again, nobody = "Refer another", "That is all"
	}
	id := string(a.ID)
	row := []slack.BlockElement{button(actEventMet, again, id)}
	if nobody != "" {
		row = append(row, button(actEventFinish, nobody, id))
	}
	return content{Text: text, Blocks: []slack.Block{section(text), actions("met:"+id, row...)}}
}

// namesPerSection keeps a list of names within a section's 3,000 characters.
const namesPerSection = 100

// attendeesView lists who comes and who waits, for curators.
func attendeesView(a store.Asset, coming []store.Attendance, shown *shownEvent) *slack.ModalViewRequest {
	var going, waiting []string
	for _, at := range coming {
		if at.State == store.Going {
			going = append(going, person(at.Employee))
		} else {
			waiting = append(waiting, person(at.Employee))
		}
	}
	facts := "*" + line(a.Title) + "*"
	if a.Event == nil || shown == nil {
		return resultModal("Who comes", facts+"\nThis event has no date, so nobody can sign up.")
	}
	facts += "\n" + eventWords(a, *shown)
	blocks := []slack.Block{section(facts)}
	for _, part := range []struct {
		title string
		names []string
	}{{count(len(going), "person comes", "people come"), going}, {count(len(waiting), "person waits for a place", "people wait for a place"), waiting}} {
		if len(part.names) == 0 {
			continue
		}
		blocks = append(blocks, header(part.title))
		for names := range slices.Chunk(part.names[:min(len(part.names), 40*namesPerSection)], namesPerSection) {
			blocks = append(blocks, section(strings.Join(names, ", ")))
		}
	}
	if len(coming) == 0 {
		blocks = append(blocks, section("Nobody has signed up yet."))
	}
	return modal(cbResult, "Who comes", "", "Close", "", blocks...)
}

// homeEvent is one of a person's events on Home.
type homeEvent struct {
	asset store.Asset
	shown shownEvent
}

// homeEventBlocks are the events somebody comes to, and the question after those that are over.
func homeEventBlocks(events []homeEvent) []slack.Block {
	blocks := []slack.Block{header("Your events")}
	for _, e := range events {
		text := "*" + link(e.asset.URL, cut(e.asset.Title, 150)) + "*\n" + eventWords(e.asset, e.shown)
		if state := attendanceWords(e.shown); state != "" {
			text += "\n*" + state + "*"
		}
		switch attend := attendButton(e.asset, e.shown); {
		case e.shown.Over:
			blocks = append(blocks, sectionWith(text, button(actEventMet, "Refer somebody I met", string(e.asset.ID), spoken("Refer somebody I met at: "+e.asset.Title))))
		case attend != nil:
			blocks = append(blocks, sectionWith(text, attend))
		default:
			blocks = append(blocks, section(text))
		}
	}
	return blocks
}
