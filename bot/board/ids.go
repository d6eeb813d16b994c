// Ids: the actions, callbacks and commands that this capability alone uses.

package board

// Commands and shortcuts; manifest.yml declares the same ones and manifest_test.go holds them together.
const (
	cmdLeaderboard = "/leaderboard"
)

// Leaderboards and roles.
const (
	actBoardOn         = "board_on"
	actBoardVisible    = "board_visible"
	actBoardPost       = "board_post"
	actBoardSchedule   = "board_schedule"
	actBoardUnschedule = "board_unschedule"
	actPoints          = "points"
	actPointsOf        = "points_of"
	actPointsBack      = "points_back"
)

// Callback ids of modals. cbResult is the small modal that only says something.
const (
	cbBoardAdmin    = "board_admin"
	cbBoardPost     = "board_post"
	cbBoardSchedule = "board_schedule"
	cbPointsBack    = "points_back"
)
