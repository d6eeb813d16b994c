// The views of one referral in detail, for its referrer and for those who decide about it.

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

// referralView shows one referral to its referrer, with the buttons that are still possible.
func referralView(r shown, notice string) *slack.ModalViewRequest {
	var blocks []slack.Block
	blocks = append(blocks, block.When(notice != "", block.Section("*"+notice+"*")), block.Section(referralSummary(r)))
	blocks = append(blocks, block.Said(r.next()), block.Said(r.bonus()))
	blocks = append(blocks, questionBlocks(r.Referral, surface.IsOpen(r.Stage) && !r.Erased)...)
	blocks = append(blocks, block.Section("*So far*\n"+referralHistory(r)))
	if r.CanWithdraw() {
		blocks = append(blocks, block.Actions("",
			block.When(r.Stage == store.Submitted && !r.Erased, block.Button(actReferEdit, "Edit", string(r.ID))),
			block.Button(actReferWithdraw, "Withdraw", string(r.ID), block.Danger,
				block.Confirming(block.Confirm("Withdraw the referral?",
					"Its owner stops, and points you earned by it are taken back. This cannot be undone.", "Withdraw", "Keep it")))))
	}
	return block.Modal(block.CBResult, "Referral", "", "Close", string(r.ID), blocks...)
}

// ownedReferralView is the card as a modal, for owners and managers who come from Home.
func ownedReferralView(r shown, notice string) *slack.ModalViewRequest {
	blocks := referralCardView(r).Blocks
	if notice != "" {
		blocks = append([]slack.Block{block.Section("*" + block.Esc(notice) + "*")}, blocks...)
	}
	return block.Modal(block.CBResult, "Referral", "", "Close", string(r.ID), blocks...)
}

// referralSummary names the person, the job or need, and who looks after it.
func referralSummary(r shown) string {
	text := "*" + r.name() + "*"
	text += block.After(", ", block.Line(r.Person.Company))
	text += "\n" + r.about + "\n*" + surface.UpperFirst(surface.StageName(r.Stage)) + "*"
	switch r.Owner {
	case "":
	case r.reader:
		text += ", in your care"
	default:
		text += ", in the care of " + block.Person(r.Owner)
	}
	return text
}

// referralHistory lists the steps so far, oldest first, with who took them.
func referralHistory(r shown) string {
	var lines []string
	for _, step := range r.History {
		text := "• " + block.Day(step.At, r.zone) + ": "
		text += block.When(step.Correction, "corrected to ")
		text += surface.StageName(step.Stage)
		text += block.When(step.By != "" && step.By != store.Operator, " by "+block.Person(step.By))
		if how := howKnown(step); how != "" && r.reader != r.Referrer {
			text += " (" + how + ")"
		}
		text += pointsWords(step.Points)
		text += block.After(". ", block.Line(step.Reason))
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n")
}

// howKnown says how a step is known that something outside led to: people in Slack record theirs by hand.
func howKnown(step store.StageChange) string {
	known := outcome.Known(step.Known)
	if known == "" && step.By != "" && slices.Contains(outcome.Kinds, outcome.Kind(step.Stage)) {
		known = outcome.Hand
	}
	return known.Words()
}

// next says what happens next.
func (s shown) next() string {
	return surface.ReferralNext(s.Referral, s.reader, s.now, s.zone)
}

// shownQuestions bounds how many questions a view repeats; the newest are what matters.
const shownQuestions = 5

// questionBlocks show the newest questions with their answers, and to whoever can answer the way to do it.
func questionBlocks(r store.Referral, toAnswer bool) []slack.Block {
	var blocks []slack.Block
	earlier := max(0, len(r.Questions)-shownQuestions)
	blocks = append(blocks, block.When(earlier > 0,
		block.Section(block.Count(earlier, "earlier question", "earlier questions")+" not shown.")))
	for i, q := range r.Questions[earlier:] {
		section := block.Section(questionText(q))
		if toAnswer && q.Answered.IsZero() {
			section = block.SectionWith(questionText(q), answerButton(r, earlier+i))
		}
		blocks = append(blocks, section)
	}
	return blocks
}

// questionRef names a question by its referral and number, as splitRef reads it.
func questionRef(r store.Referral, number int) string { return fmt.Sprintf("%s/%d", r.ID, number) }

// answerButton opens the field for the answer to one question.
func answerButton(r store.Referral, number int) *slack.ButtonBlockElement {
	return block.Button(actReferAnswer, "Answer", questionRef(r, number), block.Primary)
}

// questionText shows a question with its answer.
func questionText(q store.Question) string {
	text := "*Asked:* " + block.Esc(q.Text)
	if q.Answered.IsZero() {
		return text
	}
	return text + "\n*Answer:* " + block.Esc(q.Answer)
}

// answerFormView asks the referrer what the owner wants to know.
func answerFormView(r store.Referral, number int) *slack.ModalViewRequest {
	return block.Modal(cbReferAnswer, "A question", "Send", "Cancel", questionRef(r, number),
		block.Section(fmt.Sprintf("%s asks about *%s*:", surface.OwnerWords(r), surface.CandidateName(r))),
		block.Section(surface.Quoted(r.Questions[number].Text)),
		block.Input(surface.FieldText, "Your answer", block.TextInput(block.InputValue, "", "", true, surface.MaxReferWhy),
			"", false))
}
