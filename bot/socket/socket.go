// Sockets: the app's Socket Mode connections, each opened again when it ends.

package socket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/gorilla/websocket"
	"github.com/rs/zerolog"

	"vouch/bot/slackapi"
)

// Numbers of a connection.
const (
	// largestEnvelope bounds one frame; messages carried by interactions are far smaller.
	largestEnvelope = 4 << 20
	// writeBuffer keeps an acknowledgement in one frame: Slack drops continuation frames.
	writeBuffer = 32 << 10
	// LargestAck is the longest acknowledgement that Slack takes, in bytes
	// (docs.slack.dev/apis/events-api/using-socket-mode).
	LargestAck  = 20 << 10
	ackTimeout  = 2 * time.Second
	dialTimeout = 20 * time.Second
	// longestSilence is how long a connection lives without a frame; Slack pings every few seconds.
	longestSilence = 30 * time.Second
	closeTimeout   = time.Second
)

// Pace of reconnecting.
const (
	// steadyAfter is how long a connection must live for its end to be no failure.
	steadyAfter = 5 * time.Second
	// briefly is how long one must live for Slack's wish to reconnect to be met at once; wishes in a row are no hot loop
	// then.
	briefly   = time.Second
	firstWait = 500 * time.Millisecond
	// longestWait is the longest wait for each connection there is. apps.connections.open takes 50 calls a minute (tier 3,
	// docs.slack.dev/reference/methods): any number of connections that try in an outage stays below 40.
	longestWait = 1600 * time.Millisecond
	crowdedWait = 30 * time.Second // after too_many_websockets
	countAgain  = 5 * time.Minute
	// renewAgain is how soon a connection that could not be spared asks again.
	renewAgain = time.Second
)

// Envelope is one Socket Mode envelope (docs.slack.dev/apis/events-api/using-socket-mode).
type Envelope struct {
	ID       string          `json:"envelope_id"`
	Type     string          `json:"type"`
	Payload  json.RawMessage `json:"payload"`
	Attempt  int             `json:"retry_attempt"`
	Received time.Time       `json:"-"`
}

// frame is what Slack sends: an envelope, a hello or a disconnect.
type frame struct {
	Envelope
	Reason      string `json:"reason"`          // of a disconnect
	Connections int    `json:"num_connections"` // of a hello: all of the app, this one included
	Debug       struct {
		Life int `json:"approximate_connection_time"` // seconds
	} `json:"debug_info"`
}

// Connection is one of several connections. Slack sends each envelope to one of them, whichever it likes; the
// acknowledgement goes back by the same one.
type Connection struct {
	all     *Connections
	log     zerolog.Logger
	writing sync.Mutex // held while an acknowledgement is written: the library takes one writer

	// Guarded by all.mu.
	ws *websocket.Conn // nil while none stands
	up chan struct{}   // closed when one stands
}

// ending tells how a connection ended.
type ending struct {
	final error         // why it must not be opened again
	lived time.Duration // since hello
	asked bool          // Slack wanted another in its place
	rest  time.Duration // Slack's wish for the next attempt
}

// run keeps the connection up until ctx ends, which is no error, or until Slack says something that only a person can
// mend.
func (c *Connection) run(ctx context.Context) error {
	retry := backoff.ExponentialBackOff{InitialInterval: firstWait, Multiplier: 2, RandomizationFactor: 0.5,
		MaxInterval: longestWait * time.Duration(c.all.options.Number)}
	for wait := time.Duration(0); slackapi.Pause(ctx, wait) == nil; {
		end := c.once(ctx)
		if end.final != nil {
			return end.final
		}
		wait = end.rest
		switch {
		case end.lived >= steadyAfter:
			retry.Reset()
		case end.asked && end.lived >= briefly:
		default:
			wait += retry.NextBackOff()
		}
	}
	return nil
}

// once opens a connection and serves it until it ends.
func (c *Connection) once(ctx context.Context) ending {
	ws, err := c.open(ctx)
	if err != nil && ctx.Err() == nil {
		out := slackapi.Classify(err)
		c.log.Warn().Str("reason", out.Reason).Msg("cannot connect to Slack")
		end := ending{final: slackapi.RefusedForGood(err, "SLACK_APP_TOKEN")}
		if out.Limited {
			end.rest = out.After
		}
		return end
	}
	if err != nil {
		return ending{}
	}
	defer context.AfterFunc(ctx, func() { hangUp(ws) })()
	end := c.serve(ws)
	c.release(ws, true, ctx.Err() != nil)
	hangUp(ws)
	return end
}

// open asks Slack for an address, which is good for one connection, and connects there.
func (c *Connection) open(ctx context.Context) (*websocket.Conn, error) {
	address, err := c.all.options.API.OpenSocket(ctx)
	if err != nil {
		return nil, err
	}
	dialer := websocket.Dialer{NetDialContext: c.all.options.NetDial, Proxy: http.ProxyFromEnvironment,
		HandshakeTimeout: dialTimeout, WriteBufferSize: writeBuffer}
	ws, _, err := dialer.DialContext(ctx, address, nil) //nolint:bodyclose // needs none, says the library
	return ws, err
}

