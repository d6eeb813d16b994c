// Worlds that tests of several capabilities start from, and what they read there.

package bottest

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot"
	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim"
	"vouch/bot/surface"
	"vouch/digest/feed"
	"vouch/store"
	"vouch/store/storetest"
)

// Logbook keeps what is logged.
type Logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write appends a line.
func (l *Logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// With are the lines that hold all of parts.
func (l *Logbook) With(parts ...string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found []string
	for line := range strings.Lines(l.text.String()) {
		fits := true
		for _, part := range parts {
			fits = fits && strings.Contains(line, part)
		}
		if fits {
			found = append(found, line)
		}
	}
	return found
}

// Reading makes a bot log into the book.
func (l *Logbook) Reading(c *bot.Config) { c.Log = zerolog.New(l) }

// Opens is a handler that opens a window.
func Opens(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
	return dispatch.Reply{Open: block.ResultModal("Vouch", "Here it is.")}, nil
}

// General is the channel everybody and the app are in.
const General = "C0SIM00GEN"

// Must takes a result with its error, and gives the result or fails the test: must(ada.Say(...))(t).
func Must[T any](result T, err error) func(testing.TB) T {
	return func(tb testing.TB) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return result
	}
}

// Say is a handler that answers with a text.
func Say(text string) dispatch.Handler {
	return func(context.Context, dispatch.Interaction) (dispatch.Reply, error) {
		return dispatch.Reply{Text: text}, nil
	}
}

func Fail(err error) dispatch.Handler {
	return func(context.Context, dispatch.Interaction) (dispatch.Reply, error) { return dispatch.Reply{}, err }
}

// page is what the web of these tests shows at every address but /gone and /slow.
const page = `<html lang="en"><head><title>Plain</title><meta property="og:title" content="How we <b>moved</b> &amp; why">
<meta property="og:description" content="What went well."><meta property="og:image" content="/p.png"><meta property="og:image:alt" content="A van">
<meta property="article:tag" content="Hiring"></head><body>Hello</body></html>`

// WithCurator runs a test with Dev, who alone manages the program, and a web of pages.
func WithCurator(t *testing.T, do func(t *testing.T, h *World, dev Actor)) {
	web := func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/gone":
			http.NotFound(w, r)
		case "/slow":
			<-r.Context().Done()
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = fmt.Fprint(w, page)
		}
	}
	server := &http.Server{Handler: http.HandlerFunc(web)}
	config := func(c *bot.Config) {
		pipe := slacksim.NewPipe()
		go func() { _ = server.Serve(pipe) }()
		c.Fetcher = feed.NewFetcher(feed.Options{Dial: pipe.DialContext})
	}
	With(t, Setup{Config: config}, func(t *testing.T, h *World) {
		t.Cleanup(func() { _ = server.Close() })
		dev := h.Person(t, "dev")
		if err := h.Db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{dev.Id}, nil); err != nil {
			t.Fatal(err)
		}
		do(t, h, dev)
	})
}

// WithDigest runs a test with Ada, who joined and has got today's digest of three picks.
func WithDigest(t *testing.T, do func(t *testing.T, h *World, ada Actor, picks []store.AssetID)) {
	With(t, Setup{Db: Library(t, 12)}, func(t *testing.T, h *World) {
		ada := h.Joined(t, "ada")
		h.Pass(2 * time.Hour) // 9:30 in Paris is 8:30 here, spread over ten minutes
		d, found, err := h.Db.TodaysDelivery(ada.Id, "2000-01-03")
		if err != nil || !found || d.State != store.Delivered || len(d.Picks) != 3 {
			t.Fatalf("the digest is %+v, found %v, %v", d, found, err)
		}
		var picks []store.AssetID
		for _, p := range d.Picks {
			picks = append(picks, p.Asset)
		}
		do(t, h, ada, picks)
		h.WantNoComplaint(t)
	})
}

// WithEvent runs a test on Monday 07:00 with Ada, Ben and Dev, who manages the program, and an evening on Thursday with
// one place.
func WithEvent(t *testing.T, do func(t *testing.T, h *World, ada, ben, dev Actor, event store.Asset)) {
	t.Helper()
	With(t, Setup{}, func(t *testing.T, h *World) {
		event := storetest.MustEvent(t, h.Db, store.Now().Add(3*24*time.Hour+11*time.Hour), 1)
		do(t, h, h.Joined(t, "ada"), h.Joined(t, "ben"), h.Person(t, "dev"), event)
	})
}

// Jane is the form of a referral as somebody fills it in, with the role as the menu of jobs offers what was typed.
func Jane(change slacksim.Values) slacksim.Values {
	form := slacksim.Values{
		surface.FieldName: "Jane Doe", "contact": "jane@x.example", "job": "need Anything with Go",
		surface.FieldWhy: "She taught me <!channel>.", surface.FieldConsent: []string{"yes"},
	}
	for field, value := range change {
		form[field] = value
	}
	return form
}

// Own are words of a person's own, long enough to count as such.
const Own = "What struck me most was how calm the whole evening felt, honestly."

// EphemeralTexts are what only this person sees.
func (h *World) EphemeralTexts(who string) []string {
	var texts []string
	for _, m := range h.Sim.Person(who).Ephemerals() {
		texts = append(texts, m.Text)
	}
	return texts
}

// MustBoard has a manager post a board of three people to a channel.
func (h *World) MustBoard(manager, channel string) {
	h.tb.Helper()
	storetest.MustSettings(h.tb, h.Db, func(s *store.Settings) { s.BoardOn = true })
	storetest.MustManager(h.tb, h.Db, h.Id(manager), manager)
	asset := storetest.MustAsset(h.tb, h.Db, nil)
	for _, who := range []string{"ada", "ben", "cleo"} {
		storetest.MustAdvocate(h.tb, h.Db, h.Id(who), who)
		storetest.MustShare(h.tb, h.Db, h.Id(who), asset.ID)
	}
	if _, err := h.Db.PlanBoardPost("", h.Id(manager), channel, store.BoardQuery{Span: store.Month}); err != nil {
		h.tb.Fatal(err)
	}
}

// FirstPick is the block of the buttons of a digest's first pick.
func (h *World) FirstPick(t *testing.T, a Actor, date store.LocalDate) string {
	t.Helper()
	d, _, err := h.Db.TodaysDelivery(a.Id, date)
	if err != nil || len(d.Picks) == 0 {
		t.Fatalf("no digest of %s: %v", date, err)
	}
	return "do:" + string(d.Picks[0].Asset)
}

// Settings reads what the program has.
func (h *World) Settings() store.Settings {
	h.tb.Helper()
	return Must(h.Db.Settings())(h.tb)
}

// State is an asset's state now.
func (h *World) State(tb testing.TB, id store.AssetID) store.AssetState {
	tb.Helper()
	return Must(h.Db.Asset(id))(tb).State
}
