// What one person suggested and told, with what became of each.

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

// SentInSummary is the line on Home: the ways to send something in, and how much there is.
func SentInSummary(s SentIn) []slack.Block {
	row := []slack.BlockElement{block.Button(ActSuggest, "Suggest content", ""), block.Button(ActStory, "Tell a story", "")}
	text := "Read something colleagues would share, or did something worth telling?"
	if s.Size() > 0 {
		text += " You sent in " + SentInCount(s) + "."
		row = append(row, block.Button(ActList, "What became of them", string(ListContent)))
	}
	return []slack.Block{block.Header("Your own content"), block.Section(text), block.Actions("", row...)}
}

// SentInCount counts in words.
func SentInCount(s SentIn) string {
	var parts []string
	if n := len(s.Stories); n > 0 {
		parts = append(parts, block.Count(n, "story", "stories"))
	}
	if n := len(s.Suggestions); n > 0 {
		parts = append(parts, block.Count(n, "suggestion", "suggestions"))
	}
	return block.List(parts)
}

// SentInBlocks list what somebody sent in with its state.
func SentInBlocks(s SentIn, zone *time.Location) []slack.Block {
	if s.Size() == 0 {
		return []slack.Block{block.Section("Nothing yet. Suggest a page with `/vouch suggest`, or tell a story with `/vouch story`.")}
	}
	var blocks []slack.Block
	for _, story := range s.Stories {
		text := "*" + block.Line(block.Cut(story.Title(), MaxAssetTitle)) + "*\n_Your story_ · " + storyWords(story, s.Assets[story.Asset], zone)
		if story.State == store.StoryWithdrawn {
			blocks = append(blocks, block.Section(text))
			continue
		}
		label := "Open"
		if story.State == store.StoryEdited {
			label = "Read and approve"
		}
		blocks = append(blocks, block.SectionWith(text, block.Button(ActStoryOpen, label, string(story.ID), block.Spoken(label+": "+story.Title()))))
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
		return "waits for the curators, sent " + block.Day(a.CreatedAt, zone)
	case store.Draft:
		return "not taken " + block.Day(a.StateAt, zone) + note
	}
	return StateWords(a.State) + " " + block.Day(a.StateAt, zone)
}
