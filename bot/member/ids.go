// Ids: the actions, callbacks and commands that this capability alone uses.

package member

// Callback ids of modals. cbResult is the small modal that only says something.
const (
	cbJoin  = "join"
	cbPause = "pause"
)
