// Ids: every command, shortcut, action id and callback id in one table, so that each has exactly one meaning.

package bot

// Commands and shortcuts; manifest.yml declares the same ones and manifest_test.go holds them together.
const (
	cmdVouch       = "/vouch"
	cmdRefer       = "/refer"
	cmdLeaderboard = "/leaderboard"

	shortcutRefer = "refer_someone"
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
	actSave       = "save"
	actPickMenu   = "pick_menu"
	actRefer      = "refer"
	actAddContent = "add_content"
)

// Callback ids of modals. cbResult is the small modal that only says something.
const (
	cbResult = "result"
)
