// The views of the owner's side: the card and its forms.

package refer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/outcome"
)

// The fields of the card's forms.
const (
	fieldOwner = "owner"
	fieldStage = "stage"
)

// lastStages count for much and are confirmed one by one.
var lastStages = []store.Stage{store.Hired, store.Started, store.Won}

// maxReason is the longest reason of a step.
const maxReason = 200

// maxDeclineNote leaves room for the chosen reason in the 200 characters that a reason may have.
const maxDeclineNote = 150

// declineReasons are offered first; a note may follow. They name the process, never the person.
var declineReasons = []string{
	"The position is filled", "Not the skills we need now", "No position at the moment", "They are not interested now",
	"We could not reach them", otherReason,
}

// otherReason needs a note.
const otherReason = "Another reason"

// referralCardView is the card: who, for what, why, where it stands, and what the reader may do.
func referralCardView(r shown) block.Content {
	title := "Candidate referral"
	if r.Kind == store.Client {
		title = "Client introduction"
	}
	c := block.Content{Text: fmt.Sprintf("%s: %s for %s, from %s. Stage: %s.", title, r.name(), r.about,
		block.Person(r.Referrer), surface.StageName(r.Stage))}
	c.Blocks = []slack.Block{block.Header(title), block.Section(referralSummary(r))}
	// Who withdrew or was declined need not be reached any more: the card forgets how, as the least data asks.
	stopped := r.Stage == store.Declined || r.Stage == store.StageWithdrawn
	if !r.Erased && !stopped {
		facts := []string{"*Referred by*\n" + block.Person(r.Referrer), "*Contact*\n" + surface.ContactText(r.Person)}
		if how := surface.RelationWords(r.Referral); how != "" {
			facts = append(facts, "*How they know them*\n"+how)
		}
		c.Blocks = append(c.Blocks, block.Fields(facts...))
	}
	c.Blocks = append(c.Blocks, block.When(r.Person.Why != "" && !stopped,
		block.Section("*Why them*\n"+surface.Quoted(r.Person.Why))))
	c.Blocks = append(append(c.Blocks, questionBlocks(r.Referral, false)...),
		block.Section("*So far*\n"+referralHistory(r)))
	c.Blocks = append(c.Blocks, block.When(surface.IsOpen(r.Stage) && !r.AnswerBy.IsZero(),
		block.Section("The referrer expects word by *"+block.Day(r.AnswerBy, r.zone)+"*.")))
	c.Blocks = append(c.Blocks, touchBlock(r))
	if elements := cardElements(r.Referral); len(elements) > 0 {
		c.Blocks = append(c.Blocks, block.Actions("", elements...))
	}
	if surface.IsOpen(r.Stage) && !r.Erased {
		system := map[store.ReferralKind]string{store.Candidate: "applicant tracking system", store.Client: "CRM"}[r.Kind]
		c.Blocks = append(c.Blocks, block.ContextLine("External id for your "+system+": `ref_"+string(r.ID)+"`"))
	}
	return c
}

// touchBlock asks what made the person get in touch, once there was a contact; nil before, and where nobody can be
// asked.
func touchBlock(r shown) slack.Block {
	if r.ContactedAt().IsZero() || r.Erased || r.Stage == store.Declined || r.Stage == store.StageWithdrawn {
		return nil
	}
	var options []*slack.OptionBlockObject
	value := func(t store.Touch) string { return cardRef{ID: r.ID, Version: r.Version, Note: string(t)}.String() }
	for _, t := range outcome.Touches {
		options = append(options, block.Option(value(t), surface.UpperFirst(t.Words())))
	}
	question := "What made them get in touch?"
	if r.touch != "" {
		question = "They said what made them get in touch:"
	}
	return block.SectionWith(question, block.SelectOne(actCardTouch, "Optional", options, value(r.touch)))
}

// cardElements are what can be done with a referral; each element carries the version the card shows.
func cardElements(r store.Referral) []slack.BlockElement {
	ref := cardRef{ID: r.ID, Version: r.Version}
	var elements, correct []slack.BlockElement
	if r.CanCorrect() && r.Stage != store.Submitted {
		correct = append(correct, block.Button(actCardCorrect, "Correct the stage", ref.String()))
	}
	if hasDates(r) {
		dates := block.Button(actCardDates, datesLabel(r), ref.String())
		if r.Stage == store.Hired && r.Closing.StartsOn == "" {
			dates = block.Button(actCardDates, "Say when they start", ref.String(), block.Primary)
		}
		correct = append([]slack.BlockElement{dates}, correct...)
	}
	if !surface.IsOpen(r.Stage) {
		return correct
	}
	if r.Stage == store.Submitted {
		accept := ref
		accept.Note = string(store.Accepted)
		elements = append(elements, block.Button(actCardAccept, "Accept", accept.String(), block.Primary))
	} else if options := laterStages(r); len(options) > 0 {
		elements = append(elements, block.SelectOne(actCardAdvance, "Move on to…", options, ""))
	}
	elements = append(elements, block.When(!r.Erased, block.Button(actCardAsk, "Ask the referrer", ref.String())))
	elements = append(elements, block.Button(actCardAssign, "Hand over", ref.String()))
	if r.Stage != store.Hired { // a hire that came to nothing is corrected
		elements = append(elements, block.Button(actCardDecline, "Decline", ref.String(), block.Danger))
	}
	return append(elements, correct...)
}

