// The Web API's front door: content types, tokens, scopes, arguments, limits and faults.

package slacksim_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
)

// request is one bare call of the Web API.
type request struct {
	method, kind, token, body string
	get                       bool
}

func (w *world) mustRequest(tb testing.TB, r request) (*http.Response, map[string]any) {
	tb.Helper()
	verb, address := http.MethodPost, strings.TrimSuffix(w.APIURL(), "/")+"/"+r.method
	if r.get {
		verb, address, r.body = http.MethodGet, address+"?"+r.body, ""
	}
	q, err := http.NewRequestWithContext(tb.Context(), verb, address, strings.NewReader(r.body))
	mustNotFail(tb, err)
	if r.kind != "" {
		q.Header.Set("Content-Type", r.kind)
	}
	if r.token != "" {
		q.Header.Set("Authorization", "Bearer "+r.token)
	}
	response, err := w.http.Do(q)
	mustNotFail(tb, err)
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	mustNotFail(tb, err)
	var answer map[string]any
	_ = json.Unmarshal(raw, &answer)
	return response, answer
}

// mustAPI calls a method with form arguments and the bot token.
func (w *world) mustAPI(tb testing.TB, method string, pairs ...string) map[string]any {
	tb.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	_, answer := w.mustRequest(tb, request{method: method, kind: "application/x-www-form-urlencoded", token: w.BotToken(),
		body: form.Encode()})
	return answer
}

// errorOf is the code of an answer, "" when it is ok.
func errorOf(answer map[string]any) string {
	code, _ := answer["error"].(string)
	if answer["ok"] == (code != "") {
		return "ok and error disagree"
	}
	return code
}

const form, jsonUTF8 = "application/x-www-form-urlencoded", "application/json; charset=utf-8"

// Page: apis/web-api, apis/web-api/using-the-slack-web-api.
func TestAPI_ChecksTheTransport(t *testing.T) {
	w := mustWorld(t)
	bot, app := w.BotToken(), w.AppToken()
	for name, c := range map[string]struct {
		request
		want string
	}{
		"an unknown method":    {request{method: "chat.shout", token: bot}, "unknown_method"},
		"no token":             {request{method: "auth.test"}, "not_authed"},
		"a token nobody gave":  {request{method: "auth.test", token: "xoxb-no"}, "invalid_auth"},
		"a token in the form":  {request{method: "auth.test", kind: form, body: "token=" + bot}, ""},
		"a token in the query": {request{method: "auth.test", get: true, body: "token=" + bot}, "not_authed"},
		"a token in a JSON body": {request{method: "auth.test", kind: jsonUTF8,
			body: `{"token":"` + bot + `"}`}, "not_authed"},
		"an app token where bots go": {request{method: "users.list", token: app}, "not_allowed_token_type"},
		"a bot token for connections": {request{method: "apps.connections.open", token: bot},
			"not_allowed_token_type"},
		"an empty JSON body": {request{method: "apps.connections.open", token: app,
			kind: "application/json"}, ""},
		"broken JSON": {request{method: "chat.postMessage", token: bot, kind: jsonUTF8, body: `{`},
			"invalid_json"},
		"JSON that is no object": {request{method: "chat.postMessage", token: bot, kind: jsonUTF8, body: `[]`},
			"json_not_object"},
		"JSON for a method without JSON": {request{method: "users.info", token: bot, kind: jsonUTF8,
			body: `{"user":"U0SIM00ADA"}`}, "invalid_arguments"},
		"the same as form": {request{method: "users.info", token: bot, kind: form,
			body: `user=U0SIM00ADA`}, ""},
		"the same as query": {request{method: "users.info", token: bot, get: true,
			body: `user=U0SIM00ADA`}, ""},
		"a body of no type": {request{method: "users.info", token: bot, body: `user=U0SIM00ADA`},
			"missing_post_type"},
		"a body of a strange type": {request{method: "users.info", token: bot, kind: "text/plain", body: `x`},
			"invalid_post_type"},
		"a strange charset": {request{method: "users.info", token: bot, kind: form + "; charset=koi8-r",
			body: `x`}, "invalid_charset"},
		"a missing argument": {request{method: "chat.postMessage", token: bot, kind: form, body: "text=x"},
			"invalid_arguments"},
		"an argument nobody knows is ignored": {request{method: "api.test", kind: form, body: "colour=red"}, ""},
		"api.test told to fail":               {request{method: "api.test", kind: form, body: "error=mine"}, "mine"},
	} {
		t.Run(name, func(t *testing.T) {
			response, answer := w.mustRequest(t, c.request)
			if got := errorOf(answer); got != c.want || response.StatusCode != http.StatusOK {
				t.Errorf("got %d %q, want %q", response.StatusCode, got, c.want)
			}
		})
	}
}

