// Pressing elements of messages, menus that ask for options, and response URLs.

package slacksim_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"vouch/bot/slacksim"
)

const manyElements = `[
	{"type":"section","block_id":"top","text":{"type":"mrkdwn","text":"Hi"},"accessory":{"type":"overflow","action_id":"more","options":[
		{"text":{"type":"plain_text","text":"Hide"},"value":"hide"},{"text":{"type":"plain_text","text":"Site"},"value":"site","url":"https://acme.example"}]}},
	{"type":"actions","block_id":"row","elements":[
		{"type":"button","action_id":"open","url":"https://acme.example/open","text":{"type":"plain_text","text":"Open"}},
		{"type":"button","action_id":"card","value":"a","text":{"type":"plain_text","text":"Card A"}},
		{"type":"static_select","action_id":"mood","options":[{"text":{"type":"plain_text","text":"Good"},"value":"g"},{"text":{"type":"plain_text","text":"Bad"},"value":"b"}]},
		{"type":"datepicker","action_id":"day","initial_date":"2026-01-02"}]},
	{"type":"actions","block_id":"row2","elements":[{"type":"button","action_id":"card","value":"b","text":{"type":"plain_text","text":"Card B"}}]},
	{"type":"input","block_id":"note","label":{"type":"plain_text","text":"Note"},"element":{"type":"plain_text_input","action_id":"note"}}]`

// mustElements posts manyElements to ada.
func mustElements(tb testing.TB) (*viewWorld, slacksim.Message) {
	tb.Helper()
	v := mustViewWorld(tb)
	if answer := v.mustAPI(tb, "chat.postMessage", "channel", "U0SIM00ADA", "text", "x", "blocks",
		manyElements); errorOf(answer) != "" {
		tb.Fatal(answer)
	}
	return v, v.Person("ada").Inbox()[0]
}

func (v *viewWorld) lastAction(tb testing.TB) map[string]any {
	tb.Helper()
	payload := v.r.last(tb)["payload"].(map[string]any)
	return payload["actions"].([]any)[0].(map[string]any)
}

// Page: reference/interaction-payloads/block_actions-payload.
func TestPress_SendsWhatWasChosen(t *testing.T) {
	v, m := mustElements(t)
	option := func(word, value string) map[string]any {
		return map[string]any{"text": map[string]any{"type": "plain_text", "text": word, "emoji": true}, "value": value}
	}
	for name, c := range map[string]struct {
		what   string
		choice []any
		key    string
		want   any
		url    string
	}{
		"a link button":               {"open", nil, "value", nil, "https://acme.example/open"},
		"a button by its words":       {"Card B", nil, "value", "b", ""},
		"one of two by its value":     {"card", []any{"a"}, "value", "a", ""},
		"an overflow entry":           {"more", []any{"hide"}, "selected_option", option("Hide", "hide"), ""},
		"a menu by option text":       {"mood", []any{"Good"}, "selected_option", option("Good", "g"), ""},
		"a menu that is cleared":      {"mood", []any{""}, "selected_option", nil, ""},
		"a date":                      {"day", []any{"2026-05-06"}, "selected_date", "2026-05-06", ""},
		"an overflow entry with link": {"more", []any{"site"}, "block_id", "top", "https://acme.example"},
	} {
		t.Run(name, func(t *testing.T) {
			pressed, err := v.Person("ada").Press(t.Context(), m, c.what, c.choice...)
			mustNotFail(t, err)
			if pressed.URL != c.url || pressed.Warning {
				t.Errorf("pressed: %+v", pressed)
			}
			if diff := cmp.Diff(c.want, v.lastAction(t)[c.key]); diff != "" {
				t.Error(diff)
			}
		})
	}
	for name, e := range map[string]slacksim.Element{
		"an unknown action": {What: "no"}, "two that match": {What: "card"}, "an unknown option": {What: "mood", Choice: "z"},
		"an impossible date": {What: "day", Choice: "2026-13-01"}, "the wrong block": {BlockID: "top", What: "card"},
	} {
		if _, err := v.Person("ada").PressElement(t.Context(), m, e); err == nil {
			t.Errorf("%s was pressed", name)
		}
	}
	if _, err := v.Person("ben").Press(t.Context(), m, "open"); err == nil {
		t.Error("ben pressed a button in ada's inbox")
	}
}