// laterStages are the stages a referral may move on to.
func laterStages(r store.Referral) []*slack.OptionBlockObject {
	var options []*slack.OptionBlockObject
	later := false
	for _, stage := range store.Stages(r.Kind) {
		if later {
			options = append(options, block.Option(cardRef{ID: r.ID, Version: r.Version, Note: string(stage)}.String(),
				surface.UpperFirst(surface.StageName(stage))))
		}
		later = later || stage == r.Stage
	}
	return options
}

// movedCardView replaces a card whose reader no longer looks after the referral.
func movedCardView() block.Content {
	const text = "This referral was handed to somebody else, or its data was erased. You have nothing left to do."
	return block.Message(text)
}

// cardAskView asks for a question to the referrer.
func cardAskView(r shown) *slack.ModalViewRequest {
	if !surface.IsOpen(r.Stage) {
		return nil
	}
	return block.Modal(cbCardAsk, "Ask the referrer", "Ask", "Cancel", r.ref().String(),
		block.Section("Your question about *"+r.name()+"* goes to "+block.Person(r.Referrer)+"."),
		block.Input(surface.FieldText, "Your question", block.TextInput(block.InputValue, "", "", true, surface.MaxReferWhy),
			"", false))
}

// cardDeclineView asks for the reason, which the referrer reads.
func cardDeclineView(r shown) *slack.ModalViewRequest {
	if !surface.IsOpen(r.Stage) {
		return nil
	}
	options := block.Options(declineReasons, func(reason string) (string, string) { return reason, reason })
	return block.Modal(cbCardDecline, "Decline", "Decline", "Cancel", r.ref().String(),
		block.Section(block.Person(r.Referrer)+" vouched for *"+r.name()+"* and reads what you choose here."),
		block.Input(surface.FieldReason, "Reason", block.Radio(block.InputValue, options, ""), "", false),
		block.Input(surface.FieldNote, "A word to the referrer",
			block.TextInput(block.InputValue, "", "", true, maxDeclineNote), "", true))
}

// cardAssignView asks who looks after the referral from now on.
func cardAssignView(r shown) *slack.ModalViewRequest {
	if !surface.IsOpen(r.Stage) {
		return nil
	}
	who := "A recruiter or a program manager."
	if r.Kind == store.Client {
		who = "A seller or a program manager."
	}
	return block.Modal(cbCardAssign, "Hand over", "Hand over", "Cancel", r.ref().String(),
		block.Section("Who looks after *"+r.name()+"* from now on?"),
		block.Input(fieldOwner, "New owner", block.SelectPerson(block.InputValue, "Choose a colleague", ""),
			who+" They get the card and can read what the referrer wrote.", false))
}

// pointsWords say how the points of the referrer change, as the end of a sentence; "" when they do not.
func pointsWords(points int) string {
	switch {
	case points > 0:
		return ", and " + block.Count(points, "point is", "points are") + " paid"
	case points < 0:
		return ", and " + block.Count(-points, "point is", "points are") + " taken back"
	}
	return ""
}

// toldWords name who is told that the stage was corrected: the referrer, the owner, and who set it.
func toldWords(r shown) string {
	var told []string
	for _, id := range []store.EmployeeID{r.Referrer, r.Owner, r.History[len(r.History)-1].By} {
		who := block.Person(id)
		if id != "" && id != store.Operator && id != r.reader && !id.IsErased() && !slices.Contains(told, who) {
			told = append(told, who)
		}
	}
	switch len(told) {
	case 0:
		return ""
	case 1:
		return told[0] + " is told, with your reason."
	}
	return block.List(told) + " are told, with your reason."
}