// Page: apis/web-api; github.com/slackapi/python-slack-sdk issue 692.
func TestAPI_WarnsAboutCharsets(t *testing.T) {
	w := mustWorld(t)
	_, bare := w.mustRequest(t, request{method: "auth.test", token: w.BotToken(), kind: "application/json", body: "{}"})
	if bare["warning"] != "missing_charset" {
		t.Errorf("JSON without charset: %v", bare)
	}
	_, extra := w.mustRequest(t, request{method: "auth.test", token: w.BotToken(), kind: form + "; charset=utf-8",
		body: "a=b"})
	if extra["warning"] != "superfluous_charset" {
		t.Errorf("a form with charset: %v", extra)
	}
}

// Page: apis/web-api/errors; scopes per method on reference/methods.
func TestAPI_NamesTheMissingScope(t *testing.T) {
	few := strings.Replace(testManifest, `"im:write", `, "", 1)
	w := mustWorld(t, func(o *slacksim.Options) { o.Manifest = []byte(few) })
	answer := w.mustAPI(t, "conversations.open", "users", "U0SIM00ADA")
	if errorOf(answer) != "missing_scope" || answer["needed"] != "im:write" ||
		!strings.HasPrefix(answer["provided"].(string), "commands,chat:write,") {
		t.Errorf("got %v", answer)
	}
	if answer := w.mustAPI(t, "conversations.list", "types", "mpim"); answer["needed"] != "mpim:read" {
		t.Errorf("a scope that depends on the type: %v", answer)
	}
	if answer := w.mustAPI(t, "conversations.history", "channel", "C0SIM0PRIV"); errorOf(answer) != "channel_not_found" {
		t.Errorf("an invisible channel: %v", answer)
	}
}

// Page: apis/web-api/rate-limits.
func TestAPI_LimitsRates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWorld(t, func(o *slacksim.Options) { o.NoRateLimits = false })
		calls := func(method, body string) (accepted int, retryAfter string) {
			for {
				response, _ := w.mustRequest(t, request{method: method, token: w.BotToken(), kind: form, body: body})
				if response.StatusCode == http.StatusTooManyRequests {
					return accepted, response.Header.Get("Retry-After")
				}
				accepted++
			}
		}
		type burst struct {
			Accepted   int
			RetryAfter string
		}
		for _, c := range []struct {
			method, body string
			wait         time.Duration
			want         burst
		}{
			{"users.list", "limit=1", 0, burst{20, "3"}},
			{"users.list", "limit=1", 3 * time.Second, burst{1, "3"}},
			{"users.info", "user=U0SIM00ADA", 0, burst{100, "1"}},
			{"chat.postMessage", "channel=C0SIM00GEN&text=x", 0, burst{4, "1"}},
			{"chat.postMessage", "channel=C0SIM00GEN&text=x", time.Second, burst{1, "1"}},
			{"chat.postMessage", "channel=U0SIM00ADA&text=x", 0, burst{4, "1"}},
		} {
			time.Sleep(c.wait)
			accepted, retryAfter := calls(c.method, c.body)
			if diff := cmp.Diff(c.want, burst{accepted, retryAfter}); diff != "" {
				t.Errorf("%s after %v: %s", c.method, c.wait, diff)
			}
		}
	})
}

