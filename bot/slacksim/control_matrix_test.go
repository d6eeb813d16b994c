// Every act of the control interface: what it answers, and that what is impossible is refused with a reason.

package slacksim_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
)

// controlWorld has an app that answers everything, a message with elements and two buttons of the host program.
type controlWorld struct {
	*viewWorld
	message slacksim.Message
}

func mustControlWorld(tb testing.TB) *controlWorld {
	tb.Helper()
	v := &viewWorld{world: mustWorld(tb, func(o *slacksim.Options) {
		o.Actions = []slacksim.Action{
			{ID: "morning", Label: "Next morning", Run: func(context.Context) (string, error) { return "It is morning.", nil }},
			{ID: "storm", Label: "Storm", Run: func(context.Context) (string, error) {
				return "", errors.New("no weather here")
			}},
		}
	})}
	v.r = v.mustRecord(tb, nil)
	if answer := v.mustAPI(tb, "chat.postMessage", "channel", "U0SIM00ADA", "text", "x", "blocks",
		manyElements); errorOf(answer) != "" {
		tb.Fatal(answer)
	}
	return &controlWorld{v, v.Person("ada").Inbox()[0]}
}

func TestControl_SaysWhatIsImpossible(t *testing.T) {
	w := mustControlWorld(t)
	dm, ts := w.message.Channel, w.message.TS
	type body = map[string]any
	for _, c := range []struct {
		verb, path string
		body       any
		want       string
	}{
		{"GET", "/sim/people/nobody/modal", nil, `no person "nobody"`},
		{"GET", "/sim/people/karl/home", nil, "karl is deactivated"},
		{"GET", "/sim/people/calendar/conversations", nil, "calendar is no person"},
		{"GET", "/sim/people/ada/messages?channel=C0NOBODY", nil, `in no conversation "C0NOBODY"`},
		{"GET", "/sim/people/ada/messages?limit=ten", nil, "limit must be a number"},
		{"GET", "/sim/log?since=-1", nil, "since must be a number"},
		{"GET", "/sim/api-log?since=x", nil, "since must be a number"},
		{"POST", "/sim/people/ada/slash", body{"channel": "C0SIM00GEN", "line": "/unknown"},
			"/unknown is not a valid command"},
		{"POST", "/sim/people/ada/slash", body{"chanel": "C0SIM00GEN"}, "unknown field"},
		{"POST", "/sim/people/lena/slash", body{"line": "/try"}, "other companies"},
		{"POST", "/sim/people/ada/message", body{"channel": "C0SIM00GEN", "text": " "}, "an empty message"},
		{"POST", "/sim/people/ada/message", body{"channel": "C0SIM00OLD", "text": "x"}, "is archived"},
		{"POST", "/sim/people/ada/message", body{"channel": "leadership", "text": "x"}, "in no conversation"},
		{"POST", "/sim/people/ada/message", body{"channel": "@nobody", "text": "x"}, "no person"},
		{"POST", "/sim/people/ada/message", body{"text": "x", "thread_ts": "1700000000.000001"}, "to reply to"},
		{"POST", "/sim/people/ada/react", body{"channel": dm, "ts": "1700000000.000001", "name": "tada"}, "no message"},
		{"POST", "/sim/people/ada/react", body{"channel": dm, "ts": ts, "name": "not an emoji"}, "invalid_name"},
		{"POST", "/sim/people/ada/react", body{"channel": dm, "ts": ts, "name": "tada", "remove": true}, "no_reaction"},
		{"POST", "/sim/people/ada/open", body{"tab": "about"}, `no tab "about"`},
		{"POST", "/sim/people/ada/read", body{"channel": "C0NOBODY", "ts": ts}, "in no conversation"},
		{"POST", "/sim/people/ada/press", body{"action_id": "open"}, "say where"},
		{"POST", "/sim/people/ada/press", body{"channel": dm, "ts": ts, "action_id": "card"}, "2 elements match"},
		{"POST", "/sim/people/ada/press", body{"channel": dm, "ts": ts, "action_id": "nowhere"},
			`no element "nowhere" here; there are: top/more`},
		{"POST", "/sim/people/ada/press", body{"channel": dm, "ts": ts, "action_id": "mood", "value": "x"},
			`no option "x"; there are: g, b`},
		{"POST", "/sim/people/ada/press", body{"home": true, "action_id": "x"}, "no open view"},
		{"POST", "/sim/people/ada/press", body{"view_id": "V1", "action_id": "x"}, "no open view"},
		{"POST", "/sim/people/ben/press", body{"channel": dm, "ts": ts, "action_id": "open"}, "in no conversation"},
		{"POST", "/sim/people/ada/fill", body{"values": body{"a": "b"}}, "say where"},
		{"POST", "/sim/people/ada/submit", body{}, "no open view"},
		{"POST", "/sim/people/ada/close", body{}, "no open view"},
		{"POST", "/sim/people/ada/options", body{"channel": dm, "ts": ts, "action_id": "mood", "query": "abc"},
			"has its options already"},
		{"POST", "/sim/people/ada/shortcut", body{"callback_id": "keep_it"}, "no global shortcut"},
		{"POST", "/sim/people/ada/message-shortcut", body{"callback_id": "do_it", "channel": dm, "ts": ts},
			"no message shortcut"},
		{"POST", "/sim/people/ada/files", body{}, "the form has no file"},
		{"POST", "/sim/people", body{"name": "ada", "real_name": "Another"}, "the name ada is taken"},
		{"PATCH", "/sim/people/ada", body{"id": "U1"}, `no field "id"`},
		{"PATCH", "/sim/people/ada", body{"name": "ben"}, "the name ben is taken"},
		{"PATCH", "/sim/people/nobody", body{"title": "x"}, "no person"},
		{"POST", "/sim/channels", body{"name": "general"}, "#general exists"},
		{"POST", "/sim/channels", body{"name": "No Good"}, "lower-case"},
		{"POST", "/sim/channels/" + dm + "/members", body{"user": "ben"}, "no channel"},
		{"POST", "/sim/channels/general/members", body{"user": "nobody"}, "no person"},
		{"POST", "/sim/events", body{"event": body{}}, "no type"},
		{"POST", "/sim/faults", body{"disconnect": body{"reason": "boredom"}}, "boredom"},
		{"POST", "/sim/faults", body{"rate_limit": body{"method": "chat.shout"}}, "chat.shout"},
		{"POST", "/sim/actions/storm", body{}, "no weather here"},
		{"POST", "/sim/actions/nothing", body{}, "nothing"},
	} {
		t.Run(c.verb+" "+c.path+" "+c.want, func(t *testing.T) {
			status, answer := w.mustCall(t, c.verb, c.path, c.body)
			reason, _ := answer["error"].(string)
			if status != http.StatusBadRequest || answer["ok"] != false || !strings.Contains(reason, c.want) {
				t.Errorf("got %d %v, want %q", status, answer, c.want)
			}
		})
	}
	if events := w.r.count(); events > 1 {
		t.Errorf("the app heard %d times of things that did not happen", events)
	}
}

