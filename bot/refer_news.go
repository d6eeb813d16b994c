// What the courier sends about referrals: the card, news for the referrer, questions and answers, and word of long silence.

package bot

import (
	"context"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"vouch/store"
)

// renderReferralCard draws the card for its owner.
func (b *Bot) renderReferralCard(_ context.Context, m store.Message) (content, error) {
	referral, err := b.db.Referral(store.ReferralID(m.Ref), m.To)
	if err != nil {
		return content{}, err
	}
	return b.referralCard(referral, m.To)
}

// rewriteReferralCard draws a delivered card as it should look now. Somebody who no longer may read it sees that it moved on.
func (b *Bot) rewriteReferralCard(_ context.Context, r store.Receipt) (content, error) {
	referral, err := b.db.Referral(store.ReferralID(r.Ref), r.Employee)
	if store.KindOf(err) == store.NotFound {
		return movedCardView(), nil
	}
	if err != nil {
		return content{}, err
	}
	return b.referralCard(referral, r.Employee)
}

// rewriteReminder draws a delivered nudge or escalation as it should look now: while it is still waited for an answer with the
// sentence that says so, afterwards as the card alone, whose buttons do what can still be done.
func (b *Bot) rewriteReminder(draw renderer) rewriter {
	return func(ctx context.Context, r store.Receipt) (content, error) {
		c, err := draw(ctx, store.Message{Ref: r.Ref, To: r.Employee})
		if kind := store.KindOf(err); kind == store.Conflict || kind == store.NotFound {
			return b.rewriteReferralCard(ctx, r)
		}
		return c, err
	}
}

// rewriteErased takes what was said about a person out of a delivered message once their data is erased. Until then such a message
// stays as it was sent: it is news of its day.
func (b *Bot) rewriteErased(_ context.Context, r store.Receipt) (content, error) {
	id, _ := splitRef(r.Ref)
	referral, err := b.db.Referral(id, r.Employee)
	switch {
	case store.KindOf(err) == store.NotFound:
		return movedCardView(), nil
	case err != nil:
		return content{}, err
	case !referral.Erased:
		return content{}, overtaken("The referral is as it was.")
	}
	text := "This message was about " + candidateName(referral) + "."
	return content{Text: text, Blocks: []slack.Block{section(text)}}, nil
}

// renderReferralOwner tells the referrer who answers from now on.
func (b *Bot) renderReferralOwner(_ context.Context, m store.Message) (content, error) {
	referral, err := b.waiting(m)
	if err != nil {
		return content{}, err
	}
	if referral.Owner == "" {
		return content{}, overtaken("Nobody looks after it at present.")
	}
	zone, err := b.zoneOf(m.To)
	if err != nil {
		return content{}, err
	}
	return handoverView(referral, b.referralSubject(referral), zone), nil
}

// splitRef parts "referral/number", the reference of messages about one step, question or answer; -1 when there is no number.
func splitRef(ref string) (store.ReferralID, int) {
	id, number, _ := strings.Cut(ref, "/")
	n, err := strconv.Atoi(number)
	if err != nil {
		return store.ReferralID(id), -1
	}
	return store.ReferralID(id), n
}

// gone is the error of a message whose subject no longer exists.
func gone(what string) error {
	return &store.Error{Kind: store.NotFound, Msg: what + " no longer exists."}
}

// overtaken is the error of a message that events have made wrong.
func overtaken(why string) error {
	return &store.Error{Kind: store.Conflict, Msg: why}
}

// renderReferralNews tells the referrer about one step, or that the owner has been silent for too long.
func (b *Bot) renderReferralNews(_ context.Context, m store.Message) (content, error) {
	id, step := splitRef(m.Ref)
	referral, err := b.db.Referral(id, m.To)
	if err != nil {
		return content{}, err
	}
	if step < 0 || step >= len(referral.History) {
		return content{}, gone("The step")
	}
	zone, err := b.zoneOf(m.To)
	if err != nil {
		return content{}, err
	}
	if referral.Nudged >= 2 && step == len(referral.History)-1 && isOpen(referral.Stage) {
		return silenceView(referral, b.referralSubject(referral)), nil
	}
	return referralNewsView(referral, referral.History[step], b.referralSubject(referral), zone), nil
}

// questionOf reads the question or answer a message is about.
func (b *Bot) questionOf(m store.Message) (store.Referral, store.Question, error) {
	id, number := splitRef(m.Ref)
	referral, err := b.db.Referral(id, m.To)
	if err != nil {
		return store.Referral{}, store.Question{}, err
	}
	if number < 0 || number >= len(referral.Questions) || referral.Erased {
		return store.Referral{}, store.Question{}, gone("The question")
	}
	return referral, referral.Questions[number], nil
}

// renderAskReferrer carries the owner's question.
func (b *Bot) renderAskReferrer(_ context.Context, m store.Message) (content, error) {
	referral, question, err := b.questionOf(m)
	if err != nil {
		return content{}, err
	}
	if !isOpen(referral.Stage) {
		return content{}, overtaken("The referral has ended.")
	}
	return questionView(referral, question), nil
}

// renderReferralAnswer carries the referrer's answer to the owner.
func (b *Bot) renderReferralAnswer(_ context.Context, m store.Message) (content, error) {
	referral, question, err := b.questionOf(m)
	if err != nil {
		return content{}, err
	}
	return answerView(referral, question), nil
}

// renderOwnerNudge reminds a silent owner, with the card itself.
func (b *Bot) renderOwnerNudge(_ context.Context, m store.Message) (content, error) {
	referral, err := b.waiting(m)
	if err != nil {
		return content{}, err
	}
	if referral.Owner != m.To || referral.Nudged == 0 {
		return content{}, overtaken("The owner has answered.")
	}
	return b.waitingCard(referral, m.To, person(referral.Referrer)+" waits for your answer to this referral. A word is enough: accept it, ask, or decline.")
}

// renderEscalation tells a program manager about a referral that nobody answers or that has no owner.
func (b *Bot) renderEscalation(_ context.Context, m store.Message) (content, error) {
	referral, err := b.waiting(m)
	switch {
	case err != nil:
		return content{}, err
	case referral.Owner == "":
		return b.waitingCard(referral, m.To, "This referral has no owner. Please accept it yourself or hand it to somebody.")
	case referral.Nudged < 2:
		return content{}, overtaken("The owner has answered.")
	}
	return b.waitingCard(referral, m.To, person(referral.Owner)+" has not answered this referral in time. Please look after it or hand it to somebody.")
}

// waiting reads the referral a reminder is about; ended ones need nobody's attention.
func (b *Bot) waiting(m store.Message) (store.Referral, error) {
	id, _ := splitRef(m.Ref)
	referral, err := b.db.Referral(id, m.To)
	if err == nil && !isOpen(referral.Stage) {
		err = overtaken("The referral has ended.")
	}
	return referral, err
}

// waitingCard is the card under a sentence that says why it comes.
func (b *Bot) waitingCard(referral store.Referral, reader store.EmployeeID, why string) (content, error) {
	card, err := b.referralCard(referral, reader)
	if err != nil {
		return content{}, err
	}
	return introduced(why, card), nil
}
