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
	"slices"
	"strconv"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot"
	"vouch/bot/slacksim"
	"vouch/digest"
	"vouch/store"
)

// demoCommand is `vouch demo`. A database of the demo's that is kept with DB is met again
// at the next start, with everything that was done in it; the workspace itself is made
// anew.
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
	// Deferred calls run in reverse: the app has let go of the database before its folder
	// goes.
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
	c.describe(env.Stdout, listener)
	select {
	case err := <-served:
		return err
	// Only a failure ends the app by itself here; Wait has it.
	case <-d.ended():
		return d.app.Wait()
	case <-env.Context.Done():
		return nil
	}
}

// addFeeds publishes what the --feed sources hold; a source that cannot be read is told
// and left out.
func (c *demoCommand) addFeeds(env *environment, d *demo) {
	for _, source := range c.Feed {
		// Loopback is allowed: whoever runs the demo runs it on their own machine.
		result, err := loadItems(env.Context, source, true)
		if err != nil {
			fmt.Fprintln(env.Stderr, "vouch: left out:", err)
			continue
		}
		// Published at once, so that the next morning can show it; nobody would review it
		// in a demo.
		added, err := d.app.DB.AddAssets(store.Operator, assetsOf(result, source), true)
		if err != nil {
			fmt.Fprintln(env.Stderr, "vouch: left out:", source+":", err)
			continue
		}
		fmt.Fprintf(env.Stdout, "added %s from %s, %d left out\n", plural(len(added.Added), "item"), source, len(result.Skipped)+len(added.Skipped))
	}
}

// describe tells a newcomer where to go and what to try. It names people of
// demo/people.yaml by the roles they have there.
func (c *demoCommand) describe(out io.Writer, listener net.Listener) {
	fmt.Fprintf(out, `Vouch's demo runs at http://%[1]s/

You are Ada, an engineer at a made-up company; her first digest waits in her messages.
  - Share an item, save one, say "not for me", react, type /refer or /vouch.
  - Become Ruth (recruiter) to answer a referral, Marco (program manager) to post the leaderboard.
  - Become Chloé (curator), type /vouch sources and add http://%[1]s%[2]s (or %[3]s, %[4]s), or see /vouch coverage.
  - "Next morning" brings everybody the next working day's digest.
Ctrl-C ends it.
`, browserAddress(listener), demoBlogFeed, demoNewsFeed, demoJobsFeed)
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
	workspace *slacksim.Workspace
	app       *App
	// planner plans outside the clock of the bot; both go through the same verbs, which
	// know a digest that exists.
	planner *digest.Planner
	done    chan struct{} // closed when the app ended by itself
}

// newDemo builds the workspace and the app, and writes the past fortnight into a new
// database. The pages, the assets and the history are dated from the present moment. An
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
	pages, err := company.feeds.pages(store.Now())
	if err != nil {
		return nil, err
	}
	// The action needs d and the workspace needs the action, so d is filled step by step.
	// Nobody can press the button before the workspace is served.
	d := &demo{done: make(chan struct{})}
	d.workspace, err = slacksim.New(slacksim.Options{
		Manifest: bot.Manifest(), People: company.users(), Channels: demoChannels, Usergroups: demoUsergroups, TeamName: demoCompany, TeamDomain: "lumenfold",
		BotToken: demoBotToken, AppToken: demoAppToken, BaseURL: "http://" + browserAddress(listener), Pages: pages,
		Actions: []slacksim.Action{{
			ID: "next-morning", Label: "Next morning", Description: "Plans and delivers the next working day's digest for everybody.", Run: d.nextMorning,
		}},
	})
	if err != nil {
		return nil, err
	}
	// Two connections, as is the default of serve. Control is on: admin commands work
	// against the demo as well.
	d.app, err = newApp(appOptions{
		Path: path, Key: key, BotToken: demoBotToken, AppToken: demoAppToken, APIURL: d.workspace.APIURL(), Connections: 2,
		Loopback: true, Control: true, Log: log,
	})
	if err != nil {
		return nil, errors.Join(err, d.workspace.Close())
	}
	d.planner = &digest.Planner{DB: d.app.DB}
	if err := company.seed(d.app.DB, store.Now()); err != nil {
		return nil, errors.Join(fmt.Errorf("writing the demo's history: %w", err), d.close())
	}
	return d, nil
}

