// Interaction payloads and events exactly as reference/interaction-payloads and reference/events show them.

package slacksim_test

import (
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/coder/websocket"
	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
)

// recorder is an app on a bare socket: it acknowledges everything and keeps what it got.
type recorder struct {
	mu        sync.Mutex
	envelopes []map[string]any
}

// mustRecord connects a recorder. answer gives the payload of an acknowledgement; nil means none.
func (w *world) mustRecord(tb testing.TB, answer func(payload map[string]any) any) *recorder {
	tb.Helper()
	socket, _ := w.mustSocket(tb, "")
	r := &recorder{}
	go func() {
		for {
			_, raw, err := socket.Read(tb.Context())
			if err != nil {
				return
			}
			var e map[string]any
			_ = json.Unmarshal(raw, &e)
			r.mu.Lock()
			r.envelopes = append(r.envelopes, e)
			r.mu.Unlock()
			ack := map[string]any{"envelope_id": e["envelope_id"]}
			if answer != nil {
				if payload, _ := e["payload"].(map[string]any); payload != nil {
					ack["payload"] = answer(payload)
				}
			}
			raw, _ = json.Marshal(ack)
			_ = socket.Write(tb.Context(), websocket.MessageText, raw)
		}
	}()
	return r
}

// last is the newest envelope.
func (r *recorder) last(tb testing.TB) map[string]any {
	tb.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.envelopes) == 0 {
		tb.Fatal("nothing arrived")
	}
	return r.envelopes[len(r.envelopes)-1]
}

// hasEvent tells whether an event of a type came, with a text if one is given.
func (r *recorder) hasEvent(kind, text string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.ContainsFunc(r.envelopes, func(e map[string]any) bool {
		payload, _ := e["payload"].(map[string]any)
		event, _ := payload["event"].(map[string]any)
		return event["type"] == kind && (text == "" || event["text"] == text)
	})
}

// forget empties the record.
func (r *recorder) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.envelopes = nil
}

func (r *recorder) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.envelopes)
}

