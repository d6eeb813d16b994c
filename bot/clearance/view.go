// The views of clearances: the card, the list, the question for a note, and the answer.

package clearance

import (
	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// cardView shows one text with what stops it; the buttons stand there until somebody has decided.
func cardView(s shown) block.Content {
	if s.State == store.ClearanceErased {
		const text = "The writer's data was erased, and this text with it."
		return block.Message(text)
	}
	text := block.Person(s.Employee) + " asks whether this may be posted " + surface.PlaceWords(s.Network)
	if s.DecidedBy != "" {
		text = block.Person(s.DecidedBy) + " *" + string(s.State) + " this text* by " + block.Person(s.Employee)
	}
	text += ", about *" + surface.Titled(s.asset, surface.MaxAssetTitle) + "*:"
	return block.Message(text, append([]slack.Block{block.Section(text)}, textBlocks(s)...)...)
}

// textBlocks are the text, what stops it or why it was refused, and the buttons while it waits.
func textBlocks(s shown) []slack.Block {
	stops := "What stops it"
	if s.State != store.ClearanceAsked {
		stops = "What stopped it"
	}
	blocks := []slack.Block{surface.Preformatted(s.Text), block.Section("*" + stops + ":* " + block.Line(s.Why))}
	switch {
	case s.Note != "":
		return append(blocks, block.Section("*Note:* "+block.Line(s.Note)))
	case s.State != store.ClearanceAsked:
		return blocks
	}
	return append(blocks, block.Actions("do:"+string(s.ID),
		block.Button(actAllow, "Allow for this post", string(s.ID), block.Primary),
		block.Button(actRefuse, "Refuse…", string(s.ID), block.Danger)))
}

// maxListed is how many texts the list shows at once; the next ones follow when these are answered.
const maxListed = 10

// listView shows the texts that wait for its reader.
func listView(list []shown, notice string) *slack.ModalViewRequest {
	var blocks []slack.Block
	blocks = append(blocks, block.Said(notice), block.When(len(list) == 0, block.Section("No text waits for you.")))
	for i, s := range list[:min(len(list), maxListed)] {
		blocks = append(blocks, block.When(i > 0 || notice != "", block.Divider()))
		blocks = append(blocks, cardView(s).Blocks...)
	}
	if rest := len(list) - maxListed; rest > 0 {
		blocks = append(blocks, block.Section("And "+block.Count(rest, "more.", "more.")))
	}
	return block.Modal(block.CBResult, "Texts to clear", "", "Close", "", blocks...)
}

// refuseView asks why. Its metadata is the text.
func refuseView(s shown) *slack.ModalViewRequest {
	return block.Modal(cbRefuse, "Refuse", "Refuse", "Cancel", string(s.ID),
		block.Section(block.Person(s.Employee)+" cannot post this text about *"+block.Line(s.asset.Title)+"*."),
		block.Input(surface.FieldNote, "Why?", block.TextInput(block.InputValue, "", "", true, maxNote),
			"The writer reads this.", false))
}

// newsView tells the writer what was decided, with the way on.
func newsView(s shown) block.Content {
	title := "*" + surface.Titled(s.asset, surface.MaxAssetTitle) + "*"
	text, next := block.Person(s.DecidedBy)+" *allowed your text* about "+title+":", "Share it"
	if s.State == store.ClearanceRefused {
		text, next = block.Person(s.DecidedBy)+" *asks you not to post your text* about "+title+":", "Write another"
	}
	blocks := []slack.Block{block.Section(text), block.Section(surface.Quoted(block.Cut(s.Text, maxQuoted)))}
	blocks = append(blocks, block.When(s.Note != "", block.Section("*The reason:* "+block.Line(s.Note))))
	if surface.GoneWords(s.asset) == "" {
		blocks = append(blocks, block.Actions("", block.Button(surface.ActShare, next, string(s.Asset), block.Primary,
			block.Spoken(next+": "+s.asset.Title))))
	}
	return block.Message(text, blocks...)
}

// maxNote is the longest note, in characters; the store takes no more.
const maxNote = 200

// maxQuoted is how much of a text its writer needs to know it again, in characters.
const maxQuoted = 300
