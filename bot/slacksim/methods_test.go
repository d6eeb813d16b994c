// Every Web API method against its page below reference/methods: who may call it, in which form, how often, and what a
// missing argument gives. The table is written from the pages, not from the code.

package slacksim_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"vouch/bot/slacksim"
)

// methodPage is what the page of a method says.
type methodPage struct {
	name string
	// tier is 1 to 4; 0 is "special".
	tier int
	// json tells that arguments may come as JSON.
	json bool
	// needed is the scope that is missing first without any, asked for with args.
	needed   string
	required []string
	// args are arguments of a call that gets as far as the scope and the arguments go.
	args url.Values
}

func one(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}

var inGeneral = one("channel", "C0SIM00GEN")

// Page: reference/methods/NAME for each.
var methodPages = []methodPage{
	{"auth.test", 0, true, "", nil, nil},
	{"chat.postMessage", 0, true, "chat:write", []string{"channel"}, one("channel", "C0SIM00GEN", "text", "x")},
	{"chat.update", 3, true, "chat:write", []string{"channel", "ts"}, one("channel", "C0SIM00GEN", "ts", "1.2")},
	{"chat.delete", 3, true, "chat:write", []string{"channel", "ts"}, one("channel", "C0SIM00GEN", "ts", "1.2")},
	{"chat.postEphemeral", 4, true, "chat:write", []string{"channel", "user"}, one("channel", "C0SIM00GEN", "user",
		"U0SIM00ADA")},
	{"chat.getPermalink", 0, false, "", []string{"channel", "message_ts"}, one("channel", "C0SIM00GEN", "message_ts",
		"1.2")},
	{"conversations.open", 3, true, "im:write", nil, one("users", "U0SIM00ADA")},
	{"conversations.info", 3, false, "channels:read", []string{"channel"}, inGeneral},
	{"conversations.list", 2, false, "channels:read", nil, nil},
	{"conversations.members", 4, false, "channels:read", []string{"channel"}, inGeneral},
	{"conversations.join", 3, true, "channels:join", []string{"channel"}, inGeneral},
	{"conversations.history", 3, true, "channels:history", []string{"channel"}, inGeneral},
	{"conversations.replies", 3, false, "channels:history", []string{"channel", "ts"},
		one("channel", "C0SIM00GEN", "ts", "1.2")},
	{"users.conversations", 3, false, "channels:read", nil, nil},
	{"users.info", 4, false, "users:read", []string{"user"}, one("user", "U0SIM00ADA")},
	{"users.list", 2, false, "users:read", nil, nil},
	{"users.lookupByEmail", 3, false, "users:read.email", []string{"email"}, one("email", "ada@acme.example")},
	{"usergroups.list", 2, false, "usergroups:read", nil, nil},
	{"usergroups.users.list", 2, false, "usergroups:read", []string{"usergroup"}, one("usergroup", "S1")},
	{"views.open", 4, true, "", []string{"view"}, one("view", "{}")},
	{"views.update", 4, true, "", []string{"view"}, one("view", "{}")},
	{"views.push", 4, true, "", []string{"view"}, one("view", "{}")},
	{"views.publish", 4, true, "", []string{"user_id", "view"}, one("user_id", "U0SIM00ADA", "view", "{}")},
	{"reactions.add", 3, true, "reactions:write", []string{"name"}, one("name", "tada")},
	{"reactions.get", 3, false, "reactions:read", nil, nil},
	{"reactions.remove", 2, true, "reactions:write", []string{"name"}, one("name", "tada")},
	{"files.getUploadURLExternal", 4, false, "files:write", []string{"length", "filename"},
		one("length", "1", "filename", "a")},
	{"files.completeUploadExternal", 4, true, "files:write", []string{"files"}, one("files", "[]")},
	{"files.info", 4, false, "files:read", []string{"file"}, one("file", "F1")},
	{"conversations.leave", 3, true, "channels:manage", []string{"channel"}, inGeneral},
	{"conversations.setTopic", 2, true, "channels:manage", []string{"channel"}, inGeneral},
	{"users.profile.get", 4, false, "users.profile:read", nil, nil},
	{"users.getPresence", 3, false, "users:read", nil, nil},
	{"pins.add", 2, true, "pins:write", []string{"channel"}, inGeneral},
	{"pins.remove", 2, true, "pins:write", []string{"channel"}, inGeneral},
	{"pins.list", 2, false, "pins:read", []string{"channel"}, inGeneral},
	{"team.info", 3, true, "team:read", nil, nil},
	{"bots.info", 3, false, "users:read", nil, nil},
}