// keys lists the keys of an object, sorted.
func keys(object any) string {
	var names []string
	for name := range object.(map[string]any) {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

const common = "api_app_id enterprise is_enterprise_install team token type user"

func sorted(words string) string {
	names := strings.Fields(words)
	slices.Sort(names)
	return strings.Join(names, " ")
}

func TestPayload_HasSlacksKeys(t *testing.T) {
	w := mustWorld(t)
	r := w.mustRecord(t, nil)
	ada, ctx := w.Person("ada"), t.Context()
	menu := `[{"type":"actions","block_id":"b","elements":[{"type":"button","action_id":"go","value":"7","style":"primary","text":{"type":"plain_text","text":"Go"}},
		{"type":"static_select","action_id":"menu","options":[{"text":{"type":"plain_text","text":"One"},"value":"1"}]}]}]`
	w.mustAPI(t, "chat.postMessage", "channel", "U0SIM00ADA", "text", "x", "blocks", menu)
	mustNotFail(t, w.Await(soon(t), func() bool { return r.count() == 1 }))
	posted := ada.Inbox()[0]
	w.mustAPI(t, "chat.postEphemeral", "channel", "C0SIM00GEN", "user", "U0SIM00ADA", "text", "x", "blocks", menu)
	whisper := ada.Ephemerals()[0]
	for name, c := range map[string]struct {
		do    func() error
		kind  string
		takes bool
		keys  string
	}{
		"a slash command": {func() error { _, err := ada.Slash(ctx, "general", "/try a b"); return err }, "slash_commands",
			true,
			"token team_id team_domain channel_id channel_name user_id user_name command text api_app_id " +
				"is_enterprise_install response_url trigger_id"},
		"a button": {func() error { _, err := ada.Press(ctx, posted, "Go"); return err }, "interactive", true,
			common + " container trigger_id channel message state response_url actions"},
		"a button only one person sees": {func() error { _, err := ada.Press(ctx, whisper, "go"); return err },
			"interactive", true,
			common + " container trigger_id channel state response_url actions"},
		"a global shortcut": {func() error { _, err := ada.Shortcut(ctx, "do_it"); return err }, "interactive", false,
			common + " action_ts callback_id trigger_id"},
		"a message shortcut": {func() error { _, err := ada.MessageShortcut(ctx, "keep_it", posted); return err },
			"interactive", false,
			common + " action_ts callback_id trigger_id channel message_ts message response_url"},
		"an event": {func() error { return ada.OpenHome(ctx) }, "events_api", false,
			"token team_id context_team_id context_enterprise_id api_app_id event type event_id event_time authorizations " +
				"is_ext_shared_channel event_context"},
	} {
		t.Run(name, func(t *testing.T) {
			before := r.count()
			mustNotFail(t, c.do())
			mustNotFail(t, w.Await(soon(t), func() bool { return r.count() > before && w.Waiting() == 0 }))
			e := r.last(t)
			if e["type"] != c.kind || e["accepts_response_payload"] != c.takes {
				t.Errorf("envelope %v, accepts an answer: %v", e["type"], e["accepts_response_payload"])
			}
			if diff := cmp.Diff(sorted(c.keys), keys(e["payload"])); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Pages: reference/interaction-payloads/slash-commands, block_actions-payload, shortcuts-interaction-payload.
func TestPayload_HasSlacksOddities(t *testing.T) {
	w := mustWorld(t)
	r := w.mustRecord(t, nil)
	ada, ctx := w.Person("ada"), t.Context()
	payload := func() map[string]any { return r.last(t)["payload"].(map[string]any) }
	_, err := ada.Slash(ctx, "", "/tell  @ben about #general & <more>")
	mustNotFail(t, err)
	slash := payload()
	if slash["is_enterprise_install"] != "false" || slash["channel_name"] != "directmessage" ||
		slash["text"] != "<@U0SIM00BEN|ben> about <#C0SIM00GEN|general> & <more>" {
		t.Errorf("slash: %v", slash)
	}
	if _, err := ada.Slash(ctx, "", "/try @ben"); err != nil || payload()["text"] != "@ben" {
		t.Errorf("without should_escape: %v", payload()["text"])
	}
	_, err = ada.Shortcut(ctx, "do_it")
	mustNotFail(t, err)
	if diff := cmp.Diff("id team_id username", keys(payload()["user"])); diff != "" {
		t.Error(diff)
	}
	for who, impossible := range map[string]string{"lena": "a stranger", "karl": "a deactivated person",
		"calendar": "a bot", "nobody": "nobody"} {
		if _, err := w.Person(who).Slash(ctx, "", "/try"); err == nil {
			t.Errorf("%s ran a command", impossible)
		}
	}
	if _, err := ada.Slash(ctx, "general", "/unknown"); err == nil {
		t.Error("an unknown command ran")
	}
}

// Page: reference/events/message.im and its neighbours.
func TestEvents_FollowTheManifest(t *testing.T) {
	w := mustWorld(t)
	r := w.mustRecord(t, nil)
	ada, ctx := w.Person("ada"), t.Context()
	event := func(do func() error) map[string]any {
		t.Helper()
		before := r.count()
		mustNotFail(t, do())
		mustNotFail(t, w.Await(soon(t), func() bool { return r.count() > before && w.Waiting() == 0 }))
		return r.last(t)["payload"].(map[string]any)["event"].(map[string]any)
	}
	var said slacksim.Message
	im := event(func() (err error) { said, err = ada.Say(ctx, "", "hi <there> & all"); return err })
	if im["type"] != "message" || im["channel_type"] != "im" || im["text"] != "hi &lt;there&gt; &amp; all" ||
		im["bot_id"] != nil {
		t.Errorf("a direct message: %v", im)
	}
	echo := event(func() error { w.mustAPI(t, "chat.postMessage", "channel", "U0SIM00ADA", "text", "x"); return nil })
	if echo["bot_id"] != "B0SIM00BOT" || echo["channel_type"] != "im" {
		t.Errorf("the bot's own message: %v", echo)
	}
	added := event(func() error { return ada.React(ctx, said, ":tada:") })
	if added["type"] != "reaction_added" || added["reaction"] != "tada" || added["item_user"] != "U0SIM00ADA" ||
		added["item"].(map[string]any)["ts"] != said.TS {
		t.Errorf("reaction: %v", added)
	}
	before := r.count()
	_, err := ada.Say(ctx, "random", "the bot is not here <@U0SIM00BOT>")
	mustNotFail(t, err)
	_, err = ada.Say(ctx, "@ben", "nor here")
	mustNotFail(t, err)
	home := event(func() error { return ada.OpenHome(ctx) })
	if home["type"] != "app_home_opened" || home["view"] != nil || strings.Contains(home["event_ts"].(string), ".") {
		t.Errorf("the first look at Home: %v", home)
	}
	if got := r.count() - before; got != 1 {
		t.Errorf("%d events, messages elsewhere are none of the app's business", got)
	}
	w.mustAPI(t, "views.publish", "user_id", "U0SIM00ADA", "view", `{"type":"home","blocks":[]}`)
	if again := event(func() error { return ada.OpenHome(ctx) }); again["view"] == nil {
		t.Error("the second look carries no view")
	}
	if mention := event(func() error {
		_, err := ada.Say(ctx, "general",
			"@testapp help")
		return err
	}); mention["type"] != "app_mention" {
		t.Errorf("a mention: %v", mention)
	}
	changed := event(func() error {
		_, err := w.ChangePerson("ada",
			func(u *slacksim.User) { u.Title = "Boss" })
		return err
	})
	if changed["type"] != "user_change" || changed["user"].(map[string]any)["locale"] != "fr-FR" {
		t.Errorf("user_change: %v", changed)
	}
	unknown := event(func() error { w.EmitEvent(map[string]any{"type": "from_the_future"}); return nil })
	if unknown["type"] != "from_the_future" {
		t.Errorf("a raw event: %v", unknown)
	}
}

// Pages: reference/events/message/message_changed and message_deleted.
func TestEvents_TellOfEditsAndDeletions(t *testing.T) {
	w := mustWorld(t)
	r := w.mustRecord(t, nil)
	posted := w.mustAPI(t, "chat.postMessage", "channel", "U0SIM00ADA", "text", "first")
	at := []string{"channel", posted["channel"].(string), "ts", posted["ts"].(string)}
	w.mustAPI(t, "chat.update", append(at, "text", "second")...)
	mustNotFail(t, w.Await(soon(t), func() bool { return r.count() == 2 }))
	changed := r.last(t)["payload"].(map[string]any)["event"].(map[string]any)
	if changed["subtype"] != "message_changed" || changed["message"].(map[string]any)["text"] != "second" ||
		changed["previous_message"].(map[string]any)["text"] != "first" || changed["ts"] == posted["ts"] {
		t.Errorf("edit: %v", changed)
	}
	w.mustAPI(t, "chat.delete", at...)
	mustNotFail(t, w.Await(soon(t), func() bool { return r.count() == 3 }))
	deleted := r.last(t)["payload"].(map[string]any)["event"].(map[string]any)
	if deleted["subtype"] != "message_deleted" || deleted["deleted_ts"] != posted["ts"] ||
		len(w.Person("ada").Inbox()) != 0 {
		t.Errorf("deletion: %v", deleted)
	}
}
