// Socket Mode at the wire, with a bare WebSocket client: greeting, pings, limits, disconnects, ghosts.

package slacksim_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"vouch/bot/slacksim"
)

// mustTicket asks for the URL of one connection.
func (w *world) mustTicket(tb testing.TB) string {
	tb.Helper()
	_, address, err := w.api.StartSocketModeContext(tb.Context())
	mustNotFail(tb, err)
	return address
}

// mustSocket opens a bare connection and reads its greeting.
func (w *world) mustSocket(tb testing.TB, suffix string) (*websocket.Conn, map[string]any) {
	tb.Helper()
	address := w.mustTicket(tb) + suffix
	socket, _, err := websocket.Dial(tb.Context(), address, &websocket.DialOptions{HTTPClient: w.http})
	mustNotFail(tb, err)
	tb.Cleanup(func() { _ = socket.CloseNow() })
	return socket, mustFrame(tb, socket)
}

func mustFrame(tb testing.TB, socket *websocket.Conn) map[string]any {
	tb.Helper()
	_, raw, err := socket.Read(tb.Context())
	mustNotFail(tb, err)
	var frame map[string]any
	mustNotFail(tb, json.Unmarshal(raw, &frame))
	return frame
}

// All of them: apis/events-api/using-socket-mode.
func TestSocket_Greets(t *testing.T) {
	w := mustWorld(t)
	_, hello := w.mustSocket(t, "")
	info, _ := hello["debug_info"].(map[string]any)
	if hello["type"] != "hello" || hello["num_connections"] != 1.0 || info["approximate_connection_time"] != 18060.0 {
		t.Errorf("hello: %v", hello)
	}
	if _, second := w.mustSocket(t, ""); second["num_connections"] != 2.0 {
		t.Errorf("second hello: %v", second)
	}
}

func TestSocket_TakesATicketOnceAndNotLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWorld(t)
		dial := func(address string) error {
			socket, response, err := websocket.Dial(t.Context(), address, &websocket.DialOptions{HTTPClient: w.http})
			if err == nil {
				t.Cleanup(func() { _ = socket.CloseNow() })
			} else if response == nil || response.StatusCode != http.StatusForbidden {
				t.Errorf("refused with %v", err)
			}
			return err
		}
		once := w.mustTicket(t)
		mustNotFail(t, dial(once))
		if dial(once) == nil {
			t.Error("a ticket worked twice")
		}
		late := w.mustTicket(t)
		time.Sleep(time.Minute)
		if dial(late) == nil {
			t.Error("a ticket worked after a minute")
		}
	})
}

func TestSocket_RefusesTheEleventhConnection(t *testing.T) {
	w := mustWorld(t)
	for range 10 {
		w.mustSocket(t, "")
	}
	_, frame := w.mustSocket(t, "")
	if frame["type"] != "disconnect" || frame["reason"] != "too_many_websockets" {
		t.Errorf("the eleventh got %v", frame)
	}
	if got := w.Connections(); got != 10 {
		t.Errorf("%d connections are counted", got)
	}
}

func TestSocket_ClosesOnFramesAbove20480Bytes(t *testing.T) {
	w := mustWorld(t)
	socket, _ := w.mustSocket(t, "")
	fits := `{"envelope_id":"` + strings.Repeat("x", 20480-18) + `"}`
	mustNotFail(t, socket.Write(t.Context(), websocket.MessageText, []byte(fits)))
	mustNotFail(t, w.Await(soon(t), func() bool { return len(w.Log(0, "unknown_ack")) == 1 }))
	mustNotFail(t, socket.Write(t.Context(), websocket.MessageText, []byte(fits+" ")))
	_, _, err := socket.Read(t.Context())
	if websocket.CloseStatus(err) != websocket.StatusMessageTooBig {
		t.Errorf("one byte more: %v", err)
	}
}

