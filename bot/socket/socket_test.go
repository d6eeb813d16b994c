// Socket tests: what slack-go does wrong by itself (hot loops, swallowed reasons, endless retries, acks that hang) does
// not happen here, shown against the simulator.

package socket

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot/slackapi"
	"vouch/bot/slacksim"
)

// plug is a workspace and connections to it, in a bubble.
type plug struct {
	sim    *slacksim.Workspace
	config Options
	all    *ConnectionCount

	mu    sync.Mutex
	got   []Envelope
	onGot func(*Connection, Envelope)
}

// mustPlug serves a workspace over pipes; call it inside a bubble.
func mustPlug(tb testing.TB) *plug {
	tb.Helper()
	pipe := slacksim.NewPipe()
	manifest, err := os.ReadFile("../../manifest.yml")
	if err != nil {
		tb.Fatal(err)
	}
	sim, err := slacksim.New(slacksim.Options{Manifest: manifest, BaseURL: "http://slack.test", NoRateLimits: true})
	if err != nil {
		tb.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- sim.Serve(pipe) }()
	transport := &http.Transport{DialContext: pipe.DialContext}
	p := &plug{sim: sim, config: Options{
		AppToken: slackapi.Secret(sim.AppToken()), APIURL: "http://slack.test/api/",
		HTTPClient: &http.Client{Transport: transport}, NetDial: pipe.DialContext, Log: zerolog.New(tb.Output()),
	}}
	p.all = NewConnectionCount(p.config.Log, 2, func() {})
	tb.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = sim.Close()
		_ = pipe.Close()
		<-served
	})
	return p
}

// mustConnect runs a connection until the test ends and returns the error it ended with, when it does before.
func (p *plug) mustConnect(tb testing.TB) (*Connection, <-chan error) {
	tb.Helper()
	c := New(1, p.config, p.all, func(c *Connection, e Envelope) {
		p.mu.Lock()
		p.got = append(p.got, e)
		p.mu.Unlock()
		if p.onGot != nil {
			p.onGot(c, e)
		} else if err := c.Ack(e.ID, nil); err != nil {
			tb.Error(err)
		}
	}, func() {})
	ctx, cancel := context.WithCancel(tb.Context())
	ended := make(chan error, 1)
	var running sync.WaitGroup
	running.Go(func() { ended <- c.Run(ctx) })
	tb.Cleanup(func() { cancel(); running.Wait() })
	synctest.Wait()
	return c, ended
}

func (c *Connection) isUp() bool {
	c.Mu.Lock()
	defer c.Mu.Unlock()
	return c.Up
}

// told counts the disconnects with a reason.
func (c *Connection) told(reason string) int {
	c.Mu.Lock()
	defer c.Mu.Unlock()
	return c.Notices[reason]
}

// envelopes are what arrived so far.
func (p *plug) envelopes() []Envelope {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.got)
}

func (p *plug) opens() int { return len(p.sim.APICalls("apps.connections.open")) }

func (p *plug) mustFault(tb testing.TB, f slacksim.Faults) {
	tb.Helper()
	if err := p.sim.SetFaults(f); err != nil {
		tb.Fatal(err)
	}
}

func TestConnection_Run(t *testing.T) {
	t.Run("a connection that is accepted and closed at once is not retried in a hot loop", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := mustPlug(t)
			p.mustFault(t, slacksim.Faults{RefuseConnect: new(1000)})
			c, _ := p.mustConnect(t)
			time.Sleep(2 * time.Minute)
			if n := p.opens(); n < 20 || n > 60 {
				t.Errorf("%d attempts in two minutes", n)
			}
			p.mustFault(t, slacksim.Faults{RefuseConnect: new(0)})
			time.Sleep(aloneWait)
			if !c.isUp() {
				t.Error("not connected after Slack accepts again")
			}
		})
	})
	t.Run("a refresh reconnects at once and is counted by its reason", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := mustPlug(t)
			c, _ := p.mustConnect(t)
			time.Sleep(time.Minute)
			if err := p.sim.Disconnect("refresh_requested"); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			if !c.isUp() || p.opens() != 2 || c.told("refresh_requested") != 1 {
				t.Errorf("up %v after %d attempts, %d refreshes told", c.isUp(), p.opens(), c.told("refresh_requested"))
			}
		})
	})
	t.Run("the eleventh socket backs off for half a minute at least", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := mustPlug(t)
			for range 10 {
				p.mustConnect(t)
			}
			c, _ := p.mustConnect(t)
			time.Sleep(crowdedWait - time.Second)
			if p.opens() != 11 || c.told("too_many_websockets") != 1 {
				t.Errorf("%d attempts, told %d times", p.opens(), c.told("too_many_websockets"))
			}
			time.Sleep(crowdedWait)
			if p.opens() < 12 || p.opens() > 14 {
				t.Errorf("%d attempts within a minute", p.opens())
			}
		})
	})
	t.Run("Socket Mode switched off ends it and names the setting", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := mustPlug(t)
			_, ended := p.mustConnect(t)
			if err := p.sim.Disconnect("link_disabled"); err != nil {
				t.Fatal(err)
			}
			if err := <-ended; err == nil || !errors.Is(err, errLinkDisabled) {
				t.Errorf("ended with %v", err)
			}
		})
	})
	t.Run("a wrong kind of app token ends it and names the variable", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := mustPlug(t)
			p.config.AppToken = slackapi.Secret(p.sim.BotToken())
			_, ended := p.mustConnect(t)
			if err := <-ended; err == nil || !strings.Contains(err.Error(), "SLACK_APP_TOKEN holds the wrong kind") {
				t.Errorf("ended with %v", err)
			}
		})
	})
	t.Run("an outage of an hour is survived", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := mustPlug(t)
			c, _ := p.mustConnect(t)
			p.mustFault(t, slacksim.Faults{Outage: new(true)})
			time.Sleep(time.Hour)
			if c.isUp() || p.opens() > 25*60 { // half of what the method takes: there are two connections
				t.Errorf("up %v, %d attempts in an hour", c.isUp(), p.opens())
			}
			p.mustFault(t, slacksim.Faults{Outage: new(false)})
			time.Sleep(aloneWait)
			if !c.isUp() {
				t.Error("not connected soon after the outage")
			}
		})
	})
	t.Run("a dead network is noticed though no close ever comes", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := mustPlug(t)
			c, _ := p.mustConnect(t)
			p.mustFault(t, slacksim.Faults{HalfOpen: true})
			time.Sleep(2 * time.Minute)
			if !c.isUp() || p.opens() < 2 {
				t.Errorf("up %v after %d attempts", c.isUp(), p.opens())
			}
		})
	})
}

