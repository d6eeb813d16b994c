// Attachments, the scopes of elements, channel mentions, and inputs in messages.

package slacksim_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
)

const (
	sectionBlock = `{"type":"section","block_id":"s","text":{"type":"mrkdwn","text":"x"}}`
	videoBlock   = `{"type":"video","title":{"type":"plain_text","text":"V"},"video_url":"https://acme.example/v","thumbnail_url":"https://acme.example/t.png","alt_text":"a"}`
	fileBlock    = `{"type":"input","block_id":"f","label":{"type":"plain_text","text":"F"},"element":{"type":"file_input","action_id":"f"}}`
	attached     = `[{"color":"#36a64f","blocks":[{"type":"actions","elements":[{"type":"button","value":"1","text":{"type":"plain_text","text":"First"}}]}]},
		{"fallback":"mine","blocks":[{"type":"input","label":{"type":"plain_text","text":"Why"},"element":{"type":"plain_text_input"}},
			{"type":"actions","block_id":"second","elements":[{"type":"button","action_id":"two","text":{"type":"plain_text","text":"Second"}}]}]},
		{"text":"old and plain"}]`
)

// Pages: legacy/legacy-messaging/legacy-secondary-message-attachments;
// reference/interaction-payloads/block_actions-payload, "container".
func TestAttachments_ArePressed(t *testing.T) {
	v := mustViewWorld(t)
	answer := v.mustAPI(t, "chat.postMessage", "channel", "U0SIM00ADA", "text", "x", "blocks", "["+sectionBlock+"]",
		"attachments", attached)
	if errorOf(answer) != "" {
		t.Fatal(answer)
	}
	m := v.Person("ada").Inbox()[0]
	if m.Attachments[0]["fallback"] != "[no preview available]" || m.Attachments[1]["fallback"] != "mine" ||
		m.Attachments[2]["fallback"] != nil {
		t.Errorf("fallbacks: %v", m.Attachments)
	}
	for _, c := range []struct {
		words  string
		number float64
	}{{"First", 1}, {"Second", 2}} {
		pressed, err := v.Person("ada").Press(t.Context(), m, c.words)
		mustNotFail(t, err)
		payload := v.r.last(t)["payload"].(map[string]any)
		action := payload["actions"].([]any)[0].(map[string]any)
		if pressed.Warning || len(action["block_id"].(string)) < 5 || action["action_id"] == "" {
			t.Errorf("%s: %+v, action %v", c.words, pressed, action)
		}
		want := map[string]any{"type": "message_attachment", "message_ts": m.TS, "channel_id": m.Channel,
			"is_ephemeral":  false,
			"attachment_id": c.number, "is_app_unfurl": false}
		if diff := cmp.Diff(want, payload["container"]); diff != "" {
			t.Errorf("%s: container %s", c.words, diff)
		}
	}
}

// Page: legacy/legacy-messaging/legacy-secondary-message-attachments; reference/block-kit/blocks on the limits.
func TestAttachments_FollowTheRulesOfBlocks(t *testing.T) {
	w := mustWorld(t)
	for name, c := range map[string]struct{ attachments, code, sentence string }{
		"a plain one":        {`[{"text":"x"}]`, "", ""},
		"no list":            {`{"text":"x"}`, "invalid_attachments", ""},
		"a null in the list": {`[null]`, "invalid_attachments", ""},
		"a broken block": {`[{"text":"x"},{"blocks":[{"type":"section"}]}]`, "invalid_attachments",
			"must define either `text` or `fields` [json-pointer:/attachments/1/blocks/0/type]"},
		"51 blocks": {`[{"blocks":[` + strings.TrimSuffix(strings.Repeat(`{"type":"divider"},`, 51), ",") +
			`]}]`, "invalid_attachments", "no more than 50 items allowed [json-pointer:/attachments/0/blocks]"},
		"101 attachments": {`[` + strings.TrimSuffix(strings.Repeat(`{"text":"x"},`, 101), ",") + `]`,
			"too_many_attachments", ""},
		"a modal's element inside": {`[{"blocks":[` + fileBlock + `]}]`, "invalid_attachments",
			"unsupported type: file_input [json-pointer:/attachments/0/blocks/0/element/type]"},
	} {
		t.Run(name, func(t *testing.T) {
			answer := w.mustAPI(t, "chat.postMessage", "channel", "U0SIM00ADA", "text", "x", "attachments", c.attachments)
			list, _ := answer["errors"].([]any)
			if errorOf(answer) != c.code || (c.sentence != "" && (len(list) == 0 || list[0] != c.sentence)) {
				t.Errorf("got %v, want %q %q", answer, c.code, c.sentence)
			}
		})
	}
}

