// Ids: the actions and callbacks that this capability alone uses.

package member

const (
	cbJoin    = "join"
	cbPause   = "pause"
	cbPrivacy = "privacy"

	actPrivacy = "privacy" // opens what colleagues see
	actWord    = "word"    // does what the word in its value does
)
