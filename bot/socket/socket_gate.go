// The gate: every attempt to open a socket passes it, so that the pace of reconnecting is ours.

package socket

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"vouch/bot/slackapi"
)

// Pace of reconnecting. apps.connections.open takes 50 calls a minute (tier 3, docs.slack.dev/reference/methods); two
// connections that try every 2.5 to 5 s during an outage stay below that.
const (
	// steadyAfter is how long a connection must live for its end to be no failure.
	steadyAfter = 5 * time.Second
	// briefly is how long one must live for Slack's wish to reconnect to be met at once; wishes in a row are no hot loop
	// then.
	briefly   = time.Second
	firstWait = 500 * time.Millisecond
	// aloneWait bounds the wait while no connection stands: until then nobody's commands work. longestWait bounds it while
	// another connection carries them.
	aloneWait    = 5 * time.Second
	longestWait  = 30 * time.Second
	crowdedWait  = 30 * time.Second // after too_many_websockets
	openMaxBytes = 1 << 20
)

// openGate slows the opening of one connection down. slack-go reconnects without any pause when a connection was
// accepted and closed again, and after too_many_websockets.
type openGate struct {
	base http.RoundTripper
	all  *ConnectionCount

	mu        sync.Mutex
	opened    bool          // there was an attempt before
	connected time.Time     // when Slack said hello last; zero: the last attempt gave no connection
	asked     bool          // Slack wants this connection to be made anew
	failures  int           // attempts in a row that gave no connection, or one that did not live
	rest      time.Duration // Slack's own wish for the next attempt
}

// newOpenGate makes a gate in front of a transport.
func newOpenGate(base http.RoundTripper, all *ConnectionCount) *openGate {
	return &openGate{base: base, all: all}
}

// RoundTrip waits, sends, and reads the whole answer within callTimeout; waiting does not count.
func (g *openGate) RoundTrip(request *http.Request) (*http.Response, error) {
	if strings.HasSuffix(request.URL.Path, "/apps.connections.open") {
		if err := g.hold(request.Context()); err != nil {
			return nil, err
		}
	}
	ctx, cancel := context.WithTimeout(request.Context(), slackapi.CallTimeout)
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

// hold waits for the time of the next attempt. Slack's wish is waited out whatever happens; our own wait becomes short
// when the last other connection ends meanwhile.
func (g *openGate) hold(ctx context.Context) error {
	rest, failures := g.next(time.Now())
	if err := slackapi.Pause(ctx, rest); err != nil {
		return err
	}
	none, gone := g.all.none()
	if none {
		return slackapi.Pause(ctx, wait(failures-1, aloneWait)) // the first try again is at once
	}
	timer := time.NewTimer(wait(failures, longestWait))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-gone:
		return slackapi.Pause(ctx, wait(1, aloneWait))
	case <-ctx.Done():
		return ctx.Err()
	}
}

// wait doubles with each failure up to longest. It is spread by half, so that two connections, or many bots after an
// outage of Slack, do not knock at the same moment.
func wait(failures int, longest time.Duration) time.Duration {
	if failures <= 0 {
		return 0
	}
	full := min(firstWait<<min(failures-1, 16), longest)
	return full/2 + rand.N(full/2)
}

// next decides about the next attempt from what became of the last one: how long Slack wants us to rest, and how many
// failures our own wait is to count.
func (g *openGate) next(now time.Time) (rest time.Duration, failures int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	lived := time.Duration(0)
	if !g.connected.IsZero() {
		lived = now.Sub(g.connected)
	}
	switch {
	case lived >= steadyAfter:
		g.failures = 0
	case g.opened && !(g.asked && lived >= briefly):
		g.failures++
	}
	rest, failures = g.rest, g.failures
	if g.asked && lived >= briefly {
		failures = 0
	}
	g.opened, g.connected, g.asked, g.rest = true, time.Time{}, false, 0
	return rest, failures
}

// established notes that a connection stands.
func (g *openGate) established(now time.Time) {
	g.mu.Lock()
	g.connected = now
	g.mu.Unlock()
}

// anew notes that Slack is about to end this connection and wants another in its place.
func (g *openGate) anew() {
	g.mu.Lock()
	g.asked = true
	g.mu.Unlock()
}

// restFor notes that Slack wants no attempt for a while.
func (g *openGate) restFor(d time.Duration) {
	g.mu.Lock()
	g.rest = max(g.rest, d)
	g.mu.Unlock()
}
