// Events on Home: those that somebody comes to, and the question whom they met.

package home

import (
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// homeEventsShown is how many events Home shows; askedFor is how long after the end it still asks whom somebody met.
const (
	homeEventsShown = 3
	askedFor        = 7 * 24 * time.Hour
)

// homeEvents are the events somebody comes to, the next one first, and those about which the question whom they met is
// open.
func homeEvents(q *store.Query, me surface.Member, now time.Time) (events []homeEvent) {
	for _, place := range q.EventsOf(me.ID, now.Add(-askedFor)) {
		asked := place.Attendance.State == store.Going && place.Attendance.ClosedAt.IsZero()
		if len(events) < homeEventsShown && (asked || place.Asset.Event.End().After(now)) {
			shown := surface.ShowEvent(q, me.ID, place.Asset, me.Zone, now)
			events = append(events, homeEvent{asset: place.Asset, shown: *shown})
		}
	}
	return events
}

// homeEvent is one of a person's events on Home.
type homeEvent struct {
	asset store.Asset
	shown surface.ShownEvent
}

// homeEventBlocks are the events somebody comes to, and the question after those that are over.
func homeEventBlocks(events []homeEvent) []slack.Block {
	blocks := []slack.Block{block.Header("Your events")}
	for _, e := range events {
		text := "*" + block.Link(e.asset.URL, block.Cut(e.asset.Title, 150)) + "*\n" + surface.EventWords(e.asset, e.shown)
		if state := surface.AttendanceWords(e.shown); state != "" {
			text += "\n*" + state + "*"
		}
		switch attend := surface.AttendButton(e.asset, e.shown); {
		case e.shown.Over:
			blocks = append(blocks, block.SectionWith(text, block.Button(surface.ActEventMet, "Refer somebody I met",
				string(e.asset.ID), block.Spoken("Refer somebody I met at: "+e.asset.Title))))
		case attend != nil:
			blocks = append(blocks, block.SectionWith(text, attend))
		default:
			blocks = append(blocks, block.Section(text))
		}
	}
	return blocks
}
