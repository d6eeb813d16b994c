// Outcome tests: what became of a call, for every way Slack and the network can answer.

package slackapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
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

	"vouch/bot/block"
)

// Codes of docs.slack.dev/reference/methods, common errors and chat.postMessage.
func TestOutcome_Classify(t *testing.T) {
	code := func(c string) error { return slack.SlackErrorResponse{Err: c} }
	cases := []struct {
		name string
		err  error
		want fate
	}{
		{"no error", nil, Sent},
		{"429 with Retry-After", &slack.RateLimitedError{RetryAfter: time.Second}, Again},
		{"429 without Retry-After", slack.StatusCodeError{Code: 429}, Again},
		{"a rate limit with status 200", code("ratelimited"), Again},
		{"the other spelling of it", code("rate_limited"), Again},
		{"a workspace on the move", code("team_added_to_org"), Again},
		{"an address that refuses connections", &url.Error{Op: "Post",
			Err: &net.OpError{Op: "dial", Err: errors.New("connection refused")}}, Again},
		{"a name that is not found", &url.Error{Op: "Post", Err: &net.DNSError{Err: "no such host"}}, Again},
		{"a proxy's 403", slack.StatusCodeError{Code: 403}, Again},
		{"503", slack.StatusCodeError{Code: 503}, Unknown},
		{"a time-out after the request was written", &url.Error{Op: "Post", Err: context.DeadlineExceeded}, Unknown},
		{"a connection cut while reading the answer", io.ErrUnexpectedEOF, Unknown},
		{"an answer that is no JSON", new(json.SyntaxError), Unknown},
		{"a fault of Slack with status 200", code("internal_error"), Unknown},
		{"a deactivated person", code("user_disabled"), Dead},
		{"a channel that is gone", code("channel_not_found"), Dead},
		{"a message that was deleted", code("message_not_found"), Dead},
		{"a policy that an admin may change", code("ekm_access_denied"), Again},
		{"a tab that is switched off", code("messages_tab_disabled"), Again},
		{"a channel that takes no posts of apps for now", code("restricted_action_read_only_channel"), Again},
		{"a code nobody knows yet", code("gravity_reversed"), Again},
		{"a revoked token", code("token_revoked"), Fatal},
		{"a missing scope", code("missing_scope"), Fatal},
		{"a wrong kind of token", code("not_allowed_token_type"), Fatal},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := Classify(c.err)
			if got.Fate != c.want || (c.err != nil && got.Err == nil) {
				t.Errorf("%+v, want %s", got, c.want)
			}
			if c.err != nil {
				if wrapped := Classify(fmt.Errorf("posting: %w", c.err)); wrapped.Fate != c.want {
					t.Errorf("wrapped it is %s", wrapped.Fate)
				}
			}
		})
	}
}

func TestOutcome_ExplainFatal(t *testing.T) {
	err := ExplainFatal(slack.SlackErrorResponse{Err: "missing_scope", Needed: "im:write", Provided: "commands"},
		"SLACK_BOT_TOKEN")
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
	return &http.Response{StatusCode: s.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(s.body)),
		Request: r}, nil
}

func TestAPI_Post_AnswerWithoutMessage(t *testing.T) {
	for body, want := range map[string]fate{`{"ok":false}`: Unknown, `{"ok":true}`: Unknown, `<html>`: Unknown,
		`{"ok":true,"channel":"D1","ts":"1.5"}`: Sent} {
		a := New(Options{Client: &http.Client{Transport: &stub{status: 200, body: body}}})
		if out := a.Post(t.Context(), "U1", "k", block.Content{Text: "x"}); out.Fate != want {
			t.Errorf("%s is %s, want %s", body, out.Fate, want)
		}
	}
}

// What stands in for Slack gives the same cursor for ever, and does not say that the token is a bot's.
func TestAPI_StandIn(t *testing.T) {
	body := `{"ok":true,"user_id":"U1","members":["U1"],"messages":[],"response_metadata":{"next_cursor":"same"}}`
	asked := &stub{status: 200, body: body}
	a := New(Options{Token: "xoxb-1", Unpaced: true, Client: &http.Client{Transport: asked}})
	for name, ask := range map[string]func(context.Context) error{
		"people":   func(ctx context.Context) error { _, _, err := a.People(ctx); return err },
		"members":  func(ctx context.Context) error { _, err := a.ChannelMembers(ctx, "C1"); return err },
		"messages": func(ctx context.Context) error { _, err := a.Find(ctx, "D1", []string{"k"}, time.Now()); return err },
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		if err := ask(ctx); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		cancel()
	}
	if me, err := a.WhoAmI(t.Context()); err != nil || !me.IsBot ||
		asked.asked.Header.Get("Authorization") != "Bearer xoxb-1" {
		t.Errorf("%+v, %v, asked with %v", me, err, asked.asked.Header)
	}
	if err := a.Respond(t.Context(), "https://hooks.slack.test/1", Response{Text: "x"}); err != nil ||
		asked.asked.Header.Get("Authorization") != "" {
		t.Errorf("%v, a response URL was sent %v", err, asked.asked.Header)
	}
	person := New(Options{Token: "xoxp-1", Client: &http.Client{Transport: &stub{status: 200, body: body}}})
	if me, err := person.WhoAmI(t.Context()); err != nil || me.IsBot {
		t.Errorf("a person's token: %+v, %v", me, err)
	}
	untrusted := &url.Error{Op: "Post", Err: &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}}
	if out := Classify(untrusted); out.Fate != Again || !strings.Contains(out.Reason, "certificate") {
		t.Errorf("an unknown certificate: %+v", out)
	}
	html := New(Options{Token: "xoxb-1", Client: &http.Client{Transport: &stub{status: 200, body: "<html>"}}})
	_, err := html.WhoAmI(t.Context())
	if out := Classify(err); out.Fate != Unknown || out.Reason != "the answer is no JSON" {
		t.Errorf("a page: %+v", out)
	}
	err = RefusedForGood(slack.SlackErrorResponse{Err: "unknown_method"}, "SLACK_APP_TOKEN")
	if err == nil || !strings.Contains(err.Error(), "SLACK_API_URL") {
		t.Errorf("an unknown method: %v", err)
	}
	if out := Classify(&slack.RateLimitedError{RetryAfter: 30_000 * time.Second}); out.After != time.Hour {
		t.Errorf("a wish in milliseconds: %v", out.After)
	}
}