// The same page: state holds every field of the message, as this person left it.
func TestPress_CarriesTheMessagesState(t *testing.T) {
	v, m := mustElements(t)
	ada := v.Person("ada")
	_, err := ada.Press(t.Context(), m, "mood", "b")
	mustNotFail(t, err)
	_, err = ada.Press(t.Context(), m, "Card A")
	mustNotFail(t, err)
	values := v.r.last(t)["payload"].(map[string]any)["state"].(map[string]any)["values"].(map[string]any)
	row := values["row"].(map[string]any)
	mood := row["mood"].(map[string]any)["selected_option"].(map[string]any)
	if mood["value"] != "b" || row["day"].(map[string]any)["selected_date"] != "2026-01-02" || values["note"] == nil ||
		row["card"] != nil {
		t.Errorf("state %v", values)
	}
}

func TestPress_ShowsAWarningWhenUnanswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v, m := mustElements(t)
		mustNotFail(t, v.SetFaults(slacksim.Faults{DropSockets: true}))
		synctest.Wait()
		pressed, err := v.Person("ada").Press(t.Context(), m, "open")
		mustNotFail(t, err)
		if !pressed.Warning {
			t.Error("no warning although no app is connected")
		}
	})
}

// Page: reference/interaction-payloads/block_suggestion-payload.
func TestTypeahead_AsksTheApp(t *testing.T) {
	w := mustWorld(t)
	asked := 0
	r := w.mustRecord(t, func(payload map[string]any) any {
		if payload["type"] != "block_suggestion" {
			return nil
		}
		asked++
		return map[string]any{"options": []any{map[string]any{"text": plainWord("For " + payload["value"].(string)),
			"value": "v1"}}}
	})
	v := &viewWorld{world: w, r: r}
	v.mustModal(t,
		modalView("",
			`{"type":"input","block_id":"b","label":{"type":"plain_text","text":"L"},"element":{"type":"external_select","action_id":"a"}}`))
	ada := w.Person("ada")
	if err := ada.Fill(slacksim.Values{"b": "v1"}); err == nil {
		t.Error("an option that was never offered was chosen")
	}
	if few, err := ada.Typeahead(t.Context(), "a", "ab"); err != nil || len(few.Options) != 0 || asked != 0 {
		t.Errorf("two characters: %v %v, asked %d times", few, err, asked)
	}
	offered, err := ada.Typeahead(t.Context(), "a", "abc")
	mustNotFail(t, err)
	if len(offered.Options) != 1 || asked != 1 {
		t.Fatalf("offered %v", offered)
	}
	if diff := cmp.Diff(sorted(common+" container action_id block_id value view"),
		keys(r.last(t)["payload"])); diff != "" {
		t.Error(diff)
	}
	mustNotFail(t, ada.Fill(slacksim.Values{"b": "v1"}))
}

// post sends a body to a response URL.
func (w *world) mustRespond(tb testing.TB, address, body string) (int, string) {
	tb.Helper()
	request, err := http.NewRequestWithContext(tb.Context(), http.MethodPost, address, strings.NewReader(body))
	mustNotFail(tb, err)
	response, err := w.http.Do(request)
	mustNotFail(tb, err)
	defer func() { _ = response.Body.Close() }()
	answer := make([]byte, 200)
	n, _ := response.Body.Read(answer)
	return response.StatusCode, string(answer[:n])
}

// Page: interactivity/handling-user-interaction, "Message responses".
func TestResponseURL_WorksFiveTimesForHalfAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := mustViewWorld(t)
		ada := v.Person("ada")
		address := func() string {
			_, err := ada.Slash(t.Context(), "random", "/try")
			mustNotFail(t, err)
			return v.r.last(t)["payload"].(map[string]any)["response_url"].(string)
		}
		often := address()
		if status, body := v.mustRespond(t, often, `{"blocks":[{"type":"section"}]}`); status != 400 ||
			!strings.Contains(body, "invalid_blocks") {
			t.Errorf("broken blocks: %d %s", status, body)
		}
		for range 4 {
			if status, body := v.mustRespond(t, often,
				`{"text":"hi","blocks":null,"metadata":{"event_type":"","event_payload":null}}`); status != 200 || body != "ok" {
				t.Fatalf("%d %s", status, body)
			}
		}
		if status, body := v.mustRespond(t, often, `{"text":"hi"}`); status != 404 || !strings.Contains(body, "used_url") {
			t.Errorf("the sixth time: %d %s", status, body)
		}
		late := address()
		time.Sleep(30*time.Minute + time.Second)
		if status, body := v.mustRespond(t, late, `{"text":"hi"}`); status != 404 || !strings.Contains(body, "expired_url") {
			t.Errorf("after half an hour: %d %s", status, body)
		}
		if got := len(ada.Messages("random")); got != 4 || len(v.Person("ben").Messages("random")) != 0 {
			t.Errorf("ada sees %d messages", got)
		}
	})
}

