// Package health is /vouch health: how the program is, for the people who run it, and once a week the worst figure with
// one thing to do.
package health

import (
	"context"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest/health"
	"vouch/store"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// Routes are the word and the button.
func (h *Handlers) Routes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "health", "how the program is", h.onHealth).For((*store.Query).CanManage),
		dispatch.OnAction(surface.ActHealth, h.onHealthTable),
	}
}

// Kinds are the messages about the program's health.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{{Kind: store.MsgHealth, Render: h.renderHealth}}
}

// state is how the program is, and its departments.
type state struct {
	measures    []health.Measure
	departments []health.Department
}

// stateFor judges the program for somebody who runs it.
func (h *Handlers) stateFor(id store.EmployeeID) (s state, err error) {
	if err := h.MustManage(id); err != nil {
		return s, err
	}
	coverage, err := h.Planner.Coverage(store.Now())
	if err != nil {
		return s, err
	}
	err = h.DB.View(func(q *store.Query) error {
		facts := health.Read(q)
		facts.Coverage = coverage
		s = state{health.Of(facts), health.Departments(facts, q.Settings().BoardMinGroup)}
		return nil
	})
	return s, err
}

// onHealth answers privately with every figure in a line.
func (h *Handlers) onHealth(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	s, err := h.stateFor(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	shown := overview(s)
	return dispatch.Reply{Text: shown.Text, Blocks: shown.Blocks}, nil
}

// onHealthTable opens how each figure is counted.
func (h *Handlers) onHealthTable(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	s, err := h.stateFor(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Open: table(s)}, nil
}

// renderHealth renders the weekly card with what is true when it is sent. It is not sent to somebody who lost the role,
// nor when its week is over.
func (h *Handlers) renderHealth(_ context.Context, m store.Message) (block.Content, error) {
	settings, err := h.DB.Settings()
	if err != nil {
		return block.Content{}, err
	}
	zone := store.Location(settings.TimeZone, "")
	if store.SpanKey(store.Week, store.Now(), zone) != string(store.Week)+"/"+m.Ref {
		return block.Content{}, surface.Obsolete("The week of this card is over.")
	}
	s, err := h.stateFor(m.To)
	if store.KindOf(err) == store.Denied {
		return block.Content{}, surface.Obsolete("This person does not manage the program any more.")
	}
	if err != nil {
		return block.Content{}, err
	}
	return card(s), nil
}
