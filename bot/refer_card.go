// The owner's side of referrals: the card with its buttons, and the forms behind them.

package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"vouch/store"
)

// cardRoutes lists what owners and managers do with a referral.
func (b *Bot) cardRoutes() []route {
	return []route{
		onAction(actCardAccept, b.onCardMove),
		onAction(actCardAdvance, b.onCardMove),
		onAction(actCardAsk, b.onCardForm(cardAskView)),
		onAction(actCardDecline, b.onCardForm(cardDeclineView)),
		onAction(actCardAssign, b.onCardForm(cardAssignView)),
		onSubmit(cbCardAsk, b.onCardAsk),
		onSubmit(cbCardDecline, b.onCardDecline),
		onSubmit(cbCardAssign, b.onCardAssign),
	}
}

// cardRef is what a card's element carries: the referral, the version the card shows, and for a move the stage. The version
// keeps a late click on an old card from doing what its reader did not see.
type cardRef struct {
	id      store.ReferralID
	version int
	stage   store.Stage
}

// String writes the reference for an element's value, at most 150 characters.
func (c cardRef) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s %d %s", c.id, c.version, c.stage))
}

// parseCardRef reads an element's value. What is not one gives an unknown referral, which has its own answer.
func parseCardRef(value string) cardRef {
	parts := strings.Fields(value)
	if len(parts) < 2 {
		return cardRef{id: store.ReferralID(value)}
	}
	version, err := strconv.Atoi(parts[1])
	if err != nil {
		version = -1
	}
	ref := cardRef{id: store.ReferralID(parts[0]), version: version}
	if len(parts) > 2 {
		ref.stage = store.Stage(parts[2])
	}
	return ref
}

// onCardMove accepts or advances; the card is drawn again at once. The store has the other copies of the card rewritten, this
// one as well: the same edit twice does no harm, and waiting for the outbox would make the button look dead.
func (b *Bot) onCardMove(_ context.Context, in inbound) (reply, error) {
	ref := parseCardRef(in.Action.Value)
	referral, err := b.db.MoveReferral(in.User, ref.id, ref.stage, "", ref.version)
	if err != nil {
		return b.staleCard(in, ref.id, err)
	}
	return b.cardAgain(in, referral, "")
}

// cardAgain draws the card where it stands, in a message or a modal; notice says what the reader must know beside it.
func (b *Bot) cardAgain(in inbound, referral store.Referral, notice string) (reply, error) {
	if in.MessageTS == "" {
		return b.referralReply(in.User, referral, notice)
	}
	card, err := b.referralCard(referral, in.User)
	if err != nil {
		return reply{}, err
	}
	return reply{Text: esc(notice), Replace: &card, Home: true}, nil
}

// staleCard tells what happened meanwhile and draws the card as it is now. To somebody who may no longer see the referral it
// only says that it moved on.
func (b *Bot) staleCard(in inbound, id store.ReferralID, cause error) (reply, error) {
	var e *store.Error
	if !errors.As(cause, &e) {
		return reply{}, cause
	}
	switch {
	case e.Kind == store.NotFound && in.MessageTS != "":
		card := movedCardView()
		return reply{Replace: &card}, nil
	case e.Kind != store.Conflict:
		return reply{}, cause
	}
	referral, err := b.db.Referral(id, in.User)
	if err != nil {
		return reply{}, cause
	}
	return b.cardAgain(in, referral, e.Msg)
}

// referralCard draws the card for its reader.
func (b *Bot) referralCard(r store.Referral, reader store.EmployeeID) (content, error) {
	zone, err := b.zoneOf(reader)
	if err != nil {
		return content{}, err
	}
	return referralCardView(r, b.referralSubject(r), zone), nil
}

// onCardForm opens one of the card's forms for those who may decide. The form carries the version of now, not of the click: its
// reader sees the referral as it is, and only what happens while they fill it in is a conflict.
func (b *Bot) onCardForm(draw cardForm) handler {
	return func(_ context.Context, in inbound) (reply, error) {
		ref := parseCardRef(in.Action.Value)
		referral, err := b.db.Referral(ref.id, in.User)
		if err != nil {
			return b.staleCard(in, ref.id, err)
		}
		if referral.Referrer == in.User {
			return reply{}, &store.Error{Kind: store.Denied, Msg: "You referred this person, so somebody else decides."}
		}
		if !isOpen(referral.Stage) {
			return b.cardAgain(in, referral, "This referral has ended: it is "+stageName(referral.Stage)+".")
		}
		return reply{Open: draw(referral)}, nil
	}
}

// onCardAsk sends the owner's question to the referrer, if there still is somebody to ask.
func (b *Bot) onCardAsk(_ context.Context, in inbound) (reply, error) {
	ref := parseCardRef(in.View.Metadata)
	before, err := b.db.Referral(ref.id, in.User)
	if err != nil {
		return reply{}, err
	}
	if referrer, err := b.db.Employee(before.Referrer); err != nil || referrer.Deactivated {
		return reply{}, &store.Error{Kind: store.Conflict, Msg: "The referrer does not work here any more, so nobody would answer."}
	}
	referral, err := b.db.AskReferrer(in.User, ref.id, strings.TrimSpace(in.State.Text(fieldText)))
	if err != nil {
		return reply{}, err
	}
	return reply{Update: resultModal("Asked", person(referral.Referrer)+" gets your question now. The answer comes to "+ownerTo(referral, in.User)+" as a message."), Home: true}, nil
}

// ownerTo is who gets an answer, from the point of view of the person who asked.
func ownerTo(r store.Referral, asker store.EmployeeID) string {
	if r.Owner == "" || r.Owner == asker {
		return "you"
	}
	return person(r.Owner)
}

// onCardDecline ends the referral with a reason that the referrer reads. "Another reason" alone would tell them nothing.
func (b *Bot) onCardDecline(_ context.Context, in inbound) (reply, error) {
	ref := parseCardRef(in.View.Metadata)
	reason, note := in.State.Choice(fieldReason), strings.TrimSpace(in.State.Text(fieldNote))
	switch {
	case reason == otherReason && note == "":
		return reply{Errors: map[string]string{fieldNote: "Say the reason in a few words: the referrer will read it."}}, nil
	case reason == otherReason:
		reason = note
	case note != "":
		reason += ". " + note
	}
	referral, err := b.db.MoveReferral(in.User, ref.id, store.Declined, reason, ref.version)
	if err != nil {
		return reply{}, err
	}
	return reply{Update: resultModal("Declined", person(referral.Referrer)+" is told, with your reason."), Home: true}, nil
}

// onCardAssign hands the referral to somebody else.
func (b *Bot) onCardAssign(_ context.Context, in inbound) (reply, error) {
	ref := parseCardRef(in.View.Metadata)
	owner := store.EmployeeID(in.State.Choice(fieldOwner))
	if before, err := b.db.Referral(ref.id, in.User); err == nil && owner != "" && before.Owner == owner {
		return reply{Errors: map[string]string{fieldOwner: "This colleague looks after it already. Choose somebody else."}}, nil
	}
	_, err := b.db.AssignReferral(in.User, ref.id, owner)
	if store.KindOf(err) == store.NotFound {
		err = &store.Error{Kind: store.Invalid, Msg: "Choose a colleague who works here; apps and outside contacts can't look after referrals."}
	}
	if err != nil {
		return reply{}, err
	}
	return reply{Update: resultModal("Handed over", person(owner)+" gets the card now, and the referrer is told."), Home: true}, nil
}
