// Package outcome is where people decide what no system can: whose an outcome is, and whether a hint is right.
//
//	webhook or CSV -> store: waits -> once a day a message to who may decide -> list -> referral, or not ours -> undo
package outcome

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/outcome"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// The actions and callbacks of this capability.
const (
	actMenu     = "outcome_menu"
	actUndo     = "outcome_undo"
	actReferral = "outcome_referral"
	cbAssign    = "outcome_assign"

	fieldReferral = "referral"
)

// What the menu of an outcome does; an option's value is one of these, a space and the outcome.
const (
	doConfirm = "confirm"
	doAssign  = "assign"
	doDismiss = "dismiss"
)

// Routes lists what managers and owners do with outcomes that wait.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "outcomes", "what came of referrals, to place", h.onList).For(mayPlace),
		dispatch.OnAction(surface.ActOutcomes, h.onList),
		dispatch.OnAction(actMenu, h.onMenu),
		dispatch.OnAction(actUndo, h.onUndo),
		dispatch.OnSuggest(actReferral, h.onSuggestReferrals),
		dispatch.OnSubmit(cbAssign, h.onAssign),
	}
}

// Kinds are the messages of this capability.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{{Kind: store.MsgOutcomes, Render: h.Rendering(renderWaiting)}}
}

// mayPlace offers the word to program managers; owners come by the message.
func mayPlace(q *store.Query, e store.Employee) bool { return q.CanManage(e) }

// renderWaiting says once a day what waits for a person.
func renderWaiting(q *store.Query, m store.Message) block.Content {
	waiting := q.WaitingOutcomes(m.To)
	if len(waiting) == 0 {
		q.Refuse(surface.Obsolete("Nothing waits any more."))
	}
	return waitingView(waiting)
}

// onList opens what waits.
func (h *Handlers) onList(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	view, err := h.list(in.User, "", "")
	return dispatch.Reply{Open: view}, err
}

// list renders what waits for a person; notice says what was just decided, and undo names it.
func (h *Handlers) list(id store.EmployeeID, notice string, undo store.OutcomeID) (*slack.ModalViewRequest, error) {
	return surface.Ask(h.Kit, func(q *store.Query) *slack.ModalViewRequest {
		l := list{notice: notice, undo: undo, zone: surface.ZoneOf(q, id)}
		for _, w := range q.WaitingOutcomes(id) {
			item := item{WaitingOutcome: w}
			if w.Referral != "" {
				item.about = q.Referral(w.Referral, id)
			}
			l.items = append(l.items, item)
		}
		if len(l.items) == 0 && notice == "" && !q.IsManager(id) {
			surface.MustManage(q, id)
		}
		return listView(l)
	})
}

// onMenu does what was chosen for one outcome of the list.
func (h *Handlers) onMenu(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	what, text, _ := strings.Cut(in.Action.Value, " ")
	id := store.OutcomeID(text)
	var waiting store.WaitingOutcome
	err := h.DB.View(func(q *store.Query) error {
		for _, w := range q.WaitingOutcomes(in.User) {
			if w.ID == id {
				waiting = w
			}
		}
		return nil
	})
	notice, undo := "Somebody has decided about it already.", store.OutcomeID("")
	switch {
	case err != nil:
		return dispatch.Reply{}, err
	case waiting.ID == "":
	case what == doAssign:
		return dispatch.Reply{Push: assignView(id)}, nil
	case what == doConfirm:
		r, err := h.DB.AssignOutcome(in.User, id, waiting.Referral)
		if err != nil {
			return dispatch.Reply{}, err
		}
		notice, undo = recorded(waiting, r), id
	case what == doDismiss:
		if err := h.DB.DismissOutcome(in.User, id); err != nil {
			return dispatch.Reply{}, err
		}
		notice, undo = "It counts for nothing.", id
	}
	view, err := h.list(in.User, notice, undo)
	return dispatch.Reply{Update: view, Home: true}, err
}

// recorded says what a decision did.
func recorded(w store.WaitingOutcome, r store.Referral) string {
	return "Recorded: " + surface.CandidateName(r) + ", *" + kindWords(w.Kind) + "*. The referral is *" +
		surface.StageName(r.Stage) + "*."
}

// onUndo takes a decision back.
func (h *Handlers) onUndo(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	if err := h.DB.UndoOutcome(in.User, store.OutcomeID(in.Action.Value)); err != nil {
		return dispatch.Reply{}, err
	}
	view, err := h.list(in.User, "It waits again.", "")
	return dispatch.Reply{Update: view, Home: true}, err
}

// onAssign says whose an outcome is, and draws the list below again.
func (h *Handlers) onAssign(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	id := store.OutcomeID(in.View.Metadata)
	r, err := h.Once(in).AssignOutcome(in.User, id, store.ReferralID(in.State.Choice(fieldReferral)))
	if store.KindOf(err) == store.NotFound {
		return dispatch.Reply{Errors: map[string]string{fieldReferral: "Choose a referral."}}, nil
	}
	if err != nil {
		return dispatch.Reply{}, err
	}
	notice := "Recorded. " + surface.CandidateName(r) + " is *" + surface.StageName(r.Stage) + "*."
	return dispatch.Reply{Home: true, Update: block.ResultModal("Recorded", notice+" What comes later about the same "+
		"application or deal finds this referral by itself."), After: h.Below(in.View.Previous,
		func(context.Context) (*slack.ModalViewRequest, error) { return h.list(in.User, notice, id) })}, nil
}

// suggested is how many ended referrals are offered beside the open ones.
const suggested = 200

// onSuggestReferrals offers referrals by name, the newest first, to those who may see them all.
func (h *Handlers) onSuggestReferrals(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	options, err := surface.Ask(h.Kit, func(q *store.Query) (options []*slack.OptionBlockObject) {
		surface.MustManage(q, in.User)
		for _, r := range q.Referrals(suggested) {
			name := r.Person.Name + " " + r.Person.Company
			if r.Erased || !surface.BeginWords(surface.SearchWords(name), surface.SearchWords(in.Query)) {
				continue
			}
			if options = append(options, referralOption(r)); len(options) == dispatch.MaxOptions {
				break
			}
		}
		return options
	})
	return dispatch.Reply{Options: options}, err
}

// isHint tells what somebody has to confirm rather than to place.
func isHint(w store.WaitingOutcome) bool { return w.Known == outcome.Hint && w.Referral != "" }
