// Package webhook tells other systems what happened: it drains the events that the store keeps for each target, signed
// as Standard Webhooks 1.0.0 says (standardwebhooks.com).
package webhook

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"vouch/digest/feed"
	"vouch/store"
	"vouch/store/webhook"
)

const (
	// idleLook bounds the sleep when nothing is due, in case a wake-up was missed.
	idleLook = time.Minute
	// faultWait is how long a target waits after the database failed.
	faultWait = time.Minute
	// longestRest is how long a target that is too busy is left alone at most, its other events with it.
	longestRest = 10 * time.Minute
)

// Sender sends what waits. What it promises: each event arrives at least once and always with the same id, those of one
// target one after the other, and a slow target holds up nobody else.
type Sender struct {
	DB      *store.DB
	Fetcher *feed.Fetcher // nil: nothing is sent
	Log     zerolog.Logger

	mu   sync.Mutex
	busy map[string]bool // targets that are sent to
	done chan struct{}   // a target is not busy any more
}

// Run sends until ctx ends, and gives up what is under way then: it is sent again after the next start.
func (s *Sender) Run(ctx context.Context) {
	if s.Fetcher == nil {
		return
	}
	s.busy, s.done = map[string]bool{}, make(chan struct{}, 1)
	var work sync.WaitGroup
	defer work.Wait()
	for ctx.Err() == nil {
		due, wait, err := s.due()
		if err != nil {
			s.Log.Error().Err(err).Msg("waiting webhooks cannot be read")
		}
		for _, target := range due {
			work.Go(func() { s.drain(ctx, target) })
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-s.DB.WakeHooks():
		case <-s.done:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// due takes the targets for which something is due, and tells how long to wait for the next one.
func (s *Sender) due() (due []string, wait time.Duration, err error) {
	wait = idleLook
	err = s.DB.View(func(q *store.Query) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, target := range q.HookTargets() {
			_, at, found := q.NextHookOut(target.ID)
			switch left := at.Sub(store.Now()); {
			case !found || s.busy[target.ID]:
			case left <= 0:
				s.busy[target.ID] = true
				due = append(due, target.ID)
			default:
				wait = min(wait, left)
			}
		}
		return nil
	})
	return due, wait, err
}

// drain sends what is due for one target, one event after the other.
func (s *Sender) drain(ctx context.Context, target string) {
	defer func() {
		s.mu.Lock()
		delete(s.busy, target)
		s.mu.Unlock()
		select {
		case s.done <- struct{}{}:
		default:
		}
	}()
	for ctx.Err() == nil {
		var out store.HookOut
		var waits bool
		err := s.DB.View(func(q *store.Query) error {
			var at time.Time
			out, at, waits = q.NextHookOut(target)
			waits = waits && !at.After(store.Now())
			return nil
		})
		if err == nil && !waits {
			return
		}
		var rest time.Duration
		if err == nil {
			rest, err = s.send(ctx, out)
		}
		if err != nil {
			s.Log.Error().Err(err).Str("target", target).Msg("what came of a webhook cannot be recorded")
			rest = faultWait
		}
		if rest > 0 {
			pause(ctx, rest)
		}
	}
}

// pause waits, or until ctx ends.
func pause(ctx context.Context, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// send tries one event and records what came of it. rest is how long the target is to be left alone.
func (s *Sender) send(ctx context.Context, out store.HookOut) (rest time.Duration, err error) {
	now := store.Now()
	header := http.Header{}
	header.Set("Webhook-Id", out.ID)
	header.Set("Webhook-Timestamp", strconv.FormatInt(now.Unix(), 10))
	header.Set("Webhook-Signature", webhook.Sign(out.Secrets, out.ID, now, out.Body))
	status, after, failure := s.Fetcher.Post(ctx, out.URL, header, out.Body)
	if ctx.Err() != nil {
		return 0, nil //nolint:nilerr // the end of the program is no failure of the target
	}
	result := webhook.Result{Status: status, After: after, Random: rand.Float64()}
	if wrong, ok := errors.AsType[*feed.Error](failure); ok {
		result.Reason, result.Final = wrong.Msg, wrong.Kind == feed.Blocked || wrong.Kind == feed.Invalid
	}
	switch status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		rest = min(max(after, time.Second), longestRest)
	}
	if !result.Delivered() {
		s.Log.Warn().Str("target", out.Target).Str("webhook", out.ID).Int("status", status).Msg("a webhook was not taken")
	}
	return rest, s.DB.HookSent(out.Target, out.ID, result)
}
