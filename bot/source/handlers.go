// Package source is the feeds and job boards that fill the library: adding, reading, and what became of each.
package source

import (
	"sync"

	"vouch/bot/surface"
)

// Handlers are the interactions of this capability.
type Handlers struct {
	*surface.Kit

	reading sync.WaitGroup // sources that are being read beside the minute's work
}