func TestControl_DoesWhatAPersonDoes(t *testing.T) {
	w := mustControlWorld(t)
	dm, ts := w.message.Channel, w.message.TS
	type body = map[string]any
	for _, c := range []struct {
		path string
		body any
		want body
	}{
		{"people/ada/slash", body{"channel": "C0SIM00GEN", "line": "/try\tit"}, body{"acked": true, "error": "",
			"reply": nil}},
		{"people/ada/slash", body{"channel": "C0SIM00GEN", "command": "/try", "text": "it"},
			body{"acked": true, "error": "", "reply": nil}},
		{"people/ada/react", body{"channel": dm, "ts": ts, "name": ":tada:"}, body{}},
		{"people/ada/react", body{"channel": dm, "ts": ts, "name": "tada", "remove": true}, body{}},
		{"people/ada/open", body{"tab": "home"}, body{}},
		{"people/ada/open", body{"tab": "messages"}, body{}},
		{"people/ada/read", body{"channel": dm, "ts": ts}, body{}},
		{"people/ada/press", body{"channel": dm, "ts": ts, "action_id": "open"}, body{"acked": true, "warning": false,
			"url": "https://acme.example/open"}},
		{"people/ada/press", body{"channel": dm, "ts": ts, "action_id": "card", "block_id": "row2"},
			body{"acked": true, "warning": false}},
		{"people/ada/press", body{"channel": dm, "ts": ts, "action_id": "more", "value": "site"},
			body{"acked": true, "warning": false, "url": "https://acme.example"}},
		{"people/ada/shortcut", body{"callback_id": "do_it"}, body{"acked": true}},
		{"people/ada/message-shortcut", body{"callback_id": "keep_it", "channel": dm, "ts": ts}, body{"acked": true}},
		{"people/ada/fill", body{"channel": dm, "ts": ts, "values": body{"note": "x"}}, body{}},
		{"channels/random/members", body{"user": "app"}, body{}},
		{"channels/random/members", body{"user": "app", "leave": true}, body{}},
		{"events", body{"event": body{"type": "from_the_future"}}, body{}},
		{"actions/morning", body{}, body{"text": "It is morning."}},
	} {
		t.Run(c.path, func(t *testing.T) {
			status, answer := w.mustCall(t, "POST", "/sim/"+c.path, c.body)
			c.want["ok"] = true
			if diff := cmp.Diff(c.want, answer); diff != "" || status != http.StatusOK {
				t.Errorf("%d %s", status, diff)
			}
		})
	}
	if _, line := w.r.slash(t, 0); line != "it" {
		t.Errorf("a tab did not end the command's name: %q", line)
	}
}

