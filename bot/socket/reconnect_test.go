// Reconnecting tests: how long people are without a connection after each kind of loss, in virtual time.

package socket

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"vouch/bot/slacksim"
)

// pair is two connections to one workspace, as the bot has them.
func mustPair(tb testing.TB, p *plug) [2]*Connection {
	tb.Helper()
	first, _ := p.mustConnect(tb)
	second, _ := p.mustConnect(tb)
	return [2]*Connection{first, second}
}

// mustUp waits until so many connections stand and fails when that takes longer than limit.
func mustUp(tb testing.TB, pair [2]*Connection, want int, limit time.Duration) {
	tb.Helper()
	start := time.Now()
	for {
		synctest.Wait()
		up := 0
		for _, c := range pair {
			if c.isUp() {
				up++
			}
		}
		if up >= want {
			return
		}
		if time.Since(start) >= limit {
			tb.Fatalf("%d of %d connections stand after %v", up, want, limit)
		}
		time.Sleep(min(50*time.Millisecond, limit-time.Since(start)))
	}
}

func mustDisconnect(tb testing.TB, p *plug, reason string) {
	tb.Helper()
	if err := p.sim.Disconnect(reason); err != nil {
		tb.Fatal(err)
	}
}

// grow makes a pair fail until its back-off is at its longest, and lets it connect again.
func grow(tb testing.TB, p *plug, pair [2]*Connection) {
	tb.Helper()
	p.mustFault(tb, slacksim.Faults{Outage: new(true)})
	time.Sleep(5 * time.Minute)
	p.mustFault(tb, slacksim.Faults{Outage: new(false)})
	mustUp(tb, pair, 2, 5*time.Second)
}

func TestConnection_Reconnect(t *testing.T) {
	cases := []struct {
		name string
		do   func(tb testing.TB, p *plug, pair [2]*Connection)
		one  time.Duration // until one connection stands
		both time.Duration // until both do, after that
	}{
		{"cut off while Slack is well", func(tb testing.TB, p *plug, _ [2]*Connection) {
			time.Sleep(time.Minute)
			p.mustFault(tb, slacksim.Faults{DropSockets: true})
		}, 0, 0},
		{"after an outage of 35 s", func(tb testing.TB, p *plug, _ [2]*Connection) {
			p.mustFault(tb, slacksim.Faults{Outage: new(true)})
			time.Sleep(35 * time.Second)
			p.mustFault(tb, slacksim.Faults{Outage: new(false)})
		}, 5 * time.Second, 5 * time.Second},
		{"after an outage of a minute, cut off again six seconds later", func(tb testing.TB, p *plug, pair [2]*Connection) {
			grow(tb, p, pair)
			time.Sleep(6 * time.Second)
			p.mustFault(tb, slacksim.Faults{DropSockets: true})
		}, 0, 0},
		{"after an outage of a minute, cut off again at once", func(tb testing.TB, p *plug, pair [2]*Connection) {
			grow(tb, p, pair)
			p.mustFault(tb, slacksim.Faults{DropSockets: true})
		}, 5 * time.Second, 30 * time.Second},
		{"refused once, long after an outage", func(tb testing.TB, p *plug, pair [2]*Connection) {
			grow(tb, p, pair)
			time.Sleep(time.Minute)
			p.mustFault(tb, slacksim.Faults{RefuseConnect: new(2), DropSockets: true})
		}, firstWait * 3 / 2, firstWait * 3 / 2},
		{"asked by Slack three times within seconds", func(tb testing.TB, p *plug, _ [2]*Connection) {
			for _, reason := range []string{"warning", "refresh_requested", "warning"} {
				time.Sleep(2 * time.Second)
				mustDisconnect(tb, p, reason)
			}
		}, 0, 0},
		{"asked by Slack soon after an outage", func(tb testing.TB, p *plug, pair [2]*Connection) {
			grow(tb, p, pair)
			time.Sleep(2 * time.Second)
			mustDisconnect(tb, p, "warning")
			mustDisconnect(tb, p, "warning")
		}, 0, 0},
		{"the last one is lost while the other waits its turn", func(tb testing.TB, p *plug, pair [2]*Connection) {
			time.Sleep(time.Minute)
			mustDisconnect(tb, p, "too_many_websockets") // the first rests for half a minute
			p.mustFault(tb, slacksim.Faults{RefuseConnect: new(12)})
			time.Sleep(40 * time.Second) // and then backs off
			if pair[0].isUp() || !pair[1].isUp() {
				tb.Fatal("not the situation of this test")
			}
			p.mustFault(tb, slacksim.Faults{RefuseConnect: new(0), DropSockets: true})
		}, 0, 5 * time.Second},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := mustPlug(t)
				pair := mustPair(t, p)
				c.do(t, p, pair)
				mustUp(t, pair, 1, c.one)
				mustUp(t, pair, 2, c.both)
			})
		})
	}
}

