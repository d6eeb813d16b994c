// Ids: the actions, callbacks and commands that this capability alone uses.

package program

// Leaderboards and roles.
const (
	actRoleChange = "role_change"
)

// The program's settings.
const (
	actProgramRoutes    = "program_routes"
	actProgramRoute     = "program_route"
	actProgramRouteMenu = "program_route_menu"
)

// Callback ids of modals. cbResult is the small modal that only says something.
const (
	cbRole = "role"

	cbProgramSection = "program_section"
	cbProgramRoutes  = "program_routes"
	cbProgramRoute   = "program_route"
)
