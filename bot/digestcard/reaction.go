// Reactions on the digest: the quickest answer, confirmed by showing it in the digest itself.

package digestcard

import (
	"context"
	"slices"

	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// keycaps are the reactions that like a pick by its number.
var keycaps = []string{"one", "two", "three", "four", "five"}

// The other reactions that mean something on a digest, by the names Slack sends.
const (
	reactionSave  = "bookmark"
	reactionLess  = "-1"
	reactionPause = "no_bell"
)

// aliases are second names of the same emoji: people type either, and which one an event carries is not documented.
var aliases = map[string]string{"thumbsdown": reactionLess}

// reactionPauseDays is how long the bell-off reaction pauses.
const reactionPauseDays = 7

// onReaction answers a reaction on a digest of the person who reacted, or takes the answer back when the reaction is
// taken away. Reactions on anything else, other people's and unknown ones are not for us.
func (h *Handlers) onReaction(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if known := aliases[in.Event.Reaction]; known != "" {
		in.Event.Reaction = known
	}
	var delivery store.Delivery
	err := h.DB.View(func(q *store.Query) error {
		receipt, found := q.ReceiptAt(in.Channel, in.MessageTS)
		if found && receipt.Kind == string(store.MsgDigest) && receipt.Employee == in.User {
			delivery = q.Delivery(receipt.Ref)
		}
		return nil
	})
	if err != nil || delivery.Key == "" {
		return dispatch.Reply{}, err
	}
	picks, meant := meaning(in.Event.Reaction, delivery)
	if len(picks) == 0 && in.Event.Reaction != reactionPause {
		return dispatch.Reply{}, nil
	}
	var changed bool
	switch given := slices.Contains(delivery.Reactions, in.Event.Reaction); {
	case in.Removed() && !given:
		return dispatch.Reply{}, nil
	case in.Removed() && in.Event.Reaction == reactionPause:
		changed, err = true, h.resumeByReaction(in)
	case in.Removed():
		changed, err = true, h.takeBack(in, delivery, picks, meant)
	case in.Event.Reaction == reactionPause:
		changed, err = h.pauseByReaction(in)
	default:
		changed, err = h.answerPicks(in.User, delivery, picks, meant, false)
	}
	// What was saved or liked before is not the reaction's to take back.
	if err == nil && changed {
		err = h.DB.NoteReaction(delivery.Key, in.Event.Reaction, !in.Removed())
	}
	if err != nil {
		return dispatch.Reply{}, err
	}
	_, shown, err := h.showDigest(ctx, delivery.Key, in.At) // with the answer just given
	if err != nil {
		return dispatch.Reply{}, err
	}
	edited := digestContent(shown)
	return dispatch.Reply{Replace: &edited, Home: true}, nil
}

// meaning is what a reaction says about which picks; no picks when it says nothing here, such as a five on three picks.
func meaning(reaction string, d store.Delivery) (picks []store.Pick, answer store.Feedback) {
	switch number := slices.Index(keycaps, reaction); {
	case reaction == reactionLess:
		return d.Picks, store.Disliked
	case reaction == reactionSave:
		return d.Picks[:min(1, len(d.Picks))], store.Saved
	case number >= 0 && number < len(d.Picks):
		return d.Picks[number : number+1], store.Liked
	}
	return nil, ""
}

// answerPicks records an answer to picks and tells whether it changed any. A pick that is not for them is gone already,
// and disliking it would bring it back. With unanswered only picks without an answer get one.
func (h *Handlers) answerPicks(
	id store.EmployeeID, d store.Delivery, picks []store.Pick, answer store.Feedback, unanswered bool,
) (changed bool, err error) {
	for _, pick := range picks {
		var before store.Feedback
		if err := h.DB.View(func(q *store.Query) error {
			opinion, _ := q.OpinionOf(id, pick.Asset)
			if before = opinion.Answer; answer == store.Saved && slices.Contains(q.TasteOf(id).Saved, pick.Asset) {
				before = store.Saved
			}
			return nil
		}); err != nil {
			return changed, err
		}
		if before == answer || (before != "" && unanswered) || (before == store.NotForMe && answer == store.Disliked) {
			continue
		}
		if _, err := h.DB.SaveFeedback(id, pick.Asset, answer, "", d.Key); err != nil {
			return changed, err
		}
		changed = true
	}
	return changed, nil
}

// pauseByReaction pauses for a week. A longer pause that was chosen before stays: the reaction asks for quiet, not for
// less of it.
func (h *Handlers) pauseByReaction(in dispatch.Interaction) (changed bool, err error) {
	me, err := h.Member(in.User)
	if err != nil {
		return false, err
	}
	until := surface.PauseEnd(in.At, reactionPauseDays, me.Zone)
	if me.Prefs.PausedUntil.After(until) {
		return false, nil
	}
	_, err = h.DB.Pause(in.User, until)
	return true, err
}

// resumeByReaction ends a pause, but for one that is longer than a reaction's.
func (h *Handlers) resumeByReaction(in dispatch.Interaction) error {
	me, err := h.Member(in.User)
	if err == nil && surface.IsPaused(me.Employee, in.At) &&
		!me.Prefs.PausedUntil.After(surface.PauseEnd(in.At, reactionPauseDays, me.Zone)) {
		_, err = h.DB.Resume(in.User)
	}
	return err
}

// takeBack undoes what a reaction said of picks, and only that: an answer that was given since by a button stays, and
// what other reactions say holds again.
func (h *Handlers) takeBack(in dispatch.Interaction, d store.Delivery, picks []store.Pick,
	answer store.Feedback) error {
	if answer == store.Saved {
		taste, err := h.DB.TasteOf(in.User)
		if err == nil && slices.Contains(taste.Saved, picks[0].Asset) {
			_, err = h.DB.SaveFeedback(in.User, picks[0].Asset, store.Unsaved, "", d.Key)
		}
		return err
	}
	err := h.clearAnswers(in.User, d, picks, answer)
	for _, other := range d.Reactions {
		if said, meant := meaning(other, d); err == nil && other != in.Event.Reaction && meant != store.Saved {
			_, err = h.answerPicks(in.User, d, said, meant, true)
		}
	}
	return err
}

// clearAnswers takes back one kind of answer to picks of a delivery.
func (h *Handlers) clearAnswers(id store.EmployeeID, d store.Delivery, picks []store.Pick,
	answer store.Feedback) error {
	for _, pick := range picks {
		opinion, _, err := h.DB.OpinionOf(id, pick.Asset)
		if err == nil && opinion.Answer == answer {
			_, err = h.DB.SaveFeedback(id, pick.Asset, store.Cleared, "", d.Key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
