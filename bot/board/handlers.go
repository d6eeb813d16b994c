// Package board is /leaderboard: a look for everybody, posts to channels, and their schedules.
package board

import (
	"vouch/bot/surface"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}
