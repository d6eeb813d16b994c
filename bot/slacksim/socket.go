// Socket Mode connections: ticket, hello, pings, frames, disconnects (apis/events-api/using-socket-mode).

package slacksim

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// Numbers of Socket Mode. The page gives the limit of connections, the warning and the debugging life; the rest was
// observed on Slack.
const (
	maxConnections  = 10
	maxFrameBytes   = 20_480           // client to Slack; above it Slack closes with 1009
	pingEvery       = 10 * time.Second // clients give up after 30 s without one
	connectionLife  = 18060 * time.Second
	debugLife       = 360 * time.Second // with debug_reconnects=true
	warningBefore   = 10 * time.Second
	ticketLife      = 30 * time.Second
	writeTimeout    = 30 * time.Second
	outgoingBacklog = 4096 // frames waiting for a slow client before it is dropped
)

// ticket is the single-use right to open one connection, part of the URL that apps.connections.open gives.
type ticket struct{ expires time.Time }

// connection is one open socket of the app. Slack sends each envelope over exactly one of an app's connections and
// promises no pattern. A ghost is a connection whose other end is gone without Slack noticing, as after a pulled cable:
// it stays registered for its whole life, keeps getting its share of envelopes, and answers none. A retiring one was
// told to go and gets nothing more.
type connection struct {
	w      *Workspace
	number int
	ws     *websocket.Conn
	out    chan []byte
	// ending is closed, once, when the writer shall send what is queued and then close properly.
	ending chan struct{}
	end    func()
	// ctx ends with the connection or with the workspace; cancel cuts it.
	ctx    context.Context
	cancel context.CancelFunc
	// life is how long Slack keeps the connection at most.
	life     time.Duration
	ghost    bool
	retiring bool
}

// serveLink upgrades a request for /link/ to a Socket Mode connection and reads it until it ends. The ticket in the URL
// is the only credential, works once and not for long. SDKs send an Origin header (slack-go sends
// https://api.slack.com), so it is not looked at. A refused connection is cut right after the upgrade, which is the
// case that sends some clients into a loop without any pause.
func (w *Workspace) serveLink(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	granted, known := w.tickets[r.URL.Query().Get("ticket")]
	delete(w.tickets, r.URL.Query().Get("ticket"))
	usable := known && time.Now().Before(granted.expires) && !w.closed && !w.socketOff && !w.faults.outage
	refuse := usable && w.faults.refusals > 0
	if refuse {
		w.faults.refusals--
	}
	w.mu.Unlock()
	if !usable {
		http.Error(rw, "the ticket is unknown, used or expired", http.StatusForbidden)
		return
	}
	ws, err := websocket.Accept(rw, r, &websocket.AcceptOptions{InsecureSkipVerify: true}) // the ticket is the credential
	if err != nil {
		return
	}
	if refuse {
		_ = ws.CloseNow()
		return
	}
	c := &connection{w: w, ws: ws, out: make(chan []byte, outgoingBacklog), ending: make(chan struct{}),
		life: connectionLife}
	c.end = sync.OnceFunc(func() { close(c.ending) })
	if r.URL.Query().Get("debug_reconnects") == "true" {
		c.life = debugLife
	}
	c.ctx, c.cancel = context.WithCancel(w.ctx)
	defer c.cancel()
	if !w.register(c) {
		c.turnAway()
		return
	}
	defer w.tasks.Done()
	w.tasks.Go(c.write)
	w.tasks.Go(c.ping)
	c.read()
	w.unregister(c)
}

// register counts a connection in and greets it, or turns the eleventh away. The greeting is
//
//	{"type":"hello","num_connections":1,"debug_info":{"host":"...","build_number":10,"approximate_connection_time":18060},
//	 "connection_info":{"app_id":"A1"}}
//
// where approximate_connection_time is in seconds and num_connections includes this one and all ghosts.
func (w *Workspace) register(c *connection) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return false
	}
	if len(w.connections) >= maxConnections {
		w.log("disconnect", "too_many_websockets")
		return false
	}
	w.tasks.Add(1)
	w.counter++
	c.number = int(w.counter) // #nosec G115 -- a small count
	w.connections = append(w.connections, c)
	c.enqueue(encode(map[string]any{"type": "hello", "num_connections": len(w.connections),
		"debug_info": map[string]any{"host": "applink-simulated", "build_number": 10,
			"approximate_connection_time": int(c.life / time.Second)},
		"connection_info": map[string]any{"app_id": w.app.id}}))
	w.log("socket", fmt.Sprintf("connection %d opened, %d open", c.number, len(w.connections)))
	w.notifyAll(Update{Type: "state"})
	return true
}

