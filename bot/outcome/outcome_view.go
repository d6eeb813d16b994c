// The views of outcomes that wait: the message of the day, the list, and the form that places one.

package outcome

import (
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/outcome"
)

// item is one outcome that waits, with the referral that a hint is about.
type item struct {
	store.WaitingOutcome
	about store.Referral
}

// list is what one person has to decide.
type list struct {
	items  []item
	notice string // mrkdwn
	undo   store.OutcomeID
	zone   *time.Location
}

// shownItems is how many outcomes the list shows at once.
const shownItems = 20

// kindWords is what happened, in words.
func kindWords(kind store.OutcomeKind) string {
	switch kind {
	case outcome.Offer:
		return "offer made"
	case outcome.Unhired:
		return "hire undone"
	case outcome.Won, outcome.Lost:
		return "deal " + string(kind)
	case outcome.Erased:
		return "data erased there"
	}
	return string(kind)
}

// waitingView is the message of the day.
func waitingView(waiting []store.WaitingOutcome) block.Content {
	text := block.Count(len(waiting), "outcome waits", "outcomes wait") + " for you: whose is it, or is it right?"
	if len(waiting) > 1 {
		text = block.Count(len(waiting), "outcome waits", "outcomes wait") + " for you: whose are they, or are they right?"
	}
	return block.Message(text, block.SectionWith(text,
		block.Button(surface.ActOutcomes, "Look", "", block.Primary, block.Spoken("Look at the outcomes"))))
}

// listView shows what waits, the oldest first.
func listView(l list) *slack.ModalViewRequest {
	var blocks []slack.Block
	switch {
	case l.undo != "":
		blocks = append(blocks, block.SectionWith(l.notice, block.Button(actUndo, "Undo", string(l.undo),
			block.Spoken("Undo the last decision"))))
	case l.notice != "":
		blocks = append(blocks, block.Section(l.notice))
	}
	blocks = append(blocks, block.When(len(l.items) == 0, block.Section("Nothing waits for a decision.")))
	for _, each := range l.items[:min(len(l.items), shownItems)] {
		blocks = append(blocks, block.SectionWith(itemWords(each, l.zone), itemMenu(each)))
	}
	if more := len(l.items) - shownItems; more > 0 {
		blocks = append(blocks, block.ContextLine(block.Count(more, "more comes", "more come")+" when these are decided."))
	}
	return block.Modal(surface.CBList, "Outcomes", "", "Close", "", blocks...)
}

// itemWords says what was told by whom, and why it waits.
func itemWords(i item, zone *time.Location) string {
	name := block.Line(block.Cut(i.Name, 100))
	if name == "" {
		name = "Somebody without a name"
	}
	if i.about.ID != "" {
		name = surface.CandidateName(i.about)
	}
	text := "*" + name + "*\n" + block.Line(outcome.Name(i.Source)) + ": *" + kindWords(i.Kind) + "*, " +
		block.Day(i.At, zone)
	text += block.After(", ", i.Amount.String())
	text += block.When(i.More > 0, ", and "+block.Count(i.More, "step", "steps")+" before")
	if isHint(i.WaitingOutcome) {
		return text + "\nReferred by " + block.Person(i.about.Referrer) + ". No signature proves it: is it right?"
	}
	return text + "\nNo referral fits. Whose is it?"
}

// itemMenu offers what can be decided.
func itemMenu(i item) *slack.OverflowBlockElement {
	option := func(what, label string) *slack.OptionBlockObject { return block.Option(what+" "+string(i.ID), label) }
	if isHint(i.WaitingOutcome) {
		return block.Overflow(actMenu, option(doConfirm, "It is right: record it"), option(doDismiss, "It is wrong"))
	}
	return block.Overflow(actMenu, option(doAssign, "Choose the referral"), option(doDismiss, "None of ours"))
}

// assignView asks for the referral.
func assignView(id store.OutcomeID) *slack.ModalViewRequest {
	return block.Modal(cbAssign, "Whose is it?", "Record", "Cancel", string(id),
		block.Input(fieldReferral, "Referral", block.SuggestOne(actReferral, "Type a name", 1, nil),
			"Its stage moves as if its owner had pressed, and the referrer is told.", false))
}

// referralOption is a referral in the menu.
func referralOption(r store.Referral) *slack.OptionBlockObject {
	label := r.Person.Name
	label += block.After(", ", r.Person.Company)
	return block.Option(string(r.ID), block.Cut(label, 50)+" · "+surface.StageName(r.Stage))
}
