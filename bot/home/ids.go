// Ids: the actions, callbacks and commands that this capability alone uses.

package home

// Home and its lists, one's own points, pausing. actReferral opens one referral for its referrer, owner or a manager.
const (
	actRemoveSaved = "remove_saved"
)
