// Decoding tests: what Slack sends, its awkward parts included, becomes the same inbound thing every time.

package dispatch

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vouch/bot/socket"
	"vouch/store"
)

func mustDecode(tb testing.TB, kind, payload string) Interaction {
	tb.Helper()
	in, err := Decode(socket.Envelope{ID: "env-1", Type: kind, Payload: json.RawMessage(payload)})
	if err != nil {
		tb.Fatal(err)
	}
	return in
}

// Payloads follow docs.slack.dev/reference/interaction-payloads and reference/events.
func TestInbound_Decode(t *testing.T) {
	cases := []struct {
		name, kind, payload string
		want                Interaction
	}{
		{"a slash command with escaped text and a boolean as text", "slash_commands",
			`{"team_id":"T1","channel_id":"C1","user_id":"U1","command":"/Refer","text":"a &amp; b &lt;c&gt;","is_enterprise_install":"false","response_url":"https://r","trigger_id":"1.2.x"}`,
			Interaction{Kind: KindCommand, Cause: "1.2.x", User: "U1", Team: "T1", Channel: "C1", Command: "/refer",
				Text:    "a & b <c>",
				Trigger: "1.2.x", ResponseURL: "https://r"}},
		{"a button in a message, among another app's unknown blocks", "interactive",
			`{"type":"block_actions","user":{"id":"U1","team_id":"T1"},"container":{"type":"message","message_ts":"1.5","channel_id":"D1","is_ephemeral":false},"trigger_id":"t","channel":{"id":"D1"},"message":{"ts":"1.5","blocks":[{"type":"actions","elements":[{"type":"hologram"}]}]},"state":{"values":{}},"response_url":"https://r","actions":[{"type":"button","action_id":"share","block_id":"b","value":"42"}]}`,
			Interaction{Kind: KindAction, Cause: "t", User: "U1", Team: "T1", Channel: "D1", MessageTS: "1.5", Trigger: "t",
				ResponseURL: "https://r",
				Action:      Action{ID: "share", Block: "b", Type: "button", Value: "42"}, State: State{}}},
		{"a link button on an ephemeral message, without the message", "interactive",
			`{"type":"block_actions","user":{"id":"U1"},"team":{"id":"T1"},"container":{"type":"message","message_ts":"1.5","channel_id":"C1","is_ephemeral":true,"thread_ts":"1.1"},"trigger_id":"t","actions":[{"type":"button","action_id":"link","block_id":"b","url":"https://x"}]}`,
			Interaction{Kind: KindAction, Cause: "t", User: "U1", Team: "T1", Channel: "C1", MessageTS: "1.5", ThreadTS: "1.1",
				Ephemeral: true,
				Trigger:   "t", Action: Action{ID: "link", Block: "b", Type: "button", URLButton: true}}},
		{"a select that was cleared, on Home of an organisation's install with a null team", "interactive",
			`{"type":"block_actions","user":{"id":"U1"},"team":null,"container":{"type":"view","view_id":"V1"},"trigger_id":"t","view":{"id":"V1","type":"home","hash":"h","state":{"values":[]}},"actions":[{"type":"static_select","action_id":"x","block_id":"b","selected_option":null}]}`,
			Interaction{Kind: KindAction, Cause: "t", User: "U1", Trigger: "t", View: View{ID: "V1", Hash: "h", Type: "home"},
				Action: Action{ID: "x", Block: "b", Type: "static_select"}}},
		{"a submission", "interactive",
			`{"type":"view_submission","user":{"id":"U1"},"team":{"id":"T1"},"trigger_id":"t","view":{"id":"V1","type":"modal","hash":"h","callback_id":"share","private_metadata":"m","root_view_id":"V0","previous_view_id":null,"blocks":[{"type":"section","block_id":"s"},{"type":"input","block_id":"text"}],"state":{"values":{"text":{"v":{"type":"plain_text_input","value":null}}}}}}`,
			Interaction{Kind: KindSubmit, Cause: "V1/h", User: "U1", Team: "T1", Trigger: "t",
				View: View{ID: "V1", Hash: "h", Type: "modal", CallbackID: "share", Metadata: "m", Root: "V0",
					Inputs: []string{"text"}},
				State: State{"text": {"v": {Type: "plain_text_input"}}}}},
		{"a suggestion request", "interactive",
			`{"type":"block_suggestion","user":{"id":"U1"},"container":{"type":"view","view_id":"V1"},"view":{"id":"V1","type":"modal"},"action_id":"job","block_id":"b","value":"eng"}`,
			Interaction{Kind: KindSuggest, Cause: "env-1", User: "U1", View: View{ID: "V1", Type: "modal"},
				Action: Action{ID: "job", Block: "b"}, Query: "eng"}},
		{"a global shortcut", "interactive",
			`{"type":"shortcut","user":{"id":"U1","username":"jane","team_id":"T1"},"callback_id":"refer_someone","trigger_id":"t"}`,
			Interaction{Kind: KindShortcut, Cause: "t", User: "U1", Team: "T1", Trigger: "t",
				View: View{CallbackID: "refer_someone"}}},
		{"a reaction with a skin tone", "events_api",
			`{"team_id":"T1","event_id":"Ev1","event":{"type":"reaction_added","user":"U1","reaction":"-1::skin-tone-3","item":{"type":"message","channel":"D1","ts":"1.5"}}}`,
			Interaction{Kind: KindReaction, Cause: "Ev1", User: "U1", Team: "T1", Channel: "D1", MessageTS: "1.5",
				Event: event{Type: "reaction_added", Reaction: "-1"}}},
		{"a direct message", "events_api",
			`{"team_id":"T1","event_id":"Ev1","event":{"type":"message","channel":"D1","channel_type":"im","user":"U1","text":" hi &amp; bye ","ts":"1.5"}}`,
			Interaction{Kind: KindDM, Cause: "Ev1", User: "U1", Team: "T1", Channel: "D1", MessageTS: "1.5", Text: "hi & bye",
				Event: event{Type: "message"}}},
		{"our own message comes back and is nothing", "events_api",
			`{"team_id":"T1","event_id":"Ev1","event":{"type":"message","channel":"D1","channel_type":"im","user":"UB","bot_id":"B1","text":"hi","ts":"1.5"}}`,
			Interaction{Kind: kindOther, Cause: "Ev1", User: "UB", Team: "T1", Channel: "D1", MessageTS: "1.5",
				Event: event{Type: "message"}}},
		{"an edited message is nothing", "events_api",
			`{"team_id":"T1","event_id":"Ev1","event":{"type":"message","subtype":"message_changed","channel":"D1","channel_type":"im","ts":"1.5"}}`,
			Interaction{Kind: kindOther, Cause: "Ev1", Team: "T1", Channel: "D1", MessageTS: "1.5",
				Event: event{Type: "message", Subtype: "message_changed"}}},
		{"an event nobody knows yet, with an object for a channel", "events_api",
			`{"team_id":"T1","event_id":"Ev1","event":{"type":"channel_levitated","channel":{"id":"C1"}}}`,
			Interaction{Kind: kindOther, Cause: "Ev1", Team: "T1", Event: event{Type: "channel_levitated"}}},
		{"an envelope type nobody knows yet", "telepathy", `{}`, Interaction{Kind: kindOther, Cause: "env-1"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := mustDecode(t, c.kind, c.payload)
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(View{}), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("decoded (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInbound_State(t *testing.T) {
	in := mustDecode(t, "interactive", `{"type":"view_submission","user":{"id":"U1"},"view":{"id":"V1","state":{"values":{
		"text":{"v":{"type":"plain_text_input","value":"hi\nthere"}},"one":{"v":{"type":"static_select","selected_option":{"value":"a"}}},
		"many":{"v":{"type":"multi_static_select","selected_options":[{"value":"a"},{"value":"b"}]}},"none":{"v":{"type":"checkboxes","selected_options":[]}},
		"day":{"v":{"type":"datepicker","selected_date":"2026-03-02"}},"who":{"v":{"type":"users_select","selected_user":"U2"}},
		"where":{"v":{"type":"conversations_select","selected_conversation":"C9"}},"at":{"v":{"type":"datetimepicker","selected_date_time":1655909280}},
		"crowd":{"v":{"type":"multi_users_select","selected_users":["U2","U3"]}}}}}}`)
	s := in.State
	got := []any{s.Text("text"), s.Choice("one"), s.Choices("many"), s.Bool("many"), s.Bool("none"), s.Date("day"),
		s.Choice("who"),
		s.Choice("where"), s.Text("at"), s.Choices("crowd"), s.Text("absent"), s.Choices("absent")}
	want := []any{"hi\nthere", "a", []string{"a", "b"}, true, false, store.LocalDate("2026-03-02"), "U2",
		"C9", "1655909280", []string{"U2", "U3"}, "", []string(nil)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
}

func TestInbound_Decode_BrokenPayload(t *testing.T) {
	for _, kind := range []string{"slash_commands", "interactive", "events_api"} {
		in, err := Decode(socket.Envelope{ID: "e", Type: kind, Payload: json.RawMessage(`["not an object"]`)})
		if err == nil || in.Kind != kindOther {
			t.Errorf("%s: a payload that is no object gave %v, %v", kind, in.Kind, err)
		}
	}
}

func FuzzInbound_Decode(f *testing.F) {
	for _, kind := range []string{"slash_commands", "interactive", "events_api"} {
		f.Add(kind,
			`{"type":"block_actions","user":{"id":"U1"},"actions":[{"value":{}}],"view":{"state":{"values":{"a":{"b":null}}}}}`)
		f.Add(kind, `{"event":{"type":"team_join","user":{"id":7}}}`)
	}
	f.Fuzz(func(t *testing.T, kind, payload string) {
		in, err := Decode(socket.Envelope{ID: "e", Type: kind, Payload: json.RawMessage(payload)})
		if err == nil && in.Cause == "" {
			t.Error("an interaction without a cause cannot be made idempotent")
		}
	})
}
