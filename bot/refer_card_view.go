// The views of the owner's side: the card and its forms.

package bot

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// The fields of the card's forms.
const (
	fieldReason = "reason"
	fieldNote   = "note"
	fieldOwner  = "owner"
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
func referralCardView(r store.Referral, subject string, zone *time.Location) content {
	title := "Candidate referral"
	if r.Kind == store.Client {
		title = "Client introduction"
	}
	c := content{Text: fmt.Sprintf("%s: %s for %s, from %s. Stage: %s.", title, candidateName(r), line(cut(subject, maxReferNeed)), person(r.Referrer), stageName(r.Stage))}
	c.Blocks = []slack.Block{header(title), section(referralSummary(r, subject))}
	// Who withdrew or was declined need not be reached any more: the card forgets how, as the least data asks.
	stopped := r.Stage == store.Declined || r.Stage == store.StageWithdrawn
	if !r.Erased && !stopped {
		c.Blocks = append(c.Blocks, fields("*Referred by*\n"+person(r.Referrer), "*How they know them*\n"+relationWords(r), "*Contact*\n"+contactText(r.Person)))
	}
	if r.Person.Why != "" && !stopped {
		c.Blocks = append(c.Blocks, section("*Why them*\n"+quoted(r.Person.Why)))
	}
	c.Blocks = append(append(c.Blocks, questionBlocks(r)...), section("*So far*\n"+referralHistory(r, zone)))
	if !isOpen(r.Stage) {
		return c
	}
	if !r.AnswerBy.IsZero() {
		c.Blocks = append(c.Blocks, section("The referrer was told to expect word by *"+day(r.AnswerBy, zone)+"*."))
	}
	c.Blocks = append(c.Blocks, actions("", cardElements(r)...))
	return c
}

// cardElements are the buttons of an open referral; each carries the version the card shows.
func cardElements(r store.Referral) []slack.BlockElement {
	ref := cardRef{id: r.ID, version: r.Version}
	var elements []slack.BlockElement
	if r.Stage == store.Submitted {
		accept := ref
		accept.stage = store.Accepted
		elements = append(elements, button(actCardAccept, "Accept", accept.String(), primary))
	} else if options := laterStages(r); len(options) > 0 {
		advance := selectOne(actCardAdvance, "Move on to…", options, "")
		advance.Confirm = confirm("Move it on?", "The referrer is told at once. A referral only moves forward.", "Move it on", "Not yet")
		elements = append(elements, advance)
	}
	if !r.Erased {
		elements = append(elements, button(actCardAsk, "Ask the referrer", ref.String()))
	}
	return append(elements, button(actCardAssign, "Hand over", ref.String()), button(actCardDecline, "Decline", ref.String(), danger))
}

// laterStages are the stages a referral may move on to.
func laterStages(r store.Referral) []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	later := false
	for _, stage := range store.Stages(r.Kind) {
		if later {
			options = append(options, option(cardRef{id: r.ID, version: r.Version, stage: stage}.String(), upperFirst(stageName(stage))))
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
		ways = append(ways, link("mailto:"+p.Email, p.Email))
	}
	if p.Profile != "" {
		ways = append(ways, link(p.Profile, "Profile"))
	}
	if p.Phone != "" {
		ways = append(ways, line(p.Phone))
	}
	return strings.Join(ways, "\n")
}

// movedCardView replaces a card whose reader no longer looks after the referral.
func movedCardView() content {
	const text = "This referral was handed to somebody else, or its data was erased. There is nothing left to do for you."
	return content{Text: text, Blocks: []slack.Block{section(text)}}
}

// cardForm draws one of the card's forms.
type cardForm func(store.Referral) *slack.ModalViewRequest

// cardAskView asks for a question to the referrer.
func cardAskView(r store.Referral) *slack.ModalViewRequest {
	return modal(cbCardAsk, "Ask the referrer", "Ask", "Cancel", cardRef{id: r.ID, version: r.Version}.String(),
		section("Your question about *"+candidateName(r)+"* goes to "+person(r.Referrer)+"."),
		input(fieldText, "Your question", textInput(inputValue, "", "", true, maxReferWhy), "", false))
}

// cardDeclineView asks for the reason, which the referrer reads.
func cardDeclineView(r store.Referral) *slack.ModalViewRequest {
	var options []*slack.OptionBlockObject
	for _, reason := range declineReasons {
		options = append(options, option(reason, reason))
	}
	return modal(cbCardDecline, "Decline", "Decline", "Cancel", cardRef{id: r.ID, version: r.Version}.String(),
		section(person(r.Referrer)+" vouched for *"+candidateName(r)+"* and reads what you choose here. This cannot be undone."),
		input(fieldReason, "Reason", radio(inputValue, options, ""), "", false),
		input(fieldNote, "A word to the referrer", textInput(inputValue, "", "", true, maxDeclineNote), "", true))
}

// cardAssignView asks who looks after the referral from now on.
func cardAssignView(r store.Referral) *slack.ModalViewRequest {
	who := "A recruiter or a program manager."
	if r.Kind == store.Client {
		who = "A seller or a program manager."
	}
	return modal(cbCardAssign, "Hand over", "Hand over", "Cancel", cardRef{id: r.ID, version: r.Version}.String(),
		section("Who looks after *"+candidateName(r)+"* from now on?"),
		input(fieldOwner, "New owner", selectPerson(inputValue, "Choose a colleague", ""), who+" They get the card and can read what the referrer wrote.", false))
}