// Pages: reference/block-kit/blocks/video-block (links.embed:write),
// reference/block-kit/block-elements/file-input-element (files:read).
func TestElements_NeedTheirScopes(t *testing.T) {
	without := strings.Replace(testManifest, `"files:read", `, "", 1)
	without = strings.Replace(without, "file_shared", "app_home_opened", 1)
	with := strings.Replace(testManifest, `"files:read", `, `"files:read", "links.embed:write", `, 1)
	file := modalView("", fileBlock)
	for name, c := range map[string]struct {
		manifest, method, needed string
		args                     []string
	}{
		"a video in a message without": {without, "chat.postMessage", "links.embed:write",
			[]string{"channel", "U0SIM00ADA", "text", "x", "blocks", "[" + videoBlock + "]"}},
		"a video in a message with": {with, "chat.postMessage", "", []string{"channel", "U0SIM00ADA", "text", "x",
			"blocks", "[" + videoBlock + "]"}},
		"a video in an attachment": {without, "chat.postMessage", "links.embed:write",
			[]string{"channel", "U0SIM00ADA", "attachments", `[{"blocks":[` + videoBlock + `]}]`}},
		"a video in Home without": {without, "views.publish", "links.embed:write",
			[]string{"user_id", "U0SIM00ADA", "view", `{"type":"home","blocks":[` + videoBlock + `]}`}},
		"a file input without": {without, "views.open", "files:read", []string{"trigger_id", "", "view", file}},
		"a file input with":    {with, "views.open", "", []string{"trigger_id", "", "view", file}},
		"a missing scope hides no mistake": {without, "chat.postMessage", "", []string{"channel", "U0SIM00ADA", "text", "x",
			"blocks", `[{"type":"divider"}]`}},
	} {
		t.Run(name, func(t *testing.T) {
			v := &viewWorld{world: mustWorld(t, func(o *slacksim.Options) { o.Manifest = []byte(c.manifest) })}
			v.r = v.mustRecord(t, nil)
			if c.args[0] == "trigger_id" {
				c.args[1] = v.mustTrigger(t)
			}
			answer := v.mustAPI(t, c.method, c.args...)
			needed, _ := answer["needed"].(string)
			if needed != c.needed || (errorOf(answer) == "missing_scope") != (c.needed != "") {
				t.Errorf("got %v, want needed %q", answer, c.needed)
			}
		})
	}
	t.Run("in an acknowledgement the person sees trouble", func(t *testing.T) {
		v := &viewWorld{world: mustWorld(t, func(o *slacksim.Options) { o.Manifest = []byte(without) })}
		v.r = v.mustRecord(t, func(payload map[string]any) any {
			if payload["type"] != "view_submission" {
				return map[string]any{"text": "x", "blocks": []any{map[string]any{"type": "video", "title": plainWord("V"),
					"video_url": "https://a.example/v", "thumbnail_url": "https://a.example/t", "alt_text": "a"}}}
			}
			return map[string]any{"response_action": "update", "view": map[string]any{"type": "modal", "title": plainWord("T"),
				"submit": plainWord("S"),
				"blocks": []any{map[string]any{"type": "input", "label": plainWord("F"),
					"element": map[string]any{"type": "file_input"}}}}}
		})
		replied, err := v.Person("ada").Slash(t.Context(), "general", "/try")
		mustNotFail(t, err)
		if replied.Error != `/try failed with the error "missing_scope"` {
			t.Errorf("command: %+v", replied)
		}
		v.mustModal(t, modalView("", inputBlock("b", "a", "")))
		got, err := v.Person("ada").Submit(t.Context(), slacksim.Values{"b": "x"})
		mustNotFail(t, err)
		if got.Result != slacksim.ResultTrouble {
			t.Errorf("submission: %+v", got)
		}
	})
}

// Page: messaging/formatting-message-text, "Linking to channels".
func TestMentions_OfChannelsComeBackNamed(t *testing.T) {
	w := mustWorld(t)
	hidden := "<#C0SIM0PRIV>" // the app is not in #leadership
	for sent, want := range map[string]string{
		"see <#C0SIM00GEN> & <#C0SIM00RND>": "see <#C0SIM00GEN|general> & <#C0SIM00RND|random>",
		"see <#C0SIM00GEN|anything>":        "see <#C0SIM00GEN|anything>",
		"see " + hidden + " <#C0NOBODY>":    "see " + hidden + " <#C0NOBODY>",
		"see &lt;#C0SIM00GEN&gt;":           "see &lt;#C0SIM00GEN&gt;",
	} {
		blocks := string(mustJSON(t, []any{
			map[string]any{"type": "section", "text": map[string]any{"type": "mrkdwn", "text": sent}},
			map[string]any{"type": "section", "text": map[string]any{"type": "plain_text", "text": sent}}}))
		answer := w.mustAPI(t, "chat.postMessage", "channel", "U0SIM00ADA", "text", sent, "blocks", blocks)
		message, _ := answer["message"].(map[string]any)
		text := func(i int) any {
			return message["blocks"].([]any)[i].(map[string]any)["text"].(map[string]any)["text"]
		}
		if diff := cmp.Diff([]any{want, want, sent}, []any{message["text"], text(0), text(1)}); diff != "" {
			t.Errorf("%s: text, mrkdwn and plain text: %s", sent, diff)
		}
	}
}

