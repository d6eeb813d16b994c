// Ids: the actions, callbacks and commands that this capability alone uses.

package share

// Sharing.
const (
	actShareNetwork  = "share_network"
	actShareAnother  = "share_another"
	actShareAnew     = "share_anew"
	actShareComposer = "share_composer"
	actShareUndo     = "share_undo"
)

// Callback ids of modals. cbResult is the small modal that only says something.
const (
	cbShare      = "share"
	cbShareProof = "share_proof"
	cbShared     = "shared"
)