func TestSocket_PingsOftenEnough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWorld(t)
		var pings atomic.Int32
		socket, _, err := websocket.Dial(t.Context(), w.mustTicket(t), &websocket.DialOptions{HTTPClient: w.http,
			OnPingReceived: func(context.Context, []byte) bool { return pings.Add(1) < 6 }})
		mustNotFail(t, err)
		defer func() { _ = socket.CloseNow() }()
		go func() {
			for _, _, err := socket.Read(t.Context()); err == nil; _, _, err = socket.Read(t.Context()) {
				continue
			}
		}()
		time.Sleep(time.Minute + time.Second)
		if got := pings.Load(); got != 6 {
			t.Errorf("%d pings in a minute", got)
		}
		time.Sleep(10 * time.Second)
		if w.Connections() != 0 {
			t.Error("a client that answers no pings is still connected")
		}
	})
}

func TestSocket_EndsWithAReason(t *testing.T) {
	for _, c := range []struct {
		reason string
		closes time.Duration
		left   int
	}{{"warning", 10 * time.Second, 1}, {"refresh_requested", 10 * time.Second, 1}, {"too_many_websockets", 0, 1},
		{"link_disabled", 0, 0}} {
		t.Run(c.reason, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := mustWorld(t)
				oldest, _ := w.mustSocket(t, "")
				other, _ := w.mustSocket(t, "")
				go func() { _, _, _ = other.Read(t.Context()) }()
				asked := time.Now()
				mustNotFail(t, w.Disconnect(c.reason))
				if frame := mustFrame(t, oldest); frame["type"] != "disconnect" || frame["reason"] != c.reason {
					t.Errorf("got %v", frame)
				}
				_, _, err := oldest.Read(t.Context())
				if websocket.CloseStatus(err) != websocket.StatusNormalClosure || time.Since(asked) != c.closes {
					t.Errorf("closed after %v with %v", time.Since(asked), err)
				}
				time.Sleep(10 * time.Second)
				if got := w.Connections(); got != c.left {
					t.Errorf("%d connections are left, want %d", got, c.left)
				}
				if _, _, err := w.api.StartSocketModeContext(t.Context()); (err != nil) != (c.reason == "link_disabled") {
					t.Errorf("opening another: %v", err)
				}
			})
		})
	}
}

func TestSocket_LivesSixMinutesWithDebugReconnects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWorld(t)
		socket, hello := w.mustSocket(t, "&debug_reconnects=true")
		began := time.Now()
		if info := hello["debug_info"].(map[string]any); info["approximate_connection_time"] != 360.0 {
			t.Errorf("hello: %v", hello)
		}
		if frame := mustFrame(t, socket); frame["reason"] != "warning" || time.Since(began) != 350*time.Second {
			t.Errorf("after %v: %v", time.Since(began), frame)
		}
		if _, _, err := socket.Read(t.Context()); err == nil || time.Since(began) != 360*time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
	})
}

// Ghosts: github.com/slackapi/python-slack-sdk issue 1940.
func TestSocket_KeepsGhosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := mustWorld(t)
		w.mustSocket(t, "")
		mustNotFail(t, w.SetFaults(slacksim.Faults{HalfOpen: true}))
		reply, err := w.Person("ada").Slash(t.Context(), "general", "/try")
		mustNotFail(t, err)
		if reply.Acked || !strings.Contains(reply.Error, "dispatch_failed") {
			t.Errorf("a ghost answered: %+v", reply)
		}
		if w.Connections() != 1 {
			t.Error("the ghost is not counted any more")
		}
		w.ClearFaults()
		if w.Connections() != 0 {
			t.Error("the ghost outlived ClearFaults")
		}
	})
}

func TestSocket_DrawsAmongConnections(t *testing.T) {
	w := mustWorld(t)
	first, second := w.mustApp(t, nil), w.mustApp(t, nil)
	for range 40 {
		_, err := w.Person("ada").Slash(soon(t), "general", "/try")
		mustNotFail(t, err)
	}
	a, b := len(first.got("slash_commands")), len(second.got("slash_commands"))
	if a+b != 40 || a < 8 || b < 8 {
		t.Errorf("40 commands went %d to %d", a, b)
	}
}
