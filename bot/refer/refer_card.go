// The owner's side of referrals: the card with its buttons, and the forms behind them.

package refer

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/bonus"
	"vouch/store/text"
)

// cardRoutes lists what owners and managers do with a referral.
func (h *Handlers) cardRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnAction(actCardAccept, h.onCardMove),
		dispatch.OnAction(actCardAdvance, h.onCardMove),
		dispatch.OnAction(actCardTouch, h.onCardTouch),
		dispatch.OnAction(actCardAsk, h.onCardForm(cardAskView)),
		dispatch.OnAction(actCardDecline, h.onCardForm(cardDeclineView)),
		dispatch.OnAction(actCardAssign, h.onCardForm(cardAssignView)),
		dispatch.OnAction(actCardDates, h.onCardForm(cardDatesView)),
		dispatch.OnAction(actCardCorrect, h.onCardForm(cardCorrectView)),
		dispatch.OnSubmit(cbCardCorrect, h.onCardCorrect),
		dispatch.OnSubmit(cbCardReached, h.onCardReached),
		dispatch.OnSubmit(cbCardAsk, h.onCardAsk),
		dispatch.OnSubmit(cbCardDecline, h.onCardDecline),
		dispatch.OnSubmit(cbCardAssign, h.onCardAssign),
	}
}

// cardRef is what a card's element carries; the note of a move is the stage.
type cardRef = surface.Ref[store.ReferralID]

// parseCardRef reads an element's value.
func parseCardRef(value string) cardRef { return surface.ParseRef[store.ReferralID](value) }

// onCardMove accepts or advances; the card is rendered again at once. The store has the other copies of the card
// rewritten, this one as well: the same edit twice does no harm, and waiting for the outbox would make the button look
// dead. The last stages count for much, so they are asked about first.
func (h *Handlers) onCardMove(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	ref := parseCardRef(in.Action.Value)
	if slices.Contains(lastStages, store.Stage(ref.Note)) {
		return h.onCardForm(func(c shown) *slack.ModalViewRequest { return cardReachedView(c, ref) })(ctx, in)
	}
	referral, err := h.Once(in).MoveReferral(in.User, ref.ID, store.Stage(ref.Note), "", ref.Version)
	if err != nil {
		return h.staleCard(in, ref.ID, err)
	}
	return h.cardAgain(in, referral, "")
}

// onCardTouch records what the person said made them get in touch.
func (h *Handlers) onCardTouch(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	ref := parseCardRef(in.Action.Value)
	referral, err := h.DB.SayTouch(in.User, ref.ID, store.Touch(ref.Note))
	if err != nil {
		return h.staleCard(in, ref.ID, err)
	}
	return h.cardAgain(in, referral, "")
}

// cardAgain renders the card where it stands, in a message or a modal; notice says what the reader must know beside it.
func (h *Handlers) cardAgain(in dispatch.Interaction, referral store.Referral, notice string) (dispatch.Reply, error) {
	if in.MessageTS == "" {
		return h.referralReply(in.User, referral, notice)
	}
	card, err := surface.Ask(h.Kit, func(q *store.Query) block.Content {
		return referralCardView(show(q, referral, in.User))
	})
	return dispatch.Reply{Text: block.Esc(notice), Replace: &card, Home: true}, err
}

// staleCard tells what happened meanwhile and renders the card as it is now. To somebody who may no longer see the
// referral it only says that it moved on.
func (h *Handlers) staleCard(in dispatch.Interaction, id store.ReferralID, cause error) (dispatch.Reply, error) {
	var e *store.Error
	if !errors.As(cause, &e) {
		return dispatch.Reply{}, cause
	}
	switch {
	case e.Kind == store.NotFound && in.MessageTS != "":
		card := movedCardView()
		return dispatch.Reply{Replace: &card}, nil
	case e.Kind != store.Conflict:
		return dispatch.Reply{}, cause
	}
	referral, err := h.DB.Referral(id, in.User)
	if err != nil {
		return dispatch.Reply{}, cause
	}
	return h.cardAgain(in, referral, e.Msg)
}

// onCardForm opens one of the card's forms for those who may decide. The form carries the version of now, not of the
// click: its reader sees the referral as it is, and only what happens while they fill it in is a conflict. A form that
// does not fit any more is nil.
func (h *Handlers) onCardForm(render func(shown) *slack.ModalViewRequest) dispatch.Handler {
	return func(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
		ref := parseCardRef(in.Action.Value)
		c, err := surface.Ask(h.Kit, func(q *store.Query) shown { return show(q, q.Referral(ref.ID, in.User), in.User) })
		if err != nil {
			return h.staleCard(in, ref.ID, err)
		}
		if c.Referrer == in.User {
			return dispatch.Reply{}, &store.Error{Kind: store.Denied, Msg: "You referred this person, so somebody else decides."}
		}
		if view := render(c); view != nil {
			return dispatch.Reply{Open: view}, nil
		}
		notice := "This referral has ended: it is " + surface.StageName(c.Stage) + "."
		if surface.IsOpen(c.Stage) {
			notice = "This referral is " + surface.StageName(c.Stage) + " by now."
		}
		return h.cardAgain(in, c.Referral, notice)
	}
}

