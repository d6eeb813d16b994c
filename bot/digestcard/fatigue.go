// Fatigue: who ignores the digest gets it less often, is told so, and is asked; interactions are noted here, once for
// all.

package digestcard

import (
	"context"
	"strings"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// fatigueRoutes are the buttons by which somebody says how often the digest should come.
func (h *Handlers) fatigueRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnAction(surface.ActRhythmKept, h.onRhythm(store.RhythmKept)),
		dispatch.OnAction(actRhythmWeekly, h.onRhythm(store.RhythmWeekly)),
		dispatch.OnAction(actRhythmStopped, h.onRhythm(store.RhythmStopped)),
	}
}

// NoteInteraction tells the store that somebody did something, which is what being ignored ends with. Opening Home
// counts, opening the conversation does not: people do that to clear a badge. It is no part of the interaction itself,
// so its failure is only logged.
func (h *Handlers) NoteInteraction(in dispatch.Interaction) {
	switch in.Kind {
	case dispatch.KindCommand, dispatch.KindAction, dispatch.KindSubmit, dispatch.KindShortcut, dispatch.KindReaction,
		dispatch.KindDM, dispatch.KindSuggest:
	case dispatch.KindHomeOpened:
		if in.Event.Tab != "home" {
			return
		}
	default:
		return
	}
	if err := h.DB.NoteInteraction(in.User); err != nil {
		in.Describe(h.Log.Error()).Err(err).Msg("an interaction could not be noted")
	}
}

// onRhythm obeys one of the buttons and says so where the button is: in the question, the digest or settings. A late
// press does what it says all the same.
func (h *Handlers) onRhythm(choice store.RhythmChoice) dispatch.Handler {
	return func(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
		if _, err := h.Member(in.User); err != nil {
			return dispatch.Reply{}, err
		}
		changed, err := h.DB.ChooseRhythm(in.User, choice)
		if err != nil {
			return dispatch.Reply{}, err
		}
		me, err := h.MemberOf(changed)
		if err != nil {
			return dispatch.Reply{}, err
		}
		words := chosenWords(me, choice, in.At)
		if in.View.CallbackID == surface.CBSettings {
			return dispatch.Reply{Update: block.ResultModal("Settings", words), Home: true}, nil
		}
		return h.rerenderChoice(ctx, in, words)
	}
}

// rerenderChoice rewrites the message of the button: the question becomes its answer, the digest says what holds now.
func (h *Handlers) rerenderChoice(ctx context.Context, in dispatch.Interaction, words string) (dispatch.Reply, error) {
	receipt, found, err := h.DB.ReceiptAt(in.Channel, in.MessageTS)
	switch {
	case err != nil:
		return dispatch.Reply{}, err
	case !found || receipt.Employee != in.User:
		return dispatch.Reply{Text: words, Home: true}, nil
	case receipt.Kind == string(store.MsgFatigue):
		answered := answeredView(words)
		return dispatch.Reply{Replace: &answered, Home: true}, nil
	case receipt.Kind == string(store.MsgDigest):
		return h.rerenderPick(ctx, in, receipt.Ref, "", words, nil)
	}
	return dispatch.Reply{Text: words, Home: true}, nil
}

// renderFatigue renders the question. Who left, paused or answered between planning and sending is not asked.
func (h *Handlers) renderFatigue(_ context.Context, m store.Message) (block.Content, error) {
	me, err := h.Person(m.To)
	if err != nil {
		return block.Content{}, err
	}
	if !isAsked(me, m.Ref) {
		return block.Content{}, surface.Obsolete("There is nothing to ask any more.")
	}
	return questionOfRhythm(me), nil
}

// isAsked tells whether the question of a day still waits for an answer.
func isAsked(me surface.Member, day string) bool {
	return me.IsAdvocate() && !surface.IsPaused(me.Employee, store.Now()) && me.Attention.AskedOn == store.LocalDate(day)
}

// rerenderFatigue renders a delivered question as it should look now: its buttons, or what was chosen elsewhere since.
func (h *Handlers) rerenderFatigue(_ context.Context, r store.Receipt) (block.Content, error) {
	me, err := h.Person(r.Employee)
	if err != nil {
		return block.Content{}, err
	}
	if isAsked(me, r.Ref) {
		return questionOfRhythm(me), nil
	}
	return answeredView(me.RhythmAndNext(store.Now())), nil
}

// maxCarriedText cuts the line of a message that is told in a digest; five of them with five picks stay inside what
// Slack takes.
const maxCarriedText = 250

// carriedBy are the messages that a digest tells because their reader's week was full. A digest without a message, in a
// demonstration's past, carries nothing.
func carriedBy(q *store.Query, key string) (carried []store.Message) {
	m, _ := q.FindMessage(key)
	for _, key := range m.Bundle {
		carried = append(carried, q.Message(key))
	}
	return carried
}

// carriedLines renders carried messages as they are true now; obsolete ones are left out.
func (h *Handlers) carriedLines(ctx context.Context, carried []store.Message) (lines []string, err error) {
	for _, m := range carried {
		content, err := h.Render(ctx, m)
		switch kind := store.KindOf(err); {
		case err == nil:
			lines = append(lines, "• "+block.CutMarkup(strings.ReplaceAll(content.Text, "\n", " "), maxCarriedText))
		case kind != store.NotFound && kind != store.Conflict:
			return nil, err
		}
	}
	return lines, nil
}
