// Ids: the actions, callbacks and commands that this capability alone uses.

package refer

// Commands and shortcuts; manifest.yml declares the same ones and manifest_test.go holds them together.
const (
	shortcutRefer = "refer_someone"
)

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

// Callback ids of modals. cbResult is the small modal that only says something.
const (
	cbRefer       = "refer"
	cbReferAnswer = "refer_answer"
	cbCardAsk     = "card_ask"
	cbCardDecline = "card_decline"
	cbCardAssign  = "card_assign"
	cbCardCorrect = "card_correct"
	cbCardReached = "card_reached"
)
