// Reading sources: those that are due, beside everything else that a minute does, and one at once when a curator asks.

package source

import (
	"context"
	"errors"
	"time"

	"vouch/digest/feed"
	"vouch/store"
)

// readAtOnce is how many sources are read side by side, readPerTick how many a minute may begin; the others are due
// again in the next minute.
const (
	readAtOnce  = 4
	readPerTick = 20
)

// NewPoller makes what reads sources; without a fetcher nothing is read.
func NewPoller(fetcher *feed.Fetcher) *feed.Poller {
	if fetcher == nil {
		return nil
	}
	return feed.NewPoller(fetcher, readAtOnce)
}

// ReadSources begins to read the sources that are due and does not wait for them: a slow one must not hold up the
// minute's digests. One that is still being read since an earlier minute is left alone.
func (h *Handlers) ReadSources(ctx context.Context, now time.Time) error {
	if h.Poller == nil {
		return nil
	}
	due, err := h.DB.DueSources(now, readPerTick)
	if err != nil {
		return err
	}
	for _, source := range due {
		h.reading.Go(func() {
			if _, err := h.readSource(ctx, source); err != nil && !errors.Is(err, feed.ErrPolling) && ctx.Err() == nil {
				h.Log.Error().Err(err).Str("source", string(source.ID)).Msg("a reading could not be recorded")
			}
		})
	}
	return nil
}

// readSource reads one source and records how it went. That it could not be read is no error here but the result;
// errors are feed.ErrPolling, the end of ctx, and those of the store.
func (h *Handlers) readSource(ctx context.Context, source store.Source) (store.PollResult, error) {
	poll, err := h.Poller.Poll(ctx, source)
	if errors.Is(err, feed.ErrPolling) || (err != nil && ctx.Err() != nil) {
		return store.PollResult{}, err
	}
	if err != nil {
		h.Log.Warn().Err(err).Str("source", string(source.ID)).Msg("a source could not be read")
	}
	result, err := h.DB.RecordPoll(source.ID, poll)
	if store.KindOf(err) == store.NotFound {
		return result, nil // removed while it was read
	}
	return result, err
}

// WaitForReadings waits until no source is being read beside the minute's work.
func (h *Handlers) WaitForReadings() { h.reading.Wait() }
