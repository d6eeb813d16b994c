// Backoff: how the courier waits while Slack is out of order.

package courier

import (
	"context"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"vouch/bot/slackapi"
)

// slackBackoff holds the courier back while Slack is out of order: after a failure everybody waits, then one message
// tries. Without it an hour's outage would cost every waiting message a try a second, and Slack's return would be met
// by all of them at once.
type slackBackoff struct {
	mu    sync.Mutex
	retry *backoff.ExponentialBackOff
	until time.Time
}

// newSlackBackoff makes a backoff that holds nobody back.
func newSlackBackoff() *slackBackoff {
	retry := backoff.NewExponentialBackOff()
	retry.InitialInterval, retry.MaxInterval = firstBackoff, longestBackoff
	retry.Multiplier, retry.RandomizationFactor = 2, 0.3
	return &slackBackoff{retry: retry}
}

// wait returns when a try is allowed again, or with ctx's error.
func (c *slackBackoff) wait(ctx context.Context) error {
	for {
		c.mu.Lock()
		left := time.Until(c.until)
		c.mu.Unlock()
		if left <= 0 {
			return ctx.Err()
		}
		if err := slackapi.Pause(ctx, left); err != nil {
			return err
		}
	}
}

// bad notes a failure and gives the wait it causes. Failures of calls that began before the last one count once.
func (c *slackBackoff) bad() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	// Sixteen calls that fail together are one failure, not sixteen doublings.
	if left := time.Until(c.until); left > 0 {
		return left
	}
	wait := c.retry.NextBackOff()
	c.until = time.Now().Add(wait)
	return wait
}

// good notes that Slack answers.
func (c *slackBackoff) good() {
	c.mu.Lock()
	c.retry.Reset()
	c.until = time.Time{}
	c.mu.Unlock()
}
