// The views of the owner's side: the card and its forms.

package refer

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// The fields of the card's forms.
const (
	fieldOwner = "owner"
)

// maxDeclineNote leaves room for the chosen reason in the 200 characters that a reason may have.
const maxDeclineNote = 150

// declineReasons are offered first; a note may follow. They name the process, never the person.
var declineReasons = []string{
	"The position is filled", "Not the skills we need now", "No position at the moment", "They are not interested now", "We could not reach them", otherReason,
}

// otherReason needs a note.
const otherReason = "Another reason"

// referralCardView is the card: who, for what, why, where it stands, and what the reader may do.
func referralCardView(r store.Referral, subject string, zone *time.Location) block.Content {
	title := "Candidate referral"
	if r.Kind == store.Client {
		title = "Client introduction"
	}
	c := block.Content{Text: fmt.Sprintf("%s: %s for %s, from %s. Stage: %s.", title, surface.CandidateName(r), block.Line(block.Cut(subject, surface.MaxReferNeed)), block.Person(r.Referrer), surface.StageName(r.Stage))}
	c.Blocks = []slack.Block{block.Header(title), block.Section(referralSummary(r, subject))}
	// Who withdrew or was declined need not be reached any more: the card forgets how, as the least data asks.
	stopped := r.Stage == store.Declined || r.Stage == store.StageWithdrawn
	if !r.Erased && !stopped {
		c.Blocks = append(c.Blocks, block.Fields("*Referred by*\n"+block.Person(r.Referrer), "*How they know them*\n"+relationWords(r), "*Contact*\n"+contactText(r.Person)))
	}
	if r.Person.Why != "" && !stopped {
		c.Blocks = append(c.Blocks, block.Section("*Why them*\n"+surface.Quoted(r.Person.Why)))
	}
	c.Blocks = append(append(c.Blocks, questionBlocks(r)...), block.Section("*So far*\n"+referralHistory(r, zone)))
	if !surface.IsOpen(r.Stage) {
		return c
	}
	if !r.AnswerBy.IsZero() {
		c.Blocks = append(c.Blocks, block.Section("The referrer was told to expect word by *"+block.Day(r.AnswerBy, zone)+"*."))
	}
	c.Blocks = append(c.Blocks, block.Actions("", cardElements(r)...))
	return c
}

// cardElements are the buttons of an open referral; each carries the version the card shows.
func cardElements(r store.Referral) []slack.BlockElement {
	ref := cardRef{id: r.ID, version: r.Version}
	var elements []slack.BlockElement
	if r.Stage == store.Submitted {
		accept := ref
		accept.stage = store.Accepted
		elements = append(elements, block.Button(actCardAccept, "Accept", accept.String(), block.Primary))
	} else if options := laterStages(r); len(options) > 0 {
		advance := block.SelectOne(actCardAdvance, "Move on to…", options, "")
		advance.Confirm = block.Confirm("Move it on?", "The referrer is told at once. A referral only moves forward.", "Move it on", "Not yet")
		elements = append(elements, advance)
	}
	if !r.Erased {
		elements = append(elements, block.Button(actCardAsk, "Ask the referrer", ref.String()))
	}
	return append(elements, block.Button(actCardAssign, "Hand over", ref.String()), block.Button(actCardDecline, "Decline", ref.String(), block.Danger))
}

// laterStages are the stages a referral may move on to.
func laterStages(r store.Referral) []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	later := false
	for _, stage := range store.Stages(r.Kind) {
		if later {
			options = append(options, block.Option(cardRef{id: r.ID, version: r.Version, stage: stage}.String(), surface.UpperFirst(surface.StageName(stage))))
		}
		later = later || stage == r.Stage
	}
	return options
}

// relationWords say how the referrer knows them.
func relationWords(r store.Referral) string {
	text := relationshipNames[r.Relationship]
	if text == "" {
		text = "Not said"
	}
	if r.HowWell >= 1 && r.HowWell <= len(closeness) {
		text += "; " + strings.ToLower(closeness[r.HowWell-1])
	}
	return text
}

// contactText lists the ways to reach a person.
func contactText(p store.Person) string {
	var ways []string
	if p.Email != "" {
		ways = append(ways, block.Link("mailto:"+p.Email, p.Email))
	}
	if p.Profile != "" {
		ways = append(ways, block.Link(p.Profile, "Profile"))
	}
	if p.Phone != "" {
		ways = append(ways, block.Line(p.Phone))
	}
	return strings.Join(ways, "\n")
}

// movedCardView replaces a card whose reader no longer looks after the referral.
func movedCardView() block.Content {
	const text = "This referral was handed to somebody else, or its data was erased. There is nothing left to do for you."
	return block.Content{Text: text, Blocks: []slack.Block{block.Section(text)}}
}

// cardForm draws one of the card's forms.
type cardForm func(store.Referral) *slack.ModalViewRequest

// cardAskView asks for a question to the referrer.
func cardAskView(r store.Referral) *slack.ModalViewRequest {
	return block.Modal(cbCardAsk, "Ask the referrer", "Ask", "Cancel", cardRef{id: r.ID, version: r.Version}.String(),
		block.Section("Your question about *"+surface.CandidateName(r)+"* goes to "+block.Person(r.Referrer)+"."),
		block.Input(surface.FieldText, "Your question", block.TextInput(block.InputValue, "", "", true, surface.MaxReferWhy), "", false))
}

// cardDeclineView asks for the reason, which the referrer reads.
func cardDeclineView(r store.Referral) *slack.ModalViewRequest {
	var options []*slack.OptionBlockObject
	for _, reason := range declineReasons {
		options = append(options, block.Option(reason, reason))
	}
	return block.Modal(cbCardDecline, "Decline", "Decline", "Cancel", cardRef{id: r.ID, version: r.Version}.String(),
		block.Section(block.Person(r.Referrer)+" vouched for *"+surface.CandidateName(r)+"* and reads what you choose here. This cannot be undone."),
		block.Input(surface.FieldReason, "Reason", block.Radio(block.InputValue, options, ""), "", false),
		block.Input(surface.FieldNote, "A word to the referrer", block.TextInput(block.InputValue, "", "", true, maxDeclineNote), "", true))
}

// cardAssignView asks who looks after the referral from now on.
func cardAssignView(r store.Referral) *slack.ModalViewRequest {
	who := "A recruiter or a program manager."
	if r.Kind == store.Client {
		who = "A seller or a program manager."
	}
	return block.Modal(cbCardAssign, "Hand over", "Hand over", "Cancel", cardRef{id: r.ID, version: r.Version}.String(),
		block.Section("Who looks after *"+surface.CandidateName(r)+"* from now on?"),
		block.Input(fieldOwner, "New owner", block.SelectPerson(block.InputValue, "Choose a colleague", ""), who+" They get the card and can read what the referrer wrote.", false))
}
