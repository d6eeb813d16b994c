// Outcomes: what became of a call to Slack, as far as one can know.

package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// fate classifies what became of a call.
type fate string

const (
	sent    fate = "sent"
	again   fate = "again"   // certainly not done; try again after a while
	dead    fate = "dead"    // certainly not done and never will be
	fatal   fate = "fatal"   // no call will work until a person mends the app or its tokens
	unknown fate = "unknown" // may have been done: look before doing it again
)

// outcome is the answer to a call that changes something. Exactly one of sent, again, dead and fatal is certain; unknown is
// the honest rest. Who treats unknown as again sends twice, who treats it as dead loses messages: the courier looks instead.
type outcome struct {
	Fate        fate
	After       time.Duration // with again: not before this; 0 when Slack did not say
	Reason      string        // Slack's code or a short description, for logs and managers
	Limited     bool          // again because of a rate limit
	Stopped     bool          // again because the program or the act ended before the call was made
	Err         error         // nil with sent
	Channel, TS string        // with sent
}

// fatalCodes end the program: the fix is outside it (docs.slack.dev/reference/methods, common errors).
var fatalCodes = map[string]string{
	"not_authed":             "no token was sent",
	"invalid_auth":           "the token is wrong, or this address is not allowed to use it",
	"account_inactive":       "the app was removed from the workspace, or the workspace is gone",
	"token_revoked":          "the token was revoked: install the app again and take the new token",
	"token_expired":          "the token has expired: turn token rotation off in the app's settings and install it again",
	"missing_scope":          "the app lacks a scope",
	"not_allowed_token_type": "the token is of the wrong kind",
	"user_removed_from_team": "the app's user was removed from the workspace",
	"team_disabled":          "the workspace is disabled",
	"app_uninstalled":        "the app was removed from the workspace",
}

// passingCodes are refusals that end by themselves; nothing was done.
var passingCodes = map[string]bool{
	"ratelimited": true, "rate_limited": true, "org_login_required": true, "team_added_to_org": true,
	"message_limit_exceeded": true,
}

// unsureCodes are faults of Slack during which the act may still have happened.
var unsureCodes = map[string]bool{
	"internal_error": true, "fatal_error": true, "service_unavailable": true, "request_timeout": true,
}

// defaultRetry is the wait after a rate limit that names none; longRetry after a refusal that lasts.
const (
	defaultRetry = 30 * time.Second
	longRetry    = 10 * time.Minute
)

// classify reads the error of a call.
func classify(err error) outcome {
	if err == nil {
		return outcome{Fate: sent}
	}
	var failed *callError
	if errors.As(err, &failed) {
		out := failed.out
		out.Err = err
		return out
	}
	// Before the status codes: slack-go makes this of a 429 that has a Retry-After, and a plain status of one that has none.
	var limited *slack.RateLimitedError
	if errors.As(err, &limited) {
		return outcome{Fate: again, After: max(limited.RetryAfter, time.Second), Reason: "rate limited", Limited: true, Err: err}
	}
	var busy busyError
	if errors.As(err, &busy) {
		return outcome{Fate: again, After: busy.after, Reason: "Slack asked to wait", Limited: true, Err: err}
	}
	var refused slack.SlackErrorResponse
	if errors.As(err, &refused) {
		return classifyCode(refused)
	}
	var status slack.StatusCodeError
	if errors.As(err, &status) {
		return classifyStatus(status)
	}
	// Only a connection that never stood proves that nothing was done. Once it stood, the request may have arrived.
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" {
		return outcome{Fate: again, Reason: "cannot reach Slack", Err: err}
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return outcome{Fate: again, Reason: "cannot find Slack's address", Err: err}
	}
	if errors.Is(err, slack.ErrParametersMissing) || isMarshalling(err) {
		return outcome{Fate: dead, Reason: "not a valid call", Err: err}
	}
	return outcome{Fate: unknown, Reason: "no answer from Slack", Err: err}
}

// isMarshalling tells that the call never left because its arguments could not be encoded.
func isMarshalling(err error) bool {
	var unsupported *json.UnsupportedValueError
	var wrongType *json.UnsupportedTypeError
	return errors.As(err, &unsupported) || errors.As(err, &wrongType)
}

