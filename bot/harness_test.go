// The harness: a strict workspace, a real database and the running bot in one bubble of virtual time.

package bot

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// harness is one world of a test. It only works inside a bubble, see withHarness.
type harness struct {
	sim   *slacksim.Workspace
	db    *store.DB
	bot   *Bot
	ended chan error
	stop  func()

	pipe      *slacksim.Pipe
	transport *http.Transport
	tb        testing.TB
}

// setup is what a test may change before the bot starts.
type setup struct {
	sim    slacksim.Options
	routes []route         // beside those of the surfaces; they win
	db     func(*store.DB) // fills the database
	faults slacksim.Faults // from the start
	config func(*Config)   // of the bot
	bot    func(*Bot)      // after New
	path   string          // of the database; "" is a new one
	fails  bool            // Run is expected to end with an error
}

// withHarness runs a test in a bubble, with the bot connected and everybody synced, on Monday 3 January 2000, 07:00 UTC.
func withHarness(t *testing.T, s setup, do func(t *testing.T, h *harness)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Helper()
		time.Sleep(2*24*time.Hour + 7*time.Hour)
		do(t, mustHarness(t, s))
	})
}

// mustHarness starts a world in the bubble of the caller.
func mustHarness(tb testing.TB, s setup) *harness {
	tb.Helper()
	h := &harness{tb: tb, pipe: slacksim.NewPipe(), ended: make(chan error, 1)}
	if s.sim.Manifest == nil {
		s.sim.Manifest = Manifest()
	}
	s.sim.BaseURL, s.sim.NoRateLimits = "http://slack.test", true
	var err error
	if h.sim, err = slacksim.New(s.sim); err != nil {
		tb.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- h.sim.Serve(h.pipe) }()
	h.transport = &http.Transport{DialContext: h.pipe.DialContext}
	tb.Cleanup(func() {
		h.transport.CloseIdleConnections()
		_ = h.sim.Close()
		_ = h.pipe.Close()
		<-served
	})
	if s.path == "" {
		h.db = storetest.MustOpen(tb)
	} else {
		h.db = storetest.MustOpenAt(tb, s.path)
	}
	if s.db != nil {
		s.db(h.db)
	}
	if err := h.sim.SetFaults(s.faults); err != nil {
		tb.Fatal(err)
	}
	h.run(s)
	return h
}

// run makes a bot and runs it until stop or the end of the test.
func (h *harness) run(s setup) {
	h.tb.Helper()
	config := Config{
		DB: h.db, BotToken: Secret(h.sim.BotToken()), AppToken: Secret(h.sim.AppToken()), APIURL: "http://slack.test/api/",
		HTTPClient: &http.Client{Transport: h.transport}, NetDial: h.pipe.DialContext, Log: zerolog.New(h.tb.Output()),
	}
	if s.config != nil {
		s.config(&config)
	}
	b, err := New(config)
	if err != nil {
		h.tb.Fatal(err)
	}
	for _, r := range s.routes {
		b.replaceRoute(r)
	}
	if s.bot != nil {
		s.bot(b)
	}
	h.bot = b
	ctx, cancel := context.WithCancel(h.tb.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.ended <- b.Run(ctx)
	}()
	stopped := false
	h.stop = func() {
		h.tb.Helper()
		if stopped {
			return
		}
		stopped = true
		cancel()
		<-done
		if err := <-h.ended; err != nil {
			h.tb.Errorf("Run ended with %v", err)
		}
	}
	if s.fails {
		h.stop = func() { cancel(); <-done }
	}
	h.tb.Cleanup(func() { h.stop() })
	synctest.Wait()
}

// pass lets time go by and everything settle.
func (h *harness) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// mustFault switches faults on.
func (h *harness) mustFault(f slacksim.Faults) {
	h.tb.Helper()
	if err := h.sim.SetFaults(f); err != nil {
		h.tb.Fatal(err)
	}
}

// id is a person's id by name.
func (h *harness) id(who string) store.EmployeeID { return store.EmployeeID(h.sim.Person(who).ID()) }

// mustNotice enqueues a message for somebody.
func (h *harness) mustNotice(key, who, text string) {
	h.tb.Helper()
	if err := h.db.EnqueueNotice(key, h.id(who), text); err != nil {
		h.tb.Fatal(err)
	}
}

// texts are the messages in a person's conversation with the app.
func (h *harness) texts(who string) []string {
	var texts []string
	for _, m := range h.sim.Person(who).Inbox() {
		texts = append(texts, m.Text)
	}
	return texts
}

// mustDepth counts the outbox.
func (h *harness) mustDepth() store.Depth {
	h.tb.Helper()
	depth, err := h.db.OutboxDepth()
	if err != nil {
		h.tb.Fatal(err)
	}
	return depth
}

// handled runs the handler of an interaction, as an element that a person holds in hand for long, or forges, would.
func (h *harness) handled(in inbound) (reply, error) {
	h.tb.Helper()
	handle, in := h.bot.find(in)
	if handle == nil {
		h.tb.Fatalf("nothing handles %s", in.Action.ID)
	}
	return handle(h.tb.Context(), in)
}

// api calls Slack as the bot would, at a pace of its own.
func (h *harness) api() *api {
	return newAPI(apiOptions{Token: Secret(h.sim.BotToken()), URL: "http://slack.test/api/", Client: &http.Client{Transport: h.transport}})
}