// Slack's own wish to wait is waited out even when nothing else is connected.
func TestConnection_Reconnect_RateLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := mustPlug(t)
		p.mustFault(t, slacksim.Faults{RateLimit: &slacksim.MethodFault{Method: "apps.connections.open", RetryAfter: 7}})
		c, _ := p.mustConnect(t)
		time.Sleep(7*time.Second - time.Millisecond)
		if p.opens() != 1 {
			t.Errorf("%d attempts before the 7 s were over", p.opens())
		}
		time.Sleep(time.Second)
		if !c.isUp() {
			t.Error("not connected when they were")
		}
	})
}

func TestConnections_Log(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := mustPlug(t)
		pair := mustPair(t, p)
		time.Sleep(time.Minute)
		mustDisconnect(t, p, "too_many_websockets")
		time.Sleep(time.Second)
		if lost := logged(&p.book, "no connection"); len(lost) != 0 {
			t.Errorf("one connection still stands, and the log says %v", lost)
		}
		p.mustFault(t, slacksim.Faults{Outage: new(true)})
		time.Sleep(time.Minute)
		if lost := logged(&p.book, "no connection", `"level":"warn"`); len(lost) != 1 {
			t.Errorf("none stands, and the log says %v", lost)
		}
		p.mustFault(t, slacksim.Faults{Outage: new(false)})
		mustUp(t, pair, 2, time.Minute)
		if back := logged(&p.book, "connected again", `"level":"info"`); len(back) != 1 {
			t.Errorf("it is back, and the log says %v", back)
		}
	})
}

// logbook keeps what several connections log.
type logbook struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write appends a line.
func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// logged are the lines of a log that hold all of parts.
func logged(book *logbook, parts ...string) []string {
	book.mu.Lock()
	defer book.mu.Unlock()
	var found []string
	for line := range strings.Lines(book.text.String()) {
		if !slices.ContainsFunc(parts, func(part string) bool { return !strings.Contains(line, part) }) {
			found = append(found, line)
		}
	}
	return found
}

// Slack ends a connection after about five hours, and all of ours were opened at the same moment.
func TestConnections_Run_OneAlwaysStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := mustPlug(t)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- p.connections(t).Run(ctx) }()
		time.Sleep(24 * time.Hour)
		if opens := p.opens(); opens < 10 || opens > 22 {
			t.Errorf("%d connections in a day", opens)
		}
		for _, entry := range p.sim.Log(0, "socket") {
			if strings.Contains(entry.Text, "closed, 0 open") {
				t.Errorf("none stood: %+v", entry)
			}
		}
		if n := p.told("warning"); n != 0 {
			t.Errorf("Slack ended %d connections, perhaps all at once", n)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestConnection_Reconnect_Warned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := mustPlug(t)
		pair := mustPair(t, p)
		time.Sleep(time.Minute)
		mustDisconnect(t, p, "warning")
		synctest.Wait()
		if p.opens() != 3 {
			t.Errorf("%d attempts after a warning to one of two", p.opens())
		}
		// Only one stands now, and it is needed until Slack closes it.
		mustDisconnect(t, p, "too_many_websockets")
		time.Sleep(time.Second)
		mustDisconnect(t, p, "warning")
		time.Sleep(9 * time.Second)
		mustUp(t, pair, 1, 0)
		if p.opens() != 3 {
			t.Errorf("%d attempts while the last one had seconds to live", p.opens())
		}
		time.Sleep(time.Second)
		mustUp(t, pair, 1, 0)
		if p.opens() != 4 {
			t.Errorf("%d attempts after it was closed", p.opens())
		}
	})
}
