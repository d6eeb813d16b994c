// Ids: every command, shortcut, action id and callback id in one table, so that each has exactly one meaning.

package bot

// Commands and shortcuts; manifest.yml declares the same ones and manifest_test.go holds them together.
const (
	cmdVouch       = "/vouch"
	cmdRefer       = "/refer"
	cmdLeaderboard = "/leaderboard"

	shortcutRefer   = "refer_someone"
	shortcutSuggest = "suggest_content"
)

// inputValue is the action id of every input that reports only on submission; its block id is the field's name.
const inputValue = "v"

// Action ids carry no data: a button's data is its value, a view's its private metadata.
// A link button still sends an action; actLink is the id of those that only open their link.
const (
	actLink = "link"

	actJoin     = "join"
	actLeave    = "leave"
	actSettings = "settings"
	actHelp     = "help"

	actShare      = "share"
	actDigest     = "digest"
	actSave       = "save"
	actUnsave     = "unsave"
	actPickMenu   = "pick_menu"
	actWhyNot     = "why_not"
	actBringBack  = "bring_back"
	actRefer      = "refer"
	actAddContent = "add_content"
)

// Being slowed down, and asked how often the digest should come.
const (
	actRhythmKept    = "rhythm_kept"
	actRhythmWeekly  = "rhythm_weekly"
	actRhythmStopped = "rhythm_stopped"
)

// Home and its lists, one's own points, pausing. actReferral opens one referral for its referrer, owner or a manager.
const (
	actMe          = "me"
	actPause       = "pause"
	actResume      = "resume"
	actList        = "list"
	actNewer       = "newer"
	actOlder       = "older"
	actRemoveSaved = "remove_saved"
	actReferral    = "referral"
)

// Leaderboards and roles.
const (
	actBoardAdmin      = "board_admin"
	actBoardOn         = "board_on"
	actBoardVisible    = "board_visible"
	actBoardPost       = "board_post"
	actBoardSchedule   = "board_schedule"
	actBoardUnschedule = "board_unschedule"
	actRoles           = "roles"
	actRoleChange      = "role_change"
)

// The program's settings.
const (
	actProgram          = "program"
	actProgramSection   = "program_section"
	actProgramRoutes    = "program_routes"
	actProgramRoute     = "program_route"
	actProgramRouteMenu = "program_route_menu"
)

// Personas. actPersonaKeep answers the news of a changed one.
const (
	actPersonas       = "personas"
	actPersonaAdd     = "persona_add"
	actPersonaMenu    = "persona_menu"
	actPersonaPreview = "persona_preview"
	actPersonaGroups  = "persona_groups"
	actPersonaKeep    = "persona_keep"
)

// Sharing.
const (
	actShareNetwork  = "share_network"
	actShareAnother  = "share_another"
	actShareAnew     = "share_anew"
	actShareComposer = "share_composer"
	actSharePosted   = "share_posted"
	actShareUndo     = "share_undo"
)

// Referring, and the card by which an owner answers.
const (
	actReferKind     = "refer_kind"
	actReferJob      = "refer_job"
	actReferEdit     = "refer_edit"
	actReferWithdraw = "refer_withdraw"
	actReferAnswer   = "refer_answer"
	actCardAccept    = "card_accept"
	actCardAdvance   = "card_advance"
	actCardAsk       = "card_ask"
	actCardDecline   = "card_decline"
	actCardAssign    = "card_assign"
)

// The library's content.
const (
	actContent       = "content"
	actContentState  = "content_state"
	actContentOlder  = "content_older"
	actContentNewest = "content_newest"
	actContentMenu   = "content_menu"
	actContentMore   = "content_more"
	actAssetKind     = "asset_kind"
	actCoverage      = "coverage"
)

// Employees' own content: suggestions and stories. The values of actions on a story are the story and the version of its text.
const (
	actSuggest       = "suggest"
	actStory         = "story"
	actStoryRead     = "story_read" // an asset that is a story
	actStoryOpen     = "story_open" // one's own
	actStoryApprove  = "story_approve"
	actStoryChanges  = "story_changes"
	actStoryWithdraw = "story_withdraw"
	actStories       = "stories" // the curators' list
	actStoryEdit     = "story_edit"
	actStoryDecline  = "story_decline"
)

// Topics that are offered while somebody types: those of what is live, and all the program knows.
const (
	actLibraryTopic = "library_topic"
	actSuggestTopic = "suggest_topic"
)

// Events.
const (
	actAttend      = "attend"
	actAttendOff   = "attend_off"
	actEventMet    = "event_met"
	actEventFinish = "event_finish"
)

// Reviewing what waits for approval.
const (
	actReview        = "review"
	actReviewApprove = "review_approve"
	actReviewReject  = "review_reject"
	actReviewSkip    = "review_skip"
	actReviewAccept  = "review_accept"
	actReviewKeep    = "review_keep"
)

// Sources of the library.
const (
	actSources     = "sources"
	actSourcePage  = "source_page"
	actSourceFirst = "source_first"
	actSourceMenu  = "source_menu"
	actSourceAdd   = "source_add"
)

// Callback ids of modals. cbResult is the small modal that only says something.
const (
	cbResult = "result"

	cbShare      = "share"
	cbShareProof = "share_proof"
	cbShared     = "shared"

	cbAddress  = "address"
	cbAsset    = "asset"
	cbDetails  = "details"
	cbWithdraw = "withdraw"
	cbLibrary  = "library"

	cbSuggest      = "suggest"
	cbSuggestion   = "suggestion"
	cbStory        = "story"
	cbStoryChanges = "story_changes"
	cbStoryEdit    = "story_edit"
	cbStoryDecline = "story_decline"

	cbReviewReject = "review_reject"

	cbSourceAddress = "source_address"
	cbSource        = "source"
	cbSourceRemove  = "source_remove"

	cbPersona       = "persona"
	cbPersonaDelete = "persona_delete"

	cbRefer       = "refer"
	cbReferAnswer = "refer_answer"
	cbCardAsk     = "card_ask"
	cbCardDecline = "card_decline"
	cbCardAssign  = "card_assign"

	cbJoin          = "join"
	cbSettings      = "settings"
	cbPause         = "pause"
	cbDigest        = "digest"
	cbNetworks      = "networks"
	cbList          = "list"
	cbBoardAdmin    = "board_admin"
	cbBoardPost     = "board_post"
	cbBoardSchedule = "board_schedule"
	cbRole          = "role"

	cbProgramSection = "program_section"
	cbProgramRoutes  = "program_routes"
	cbProgramRoute   = "program_route"
)
