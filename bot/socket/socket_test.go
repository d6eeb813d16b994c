// Socket tests: connections, their ends and what comes in between, against the simulator.

package socket

import (
	"context"
	"errors"
	"io"
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
	sim   *slacksim.Workspace
	token string
	all   *Connections // made with the first connection
	http  *http.Client
	pipe  *slacksim.Pipe
	book  logbook

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
	p := &plug{sim: sim, token: sim.AppToken(), http: &http.Client{Transport: transport}, pipe: pipe}
	tb.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = sim.Close()
		_ = pipe.Close()
		<-served
	})
	return p
}

// connections are those of the workspace, of which the bot has two.
func (p *plug) connections(tb testing.TB) *Connections {
	if p.all == nil {
		p.all = New(Options{
			API: slackapi.New(slackapi.Options{AppToken: slackapi.Secret(p.token), URL: "http://slack.test/api/",
				Client: p.http}),
			NetDial: p.pipe.DialContext, Number: 2, Log: zerolog.New(io.MultiWriter(&p.book, tb.Output())),
			Receive: func(c *Connection, e Envelope) {
				p.mu.Lock()
				p.got = append(p.got, e)
				p.mu.Unlock()
				if p.onGot != nil {
					p.onGot(c, e)
				} else if err := c.Ack(e.ID, nil); err != nil {
					tb.Error(err)
				}
			},
			Up: func() {}, Back: func() {},
		})
	}
	return p.all
}

// mustConnect runs a connection until the test ends and returns the error it ended with, when it does before.
func (p *plug) mustConnect(tb testing.TB) (*Connection, <-chan error) {
	tb.Helper()
	c := p.connections(tb).connection(1)
	ctx, cancel := context.WithCancel(tb.Context())
	ended := make(chan error, 1)
	var running sync.WaitGroup
	running.Go(func() { ended <- c.run(ctx) })
	tb.Cleanup(func() { cancel(); running.Wait() })
	synctest.Wait()
	return c, ended
}

func (c *Connection) isUp() bool {
	c.all.mu.Lock()
	defer c.all.mu.Unlock()
	return c.ws != nil
}

// told counts the disconnects with a reason.
func (p *plug) told(reason string) int {
	return len(logged(&p.book, "Slack closes a connection", `"reason":"`+reason+`"`))
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
			time.Sleep(5 * time.Second)
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
			if !c.isUp() || p.opens() != 2 || p.told("refresh_requested") != 1 {
				t.Errorf("up %v after %d attempts, %d refreshes told", c.isUp(), p.opens(), p.told("refresh_requested"))
			}
		})
	})
	t.Run("the eleventh socket backs off for half a minute at least", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := mustPlug(t)
			for range 10 {
				p.mustConnect(t)
			}
			p.mustConnect(t)
			time.Sleep(crowdedWait - time.Second)
			if p.opens() != 11 || p.told("too_many_websockets") != 1 {
				t.Errorf("%d attempts, told %d times", p.opens(), p.told("too_many_websockets"))
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
			p.token = p.sim.BotToken()
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
			time.Sleep(5 * time.Second)
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
	t.Run("an event of a type that nobody knows still arrives and is acknowledged", func(t *testing.T) {
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

func TestConnection_Ack(t *testing.T) {
	t.Run("without a connection it fails in time", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := mustPlug(t).connections(t).connection(1)
			start := time.Now()
			if err := c.Ack("e", nil); err == nil || time.Since(start) != ackTimeout {
				t.Errorf("%v after %v", err, time.Since(start))
			}
		})
	})
	t.Run("between two connections it waits for the next", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := mustPlug(t)
			acked := make(chan error, 1)
			p.onGot = func(c *Connection, e Envelope) {
				go func() {
					p.mustFault(t, slacksim.Faults{RefuseConnect: new(1), DropSockets: true})
					time.Sleep(time.Millisecond) // the end is noticed and a first attempt was refused
					acked <- c.Ack(e.ID, nil)
				}()
			}
			p.mustConnect(t)
			time.Sleep(time.Minute)
			p.sim.EmitEvent(map[string]any{"type": "app_home_opened", "user": "U1", "tab": "home"})
			if err := <-acked; err != nil {
				t.Error(err)
			}
			time.Sleep(10 * time.Second)
			if late := p.sim.Log(0, "timeout"); len(late) != 0 {
				t.Errorf("not acknowledged: %v", late)
			}
		})
	})
	t.Run("one that Slack would not take is an error", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c, _ := mustPlug(t).mustConnect(t)
			if err := c.Ack("e", strings.Repeat("x", LargestAck)); err == nil || !c.isUp() {
				t.Errorf("%v, up %v", err, c.isUp())
			}
		})
	})
}

func TestConnections_Run_EndsProperly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := mustPlug(t)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- p.connections(t).Run(ctx) }()
		synctest.Wait()
		if standing, others := p.all.Standing(); standing != 2 || others != 0 || p.sim.Connections() != 2 {
			t.Errorf("%d stand, %d of others, Slack counts %d", standing, others, p.sim.Connections())
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		synctest.Wait()
		if p.sim.Connections() != 0 {
			t.Errorf("Slack still counts %d", p.sim.Connections())
		}
	})
}

// Slack goes on counting a connection that broke for a while, so one count says nothing.
func TestConnections_WarnsOnceOfConnectionsOfOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := mustPlug(t)
		for n := range 4 {
			p.mustConnect(t)
			if warned := len(logged(&p.book, "another Vouch")); warned != min(1, max(0, n-2)) {
				t.Errorf("%d warnings at %d connections of which 2 are ours", warned, n+1)
			}
			if _, others := p.all.Standing(); others != max(0, n-2) {
				t.Errorf("%d of %d connections are of others", others, n+1)
			}
		}
	})
}

// Another program that has ended is not told of for hours.
func TestConnections_CountsAgainWhereOthersWere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := mustPlug(t)
		other := &plug{sim: p.sim, token: p.token, http: p.http, pipe: p.pipe}
		var running sync.WaitGroup
		start := func(p *plug) context.CancelFunc {
			ctx, cancel := context.WithCancel(t.Context())
			running.Go(func() { _ = p.connections(t).Run(ctx) })
			synctest.Wait()
			return cancel
		}
		stopOther, stop := start(other), start(p)
		defer func() { stop(); running.Wait() }()
		if _, others := p.all.Standing(); others == 0 {
			t.Error("a second program was not noticed")
		}
		stopOther()
		// A count that still has a connection of ours that was just closed is taken again, too.
		for range 4 {
			time.Sleep(countAgain + time.Minute)
		}
		if standing, others := p.all.Standing(); standing != 2 || others != 0 {
			t.Errorf("later %d stand and %d are of others", standing, others)
		}
	})
}