// bareManifest grants nothing but commands.
const bareManifest = `
display_information: {name: Bare}
features: {bot_user: {display_name: bare}, app_home: {home_tab_enabled: true, messages_tab_enabled: true}}
oauth_config: {scopes: {bot: [commands]}}
settings: {socket_mode_enabled: true, interactivity: {is_enabled: true}}
`

// Page: apis/web-api, "Authentication"; authentication/tokens; the scopes on each method's page.
func TestMethods_AskForTheRightTokenAndScope(t *testing.T) {
	w := mustWorld(t, func(o *slacksim.Options) { o.Manifest = []byte(bareManifest) })
	for _, page := range methodPages {
		t.Run(page.name, func(t *testing.T) {
			call := func(token string) map[string]any {
				response, answer := w.mustRequest(t, request{method: page.name, kind: form, token: token, body: page.args.Encode()})
				if response.StatusCode != http.StatusOK {
					t.Errorf("HTTP %d", response.StatusCode)
				}
				return answer
			}
			if got := errorOf(call("")); got != "not_authed" {
				t.Errorf("without a token: %q", got)
			}
			if got := errorOf(call(w.AppToken())); page.name != "auth.test" && got != "not_allowed_token_type" {
				t.Errorf("with the app-level token: %q", got)
			}
			answer := call(w.BotToken())
			switch {
			case page.needed == "" && errorOf(answer) == "missing_scope":
				t.Errorf("needs no scope, got %v", answer)
			case page.needed != "" && (errorOf(answer) != "missing_scope" || answer["needed"] != page.needed ||
				answer["provided"] != "commands"):
				t.Errorf("want needed %s, got %v", page.needed, answer)
			}
		})
	}
}

// Page: apis/web-api, "POST bodies": JSON only where the method's page lists application/json.
func TestMethods_ReadTheirArguments(t *testing.T) {
	all := strings.Replace(testManifest, `"im:write",`, `"im:write", "groups:history",`, 1)
	w := mustWorld(t, func(o *slacksim.Options) { o.Manifest = []byte(all) })
	missing := func(answer map[string]any) string {
		metadata, _ := answer["response_metadata"].(map[string]any)
		messages, _ := metadata["messages"].([]any)
		for _, message := range messages {
			if name, found := strings.CutPrefix(fmt.Sprint(message), "[ERROR] missing required field: "); found &&
				!strings.Contains(name, "[") && errorOf(answer) == "invalid_arguments" {
				return name
			}
		}
		return ""
	}
	for _, page := range methodPages {
		t.Run(page.name, func(t *testing.T) {
			for _, name := range page.required {
				args := url.Values{}
				for key, values := range page.args {
					if key != name {
						args[key] = values
					}
				}
				_, answer := w.mustRequest(t, request{method: page.name, kind: form, token: w.BotToken(), body: args.Encode()})
				if got := missing(answer); got != name {
					t.Errorf("without %s: %v", name, answer)
				}
			}
			if len(page.required) == 0 {
				return
			}
			object := map[string]string{}
			for key := range page.args {
				object[key] = page.args.Get(key)
			}
			raw, err := json.Marshal(object)
			mustNotFail(t, err)
			_, byJSON := w.mustRequest(t, request{method: page.name, kind: jsonUTF8, token: w.BotToken(), body: string(raw)})
			if got := missing(byJSON); (got == "" || got == "trigger_id") != page.json {
				t.Errorf("as JSON (taken: %v): %v", page.json, byJSON)
			}
			for _, r := range []request{{kind: form}, {get: true}} {
				r.method, r.token, r.body = page.name, w.BotToken(), page.args.Encode()
				_, answer := w.mustRequest(t, r)
				if got := missing(answer); slices.Contains(page.required, got) {
					t.Errorf("as form or query %+v: %v", r, answer)
				}
			}
		})
	}
}

// Page: apis/web-api/rate-limits; the tier on each method's page.
func TestMethods_HoldTheirTier(t *testing.T) {
	perMinute := map[int]int{1: 1, 2: 20, 3: 50, 4: 100}
	for _, page := range methodPages {
		if page.tier == 0 {
			continue
		}
		t.Run(page.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := mustWorld(t, func(o *slacksim.Options) { o.NoRateLimits = false })
				accepted := 0
				for ; accepted <= 100; accepted++ {
					response, answer := w.mustRequest(t, request{method: page.name, kind: form, token: w.BotToken()})
					if response.StatusCode == http.StatusTooManyRequests {
						if response.Header.Get("Retry-After") == "" || errorOf(answer) != "ratelimited" {
							t.Errorf("refused without telling for how long: %v", answer)
						}
						break
					}
				}
				if accepted != perMinute[page.tier] {
					t.Errorf("%d calls went through at once, want %d", accepted, perMinute[page.tier])
				}
			})
		})
	}
}