// The address of an upload comes from an answer: no token goes there.
func TestBearer_KeepsTheTokenForTheAPI(t *testing.T) {
	asked := &stub{status: 200}
	client := bearer{&http.Client{Transport: asked}, "xoxb-1", "https://slack.test/api/"}
	for address, want := range map[string]string{"https://slack.test/api/auth.test": "Bearer xoxb-1",
		"https://files.slack.test/upload": "", "https://slack.test.evil.example/api/auth.test": ""} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if got := asked.asked.Header.Get("Authorization"); got != want {
			t.Errorf("%s was sent %q", address, got)
		}
	}
}

// pictureless is a Slack that cannot read any picture.
type pictureless struct{ asked []string }

func (s *pictureless) RoundTrip(r *http.Request) (*http.Response, error) {
	sent, _ := io.ReadAll(r.Body)
	s.asked = append(s.asked, string(sent))
	answer := `{"ok":true,"channel":"D1","ts":"1.5"}`
	if strings.Contains(string(sent), "image_url") {
		answer = `{"ok":false,"error":"invalid_blocks","errors":["downloading image failed [json-pointer:/blocks/0/image_url]"]}`
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(answer)),
		Request: r}, nil
}

// A picture that is gone, too large or none must not cost the message.
func TestAPI_WithoutPicture(t *testing.T) {
	refusing := &pictureless{}
	a := New(Options{Client: &http.Client{Transport: refusing}})
	c := block.Content{Text: "x", Blocks: []slack.Block{block.Picture("https://x.example/p.png", "A cat"),
		block.Section("still here")}}
	for name, out := range map[string]Outcome{"post": a.Post(t.Context(), "U1", "k", c),
		"update":            a.Update(t.Context(), "D1", "1.5", c),
		"answer to a press": a.Update(WaitedFor(t.Context()), "D1", "1.5", c)} {
		if out.Fate != Sent {
			t.Errorf("%s: %+v", name, out)
		}
	}
	if last := refusing.asked[len(refusing.asked)-1]; len(refusing.asked) != 6 || !strings.Contains(last, "still+here") {
		t.Errorf("%d calls, the last with %s", len(refusing.asked), last)
	}
}

func TestAPI_Respond_KeepsTheAddressSecret(t *testing.T) {
	const secret = "https://hooks.slack.com/actions/T1/1/very-secret"
	refusing := New(Options{Client: &http.Client{Transport: &stub{status: 404, body: `{"error":"used_url"}`}}})
	broken := New(Options{Client: &http.Client{Transport: &http.Transport{DialContext: func(context.Context, string,
		string) (net.Conn, error) {
		return nil, errors.New("no route")
	}}}})
	for _, a := range []*API{refusing, broken} {
		err := a.Respond(t.Context(), secret, Response{Text: "x"})
		if err == nil || strings.Contains(err.Error(), "very-secret") {
			t.Errorf("got %v", err)
		}
	}
}

// Slack's own limiter of chat.update is busy with the courier's work when a person acts.
func TestAPI_Update_BesideTheCourier(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := New(Options{Client: &http.Client{Transport: &stub{status: 200, body: `{"ok":true,"channel":"D1","ts":"1.5"}`}}})
		for range 60 {
			go func() { _ = a.limits.method(t.Context(), "chat.update") }()
		}
		synctest.Wait()
		start := time.Now()
		ctx, cancel := context.WithTimeout(WaitedFor(t.Context()), 10*time.Second)
		defer cancel()
		if out := a.Update(ctx, "D1", "1.5", block.Content{Text: "x"}); out.Fate != Sent {
			t.Errorf("%+v", out)
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("a person's act waited %v behind the courier", took)
		}
		time.Sleep(2 * time.Minute)
	})
}
