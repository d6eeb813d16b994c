// Package pulse is the two anonymous questions of a quarter, the question why somebody leaves, and what program
// managers read of both.
package pulse

import (
	"context"
	"strconv"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// Actions that this capability alone uses, and the blocks of its questions.
const (
	actChoose = "pulse_choose"
	actSend   = "pulse_send"
	actMine   = "pulse_mine" // a manager's own answers
	actWhyNot = "leave_reason"

	fieldRecommend = "pulse_recommend"
	fieldWorth     = "pulse_worth"
)

// Routes are the word and the elements of the questions.
func (h *Handlers) Routes() []dispatch.Route {
	mayAsk := func(q *store.Query, e store.Employee) bool { return q.CanManage(e) || e.IsAdvocate() }
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "pulse", "two anonymous questions a quarter", h.onPulse).For(mayAsk),
		dispatch.OnAction(surface.ActPulse, h.onResults),
		dispatch.OnAction(actMine, h.onMine),
		dispatch.OnAction(actChoose, onChoose),
		dispatch.OnAction(actSend, h.onSend),
		dispatch.OnAction(actWhyNot, h.onWhyNot),
	}
}

// Kinds is the message with the questions.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{{Kind: store.MsgPulse, Render: h.render}}
}

// render asks who can still answer.
func (h *Handlers) render(_ context.Context, m store.Message) (block.Content, error) {
	quarter, last, err := h.open(m.To)
	if err == nil && quarter != m.Ref {
		err = surface.Obsolete("This person cannot answer any more, or has answered.")
	}
	return questions(quarter, last), err
}

// open is what somebody can answer now.
func (h *Handlers) open(id store.EmployeeID) (quarter string, last store.LocalDate, err error) {
	err = h.DB.View(func(q *store.Query) error { quarter, last = q.OpenPulse(id); return nil })
	return quarter, last, err
}

// onPulse shows managers the results, and asks everybody else.
func (h *Handlers) onPulse(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	manager, err := surface.Ask(h.Kit, func(q *store.Query) bool { return q.IsManager(in.User) })
	if err != nil {
		return dispatch.Reply{}, err
	}
	if manager {
		return h.onResults(ctx, in)
	}
	if _, err := h.Member(in.User); err != nil {
		return dispatch.Reply{}, err
	}
	return h.onMine(ctx, in)
}

// onMine asks the questions where somebody wants to answer them.
func (h *Handlers) onMine(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	quarter, last, err := h.open(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	if quarter == "" {
		return dispatch.Reply{Text: "There is nothing to answer now. The two questions come once a quarter."}, nil
	}
	c := questions(quarter, last)
	if in.View.Type != "" {
		return dispatch.Reply{Update: block.Modal(block.CBResult, "Pulse", "", "Close", "", c.Blocks...)}, nil
	}
	return dispatch.Reply{Text: c.Text, Blocks: c.Blocks}, nil
}

// onChoose only acknowledges: an answer counts when it is sent.
func onChoose(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
	return dispatch.Reply{}, nil
}

// onSend takes both answers, and says so in the place of the questions.
func (h *Handlers) onSend(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	number := func(field string) int {
		n, err := strconv.Atoi(in.State.Choice(field))
		if err != nil {
			return -1 // nothing is chosen
		}
		return n
	}
	err := h.DB.AnswerPulse(in.User, in.Action.Value, number(fieldRecommend), number(fieldWorth))
	switch {
	case err == nil:
		return inPlace(in, "*Thank you.* Your answers are in the sums, without your name."), nil
	case store.KindOf(err) == store.Conflict: // late, or once more: the questions have no use any more
		return inPlace(in, store.WordsOf(err)), nil
	}
	return dispatch.Reply{}, err
}

// inPlace puts words where the questions stood.
func inPlace(in dispatch.Interaction, words string) dispatch.Reply {
	c := block.Message(words)
	if in.View.Type != "" {
		return dispatch.Reply{Update: block.Modal(block.CBResult, "Pulse", "", "Close", "", c.Blocks...)}
	}
	return dispatch.Reply{Replace: &c}
}

// WhyNot asks somebody who has just left, or paused without an end, for the reason: once ever, so it may be nothing.
func (h *Handlers) WhyNot(id store.EmployeeID) []slack.Block {
	// Leaving stands whatever happens here, so a failure only leaves the question out.
	ask, err := h.DB.AskWhyNot(id)
	if err != nil {
		h.Log.Error().Err(err).Str("verb", "AskWhyNot").Str("employee", string(id)).Msg("nobody asked why")
	}
	if !ask {
		return nil
	}
	return whyNotBlocks()
}

// onWhyNot counts a reason.
func (h *Handlers) onWhyNot(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	err := h.DB.AnswerWhyNot(in.User, store.LeaveReason(in.Action.Value))
	return inPlace(in, "Counted, without your name. Thank you."), err
}

// onResults shows what may be told.
func (h *Handlers) onResults(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		surface.MustManage(q, in.User)
		r := results{stats: q.Stats(), fewest: q.Settings().PulseMin, on: q.Settings().PulseOn, reasons: q.LeaveReasons()}
		r.mine, _ = q.OpenPulse(in.User)
		for quarter := q.PulseQuarter(); len(r.quarters) < shownQuarters; quarter = store.QuarterBefore(quarter) {
			r.quarters = append(r.quarters, q.PulseResult(quarter))
		}
		return resultsView(r)
	})
	return dispatch.Reply{Open: view}, err
}
