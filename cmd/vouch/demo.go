// The demo: the whole product on a made-up company, with the simulator as its Slack; no token, no network.

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot"
	"vouch/bot/slacksim"
	"vouch/store"
)

// demoCommand is `vouch demo`. A database of the demo's that is kept with DB is met again at the next start, with
// everything that was done in it; the workspace itself is made anew.
type demoCommand struct {
	Addr     string   `default:"127.0.0.1:8300" help:"Address of the console; port 0 takes a free one."`
	Feed     []string `help:"More content: path or address of a feed or CSV; may be given again." placeholder:"SOURCE"`
	DB       string   `name:"db" help:"Keep the data in this file; default: a temporary folder, gone at the end." type:"path"`
	LogLevel string   `default:"warn" enum:"debug,info,warn,error" help:"debug, info, warn or error."`
}

// demoTokens fix the tokens, so that a kept database meets the same workspace again.
const (
	demoBotToken = "xoxb-1000000000-1000000001-vouchdemo"
	demoAppToken = "xapp-1-A0VOUCH-1000000002-vouchdemo"
)

// Run takes the console's address first, so that a busy one is told before anything is
// made, then fills the workspace and prints where it is.
func (c *demoCommand) Run(env *environment) (err error) {
	// Everything below is undone by the deferred calls, on each of the ways out.
	listener, err := listen(c.Addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	folder, err := os.MkdirTemp("", "vouch-demo-")
	if err != nil {
		return err
	}
	// Deferred calls run in reverse: the app has let go of the database before its folder goes.
	defer os.RemoveAll(folder)
	path := c.DB
	if path == "" {
		path = filepath.Join(folder, "vouch.db")
	}
	d, err := newDemo(path, listener, newLogger(env.Stderr, c.LogLevel))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	c.addFeeds(env, d)
	// The workspace must answer before the app starts, because the app connects to it
	// through this listener like any Slack app.
	served := make(chan error, 1)
	go func() { served <- d.workspace.Serve(listener) }()
	if err := d.start(env.Context); err != nil {
		return err
	}
	c.describe(env.Stdout, listener, d.app.options.Web.PublicURL)
	select {
	case err := <-served:
		return err
	// Only a failure ends the app by itself here; Wait has it.
	case <-d.done:
		return d.app.Wait()
	case <-env.Context.Done():
		return nil
	}
}

// addFeeds publishes what the --feed sources hold; a source that cannot be read is told and left out.
func (c *demoCommand) addFeeds(env *environment, d *demo) {
	for _, source := range c.Feed {
		// Loopback is allowed: whoever runs the demo runs it on their own machine.
		result, err := loadItems(env.Context, source, true)
		if err != nil {
			fmt.Fprintln(env.Stderr, "vouch: left out:", err)
			continue
		}
		// Published at once, so that the next morning can show it; nobody would review it in a demo.
		added, err := d.app.DB.AddAssets(store.Operator, assetsOf(result, source), true)
		if err != nil {
			fmt.Fprintln(env.Stderr, "vouch: left out:", source+":", err)
			continue
		}
		fmt.Fprintf(env.Stdout, "added %s from %s, %d left out\n", plural(len(added.Added), "item"), source,
			len(result.Skipped)+len(added.Skipped))
	}
}

// describe tells a newcomer where to go and what to try. It names people of
// demo/people.yaml by the roles they have there.
func (c *demoCommand) describe(out io.Writer, listener net.Listener, links string) {
	fmt.Fprintf(out, `Vouch's demo runs at http://%[1]s/
Shared links lead through %[5]s: follow one, and what came of it stands in the next morning's digest.

You are Ada, an engineer at a made-up company; her first digest waits in her messages.
  - Share an item, save one, say "not for me", react, type /refer or /vouch.
  - Become Ruth (recruiter) to answer a referral, Sam to read that somebody he referred was hired, Marco (program
    manager) to post the leaderboard.
  - Become Chloé (curator), type /vouch sources and add http://%[1]s%[2]s (or %[3]s, %[4]s), or see /vouch coverage.
  - "Next morning" moves the time on to the next working day's digests. New content comes, colleagues answer theirs,
    and a referral moves on. Cards and news wait for their reader's working hours, so some come then.
Ctrl-C ends it.
`, browserAddress(listener), demoBlogFeed, demoNewsFeed, demoJobsFeed, links)
}

// browserAddress is where a browser on this machine finds the listener: one that listens
// everywhere has no address to show.
func browserAddress(listener net.Listener) string {
	address, ok := listener.Addr().(*net.TCPAddr)
	if ok && address.IP.IsUnspecified() {
		return net.JoinHostPort("localhost", strconv.Itoa(address.Port))
	}
	return listener.Addr().String()
}

// demo is the running demo: the workspace and the app that is installed in it.
type demo struct {
	company   *company
	workspace *slacksim.Workspace
	app       *App
	done      chan struct{}   // closed when the app ended by itself
	playing   sync.Mutex      // one morning at a time
	day       store.LocalDate // of the last morning
	mornings  int             // on which colleagues acted
	moved     time.Duration   // how far this demo moved the clock
}

// newDemo sets the clock, builds the app and the workspace, and writes the past fortnight
// into a new database. The pages, the assets and the history are dated from the clock. An
// error gives back what was opened. Nothing runs yet; see start.
func newDemo(path string, listener net.Listener, log zerolog.Logger) (*demo, error) {
	key, _, err := keyBeside(path)
	if err != nil {
		return nil, err
	}
	company, err := loadCompany()
	if err != nil {
		return nil, err
	}
	d := &demo{company: company, done: make(chan struct{})}
	base := "http://" + browserAddress(listener)
	web, err := (&webConfig{Listen: "127.0.0.1:0"}).open()
	if err != nil {
		return nil, err
	}
	web.PublicURL = "http://" + web.Listener.Addr().String()
	// Two connections, as is the default of serve. Control is on: admin commands work against the demo as well.
	d.app, err = newApp(appOptions{
		Path: path, Key: key, BotToken: demoBotToken, AppToken: demoAppToken, APIURL: base + "/api/", Connections: 2,
		Loopback: true, Unpaced: true, Control: true, Web: web, Log: log,
	})
	if err != nil {
		return nil, errors.Join(err, web.close())
	}
	if err := d.fill(base); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

// fill sets the clock, writes the history and makes the workspace.
func (d *demo) fill(base string) error {
	company := d.company
	if err := d.begin(); err != nil {
		return err
	}
	if err := company.seed(d.app.DB, store.Now()); err != nil {
		return fmt.Errorf("writing the demo's history: %w", err)
	}
	pages, err := company.feeds.pages(store.Now())
	if err != nil {
		return err
	}
	pages["GET "+calendarAddress] = calendarPage(company.calendar, firstDay(store.Now().Add(demoEve)))
	if err := followCalendar(d.app.DB, base+calendarAddress); err != nil {
		return err
	}
	d.workspace, err = slacksim.New(slacksim.Options{
		Manifest: bot.Manifest(), People: company.users(), Channels: company.workspace.Channels,
		Usergroups: company.workspace.Usergroups, TeamName: demoCompany, TeamDomain: "lumenfold", BotToken: demoBotToken,
		 AppToken: demoAppToken, BaseURL: base, Pages: pages, Now: store.Now, NoRateLimits: true,
		Actions: []slacksim.Action{{
			ID: "next-morning", Label: "Next morning", Description: "Moves the time to the next working morning, through everything that falls due on the way.",
			Run: d.nextMorning,
		}},
	})
	return err
}

// start runs the app and plays the first morning.
func (d *demo) start(ctx context.Context) error {
	if err := d.app.Start(ctx); err != nil {
		return err
	}
	go func() {
		_ = d.app.Wait() // whoever needs the error waits too
		close(d.done)
	}()
	select {
	// Time goes on after the connection stands and the people were read; before, messages
	// would wait in the outbox and arrive late.
	case <-d.app.Bot.Ready():
	case <-d.done:
		return d.app.Wait()
	case <-ctx.Done():
		return nil
	}
	_, err := d.morning(ctx)
	return err
}

// close stops the app before the workspace it talks to, and puts the clock back.
func (d *demo) close() error {
	err := d.app.Close()
	if d.workspace != nil {
		err = errors.Join(err, d.workspace.Close())
	}
	store.MoveClock(-d.moved)
	d.moved = 0
	return err
}
