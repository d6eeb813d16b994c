// The views of curating stories: the list, the form with the answers beside it, and the reason of a no.

package bot

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// fieldStoryText is a curator's text; maxStoryText its longest, in characters, see store.StoryText.
const (
	fieldStoryText = "text"
	maxStoryText   = 2000
)

// storyDesk is what the list shows, each part from the oldest.
type storyDesk struct {
	reader   store.EmployeeID
	waiting  []store.Story // for a curator
	sent     []store.Story // for their authors
	approved []store.Story
	zone     *time.Location
}

// storyDeskView lists stories: what waits for the reader comes first, what cannot be done says why.
func storyDeskView(d storyDesk) *slack.ModalViewRequest {
	var blocks []slack.Block
	if len(d.waiting) == 0 {
		blocks = append(blocks, section("No story waits for an editor. Colleagues tell theirs with `/vouch story`."))
	}
	for _, s := range d.waiting {
		text := "*" + line(s.Title()) + "*\n" + person(s.Author) + " told it " + day(s.ToldAt, d.zone)
		if s.State == store.StoryChanges {
			text += "\n*They want changed:* " + line(cut(s.Note, 300))
		}
		if s.Author == d.reader {
			blocks = append(blocks, section(text+"\nYour own: another curator edits it."))
			continue
		}
		blocks = append(blocks, sectionWith(text, button(actStoryEdit, "Edit", string(s.ID), spoken("Edit: "+s.Title()))))
	}
	for _, part := range []struct {
		title, words string
		stories      []store.Story
	}{{"Waiting for their authors", "sent to them", d.sent}, {"Approved by their authors", "approved", d.approved}} {
		if len(part.stories) == 0 {
			continue
		}
		blocks = append(blocks, divider(), section("*"+part.title+"*"))
		for _, s := range part.stories {
			text := line(s.Title()) + "\n" + person(s.Author) + ", " + part.words + " " + day(s.StateAt, d.zone)
			if s.Author == d.reader {
				blocks = append(blocks, section(text))
				continue
			}
			blocks = append(blocks, sectionWith(text, button(actStoryEdit, "Change the text", string(s.ID), spoken("Change the text: "+s.Title()))))
		}
	}
	return modal(cbResult, "Stories", "", "Close", "", blocks...)
}

// storyEditView asks for the text; its metadata is the story with the version that was read.
func storyEditView(s store.Story, f assetForm, photo slack.Block) *slack.ModalViewRequest {
	value := storyValue(s.ID, s.Version)
	blocks := []slack.Block{section(person(s.Author) + " told this. It may be " + consentFacts[s.Consent] + ". They approve your text before anybody reads it.")}
	if s.State == store.StoryChanges {
		blocks = append(blocks, section("*What they want changed:* "+line(s.Note)))
	}
	blocks = append(blocks, answerBlocks(s)...)
	if photo != nil {
		blocks = append(blocks, photo)
	}
	if s.Link != "" {
		blocks = append(blocks, section("Their link: "+link(s.Link, cut(s.Link, 80))))
	}
	title, text := s.Proposed.Title, s.Proposed.Text
	if text == "" {
		var answers []string
		for _, a := range s.Answers {
			answers = append(answers, a.Text)
		}
		text = cut(strings.Join(answers, "\n\n"), maxStoryText)
	}
	blocks = append(blocks, divider(),
		input(fieldTitle, "Title", textInput(inputValue, "", title, false, maxAssetTitle), "", false),
		input(fieldStoryText, "Text", textInput(inputValue, "", text, true, maxStoryText), "Keep their words; shorten, do not embellish.", false))
	blocks = append(blocks, topicBlocks(f)...)
	blocks = append(blocks, personaBlocks(f)...)
	if s.Asset == "" {
		blocks = append(blocks, actions("", button(actStoryDecline, "Decline it", value, danger)))
	}
	return modal(cbStoryEdit, "Edit a story", "Send to the author", "Cancel", value, blocks...)
}

// storyDeclineView asks why, because the author gave their time. Its metadata is the story with the version that was read.
func storyDeclineView(s store.Story, value string) *slack.ModalViewRequest {
	return modal(cbStoryDecline, "Decline a story", "Decline", "Cancel", value,
		section("*"+line(s.Title())+"* is not used."),
		input(fieldNote, "Why?", textInput(inputValue, "", "", true, maxAssetPrompt), "Its author reads this. Be kind and plain.", false))
}