// slash is the command and text of the n-th slash command.
func (r *recorder) slash(tb testing.TB, n int) (command, text string) {
	tb.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.envelopes {
		payload, _ := e["payload"].(map[string]any)
		if e["type"] != "slash_commands" {
			continue
		}
		if n == 0 {
			return fmt.Sprint(payload["command"]), fmt.Sprint(payload["text"])
		}
		n--
	}
	tb.Fatal("no such command")
	return "", ""
}

func TestControl_TakesFilesOfPeople(t *testing.T) {
	w := mustControlWorld(t)
	w.mustModal(t, modalView("", fileBlock))
	var upload bytes.Buffer
	writer := multipart.NewWriter(&upload)
	part, err := writer.CreateFormFile("file", "../photo of me.png")
	mustNotFail(t, err)
	_, _ = part.Write([]byte("\x89PNG"))
	mustNotFail(t, writer.Close())
	response, err := w.http.Post(strings.TrimSuffix(w.APIURL(), "/api/")+"/sim/people/ada/files",
		writer.FormDataContentType(), &upload)
	mustNotFail(t, err)
	defer func() { _ = response.Body.Close() }()
	var answer struct{ File map[string]any }
	mustNotFail(t, json.NewDecoder(response.Body).Decode(&answer))
	if answer.File["name"] != "photo of me.png" || answer.File["mimetype"] != "image/png" || answer.File["size"] != 4.0 {
		t.Errorf("the file: %v", answer.File)
	}
	got, err := w.Person("ada").Submit(t.Context(), slacksim.Values{"f": []any{answer.File["id"]}})
	mustNotFail(t, err)
	at := w.r.last(t)
	for _, key := range []string{"payload", "view", "state", "values", "f", "f"} {
		at = at[key].(map[string]any)
	}
	sent := at["files"].([]any)
	if got.Result != slacksim.ResultClosed || len(sent) != 1 || sent[0].(map[string]any)["user"] != "U0SIM00ADA" {
		t.Errorf("submitted %+v with %v", got, sent)
	}
	address, _ := answer.File["url_private"].(string)
	picture, err := w.http.Get(address)
	mustNotFail(t, err)
	defer func() { _ = picture.Body.Close() }()
	raw, _ := io.ReadAll(picture.Body)
	if string(raw) != "\x89PNG" || picture.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("downloaded %q as %v", raw, picture.Header)
	}
}

func TestControl_ListsFaultsAndLogs(t *testing.T) {
	w := mustControlWorld(t)
	type body = map[string]any
	if _, answer := w.mustCall(t, "POST", "/sim/faults", body{"rate_limit": body{"method": "chat.update", "times": 2,
		"retry_after": 9}, "outage": false}); answer["ok"] != true {
		t.Errorf("switching on: %v", answer)
	}
	_, on := w.mustCall(t, "GET", "/sim/faults", nil)
	if raw := string(mustJSON(t, on)); !strings.Contains(raw, "chat.update") {
		t.Errorf("faults that are on: %s", raw)
	}
	_, off := w.mustCall(t, "DELETE", "/sim/faults", nil)
	if raw := string(mustJSON(t, off)); strings.Contains(raw, "chat.update") {
		t.Errorf("faults after clearing: %s", raw)
	}
	_, log := w.mustCall(t, "GET", "/sim/api-log?method=chat.postMessage", nil)
	calls := log["calls"].([]any)
	if len(calls) != 1 || strings.Contains(string(mustJSON(t, calls)), w.BotToken()) {
		t.Errorf("calls: %v", calls)
	}
	w.mustAPI(t, "chat.delete", "channel", "C0NOBODY", "ts", "1.2")
	_, journal := w.mustCall(t, "GET", "/sim/log?since=0", nil)
	if raw := string(mustJSON(t, journal)); !strings.Contains(raw, "chat.delete: channel_not_found") {
		t.Errorf("journal: %s", raw)
	}
	if _, answer := w.mustCall(t, "POST", "/sim/reset", body{}); answer["ok"] != true ||
		len(w.Person("ada").Inbox()) != 0 {
		t.Errorf("reset: %v", answer)
	}
}
