// Pictures of assets: an address is looked at before it is sent to anybody, because Slack refuses a whole message for a
// picture that it cannot read.

package surface

import (
	"context"
	"strings"
	"sync"
	"time"

	"vouch/store"
)

// Numbers of looking at pictures.
const (
	pictureKept = 12 * time.Hour // how long what was seen counts
	maxPictures = 4096           // how many addresses are remembered
)

// pictures remembers which addresses hold a picture.
type pictures struct {
	mu   sync.Mutex
	seen map[string]pictureSeen
}

// pictureSeen is what was at an address, and when.
type pictureSeen struct {
	good bool
	at   time.Time
}

// ShowsPicture tells whether a picture may be sent by its address. A new address is looked at beside, so that nobody
// waits for a stranger's server; until that is done it counts as good, and a message that Slack refuses for it is sent
// without (see slackapi.API.Post).
func (k *Kit) ShowsPicture(address string) bool {
	if !strings.HasPrefix(address, "https://") {
		return false
	}
	if k.Fetcher == nil {
		return true
	}
	now := store.Now()
	k.pictures.mu.Lock()
	defer k.pictures.mu.Unlock()
	seen, known := k.pictures.seen[address]
	if known && now.Sub(seen.at).Abs() < pictureKept {
		return seen.good
	}
	if k.pictures.seen == nil || len(k.pictures.seen) >= maxPictures {
		k.pictures.seen = map[string]pictureSeen{}
	}
	seen = pictureSeen{good: seen.good || !known, at: now}
	k.pictures.seen[address] = seen
	k.Beside(func(ctx context.Context) {
		good := k.Fetcher.IsPicture(ctx, address)
		k.pictures.mu.Lock()
		defer k.pictures.mu.Unlock()
		k.pictures.seen[address] = pictureSeen{good: good, at: now}
	})
	return seen.good
}
