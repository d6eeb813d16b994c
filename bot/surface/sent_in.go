// What one person suggested and told, with what became of each, and stories in words.

package surface

import (
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/store"
)

// ReadSentIn reads what somebody suggested and told.
func ReadSentIn(q *store.Query, id store.EmployeeID, limit int) SentIn {
	s := SentIn{Stories: q.StoriesOf(id), Assets: map[store.AssetID]store.Asset{}, Suggestions: q.SuggestionsOf(id, limit)}
	for _, story := range s.Stories {
		if story.Asset != "" {
			s.Assets[story.Asset] = q.Asset(story.Asset)
		}
	}
	return s
}

// SentIn is what one person sent in: their stories, then their suggestions, each newest first.
type SentIn struct {
	Stories     []store.Story
	Assets      map[store.AssetID]store.Asset // of the stories
	Suggestions []store.Asset
}

// Size is how many items there are.
func (s SentIn) Size() int { return len(s.Stories) + len(s.Suggestions) }

// CutPage leaves one page of the list, stories before suggestions; a page past the end becomes the first.
func (s *SentIn) CutPage(page int) (int, bool) {
	places := make([]int, s.Size())
	for i := range places {
		places[i] = i
	}
	page, places, more := CutPage(places, page, ItemsPerPage)
	var stories []store.Story
	var suggestions []store.Asset
	for _, i := range places {
		if i < len(s.Stories) {
			stories = append(stories, s.Stories[i])
		} else {
			suggestions = append(suggestions, s.Suggestions[i-len(s.Stories)])
		}
	}
	s.Stories, s.Suggestions = stories, suggestions
	return page, more
}

// SentInBlocks list what somebody sent in with its state.
func SentInBlocks(s SentIn, zone *time.Location) []slack.Block {
	if s.Size() == 0 {
		return []slack.Block{block.Section("Nothing yet. Suggest a page with `/vouch suggest`, or tell a story with " +
			"`/vouch story`.")}
	}
	var blocks []slack.Block
	for _, story := range s.Stories {
		text := "*" + block.Line(block.Cut(story.Title(), MaxAssetTitle)) + "*\n_Your story_ · " +
			storyWords(story, s.Assets[story.Asset], zone)
		if story.State == store.StoryWithdrawn {
			blocks = append(blocks, block.Section(text))
			continue
		}
		label := "Open"
		if story.State == store.StoryEdited {
			label = "Read and approve"
		}
		blocks = append(blocks, block.SectionWith(text, block.Button(ActStoryOpen, label, string(story.ID),
			block.Spoken(label+": "+story.Title()))))
	}
	for _, a := range s.Suggestions {
		text := "*" + Titled(a, MaxAssetTitle) + "*\n_Your suggestion_ · " + suggestionWords(a, zone)
		blocks = append(blocks, block.Section(text))
	}
	return blocks
}

// suggestionWords say what became of a suggestion.
func suggestionWords(a store.Asset, zone *time.Location) string {
	note := ""
	if a.Review != nil && a.Review.Note != "" {
		note = ": " + block.Line(a.Review.Note)
	}
	switch a.State {
	case store.Live:
		return "went live " + block.Day(a.LiveAt, zone)
	case store.Scheduled:
		return "accepted, goes live " + block.Day(a.PublishAt, zone)
	case store.InReview:
		return "sent to the curators " + block.Day(a.CreatedAt, zone)
	case store.Draft:
		return "not taken " + block.Day(a.StateAt, zone) + note
	}
	return StateWords(a.State) + " " + block.Day(a.StateAt, zone)
}

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
