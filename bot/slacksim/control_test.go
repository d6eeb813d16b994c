// The control interface and its guard, spoken to over plain HTTP.

package slacksim_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

// mustCall sends one control request and decodes the answer.
func (w *world) mustCall(tb testing.TB, method, path string, body any) (int, map[string]any) {
	tb.Helper()
	raw, err := json.Marshal(body)
	mustNotFail(tb, err)
	request, err := http.NewRequestWithContext(tb.Context(), method, strings.TrimSuffix(w.APIURL(), "/api/")+path,
		bytes.NewReader(raw))
	mustNotFail(tb, err)
	request.Header.Set("Content-Type", "application/json")
	response, err := w.http.Do(request)
	mustNotFail(tb, err)
	defer func() { _ = response.Body.Close() }()
	var answer map[string]any
	mustNotFail(tb, json.NewDecoder(response.Body).Decode(&answer))
	return response.StatusCode, answer
}

func TestControl_DrivesAPersonThroughAForm(t *testing.T) {
	w := mustTCPWorld(t)
	w.mustApp(t, formApp(w))
	_, slash := w.mustCall(t, "POST", "/sim/people/ada/slash", map[string]any{"channel": "general", "command": "/try",
		"text": "it"})
	if slash["acked"] != true || slash["error"] != "" {
		t.Fatalf("slash: %v", slash)
	}
	if _, err := w.Person("ada").AwaitModal(soon(t), nil); err != nil {
		t.Fatal(err)
	}
	_, refused := w.mustCall(t, "POST", "/sim/people/ada/submit",
		map[string]any{"values": map[string]any{"who": map[string]any{"name": "bad"}}})
	if refused["result"] != "errors" || refused["view"] == nil {
		t.Fatalf("submit with a refused name: %v", refused)
	}
	_, modal := w.mustCall(t, "GET", "/sim/people/ada/modal", nil)
	if errors, _ := modal["errors"].(map[string]any); errors["who"] != "Not that one" {
		t.Errorf("modal shows %v", modal["errors"])
	}
	_, closed := w.mustCall(t, "POST", "/sim/people/ada/submit",
		map[string]any{"values": map[string]any{"who": map[string]any{"name": "Bo"}}})
	if closed["result"] != "closed" || closed["view"] != nil {
		t.Fatalf("submit: %v", closed)
	}
	status, wrong := w.mustCall(t, "POST", "/sim/people/ada/press", map[string]any{"channel": "C0SIM00GEN",
		"ts": "1.000001", "action_id": "no"})
	if status != http.StatusBadRequest || wrong["ok"] != false {
		t.Errorf("pressing nothing: %d %v", status, wrong)
	}
	status, wrong = w.mustCall(t, "POST", "/sim/people/ada/press", map[string]any{"chanel": "C0SIM00GEN"})
	if status != http.StatusBadRequest || !strings.Contains(wrong["error"].(string), "chanel") {
		t.Errorf("a misspelt key: %d %v", status, wrong)
	}
}

func TestControl_TellsUnreadMessages(t *testing.T) {
	w := mustTCPWorld(t)
	_, ts, err := w.api.PostMessage("U0SIM00ADA", slack.MsgOptionText("news", false))
	mustNotFail(t, err)
	app := func() map[string]any {
		_, answer := w.mustCall(t, "GET", "/sim/people/ada/conversations", nil)
		return answer["conversations"].([]any)[0].(map[string]any)
	}
	first := app()
	if first["kind"] != "app" || first["unread"] != 1.0 || first["mention"] != true {
		t.Fatalf("before reading: %v", first)
	}
	w.mustCall(t, "POST", "/sim/people/ada/read", map[string]any{"channel": first["id"], "ts": ts})
	if after := app(); after["unread"] != 0.0 {
		t.Errorf("after reading: %v", after)
	}
}

// mustStream opens ada's live updates and returns what reads the next one. From the return on nothing is missed.
func (w *world) mustStream(tb testing.TB) (next func() string) {
	tb.Helper()
	request, err := http.NewRequestWithContext(tb.Context(), "GET", strings.TrimSuffix(w.APIURL(),
		"/api/")+"/sim/people/ada/events", nil)
	mustNotFail(tb, err)
	response, err := w.http.Do(request)
	mustNotFail(tb, err)
	tb.Cleanup(func() { _ = response.Body.Close() })
	lines := bufio.NewScanner(response.Body)
	lines.Scan() // the welcome
	return func() string {
		tb.Helper()
		for lines.Scan() {
			if data, found := strings.CutPrefix(lines.Text(), "data: "); found {
				return data
			}
		}
		tb.Fatal("the stream ended without an update")
		return ""
	}
}

