// The views of slots: the list, the forms, and what people are told.

package recognition

import (
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/recognition"
)

// slotList is what the list shows.
type slotList struct {
	reader  store.EmployeeID
	manages bool // gives slots
	claims  bool // may have them
	zone    *time.Location
	notice  string       // what became of the last press, mrkdwn
	open    []store.Slot // the next day first
	given   []store.Slot // to the reader, with nothing linked yet
	names   map[store.EmployeeID]string
}

// The most that the list shows: a view has at most 100 blocks, and a menu 100 choices.
const (
	maxSlots  = 30
	maxClaims = 90
)

// slotsView lists the slots: those of the reader, then those that can be claimed.
func slotsView(l slotList) *slack.ModalViewRequest {
	var blocks []slack.Block
	blocks = append(blocks, block.Said(l.notice))
	for _, s := range l.given[:min(len(l.given), maxSlots)] {
		blocks = append(blocks, block.SectionWith("*Yours:* "+slotWords(s, l.zone),
			block.Button(actLink, "What came of it", s.ID, block.Spoken("Say what came of "+s.Title))))
	}
	for _, s := range l.open[:min(len(l.open), maxSlots)] {
		blocks = append(blocks, slotBlocks(l, s)...)
	}
	blocks = append(blocks, block.When(len(l.open) == 0, block.Section("No talks or bylines to claim now.")))
	blocks = append(blocks, block.When(l.manages, block.Actions("", block.Button(actOffer, "Offer a slot", ""))))
	return block.Modal(surface.CBList, "Slots", "", "Close", "", blocks...)
}

// slotBlocks are one slot with what its reader can do about it.
func slotBlocks(l slotList, s store.Slot) []slack.Block {
	words := slotWords(s, l.zone)
	if n := len(s.Claims); n > 0 {
		words += "\n" + block.Count(n, "claim", "claims")
	}
	blocks := []slack.Block{block.Section(words)}
	switch {
	case s.Has(l.reader):
		blocks[0] = block.SectionWith(words, block.Button(actUnclaim, "Take back", s.ID,
			block.Spoken("Take back your claim: "+s.Title)))
	case l.claims:
		blocks[0] = block.SectionWith(words, block.Button(actClaim, "Claim", s.ID, block.Spoken("Claim: "+s.Title)))
	}
	if !l.manages {
		return blocks
	}
	var options []*slack.OptionBlockObject
	for _, id := range s.Claims[:min(len(s.Claims), maxClaims)] {
		if id != l.reader {
			options = append(options, block.Option(s.ID+" "+string(id), l.names[id]))
		}
	}
	options = append(options, block.Option(s.ID+" ", "Nobody: end it"))
	give := block.SelectOne(actGive, "Give it to", options, "")
	give.Confirm = block.Confirm("Is it decided?", "Everybody who claimed it is told.", "Yes", "Not yet")
	return append(blocks, block.Actions(s.ID, give))
}

// slotWords are a slot with its day and what it is about.
func slotWords(s store.Slot, zone *time.Location) string {
	words := "*" + block.Line(s.Title) + "*, " + surface.DayOf(s.On, zone)
	words += block.After("\n", block.Esc(s.Words))
	return words
}

// offerView is the form of a slot.
func offerView() *slack.ModalViewRequest {
	return block.Modal(cbOffer, "Offer a slot", "Offer", "Cancel", "",
		block.Input(surface.FieldTitle, "What is it?", block.TextInput(block.InputValue, "Ten minutes at the Go meetup", "",
			false, recognition.MaxSlotTitle), "", false),
		block.Input(fieldOn, "When?", block.DateInput(block.InputValue, ""), "It can be claimed until then.", false),
		block.Input(fieldWords, "What does it ask for?", block.TextInput(block.InputValue, "", "", true,
			recognition.MaxSlotWords), "", true))
}

// linkView asks for the address of what came of a slot.
func linkView(slot string) *slack.ModalViewRequest {
	return block.Modal(cbLink, "What came of it", "Add", "Cancel", slot,
		block.Input(fieldURL, "Address", block.UrlInput(block.InputValue, "https://", ""),
			"A recording, an article, slides: colleagues can share it, with your name.", false))
}

// offerContent tells of a new slot.
func offerContent(s store.Slot, zone *time.Location) block.Content {
	text := "You like slots in return. Here is one: " + slotWords(s, zone)
	return block.Message(text, block.SectionWith(text, block.Button(actClaim, "Claim", s.ID)))
}

// answerContent is the answer to somebody who claimed a slot.
func answerContent(s store.Slot, to store.EmployeeID, zone *time.Location) block.Content {
	text := "*" + block.Line(s.Title) + "* went to somebody else this time. Thank you for claiming it."
	switch s.Given {
	case to:
		text = ":microphone: It is yours: " + slotWords(s, zone)
		return block.Message(text, block.SectionWith(text,
			block.Button(actLink, "What came of it", s.ID)))
	case "":
		text = "*" + block.Line(s.Title) + "* is over, and nobody got it. Thank you for claiming it."
	}
	return block.Message(text)
}
