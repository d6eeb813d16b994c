// Package persona is personas for managers: their rules with a preview, and what becomes of people when one changes.
package persona

import (
	"sync"
	"sync/atomic"

	"vouch/bot/surface"
	"vouch/store"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit
	groups   atomic.Pointer[groupList]       // user groups, kept for moments
	matching sync.Mutex                      // one round of matching people with personas at a time
	matched  atomic.Pointer[[]store.Persona] // that the last round began with
}