// cardCorrectView asks which stage is right, and names what each would do; nil where there is nothing to correct.
func cardCorrectView(r shown) *slack.ModalViewRequest {
	if !r.CanCorrect() {
		return nil
	}
	var options []*slack.OptionBlockObject
	whose := " The points below are those of " + block.Person(r.Referrer) + "."
	if r.unsaid {
		whose = ""
	}
	for _, c := range r.corrections {
		does := "No points change"
		switch {
		case r.unsaid:
			does = ""
		case c.Points != 0:
			does = surface.UpperFirst(strings.TrimPrefix(pointsWords(c.Points), ", and "))
		}
		option := block.Option(string(c.Stage), surface.UpperFirst(surface.StageName(c.Stage)))
		if does != "" {
			option.Description = block.Plain(does, block.MaxOptionText)
		}
		options = append(options, option)
	}
	return block.Modal(cbCardCorrect, "Correct the stage", "Correct it", "Cancel",
		r.ref().String(),
		block.Section("*"+r.name()+"* stands at *"+surface.StageName(r.Stage)+
			"*."+whose+" "+toldWords(r)),
		block.Input(fieldStage, "The right stage", block.Radio(block.InputValue, options, ""), "", false),
		block.Input(surface.FieldReason, "Why?", block.TextInput(block.InputValue, "", "", false, maxReason), "", false))
}

// The fields of the form about the end of a referral; they are also the names in the store's FieldErrors.
const (
	fieldStartsOn      = "starts_on"
	fieldLeftOn        = "left_on"
	fieldHiringManager = "hiring_manager"
	fieldRevenue       = "revenue"
)

// cardReachedView asks about one of the last stages and names what it does; nil when the referral is past it, or the
// card that was pressed is an old one.
func cardReachedView(r shown, pressed cardRef) *slack.ModalViewRequest {
	stage := store.Stage(pressed.Note)
	at := slices.IndexFunc(r.corrections, func(c store.Correction) bool { return c.Stage == stage })
	if order := store.Stages(r.Kind); at < 0 || pressed.Version != r.Version || !surface.IsOpen(r.Stage) ||
		slices.Index(order, stage) < slices.Index(order, r.Stage) {
		return nil
	}
	return block.Modal(cbCardReached, "Please confirm", "Yes, "+surface.StageName(stage), "Not yet", pressed.String(),
		append([]slack.Block{block.Section("*" + r.name() + "*: *" + surface.StageName(stage) + "*?\n" +
			block.Person(r.Referrer) + " is told" + pointsWords(r.corrections[at].Points) + ".")},
			closingBlocks(r, stage)...)...)
}

// hasDates tells whether there is something to say about the end of a referral.
func hasDates(r store.Referral) bool { return slices.Contains(lastStages, r.Stage) }

// cardDatesView asks for what is known about the end; nil before it came.
func cardDatesView(r shown) *slack.ModalViewRequest {
	if !hasDates(r.Referral) {
		return nil
	}
	ref := r.ref()
	ref.Note = string(r.Stage)
	return block.Modal(cbCardReached, datesLabel(r.Referral), "Save", "Cancel", ref.String(),
		append([]slack.Block{block.Section("*" + r.name() + "*: " + block.Person(r.Referrer) +
			" is told when the day of a bonus changes.")}, closingBlocks(r, r.Stage)...)...)
}

// datesLabel is what the end of a kind of referral has.
func datesLabel(r store.Referral) string {
	if r.Kind == store.Client {
		return "Revenue"
	}
	return "Dates"
}

// closingBlocks ask for what a bonus at a stage depends on.
func closingBlocks(r shown, stage store.Stage) (blocks []slack.Block) {
	if r.Kind == store.Client {
		if r.Bonus == nil || r.Bonus.Percent == 0 {
			return nil
		}
		now := ""
		if !r.Closing.Revenue.IsZero() {
			now = r.Closing.Revenue.Currency + " " + r.Closing.Revenue.Decimal() // as it is read again
		}
		return []slack.Block{block.Input(fieldRevenue, "Revenue of the first year",
			block.TextInput(block.InputValue, "EUR 50000", now, false, 30), "The bonus is a part of it.", true)}
	}
	hint := ""
	if r.Bonus != nil {
		hint = "The days of the bonus count from it."
	}
	blocks = append(blocks, block.Input(fieldStartsOn, "First day at work",
		block.DateInput(block.InputValue, string(r.Closing.StartsOn)), hint, true))
	if hasDates(r.Referral) && stage == r.Stage {
		blocks = append(blocks, block.Input(fieldLeftOn, "Last day, if they left",
			block.DateInput(block.InputValue, string(r.Closing.LeftOn)), "", true))
	}
	if r.Bonus != nil && r.Bonus.Excluded == "" {
		blocks = append(blocks, block.Input(fieldHiringManager, "Hiring manager",
			block.SelectPerson(block.InputValue, "Choose a colleague", string(r.Closing.HiringManager)),
			"They get no bonus for this hire.", true))
	}
	return blocks
}
