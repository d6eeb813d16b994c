// Ids: the actions, callbacks and commands that this capability alone uses.

package home

// Home and its lists. Buttons in one row need ids of their own, so some lists have one beside surface.ActList.
const (
	actRemoveSaved   = "remove_saved"
	actListReferrals = "list_referrals"
	actListSaved     = "list_saved"
	actListContent   = "list_content"
)

// What is behind two buttons of Home for those who run the program.
const (
	actContentMenu = "home_content"
	actProgramMenu = "home_program"
)
