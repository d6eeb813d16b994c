// Calls that a person waits for: made at once, made again while that can still help, and explained truly when they
// fail.

package slackapi

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/block"
)

// Tries of a call that a person waits for: at once, then after 0.2, 0.6 and 1.4 s. The last one still falls within the
// three seconds of a trigger.
const (
	callTries      = 4
	firstCallRetry = 200 * time.Millisecond
)

// responseURL stands for a method's name in logs: answers through a response URL are no method of the Web API.
const responseURL = "response_url"

// CallError is a call of the Web API that failed, with what was called. Logs need the method, because Slack's codes do
// not name it; people need to know what they will not see.
type CallError struct {
	Method string
	Out    Outcome
}

// Error gives the text for logs; it never holds text of people.
func (e *CallError) Error() string { return fmt.Sprintf("%s: %v", e.Method, e.Out.Err) }

// Unwrap gives what Slack or the network said.
func (e *CallError) Unwrap() error { return e.Out.Err }

// call makes a call that may be made twice, and makes it again after a fault of Slack's or the network's as long as ctx
// and callTries allow. A 429 is obeyed: Slack's wait is waited if it ends before ctx does. Every error is a *CallError.
// May be made twice means: a view published or updated twice looks the same, a private answer shown twice harms less
// than one that never comes, and a trigger works once. Posting is not among them, see Post.
func (a *API) call(ctx context.Context, method string, do func(context.Context) error) error {
	var failure *CallError
	unsure := false // an earlier attempt may have worked
	for attempt, retry := 1, firstCallRetry; ; attempt, retry = attempt+1, 2*retry {
		if err := a.limits.method(ctx, method); err != nil && failure == nil {
			return &CallError{Method: method, Out: notCalled(err)}
		} else if err != nil {
			return failure
		}
		out := a.settle(method, do(ctx))
		if out.Fate == Sent || (unsure && CodeOf(out.Err) == "exchanged_trigger_id") {
			return nil // a trigger opens one window: when it is used up, ours is open
		}
		failure = &CallError{Method: method, Out: out}
		unsure = unsure || out.Fate == Unknown
		wait := max(retry, out.After)
		if (out.Fate != Again && out.Fate != Unknown) || out.Refused || attempt == callTries || !fits(ctx, wait) ||
			Pause(ctx, wait) != nil {
			return failure
		}
	}
}

// Answer posts what a person waits for in a conversation or, given a user id, in the app's conversation with that
// person; in a thread, when one is given. Unlike Post it is made again after a fault: an answer that stands there twice
// harms less than one that never comes.
func (a *API) Answer(ctx context.Context, to, thread string, c block.Content) error {
	content := a.pictured(ctx, c)
	return a.call(ctx, "chat.postMessage", func(ctx context.Context) error {
		return a.orWithoutPictures(content, func(options []slack.MsgOption) error {
			if thread != "" {
				options = append(options, slack.MsgOptionTS(thread))
			}
			_, _, err := a.client.PostMessageContext(ctx, to, options...)
			return err
		})
	})
}

// fits tells whether ctx lasts longer than d. Without a deadline nobody says how long the call is of use, so it is not
// repeated.
func fits(ctx context.Context, d time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return ok && time.Until(deadline) > d
}

// consequence says what a failed method means for the person who waits.
var consequence = map[string]string{
	"views.open":    "the window could not open",
	"views.push":    "the window could not open",
	"views.update":  "the window does not show the latest",
	"views.publish": "Home does not show the latest",
	"users.info":    "I could not look you up",
}

// ForPeople says what failed and whether trying again helps; ref leads to the log.
func (e *CallError) ForPeople(ref string) string {
	what := consequence[e.Method]
	if what == "" {
		what = "the answer could not be shown"
	}
	code := CodeOf(e.Out.Err)
	switch {
	case errors.Is(e.Out.Err, context.DeadlineExceeded): // it may have worked
		return fmt.Sprintf("Slack did not answer in time (ref %s). If you do not see what you asked for, please try again.",
			ref)
	case code == "expired_trigger_id", code == "exchanged_trigger_id":
		return fmt.Sprintf("That took too long, so %s (ref %s). Please try again.", what, ref)
	case e.Out.Limited:
		return fmt.Sprintf("Slack asks Vouch to slow down, so %s (ref %s). Please try again in %s.", what, ref,
			shortly(e.Out.After))
	case (e.Out.Fate == Again && !e.Out.Refused) || e.Out.Fate == Unknown:
		return fmt.Sprintf("Slack has a problem at the moment, so %s (ref %s). Please try again in a moment.", what, ref)
	}
	return fmt.Sprintf("Something went wrong on our side, so %s (ref %s). Please try again in a moment.", what, ref)
}

// shortly writes a wait in words.
func shortly(d time.Duration) string {
	if d > 2*time.Minute {
		return block.Count(int(math.Ceil(d.Minutes())), "minute", "minutes")
	}
	return block.Count(int(math.Ceil(d.Seconds())), "second", "seconds")
}
