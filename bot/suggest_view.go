// The views of suggesting, and of what one person sent in.

package bot

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// suggestView asks for the page; its metadata is the reason that was typed with the command. fromMessage means that a message's
// menu led here, whose first link is the address.
func suggestView(address, why string, fromMessage bool) *slack.ModalViewRequest {
	text := "Read something colleagues would share? Paste its address; the next step reads title and summary from the page."
	if fromMessage && address == "" {
		text = "There is no link in this message. Paste the address of a page that colleagues would share."
	}
	blocks := []slack.Block{section(text), input(fieldURL, "Address", urlInput(inputValue, "https://", address), "", false)}
	if why != "" {
		blocks = append(blocks, contextLine("Your reason comes along: "+line(why)))
	}
	return modal(cbSuggest, "Suggest content", "Continue", "Cancel", why, append(blocks,
		divider(),
		sectionWith("No page, but something happened to you that is worth telling?", button(actStory, "Tell a story", "")),
		sectionWith("What became of what you sent in?", button(actList, "See", string(listContent), spoken("See what you sent in"))))...)
}

// suggestionView asks for the rest, filled in as far as the page says.
func suggestionView(f assetForm, why string) *slack.ModalViewRequest {
	a := f.asset
	page := suggestedPage{URL: a.URL, Canon: a.Canon, Kind: a.Kind, Language: a.Language, Job: a.Job, Summary: cut(a.Summary, maxAssetSummary)}
	intro := "*" + link(a.URL, cut(a.URL, 80)) + "*"
	if a.Summary != "" {
		intro += "\n" + line(cut(a.Summary, 300))
	}
	if f.notice != "" {
		intro += "\n" + line(f.notice)
	}
	blocks := []slack.Block{section(intro),
		input(fieldTitle, "Title", textInput(inputValue, "", a.Title, false, maxAssetTitle), "", false),
		input(fieldWhy, "Why would colleagues share it?", textInput(inputValue, "", why, true, maxAssetPrompt),
			"In your own words. Colleagues read it when they write their post.", false)}
	return modal(cbSuggestion, "Suggest content", "Suggest", "Cancel", page.metadata(), append(blocks, topicBlocks(f)...)...)
}

// topicBlocks ask for topics: those the program knows are offered while somebody types, others go into a line of their own.
// Offering what exists keeps spellings together: "ai" and "AI" apart would halve what is learned about each.
func topicBlocks(f assetForm) []slack.Block {
	topics := suggestMany(actSuggestTopic, "Type to find a topic", 0, topicChoices(f.asset.Topics[:min(len(f.asset.Topics), maxAssetTopics)]))
	topics.MaxSelectedItems = new(maxAssetTopics)
	return []slack.Block{
		input(fieldTopics, "Topics", topics, "", true),
		input(fieldOtherTopics, "Other topics", textInput(inputValue, "", f.otherTopics, false, maxAssetTitle), "Separated by commas.", true),
	}
}

// knownPageView says that the library has the page, and what can be done with it.
func knownPageView(a store.Asset, reader store.EmployeeID) *slack.ModalViewRequest {
	text := "The library has this already: *" + titled(a, maxAssetTitle) + "* (" + stateWords(a.State) + ")."
	switch {
	case a.State == store.Live:
		return resultModal("Already there", text+" You can share it now.", actions("", button(actShare, "Share", string(a.ID), primary)))
	case a.Review != nil && a.Review.Suggested == reader:
		text += " You suggested it, and will hear what the curators decide."
	}
	return resultModal("Already there", text)
}

// suggestedView thanks and says what happens next.
func suggestedView(a store.Asset, settings store.Settings) *slack.ModalViewRequest {
	text := "Thank you. *" + titled(a, maxAssetTitle) + "* waits for the curators, who answer within about " +
		count(settings.ReviewHours, "working hour", "working hours") + ". You will hear what they decide"
	if settings.Points.ContentAccepted > 0 {
		text += fmt.Sprintf(", and get %s when it goes live", count(settings.Points.ContentAccepted, "point", "points"))
	}
	return resultModal("Suggested", text+".", actions("", button(actList, "What I sent in", string(listContent))))
}

