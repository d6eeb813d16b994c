// The workspace as a whole: options, start, serving, reset and close.

package slacksim

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options describe a workspace. The zero value of every field but Manifest is usable.
type Options struct {
	// Manifest is the app's manifest, YAML or JSON. It decides scopes, commands, shortcuts, events and tabs.
	Manifest []byte
	// People live in the workspace; none means those of company.yaml. The app's bot and USLACKBOT are always added.
	People []User
	// Channels exist from the start; none means those of company.yaml, without members that are not there.
	Channels []Channel
	// Usergroups exist from the start; none means none.
	Usergroups []Usergroup
	// TeamName is shown to people, "Acme" when empty; TeamDomain defaults to a form of it.
	TeamName, TeamDomain string
	// BaseURL is the origin of every URL handed out, as "http://127.0.0.1:8080". When empty it is taken from the
	// Host of the request in hand, or from the listener.
	BaseURL string
	// Actions are extra buttons that the host program offers in the console.
	Actions []Action
	// Pages are more documents at the workspace's address, by pattern of http.ServeMux, such as the feeds of the demo's
	// company. They are no part of Slack and are read without a token.
	Pages map[string]http.Handler
	// NoRateLimits switches the request rate limits off; forced ones (Faults) still work.
	NoRateLimits bool
	// BotToken and AppToken fix the two tokens; empty ones are made up.
	BotToken, AppToken string
	// Now is the clock that messages, events and users are dated by, time.Now when nil; what lives for seconds
	// (connections, trigger ids, rate limits) keeps the machine's time. Whoever moves the clock calls ClockMoved.
	Now func() time.Time
	// PingEvery is the time between two pings of a connection, ten seconds when 0. Clients give up after 30 s without.
	PingEvery time.Duration
	// Seed fixes the random choices (which connection gets an envelope); 0 means a fixed default.
	Seed uint64
}

// Action is a button of the host program in the console, such as the demo's "Next morning".
type Action struct {
	ID          string `json:"id"`
	Label       string `json:"label"`
	Description string `json:"description"`
	// Run does the work and says in one sentence what happened.
	Run func(ctx context.Context) (string, error) `json:"-"`
}

// Workspace is one running Slack workspace with one installed app. All methods are safe for concurrent use.
type Workspace struct {
	// options, now, manifest, team and app never change after New and need no lock.
	options  Options
	now      func() time.Time
	manifest *Manifest
	team     team
	app      app
	handler  http.Handler
	server   *http.Server
	// ctx ends with Close; every goroutine and socket of the workspace hangs on it.
	ctx    context.Context
	cancel context.CancelFunc
	tasks  sync.WaitGroup

	// mu guards everything below. It is never held while waiting for the app, a socket or a client.
	mu sync.Mutex
	// changed is closed and replaced after each change, which wakes whoever waits for a condition.
	changed chan struct{}
	closed  bool
	// epoch counts resets, so that nothing planned before one happens after it.
	epoch int
	// seenBase is the origin that the app used last to ask for a connection.
	seenBase string
	// random decides between connections; counter and lastMicros make ids and timestamps unique.
	random     *rand.Rand
	counter    uint64
	lastMicros int64
	// users are found by id and by username, and listed in the order they joined.
	users     map[string]*User
	usernames map[string]*User
	userOrder []string
	// channels holds direct messages too; channelIDs has them in the order they were opened.
	channels   map[string]*conversation
	channelIDs []string
	// direct finds direct messages by their members.
	direct map[string]*conversation
	// ephemerals are what only one person sees, by user id.
	ephemerals map[string][]*Message
	// files are found by their ids, uploads by the key in their address.
	files      map[string]*file
	usergroups []*Usergroup
	triggers   map[string]*trigger
	// triggersKept and hooksKept are the sizes at which old triggers and response URLs are forgotten.
	triggersKept, hooksKept int
	// views holds every live view by id; modals and homes find them by user id.
	views  map[string]*view
	modals map[string][]*view
	homes  map[string]*view
	// typed is what people chose in messages, by key of a surface; offered are the options external menus got.
	typed   map[string]fieldValues
	offered map[string][]map[string]any
	// hooks are response URLs by their secret part, tickets the connections that were granted and not opened yet.
	hooks       map[string]*responseURL
	tickets     map[string]ticket
	connections []*connection
	// pending envelopes wait for an acknowledgement; ended ones are remembered by how they ended.
	pending map[string]*envelope
	ended   map[string]string
	// held are frames that the reordering fault keeps back for a moment.
	held []func()
	// buckets are the rate limits by method and by channel.
	buckets map[string]*bucket
	faults  activeFaults
	// revoked means uninstalled; socketOff means Socket Mode was switched off.
	revoked   bool
	socketOff bool
	// journal and apiLog are bounded; their counters go on after a reset.
	journal     []LogEntry
	journalNext int
	apiLog      []APICall
	apiLogNext  int
	// listeners are the open clients of people.
	listeners map[*listener]struct{}
	uploads   map[string]*file
}

