// Package setup is setting a program up, and the policy that people agree to before they share or refer.
package setup

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// The action and the form that this capability alone uses.
const (
	actConfirm = "setup_confirm" // says that a section of the settings holds, its value
	cbPolicy   = "policy"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
	// Find is the handler of an interaction, and the interaction with a command's word set apart; nil when there is none.
	Find func(in dispatch.Interaction) (dispatch.Handler, dispatch.Interaction)
}

// Routes are the word, the buttons and the form of this capability.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "policy", "what you agree to when you share", h.onPolicy),
		dispatch.OnAction(surface.ActPolicy, h.onPolicy),
		dispatch.OnSubmit(cbPolicy, h.onAgree),
		dispatch.OnAction(actConfirm, h.onConfirm),
	}
}

// agreeing travels in the private metadata of the policy.
type agreeing struct {
	Version int     `json:"version"`
	Then    *wanted `json:"then,omitempty"`
}

// wanted is what somebody was about to do when the policy came in between: they need not press again.
type wanted struct {
	Kind    dispatch.Kind `json:"kind"`
	ID      string        `json:"id"` // a command, an action or a shortcut
	Text    string        `json:"text,omitempty"`
	Channel string        `json:"channel,omitempty"`
	TS      string        `json:"ts,omitempty"`
}

// maxWanted bounds what is done again in characters: with it, the metadata stays below Slack's 3,000.
const maxWanted = 1000

// wantedOf is what an interaction asks for, nil for a form: that stays open below the policy.
func wantedOf(in dispatch.Interaction) *wanted {
	w := wanted{Kind: in.Kind, Channel: in.Channel, TS: in.MessageTS}
	switch {
	case in.Kind == dispatch.KindCommand:
		w.ID, w.Text = in.Command, in.Word+" "+in.Text
	case in.Kind == dispatch.KindAction && len(in.View.Inputs) == 0:
		w.ID, w.Text = in.Action.ID, in.Action.Value
	case in.Kind == dispatch.KindShortcut:
		w.ID = in.View.CallbackID
	default:
		return nil
	}
	if len(w.Text) > maxWanted {
		return nil
	}
	return &w
}

// again is the interaction of somebody who wanted something, as if they had asked a second time.
func (w wanted) again(in dispatch.Interaction) dispatch.Interaction {
	out := dispatch.Interaction{Kind: w.Kind, Cause: in.Cause, User: in.User, Team: in.Team, Trigger: in.Trigger,
		At: in.At, Channel: w.Channel, MessageTS: w.TS}
	switch w.Kind {
	case dispatch.KindCommand:
		out.Command, out.Text = w.ID, w.Text
	case dispatch.KindAction:
		out.Action = dispatch.Action{ID: w.ID, Value: w.Text}
	default:
		out.View.CallbackID = w.ID
	}
	return out
}

// Ask answers what was refused because its person has not agreed to the policy: the policy itself opens. A form stays
// below it with everything that was typed, so that the same submission passes afterwards. Over a third window Slack
// opens none; there the error says what to type.
func (h *Handlers) Ask(in dispatch.Interaction, err error) (dispatch.Reply, error) {
	if !errors.Is(err, store.ErrUnread) || in.View.IsThird() {
		return dispatch.Reply{}, err
	}
	p, failed := h.read(in.User)
	p.Then = wantedOf(in)
	return dispatch.Reply{Push: policyModal(p)}, failed
}

// onPolicy shows the policy as it stands.
func (h *Handlers) onPolicy(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	p, err := h.read(in.User)
	return dispatch.Reply{Open: policyModal(p)}, err
}

// read gathers the policy as one person sees it.
func (h *Handlers) read(id store.EmployeeID) (p shownPolicy, err error) {
	err = h.DB.View(func(q *store.Query) error {
		me := surface.Person(q, id)
		if why := surface.CannotJoin(me.Employee); why != "" {
			q.Refuse(&store.Error{Kind: store.Denied, Msg: why})
		}
		p.text, p.zone, p.manager, p.whom = me.Settings.Policy.Text, me.Zone, q.CanManage(me.Employee), q.WhomToAsk()
		p.policy, p.holds = q.Policy()
		p.Version = me.Settings.Policy.Version
		p.agreedAt, p.agreed = q.HasAcknowledged(id, p.Version)
		if p.manager {
			p.count, p.advocates = q.CountAcknowledged()
		}
		return nil
	})
	return p, err
}

// onAgree records that somebody agrees, and goes on with what they wanted. A policy that changed while it was on screen
// is shown as it is now.
func (h *Handlers) onAgree(ctx context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	var was agreeing
	// Metadata that is not ours has version 0, which never holds.
	_ = json.Unmarshal([]byte(in.View.Metadata), &was)
	err := h.DB.Acknowledge(in.User, was.Version)
	if errors.Is(err, store.ErrUnread) {
		p, err := h.read(in.User)
		p.Then, p.changed = was.Then, true
		return dispatch.Reply{Update: policyModal(p)}, err
	}
	if err != nil {
		return dispatch.Reply{}, err
	}
	if was.Then == nil {
		return dispatch.Reply{Update: agreedModal(in.View.Previous), Home: true}, nil
	}
	handle, again := h.Find(was.Then.again(in))
	if handle == nil {
		return dispatch.Reply{Home: true}, nil
	}
	reply, err := handle(ctx, again)
	if reply.Open != nil {
		reply.Update, reply.Open = reply.Open, nil
	}
	reply.Home = true
	return reply, err
}

// agreedModal says that it is noted; nil over another window, which shows again by itself.
func agreedModal(below string) *slack.ModalViewRequest {
	if below != "" {
		return nil
	}
	return block.ResultModal("Policy", "Noted. You can share and refer now.")
}