// hangUp closes a connection properly: one that is only cut stays in Slack's count and gets its share of envelopes.
func hangUp(ws *websocket.Conn) {
	_ = ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""),
		time.Now().Add(closeTimeout))
	_ = ws.Close()
}

var errLinkDisabled = errors.New("Socket Mode is switched off: turn it on in the app's settings under Socket Mode")

// serve reads a connection until it ends. Nothing here waits for anything else: a reader that is held up makes the
// connection deaf.
func (c *Connection) serve(ws *websocket.Conn) (end ending) {
	heard := func() { _ = ws.SetReadDeadline(time.Now().Add(longestSilence)) }
	ws.SetReadLimit(largestEnvelope)
	ws.SetPingHandler(func(text string) error {
		heard()
		_ = ws.WriteControl(websocket.PongMessage, []byte(text), time.Now().Add(closeTimeout))
		return nil
	})
	renew := c.renewal(ws)
	defer renew.Stop()
	var greeted time.Time
	defer func() {
		if !greeted.IsZero() {
			end.lived = time.Since(greeted)
		}
	}()
	for {
		heard()
		_, text, err := ws.ReadMessage()
		if err != nil {
			return end
		}
		// A field of another type than documented counts as missing.
		var f frame
		_ = json.Unmarshal(text, &f)
		switch {
		case f.Type == "hello":
			greeted = time.Now()
			more := c.stands(ws, f.Connections)
			// Connections that were opened together would all end together. So each is renewed before its time; soon where
			// Slack counts more than ours, to hear its count again.
			if life := time.Duration(f.Debug.Life) * time.Second; more {
				renew.Reset(countAgain)
			} else if life > 0 {
				renew.Reset(life/2 + rand.N(life*2/5))
			}
		case f.Type == "disconnect":
			c.log.Info().Str("reason", f.Reason).Msg("Slack closes a connection")
			if end.note(f.Reason); f.Reason != "warning" {
				return end
			}
			renew.Reset(0) // about ten seconds are left
		case f.ID != "":
			f.Received = time.Now()
			c.all.options.Receive(c, f.Envelope)
		default:
			c.log.Warn().Int("bytes", len(text)).Msg("a frame from Slack is no envelope")
		}
	}
}

// renewal makes a timer, not yet running, that closes a connection so that another takes its place. The last one that
// stands is kept and the timer tries again.
func (c *Connection) renewal(ws *websocket.Conn) *time.Timer {
	var renew *time.Timer
	renew = time.AfterFunc(1<<62, func() {
		if c.release(ws, false, true) {
			hangUp(ws)
		} else {
			renew.Reset(renewAgain)
		}
	})
	return renew
}

// note takes Slack's reason to disconnect.
func (e *ending) note(reason string) {
	switch reason {
	case "warning", "refresh_requested":
		e.asked = true
	case "too_many_websockets":
		e.rest = crowdedWait
	case "link_disabled":
		e.final = errLinkDisabled
	}
}

// Ack acknowledges an envelope, with a payload or nil. It returns an error when it cannot be written within ackTimeout.
// While the connection is down it waits for the next one.
func (c *Connection) Ack(id string, payload any) error {
	text, err := json.Marshal(struct {
		ID      string `json:"envelope_id"`
		Payload any    `json:"payload,omitempty"`
	}{id, payload})
	if err == nil && len(text) > LargestAck {
		err = fmt.Errorf("%d bytes, Slack takes %d", len(text), LargestAck)
	}
	if err != nil {
		return fmt.Errorf("acknowledging: %w", err)
	}
	ws := c.await(ackTimeout)
	if ws == nil {
		return errors.New("acknowledging: no connection")
	}
	c.writing.Lock()
	defer c.writing.Unlock()
	_ = ws.SetWriteDeadline(time.Now().Add(ackTimeout))
	if err := ws.WriteMessage(websocket.TextMessage, text); err != nil {
		_ = ws.Close() // the library writes no more after a failure
		return fmt.Errorf("acknowledging: %w", err)
	}
	return nil
}

// await gives the connection that stands, or the next one that does within a time; nil when none does.
func (c *Connection) await(limit time.Duration) *websocket.Conn {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		c.all.mu.Lock()
		ws, up := c.ws, c.up
		c.all.mu.Unlock()
		if ws != nil {
			return ws
		}
		select {
		case <-up:
		case <-timer.C:
			return nil
		}
	}
}

// Options say how to connect and who is told. NetDial may be nil.
type Options struct {
	API     *slackapi.API
	NetDial func(ctx context.Context, network, address string) (net.Conn, error)
	Number  int // connections held at once
	Log     zerolog.Logger
	Receive func(*Connection, Envelope) // must not wait
	Up      func()                      // told of each connection that stands
	Back    func()                      // told when one stands again after none did
}
