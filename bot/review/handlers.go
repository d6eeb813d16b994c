// Package review is the review queue: one item at a time, the card of the day, reminders and news.
package review

import (
	"vouch/bot/surface"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}
