// Reactions on the digest: the quickest answer, confirmed by editing the digest itself.

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
	if !isAnswer(in.Event.Reaction) {
		return dispatch.Reply{}, nil
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
	answer := h.answerReaction
	if in.Removed() {
		answer = h.takeBackReaction
	}
	note, changed, err := answer(in, delivery)
	if err == nil && changed {
		err = h.DB.NoteReaction(delivery.Key, in.Event.Reaction, !in.Removed())
	}
	if err != nil || note == "" {
		return dispatch.Reply{}, err
	}
	_, shown, err := h.showDigest(ctx, delivery.Key, in.At) // with the answer just given
	if err != nil {
		return dispatch.Reply{}, err
	}
	// Of a pause the footer speaks.
	if shown.Note = note; shown.Paused != "" && in.Event.Reaction == reactionPause {
		shown.Note = ""
	}
	edited := digestContent(shown)
	return dispatch.Reply{Replace: &edited, Home: true}, nil
}

// isAnswer tells whether a reaction means something on a digest.
func isAnswer(reaction string) bool {
	return slices.Contains(keycaps, reaction) || reaction == reactionSave || reaction == reactionLess || reaction == reactionPause
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

// answerReaction does what a reaction means and says so, "" when it means nothing here. changed tells whether anything
// is different now: what was saved or liked before is not the reaction's to take back.
func (h *Handlers) answerReaction(in dispatch.Interaction, d store.Delivery) (note string, changed bool, err error) {
	if in.Event.Reaction == reactionPause {
		return h.pauseByReaction(in)
	}
	picks, answer := meaning(in.Event.Reaction, d)
	if len(picks) == 0 {
		return "", false, nil
	}
	if changed, err = h.answerPicks(in.User, d, picks, answer, false); err != nil {
		return "", false, err
	}
	note = "You reacted with :" + in.Event.Reaction + ":, so "
	switch answer {
	case store.Disliked:
		return "You reacted with :thumbsdown:, so you'll get less like these.", changed, nil
	case store.Saved:
		return note + "the first pick is saved. You find it on Home.", changed, nil
	}
	return note + "you'll get more like pick :" + in.Event.Reaction + ":.", changed, nil
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
func (h *Handlers) pauseByReaction(in dispatch.Interaction) (note string, changed bool, err error) {
	me, err := h.Member(in.User)
	if err != nil {
		return "", false, err
	}
	until := surface.PauseEnd(in.At, reactionPauseDays, me.Zone)
	if me.Prefs.PausedUntil.After(until) {
		until = me.Prefs.PausedUntil
	} else if _, err := h.DB.Pause(in.User, until); err != nil {
		return "", false, err
	} else {
		changed = true
	}
	return "You reacted with :no_bell:, so your digest is paused " + surface.PausedWords(until, in.At, me.Zone) + ".", changed, nil
}

// takeBackReaction undoes what the reaction did, and only that: an answer that was given since by a button stays, so does
// a pause that is longer than a reaction's, and what other reactions say holds again. It says what was undone, "" when
// nothing was.
func (h *Handlers) takeBackReaction(in dispatch.Interaction, d store.Delivery) (note string, changed bool, err error) {
	reaction := in.Event.Reaction
	if !slices.Contains(d.Reactions, reaction) {
		return "", false, nil
	}
	begin := "You took :" + reaction + ": away, so "
	if reaction == reactionPause {
		me, err := h.Member(in.User)
		if err != nil || !surface.IsPaused(me.Employee, in.At) || me.Prefs.PausedUntil.After(surface.PauseEnd(in.At, reactionPauseDays, me.Zone)) {
			return "", true, err
		}
		_, err = h.DB.Resume(in.User)
		return begin + "your digest is on again.", true, err
	}
	picks, answer := meaning(reaction, d)
	if answer == store.Saved {
		taste, err := h.DB.TasteOf(in.User)
		if err != nil || !slices.Contains(taste.Saved, picks[0].Asset) {
			return "", true, err
		}
		_, err = h.DB.SaveFeedback(in.User, picks[0].Asset, store.Unsaved, "", d.Key)
		return begin + "the first pick is not saved any more.", true, err
	}
	cleared, err := h.clearAnswers(in.User, d, picks, answer)
	for _, other := range d.Reactions {
		if said, meant := meaning(other, d); err == nil && other != reaction && meant != store.Saved {
			_, err = h.answerPicks(in.User, d, said, meant, true)
		}
	}
	switch {
	case err != nil || !cleared:
		return "", true, err
	case answer == store.Disliked:
		return "You took :thumbsdown: away, so it counts no more.", true, nil
	}
	return begin + "it counts no more.", true, nil
}

// clearAnswers takes back one kind of answer to picks of a delivery, and tells whether there was one.
func (h *Handlers) clearAnswers(
	id store.EmployeeID, d store.Delivery, picks []store.Pick, answer store.Feedback,
) (cleared bool, err error) {
	for _, pick := range picks {
		opinion, _, err := h.DB.OpinionOf(id, pick.Asset)
		if err != nil {
			return cleared, err
		}
		if opinion.Answer != answer {
			continue
		}
		if _, err := h.DB.SaveFeedback(id, pick.Asset, store.Cleared, "", d.Key); err != nil {
			return cleared, err
		}
		cleared = true
	}
	return cleared, nil
}