// classifyCode reads a refusal of Slack, which comes with status 200. A code we do not know is final: to repeat what Slack
// has just refused helps nobody.
func classifyCode(refused slack.SlackErrorResponse) outcome {
	code := refused.Err
	out := outcome{Fate: dead, Reason: code, Err: apiError(refused)}
	switch {
	case fatalCodes[code] != "":
		out.Fate = fatal
	case code == "ratelimited" || code == "rate_limited":
		out.Fate, out.After, out.Limited = again, defaultRetry, true
	case passingCodes[code]:
		out.Fate, out.After = again, longRetry
	case unsureCodes[code]:
		out.Fate = unknown
	}
	return out
}

// classifyStatus reads an answer that is not Slack's own form: its overload page, or a proxy's. Slack itself refuses with
// status 200 and a code, so any other status comes from something in front of it. A 5xx may follow a message that was
// stored.
func classifyStatus(status slack.StatusCodeError) outcome {
	out := outcome{Fate: unknown, Reason: fmt.Sprintf("Slack answered %d", status.Code), Err: status}
	switch {
	case status.Code == http.StatusTooManyRequests:
		out.Fate, out.After, out.Limited = again, defaultRetry, true
	case status.Code >= 400 && status.Code < 500:
		out.Fate, out.After = again, longRetry // a proxy or an address without a Web API behind it
	}
	return out
}

// apiError keeps Slack's code and, for the log, the place of a bad block; it never holds text of people.
func apiError(refused slack.SlackErrorResponse) error {
	text := "slack: " + refused.Err
	if refused.Needed != "" {
		text += fmt.Sprintf(" (needed %s, provided %s)", refused.Needed, refused.Provided)
	}
	// Messages such as "[ERROR] must be less than 3001 characters [json-pointer:/blocks/2/text]" name the place, not the
	// text.
	if len(refused.ResponseMetadata.Messages) > 0 {
		text += ": " + strings.Join(refused.ResponseMetadata.Messages, "; ")
	}
	return codeError{text: text, code: refused.Err}
}

// codeError is an error answered by Slack.
type codeError struct{ text, code string }

// Error gives the text for logs.
func (e codeError) Error() string { return e.text }

// codeOf is Slack's error code in err, "" when Slack did not answer with one.
func codeOf(err error) string {
	var answered codeError
	if errors.As(err, &answered) {
		return answered.code
	}
	var refused slack.SlackErrorResponse
	if errors.As(err, &refused) {
		return refused.Err
	}
	return ""
}

// explainFatal says what is wrong with the app and which setting mends it. variable names where the token came from.
func explainFatal(err error, variable string) error {
	var refused slack.SlackErrorResponse
	if !errors.As(err, &refused) {
		return err
	}
	// These two know more than the table: which scope, and which variable holds the other's token.
	switch refused.Err {
	case "missing_scope":
		return fmt.Errorf("the token in %s lacks the scope %s: add it to the app, install the app again and use the new token",
			variable, refused.Needed)
	case "not_allowed_token_type":
		return fmt.Errorf("%s holds the wrong kind of token: SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-", variable)
	}
	if why := fatalCodes[refused.Err]; why != "" {
		return fmt.Errorf("Slack refuses the token in %s (%s): %s", variable, refused.Err, why)
	}
	return err
}

// refusedForGood explains a refusal at the door, of auth.test or apps.connections.open, that waiting does not mend; nil when
// waiting may. A code that Slack's pages do not list for these methods is final, too: to retry it for ever would hide it.
func refusedForGood(err error, variable string) error {
	code := codeOf(err)
	switch {
	case code == "" || passingCodes[code] || unsureCodes[code]:
		return nil
	case fatalCodes[code] != "":
		return explainFatal(err, variable)
	}
	return fmt.Errorf("Slack refuses the token in %s (%s): check in the app's settings that Socket Mode is on and that the token is of this app",
		variable, code)
}

// appRefused explains an error by which Slack refuses the app itself, so that no call will work any more; nil for any other.
func appRefused(err error) error {
	if why := fatalCodes[codeOf(err)]; why != "" {
		return fmt.Errorf("Slack refuses the token in SLACK_BOT_TOKEN: %s: %w", why, err)
	}
	return nil
}

// isGone tells that err comes from our own stop and not from Slack.
func isGone(ctx context.Context, err error) bool {
	return ctx.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded))
}