// Page: apis/web-api/rate-limits, "chat.postMessage": the channel counts, not the way it is named.
func TestMethods_CountPostsPerConversation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWorld(t, func(o *slacksim.Options) { o.NoRateLimits = false })
		first := w.mustAPI(t, "chat.postMessage", "channel", "U0SIM00ADA", "text", "1")
		dm, _ := first["channel"].(string)
		for i, channel := range []string{"U0SIM00ADA", dm, dm} {
			if got := errorOf(w.mustAPI(t, "chat.postMessage", "channel", channel, "text", "x")); got != "" {
				t.Errorf("post %d: %q", i+2, got)
			}
		}
		if got := errorOf(w.mustAPI(t, "chat.postMessage", "channel", "U0SIM00ADA", "text", "x")); got != "ratelimited" {
			t.Errorf("the fifth within a second: %q", got)
		}
		if got := errorOf(w.mustAPI(t, "chat.postMessage", "channel", "#general", "text", "x")); got != "" {
			t.Errorf("another conversation: %q", got)
		}
	})
}

// Page: reference/methods/apps.connections.open.
func TestMethods_OpenConnectionsOnlyByPostAndHeader(t *testing.T) {
	w := mustWorld(t)
	for name, c := range map[string]struct {
		request
		want string
	}{
		"an empty form":          {request{kind: form, token: w.AppToken()}, ""},
		"no body at all":         {request{token: w.AppToken()}, ""},
		"an empty JSON object":   {request{kind: jsonUTF8, body: "{}", token: w.AppToken()}, ""},
		"GET":                    {request{get: true, token: w.AppToken()}, "insecure_request"},
		"the token as parameter": {request{kind: form, body: "token=" + w.AppToken()}, "not_authed"},
		"a token nobody gave":    {request{token: "xapp-1-A0-1-no"}, "invalid_auth"},
	} {
		t.Run(name, func(t *testing.T) {
			c.method = "apps.connections.open"
			_, answer := w.mustRequest(t, c.request)
			address, _ := answer["url"].(string)
			if got := errorOf(answer); got != c.want || (c.want == "" && !strings.HasPrefix(address,
				"ws://slack.test/link/?ticket=")) {
				t.Errorf("got %v, want %q", answer, c.want)
			}
		})
	}
}

// Page: apis/web-api, "Evaluating responses"; apis/web-api/using-the-slack-web-api on GET and POST parameters.
func TestMethods_TellMoreThanTheCode(t *testing.T) {
	w := mustWorld(t)
	bot := w.BotToken()
	_, answer := w.mustRequest(t, request{method: "chat.shout", kind: form, token: bot})
	if answer["req_method"] != "chat.shout" {
		t.Errorf("an unknown method: %v", answer)
	}
	_, answer = w.mustRequest(t, request{method: "auth.test", kind: "application/json", token: "xoxb-no", body: "{}"})
	if errorOf(answer) != "invalid_auth" || answer["warning"] != "missing_charset" {
		t.Errorf("a refusal hides the warning: %v", answer)
	}
	_, answer = w.mustRequest(t, request{method: "chat.postMessage", kind: "application/json", token: bot,
		body: `{"text":"x"}`})
	messages, _ := answer["response_metadata"].(map[string]any)["messages"].([]any)
	if len(messages) != 2 || messages[0] != "[ERROR] missing required field: channel" {
		t.Errorf("error and warning together: %v", answer)
	}
	_, answer = w.mustRequest(t, request{method: "chat.postMessage?channel=U0SIM00ADA&text=query", kind: form, token: bot,
		body: "text=body"})
	if errorOf(answer) != "" || w.Person("ada").Inbox()[0].Text != "body" {
		t.Errorf("query and body together: %v", answer)
	}
	_, answer = w.mustRequest(t, request{method: "auth.test", kind: form, token: w.AppToken()})
	if answer["app_id"] != "A0SIM00APP" || answer["user_id"] != nil {
		t.Errorf("an app-level token has no bot: %v", answer)
	}
	response, _ := w.mustRequest(t, request{method: "users.info", get: true, token: bot, body: "user=U0SIM00ADA"})
	for name, want := range map[string]string{"Content-Type": "application/json; charset=utf-8",
		"X-Accepted-Oauth-Scopes": "users:read"} {
		if got := response.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if !strings.HasPrefix(response.Header.Get("X-Oauth-Scopes"), "commands,chat:write,") ||
		response.Header.Get("X-Slack-Req-Id") == "" {
		t.Errorf("headers: %v", response.Header)
	}
}
