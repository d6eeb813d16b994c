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
	note, err := answer(in, delivery)
	if err != nil || note == "" {
		return dispatch.Reply{}, err
	}
	_, shown, err := h.showDigest(ctx, delivery.Key, in.At) // with the answer just given
	if err != nil {
		return dispatch.Reply{}, err
	}
	shown.Note = note
	edited := digestContent(shown)
	return dispatch.Reply{Replace: &edited, Home: true}, nil
}

// isAnswer tells whether a reaction means something on a digest.
func isAnswer(reaction string) bool {
	return slices.Contains(keycaps, reaction) || reaction == reactionSave || reaction == reactionLess || reaction == reactionPause
}

// answerReaction does what a reaction means and says so; "" when it means nothing here, such as a five on three picks.
func (h *Handlers) answerReaction(in dispatch.Interaction, d store.Delivery) (string, error) {
	switch in.Event.Reaction {
	case reactionPause:
		return h.pauseByReaction(in)
	case reactionLess:
		for _, pick := range d.Picks {
			opinion, _, err := h.DB.OpinionOf(in.User, pick.Asset)
			if err != nil {
				return "", err
			}
			if opinion.Answer == store.NotForMe {
				continue // it is gone already, and a weaker answer would bring it back
			}
			if _, err := h.DB.SaveFeedback(in.User, pick.Asset, store.Disliked, "", d.Key); err != nil {
				return "", err
			}
		}
		return "You reacted with :thumbsdown:, so you'll get less like these.", nil
	case reactionSave:
		return h.reactTo(in, d, 0, store.Saved, "You reacted with :bookmark:, so the first pick is saved. You find it on Home.")
	}
	number := slices.Index(keycaps, in.Event.Reaction)
	return h.reactTo(in, d, number, store.Liked,
		"You reacted with :"+in.Event.Reaction+":, so you'll get more like pick "+keycaps[max(number, 0)]+".")
}

// pauseByReaction pauses for a week. A longer pause that was chosen before stays: the reaction asks for quiet, not for
// less of it.
func (h *Handlers) pauseByReaction(in dispatch.Interaction) (string, error) {
	me, err := h.Member(in.User)
	if err != nil {
		return "", err
	}
	until := surface.PauseEnd(in.At, reactionPauseDays, me.Zone)
	if me.Prefs.PausedUntil.After(until) {
		until = me.Prefs.PausedUntil
	} else if _, err := h.DB.Pause(in.User, until); err != nil {
		return "", err
	}
	return "You reacted with :no_bell:, so your digest is paused " + surface.PausedWords(until, in.At, me.Zone) + ".", nil
}

// takeBackReaction undoes what the reaction did, and only that: an answer that was given since by a button stays, and
// so does a pause that is longer than a reaction's. It says what was undone, "" when nothing was.
func (h *Handlers) takeBackReaction(in dispatch.Interaction, d store.Delivery) (string, error) {
	begin := "You took :" + in.Event.Reaction + ": away, so "
	switch in.Event.Reaction {
	case reactionPause:
		me, err := h.Member(in.User)
		if err != nil || !surface.IsPaused(me.Employee, in.At) || me.Prefs.PausedUntil.After(surface.PauseEnd(in.At, reactionPauseDays, me.Zone)) {
			return "", err
		}
		_, err = h.DB.Resume(in.User)
		return begin + "your digest is on again.", err
	case reactionLess:
		return h.clearAnswers(in, d, d.Picks, store.Disliked, "You took :thumbsdown: away, so these picks count neither way.")
	case reactionSave:
		taste, err := h.DB.TasteOf(in.User)
		if err != nil || len(d.Picks) == 0 || !slices.Contains(taste.Saved, d.Picks[0].Asset) {
			return "", err
		}
		return h.reactTo(in, d, 0, store.Unsaved, begin+"the first pick is not saved any more.")
	}
	number := slices.Index(keycaps, in.Event.Reaction)
	if number < 0 || number >= len(d.Picks) {
		return "", nil
	}
	return h.clearAnswers(in, d, d.Picks[number:number+1], store.Liked, begin+"pick "+keycaps[number]+" counts neither way.")
}

// clearAnswers takes back one kind of answer to picks of a delivery, and returns note when there was one.
func (h *Handlers) clearAnswers(in dispatch.Interaction, d store.Delivery, picks []store.Pick, answer store.Feedback, note string) (string, error) {
	cleared := ""
	for _, pick := range picks {
		opinion, _, err := h.DB.OpinionOf(in.User, pick.Asset)
		if err != nil {
			return "", err
		}
		if opinion.Answer != answer {
			continue
		}
		if _, err := h.DB.SaveFeedback(in.User, pick.Asset, store.Cleared, "", d.Key); err != nil {
			return "", err
		}
		cleared = note
	}
	return cleared, nil
}

// reactTo records an answer to the pick at an index, and returns note when there is such a pick.
func (h *Handlers) reactTo(in dispatch.Interaction, d store.Delivery, index int, answer store.Feedback, note string) (string, error) {
	if index < 0 || index >= len(d.Picks) {
		return "", nil
	}
	_, err := h.DB.SaveFeedback(in.User, d.Picks[index].Asset, answer, "", d.Key)
	return note, err
}
