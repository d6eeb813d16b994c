// Package refer is referring candidates and clients by name: the form, its stated answer, the owner's card, and the
// news of each step.
package refer

import (
	"slices"

	"vouch/bot/dispatch"
	"vouch/bot/surface"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}

// Routes are the words, buttons and forms of this capability.
func (h *Handlers) Routes() []dispatch.Route {
	return slices.Concat(h.referRoutes(), h.cardRoutes())
}

// shortcutRefer is a shortcut; manifest.yml declares the same one and manifest_test.go holds them together.
const shortcutRefer = "refer_someone"

// Referring, and the card by which an owner answers.
const (
	actReferKind     = "refer_kind"
	actReferDetail   = "refer_detail"
	actReferJob      = "refer_job"
	actReferEdit     = "refer_edit"
	actReferWithdraw = "refer_withdraw"
	actReferAnswer   = "refer_answer"
	actCardAccept    = "card_accept"
	actCardAdvance   = "card_advance"
	actCardAsk       = "card_ask"
	actCardDecline   = "card_decline"
	actCardAssign    = "card_assign"
	actCardCorrect   = "card_correct"
	actCardDates     = "card_dates"
	actCardTouch     = "card_touch"
)

// Callback ids of modals.
const (
	cbRefer       = "refer"
	cbReferAnswer = "refer_answer"
	cbCardAsk     = "card_ask"
	cbCardDecline = "card_decline"
	cbCardAssign  = "card_assign"
	cbCardCorrect = "card_correct"
	cbCardReached = "card_reached"
)
