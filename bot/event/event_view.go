// The views of events: date, place and free places in words, the buttons, the messages, and the list of who comes.

package event

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// eventMessage is what a message about an event shows.
type eventMessage struct {
	kind  store.MessageKind
	asset store.Asset
	shown surface.ShownEvent
	me    surface.Member
}

// eventContent draws a message about an event.
func eventContent(e eventMessage) block.Content {
	if e.kind == store.MsgEventAfter {
		return afterEventContent(e)
	}
	a := e.asset
	title := "*" + block.Link(a.URL, block.Cut(a.Title, 150)) + "*"
	lead := "You are signed up for " + title + "."
	cancelled := a.State == store.Withdrawn
	switch {
	case cancelled:
		lead = title + " was cancelled."
		lead += block.After("\n*The reason:* ", block.Line(a.StateReason))
	case e.kind == store.MsgEventChanged && e.shown.Mine.Lost:
		lead = title + " has fewer places now, and those who signed up before you have them:"
	case e.kind == store.MsgEventChanged:
		lead = title + " has changed. This is when and where it takes place now:"
	case e.kind == store.MsgEventPlace:
		lead = "A place is free at " + title + ", and it is yours."
	}
	if cancelled {
		return block.Message(lead)
	}
	facts := surface.LastingEventWords(a, e.shown)
	text := lead + "\n" + facts
	if state := surface.AttendanceWords(e.shown); state != "" {
		text += "\n*" + state + "*"
	}
	blocks := []slack.Block{block.Section(text)}
	points := eventPoints(a, e.me.Prefs.Personas)
	if e.kind == store.MsgEventReminder && len(points) > 0 && e.shown.Mine.State == store.Going {
		said := "*What you can say there*\n• " + strings.Join(points, "\n• ")
		blocks = append(blocks, block.Section(said))
		text += "\n" + said
	}
	if attend := surface.AttendButton(a, e.shown); attend != nil {
		blocks = append(blocks, block.Actions("do:"+string(a.ID), attend,
			block.Button(surface.ActShare, "Share", string(a.ID), block.Spoken("Share: "+a.Title))))
	}
	return block.Message(block.CutBytes(text, block.MaxMessageText), blocks...)
}

// eventPoints are the talking points for somebody with these personas: their own first, then those for everybody.
func eventPoints(a store.Asset, personas []store.PersonaID) (points []string) {
	for _, id := range append(slices.Clone(personas), "") {
		for _, point := range a.TalkingPoints {
			if point.Persona == id {
				points = append(points, block.Line(point.Text))
			}
		}
	}
	return points
}

// afterEventContent asks whom somebody met. Each person they refer is counted, and the question stays until they say
// that it was all.
func afterEventContent(e eventMessage) block.Content {
	a, at := e.asset, e.shown.Mine
	title := "*" + block.Link(a.URL, block.Cut(a.Title, 150)) + "*"
	text := "Whom did you meet at " + title + "?\nRefer who could work here or buy from us, while you remember. Ask " +
		"them first."
	again, nobody := "Refer somebody I met", "Nobody this time"
	switch {
	case at.State != store.Going:
		text = "You did not go to " + title + "."
		return block.Message(text)
	case !at.ClosedAt.IsZero() && at.Met == 0:
		text, again, nobody = "You met nobody to refer at "+title+". That is fine.", "There is somebody after all", ""
	case !at.ClosedAt.IsZero():
		text, again, nobody = "You referred "+block.Count(at.Met, "person", "people")+" you met at "+title+". Thank you.",
			"Refer another", ""
	case at.Met > 0:
		text = "You referred " + block.Count(at.Met, "person", "people") + " you met at " + title +
			". Was there anybody else?"
		again, nobody = "Refer another", "That is all"
	}
	id := string(a.ID)
	row := []slack.BlockElement{block.Button(surface.ActEventMet, again, id)}
	row = append(row, block.When(nobody != "", block.Button(actEventFinish, nobody, id)))
	return block.Message(text, block.Section(text), block.Actions("met:"+id, row...))
}

// namesPerSection keeps a list of names within a section's 3,000 characters.
const namesPerSection = 100

// attendeesView lists who comes and who waits, for curators.
func attendeesView(a store.Asset, coming []store.Attendance, shown *surface.ShownEvent) *slack.ModalViewRequest {
	var going, waiting []string
	for _, at := range coming {
		if at.State == store.Going {
			going = append(going, block.Person(at.Employee))
		} else {
			waiting = append(waiting, block.Person(at.Employee))
		}
	}
	facts := "*" + block.Line(a.Title) + "*"
	if a.Event == nil || shown == nil {
		return block.ResultModal("Who comes", facts+"\nThis event has no date, so nobody can sign up.")
	}
	facts += "\n" + surface.EventWords(a, *shown)
	blocks := []slack.Block{block.Section(facts)}
	for _, part := range []struct {
		title string
		names []string
	}{{block.Count(len(going), "person comes", "people come"), going},
		{block.Count(len(waiting), "person waits for a place", "people wait for a place"), waiting}} {
		if len(part.names) == 0 {
			continue
		}
		blocks = append(blocks, block.Header(part.title))
		for names := range slices.Chunk(part.names[:min(len(part.names), 40*namesPerSection)], namesPerSection) {
			blocks = append(blocks, block.Section(strings.Join(names, ", ")))
		}
	}
	blocks = append(blocks, block.When(len(coming) == 0, block.Section("Nobody has signed up yet.")))
	return block.Modal(block.CBResult, "Who comes", "", "Close", "", blocks...)
}
