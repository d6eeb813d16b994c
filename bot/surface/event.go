// Events in words: date, place, free places and the buttons to sign up and off.

package surface

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
)

// ShownEvent is an event as one person sees it now.
type ShownEvent struct {
	Turnout store.Turnout
	Mine    store.Attendance // zero when they never answered
	Place   int              // in the line, from 1, while waiting
	Begun   bool
	Over    bool
	Zone    *time.Location
}

// ShowEvent gathers what somebody sees of an event; nil for what is none, or has no date.
func ShowEvent(q *store.Query, id store.EmployeeID, a store.Asset, zone *time.Location, now time.Time) *ShownEvent {
	if a.Event == nil {
		return nil
	}
	shown := &ShownEvent{Turnout: q.Turnout(a.ID), Begun: !a.Event.StartsAt.After(now), Over: !a.Event.End().After(now),
		Zone: zone}
	if shown.Mine, _ = q.AttendanceOf(id, a.ID); shown.Mine.State == store.Waiting {
		waiting := slices.DeleteFunc(q.Attendances(a.ID), func(at store.Attendance) bool { return at.State != store.Waiting })
		shown.Place = 1 + slices.IndexFunc(waiting, func(at store.Attendance) bool { return at.Employee == id })
	}
	return shown
}

// EventWords are an event's time, place and free places at this moment, where they are shown anew each time, as "Thu 5
// March at 18:00 · Berlin office · 3 of 8 places left".
func EventWords(a store.Asset, e ShownEvent) string {
	words := eventFacts(a, e)
	others, noun := e.Turnout.Going, "colleague"
	if e.Mine.State == store.Going {
		others, noun = others-1, "other colleague"
	}
	switch left := e.Turnout.Left(*a.Event); {
	case e.Begun:
	case left > 0:
		words = append(words, fmt.Sprintf("%d of %s left", left, block.Count(a.Event.Slots, "place", "places")))
	case left == 0:
		words = append(words, "all "+block.Count(a.Event.Slots, "place", "places")+" taken")
	case others > 0:
		words = append(words, block.Count(others, noun+" comes", noun+"s come"))
	}
	return strings.Join(words, " · ")
}

// LastingEventWords are an event's time, place and places for a delivered message. How many are free changes with
// everybody who signs up, and rewriting each copy for that would be a flood; the answer to signing up says whether
// there was a place.
func LastingEventWords(a store.Asset, e ShownEvent) string {
	words := eventFacts(a, e)
	if !e.Begun && a.Event.Slots > 0 {
		words = append(words, block.Count(a.Event.Slots, "place", "places"))
	}
	return strings.Join(words, " · ")
}

// eventFacts are an event's time and place, and that it has begun or is over.
func eventFacts(a store.Asset, e ShownEvent) []string {
	words := []string{eventTime(*a.Event, e.Zone)}
	if a.Event.Place != "" {
		words = append(words, block.Line(block.Cut(a.Event.Place, 80)))
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
	text := block.Moment(e.StartsAt, zone)
	switch {
	case e.EndsAt.IsZero():
	case store.DateOf(e.EndsAt, zone) == store.DateOf(e.StartsAt, zone):
		text += " to " + block.DateToken(e.EndsAt, "{time}", "15:04", zone)
	default:
		text += " until " + block.Moment(e.EndsAt, zone)
	}
	return text
}

// AttendanceWords say what a person answered, "" nothing that still matters.
func AttendanceWords(e ShownEvent) string {
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

// AttendButton is the one thing to do about an event now; nil once it has begun.
func AttendButton(a store.Asset, e ShownEvent) *slack.ButtonBlockElement {
	id := string(a.ID)
	switch {
	case e.Begun:
		return nil
	case e.Mine.State == store.Waiting:
		return block.Button(ActAttendOff, "Leave the line", id, block.Spoken("Leave the line for: "+a.Title))
	case e.Mine.State == store.Going:
		return block.Button(ActAttendOff, "I can't come", id, block.Spoken("I can't come to: "+a.Title))
	case e.Turnout.Left(*a.Event) == 0:
		return block.Button(ActAttend, "Join the waiting list", id, block.Spoken("Join the waiting list for: "+a.Title))
	case e.Mine.State == store.NotComing:
		return block.Button(ActAttend, "I can come after all", id, block.Spoken("I can come after all to: "+a.Title))
	}
	return block.Button(ActAttend, "I will be there", id, block.Spoken("I will be there: "+a.Title))
}
