// Rate limits per method, and per channel for posting (apis/web-api/rate-limits).

package slacksim

import (
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"time"
)

// Tiers of the Web API in calls per minute. Special methods allow hundreds.
const (
	tier1   = 1
	tier2   = 20
	tier3   = 50
	tier4   = 100
	special = 600
)

// Posting has limits of its own: about one message per second and channel with short bursts, and "several hundred" per
// minute over the workspace.
const (
	postsPerChannelMinute = 60
	postBurst             = 4
	postsPerMinute        = 300
)

// bucket is a token bucket: it holds up to burst tokens and refills evenly.
type bucket struct {
	tokens float64
	filled time.Time
}

// takeToken takes one token from the named bucket, or tells after how many whole seconds to try again. Slack counts in
// rolling minutes and tolerates bursts without saying how large; a full minute's calls at once is the most that could
// be meant by the page. Retry-After is rounded up, so that waiting exactly so long is enough.
func (w *Workspace) takeToken(name string, perMinute, burst float64) (wait int) {
	now := time.Now()
	b := w.buckets[name]
	if b == nil {
		b = &bucket{tokens: burst, filled: now}
		w.buckets[name] = b
	}
	b.tokens = min(burst, b.tokens+now.Sub(b.filled).Minutes()*perMinute)
	b.filled = now
	if b.tokens >= 1 {
		b.tokens--
		return 0
	}
	return int(math.Ceil((1 - b.tokens) / perMinute * 60))
}

// limit counts a call against its method's bucket and returns 0, or the seconds to wait. Buckets belong to method and
// workspace, so other methods keep working, and two copies of an app share them.
func (w *Workspace) limit(m method, c *call) int {
	if w.options.NoRateLimits {
		return 0
	}
	if wait := w.takeToken(m.name, m.perMinute, m.perMinute); wait > 0 {
		return wait
	}
	if m.name == "chat.postMessage" {
		if wait := w.takeToken("post in workspace", postsPerMinute, postsPerMinute); wait > 0 {
			return wait
		}
		return w.takeToken("post in "+w.postKey(c.text("channel")), postsPerChannelMinute, postBurst)
	}
	return 0
}

// postKey names the bucket of a conversation: a person's id means the direct message with them, however it is spelt.
func (w *Workspace) postKey(channel string) string {
	if c := w.channels[channel]; c != nil && c.im && !c.group() {
		return c.partner(w.app.userID)
	}
	if c := w.findChannel(channel); c != nil {
		return c.id
	}
	return channel
}

// refuseRate answers 429 with Retry-After in seconds.
//
//	HTTP/1.1 429 Too Many Requests
//	Retry-After: 3
//
//	{"ok":false,"error":"ratelimited"}
//
// It is the one refusal that does not come with HTTP 200 (apis/web-api/rate-limits).
func (w *Workspace) refuseRate(rw http.ResponseWriter, method string, seconds int) {
	w.mu.Lock()
	w.logCall(method, map[string]string{}, "ratelimited")
	w.log("rate_limited", method)
	w.mu.Unlock()
	rw.Header().Set("Retry-After", strconv.Itoa(seconds))
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(http.StatusTooManyRequests)
	_ = json.NewEncoder(rw).Encode(map[string]any{"ok": false, "error": "ratelimited"})
}