// turnAway tells the eleventh connection why it is closed.
func (c *connection) turnAway() {
	_ = c.transmit(encode(map[string]any{
		"type": "disconnect", "reason": "too_many_websockets", "num_connections": maxConnections,
		"debug_info":      map[string]any{"host": "applink-simulated"},
		"connection_info": map[string]any{"app_id": c.w.app.id},
	}))
	_ = c.ws.Close(websocket.StatusNormalClosure, "")
}

// unregister counts a closed connection out. A ghost stays, as on Slack, until its life is over or faults are cleared.
func (w *Workspace) unregister(c *connection) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c.ghost {
		w.after(c.life, func() { w.removeConnection(c) })
		return
	}
	w.removeConnection(c)
}

// removeConnection forgets a connection. Envelopes that were on their way over it are not sent again elsewhere: they
// time out, and only events come back.
func (w *Workspace) removeConnection(c *connection) {
	i := slices.Index(w.connections, c)
	if i < 0 {
		return
	}
	w.connections = slices.Delete(w.connections, i, i+1)
	w.log("socket", fmt.Sprintf("connection %d closed, %d open", c.number, len(w.connections)))
	w.notifyAll(Update{Type: "state"})
}

// enqueue hands a frame to the writer. A client too slow to take its frames is dropped. What goes to a ghost is lost
// without a trace, which is what makes ghosts dangerous: the envelope times out although another connection is alive.
func (c *connection) enqueue(frame []byte) {
	if c.ghost {
		return
	}
	select {
	case c.out <- frame:
	default:
		c.drop()
	}
}

// drop cuts the connection without a close frame, as a broken network does.
func (c *connection) drop() { c.cancel() }

// write sends queued frames, warns before the end of the connection's life and ends it.
func (c *connection) write() {
	warn, end := time.NewTimer(c.life-warningBefore), time.NewTimer(c.life)
	defer warn.Stop()
	defer end.Stop()
	for {
		select {
		case frame := <-c.out:
			if c.transmit(frame) != nil {
				c.drop()
			}
		case <-c.ending:
			c.flush()
			_ = c.ws.Close(websocket.StatusNormalClosure, "")
			c.drop()
		case <-warn.C:
			c.w.locked(func() { c.w.goodbye(c, "warning") })
		case <-end.C:
			c.w.locked(func() { c.retiring = true })
			c.end()
		case <-c.ctx.Done():
			_ = c.ws.CloseNow()
			return
		}
	}
}

// isGhost tells whether the other end is gone unnoticed.
func (c *connection) isGhost() (ghost bool) {
	c.w.locked(func() { ghost = c.ghost })
	return ghost
}

// ping sends WebSocket pings and drops a client that does not answer within the next interval. Clients rely on them:
// slack-go reconnects after 30 seconds without one, Slack's Node client too. Pings of clients are answered by the
// library.
func (c *connection) ping() {
	ticker := time.NewTicker(c.w.options.PingEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-c.ctx.Done():
			return
		}
		if c.isGhost() {
			continue
		}
		ctx, cancel := context.WithTimeout(c.ctx, c.w.options.PingEvery)
		err := c.ws.Ping(ctx)
		cancel()
		if err != nil {
			c.drop()
			return
		}
	}
}

