// Ids: the actions, callbacks and commands that this capability alone uses.

package digestcard

// Action ids carry no data: a button's data is its value, a view's its private metadata.
// A link button still sends an action; actLink is the id of those that only open their link.
const (
	actPickMenu  = "pick_menu"
	actWhyNot    = "why_not"
	actBringBack = "bring_back"
)

// Being slowed down, and asked how often the digest should come.
const (
	actRhythmWeekly  = "rhythm_weekly"
	actRhythmStopped = "rhythm_stopped"
)

// Callback ids of modals. cbResult is the small modal that only says something.
const (
	cbNetworks = "networks"
)
