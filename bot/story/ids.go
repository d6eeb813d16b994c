// Ids: the actions, callbacks and commands that this capability alone uses.

package story

// Employees' own content: suggestions and stories. The values of actions on a story are the story and the version of
// its text.
const (
	actStoryApprove  = "story_approve"
	actStoryChanges  = "story_changes"
	actStoryWithdraw = "story_withdraw"
	actStoryMore     = "story_more"
	actStoryEdit     = "story_edit"
	actStoryDecline  = "story_decline"
)

// Callback ids of modals. cbResult is the small modal that only says something.
const (
	cbStory        = "story"
	cbStoryChanges = "story_changes"
	cbStoryEdit    = "story_edit"
	cbStoryDecline = "story_decline"
)
