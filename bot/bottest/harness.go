// The harness: a strict workspace, a real database and the running bot in one bubble of virtual time.

package bottest

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot"
	"vouch/bot/dispatch"
	"vouch/bot/slackapi"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// PingEvery is the time between two pings in tests where days go by: pings would be half of what a quiet day costs, and
// clients are content with one every 30 s.
const PingEvery = 20 * time.Second

// World is one world of a test. It only works inside a bubble, see withHarness.
type World struct {
	Sim   *slacksim.Workspace
	Db    *store.DB
	Bot   *bot.Bot
	Ended chan error
	Stop  func()

	pipe      *slacksim.Pipe
	Transport *http.Transport
	tb        testing.TB
}

// Setup is what a test may change before the bot starts.
type Setup struct {
	Sim    slacksim.Options
	Routes []dispatch.Route  // beside those of the surfaces; they win
	Db     func(*store.DB)   // fills the database
	Faults slacksim.Faults   // from the start
	Config func(*bot.Config) // of the bot
	Bot    func(*bot.Bot)    // after New
	Path   string            // of the database; "" is a new one
	Fails  bool              // Run is expected to end with an error
	Fresh  bool              // the program is not set up yet, and nobody has agreed to a policy
}

// With runs a test in a bubble, with the bot connected and everybody synced, on Monday 3 January 2000, 07:00 UTC.
func With(t *testing.T, s Setup, do func(t *testing.T, h *World)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Helper()
		time.Sleep(2*24*time.Hour + 7*time.Hour)
		do(t, MustWorld(t, s))
	})
}

// MustWorld starts a world in the bubble of the caller.
func MustWorld(tb testing.TB, s Setup) *World {
	tb.Helper()
	h := &World{tb: tb, pipe: slacksim.NewPipe(), Ended: make(chan error, 1)}
	if s.Sim.Manifest == nil {
		s.Sim.Manifest = bot.Manifest()
	}
	s.Sim.BaseURL, s.Sim.NoRateLimits, s.Sim.PingEvery = "http://slack.test", true, PingEvery
	var err error
	if h.Sim, err = slacksim.New(s.Sim); err != nil {
		tb.Fatal(err)
	}
	served := make(chan struct{})
	go func() {
		_ = h.Sim.Serve(h.pipe)
		close(served)
	}()
	h.Transport = &http.Transport{DialContext: h.pipe.DialContext}
	tb.Cleanup(func() {
		h.Transport.CloseIdleConnections()
		_ = h.Sim.Close()
		_ = h.pipe.Close()
		<-served
	})
	if s.Path == "" {
		h.Db = storetest.MustOpen(tb)
	} else {
		h.Db = storetest.MustOpenAt(tb, s.Path)
	}
	if s.Db != nil {
		s.Db(h.Db)
	}
	if !s.Fresh {
		storetest.MustCompany(tb, h.Db)
	}
	if err := h.Sim.SetFaults(s.Faults); err != nil {
		tb.Fatal(err)
	}
	h.Run(s)
	if !s.Fresh && !s.Fails {
		if err := storetest.AcknowledgeAll(h.Db); err != nil {
			tb.Fatal(err)
		}
	}
	return h
}

// Run makes a bot and runs it until stop or the end of the test.
func (h *World) Run(s Setup) {
	h.tb.Helper()
	config := bot.Config{
		DB: h.Db, BotToken: slackapi.Secret(h.Sim.BotToken()), AppToken: slackapi.Secret(h.Sim.AppToken()),
		APIURL:     "http://slack.test/api/",
		HTTPClient: &http.Client{Transport: h.Transport}, NetDial: h.pipe.DialContext, Log: zerolog.New(h.tb.Output()),
	}
	if s.Config != nil {
		s.Config(&config)
	}
	b, err := bot.New(config)
	if err != nil {
		h.tb.Fatal(err)
	}
	for _, r := range s.Routes {
		b.ReplaceRoute(r)
	}
	if s.Bot != nil {
		s.Bot(b)
	}
	h.Bot = b
	ctx, cancel := context.WithCancel(h.tb.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.Ended <- b.Run(ctx)
	}()
	stopped := false
	h.Stop = func() {
		h.tb.Helper()
		if stopped {
			return
		}
		stopped = true
		cancel()
		<-done
		if err := <-h.Ended; err != nil {
			h.tb.Errorf("Run ended with %v", err)
		}
	}
	if s.Fails {
		h.Stop = func() { cancel(); <-done }
	}
	h.tb.Cleanup(func() { h.Stop() })
	synctest.Wait()
}

// Pass lets time go by and everything settle.
func (h *World) Pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// MustFault switches faults on.
func (h *World) MustFault(f slacksim.Faults) {
	h.tb.Helper()
	if err := h.Sim.SetFaults(f); err != nil {
		h.tb.Fatal(err)
	}
}

// Id is a person's id by name.
func (h *World) Id(who string) store.EmployeeID { return store.EmployeeID(h.Sim.Person(who).ID()) }

// MustNotice enqueues a message for somebody.
func (h *World) MustNotice(key, who, text string) {
	h.tb.Helper()
	if err := h.Db.EnqueueNotice(key, h.Id(who), text); err != nil {
		h.tb.Fatal(err)
	}
}

// Texts are the messages in a person's conversation with the app.
func (h *World) Texts(who string) []string {
	var texts []string
	for _, m := range h.Sim.Person(who).Inbox() {
		texts = append(texts, m.Text)
	}
	return texts
}

// MustDepth counts the outbox.
func (h *World) MustDepth() store.Depth {
	h.tb.Helper()
	depth, err := storetest.Ask(h.Db, (*store.Query).OutboxDepth)
	if err != nil {
		h.tb.Fatal(err)
	}
	return depth
}

// Handled runs the handler of an interaction, as an element that a person holds in hand for long, or forges, would.
func (h *World) Handled(in dispatch.Interaction) (dispatch.Reply, error) {
	h.tb.Helper()
	handle, in := h.Bot.Find(in)
	if handle == nil {
		h.tb.Fatalf("nothing handles %s", in.Action.ID)
	}
	return handle(h.tb.Context(), in)
}

// Api calls Slack as the bot would, at a pace of its own.
func (h *World) Api() *slackapi.API {
	return slackapi.New(slackapi.Options{Token: slackapi.Secret(h.Sim.BotToken()), URL: "http://slack.test/api/",
		Client: &http.Client{Transport: h.Transport}})
}