// sentIn is what one person sent in: their stories, then their suggestions, each newest first.
type sentIn struct {
	stories     []store.Story
	assets      map[store.AssetID]store.Asset // of the stories
	suggestions []store.Asset
}

// size is how many items there are.
func (s sentIn) size() int { return len(s.stories) + len(s.suggestions) }

// cutPage leaves one page of the list, stories before suggestions; a page past the end becomes the first.
func (s *sentIn) cutPage(page int) (int, bool) {
	places := make([]int, s.size())
	for i := range places {
		places[i] = i
	}
	page, places, more := cutPage(places, page, itemsPerPage)
	var stories []store.Story
	var suggestions []store.Asset
	for _, i := range places {
		if i < len(s.stories) {
			stories = append(stories, s.stories[i])
		} else {
			suggestions = append(suggestions, s.suggestions[i-len(s.stories)])
		}
	}
	s.stories, s.suggestions = stories, suggestions
	return page, more
}

// sentInSummary is the line on Home: the ways to send something in, and how much there is.
func sentInSummary(s sentIn) []slack.Block {
	row := []slack.BlockElement{button(actSuggest, "Suggest content", ""), button(actStory, "Tell a story", "")}
	text := "Read something colleagues would share, or did something worth telling?"
	if s.size() > 0 {
		text += " You sent in " + sentInCount(s) + "."
		row = append(row, button(actList, "What became of them", string(listContent)))
	}
	return []slack.Block{header("Your own content"), section(text), actions("", row...)}
}

// sentInCount counts in words.
func sentInCount(s sentIn) string {
	var parts []string
	if n := len(s.stories); n > 0 {
		parts = append(parts, count(n, "story", "stories"))
	}
	if n := len(s.suggestions); n > 0 {
		parts = append(parts, count(n, "suggestion", "suggestions"))
	}
	return list(parts)
}

// sentInBlocks list what somebody sent in with its state.
func sentInBlocks(s sentIn, zone *time.Location) []slack.Block {
	if s.size() == 0 {
		return []slack.Block{section("Nothing yet. Suggest a page with `/vouch suggest`, or tell a story with `/vouch story`.")}
	}
	var blocks []slack.Block
	for _, story := range s.stories {
		text := "*" + line(cut(story.Title(), maxAssetTitle)) + "*\n_Your story_ · " + storyWords(story, s.assets[story.Asset], zone)
		if story.State == store.StoryWithdrawn {
			blocks = append(blocks, section(text))
			continue
		}
		label := "Open"
		if story.State == store.StoryEdited {
			label = "Read and approve"
		}
		blocks = append(blocks, sectionWith(text, button(actStoryOpen, label, string(story.ID), spoken(label+": "+story.Title()))))
	}
	for _, a := range s.suggestions {
		text := "*" + titled(a, maxAssetTitle) + "*\n_Your suggestion_ · " + suggestionWords(a, zone)
		blocks = append(blocks, section(text))
	}
	return blocks
}

// suggestionWords say what became of a suggestion.
func suggestionWords(a store.Asset, zone *time.Location) string {
	note := ""
	if a.Review != nil && a.Review.Note != "" {
		note = ": " + line(a.Review.Note)
	}
	switch a.State {
	case store.Live:
		return "live since " + day(a.LiveAt, zone)
	case store.Scheduled:
		return "accepted, goes live " + day(a.PublishAt, zone)
	case store.InReview:
		return "waits for the curators since " + day(a.CreatedAt, zone)
	case store.Draft:
		return "not taken " + day(a.StateAt, zone) + note
	}
	return stateWords(a.State) + " " + day(a.StateAt, zone)
}
