// Outcome tests: what became of a call, for every way Slack and the network can answer.

package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
)

// Codes of docs.slack.dev/reference/methods, common errors and chat.postMessage.
func TestOutcome_Classify(t *testing.T) {
	code := func(c string) error { return slack.SlackErrorResponse{Err: c} }
	cases := []struct {
		name string
		err  error
		want fate
	}{
		{"no error", nil, sent},
		{"429 with Retry-After", &slack.RateLimitedError{RetryAfter: time.Second}, again},
		{"429 without Retry-After", slack.StatusCodeError{Code: 429}, again},
		{"a rate limit with status 200", code("ratelimited"), again},
		{"the other spelling of it", code("rate_limited"), again},
		{"a workspace on the move", code("team_added_to_org"), again},
		{"an address that refuses connections", &url.Error{Op: "Post", Err: &net.OpError{Op: "dial", Err: errors.New("connection refused")}}, again},
		{"a name that is not found", &url.Error{Op: "Post", Err: &net.DNSError{Err: "no such host"}}, again},
		{"a proxy's 403", slack.StatusCodeError{Code: 403}, again},
		{"503", slack.StatusCodeError{Code: 503}, unknown},
		{"a time-out after the request was written", &url.Error{Op: "Post", Err: context.DeadlineExceeded}, unknown},
		{"a connection cut while reading the answer", io.ErrUnexpectedEOF, unknown},
		{"an answer that is no JSON", new(json.SyntaxError), unknown},
		{"a fault of Slack with status 200", code("internal_error"), unknown},
		{"a deactivated person", code("user_disabled"), dead},
		{"a channel that is gone", code("channel_not_found"), dead},
		{"a message that was deleted", code("message_not_found"), dead},
		{"a code nobody knows yet", code("gravity_reversed"), dead},
		{"a revoked token", code("token_revoked"), fatal},
		{"a missing scope", code("missing_scope"), fatal},
		{"a wrong kind of token", code("not_allowed_token_type"), fatal},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := classify(c.err)
			if got.Fate != c.want || (c.err != nil && got.Err == nil) {
				t.Errorf("%+v, want %s", got, c.want)
			}
			if c.err != nil {
				if wrapped := classify(fmt.Errorf("posting: %w", c.err)); wrapped.Fate != c.want {
					t.Errorf("wrapped it is %s", wrapped.Fate)
				}
			}
		})
	}
}

func TestOutcome_ExplainFatal(t *testing.T) {
	err := explainFatal(slack.SlackErrorResponse{Err: "missing_scope", Needed: "im:write", Provided: "commands"}, "SLACK_BOT_TOKEN")
	if !strings.Contains(err.Error(), "SLACK_BOT_TOKEN lacks the scope im:write") {
		t.Error(err)
	}
}

// stub is a transport that answers everything the same way.
type stub struct {
	status int
	body   string
	asked  *http.Request
}

// RoundTrip answers.
func (s *stub) RoundTrip(r *http.Request) (*http.Response, error) {
	s.asked = r
	return &http.Response{StatusCode: s.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(s.body)), Request: r}, nil
}

func TestAPI_Post_AnswerWithoutMessage(t *testing.T) {
	for body, want := range map[string]fate{`{"ok":false}`: unknown, `{"ok":true}`: unknown, `<html>`: unknown, `{"ok":true,"channel":"D1","ts":"1.5"}`: sent} {
		a := newAPI(apiOptions{Client: &http.Client{Transport: &stub{status: 200, body: body}}})
		if out := a.post(t.Context(), "U1", "k", content{Text: "x"}); out.Fate != want {
			t.Errorf("%s is %s, want %s", body, out.Fate, want)
		}
	}
}

func TestAPI_Respond_KeepsTheAddressSecret(t *testing.T) {
	const secret = "https://hooks.slack.com/actions/T1/1/very-secret"
	refusing := newAPI(apiOptions{Client: &http.Client{Transport: &stub{status: 404, body: `{"error":"used_url"}`}}})
	broken := newAPI(apiOptions{Client: &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("no route")
	}}}})
	for _, a := range []*api{refusing, broken} {
		err := a.respond(t.Context(), secret, response{Text: "x"})
		if err == nil || strings.Contains(err.Error(), "very-secret") {
			t.Errorf("got %v", err)
		}
	}
}

func TestSecret_NeverPrinted(t *testing.T) {
	s := Secret("xoxb-1-2-3")
	encoded, err := json.Marshal(map[string]any{"token": s})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{fmt.Sprint(s), fmt.Sprintf("%v %s %q %#v %+v", s, s, s, s, Config{BotToken: s}), string(encoded)} {
		if strings.Contains(text, "xoxb") {
			t.Errorf("printed as %s", text)
		}
	}
}

// Slack's own limiter of chat.update is busy with the courier's work when a person acts.
func TestAPI_Update_BesideTheCourier(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAPI(apiOptions{Client: &http.Client{Transport: &stub{status: 200, body: `{"ok":true,"channel":"D1","ts":"1.5"}`}}})
		for range 60 {
			go func() { _ = a.limits.method(t.Context(), "chat.update") }()
		}
		synctest.Wait()
		start := time.Now()
		ctx, cancel := context.WithTimeout(waitedFor(t.Context()), 10*time.Second)
		defer cancel()
		if out := a.update(ctx, "D1", "1.5", content{Text: "x"}); out.Fate != sent {
			t.Errorf("%+v", out)
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("a person's act waited %v behind the courier", took)
		}
		time.Sleep(2 * time.Minute)
	})
}
