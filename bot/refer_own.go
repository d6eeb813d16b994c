// One referral in detail: its referrer edits, withdraws and answers; its owner and managers decide.

package bot

import (
	"context"
	"encoding/json"
	"strings"

	"vouch/store"
)

// onReferralOpen shows one referral to those who may see it; for everybody else the store says that it does not exist.
func (b *Bot) onReferralOpen(_ context.Context, in inbound) (reply, error) {
	referral, err := b.db.Referral(store.ReferralID(in.Action.Value), in.User)
	if err != nil {
		return reply{}, err
	}
	shown, err := b.referralReply(in.User, referral, "")
	return reply{Open: shown.Update}, err
}

// referralReply draws one referral into the open modal after a change.
func (b *Bot) referralReply(viewer store.EmployeeID, referral store.Referral, notice string) (reply, error) {
	zone, err := b.zoneOf(viewer)
	if err != nil {
		return reply{}, err
	}
	draw := ownedReferralView
	if viewer == referral.Referrer {
		draw = referralView
	}
	return reply{Update: draw(referral, b.referralSubject(referral), notice, zone), Home: true}, nil
}

// referralSubject is the job or need in words, without markup.
func (b *Bot) referralSubject(r store.Referral) string {
	if r.Job != "" {
		if asset, err := b.db.Asset(r.Job); err == nil {
			return asset.Title
		}
	}
	if r.Need != "" {
		return r.Need
	}
	if r.Kind == store.Client {
		return "an introduction"
	}
	return "no particular job"
}

// onReferEdit opens the form again with what is stored; only the referrer may, and only before acceptance. They agreed to the
// notice when they referred, so consent is ticked already.
func (b *Bot) onReferEdit(_ context.Context, in inbound) (reply, error) {
	referral, err := b.db.Referral(store.ReferralID(in.Action.Value), in.User)
	if err != nil {
		return reply{}, err
	}
	if referral.Referrer != in.User || referral.Stage != store.Submitted || referral.Erased {
		return b.referralReply(in.User, referral, "This referral can't be changed here any more. Write to its owner instead.")
	}
	form := referForm{
		referState: referState{Kind: referral.Kind, Edit: referral.ID},
		submission: store.Submission{
			Person: referral.Person, Need: referral.Need, Relationship: referral.Relationship, HowWell: referral.HowWell, Consent: true,
		},
	}
	if form.job, err = b.openJob(referral.Job); err != nil {
		return reply{}, err
	}
	if form.job == nil && referral.Job != "" {
		form.notice = "*The job is filled or closed by now.* Choose another one, or say what they could do here."
	}
	return reply{Update: referFormView(form)}, nil
}

// onReferWithdraw ends a referral for its referrer.
func (b *Bot) onReferWithdraw(_ context.Context, in inbound) (reply, error) {
	referral, err := b.db.WithdrawReferral(in.User, store.ReferralID(in.Action.Value))
	if err != nil {
		return reply{}, err
	}
	return b.referralReply(in.User, referral, "Withdrawn. The card of its owner says so, too.")
}

// answerState travels in the metadata of the form for an answer: the referral, and the message with the question, which is
// rewritten once it is answered.
type answerState struct {
	Referral store.ReferralID `json:"referral"`
	Question int              `json:"question"` // its number in Referral.Questions
	Channel  string           `json:"channel,omitempty"`
	TS       string           `json:"ts,omitempty"`
}

func (s answerState) metadata() string {
	text, err := json.Marshal(s)
	if err != nil {
		return "{}" // a struct of strings and numbers cannot fail
	}
	return string(text)
}

// onReferAnswer opens the field for the owner's question.
func (b *Bot) onReferAnswer(_ context.Context, in inbound) (reply, error) {
	referral, err := b.db.Referral(store.ReferralID(in.Action.Value), in.User)
	if err != nil {
		return reply{}, err
	}
	open := openQuestions(referral)
	if len(open) > 0 && referral.Referrer == in.User {
		state := answerState{Referral: referral.ID, Question: len(referral.Questions) - 1, Channel: in.Channel, TS: in.MessageTS}
		return reply{Open: answerFormView(referral, open, state)}, nil
	}
	if in.MessageTS == "" || len(referral.Questions) == 0 {
		return reply{Text: "This question was answered already. Thank you."}, nil
	}
	answered := questionView(referral, referral.Questions[len(referral.Questions)-1])
	return reply{Replace: &answered}, nil
}

// openQuestions are the questions since the last answer; one answer is for all of them. None while nobody waits.
func openQuestions(r store.Referral) []store.Question {
	for i := len(r.Questions) - 1; i >= 0; i-- {
		if !r.Questions[i].Answered.IsZero() {
			return r.Questions[i+1:]
		}
	}
	return r.Questions
}

// onReferAnswerSubmit sends the answer to the owner and shows it under the question.
func (b *Bot) onReferAnswerSubmit(_ context.Context, in inbound) (reply, error) {
	var state answerState
	if err := json.Unmarshal([]byte(in.View.Metadata), &state); err != nil {
		return reply{}, err
	}
	referral, err := b.db.AnswerQuestion(in.User, state.Referral, strings.TrimSpace(in.State.Text(fieldText)))
	if err != nil {
		return reply{}, err
	}
	done := reply{Update: resultModal("Answered", "Thank you. "+ownerWords(referral)+" has your answer."), Home: true}
	// The question may be anywhere in the conversation by now; its button must not invite a second answer.
	if state.TS != "" && state.Question >= 0 && state.Question < len(referral.Questions) {
		answered := questionView(referral, referral.Questions[state.Question])
		done.After = func(ctx context.Context) error { return b.api.update(ctx, state.Channel, state.TS, answered).Err }
	}
	return done, nil
}
