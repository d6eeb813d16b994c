// App is the running program as a value: the open database, the bot and the control socket, started in order and closed
// in reverse. serve, demo and the end-to-end tests share it.

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot"
	"vouch/digest/feed"
	"vouch/store"
)

// stopTimeout bounds the wait for admin commands that run over the control socket when
// the program stops. The bot is waited for without it: Bot.Run bounds its own end.
const stopTimeout = 15 * time.Second

// appOptions is everything an App needs. HTTPClient and NetDial are nil outside tests; NetDial then
// stands for the whole network, Slack and the pages that are read.
type appOptions struct {
	// Path must be in a folder that exists; the file itself is made at the first start.
	Path string // of the database
	// Key is the AES-256 key for personal data, keyLength bytes.
	Key      []byte
	BotToken bot.Secret
	AppToken bot.Secret
	// APIURL ends with a slash; method names are appended to it.
	APIURL string

	// Connections is the number of Socket Mode connections, 1 to 10.
	Connections int
	// Managers are added to those named in Slack and never taken away by leaving one out here.
	Managers  []store.EmployeeID
	TimeZone  string // "" keeps what is stored
	BackupDir string // "" makes no nightly backups
	Control   bool   // serve the control socket
	Web       webOptions
	Unpaced   bool // see bot.Config; the demo only
	Loopback  bool // pages on this machine may be fetched: the demo and tests only

	HTTPClient *http.Client
	NetDial    func(ctx context.Context, network, address string) (net.Conn, error)
	Log        zerolog.Logger
}

// App is one running Vouch.
type App struct {
	DB  *store.DB
	Bot *bot.Bot

	options appOptions
	control *control
	web     *web // nil: none
	// stop is nil before Start and after Close.
	stop   context.CancelFunc
	beside sync.WaitGroup // what runs beside the bot
	ended  chan error     // the bot's end, once

	lastRead, lastWritten atomic.Int64 // when they last worked for a health question, in unix microseconds
}

// newApp opens the database and builds the bot. Nothing runs yet; Close gives everything back.
func newApp(options appOptions) (*App, error) {
	db, err := store.Open(store.Options{Path: options.Path, Key: options.Key})
	if err != nil {
		return nil, err
	}
	// ended holds one value, so that the bot's goroutine ends even when nobody waits for it.
	a := &App{DB: db, options: options, ended: make(chan error, 1)}
	if err := a.configure(); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	// A nil function is what tells the bot that there is nothing to do at night; a method value would not be nil.
	var daily func(context.Context) error
	if options.BackupDir != "" {
		daily = a.backUp
	}
	a.Bot, err = bot.New(bot.Config{
		DB: db, BotToken: options.BotToken, AppToken: options.AppToken, APIURL: options.APIURL,
		HTTPClient: options.HTTPClient, NetDial: options.NetDial, Connections: options.Connections,
		Managers: options.Managers, Log: options.Log, Version: version(), Daily: daily, Unpaced: options.Unpaced,
		PublicURL: options.Web.PublicURL,
		Fetcher:   feed.NewFetcher(feed.Options{AllowLoopback: options.Loopback, Dial: options.NetDial}),
	})
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return a, nil
}

// configure brings the settings that the environment decides into the database. VOUCH_TIMEZONE wins over what was saved
// in Slack at each start. Without a difference nothing is saved, so that a restart leaves no entry in the audit.
func (a *App) configure() error {
	if a.options.TimeZone == "" {
		return nil
	}
	settings, err := a.DB.Settings()
	if err != nil || settings.TimeZone == a.options.TimeZone {
		return err
	}
	settings.TimeZone = a.options.TimeZone
	return a.DB.SaveSettings(store.Operator, settings)
}

// Start opens the control socket and starts the bot; it does not wait for Slack. It is called once. An error leaves
// nothing running but what Close stops. The bot ends with ctx, or earlier with an error that only a person can mend, as
// a revoked token; see Wait.
func (a *App) Start(ctx context.Context) error {
	// The socket comes first, so that a health question is answered ("not connected")
	// while the bot still looks for Slack.
	if a.options.Control {
		control, err := startControl(a.options.Path, a.DB, a.healthy)
		if err != nil {
			return err
		}
		a.control = control
	}
	a.web = a.startWeb()
	running, stop := context.WithCancel(ctx)
	a.stop = stop
	// Beside the bot, which names whom Slack knows before it takes the first act: this goes
	// on until the last one is found.
	a.beside.Go(func() { a.nameManagers(running) })
	go func() { a.ended <- a.Bot.Run(running) }()
	return nil
}

