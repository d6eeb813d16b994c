// Limits: the bot stays below Slack's published rates and obeys when Slack asks it to wait.

package slackapi

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// pace is how often something may be done: perMinute in the long run, burst at once. Their sum stays within what Slack
// publishes for any one minute (docs.slack.dev/apis/web-api/rate-limits).
type pace struct{ perMinute, burst float64 }

// Slack's tiers 2, 3 and 4: 20, 50 and 100 calls a minute. chat.postMessage is special: "several hundred" a minute for
// the workspace and one a second in each conversation.
var (
	tier2        = pace{15, 5}
	tier3        = pace{40, 10}
	tier4        = pace{80, 20}
	posting      = pace{240, 20}
	conversation = pace{58, 1}
)

// paces are the methods that the bot calls by itself; reference/methods names the tier of each. The methods that only
// ever answer a person (views.*, chat.postEphemeral, users.info) have none: see WaitedFor.
var paces = map[string]pace{
	"chat.postMessage":      posting,
	"chat.update":           tier3,
	"chat.delete":           tier3,
	"conversations.open":    tier3,
	"conversations.history": tier3,
	"users.list":            tier2,
	"usergroups.list":       tier2,
	"usergroups.users.list": tier2,
	"conversations.info":    tier3,
	"conversations.members": tier4,

	"files.getUploadURLExternal":   tier4,
	"files.completeUploadExternal": tier4,
	"files.info":                   tier4,
}

// waitedKey marks a context under which a person waits for an answer.
type waitedKey struct{}

// WaitedFor marks what is done under ctx as the answer to a person. Such calls are never held back by our own pace:
// Slack's limits are averages that "allow short bursts" (docs.slack.dev/apis/web-api/rate-limits), a company that reads
// its digest at half past nine is one, and a trigger lives for three seconds. Only Slack's own wish to wait holds them
// back.
func WaitedFor(ctx context.Context) context.Context { return context.WithValue(ctx, waitedKey{}, true) }

// isWaitedFor tells whether a person waits for what is done under ctx.
func isWaitedFor(ctx context.Context) bool { return ctx.Value(waitedKey{}) != nil }

// channelPatience is how long a message waits in hand for its conversation's turn; longer waits go back to the outbox
// so that one slow conversation holds nobody else up.
const channelPatience = 2 * time.Second

// limiter is our own pace with the pause Slack asked for; the later of the two counts.
type limiter struct {
	pace  *rate.Limiter
	until time.Time // no call before this
	used  time.Time
}

// limits holds the limiters of all methods and conversations.
type limits struct {
	mu       sync.Mutex
	methods  map[string]*limiter
	channels map[string]*limiter
	unpaced  bool   // see Options
	refused  string // the conversation of the last 429 on posting, until a post succeeds
}

// newLimits makes limits that nothing was taken of yet.
func newLimits(unpaced bool) *limits {
	return &limits{methods: map[string]*limiter{}, channels: map[string]*limiter{}, unpaced: unpaced}
}

// limiter makes a limiter of this pace with its burst available.
func (p pace) limiter() *limiter {
	return &limiter{pace: rate.NewLimiter(rate.Limit(p.perMinute/60), int(p.burst))}
}

// delay takes a turn and tells how long to wait for it. A turn that would take longer than patience is given back.
func (g *limiter) delay(now time.Time, patience time.Duration) (wait time.Duration, taken bool) {
	g.used = now
	paused := max(0, g.until.Sub(now))
	if paused > patience {
		return paused, false
	}
	// A reservation keeps its place in the queue: callers go in the order they came, and nobody polls.
	turn := g.pace.ReserveN(now, 1)
	wait = max(paused, turn.DelayFrom(now))
	if wait > patience {
		turn.CancelAt(now)
		return wait, false
	}
	return wait, true
}

