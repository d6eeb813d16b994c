// The views of one referral in detail, for its referrer and for those who decide about it.

package bot

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// stageName is a stage in words.
func stageName(s store.Stage) string {
	switch s {
	case store.Offer:
		return "offer made"
	case store.Won:
		return "deal won"
	}
	return string(s)
}

// isOpen tells whether something can still happen to a referral of this stage.
func isOpen(s store.Stage) bool {
	switch s {
	case store.Declined, store.StageWithdrawn, store.Started, store.Won:
		return false
	}
	return true
}

// referralView shows one referral to its referrer, with the buttons that are still possible.
func referralView(r store.Referral, subject, notice string, zone *time.Location) *slack.ModalViewRequest {
	var blocks []slack.Block
	if notice != "" {
		blocks = append(blocks, section("*"+notice+"*"))
	}
	blocks = append(blocks, section(referralSummary(r, subject)))
	if next := referralNext(r, zone); next != "" {
		blocks = append(blocks, section(next))
	}
	blocks = append(blocks, questionBlocks(r)...)
	if isOpen(r.Stage) && len(openQuestions(r)) > 0 && !r.Erased {
		blocks = append(blocks, actions("", button(actReferAnswer, "Answer", string(r.ID), primary)))
	}
	blocks = append(blocks, section("*So far*\n"+referralHistory(r, zone)))
	if isOpen(r.Stage) {
		var row []slack.BlockElement
		if r.Stage == store.Submitted && !r.Erased {
			row = append(row, button(actReferEdit, "Edit", string(r.ID)))
		}
		row = append(row, button(actReferWithdraw, "Withdraw", string(r.ID), danger,
			confirming(confirm("Withdraw the referral?", "Its owner stops. This cannot be undone.", "Withdraw", "Keep it"))))
		blocks = append(blocks, actions("", row...))
	}
	return modal(cbResult, "Referral", "", "Close", string(r.ID), blocks...)
}

// ownedReferralView is the card as a modal, for owners and managers who come from Home.
func ownedReferralView(r store.Referral, subject, notice string, zone *time.Location) *slack.ModalViewRequest {
	blocks := referralCardView(r, subject, zone).Blocks
	if notice != "" {
		blocks = append([]slack.Block{section("*" + esc(notice) + "*")}, blocks...)
	}
	return modal(cbResult, "Referral", "", "Close", string(r.ID), blocks...)
}

// referralSummary names the person, the job or need, and who looks after it.
func referralSummary(r store.Referral, subject string) string {
	text := "*" + candidateName(r) + "*"
	if r.Person.Company != "" {
		text += ", " + line(r.Person.Company)
	}
	text += "\n" + line(cut(subject, maxReferNeed)) + "\n*" + upperFirst(stageName(r.Stage)) + "*"
	if r.Owner != "" {
		text += ", in the care of " + person(r.Owner)
	}
	return text
}

// upperFirst writes the first letter large.
func upperFirst(text string) string {
	return strings.ToUpper(text[:min(1, len(text))]) + text[min(1, len(text)):]
}

// referralHistory lists the steps so far, oldest first, with who took them.
func referralHistory(r store.Referral, zone *time.Location) string {
	var lines []string
	for _, step := range r.History {
		text := "• " + day(step.At, zone) + ": " + stageName(step.Stage)
		if step.By != "" && step.By != store.Operator {
			text += " by " + person(step.By)
		}
		if step.Reason != "" {
			text += ". " + line(step.Reason)
		}
		lines = append(lines, text)
	}
	return strings.Join(lines, "\n")
}

// referralNext says what happens next, honestly also when the owner is late.
func referralNext(r store.Referral, zone *time.Location) string {
	switch {
	case !isOpen(r.Stage):
		return ""
	case r.Nudged >= 2:
		return "The answer is late. The program managers know and look into it."
	case r.Owner == "":
		return "Next: the program managers name somebody to look after it."
	case r.Nudged == 1:
		return "The answer is late. " + person(r.Owner) + " was reminded."
	case !r.AnswerBy.IsZero():
		return "Next: word from " + person(r.Owner) + " by " + day(r.AnswerBy, zone) + "."
	}
	return ""
}

// shownQuestions bounds how many questions a view repeats; the newest are what matters.
const shownQuestions = 5

// questionBlocks show the newest questions with their answers.
func questionBlocks(r store.Referral) []slack.Block {
	var blocks []slack.Block
	if earlier := len(r.Questions) - shownQuestions; earlier > 0 {
		blocks = append(blocks, section(count(earlier, "earlier question", "earlier questions")+" not shown."))
	}
	for _, q := range r.Questions[max(0, len(r.Questions)-shownQuestions):] {
		blocks = append(blocks, section(questionText(q)))
	}
	return blocks
}

// questionText shows a question with its answer.
func questionText(q store.Question) string {
	text := "*Asked:* " + esc(q.Text)
	if q.Answered.IsZero() {
		return text
	}
	return text + "\n*Answer:* " + esc(q.Answer)
}

// quoted marks every line of what somebody wrote as a quotation.
func quoted(text string) string { return ">" + strings.ReplaceAll(esc(text), "\n", "\n>") }

// answerFormView asks the referrer what the owner wants to know; one answer is for all open questions.
func answerFormView(r store.Referral, open []store.Question, state answerState) *slack.ModalViewRequest {
	blocks := []slack.Block{section(fmt.Sprintf("%s asks about *%s*:", ownerWords(r), candidateName(r)))}
	for _, q := range open[max(0, len(open)-shownQuestions):] {
		blocks = append(blocks, section(quoted(q.Text)))
	}
	return modal(cbReferAnswer, "A question", "Send", "Cancel", state.metadata(), append(blocks,
		input(fieldText, "Your answer", textInput(inputValue, "", "", true, maxReferWhy), "", false))...)
}
