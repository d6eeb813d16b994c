// Sockets: supervised Socket Mode connections, each taking envelopes and sending acknowledgements.

package socket

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/rs/zerolog"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"vouch/bot/slackapi"
)

// Numbers of a connection.
const (
	// eventBuffer holds what arrives while the reader is held up; slack-go stops answering pings when it is full.
	eventBuffer = 4096
	// largestEnvelope bounds one frame; messages carried by interactions are far smaller.
	largestEnvelope = 4 << 20
	// writeBuffer keeps an acknowledgement in one frame: Slack drops continuation frames.
	writeBuffer = 32 << 10
	// LargestAck is the longest acknowledgement sent, below Slack's 20,480 bytes with room for the envelope id
	// (docs.slack.dev/apis/events-api/using-socket-mode).
	LargestAck  = 20 << 10
	ackTimeout  = 2 * time.Second
	dialTimeout = 20 * time.Second
)

// Envelope is one Socket Mode envelope (docs.slack.dev/apis/events-api/using-socket-mode).
type Envelope struct {
	ID       string          `json:"envelope_id"`
	Type     string          `json:"type"`
	Payload  json.RawMessage `json:"payload"`
	Attempt  int             `json:"retry_attempt"`
	Received time.Time       `json:"-"`
}

// Connection is one Socket Mode connection that is kept up. slack-go speaks the protocol; what is ours is when to
// connect, what to do with frames it does not know, and to notice why Slack hung up. Slack sends each envelope to one
// of the connections, whichever it likes; the acknowledgement goes back by the same one.
type Connection struct {
	number  int
	client  *socketmode.Client
	gate    *openGate
	all     *ConnectionCount
	log     zerolog.Logger
	receive func(*Connection, Envelope)
	onUp    func()

	Mu       sync.Mutex
	Up       bool
	Connects int
	Notices  map[string]int // disconnects by Slack's reason, "" when it gave none
	end      error          // why this connection must not be opened again
	stop     context.CancelFunc
}

// Options say how to connect. AppToken and APIURL are required.
type Options struct {
	AppToken   slackapi.Secret
	APIURL     string
	HTTPClient *http.Client // its transport carries apps.connections.open
	NetDial    func(ctx context.Context, network, address string) (net.Conn, error)
	Log        zerolog.Logger
}

// New prepares one of several connections, whose presence is counted in all; run opens it.
func New(number int, config Options, all *ConnectionCount, receive func(*Connection, Envelope), onUp func()) *Connection {
	c := &Connection{number: number, all: all, receive: receive, onUp: onUp, Notices: map[string]int{}}
	c.log = config.Log.With().Int("connection", number).Logger()
	base := http.DefaultTransport
	if config.HTTPClient != nil && config.HTTPClient.Transport != nil {
		base = config.HTTPClient.Transport
	}
	c.gate = newOpenGate(base, all)
	client := slack.New("", slack.OptionAppLevelToken(config.AppToken.Reveal()),
		slack.OptionAPIURL(config.APIURL), slack.OptionHTTPClient(&http.Client{Transport: c.gate}))
	c.client = socketmode.New(client, socketmode.OptionDialer(c.dialer(config.NetDial)),
		socketmode.OptionReadLimit(largestEnvelope), socketmode.OptionLog(quiet{}))
	// slack-go's own holds 50; when it is full its reader stands still, misses Slack's pings and reconnects.
	c.client.Events = make(chan socketmode.Event, eventBuffer)
	return c
}

// dialer opens TCP connections with a tap. Behind a proxy the tap of a TLS connection would see ciphertext, so there is
// none and the reasons of disconnects stay unknown.
func (c *Connection) dialer(dial func(ctx context.Context, network, address string) (net.Conn, error)) *websocket.Dialer {
	if dial == nil {
		dial = (&net.Dialer{Timeout: dialTimeout, KeepAlive: 15 * time.Second}).DialContext
	}
	tapped := func(conn net.Conn) net.Conn { return &tap{Conn: conn, onNotice: c.noticed} }
	dialer := &websocket.Dialer{HandshakeTimeout: dialTimeout, WriteBufferSize: writeBuffer, Proxy: http.ProxyFromEnvironment}
	if proxied() {
		dialer.NetDialContext = dial
		return dialer
	}
	dialer.NetDialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return tapped(conn), nil
	}
	dialer.NetDialTLSContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		plain, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, errors.Join(err, plain.Close())
		}
		secure := tls.Client(plain, &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12})
		if err := secure.HandshakeContext(ctx); err != nil {
			return nil, errors.Join(err, plain.Close())
		}
		return tapped(secure), nil
	}
	return dialer
}

// proxied tells whether sockets to Slack go through a proxy.
func proxied() bool {
	proxy, err := http.ProxyFromEnvironment(&http.Request{URL: &url.URL{Scheme: "https", Host: "wss-primary.slack.com"}})
	return err == nil && proxy != nil
}

// quiet drops slack-go's own log lines: they carry text of people.
type quiet struct{}

// Output satisfies slack-go's logger.
func (quiet) Output(int, string) error { return nil }

