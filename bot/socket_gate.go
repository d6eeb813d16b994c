// The gate: every attempt to open a socket passes it, so that the pace of reconnecting is ours.

package bot

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// Pace of reconnecting. A connection that lived shorter than steadyAfter counts as a failure. The longest wait is short
// enough that people hardly notice the end of an outage, and within the limit of apps.connections.open (50 a minute).
const (
	steadyAfter  = 10 * time.Second
	firstWait    = 500 * time.Millisecond
	longestWait  = 30 * time.Second
	crowdedWait  = 30 * time.Second // after too_many_websockets
	openMaxBytes = 1 << 20
)

// gate slows the opening of one connection down. slack-go reconnects without any pause when a connection was accepted and
// closed again, and after too_many_websockets.
type openGate struct {
	base http.RoundTripper

	mu        sync.Mutex
	retry     *backoff.ExponentialBackOff
	opened    bool      // there was an attempt before
	connected time.Time // zero: the last attempt gave no connection
	crowded   bool      // Slack said too_many_websockets
}

// newOpenGate makes a gate in front of a transport. Its waits are spread by half, so that two connections, or many bots
// after an outage of Slack, do not knock at the same moment.
func newOpenGate(base http.RoundTripper) *openGate {
	retry := backoff.NewExponentialBackOff()
	retry.InitialInterval, retry.MaxInterval, retry.Multiplier, retry.RandomizationFactor = firstWait, longestWait, 2, 0.5
	return &openGate{base: base, retry: retry}
}

// RoundTrip waits, sends, and reads the whole answer within callTimeout; waiting does not count.
func (g *openGate) RoundTrip(request *http.Request) (*http.Response, error) {
	if strings.HasSuffix(request.URL.Path, "/apps.connections.open") {
		if err := pause(request.Context(), g.wait(time.Now())); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithTimeout(request.Context(), callTimeout)
	defer cancel()
	answer, err := g.base.RoundTrip(request.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, openMaxBytes))
	if err != nil {
		return nil, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return answer, nil
}

// wait decides how long the next attempt has to wait, from what became of the last one.
func (g *openGate) wait(now time.Time) time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	defer func() { g.opened, g.connected, g.crowded = true, time.Time{}, false }()
	steady := !g.connected.IsZero() && now.Sub(g.connected) >= steadyAfter
	if !g.opened || (steady && !g.crowded) {
		g.retry.Reset()
		return 0
	}
	wait := g.retry.NextBackOff()
	if g.crowded {
		wait += crowdedWait
	}
	return wait
}

// established notes that a connection stands.
func (g *openGate) established(now time.Time) {
	g.mu.Lock()
	g.connected = now
	g.mu.Unlock()
}

// tooMany notes that Slack has enough of our connections.
func (g *openGate) tooMany() {
	g.mu.Lock()
	g.crowded = true
	g.mu.Unlock()
}
