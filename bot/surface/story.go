// Stories in words, and the button that opens one.

package surface

import (
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
)

// StoryFate says what became of an approved story, from its asset: "went live Monday".
func StoryFate(a store.Asset, zone *time.Location) string {
	switch a.State {
	case store.Live:
		return "went live " + block.Day(a.LiveAt, zone)
	case store.InReview:
		return "waits for a second approval, because its topic is regulated"
	case store.Scheduled:
		return "goes live " + block.Day(a.PublishAt, zone)
	case store.Withdrawn:
		return "was taken out of the library " + block.Day(a.StateAt, zone)
	}
	return "is not in the library at the moment"
}

// storyWords say how far a story is, for its author's list.
func storyWords(s store.Story, a store.Asset, zone *time.Location) string {
	switch s.State {
	case store.StoryTold:
		return "sent to the curators " + block.Day(s.ToldAt, zone)
	case store.StoryEdited:
		return "*a text waits for your approval*, sent " + block.Day(s.StateAt, zone)
	case store.StoryChanges:
		return "you asked for changes " + block.Day(s.StateAt, zone)
	case store.StoryApproved:
		return StoryFate(a, zone)
	case store.StoryDeclined:
		return "not used: " + block.Line(s.Note)
	}
	return "you took it back " + block.Day(s.StateAt, zone)
}

// ReadButton opens a story that has no page of its own to open.
func ReadButton(a store.Asset) *slack.ButtonBlockElement {
	return block.Button(ActStoryRead, "Read", string(a.ID), block.Spoken("Read: "+a.Title))
}
