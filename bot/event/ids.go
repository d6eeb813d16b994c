// Ids: the actions, callbacks and commands that this capability alone uses.

package event

// Events.
const (
	actEventFinish = "event_finish"
)