// onCardCorrect puts a wrong stage right.
func (h *Handlers) onCardCorrect(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	ref, stage := parseCardRef(in.View.Metadata), store.Stage(in.State.Choice(fieldStage))
	referral, err := h.Once(in).CorrectReferral(in.User, ref.ID, stage, in.State.Text(surface.FieldReason), ref.Version)
	if err != nil {
		return dispatch.Reply{}, err
	}
	c, err := surface.Ask(h.Kit, func(q *store.Query) shown { return show(q, referral, in.User) })
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Update: block.ResultModal("Corrected",
		c.name()+" stands at *"+surface.StageName(referral.Stage)+
			"* now"+pointsWords(c.History[len(c.History)-1].Points)+". Everybody concerned is told, with your reason."),
		Home: true}, nil
}

// onCardAsk sends the owner's question to the referrer, if there still is somebody to ask.
func (h *Handlers) onCardAsk(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	ref := parseCardRef(in.View.Metadata)
	before, err := h.DB.Referral(ref.ID, in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if referrer, err := h.DB.Employee(before.Referrer); err != nil || referrer.Deactivated {
		return dispatch.Reply{}, &store.Error{Kind: store.Conflict,
			Msg: "The referrer does not work here any more, so nobody would answer."}
	}
	referral, err := h.Once(in).AskReferrer(in.User, ref.ID, strings.TrimSpace(in.State.Text(surface.FieldText)))
	return dispatch.Reply{Update: block.ResultModal("Asked", block.Person(referral.Referrer)+" gets your question now. "+
		"The answer comes to "+ownerTo(referral, in.User)+" as a message."), Home: true}, err
}

// ownerTo is who gets an answer, from the point of view of the person who asked.
func ownerTo(r store.Referral, asker store.EmployeeID) string {
	if r.Owner == "" || r.Owner == asker {
		return "you"
	}
	return block.Person(r.Owner)
}

// onCardDecline ends the referral with a reason that the referrer reads. "Another reason" alone would tell them
// nothing.
func (h *Handlers) onCardDecline(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	ref := parseCardRef(in.View.Metadata)
	reason, note := in.State.Choice(surface.FieldReason), strings.TrimSpace(in.State.Text(surface.FieldNote))
	switch {
	case reason == otherReason && note == "":
		return dispatch.Reply{Errors: map[string]string{
			surface.FieldNote: "Say the reason in a few words: the referrer will read it."}}, nil
	case reason == otherReason:
		reason = note
	case note != "":
		reason += ". " + note
	}
	referral, err := h.Once(in).MoveReferral(in.User, ref.ID, store.Declined, reason, ref.Version)
	return dispatch.Reply{Update: block.ResultModal("Declined",
		block.Person(referral.Referrer)+" is told, with your reason."), Home: true}, err
}

// onCardAssign hands the referral to somebody else.
func (h *Handlers) onCardAssign(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	ref := parseCardRef(in.View.Metadata)
	owner := store.EmployeeID(in.State.Choice(fieldOwner))
	before, err := h.DB.Referral(ref.ID, in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if owner != "" && before.Owner == owner {
		return dispatch.Reply{Errors: map[string]string{
			fieldOwner: "This colleague looks after it already. Choose somebody else."}}, nil
	}
	_, err = h.Once(in).AssignReferral(in.User, ref.ID, owner)
	if store.KindOf(err) == store.NotFound {
		err = &store.Error{Kind: store.Invalid, Msg: "Choose a colleague who works here; apps and outside contacts can't " +
			"look after referrals."}
	}
	return dispatch.Reply{Update: block.ResultModal("Handed over",
		block.Person(owner)+" gets the card now, and the referrer is told."), Home: true}, err
}

// onCardReached records one of the last stages after it was confirmed, and what is known about it.
func (h *Handlers) onCardReached(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	ref, asks := parseCardRef(in.View.Metadata), in.View.Inputs
	before, err := h.DB.Referral(ref.ID, in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	c := before.Closing
	if slices.Contains(asks, fieldStartsOn) {
		c.StartsOn = in.State.Date(fieldStartsOn)
	}
	if slices.Contains(asks, fieldLeftOn) {
		c.LeftOn = in.State.Date(fieldLeftOn)
	}
	if slices.Contains(asks, fieldHiringManager) {
		c.HiringManager = store.EmployeeID(in.State.Choice(fieldHiringManager))
	}
	if slices.Contains(asks, fieldRevenue) {
		if c.Revenue, err = bonus.ParseAmount(in.State.Text(fieldRevenue)); err != nil &&
			strings.TrimSpace(in.State.Text(fieldRevenue)) != "" {
			return dispatch.Reply{Errors: map[string]string{fieldRevenue: text.UpperFirst(err.Error()) + "."}}, nil
		}
	}
	referral, err := h.DB.CloseReferral(in.User, ref.ID, store.Stage(ref.Note), c, ref.Version)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if before.Stage == referral.Stage {
		return dispatch.Reply{Update: block.ResultModal("Saved", "The days of the bonus follow."), Home: true}, nil
	}
	return dispatch.Reply{Update: block.ResultModal("Recorded",
		surface.CandidateName(referral)+" is at *"+surface.StageName(referral.Stage)+
			"*, and "+block.Person(referral.Referrer)+" is told. Was it a mistake? The card offers “Correct the stage”."),
		Home: true}, nil
}
