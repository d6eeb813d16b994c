// Ids: the actions, callbacks and commands that this capability alone uses.

package content

// Commands and shortcuts; manifest.yml declares the same ones and manifest_test.go holds them together.
const (
	shortcutSuggest = "suggest_content"
)

// The library's content.
const (
	actContentState  = "content_state"
	actContentOlder  = "content_older"
	actContentNewest = "content_newest"
	actAssetKind     = "asset_kind"
)

// The steps of an asset's form.
const (
	actStepJob     = "asset_step_job"
	actStepWhom    = "asset_step_whom"
	actStepWords   = "asset_step_words"
	actStepWhen    = "asset_step_when"
	actStepPicture = "asset_step_picture"
)

// Callback ids of modals. cbResult is the small modal that only says something.
const (
	cbAddress  = "address"
	cbAsset    = "asset"
	cbContent  = "content"
	cbDetails  = "details"
	cbWithdraw = "withdraw"

	cbSuggest    = "suggest"
	cbSuggestion = "suggestion"
)
