// Package share leads from the Share button over the text and its network to "I posted it" and the address of the post.
package share

import (
	"vouch/bot/surface"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
}