func TestConnection_Receive(t *testing.T) {
	t.Run("an event that slack-go cannot decode still arrives and is acknowledged", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := mustPlug(t)
			p.mustConnect(t)
			p.sim.EmitEvent(map[string]any{"type": "channel_levitated", "height": 3})
			time.Sleep(10 * time.Second)
			if got := p.envelopes(); len(got) != 1 || got[0].Attempt != 0 || len(p.sim.Log(0, "timeout")) != 0 {
				t.Errorf("%d envelopes, %v", len(p.envelopes()), p.sim.Log(0, "timeout"))
			}
		})
	})
	t.Run("a reader that is never held up acknowledges a burst in time", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := mustPlug(t)
			p.mustConnect(t)
			for range 300 {
				p.sim.EmitEvent(map[string]any{"type": "app_home_opened", "user": "U1", "tab": "home"})
			}
			time.Sleep(5 * time.Second)
			if len(p.envelopes()) != 300 || len(p.sim.Log(0, "timeout")) != 0 {
				t.Errorf("%d of 300 arrived, %d too late", len(p.envelopes()), len(p.sim.Log(0, "timeout")))
			}
		})
	})
}

func TestConnection_Ack_WithoutConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := mustPlug(t)
		c := New(1, p.config, p.all, nil, func() {})
		failed := 0
		start := time.Now()
		for range 22 { // slack-go queues twenty and would wait for ever with the next
			if c.Ack("e", nil) != nil {
				failed++
			}
		}
		if failed != 2 || time.Since(start) != 2*ackTimeout {
			t.Errorf("%d acknowledgements failed after %v", failed, time.Since(start))
		}
	})
}

// serverFrame makes a frame as a server sends it: not masked.
func serverFrame(opcode byte, payload []byte) []byte {
	head := []byte{0x80 | opcode, byte(len(payload))}
	if len(payload) > 125 {
		head = []byte{0x80 | opcode, 126, byte(len(payload) >> 8), byte(len(payload))}
	}
	return append(head, payload...)
}

type byteConn struct {
	net.Conn
	r *bytes.Reader
}

func (b byteConn) Read(p []byte) (int, error) { return b.r.Read(p) }

func TestTap_Read(t *testing.T) {
	long, err := json.Marshal(map[string]any{"type": "events_api", "payload": map[string]any{"type": "disconnect", "reason": "mine", "text": strings.Repeat("x", 3000)}})
	if err != nil {
		t.Fatal(err)
	}
	var stream []byte
	stream = append(stream, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"...)
	stream = append(stream, serverFrame(1, []byte(`{"type":"hello"}`))...)
	stream = append(stream, serverFrame(9, []byte("Ping from applink"))...)
	stream = append(stream, serverFrame(1, long)...)
	stream = append(stream, serverFrame(1, []byte(`{"payload":{"text":"\"type\":\"disconnect\""}}`))...)
	stream = append(stream, serverFrame(1, []byte(`{"type":"disconnect","reason":"warning","debug_info":{"host":"wss-111.slack.com"}}`))...)
	stream = append(stream, serverFrame(1, []byte(`{"reason":"link_disabled","type":"disconnect"}`))...)
	for _, size := range []int{1, 2, 7, 64, 4096, len(stream)} {
		var reasons []string
		tapped := &tap{Conn: byteConn{r: bytes.NewReader(stream)}, onNotice: func(r string) { reasons = append(reasons, r) }}
		var passed []byte
		buffer := make([]byte, size)
		for {
			n, err := tapped.Read(buffer)
			passed = append(passed, buffer[:n]...)
			if err != nil {
				break
			}
		}
		if strings.Join(reasons, " ") != "warning link_disabled" || !bytes.Equal(passed, stream) {
			t.Errorf("reading %d bytes at a time: reasons %v, %d of %d bytes passed on", size, reasons, len(passed), len(stream))
		}
	}
}