// team is the workspace itself: its id, its name as people see it, and its part of the web address.
type team struct{ id, name, domain string }

// app is the one installed app: its ids, its two tokens, and the legacy verification token that payloads carry.
type app struct {
	id, name, userID, botID, botToken, appToken, verification string
}

// New builds a workspace from options and installs the manifest's app in it. It reports every mistake of the manifest
// and of the people at once.
func New(options Options) (*Workspace, error) {
	manifest, err := ParseManifest(options.Manifest)
	if err != nil {
		return nil, err
	}
	if options.BaseURL != "" {
		base, err := url.Parse(options.BaseURL)
		if err != nil || base.Host == "" {
			return nil, fmt.Errorf("base URL %q is not of the form http://host:port", options.BaseURL)
		}
		options.BaseURL = strings.TrimSuffix(options.BaseURL, "/")
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.PingEvery == 0 {
		options.PingEvery = pingEvery
	}
	if err := options.fillCompany(); err != nil {
		return nil, err
	}
	w := &Workspace{options: options, now: options.Now, manifest: manifest}
	w.ctx, w.cancel = context.WithCancel(context.Background())
	w.listeners = map[*listener]struct{}{}
	w.installApp()
	if err := w.populate(); err != nil {
		w.cancel()
		return nil, err
	}
	w.handler = w.routes()
	return w, nil
}

// fillCompany takes people and channels that were not given from the default company.
func (o *Options) fillCompany() error {
	company, err := ParseCompany([]byte(defaultCompany))
	if o.Channels == nil {
		o.Channels = company.Channels
		if o.People != nil {
			for i := range o.Channels {
				o.Channels[i].Members = slices.DeleteFunc(o.Channels[i].Members, func(who string) bool {
					return !slices.ContainsFunc(o.People, func(u User) bool { return u.ID == who || u.Name == who })
				})
			}
		}
	}
	if o.People == nil {
		o.People = company.People
	}
	return err
}

// populate fills an empty workspace: team, app, people, channels. Reset uses it again.
func (w *Workspace) populate() error {
	seed := w.options.Seed
	if seed == 0 {
		seed = 1
	}
	w.random = rand.New(rand.NewPCG(seed, seed)) // #nosec G404 -- repeatable choices, not secrets
	w.changed = make(chan struct{})
	w.users = map[string]*User{}
	w.usernames = map[string]*User{}
	w.userOrder = nil
	w.channels = map[string]*conversation{}
	w.channelIDs = nil
	w.direct = map[string]*conversation{}
	w.ephemerals = map[string][]*Message{}
	w.files = map[string]*file{}
	w.uploads = map[string]*file{}
	w.usergroups = nil
	w.triggers = map[string]*trigger{}
	w.triggersKept, w.hooksKept = 1000, 1000
	w.views = map[string]*view{}
	w.modals = map[string][]*view{}
	w.homes = map[string]*view{}
	w.typed = map[string]fieldValues{}
	w.offered = map[string][]map[string]any{}
	w.hooks = map[string]*responseURL{}
	w.tickets = map[string]ticket{}
	w.pending = map[string]*envelope{}
	w.ended = map[string]string{}
	w.buckets = map[string]*bucket{}
	w.faults = newActiveFaults()
	w.revoked, w.socketOff = false, false
	w.journal, w.apiLog = nil, nil
	return errors.Join(w.addInitialPeople(), addAll(w.options.Channels, w.addChannel),
		addAll(w.options.Usergroups, w.addUsergroup))
}

// installApp names the team and gives the manifest's app its ids and tokens. They stay for the workspace's life.
func (w *Workspace) installApp() {
	name := w.options.TeamName
	if name == "" {
		name = "Acme"
	}
	domain := w.options.TeamDomain
	if domain == "" {
		domain = strings.Trim(strings.Map(domainRune, strings.ToLower(name)), "-")
	}
	w.team = team{id: "T0SIM0TEAM", name: name, domain: domain}
	w.app = app{
		id: "A0SIM00APP", name: w.manifest.DisplayInformation.Name, userID: "U0SIM00BOT", botID: "B0SIM00BOT",
		botToken: w.options.BotToken, appToken: w.options.AppToken, verification: "simulated",
	}
	if w.app.botToken == "" {
		w.app.botToken = "xoxb-" + "1000000000001-1000000000002-" + secret(24)
	}
	if w.app.appToken == "" {
		w.app.appToken = "xapp-1-" + w.app.id + "-1000000000003-" + secret(64)
	}
}

// domainRune keeps what may stand in a web address.
func domainRune(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
		return r
	}
	return '-'
}