// start runs the app and puts today's digest into everybody's messages, the first
// person's first.
func (d *demo) start(ctx context.Context) error {
	if err := d.app.Start(ctx); err != nil {
		return err
	}
	go func() {
		d.app.Wait()
		close(d.done)
	}()
	select {
	// Digests are planned after the connection stands and the people were read; before,
	// they would wait in the outbox and arrive in no order.
	case <-d.app.Bot.Ready():
	case <-d.done:
		return d.app.Wait()
	case <-ctx.Done():
		return nil
	}
	advocates, err := d.advocates()
	if err != nil {
		return err
	}
	for _, e := range advocates {
		// advocates puts the first person first, so this is decided before anybody else's
		// digest.
		if e.ID == demoFirst && d.hadToday(e) {
			_, err := d.nextMorning(ctx) // kept data: the workspace is new and empty, today's digest is long sent
			return err
		}
		if _, err := d.planner.ForToday(ctx, e.ID, store.Now()); err != nil && store.KindOf(err) != store.NotFound {
			return err
		}
	}
	return nil
}

// hadToday tells whether somebody's digest of today was delivered, which is so only with
// kept data. An error counts as no: the digest is then planned, which tells the same
// error.
func (d *demo) hadToday(e store.Employee) bool {
	today := store.DateOf(store.Now(), store.Location(e.TimeZone, "UTC"))
	delivery, found, err := d.app.DB.TodaysDelivery(e.ID, today)
	return err == nil && found && delivery.State == store.Delivered
}

// ended is closed when the app ended by itself.
func (d *demo) ended() <-chan struct{} { return d.done }

// close stops the app before the workspace it talks to.
func (d *demo) close() error {
	return errors.Join(d.app.Close(), d.workspace.Close())
}

// advocates lists who gets digests, the demo's first person first. Paused people are
// among them.
func (d *demo) advocates() ([]store.Employee, error) {
	everybody, err := d.app.DB.Employees()
	if err != nil {
		return nil, err
	}
	var first, others []store.Employee
	for _, e := range everybody {
		switch {
		case !e.IsAdvocate():
		case e.ID == demoFirst:
			first = append(first, e)
		default:
			others = append(others, e)
		}
	}
	return append(first, others...), nil
}

// nextMorning plays the next day on which digests are due: each person's digest is
// planned as if their own morning had come, and is delivered at once. Pressing again goes
// a day on. The sentence is what the console shows. Time itself does not move: a plan has
// the day's date and due time, but is sent now. Of what else hangs on the clock only the
// events and reviews of that morning are played.
func (d *demo) nextMorning(ctx context.Context) (string, error) {
	advocates, err := d.advocates()
	if err != nil {
		return "", err
	}
	settings, err := d.app.DB.Settings()
	if err != nil {
		return "", err
	}
	// Whoever paused in this sitting stays paused: mornings pass by button here, pauses
	// by the clock.
	paused := func(e store.Employee) bool { return e.Prefs.PausedUntil.After(store.Now()) }
	advocates = slices.DeleteFunc(advocates, paused)
	if advocates, err = d.catchUp(advocates, settings.TimeZone); err != nil {
		return "", err
	}
	// Digests are due at different hours and in different zones; what is played together
	// is one local date.
	day := nextDueDay(advocates, settings.TimeZone)
	if day == "" {
		return "Nobody has a digest coming: everybody left or paused.", nil
	}
	var plans []store.DigestPlan
	var morning time.Time // the last of them, when everybody's has come
	empty := 0
	for _, e := range advocates {
		if dueDay(e, settings.TimeZone) != day {
			continue
		}
		plan, err := d.planner.PlanFor(ctx, e.ID, e.NextDigest)
		if store.KindOf(err) == store.NotFound {
			empty++
			// An empty plan sends nothing and moves the person on to their next day.
			plan, err = store.DigestPlan{Employee: e.ID, Date: day}, nil
		}
		if err != nil {
			return "", err
		}
		// PlanFor plans a digest as if it were asked for. With its due time it is the one
		// that was due, and the person's next digest moves on with it.
		plan.Due, plan.OnRequest, plan.NotBefore = e.NextDigest, false, store.Now()
		if e.NextDigest.After(morning) {
			morning = e.NextDigest
		}
		plans = append(plans, plan)
	}
	sent, err := d.app.DB.RecordDigests(plans)
	if err == nil {
		_, _, err = d.app.DB.TickEvents(morning)
	}
	if err == nil {
		err = d.reviewersMorning(day, settings.TimeZone)
	}
	if err != nil {
		return "", err
	}
	what, err := d.sentInWords(plans, sent)
	if err != nil {
		return "", err
	}
	text := fmt.Sprintf("%s: %s on the way.", dayInWords(day), what)
	if empty > 0 {
		text += fmt.Sprintf(" %s seen everything there is.", havePeople(empty))
	}
	return text, nil
}

