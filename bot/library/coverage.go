// Coverage: the weekly card to curators on what the library lacks, and the same at once on request.

package library

import (
	"context"
	"time"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/digest"
	"vouch/store"
)

// coverageRoutes lists how curators ask what the library lacks.
func (h *Handlers) coverageRoutes() []dispatch.Route {
	return []dispatch.Route{
		dispatch.OnWord(surface.CmdVouch, "coverage", "what the library lacks", h.onCoverage).For(surface.MayCurate),
		dispatch.OnAction(surface.ActCoverage, h.onCoverageTable),
	}
}

// onCoverage answers with the card.
func (h *Handlers) onCoverage(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	coverage, zone, err := h.coverageFor(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	card := coverageCard(coverage, zone)
	return dispatch.Reply{Text: card.Text, Blocks: card.Blocks}, nil
}

// onCoverageTable opens everything there is to know, from the card or from Home.
func (h *Handlers) onCoverageTable(_ context.Context, in dispatch.Interaction) (dispatch.Reply, error) {
	coverage, zone, err := h.coverageFor(in.User)
	if err != nil {
		return dispatch.Reply{}, err
	}
	return dispatch.Reply{Open: coverageView(coverage, zone)}, nil
}

// coverageFor is the coverage now, for somebody who may know it, and their zone.
func (h *Handlers) coverageFor(id store.EmployeeID) (coverage digest.Coverage, zone *time.Location, err error) {
	err = h.DB.View(func(q *store.Query) error {
		zone = surface.Person(q, id).Zone
		surface.MustCurate(q, id)
		return nil
	})
	if err == nil {
		coverage, err = h.Planner.Coverage(store.Now())
	}
	return coverage, zone, err
}

// renderCoverage renders the weekly card with what is true when it is sent. It is not sent any more to somebody who
// lost the role, nor when its week is over: the next one says it better.
func (h *Handlers) renderCoverage(_ context.Context, m store.Message) (block.Content, error) {
	settings, err := h.DB.Settings()
	if err != nil {
		return block.Content{}, err
	}
	if store.SpanKey(store.Week, store.Now(), store.Location(settings.TimeZone, "UTC")) != string(store.Week)+"/"+m.Ref {
		return block.Content{}, surface.Obsolete("The week of this card is over.")
	}
	coverage, zone, err := h.coverageFor(m.To)
	if store.KindOf(err) == store.Denied {
		return block.Content{}, surface.Obsolete("This person does not run the library any more.")
	}
	if err != nil {
		return block.Content{}, err
	}
	return coverageCard(coverage, zone), nil
}

// Kinds are the messages to curators about the library.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{
		{Kind: store.MsgCoverage, Render: h.renderCoverage},
	}
}