func TestAPI_FailsOnDemand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWorld(t)
		post := request{method: "chat.postMessage", token: w.BotToken(), kind: form, body: "channel=U0SIM00ADA&text=x"}
		mustNotFail(t, w.SetFaults(slacksim.Faults{
			RateLimit:   &slacksim.MethodFault{Method: "chat.postMessage", Times: 2, RetryAfter: 7},
			ServerError: &slacksim.MethodFault{Method: "chat.update", Status: 502},
		}))
		for range 2 {
			if response, answer := w.mustRequest(t, post); response.StatusCode != 429 ||
				response.Header.Get("Retry-After") != "7" || errorOf(answer) != "ratelimited" {
				t.Errorf("rate limit: %d %v", response.StatusCode, answer)
			}
		}
		if response, _ := w.mustRequest(t, post); response.StatusCode != 200 {
			t.Errorf("after the last limit: %d", response.StatusCode)
		}
		if response, answer := w.mustRequest(t, request{method: "chat.update"}); response.StatusCode != 502 || answer != nil {
			t.Errorf("server error: %d %v", response.StatusCode, answer)
		}
		mustNotFail(t, w.SetFaults(slacksim.Faults{TimeoutAfterEffect: &slacksim.MethodFault{Method: "*"}}))
		hurried := &http.Client{Transport: w.http.Transport, Timeout: 5 * time.Second}
		response, err := hurried.PostForm(w.APIURL()+"chat.postMessage", url.Values{"token": {w.BotToken()},
			"channel": {"U0SIM00ADA"}, "text": {"twice?"}})
		if err == nil {
			_ = response.Body.Close()
			t.Error("the call got an answer")
		}
		inbox := w.Person("ada").Inbox()
		if inbox[len(inbox)-1].Text != "twice?" {
			t.Error("the effect did not happen")
		}
		mustNotFail(t, w.SetFaults(slacksim.Faults{Outage: new(true)}))
		if response, _ := w.mustRequest(t, post); response.StatusCode != 503 {
			t.Errorf("outage: %d", response.StatusCode)
		}
		if err := w.SetFaults(slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: "chat.shout"}}); err == nil {
			t.Error("a fault of an unknown method was accepted")
		}
	})
}

// Page: reference/events/tokens_revoked, authentication/tokens.
func TestAPI_RevokesTokens(t *testing.T) {
	w := mustWorld(t)
	a := w.mustApp(t, nil)
	mustNotFail(t, w.SetFaults(slacksim.Faults{RevokeTokens: new(true)}))
	mustNotFail(t, w.Await(soon(t), func() bool { return len(a.got("events_api")) == 2 }))
	if answer := w.mustAPI(t, "auth.test"); errorOf(answer) != "account_inactive" {
		t.Errorf("got %v", answer)
	}
	w.ClearFaults()
	if answer := w.mustAPI(t, "auth.test"); errorOf(answer) != "" {
		t.Errorf("after installing again: %v", answer)
	}
}

func TestAPI_LogsCallsWithoutTokens(t *testing.T) {
	w := mustWorld(t)
	w.mustRequest(t, request{method: "chat.postMessage", kind: form, body: "channel=U0SIM00ADA&text=x&token=" +
		w.BotToken()})
	calls := w.APICalls("chat.postMessage")
	if len(calls) != 1 || !calls[0].OK {
		t.Fatalf("calls: %+v", calls)
	}
	if diff := cmp.Diff(map[string]string{"channel": "U0SIM00ADA", "text": "x"}, calls[0].Args); diff != "" {
		t.Error(diff)
	}
}
