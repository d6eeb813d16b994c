// The messages that follow a referral: each step, the owner's silence, questions and answers.

package refer

import (
	"fmt"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/surface"
	"vouch/store"
)

// referralMessage is a text with the way to the whole referral.
func referralMessage(r store.Referral, text string) block.Content {
	return block.Message(text,
		block.Section(text), block.Actions("", block.Button(surface.ActReferral, "Show the referral", string(r.ID),
			block.Spoken("Show the referral of "+r.Person.Name))))
}

// referralNewsView tells about one step; what comes next is only said about the last one. All but corrections are for
// the referrer alone.
func referralNewsView(r shown, step store.StageChange) block.Content {
	text := newsText(r, step)
	if step.Correction {
		text = correctionText(r, step)
	}
	if next := r.next(); next != "" && step.Stage == r.Stage && step.Stage != store.Hired {
		text += " " + next
	}
	if words := r.bonus(); len(r.payouts) > 0 && words != "" && step.Stage == r.Stage {
		text += "\n" + words
	}
	return referralMessage(r.Referral, text)
}

// handoverView tells the referrer that somebody else looks after their referral now.
func handoverView(r shown) block.Content {
	text := fmt.Sprintf("%s looks after your referral of *%s* (%s) now.", block.Person(r.Owner), r.name(), r.about)
	text += block.After(" ", r.next())
	return referralMessage(r.Referral, text)
}

// laneView tells that a job opened.
func laneView(r shown) block.Content {
	whose := "Your referral of"
	if r.reader != r.Referrer {
		whose = "The referral that " + block.Person(r.Referrer) + " made of"
	}
	text := fmt.Sprintf("A job opened in %s: *%s*. %s *%s* goes on with it.", block.Line(r.Lane), r.about, whose, r.name())
	text += block.After(" ", r.next())
	return referralMessage(r.Referral, text)
}

// correctionText is the sentence about a corrected stage.
func correctionText(r shown, step store.StageChange) string {
	whose := "your referral"
	if r.reader != r.Referrer {
		whose = "the referral that " + block.Person(r.Referrer) + " made"
	}
	by := ""
	if step.By != "" && step.By != store.Operator {
		by = " by " + block.Person(step.By)
	}
	return fmt.Sprintf("The stage of %s of *%s* was corrected%s to *%s*%s. The reason: “%s”.", whose, r.name(), by,
		surface.StageName(step.Stage),
		pointsWords(step.Points), block.Line(step.Reason))
}

// newsText is the sentence about a step.
func newsText(r shown, step store.StageChange) string {
	name, subject := r.name(), r.about
	reason := ""
	if step.Reason != "" {
		reason = " The reason given: " + block.Line(step.Reason)
	}
	switch step.Stage {
	case store.Submitted:
		if r.Owner != "" {
			return fmt.Sprintf("Your referral of *%s* (%s) is now with %s.", name, subject, block.Person(r.Owner))
		}
		return fmt.Sprintf("Your referral of *%s* (%s) is in.", name, subject)
	case store.Accepted:
		return fmt.Sprintf("Good news: your referral of *%s* (%s) was accepted.", name, subject)
	case store.Hired:
		return fmt.Sprintf("*%s* was hired (%s). Thank you for vouching for them.", name, subject)
	case store.Offer:
		return fmt.Sprintf("*%s* has an offer (%s).", name, subject)
	case store.Started:
		return fmt.Sprintf("*%s* has started (%s).", name, subject)
	case store.Won:
		return fmt.Sprintf("*%s* became a customer. Thank you for the introduction.", name)
	case store.Declined:
		return fmt.Sprintf("Your referral of *%s* (%s) will not go on. Thank you for thinking of them.%s", name, subject,
			reason)
	case store.StageWithdrawn:
		return fmt.Sprintf("Your referral of *%s* (%s) was withdrawn.%s", name, subject, reason)
	}
	return fmt.Sprintf("Your referral of *%s* (%s) moved on to *%s*.", name, subject, surface.StageName(step.Stage))
}

// silenceView tells the referrer honestly that the owner has not answered.
func silenceView(r shown) block.Content {
	about := fmt.Sprintf("your referral of *%s* (%s)", r.name(), r.about)
	if r.Owner == "" {
		return referralMessage(r.Referral, surface.UpperFirst(about)+
			" has no owner yet, later than promised. The program managers were told again.")
	}
	return referralMessage(r.Referral, block.Person(r.Owner)+" has not answered "+about+
		" in time. We are sorry. The program managers know.")
}

// questionView carries the owner's question to the referrer; once answered it shows the answer instead of the button.
func questionView(r store.Referral, number int) block.Content {
	q := r.Questions[number]
	intro := fmt.Sprintf("%s asks about your referral of *%s*:", surface.OwnerWords(r), surface.CandidateName(r))
	c := block.Message(block.CutMarkup(intro+" "+block.Esc(q.Text), block.MaxSectionText), block.Section(intro),
		block.Section(surface.Quoted(q.Text)))
	if q.Answered.IsZero() {
		c.Blocks = append(c.Blocks, block.Actions("", answerButton(r, number)))
		return c
	}
	c.Blocks = append(c.Blocks, block.Section("*You answered:*\n"+surface.Quoted(q.Answer)))
	return c
}

// answerView carries the referrer's answer to the owner.
func answerView(r store.Referral, q store.Question) block.Content {
	text := fmt.Sprintf("%s answered about *%s*:", block.Person(r.Referrer), surface.CandidateName(r))
	return block.Message(block.CutMarkup(text+" "+block.Esc(q.Answer), block.MaxSectionText),
		block.Section(text), block.Section(questionText(q)),
		block.Actions("", block.Button(surface.ActReferral, "Show the referral", string(r.ID))))
}

// introduced puts a sentence above a message.
func introduced(why string, c block.Content) block.Content {
	return block.Message(why+" "+c.Text, append([]slack.Block{block.Section("*" + why + "*")}, c.Blocks...)...)
}
