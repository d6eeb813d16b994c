// Package recognition is being glad of what people did: moments, wins that a channel hears of with their yes, thanks
// with one button, and the queue of speaker slots and bylines.
package recognition

import (
	"slices"

	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// The actions of this capability.
const (
	actWinYes = "win_yes" // the channel may know; the value is the win
	actWinNo  = "win_no"
	actThank  = "thank"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// Routes are the words, buttons and forms of this capability.
func (h *Handlers) Routes() []dispatch.Route {
	return slices.Concat([]dispatch.Route{
		dispatch.OnAction(actWinYes, h.onWinYes),
		dispatch.OnAction(actWinNo, h.onWinNo),
		dispatch.OnAction(actThank, h.onThank),
	}, h.slotRoutes())
}

// Kinds are the messages of this capability.
func (h *Handlers) Kinds() []courier.Kind {
	return []courier.Kind{
		{Kind: store.MsgMoment, Render: h.Rendering(renderMoment)},
		{Kind: store.MsgWinAsk, Render: h.Rendering(renderAsk), Rewrite: h.Rewriting(rewriteAsk)},
		{Kind: store.MsgWin, Render: h.renderWin, Rewrite: h.rewriteWin},
		{Kind: store.MsgThanksCard, Render: h.Rendering(renderCard), Rewrite: h.Rewriting(rewriteCard)},
		{Kind: store.MsgThanks, Render: h.renderThanks, Rewrite: h.rewriteThanks},
		{Kind: store.MsgSlotOffer, Render: h.Rendering(renderOffer)},
		{Kind: store.MsgSlot, Render: h.Rendering(renderSlot)},
	}
}
