// Package member is joining and leaving, a person's own settings, pausing, and help.
package member

import (
	"slices"

	"github.com/slack-go/slack"

	"vouch/bot/dispatch"
	"vouch/bot/surface"
	"vouch/store"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
	// Words lists the words of a command.
	Words func(command string) []dispatch.Word
	// Find is the handler of an interaction, and the interaction with a command's word set apart; nil when there is none.
	Find func(in dispatch.Interaction) (dispatch.Handler, dispatch.Interaction)
	// WhyNot asks who leaves, or pauses without an end, for the reason; nil: nothing.
	WhyNot func(id store.EmployeeID) []slack.Block

	helped lately // who got help for a direct message
}

// Routes are the words, buttons and forms of this capability.
func (h *Handlers) Routes() []dispatch.Route {
	return slices.Concat(h.onboardRoutes(), h.settingsRoutes(), h.pauseRoutes(), h.helpRoutes())
}

const (
	cbJoin    = "join"
	cbPause   = "pause"
	cbPrivacy = "privacy"
	cbReach   = "reach"

	actPrivacy = "privacy" // opens what colleagues see
	actReach   = "reach"   // opens where somebody shares, and with whom
	actWord    = "word"    // does what the word in its value does
)
