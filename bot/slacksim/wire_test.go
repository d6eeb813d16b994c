// Socket Mode below the SDKs: frames that are no acknowledgements, pings of clients, and answers over another
// connection.

package slacksim_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"
	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
)

// kindsOf lists the kinds of journal entries but those of sockets.
func kindsOf(w *world) (kinds []string) {
	for _, e := range w.Log(0) {
		if e.Kind != "socket" {
			kinds = append(kinds, e.Kind)
		}
	}
	return kinds
}

// Page: apis/events-api/using-socket-mode, "Acknowledge events": Slack answers no frame of a client, whatever it is.
func TestWire_FramesThatAreNoAcknowledgement(t *testing.T) {
	for name, c := range map[string]struct {
		kind  websocket.MessageType
		frame string
		want  []string
	}{
		"text that is no JSON":    {websocket.MessageText, "hello", []string{"bad_frame"}},
		"a JSON list":             {websocket.MessageText, "[]", []string{"bad_frame"}},
		"an object without an id": {websocket.MessageText, `{"type":"ping"}`, []string{"bad_frame"}},
		"an id that is a number":  {websocket.MessageText, `{"envelope_id":1}`, []string{"bad_frame"}},
		"binary":                  {websocket.MessageBinary, `{"envelope_id":"x"}`, []string{"bad_frame"}},
		"an id nobody gave":       {websocket.MessageText, `{"envelope_id":"x"}`, []string{"unknown_ack"}},
		"an id nobody gave, and more": {websocket.MessageText, `{"envelope_id":"x","payload":{"text":"x"},"extra":[1]}`,
			[]string{"unknown_ack"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := mustWorld(t)
				socket, _ := w.mustSocket(t, "")
				mustNotFail(t, socket.Write(t.Context(), c.kind, []byte(c.frame)))
				synctest.Wait()
				if diff := cmp.Diff(c.want, kindsOf(w)); diff != "" || w.Connections() != 1 {
					t.Errorf("%d connections; %s", w.Connections(), diff)
				}
			})
		})
	}
}

// Page: apis/events-api/using-socket-mode; the reason is what Slack was seen to say (github.com/revelrylabs/slax issue
// 614).
func TestWire_SaysWhyAFrameWasTooBig(t *testing.T) {
	w := mustWorld(t)
	socket, _ := w.mustSocket(t, "")
	mustNotFail(t, socket.Write(t.Context(), websocket.MessageText, []byte(`{"envelope_id":"`+strings.Repeat("x",
		20_480)+`"}`)))
	_, _, err := socket.Read(t.Context())
	if err == nil || !strings.Contains(err.Error(), "Max frame length of 20480 has been exceeded.") {
		t.Errorf("got %v", err)
	}
}

// Slack's Node and Python clients ping every five seconds and leave when no pong comes.
func TestWire_AnswersPingsOfClients(t *testing.T) {
	w := mustWorld(t)
	socket, _ := w.mustSocket(t, "")
	go func() { _, _, _ = socket.Read(t.Context()) }()
	mustNotFail(t, socket.Ping(soon(t)))
}

// Page: apis/events-api/using-socket-mode, "Using multiple connections": a payload goes to one connection; that its
// acknowledgement may come over another is not said and not forbidden.
func TestWire_TakesAcknowledgementsOverAnyConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWorld(t)
		first, _ := w.mustSocket(t, "")
		second, _ := w.mustSocket(t, "")
		frames := make(chan []byte, 10)
		for _, socket := range []*websocket.Conn{first, second} {
			go func() {
				for _, raw, err := socket.Read(t.Context()); err == nil; _, raw, err = socket.Read(t.Context()) {
					frames <- raw
				}
			}()
		}
		for _, other := range []*websocket.Conn{first, second} {
			done := make(chan slacksim.Replied, 1)
			go func() {
				reply, _ := w.Person("ada").Slash(t.Context(), "general", "/try")
				done <- reply
			}()
			var e map[string]any
			mustNotFail(t, json.Unmarshal(<-frames, &e))
			mustNotFail(t, other.Write(t.Context(), websocket.MessageText,
				mustJSON(t, map[string]any{"envelope_id": e["envelope_id"], "payload": map[string]any{}})))
			if reply := <-done; !reply.Acked || reply.Error != "" || reply.Reply != nil {
				t.Errorf("got %+v", reply)
			}
		}
	})
}

