// Outcomes: what became of a call to Slack, as far as one can know.

package slackapi

import (
	"context"
	"crypto/tls"
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
	Sent    fate = "sent"
	Again   fate = "again"   // certainly not done; try again after a while
	Dead    fate = "dead"    // certainly not done and never will be
	Fatal   fate = "fatal"   // no call will work until a person mends the app or its tokens
	Unknown fate = "unknown" // may have been done: look before doing it again
)

// Outcome is the answer to a call that changes something. Exactly one of sent, again, dead and fatal is certain;
// unknown is the rest. Who treats unknown as again sends twice, who treats it as dead loses messages: the
// courier looks instead.
type Outcome struct {
	Fate        fate
	After       time.Duration // with again: not before this; 0 when Slack did not say
	Reason      string        // Slack's code or a short description, for logs and managers
	Limited     bool          // again because of a rate limit
	Stopped     bool          // again because the program ended, or nobody waited any more, before the call was made
	Refused     bool          // again although Slack refused: an admin or a later release may lift it
	Err         error         // nil with sent
	Channel, TS string        // with sent
}

// FatalCodes end the program: the fix is outside it (docs.slack.dev/reference/methods, common errors).
var FatalCodes = map[string]string{
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

// PassingCodes are refusals that end by themselves; nothing was done.
var PassingCodes = map[string]bool{
	"ratelimited": true, "rate_limited": true, "org_login_required": true, "team_added_to_org": true,
	"message_limit_exceeded": true,
}

// UnsureCodes are faults of Slack during which the call may still have worked.
var UnsureCodes = map[string]bool{
	"internal_error": true, "fatal_error": true, "service_unavailable": true, "request_timeout": true,
}

// finalCodes are refusals that the same call meets for ever: its place or person is gone or out of reach, the message
// stands no more, or the call itself is wrong (docs.slack.dev/reference/methods). The list is closed: every other code
// may be lifted by an admin, who changes a policy, or by Slack.
var finalCodes = codes(`channel_not_found not_in_channel is_archived is_inactive thread_not_found
	user_not_found users_not_found user_disabled user_not_visible user_not_in_channel cannot_dm_bot
	invalid_user_combination method_not_supported_for_channel_type
	message_not_found cant_update_message cant_delete_message edit_window_closed block_mismatch
	already_reacted no_reaction not_reactable
	not_found expired_trigger_id exchanged_trigger_id invalid_trigger_id hash_conflict view_too_large push_limit_reached
	duplicate_external_id no_text invalid_blocks invalid_blocks_format msg_too_long msg_blocks_too_long
	markdown_text_conflict too_many_attachments invalid_attachments attachment_payload_limit_exceeded
	cannot_reply_to_message metadata_too_large invalid_metadata_format invalid_metadata_schema
	invalid_arguments invalid_arg_name invalid_array_arg invalid_charset invalid_form_data invalid_post_type
	missing_post_type invalid_json json_not_object missing_args invalid_cursor
	unknown_method deprecated_endpoint method_deprecated`)

// codes is a set of words.
func codes(words string) map[string]bool {
	set := map[string]bool{}
	for code := range strings.FieldsSeq(words) {
		set[code] = true
	}
	return set
}

// defaultRetry is the wait after a rate limit that names none; longRetry after a refusal that lasts.
const (
	defaultRetry = 30 * time.Second
	// A wish to wait that is longer is a mistake, such as milliseconds; Slack's own are of minutes.
	longestAsk = time.Hour
	LongRetry  = 10 * time.Minute
)

// Classify reads the error of a call.
func Classify(err error) Outcome {
	if err == nil {
		return Outcome{Fate: Sent}
	}
	var failed *CallError
	if errors.As(err, &failed) {
		out := failed.Out
		out.Err = err
		return out
	}
	// Before the status codes: slack-go makes this of a 429 that has a Retry-After, and a plain status of one that has
	// none.
	var limited *slack.RateLimitedError
	if errors.As(err, &limited) {
		return Outcome{Fate: Again, After: min(max(limited.RetryAfter, time.Second), longestAsk), Reason: "rate limited",
			Limited: true,
			Err:     err}
	}
	var busy busyError
	if errors.As(err, &busy) {
		return Outcome{Fate: Again, After: busy.after, Reason: "Slack asked to wait", Limited: true, Err: err}
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
		return Outcome{Fate: Again, Reason: "cannot reach Slack", Err: err}
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return Outcome{Fate: Again, Reason: "cannot find Slack's address", Err: err}
	}
	var untrusted *tls.CertificateVerificationError
	if errors.As(err, &untrusted) {
		return Outcome{Fate: Again, Reason: "the certificate at Slack's address is not trusted", Err: err}
	}
	if errors.Is(err, slack.ErrParametersMissing) || isMarshalling(err) {
		return Outcome{Fate: Dead, Reason: "not a valid call", Err: err}
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return Outcome{Fate: Unknown, Reason: "the answer is no JSON", Err: err}
	}
	return Outcome{Fate: Unknown, Reason: "no answer from Slack", Err: err}
}

// isMarshalling tells that the call never left because its arguments could not be encoded.
func isMarshalling(err error) bool {
	var unsupported *json.UnsupportedValueError
	var wrongType *json.UnsupportedTypeError
	return errors.As(err, &unsupported) || errors.As(err, &wrongType)
}

// classifyCode reads a refusal of Slack, which comes with status 200. A code outside the lists may be lifted: whoever
// repeats the call sets the bound.
func classifyCode(refused slack.SlackErrorResponse) Outcome {
	code := refused.Err
	out := Outcome{Fate: Again, After: LongRetry, Reason: code, Refused: true, Err: apiError(refused)}
	switch {
	case finalCodes[code]:
		out = Outcome{Fate: Dead, Reason: code, Err: out.Err}
	case FatalCodes[code] != "":
		out = Outcome{Fate: Fatal, Reason: code, Err: out.Err}
	case code == "ratelimited" || code == "rate_limited":
		out.After, out.Limited, out.Refused = defaultRetry, true, false
	case PassingCodes[code]:
		out.Refused = false
	case UnsureCodes[code]:
		out = Outcome{Fate: Unknown, Reason: code, Err: out.Err}
	}
	return out
}

// classifyStatus reads an answer that is not Slack's own form: its overload page, or a proxy's. Slack itself refuses
// with status 200 and a code, so any other status comes from something in front of it. A 5xx may follow a message that
// was stored.
func classifyStatus(status slack.StatusCodeError) Outcome {
	out := Outcome{Fate: Unknown, Reason: fmt.Sprintf("Slack answered %d", status.Code), Err: status}
	switch {
	case status.Code == http.StatusTooManyRequests:
		out.Fate, out.After, out.Limited = Again, defaultRetry, true
	case status.Code >= 400 && status.Code < 500:
		out.Fate, out.After = Again, LongRetry // a proxy or an address without a Web API behind it
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

// CodeOf is Slack's error code in err, "" when Slack did not answer with one.
func CodeOf(err error) string {
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

// ExplainFatal says what is wrong with the app and which setting mends it. variable names where the token came from.
func ExplainFatal(err error, variable string) error {
	var refused slack.SlackErrorResponse
	if !errors.As(err, &refused) {
		return err
	}
	// These two know more than the table: which scope, and which variable holds the other's token.
	switch refused.Err {
	case "missing_scope":
		return fmt.Errorf("the token in %s lacks the scope %s: add it to the app, install the app again and use the new "+
			"token",
			variable, refused.Needed)
	case "not_allowed_token_type":
		return fmt.Errorf("%s holds the wrong kind of token: SLACK_BOT_TOKEN begins with xoxb-, SLACK_APP_TOKEN with xapp-",
			variable)
	}
	if why := FatalCodes[refused.Err]; why != "" {
		return fmt.Errorf("Slack refuses the token in %s (%s): %s", variable, refused.Err, why)
	}
	return err
}

// RefusedForGood explains a refusal of auth.test or apps.connections.open that waiting does not mend; nil when waiting
// may. A code that Slack's pages do not list for these methods is final, too: to retry it for ever would hide it.
func RefusedForGood(err error, variable string) error {
	code := CodeOf(err)
	switch {
	case code == "" || PassingCodes[code] || UnsureCodes[code]:
		return nil
	case FatalCodes[code] != "":
		return ExplainFatal(err, variable)
	case code == "unknown_method":
		return errors.New("the Web API at SLACK_API_URL lacks a method that Vouch needs (unknown_method): check the address")
	}
	return fmt.Errorf("Slack refuses the token in %s (%s): check in the app's settings that Socket Mode is on and that "+
		"the token is of this app",
		variable, code)
}

// AppRefused explains an error by which Slack refuses the app itself, so that no call will work any more; nil for any
// other.
func AppRefused(err error) error {
	if why := FatalCodes[CodeOf(err)]; why != "" {
		return fmt.Errorf("Slack refuses the token in SLACK_BOT_TOKEN: %s: %w", why, err)
	}
	return nil
}

// IsGone tells that err comes from our own stop and not from Slack.
func IsGone(ctx context.Context, err error) bool {
	return ctx.Err() != nil && (errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded))
}