func TestControl_StreamsUpdates(t *testing.T) {
	w := mustTCPWorld(t)
	next := w.mustStream(t)
	_, _, err := w.api.PostMessage("U0SIM00ADA", slack.MsgOptionText("live", false))
	mustNotFail(t, err)
	if data := next(); !strings.Contains(data, `"type":"message"`) || !strings.Contains(data, `"text":"live"`) {
		t.Errorf("first update: %s", data)
	}
}

// A client that has read the modal already must not be told that none is open: it would take the focus away.
func TestControl_OpeningAModalIsOneUpdate(t *testing.T) {
	v := &viewWorld{world: mustTCPWorld(t)}
	v.r = v.mustRecord(t, func(map[string]any) any { return nil })
	next := v.mustStream(t)
	v.mustModal(t, modalView("", inputBlock("b", "a", "")))
	for data := next(); ; data = next() {
		if !strings.Contains(data, `"type":"modal"`) {
			continue
		}
		if strings.Contains(data, `"top":null`) {
			t.Errorf("the first update of a modal: %s", data)
		}
		return
	}
}

func TestControl_RefusesOtherWebPages(t *testing.T) {
	w := mustTCPWorld(t)
	for name, change := range map[string]func(*http.Request){
		"a foreign origin":         func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
		"a sandboxed page":         func(r *http.Request) { r.Header.Set("Origin", "null") },
		"a name bound to loopback": func(r *http.Request) { r.Host = "evil.example" },
		"the same with our own port": func(r *http.Request) {
			r.Host = "evil.example:80"
			r.Header.Set("Origin",
				"http://evil.example:80")
		},
	} {
		t.Run(name, func(t *testing.T) {
			request, err := http.NewRequestWithContext(t.Context(), "GET", strings.TrimSuffix(w.APIURL(), "/api/")+"/sim/state",
				nil)
			mustNotFail(t, err)
			change(request)
			response, err := w.http.Do(request)
			mustNotFail(t, err)
			body, _ := io.ReadAll(response.Body)
			_ = response.Body.Close()
			if response.StatusCode != http.StatusForbidden || strings.Contains(string(body), "xoxb-") {
				t.Errorf("got %d %s", response.StatusCode, body)
			}
		})
	}
}

func TestControl_ChangesPeopleAndChannels(t *testing.T) {
	w := mustTCPWorld(t)
	a := w.mustApp(t, nil)
	_, added := w.mustCall(t, "POST", "/sim/people", map[string]any{"name": "zoe", "real_name": "Zoe Quist",
		"tz": "Europe/Oslo"})
	if added["ok"] != true {
		t.Fatalf("adding: %v", added)
	}
	if status, changed := w.mustCall(t, "PATCH", "/sim/people/zoe", map[string]any{"title": "Chef"}); status != 200 {
		t.Errorf("changing: %v", changed)
	}
	if status, _ := w.mustCall(t, "PATCH", "/sim/people/zoe", map[string]any{"tz": "Mars/Olympus"}); status != 400 {
		t.Errorf("an impossible zone was accepted with %d", status)
	}
	if status, _ := w.mustCall(t, "PATCH", "/sim/people/zoe", map[string]any{"titel": "Chef"}); status != 400 {
		t.Errorf("a misspelt field was accepted with %d", status)
	}
	mustNotFail(t, w.Await(soon(t), func() bool { return len(a.got("events_api")) >= 3 }))
	_, channel := w.mustCall(t, "POST", "/sim/channels", map[string]any{"name": "sales", "is_private": true,
		"members": []string{"zoe"}})
	id := channel["channel"].(map[string]any)["id"].(string)
	if status, answer := w.mustCall(t, "POST", "/sim/channels/"+id+"/members",
		map[string]any{"user": "app"}); status != 200 {
		t.Errorf("inviting the app: %v", answer)
	}
}