// managersRetry is how often the configured managers are looked for, managersPatience how long silently.
const (
	managersRetry    = 5 * time.Second
	managersPatience = 5 * time.Minute
)

// nameManagers makes the configured people program managers. Slack may not answer at the first start, and an id may
// join later; therefore it goes on until everybody was found or ctx ends.
func (a *App) nameManagers(ctx context.Context) {
	if len(a.options.Managers) == 0 {
		return
	}
	retry := time.NewTicker(managersRetry)
	defer retry.Stop()
	for begun, told := time.Now(), false; ; {
		// EnsureManagers names whom it knows even when it reports others as unknown, so
		// nobody waits for a mistyped id of somebody else.
		err := a.DB.EnsureManagers(a.options.Managers)
		if err == nil {
			return
		}
		// Once: an id that stays unknown would fill the log.
		if !told && time.Since(begun) >= managersPatience {
			a.options.Log.Warn().Msg("VOUCH_MANAGERS: " + sentence(err))
			told = true
		}
		select {
		case <-ctx.Done():
			return
		case <-retry.C:
		}
	}
}

// healthy says in a line each how Slack, reading and writing are, with the age of the last of each; the error is nil
// while all of them work. One connection is enough: with several connections Slack gives each envelope to any one of
// them, so a missing one costs no message.
func (a *App) healthy() (string, error) {
	status := a.Bot.Status()
	var lines []string
	failing := status.Connected == 0
	if failing {
		lines = append(lines,
			fmt.Sprintf("not connected to Slack (0 of %d connections); the log says why; last heard of it %s",
				status.Connections, age(status.Heard)))
	} else {
		lines = append(lines, fmt.Sprintf("connected to Slack (%d of %d connections); last heard of it %s",
			status.Connected, status.Connections, age(status.Heard)))
	}
	// Said and no failure: while one replaces the other both stand for a moment.
	if status.Others > 0 {
		lines = append(lines, fmt.Sprintf("does another Vouch run with the same tokens? Slack counts %s beyond ours; "+
			"what the other one gets is lost to this database: stop one of them", plural(status.Others, "connection")))
	}
	if status.Shed > 0 {
		lines = append(lines, fmt.Sprintf("too busy for %s since the start: Slack showed an error to those people; "+
			"%d wait now", plural(int(status.Shed), "interaction"), status.Waiting))
	}
	// The heartbeat before this one is read first: it tells how long writing has failed.
	written, unread := a.DB.LastHeartbeat()
	unwritten := a.DB.Heartbeat()
	for _, part := range []struct {
		name string
		err  error
		last *atomic.Int64
		at   time.Time
	}{{"reading", unread, &a.lastRead, time.Time{}}, {"writing", unwritten, &a.lastWritten, written}} {
		if part.err == nil {
			part.last.Store(store.Now().UnixMicro())
			lines = append(lines, part.name+" works; last "+age(store.Now()))
			continue
		}
		failing = true
		if micro := part.last.Load(); micro != 0 {
			part.at = time.UnixMicro(micro)
		}
		lines = append(lines, fmt.Sprintf("%s fails: %s; it last worked %s", part.name, sentence(part.err), age(part.at)))
	}
	text := strings.Join(lines, "\n")
	if failing {
		return "", errors.New(text)
	}
	return text, nil
}

// age is how long ago something was, in words.
func age(at time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return max(store.Now().Sub(at), 0).Truncate(time.Second).String() + " ago"
}

// Wait returns when the bot ended: nil after ctx was cancelled, otherwise why it cannot
// go on. It may be called from several places and again after the end.
func (a *App) Wait() error {
	err := <-a.ended
	a.ended <- err // Close waits for the same end
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// Close stops what Start started and closes the database, in that order. It may be called
// at any point and twice. Why the bot ended is told by Wait, not by Close.
func (a *App) Close() error {
	var problems []error
	if a.stop != nil {
		a.stop()
		// The bot goes first, because its handlers and its courier write to the database until they end.
		_ = a.Wait() // whoever runs the app asks it
		a.beside.Wait()
		a.web.stop()
		a.stop = nil
	}
	_ = a.options.Web.close() // closed already, unless the app was never started
	// A fresh context: the one of the process is over when the program stops, and a
	// running backup should still be finished.
	if a.control != nil {
		ctx, cancel := context.WithTimeout(context.Background(), stopTimeout)
		problems = append(problems, a.control.Close(ctx))
		cancel()
		a.control = nil
	}
	if a.DB != nil {
		problems = append(problems, a.DB.Close())
		a.DB = nil
	}
	return errors.Join(problems...)
}
