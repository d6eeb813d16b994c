// The messages that follow a referral: each step, the owner's silence, questions and answers.

package bot

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"vouch/store"
)

// referralMessage is a text with the way to the whole referral.
func referralMessage(r store.Referral, text string) content {
	return content{Text: text, Blocks: []slack.Block{
		section(text), actions("", button(actReferral, "Show the referral", string(r.ID), spoken("Show the referral of "+r.Person.Name))),
	}}
}

// referralNewsView tells the referrer about one step; what comes next is only said about the last one.
func referralNewsView(r store.Referral, step store.StageChange, subject string, zone *time.Location) content {
	text := newsText(r, step, candidateName(r), line(cut(subject, maxReferNeed)))
	if next := referralNext(r, zone); next != "" && step.Stage == r.Stage {
		text += " " + next
	}
	return referralMessage(r, text)
}

// handoverView tells the referrer that somebody else looks after their referral now.
func handoverView(r store.Referral, subject string, zone *time.Location) content {
	text := fmt.Sprintf("%s looks after your referral of *%s* (%s) from now on.", person(r.Owner), candidateName(r), line(cut(subject, maxReferNeed)))
	if next := referralNext(r, zone); next != "" {
		text += " " + next
	}
	return referralMessage(r, text)
}

// newsText is the sentence about a step.
func newsText(r store.Referral, step store.StageChange, name, subject string) string {
	reason := ""
	if step.Reason != "" {
		reason = " The reason given: " + line(step.Reason)
	}
	switch step.Stage {
	case store.Submitted:
		if r.Owner != "" {
			return fmt.Sprintf("Your referral of *%s* (%s) is now with %s.", name, subject, person(r.Owner))
		}
		return fmt.Sprintf("Your referral of *%s* (%s) is in.", name, subject)
	case store.Accepted:
		return fmt.Sprintf("Good news: %s accepted your referral of *%s* (%s).", ownerWords(r), name, subject)
	case store.Hired:
		return fmt.Sprintf("*%s* was hired (%s). Thank you for vouching for them.", name, subject)
	case store.Won:
		return fmt.Sprintf("Your introduction of *%s* became a customer. Thank you for vouching for us.", name)
	case store.Declined:
		return fmt.Sprintf("Your referral of *%s* (%s) will not go on. Thank you for thinking of them.%s", name, subject, reason)
	case store.StageWithdrawn:
		return fmt.Sprintf("Your referral of *%s* (%s) was withdrawn.%s", name, subject, reason)
	}
	return fmt.Sprintf("Your referral of *%s* (%s) has reached a new stage: *%s*.", name, subject, stageName(step.Stage))
}

// silenceView tells the referrer honestly that the owner has not answered.
func silenceView(r store.Referral, subject string) content {
	about := fmt.Sprintf("your referral of *%s* (%s)", candidateName(r), line(cut(subject, maxReferNeed)))
	if r.Owner == "" {
		return referralMessage(r, "Nobody looks after "+about+" yet, later than promised. The program managers were told again.")
	}
	return referralMessage(r, person(r.Owner)+" has not answered "+about+" in time. We are sorry. The program managers know and look into it.")
}

// questionView carries the owner's question to the referrer; once answered it shows the answer instead of the button.
func questionView(r store.Referral, q store.Question) content {
	intro := fmt.Sprintf("%s asks about your referral of *%s*:", ownerWords(r), candidateName(r))
	c := content{Text: cutMarkup(intro+" "+esc(q.Text), maxSectionText), Blocks: []slack.Block{section(intro), section(quoted(q.Text))}}
	if q.Answered.IsZero() {
		c.Blocks = append(c.Blocks, actions("", button(actReferAnswer, "Answer", string(r.ID), primary)))
		return c
	}
	c.Blocks = append(c.Blocks, section("*You answered:*\n"+quoted(q.Answer)))
	return c
}

// answerView carries the referrer's answer to the owner.
func answerView(r store.Referral, q store.Question) content {
	text := fmt.Sprintf("%s answered about *%s*:", person(r.Referrer), candidateName(r))
	return content{Text: cutMarkup(text+" "+esc(q.Answer), maxSectionText), Blocks: []slack.Block{
		section(text), section(questionText(q)), actions("", button(actReferral, "Show the referral", string(r.ID))),
	}}
}

// introduced puts a sentence above a message.
func introduced(why string, c content) content {
	return content{Text: why + " " + c.Text, Blocks: append([]slack.Block{section("*" + why + "*")}, c.Blocks...)}
}
