// Reactions on the digest: the quickest answer, confirmed by editing the digest itself.

package bot

import (
	"context"
	"slices"

	"vouch/store"
)

// keycaps are the reactions that like a pick by its number.
var keycaps = []string{"one", "two", "three", "four", "five"}

// The other reactions that mean something on a digest. Slack sends its canonical names: "-1" is thumbs-down, "+1" thumbs-up.
const (
	reactionSave  = "bookmark"
	reactionLess  = "-1"
	reactionPause = "no_bell"
)

// pauseByReaction is how many days the bell-off reaction pauses.
const pauseByReaction = 7

// onReaction answers a reaction on a digest of the person who reacted. Reactions on anything else, other people's and
// unknown ones are not for us.
func (b *Bot) onReaction(ctx context.Context, in inbound) (reply, error) {
	if !isAnswer(in.Event.Reaction) {
		return reply{}, nil
	}
	receipt, found, err := b.db.ReceiptAt(in.Channel, in.MessageTS)
	if err != nil || !found || receipt.Kind != string(store.MsgDigest) || receipt.Employee != in.User {
		return reply{}, err
	}
	delivery, err := b.db.Delivery(receipt.Ref)
	if err != nil {
		return reply{}, err
	}
	note, err := b.answerReaction(in, delivery)
	if err != nil || note == "" {
		return reply{}, err
	}
	shown, err := b.showDigest(delivery, in.At)
	if err != nil {
		return reply{}, err
	}
	shown.Note = note
	edited := digestContent(shown)
	return reply{Replace: &edited, Home: true}, nil
}

// isAnswer tells whether a reaction means something on a digest.
func isAnswer(reaction string) bool {
	return slices.Contains(keycaps, reaction) || reaction == reactionSave || reaction == reactionLess || reaction == reactionPause
}

// answerReaction does what a reaction means and says so; "" when it means nothing here, such as a five on three picks.
func (b *Bot) answerReaction(in inbound, d store.Delivery) (string, error) {
	switch in.Event.Reaction {
	case reactionPause:
		me, err := b.member(in.User)
		if err != nil {
			return "", err
		}
		until := pauseEnd(in.At, pauseByReaction, me.zone)
		if _, err := b.db.Pause(in.User, until); err != nil {
			return "", err
		}
		return "You reacted with :no_bell:, so your digest is paused " + pausedWords(until, in.At, me.zone) + ".", nil
	case reactionLess:
		for _, pick := range d.Picks {
			if _, err := b.db.SaveFeedback(in.User, pick.Asset, store.Disliked, "", d.Key); err != nil {
				return "", err
			}
		}
		return "You reacted with :thumbsdown:, so you'll get less like these.", nil
	case reactionSave:
		return b.reactTo(in, d, 0, store.Saved, "You reacted with :bookmark:, so the first pick is saved. You find it on Home.")
	}
	number := slices.Index(keycaps, in.Event.Reaction)
	return b.reactTo(in, d, number, store.Liked,
		"You reacted with :"+in.Event.Reaction+":, so you'll get more like pick "+keycaps[max(number, 0)]+".")
}

// reactTo records an answer to the pick at an index, and returns note when there is such a pick.
func (b *Bot) reactTo(in inbound, d store.Delivery, index int, answer store.Feedback, note string) (string, error) {
	if index < 0 || index >= len(d.Picks) {
		return "", nil
	}
	_, err := b.db.SaveFeedback(in.User, d.Picks[index].Asset, answer, "", d.Key)
	return note, err
}
