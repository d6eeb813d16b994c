// Ids: the actions and callbacks that this capability alone uses.

package member

const (
	cbJoin    = "join"
	cbPause   = "pause"
	cbPrivacy = "privacy"
	cbReach   = "reach"

	actPrivacy = "privacy" // opens what colleagues see
	actReach   = "reach"   // opens where somebody shares, and with whom
	actWord    = "word"    // does what the word in its value does
)
