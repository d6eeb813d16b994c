// Reading sources: those that are due, beside everything else that a minute does, and one at once when a curator asks.

package bot

import (
	"context"
	"errors"
	"time"

	"vouch/digest/feed"
	"vouch/store"
)

// readAtOnce is how many sources are read side by side, readPerTick how many a minute may begin; the others are due again in the
// next minute.
const (
	readAtOnce  = 4
	readPerTick = 20
)

// newPoller makes what reads sources; without a fetcher nothing is read.
func newPoller(fetcher *feed.Fetcher) *feed.Poller {
	if fetcher == nil {
		return nil
	}
	return feed.NewPoller(fetcher, readAtOnce)
}

// readSources begins to read the sources that are due and does not wait for them: a slow one must not hold up the minute's
// digests. One that is still being read since an earlier minute is left alone.
func (b *Bot) readSources(ctx context.Context, now time.Time) error {
	if b.poller == nil {
		return nil
	}
	due, err := b.db.DueSources(now, readPerTick)
	if err != nil {
		return err
	}
	for _, source := range due {
		b.reading.Go(func() {
			if _, err := b.readSource(ctx, source); err != nil && !errors.Is(err, feed.ErrPolling) && ctx.Err() == nil {
				b.log.Error().Err(err).Str("source", string(source.ID)).Msg("a reading could not be recorded")
			}
		})
	}
	return nil
}

// readSource reads one source and records how it went. That it could not be read is no error here but the result; errors are
// feed.ErrPolling, the end of ctx, and those of the store.
func (b *Bot) readSource(ctx context.Context, source store.Source) (store.PollResult, error) {
	poll, err := b.poller.Poll(ctx, source)
	if errors.Is(err, feed.ErrPolling) || (err != nil && ctx.Err() != nil) {
		return store.PollResult{}, err
	}
	if err != nil {
		b.log.Warn().Err(err).Str("source", string(source.ID)).Msg("a source could not be read")
	}
	result, err := b.db.RecordPoll(source.ID, poll)
	if store.KindOf(err) == store.NotFound {
		return result, nil // removed while it was read
	}
	return result, err
}
