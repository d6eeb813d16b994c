// The views of curating stories: the list, the form with the answers beside it, and the reason of a no.

package story

import (
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
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
	blocks = append(blocks, block.When(len(d.waiting) == 0,
		block.Section("No story waits for an editor. Colleagues tell theirs with `/vouch story`.")))
	for _, s := range d.waiting {
		text := "*" + block.Line(s.Title()) + "*\n" + block.Person(s.Author) + " told it " + block.Day(s.ToldAt, d.zone)
		text += block.When(s.State == store.StoryChanges, "\n*They want changed:* "+block.Line(block.Cut(s.Note, 300)))
		if s.Author == d.reader {
			blocks = append(blocks, block.Section(text+"\nYour own: another curator edits it."))
			continue
		}
		blocks = append(blocks, block.SectionWith(text, block.Button(actStoryEdit, "Edit", string(s.ID),
			block.Spoken("Edit: "+s.Title()))))
	}
	for _, part := range []struct {
		title, words string
		stories      []store.Story
	}{{"Waiting for their authors", "sent to them", d.sent}, {"Approved by their authors", "approved", d.approved}} {
		if len(part.stories) == 0 {
			continue
		}
		blocks = append(blocks, block.Divider(), block.Section("*"+part.title+"*"))
		for _, s := range part.stories {
			text := block.Line(s.Title()) + "\n" + block.Person(s.Author) + ", " + part.words + " " +
				block.Day(s.StateAt, d.zone)
			if s.Author == d.reader {
				blocks = append(blocks, block.Section(text))
				continue
			}
			blocks = append(blocks, block.SectionWith(text,
				block.Button(actStoryEdit, "Change the text", string(s.ID), block.Spoken("Change the text: "+s.Title()))))
		}
	}
	return block.Modal(block.CBResult, "Stories", "", "Close", "", blocks...)
}

// storyEditView asks for the text; its metadata is the story with the version that was read.
func storyEditView(s store.Story, f surface.AssetForm, photo slack.Block) *slack.ModalViewRequest {
	value := storyValue(s.ID, s.Version)
	blocks := []slack.Block{block.Section(block.Person(s.Author) + " told this. It may be " + consentFacts[s.Consent] +
		". They approve your text before anybody reads it.")}
	blocks = append(blocks, block.When(s.State == store.StoryChanges,
		block.Section("*What they want changed:* "+block.Line(s.Note))))
	blocks = append(blocks, answerBlocks(s)...)
	blocks = append(blocks, photo)
	blocks = append(blocks, block.When(s.Link != "",
		block.Section("Their link: "+block.Link(s.Link, block.Cut(s.Link, 80)))))
	title, text := s.Proposed.Title, s.Proposed.Text
	if text == "" {
		var answers []string
		for _, a := range s.Answers {
			answers = append(answers, a.Text)
		}
		text = block.Cut(strings.Join(answers, "\n\n"), maxStoryText)
	}
	blocks = append(blocks, block.Divider(),
		block.Input(surface.FieldTitle, "Title", block.TextInput(block.InputValue, "", title, false, surface.MaxAssetTitle),
			"", false),
		block.Input(fieldStoryText, "Text", block.TextInput(block.InputValue, "", text, true, maxStoryText),
			"Keep their words; shorten, do not embellish.", false))
	blocks = append(blocks, surface.TopicBlocks(f)...)
	blocks = append(blocks, surface.PersonaInput(f.Personas, f.Asset.Personas, ""))
	blocks = append(blocks, block.When(s.Asset == "",
		block.Actions("", block.Button(actStoryDecline, "Decline it", value, block.Danger))))
	return block.Modal(cbStoryEdit, "Edit a story", "Send to the author", "Cancel", value, blocks...)
}

// storyDeclineView asks why, because the author gave their time. Its metadata is the story with the version that was
// read.
func storyDeclineView(s store.Story, value string) *slack.ModalViewRequest {
	return block.Modal(cbStoryDecline, "Decline a story", "Decline", "Cancel", value,
		block.Section("*"+block.Line(s.Title())+"* is not used."),
		block.Input(surface.FieldNote, "Why?", block.TextInput(block.InputValue, "", "", true, surface.MaxAssetPrompt),
			"Its author reads this. Be kind and plain.", false))
}
