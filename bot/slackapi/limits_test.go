// Limit tests: the bot's own pace stays below Slack's, and Slack's wish to wait is obeyed.

package slackapi

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// Rates of docs.slack.dev/apis/web-api/rate-limits, calls in any one minute.
func TestLimits_Paces(t *testing.T) {
	for name, published := range map[string]float64{
		"users.list": 20, "chat.update": 50, "conversations.open": 50, "conversations.history": 50,
		"chat.postMessage": 300, "usergroups.list": 20, "usergroups.users.list": 20, "conversations.info": 50,
		"conversations.members": 100,
	} {
		if p, known := paces[name]; !known || p.perMinute+p.burst > published {
			t.Errorf("%s: up to %v calls in a minute, Slack allows %v", name, p.perMinute+p.burst, published)
		}
	}
	if conversation.perMinute+conversation.burst > 60 {
		t.Error("more than one message a second in a conversation")
	}
}

func TestLimits_Method(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(false)
		start := time.Now()
		for range 50 {
			if err := l.method(t.Context(), "chat.update"); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took < 59*time.Second || took > 62*time.Second {
			t.Errorf("50 updates took %v; the burst is 10 and then 40 a minute", took)
		}
		l.refusedMethod("chat.update", 5*time.Minute)
		start = time.Now()
		if err := l.method(t.Context(), "chat.update"); err != nil || time.Since(start) < 5*time.Minute {
			t.Errorf("Retry-After was not obeyed: %v after %v", err, time.Since(start))
		}
	})
}

func TestLimits_Method_SomebodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(false)
		ctx, cancel := context.WithTimeout(WaitedFor(t.Context()), 3*time.Second)
		defer cancel()
		for _, method := range []string{"views.open", "chat.update"} {
			start := time.Now()
			for range 500 {
				if err := l.method(ctx, method); err != nil || time.Since(start) != 0 {
					t.Fatalf("a person waits for %s: %v after %v", method, err, time.Since(start))
				}
			}
		}
		l.refusedMethod("views.open", time.Second)
		start := time.Now()
		if err := l.method(ctx, "views.open"); err != nil || time.Since(start) != time.Second {
			t.Errorf("Retry-After was not obeyed: %v after %v", err, time.Since(start))
		}
		l.refusedMethod("views.open", time.Minute)
		start = time.Now()
		if err := l.method(ctx, "views.open"); !errors.As(err, new(busyError)) || time.Since(start) != 0 {
			t.Errorf("a trigger was held until it was useless: %v after %v", err, time.Since(start))
		}
		start = time.Now()
		if err := l.method(t.Context(), "chat.update"); err != nil || time.Since(start) == 0 {
			t.Errorf("what the bot does by itself does not slow down while people are busy: %v after %v", err, time.Since(start))
		}
	})
}

func TestLimits_Channel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(false)
		turn := func(id string) time.Duration {
			later, err := l.channel(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			return later
		}
		start := time.Now()
		for range 5 {
			if later := turn("C1"); later != 0 {
				t.Fatalf("sent back for %v", later)
			}
		}
		if took := time.Since(start); took < 4*time.Second {
			t.Errorf("five messages to one conversation in %v", took)
		}
		l.refusedPost("C1", 30*time.Second)
		if later := turn("C1"); later < 29*time.Second {
			t.Errorf("the conversation Slack refused is tried again after %v", later)
		}
		if later := turn("C2"); later != 0 {
			t.Errorf("another conversation waits %v for it", later)
		}
	})
}

func TestLimits_RefusedPost_TwoConversations(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(false)
		for _, id := range []string{"C1", "C2"} {
			if _, err := l.channel(t.Context(), id); err != nil {
				t.Fatal(err)
			}
			if err := l.method(t.Context(), "chat.postMessage"); err != nil {
				t.Fatal(err)
			}
			l.refusedPost(id, 30*time.Second)
		}
		start := time.Now()
		if err := l.method(t.Context(), "chat.postMessage"); err != nil || time.Since(start) < 30*time.Second {
			t.Errorf("two conversations refused in a row mean the whole workspace is: waited %v, %v", time.Since(start), err)
		}
	})
}
