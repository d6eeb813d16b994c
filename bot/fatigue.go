// Fatigue: who ignores the digest gets it less often, is told so, and is asked; what a person does is noted here, once for all acts.

package bot

import (
	"context"
	"strings"

	"vouch/store"
)

// fatigueRoutes are the buttons by which somebody says how often the digest should come.
func (b *Bot) fatigueRoutes() []route {
	return []route{
		onAction(actRhythmKept, b.onRhythm(store.RhythmKept)),
		onAction(actRhythmWeekly, b.onRhythm(store.RhythmWeekly)),
		onAction(actRhythmStopped, b.onRhythm(store.RhythmStopped)),
	}
}

// noteAct tells the store that somebody did something, which is what being ignored ends with. Opening Home is an act, opening
// the conversation is not: people do that to clear a badge. It is no part of the act itself, so its failure is only logged.
func (b *Bot) noteAct(in inbound) {
	switch in.Kind {
	case kindCommand, kindAction, kindSubmit, kindShortcut, kindReaction, kindDM, kindSuggest:
	case kindHomeOpened:
		if in.Event.Tab != "home" {
			return
		}
	default:
		return
	}
	if err := b.db.NoteAct(in.User); err != nil {
		in.describe(b.log.Error()).Err(err).Msg("an act could not be noted")
	}
}

// onRhythm obeys one of the buttons and says so where the button is: in the question, the digest or settings. A late press does
// what it says all the same.
func (b *Bot) onRhythm(choice store.RhythmChoice) handler {
	return func(ctx context.Context, in inbound) (reply, error) {
		if _, err := b.member(in.User); err != nil {
			return reply{}, err
		}
		changed, err := b.db.ChooseRhythm(in.User, choice)
		if err != nil {
			return reply{}, err
		}
		me, err := b.memberOf(changed)
		if err != nil {
			return reply{}, err
		}
		words := chosenWords(me, choice, in.At)
		if in.View.CallbackID == cbSettings {
			return reply{Update: resultModal("Settings", words), Home: true}, nil
		}
		return b.redrawChoice(ctx, in, words)
	}
}

// redrawChoice rewrites the message of the button: the question becomes its answer, the digest says what holds now.
func (b *Bot) redrawChoice(ctx context.Context, in inbound, words string) (reply, error) {
	receipt, found, err := b.db.ReceiptAt(in.Channel, in.MessageTS)
	switch {
	case err != nil:
		return reply{}, err
	case !found || receipt.Employee != in.User:
		return reply{Text: words, Home: true}, nil
	case receipt.Kind == string(store.MsgFatigue):
		answered := answeredView(words)
		return reply{Replace: &answered, Home: true}, nil
	case receipt.Kind == string(store.MsgDigest):
		return b.redrawAround(ctx, in, receipt.Ref, "", words, nil)
	}
	return reply{Text: words, Home: true}, nil
}

// renderFatigue draws the question. Who left, paused or answered between planning and sending is not asked.
func (b *Bot) renderFatigue(_ context.Context, m store.Message) (content, error) {
	me, err := b.person(m.To)
	if err != nil {
		return content{}, err
	}
	if !me.IsAdvocate() || isPaused(me.Employee, store.Now()) || me.Attention.AskedOn != store.LocalDate(m.Ref) {
		return content{}, overtaken("There is nothing to ask any more.")
	}
	return questionOfRhythm(me), nil
}

// redrawFatigue draws a delivered question as it should look now: its buttons, or what holds since it was settled elsewhere.
func (b *Bot) redrawFatigue(ctx context.Context, r store.Receipt) (content, error) {
	c, err := b.renderFatigue(ctx, store.Message{Ref: r.Ref, To: r.Employee})
	if store.KindOf(err) != store.Conflict {
		return c, err
	}
	me, err := b.person(r.Employee)
	if err != nil {
		return content{}, err
	}
	return answeredView(me.rhythmAndNext(store.Now())), nil
}

// maxCarriedText cuts the line of a message that is told in a digest; five of them with five picks stay inside what Slack takes.
const maxCarriedText = 250

// carriedLines are the messages that a digest tells because their reader's week was full, drawn as they are true now. One that
// events have overtaken is left out. A digest without a message, in a demonstration's past, carries nothing.
func (b *Bot) carriedLines(ctx context.Context, key string) ([]string, error) {
	m, err := b.db.Message(key)
	if store.KindOf(err) == store.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var lines []string
	for _, key := range m.Carries {
		carried, err := b.db.Message(key)
		if err != nil {
			return nil, err
		}
		drawn, err := b.drawMessage(ctx, carried)
		switch kind := store.KindOf(err); {
		case err == nil:
			lines = append(lines, "• "+cutMarkup(strings.ReplaceAll(drawn.Text, "\n", " "), maxCarriedText))
		case kind != store.NotFound && kind != store.Conflict:
			return nil, err
		}
	}
	return lines, nil
}
