// One referral in detail: its referrer edits, withdraws and answers; its owner and managers decide.

package refer

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// onReferralOpen shows one referral to those who may see it; for everybody else the store says that it does not exist.
func (h *Handlers) onReferralOpen(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		return shownReferral(q, in.User, q.Referral(store.ReferralID(in.Action.Value), in.User), "")
	})
	return dispatch.Reply{Open: view}, err
}

// referralReply renders one referral into the open modal after a change.
func (h *Handlers) referralReply(viewer store.EmployeeID, referral store.Referral,
	notice string) (dispatch.Reply, error) {
	view, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		return shownReferral(q, viewer,
			referral, notice)
	})
	return dispatch.Reply{Update: view, Home: true}, err
}

// shownReferral is one referral as its referrer, or as its owner and managers see it.
func shownReferral(q *store.Query, viewer store.EmployeeID, r store.Referral, notice string) *slack.ModalViewRequest {
	if viewer == r.Referrer {
		return referralView(show(q, r, viewer), notice)
	}
	return ownedReferralView(show(q, r, viewer), notice)
}

// shown is a referral with what one reader is told about it.
type shown struct {
	store.Referral
	about       string // the job or need, for mrkdwn
	reader      store.EmployeeID
	now         time.Time
	zone        *time.Location // the reader's
	corrections []store.Correction
	payouts     []store.Payout
	touch       store.Touch // what made them get in touch, "" not said
	unsaid      bool        // the reader is not told the referrer's points, which are left out
}

// bonus says when each part of the bonus comes, to the referrer alone; "" where there is none.
func (s shown) bonus() string {
	if s.reader != s.Referrer {
		return ""
	}
	return surface.BonusWords(s.Referral, s.payouts, s.zone)
}

// name is who is referred, for mrkdwn.
func (s shown) name() string { return surface.CandidateName(s.Referral) }

// ref is what the forms of its card carry.
func (s shown) ref() cardRef { return cardRef{ID: s.ID, Version: s.Version} }

// show gathers what a reader is told about a referral.
func show(q *store.Query, r store.Referral, reader store.EmployeeID) shown {
	about := cmp.Or(r.Need, "no particular job")
	if r.Kind == store.Client {
		about = cmp.Or(r.Need, "an introduction")
	}
	if r.IsWaiting() {
		about = r.Lane + ", when a job opens"
	}
	if asset, found := q.FindAsset(r.Job); found {
		about = asset.Title
	}
	s := shown{r, subject(about), reader, store.Now(), surface.ZoneOf(q, reader), q.Corrections(r.ID, reader),
		q.PayoutsOf(r.ID), q.TouchOf(r.ID), reader != r.Referrer && q.Settings().WorksCouncil}
	if s.unsaid {
		s.History = slices.Clone(s.History)
		for i := range s.History {
			s.History[i].Points = 0
		}
		for i := range s.corrections {
			s.corrections[i].Points = 0
		}
	}
	return s
}

// subject shortens the job or need for mrkdwn.
func subject(about string) string { return block.Line(block.Cut(about, surface.MaxReferNeed)) }

// onReferEdit opens the form again with what is stored; only the referrer may, and only before acceptance. They agreed
// to the notice when they referred, so consent is ticked already.
func (h *Handlers) onReferEdit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		r := q.Referral(store.ReferralID(in.Action.Value), in.User)
		if r.Referrer != in.User || r.Stage != store.Submitted || r.Erased {
			return shownReferral(q, in.User, r, "This referral can't be changed any more. Write to its owner.")
		}
		form := referForm{referState: referState{Kind: r.Kind, Edit: r.ID}, contact: surface.ContactLine(r.Person),
			job:      openJob(q, r.Job),
			settings: q.Settings(),
			submission: store.Submission{Person: r.Person, Lane: r.Lane, Need: r.Need, Relationship: r.Relationship,
				HowWell: r.HowWell, Consent: true}}
		_, role := referSubjectBlock(form)
		form.Detail = r.Person.Company+r.Person.CV+r.Relationship+role != "" || r.HowWell > 0
		if form.job == nil && r.Job != "" {
			form.notice = "*The job is filled or closed by now.* Choose another one, or say what they could do here."
		}
		return referFormView(form)
	})
	return dispatch.Reply{Update: view, Home: true}, err
}

// onReferWithdraw ends a referral for its referrer.
func (h *Handlers) onReferWithdraw(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	referral, err := h.DB.WithdrawReferral(in.User, store.ReferralID(in.Action.Value))
	if err != nil {
		return dispatch.Reply{}, err
	}
	withdrawn := referral.History[len(referral.History)-1]
	return h.referralReply(in.User, referral, "Withdrawn"+pointsWords(withdrawn.Points)+
		". The card of its owner says so, too.")
}

// onReferAnswer opens the field for one question of the owner.
func (h *Handlers) onReferAnswer(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	referral, number, err := h.asked(in.User, in.Action.Value)
	switch {
	case err != nil:
		return dispatch.Reply{}, err
	case referral.Questions[number].Answered.IsZero() && referral.Referrer == in.User:
		return dispatch.Reply{Open: answerFormView(referral, number)}, nil
	case in.MessageTS == "":
		return dispatch.Reply{Text: "This question was answered already. Thank you."}, nil
	}
	answered := questionView(referral, number)
	return dispatch.Reply{Replace: &answered}, nil
}

// asked reads the question that questionRef names, as its number in Referral.Questions.
func (h *Handlers) asked(reader store.EmployeeID, ref string) (store.Referral, int, error) {
	id, number := splitRef(ref)
	referral, err := h.DB.Referral(id, reader)
	if err == nil && (number < 0 || number >= len(referral.Questions) || referral.Erased) {
		err = gone("The question")
	}
	return referral, number, err
}

// onReferAnswerSubmit sends the answer to the owner. The message with the question shows it, too: the store asks for
// that edit, because the question may be far up in the conversation.
func (h *Handlers) onReferAnswerSubmit(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id, number := splitRef(in.View.Metadata)
	referral, err := h.Once(in).AnswerQuestion(in.User, id, number, strings.TrimSpace(in.State.Text(surface.FieldText)))
	return dispatch.Reply{Update: block.ResultModal("Answered",
		"Thank you. "+surface.OwnerWords(referral)+" has your answer."), Home: true}, err
}
