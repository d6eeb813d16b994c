// The world of the end-to-end tests: the App as in production and a strict workspace, in one bubble of virtual time.

package main

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot"
	"vouch/bot/slacksim"
	"vouch/store"
	"vouch/store/storetest"
)

// world is one company with Vouch installed.
type world struct {
	tb        testing.TB
	sim       *slacksim.Workspace
	app       *App
	backups   string // the folder of nightly backups
	path      string // of the database
	doubts    int    // posts to a channel that may stay in doubt
	pipe      *slacksim.Pipe
	transport *http.Transport
}

// worldPeople live in zones that change their clocks in the week of the tests, in zones that do not, and in one with
// half hours.
func worldPeople() []slacksim.User {
	person := func(name, title, zone string) slacksim.User {
		return slacksim.User{ID: "U0" + strings.ToUpper(name), Name: name, RealName: strings.ToUpper(name[:1]) + name[1:] +
			" Example", Title: title, TZ: zone}
	}
	guest := person("gus", "Contractor", "Europe/Berlin")
	guest.IsGuest = true
	return []slacksim.User{
		person("ada", "Platform Engineer", "Europe/Berlin"), person("ben", "Backend Engineer", "America/New_York"),
		person("dev", "Data Engineer", "Asia/Kolkata"),
		person("sue", "Site Reliability Engineer", "Australia/Sydney"), person("ruth", "Talent Partner", "Europe/London"),
		person("marco", "Communications Manager", "Europe/Rome"), guest,
	}
}

// mustWorld starts the company in the bubble of the caller, with Marco configured as program manager. pages are the
// rest of the web, by pattern of http.ServeMux.
func mustWorld(tb testing.TB, pages map[string]http.Handler) *world {
	tb.Helper()
	w := &world{tb: tb, backups: tb.TempDir(), path: filepath.Join(tb.TempDir(), "vouch.db"), pipe: slacksim.NewPipe()}
	var err error
	w.sim, err = slacksim.New(slacksim.Options{
		Manifest: bot.Manifest(), BaseURL: "http://slack.test", People: worldPeople(), Pages: pages,
		PingEvery: 20 * time.Second, // see bottest.PingEvery
		Channels:  []slacksim.Channel{{ID: "C0GENERAL", Name: "general", BotIsMember: true}},
	})
	if err != nil {
		tb.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- w.sim.Serve(w.pipe) }()
	w.transport = &http.Transport{DialContext: w.pipe.DialContext}
	tb.Cleanup(func() {
		w.transport.CloseIdleConnections()
		_ = w.sim.Close()
		_ = w.pipe.Close()
		<-served
	})
	w.start()
	tb.Cleanup(w.stop)
	return w
}

// start runs the App as serve does.
func (w *world) start() {
	w.tb.Helper()
	app, err := newApp(appOptions{
		Path: w.path, Key: storetest.Key, BotToken: bot.Secret(w.sim.BotToken()), AppToken: bot.Secret(w.sim.AppToken()),
		APIURL:      w.sim.APIURL(),
		Connections: 2, Managers: []store.EmployeeID{"U0MARCO"}, TimeZone: "Europe/Rome", BackupDir: w.backups,
		HTTPClient: &http.Client{Transport: w.transport}, NetDial: w.pipe.DialContext,
		Log: zerolog.New(w.tb.Output()).Level(zerolog.WarnLevel).With().Timestamp().Logger(),
	})
	if err != nil {
		w.tb.Fatal(err)
	}
	w.app = app
	if err := app.Start(context.Background()); err != nil {
		w.tb.Fatal(err)
	}
	w.pass(time.Minute)
}

// stop ends the App in good order; the database must be sound.
func (w *world) stop() {
	w.tb.Helper()
	if w.app == nil {
		return
	}
	storetest.MustCheck(w.tb, w.app.DB)
	if err := w.app.Close(); err != nil {
		w.tb.Errorf("Close: %v", err)
	}
	if err := w.app.Wait(); err != nil {
		w.tb.Errorf("the bot ended with %v", err)
	}
	w.app = nil
}

// pass lets time go by and everything settle.
func (w *world) pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// until lets time go by until a moment of UTC, such as "2000-03-23 06:00".
func (w *world) until(moment string) {
	w.tb.Helper()
	at, err := time.Parse("2006-01-02 15:04", moment)
	if err != nil {
		w.tb.Fatal(err)
	}
	if left := time.Until(at); left > 0 {
		w.pass(left)
	}
}

// actor is a person of the company who does not give up: what fails is tried again a minute later, as people do.
type actor struct {
	*slacksim.Person
	w *world
}

func (w *world) person(name string) actor { return actor{w.sim.Person(name), w} }

// insist repeats an act until it worked.
func (a actor) insist(what string, act func(context.Context) bool) {
	a.w.tb.Helper()
	for range 40 {
		if act(context.Background()) {
			a.w.pass(5 * time.Second)
			return
		}
		a.w.pass(time.Minute)
	}
	a.w.tb.Fatalf("%s cannot %s", a.ID(), what)
}

// opens types a command until the modal it opens is there.
func (a actor) opens(line, callback string) {
	a.w.tb.Helper()
	a.insist("open "+line, func(ctx context.Context) bool {
		_ = a.CloseAll(ctx) // nothing may be open
		if got, err := a.Slash(ctx, "general", line); err != nil || !got.Acked {
			return false
		}
		a.w.pass(3 * time.Second)
		return a.Modal() != nil && a.Modal().CallbackID == callback
	})
}

// submits fills and submits the modal on top, and says whether it was taken.
func (a actor) submits(ctx context.Context, values slacksim.Values) bool {
	got, err := a.Submit(ctx, values)
	return err == nil && len(got.Errors) == 0 && got.Result != "trouble"
}

// digests are the person's digests by the local day they are for.
func (a actor) digests() map[string][]slacksim.Message {
	found := map[string][]slacksim.Message{}
	for _, m := range a.Inbox() {
		if first, _, _ := strings.Cut(m.Text, "\n"); !m.Ephemeral && strings.HasPrefix(first, "Your picks for ") {
			found[first] = append(found[first], m)
		}
	}
	return found
}

// firstDigest is the person's first digest and the first of its picks.
func (a actor) firstDigest() (slacksim.Message, store.AssetID) {
	a.w.tb.Helper()
	for _, m := range a.Inbox() {
		if !strings.HasPrefix(m.Text, "Your picks for ") {
			continue
		}
		for _, block := range m.Blocks {
			if id, found := strings.CutPrefix(fmt.Sprint(block["block_id"]), "do:"); found {
				return m, store.AssetID(id)
			}
		}
	}
	a.w.tb.Fatalf("%s has no digest", a.ID())
	return slacksim.Message{}, ""
}

// texts are what the app wrote to the person, rewritten or not.
func (a actor) texts() []string {
	var texts []string
	for _, m := range a.Inbox() {
		if m.BotID != "" && !m.Ephemeral {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

// sentAt is when a message was written.
func sentAt(tb testing.TB, m slacksim.Message) time.Time {
	tb.Helper()
	seconds, _, _ := strings.Cut(m.TS, ".")
	unix, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		tb.Fatalf("a message's ts is %q", m.TS)
	}
	return time.Unix(unix, 0)
}