// Page: reference/block-kit/blocks/input-block; reference/interaction-payloads/block_actions-payload, "state".
func TestFill_KeepsWhatIsTypedIntoAMessage(t *testing.T) {
	v := mustViewWorld(t)
	blocks := `[` + inputBlock("note", "text", "") + `,{"type":"input","block_id":"when","label":{"type":"plain_text","text":"When"},"element":{"type":"datepicker","action_id":"day"}},
		{"type":"actions","block_id":"row","elements":[{"type":"button","action_id":"go","text":{"type":"plain_text","text":"Go"}},
			{"type":"static_select","action_id":"mood","options":[{"text":{"type":"plain_text","text":"Good"},"value":"g"}]}]}]`
	v.mustAPI(t, "chat.postMessage", "channel", "C0SIM00GEN", "text", "x", "blocks", blocks, "attachments", attached)
	ada, ben := v.Person("ada"), v.Person("ben")
	m := ada.Messages("general")[0]
	mustNotFail(t, v.Await(soon(t), func() bool { return v.r.count() == 1 && v.Waiting() == 0 })) // the message itself
	before := v.r.count()
	for name, c := range map[string]struct {
		values slacksim.Values
		want   string
	}{
		"a button":           {slacksim.Values{"go": "x"}, "go is pressed, not filled in"},
		"a menu of the row":  {slacksim.Values{"mood": "g"}, "mood is pressed, not filled in"},
		"nothing there":      {slacksim.Values{"nowhere": "x"}, `no element "nowhere" here`},
		"no such day":        {slacksim.Values{"note": "kept?", "when": "2026-02-30"}, "day: "},
		"a line break":       {slacksim.Values{"note": "a\nb"}, "takes no line breaks"},
		"inside, by label":   {slacksim.Values{"Why": "because"}, ""},
		"by block and id":    {slacksim.Values{"note": map[string]any{"text": "typed"}}, ""},
		"a day that exists":  {slacksim.Values{"when": "2026-03-01"}, ""},
		"a day, taken again": {slacksim.Values{"when": "2026-03-01"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := ada.FillMessage(m, c.values)
			if (err == nil) != (c.want == "") || (err != nil && !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	if v.r.count() != before {
		t.Error("typing alone sent something to the app")
	}
	state := func(p *slacksim.Person) map[string]any {
		_, err := p.Press(t.Context(), m, "go")
		mustNotFail(t, err)
		return v.r.last(t)["payload"].(map[string]any)["state"].(map[string]any)["values"].(map[string]any)
	}
	got := state(ada)
	if diff := cmp.Diff(map[string]any{"text": map[string]any{"type": "plain_text_input", "value": "typed"}},
		got["note"]); diff != "" {
		t.Errorf("the note: %s", diff)
	}
	if day := got["when"].(map[string]any)["day"].(map[string]any)["selected_date"]; day != "2026-03-01" {
		t.Errorf("the day: %v", day)
	}
	if note := state(ben)["note"].(map[string]any)["text"].(map[string]any)["value"]; note != nil {
		t.Errorf("ben sends what ada typed: %v", note)
	}
	t.Run("over the control interface", func(t *testing.T) {
		status, answer := v.mustCall(t, http.MethodPost, "/sim/people/ben/fill", map[string]any{"channel": m.Channel,
			"ts": m.TS, "values": map[string]any{"note": map[string]any{"text": "from ben"}}})
		if status != http.StatusOK || state(ben)["note"].(map[string]any)["text"].(map[string]any)["value"] != "from ben" {
			t.Errorf("%d %v", status, answer)
		}
	})
}

// Page: reference/events/app_mention; messaging/formatting-message-text, "Special mentions".
func TestMentions_CallTheAppByNameOnly(t *testing.T) {
	w := mustWorld(t)
	r := w.mustRecord(t, nil)
	said := func(text string) (mentioned bool) {
		_, err := w.Person("ada").Say(t.Context(), "general", text)
		mustNotFail(t, err)
		_, err = w.Person("ada").Say(t.Context(), "general", "end")
		mustNotFail(t, err)
		mustNotFail(t, w.Await(soon(t), func() bool { return r.hasEvent("message", "end") }))
		found := r.hasEvent("app_mention", "")
		r.forget()
		return found
	}
	for text, want := range map[string]bool{"@testapp hello": true, "@here hello": false, "hello testapp": false,
		"<@U0SIM00BOT>": false} {
		if got := said(text); got != want {
			t.Errorf("%q: mentioned %v, want %v", text, got, want)
		}
	}
	unread := func(who string) bool {
		_, answer := w.mustCall(t, http.MethodGet, "/sim/people/"+who+"/conversations", nil)
		for _, item := range answer["conversations"].([]any) {
			if c := item.(map[string]any); c["name"] == "general" {
				return c["mention"] == true
			}
		}
		return false
	}
	if !unread("ben") {
		t.Error("@here left no mark for ben")
	}
}