// Page: interactivity/implementing-slash-commands, "Responding to commands", for what an acknowledgement may say.
func TestWire_AnswersToCommands(t *testing.T) {
	type payload = map[string]any
	for name, c := range map[string]struct {
		answer  any
		private string
		public  string
		failed  string
	}{
		"nothing":             {nil, "", "", ""},
		"an empty object":     {payload{}, "", "", ""},
		"a private text":      {payload{"text": "psst"}, "psst", "", ""},
		"private, said so":    {payload{"text": "psst", "response_type": "ephemeral"}, "psst", "", ""},
		"for everybody":       {payload{"text": "hey", "response_type": "in_channel"}, "", "hey", ""},
		"a type nobody knows": {payload{"text": "psst", "response_type": "loud"}, "psst", "", ""},
		"blocks without text": {payload{"blocks": []any{payload{"type": "section",
			"text": payload{"type": "mrkdwn", "text": "in blocks"}}}}, "in blocks", "", ""},
		"blocks that are refused": {payload{"text": "x", "blocks": []any{payload{"type": "alert"}}}, "", "",
			`/try failed with the error "invalid_blocks"`},
		"nothing to show": {payload{"response_type": "in_channel"}, "", "", `/try failed with the error "no_text"`},
		"a bare string":   {"psst", "", "", `/try failed with the error "no_text"`},
	} {
		t.Run(name, func(t *testing.T) {
			w := mustWorld(t)
			w.mustRecord(t, func(sent map[string]any) any {
				if sent["command"] == nil {
					return nil
				}
				return c.answer
			})
			replied, err := w.Person("ada").Slash(t.Context(), "general", "/try")
			mustNotFail(t, err)
			var private, public string
			for _, m := range w.Person("ada").Ephemerals() {
				if m.BotID != "" {
					private = m.Text
				}
			}
			for _, m := range w.Person("ben").Messages("general") {
				if m.BotID != "" {
					public = m.Text
				}
			}
			if !replied.Acked || replied.Error != c.failed || private != c.private || public != c.public {
				t.Errorf("got %+v, private %q, public %q", replied, private, public)
			}
		})
	}
}

// Page: apis/events-api/using-socket-mode, "Disconnecting and refreshing": when Socket Mode is switched off, nothing
// opens.
func TestWire_StaysClosedWhenSwitchedOff(t *testing.T) {
	w := mustWorld(t)
	socket, _ := w.mustSocket(t, "")
	mustNotFail(t, w.Disconnect("link_disabled"))
	if frame := mustFrame(t, socket); frame["type"] != "disconnect" || frame["reason"] != "link_disabled" {
		t.Errorf("the farewell: %v", frame)
	}
	if _, _, err := socket.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusNormalClosure {
		t.Errorf("the end: %v", err)
	}
	if _, answer := w.mustRequest(t, request{method: "apps.connections.open",
		token: w.AppToken()}); errorOf(answer) != "forbidden_team" {
		t.Errorf("opening again: %v", answer)
	}
	response, err := w.http.Get(strings.TrimSuffix(w.APIURL(), "/api/") + "/link/?ticket=made-up")
	mustNotFail(t, err)
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusForbidden {
		t.Errorf("a ticket nobody gave: %d", response.StatusCode)
	}
}

// Page: apis/events-api, "Error handling": a delivery that fails is tried again with the same event id, and the app can
// see the number and the reason of the attempt.
func TestWire_NumbersItsAttempts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWorld(t)
		socket, _ := w.mustSocket(t, "")
		_, err := w.Person("ada").Say(t.Context(), "", "anyone?")
		mustNotFail(t, err)
		began, ids := time.Now(), map[any]bool{}
		for attempt, after := range []time.Duration{0, 3 * time.Second, 66 * time.Second, 369 * time.Second} {
			e := mustFrame(t, socket)
			reason := "timeout"
			if attempt == 0 {
				reason = ""
			}
			ids[e["payload"].(map[string]any)["event_id"]] = true
			if e["retry_attempt"] != float64(attempt) || e["retry_reason"] != reason || time.Since(began) != after {
				t.Errorf("attempt %d after %v: %v %v", attempt, time.Since(began), e["retry_attempt"], e["retry_reason"])
			}
		}
		if len(ids) != 1 {
			t.Errorf("event ids: %v", ids)
		}
	})
}