// Handler serves the Web API under /api/, the sockets under /link/, uploads, files, response URLs, the control
// interface under /sim/ and the console at "/".
func (w *Workspace) Handler() http.Handler { return w.handler }

// Serve answers on l until Close. It returns nil after Close. The listener may be anything, also one of net.Pipe ends.
func (w *Workspace) Serve(l net.Listener) error {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return errors.New("the workspace is closed")
	}
	if w.seenBase == "" && l.Addr().Network() == "tcp" {
		w.seenBase = "http://" + l.Addr().String()
		w.wake()
	}
	server := w.server
	if server == nil {
		server = &http.Server{Handler: w.handler, ReadHeaderTimeout: 30 * time.Second}
		w.server = server
	}
	w.mu.Unlock()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Close drops every connection, stops all timers and waits for the workspace's own goroutines. It may be called twice.
func (w *Workspace) Close() error {
	w.mu.Lock()
	w.closed = true
	server := w.server
	w.abandon()
	w.cancel()
	w.wake()
	w.mu.Unlock()
	var err error
	if server != nil {
		err = server.Close()
	}
	w.tasks.Wait()
	return err
}

// Reset puts the workspace back to its first state: people, channels, no messages, no faults. Sockets are dropped,
// tokens stay. Apps see their sockets break and connect again. The journal is emptied, but its numbers go on, so that a
// program which reads by number misses nothing.
func (w *Workspace) Reset() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.abandon()
	for _, c := range w.connections {
		c.drop()
	}
	w.connections = nil
	w.epoch++
	err := w.populate()
	w.notifyAll(Update{Type: "state"})
	w.wake()
	return err
}

// abandon ends every wait for an acknowledgement as if none had come, without redelivery.
func (w *Workspace) abandon() {
	for _, e := range w.pending {
		e.failed = nil
		w.endWait(e, outcomeTimeout)
	}
}

// ClockMoved tells that the clock of the options was moved: open clients read anew what day it is.
func (w *Workspace) ClockMoved() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.notifyAll(Update{Type: "state"})
}

// APIURL is the Web API's base address, ending in "/api/". It is complete once BaseURL is set or Serve was called.
func (w *Workspace) APIURL() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.base() + "/api/"
}

// BotToken is the installed app's bot token (xoxb-).
func (w *Workspace) BotToken() string { return w.app.botToken }

// AppToken is the app-level token (xapp-) with the scope connections:write.
func (w *Workspace) AppToken() string { return w.app.appToken }

// BotUserID is the user id of the app's bot.
func (w *Workspace) BotUserID() string { return w.app.userID }

// base is the origin of URLs that are built outside any request.
func (w *Workspace) base() string {
	if w.options.BaseURL != "" {
		return w.options.BaseURL
	}
	return w.seenBase
}

// baseFor is the origin of URLs handed out in answer to r. An app in a container reaches the workspace by another name
// than the console does; each gets addresses that work for it.
func (w *Workspace) baseFor(r *http.Request) string {
	if w.options.BaseURL != "" {
		return w.options.BaseURL
	}
	scheme := "http://"
	if r.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Host
}