// sentInWords counts what a morning sends: digests, and the question that somebody who
// ignored many gets in place of one.
func (d *demo) sentInWords(plans []store.DigestPlan, sent int) (string, error) {
	questions := 0
	for _, plan := range plans {
		e, err := d.app.DB.Employee(plan.Employee)
		if err != nil {
			return "", err
		}
		if e.Attention.AskedOn == plan.Date {
			questions++
		}
	}
	words := plural(sent-questions, "digest")
	if questions > 0 {
		words += " and " + plural(questions, "question") + " how often it should come"
	}
	return words, nil
}

// reviewersMorning gives reviewers their card of a day: in working hours of the program, in whose evening the last morning of a wide
// company may lie.
func (d *demo) reviewersMorning(day store.LocalDate, zone string) error {
	at, err := time.ParseInLocation(time.DateOnly+" 15:04", string(day)+" 10:00", store.Location(zone, "UTC"))
	if err == nil {
		_, _, err = d.app.DB.TickReviews(at)
	}
	return err
}

// catchUp moves people who came back from a pause past the mornings that were played
// without them, so that no day comes twice. It returns them as they are afterwards; the
// list given is changed.
func (d *demo) catchUp(advocates []store.Employee, zone string) ([]store.Employee, error) {
	// The latest day anybody had a digest on: dates as texts are ordered as days.
	var played store.LocalDate
	for _, e := range advocates {
		last, err := d.app.DB.DeliveriesOf(e.ID, 1)
		if err != nil {
			return nil, err
		}
		if len(last) > 0 {
			played = max(played, last[0].Date)
		}
	}
	for i, e := range advocates {
		for day := dueDay(e, zone); day != "" && day <= played; day = dueDay(e, zone) {
			if _, err := d.app.DB.RecordDigests([]store.DigestPlan{{Employee: e.ID, Date: day, Due: e.NextDigest, State: store.Planned}}); err != nil {
				return nil, err
			}
			moved, err := d.app.DB.Employee(e.ID)
			if err != nil {
				return nil, err
			}
			if !moved.NextDigest.After(e.NextDigest) {
				break // a plan that changes nothing would be tried for ever
			}
			e = moved
		}
		advocates[i] = e
	}
	return advocates, nil
}

// havePeople writes "1 person has" or "3 people have".
func havePeople(n int) string {
	if n == 1 {
		return "1 person has"
	}
	return fmt.Sprintf("%d people have", n)
}

// dueDay is the local day of a person's next digest, "" when none is coming.
// fallback is the program's zone, for people without one of their own.
func dueDay(e store.Employee, fallback string) store.LocalDate {
	if e.NextDigest.IsZero() {
		return ""
	}
	return store.LocalDate(e.NextDigest.In(store.Location(e.TimeZone, fallback)).Format(time.DateOnly))
}

// nextDueDay is the earliest such day of all. "" when nobody has one.
func nextDueDay(people []store.Employee, fallback string) store.LocalDate {
	var first store.LocalDate
	for _, e := range people {
		if day := dueDay(e, fallback); day != "" && (first == "" || day < first) {
			first = day
		}
	}
	return first
}

// dayInWords writes a local date as "Monday, 2 March". A text that is no date is shown as
// it is.
func dayInWords(day store.LocalDate) string {
	t, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return string(day)
	}
	return t.Format("Monday, 2 January")
}
