// Settling: waiting until what fell due was done, so that the demo can move the clock on.

package bot

import (
	"context"
	"time"

	"vouch/bot/slackapi"
	"vouch/store"
)

// settleLook is how often Settle looks again.
const settleLook = 2 * time.Millisecond

// Settle waits until the sources that were due are read and every message that is due was sent; Run is at work and
// Ready.
func (b *Bot) Settle(ctx context.Context) error {
	b.ticking.Lock() // no tick begins another reading meanwhile
	b.source.WaitForReadings()
	b.ticking.Unlock()
	// In this order: a message is in hand before it is no longer due.
	for b.isDue() || b.courier.IsBusy() {
		b.courier.Wake()
		if err := slackapi.Pause(ctx, settleLook); err != nil {
			return err
		}
	}
	return nil
}

// isDue tells whether a message waits that may go now.
func (b *Bot) isDue() bool {
	at, waits := b.db.NextMessageAt()
	return waits && !at.After(store.Now())
}