// atOnce goes ahead unless Slack asked for a pause. It takes a turn where there is one, so that what the bot does by
// itself slows down while people are busy and the sum stays near Slack's rate.
func (g *limiter) atOnce(now time.Time, patience time.Duration) (wait time.Duration, taken bool) {
	g.used = now
	if wait = max(0, g.until.Sub(now)); wait > patience {
		return wait, false
	}
	g.pace.AllowN(now, 1)
	return wait, true
}

// turn is atOnce for what a person waits for, and for everything when unpaced, else delay.
func (l *limits) turn(ctx context.Context, g *limiter, now time.Time, patience time.Duration) (time.Duration, bool) {
	if l.unpaced || isWaitedFor(ctx) {
		return g.atOnce(now, patience)
	}
	return g.delay(now, patience)
}

// busyError tells that no call may be made in time.
type busyError struct{ after time.Duration }

// Error gives the text for logs.
func (e busyError) Error() string { return fmt.Sprintf("no call is allowed for %v", e.after) }

// forever is patience without end; the context still ends it.
const forever = 24 * time.Hour

// method waits for a method's turn. When the turn would come after the context's deadline it is left to others at once,
// with a busyError.
func (l *limits) method(ctx context.Context, name string) error {
	l.mu.Lock()
	g := l.methods[name]
	if g == nil {
		p, known := paces[name]
		if !known {
			p = tier2
		}
		g = p.limiter()
		l.methods[name] = g
	}
	now, patience := time.Now(), forever
	if deadline, ok := ctx.Deadline(); ok {
		patience = deadline.Sub(now)
	}
	wait, taken := l.turn(ctx, g, now, patience)
	l.mu.Unlock()
	if !taken {
		return busyError{after: wait}
	}
	return Pause(ctx, wait)
}

// channel waits for a conversation's turn. When that takes longer than channelPatience nothing is taken and the time to
// come back after is returned. Slack takes "one message per second" in a conversation and lets short bursts pass, which
// is nothing to build on (docs.slack.dev/reference/methods/chat.postMessage).
func (l *limits) channel(ctx context.Context, id string) (later time.Duration, err error) {
	l.mu.Lock()
	now := time.Now()
	g := l.channels[id]
	if g == nil {
		l.forget(now)
		g = conversation.limiter()
		l.channels[id] = g
	}
	wait, taken := l.turn(ctx, g, now, channelPatience)
	l.mu.Unlock()
	if !taken {
		return wait, nil
	}
	return 0, Pause(ctx, wait)
}

// forget drops conversations that were not used for a while, so that the table does not grow with the company.
func (l *limits) forget(now time.Time) {
	if len(l.channels) < 4096 {
		return
	}
	for id, g := range l.channels {
		if now.Sub(g.used) > time.Minute && now.After(g.until) {
			delete(l.channels, id)
		}
	}
}

// refusedPost notes a 429 on posting. Slack does not say whether the conversation or the whole workspace was too fast:
// the conversation rests, and when a second one is refused before any post succeeded, posting as a whole does.
func (l *limits) refusedPost(channel string, after time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	until := time.Now().Add(after)
	// The limiter exists: the post took its turn there before Slack refused it.
	if g := l.channels[channel]; g != nil {
		g.until = until
	}
	if l.refused != "" && l.refused != channel {
		l.pauseMethod("chat.postMessage", until)
	}
	l.refused = channel
}

// posted notes that a post went through.
func (l *limits) posted() {
	l.mu.Lock()
	l.refused = ""
	l.mu.Unlock()
}

// refusedMethod notes a 429 on any other method. Response URLs have limits of their own, each for itself: nothing is to
// be noted that would hold up the others.
func (l *limits) refusedMethod(name string, after time.Duration) {
	if name == responseURL {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pauseMethod(name, time.Now().Add(after))
}

// pauseMethod keeps a method still until a time; an earlier wish of Slack never shortens a longer one.
func (l *limits) pauseMethod(name string, until time.Time) {
	if g := l.methods[name]; g != nil && until.After(g.until) {
		g.until = until
	}
}

// Pause waits, or returns early with the context's error.
func Pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