// read takes acknowledgements until the socket ends. The limit of 20,480 bytes holds for what clients send; what Slack
// sends may be larger. Reports differ on whether Slack ignores a larger frame or closes with 1009 and this reason;
// closing is the one an app notices.
func (c *connection) read() {
	c.ws.SetReadLimit(1 << 20)
	for {
		kind, frame, err := c.ws.Read(c.ctx)
		if err != nil {
			return
		}
		switch {
		case c.isGhost():
		case len(frame) > maxFrameBytes:
			c.w.note("frame_too_big", fmt.Sprintf("a frame of %d bytes", len(frame)))
			_ = c.ws.Close(websocket.StatusMessageTooBig, fmt.Sprintf("Max frame length of %d has been exceeded.",
				maxFrameBytes))
			return
		case kind != websocket.MessageText:
			c.w.note("bad_frame", "a binary frame")
		default:
			c.w.receive(frame)
		}
	}
}

// note is log for callers that do not hold the lock.
func (w *Workspace) note(kind, text string) { w.locked(func() { w.log(kind, text) }) }

// locked does something under the lock.
func (w *Workspace) locked(do func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	do()
}

// goodbye announces that a connection will end:
//
//	{"type":"disconnect","reason":"warning","debug_info":{"host":"..."}}
//
// After refresh_requested it gets no more envelopes; after a warning it still does for its last ten seconds, and a
// client that wants no gap opens its next connection first.
func (w *Workspace) goodbye(c *connection, reason string) {
	if reason != "warning" {
		c.retiring = true
	}
	w.log("disconnect", fmt.Sprintf("connection %d: %s", c.number, reason))
	c.enqueue(encode(map[string]any{"type": "disconnect", "reason": reason,
		"debug_info": map[string]any{"host": "applink-simulated"}}))
}

// transmit writes one frame.
func (c *connection) transmit(frame []byte) error {
	ctx, cancel := context.WithTimeout(c.ctx, writeTimeout)
	defer cancel()
	return c.ws.Write(ctx, websocket.MessageText, frame)
}

// flush writes what is still queued, so that the reason of an end arrives before the end.
func (c *connection) flush() {
	for {
		select {
		case frame := <-c.out:
			_ = c.transmit(frame)
		default:
			return
		}
	}
}

// closeLater ends a connection properly after a while, unless it ended before.
func (c *connection) closeLater(after time.Duration) {
	c.w.tasks.Go(func() {
		timer := time.NewTimer(after)
		defer timer.Stop()
		select {
		case <-timer.C:
			c.end()
		case <-c.ctx.Done():
		}
	})
}

// Disconnect makes Slack end connections with a reason: "warning" and "refresh_requested" end the oldest within 10 s,
// "too_many_websockets" ends it at once, and "link_disabled" switches Socket Mode off and ends all of them.
func (w *Workspace) Disconnect(reason string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return errors.New("the workspace is closed")
	}
	after, all := time.Duration(0), false
	switch reason {
	case "warning", "refresh_requested":
		after = warningBefore
	case "too_many_websockets":
	case "link_disabled":
		w.socketOff, all = true, true
	default:
		return fmt.Errorf("%q is no reason to disconnect: warning, refresh_requested, too_many_websockets or link_disabled",
			reason)
	}
	for _, c := range w.connections {
		if c.ghost || c.retiring {
			continue
		}
		w.goodbye(c, reason)
		c.closeLater(after)
		if !all {
			break
		}
	}
	return nil
}

// Connections counts the sockets Slack believes to be open, ghosts included.
func (w *Workspace) Connections() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.connections)
}

// openTicket grants one connection and returns its URL below base, as wss://host/link/?ticket=...&app_id=... with ws
// for a plain http base. Tickets that nobody used are forgotten here. Clients append to the address:
// debug_reconnects=true makes Slack end the connection after six minutes (apis/events-api/using-socket-mode,
// "Debugging").
func (w *Workspace) openTicket(base string) string {
	now := time.Now()
	for id, t := range w.tickets {
		if now.After(t.expires) {
			delete(w.tickets, id)
		}
	}
	id := envelopeID()
	w.tickets[id] = ticket{expires: now.Add(ticketLife)}
	return strings.Replace(base, "http", "ws", 1) + "/link/?ticket=" + id + "&app_id=" + w.app.id
}

// encode marshals without escaping HTML characters; what it gets always marshals.
func encode(value any) []byte {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return []byte(`{}`)
	}
	return bytes.TrimRight(buffer.Bytes(), "\n")
}