func TestResponseURL_RepliesReplacesAndDeletes(t *testing.T) {
	v := mustViewWorld(t)
	ada := v.Person("ada")
	pressedIn := func(m slacksim.Message) string {
		_, err := ada.Press(t.Context(), m, "go")
		mustNotFail(t, err)
		return v.r.last(t)["payload"].(map[string]any)["response_url"].(string)
	}
	button := `[{"type":"actions","elements":[{"type":"button","action_id":"go","text":{"type":"plain_text","text":"Go"}}]}]`
	v.mustAPI(t, "chat.postMessage", "channel", "C0SIM00GEN", "text", "loud", "blocks", button)
	v.mustAPI(t, "chat.postEphemeral", "channel", "C0SIM00GEN", "user", "U0SIM00ADA", "text", "quiet", "blocks", button)
	loud, quiet := ada.Messages("general")[0], ada.Messages("general")[1]
	for _, c := range []struct {
		in                   slacksim.Message
		body                 string
		adaSees, benSeesText string
	}{
		{loud, `{"text":"to you"}`, "loud quiet to you", "loud"},
		{loud, `{"text":"to all","response_type":"in_channel"}`, "loud quiet to you to all", "loud to all"},
		{loud, `{"text":"changed","blocks":` + button + `,"replace_original":true}`, "changed quiet to you to all",
			"changed to all"},
		{quiet, `{"text":"softer","blocks":` + button + `,"replace_original":true,"response_type":"in_channel"}`,
			"changed softer to you to all", "changed to all"},
		{quiet, `{"delete_original":true}`, "changed to you to all", "changed to all"},
		{loud, `{"delete_original":true}`, "to you to all", "to all"},
	} {
		if status, body := v.mustRespond(t, pressedIn(c.in), c.body); status != 200 {
			t.Fatalf("%s: %d %s", c.body, status, body)
		}
		for who, want := range map[string]string{"ada": c.adaSees, "ben": c.benSeesText} {
			var texts []string
			for _, m := range v.Person(who).Messages("general") {
				texts = append(texts, m.Text)
			}
			if got := strings.Join(texts, " "); got != want {
				t.Errorf("after %s %s sees %q, want %q", c.body, who, got, want)
			}
		}
	}
}

// slack-go's own way to answer; facts of its JSON: replace_original, delete_original and nulls are always there.
func TestResponseURL_TakesSlackGo(t *testing.T) {
	v := mustViewWorld(t)
	_, err := v.Person("ada").Slash(t.Context(), "general", "/try")
	mustNotFail(t, err)
	address := v.r.last(t)["payload"].(map[string]any)["response_url"].(string)
	mustNotFail(t, slack.PostWebhookCustomHTTPContext(context.Background(), address, v.http,
		&slack.WebhookMessage{Text: "one"}))
	_, _, err = v.api.PostMessage("C0SIM00GEN", slack.MsgOptionResponseURL(address, "in_channel"),
		slack.MsgOptionText("two", false))
	mustNotFail(t, err)
	if got := v.Person("ada").Messages("general"); len(got) != 2 || got[1].Text != "two" {
		t.Errorf("messages %+v", got)
	}
}

// Page: reference/block-kit/blocks/data-table-block, action cells.
func TestPress_ButtonInATable(t *testing.T) {
	v := mustViewWorld(t)
	table := `[{"type":"data_table","caption":"Standings","rows":[[{"type":"raw_text","text":"Who"}],[{"type":"action_cell",
		"element":{"type":"button","action_id":"thank","value":"ada","text":{"type":"plain_text","text":"Thank Ada"}}}]]}]`
	if answer := v.mustAPI(t, "chat.postMessage", "channel", "U0SIM00ADA", "text", "x", "blocks",
		table); errorOf(answer) != "" {
		t.Fatal(answer)
	}
	ada := v.Person("ada")
	if pressed, err := ada.Press(t.Context(), ada.Inbox()[0], "Thank Ada"); err != nil || pressed.Warning {
		t.Fatal(pressed, err)
	}
	if got := v.lastAction(t)["value"]; got != "ada" {
		t.Errorf("the action's value is %v", got)
	}
}