// Run keeps the connection up until ctx ends, which is no error, or until Slack says something that only a person can
// mend.
func (c *Connection) Run(ctx context.Context) error {
	for {
		attempt, cancel := context.WithCancel(ctx)
		c.Mu.Lock()
		c.stop = cancel
		c.Mu.Unlock()
		reader := make(chan struct{})
		go func() {
			defer close(reader)
			c.read(attempt)
		}()
		// It reconnects by itself after a loss and returns after what it takes for final, or when failed or finish end the
		// attempt.
		err := c.client.RunContext(attempt)
		cancel()
		<-reader
		c.down(ctx.Err() != nil)
		if end := c.ending(); end != nil {
			return end
		}
		if ctx.Err() != nil {
			return nil //nolint:nilerr // the end that was asked for
		}
		if why := slackapi.RefusedForGood(err, "SLACK_APP_TOKEN"); why != nil {
			return why
		}
	}
}

// read takes slack-go's events; it never waits for anything, because a held up reader makes the connection deaf.
func (c *Connection) read(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-c.client.Events:
			c.event(e)
		}
	}
}

// event sorts slack-go's events. A disconnect never comes here: slack-go keeps it to itself, see tap.
func (c *Connection) event(e socketmode.Event) {
	switch e.Type {
	case socketmode.EventTypeConnecting:
		c.down(false)
	case socketmode.EventTypeHello:
		c.stands()
		if e.Request != nil {
			c.all.counted(e.Request.NumConnections)
		}
	case socketmode.EventTypeConnectionError:
		c.failed(e)
	case socketmode.EventTypeErrorWriteFailed:
		c.log.Warn().Msg("an acknowledgement could not be written")
	// New events and blocks are "bad" to slack-go's structs; unacknowledged, Slack would send them again and again.
	case socketmode.EventTypeErrorBadMessage:
		if bad, ok := e.Data.(*socketmode.ErrorBadMessage); ok {
			c.raw(bad.Message)
		}
	case socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI:
		if r := e.Request; r != nil {
			c.receive(c, Envelope{
				ID: r.EnvelopeID, Type: r.Type, Payload: r.Payload, Attempt: r.RetryAttempt, Received: time.Now(),
			})
		}
	}
}

// raw takes an envelope that slack-go could not decode: the frame is all there is. The envelope's frame is the same for
// all types, so the id to acknowledge is found even where the payload is from the future.
func (c *Connection) raw(frame json.RawMessage) {
	e := Envelope{Received: time.Now()}
	if err := json.Unmarshal(frame, &e); err != nil || e.ID == "" {
		c.log.Warn().Int("bytes", len(frame)).Msg("a frame from Slack is no envelope")
		return
	}
	c.receive(c, e)
}

// failed ends this attempt, so that the next one waits as the gate says and not as slack-go does.
func (c *Connection) failed(e socketmode.Event) {
	failure, ok := e.Data.(*slack.ConnectionErrorEvent)
	if !ok {
		return
	}
	out := slackapi.Classify(failure.ErrorObj)
	c.log.Warn().Str("reason", out.Reason).Msg("cannot connect to Slack")
	if why := slackapi.RefusedForGood(failure.ErrorObj, "SLACK_APP_TOKEN"); why != nil {
		c.finish(why)
		return
	}
	if out.Limited {
		c.gate.restFor(out.After)
	}
	c.cancel()
}

var errLinkDisabled = errors.New("Socket Mode is switched off: turn it on in the app's settings under Socket Mode")

// noticed takes the reason of a disconnect from the tap.
func (c *Connection) noticed(reason string) {
	c.Mu.Lock()
	c.Notices[reason]++
	c.Mu.Unlock()
	c.log.Info().Str("reason", reason).Msg("Slack closes a connection")
	switch reason {
	case "link_disabled":
		c.finish(errLinkDisabled)
	case "too_many_websockets":
		c.gate.restFor(crowdedWait)
	case "warning", "refresh_requested":
		c.gate.anew()
	}
}

// finish ends the connection for good.
func (c *Connection) finish(why error) {
	c.Mu.Lock()
	c.end = why
	c.Mu.Unlock()
	c.cancel()
}

// cancel ends the attempt or the connection in hand.
func (c *Connection) cancel() {
	c.Mu.Lock()
	stop := c.stop
	c.Mu.Unlock()
	if stop != nil {
		stop()
	}
}

// ending is why the connection must not be opened again; nil when it may.
func (c *Connection) ending() error {
	c.Mu.Lock()
	defer c.Mu.Unlock()
	return c.end
}

// stands notes that Slack said hello; only then does a connection stand.
func (c *Connection) stands() {
	c.Mu.Lock()
	was := c.Up
	c.Up = true
	c.Connects++
	c.Mu.Unlock()
	c.gate.established(time.Now())
	c.log.Info().Msg("connected to Slack")
	if !was {
		c.all.up()
	}
	c.onUp()
}

// down notes that the connection does not stand any more; ours tells that we ended it.
func (c *Connection) down(ours bool) {
	c.Mu.Lock()
	was := c.Up
	c.Up = false
	c.Mu.Unlock()
	if was {
		c.log.Info().Msg("disconnected from Slack")
		c.all.down(ours)
	}
}

// Ack acknowledges an envelope, with a payload or nil. It returns an error when the acknowledgement cannot be queued
// within ackTimeout; slack-go would otherwise wait for ever while the connection is down.
func (c *Connection) Ack(id string, payload any) error {
	// Its own context: a stop must not take back the acknowledgement of what is committed.
	ctx, cancel := context.WithTimeout(context.Background(), ackTimeout)
	defer cancel()
	if err := c.client.AckCtx(ctx, id, payload); err != nil {
		return fmt.Errorf("acknowledging: %w", err)
	}
	return nil
}
