// Package bot is the Slack face of Vouch: people act in Slack, the bot turns each interaction into one verb of the
// store and the result into an answer, and the courier delivers what the store wants to say.
//
// Run is three loops. Inbound takes envelopes from the sockets, runs each person's interactions in order, and
// acknowledges after the store has committed: an acknowledgement is a promise. The courier drains the outbox and is the
// only one who writes to people unasked. The clock fires what happens by itself.
//
// Each surface is a pair of files: x.go holds its handlers and ids, x_view.go renders store values as blocks. A surface
// registers in surfaces.go.
package bot

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot/block"
	"vouch/bot/courier"
	"vouch/bot/dispatch"
	"vouch/bot/persona"
	"vouch/bot/slackapi"
	"vouch/bot/socket"
	"vouch/bot/source"
	"vouch/bot/webhook"
	"vouch/digest"
	"vouch/digest/feed"
	"vouch/store"
)

// Config is everything a Bot needs. DB, BotToken and AppToken are required.
type Config struct {
	DB       *store.DB
	BotToken slackapi.Secret // xoxb-...
	AppToken slackapi.Secret // xapp-... with the scope connections:write
	// APIURL is the Web API's address, ending in "/"; "" is Slack's.
	APIURL string
	// HTTPClient carries the Web API calls; nil makes one with time-outs.
	HTTPClient *http.Client
	// NetDial opens the sockets' connections; nil is a plain net.Dialer.
	NetDial func(ctx context.Context, network, address string) (net.Conn, error)
	// Connections is the number of Socket Mode connections, 1 to 10; 0 means 2, so that a refresh of one leaves no gap.
	Connections int
	Log         zerolog.Logger
	Managers    []store.EmployeeID // named program managers before the first interaction is taken
	Fetcher     *feed.Fetcher      // reads sources and the metadata of pages; nil turns both off
	Version     string
	// Unpaced sends as fast as Slack takes it; for the demo, whose simulator has no rate limits.
	Unpaced bool
	// PublicURL is where the web face is, without a slash at its end; "" when there is none: links then lead straight to
	// the pages.
	PublicURL string
	// Daily is the nightly work of the program: backup and purge. nil is none.
	Daily func(context.Context) error
}

// Secret is a token that is never printed.
type Secret = slackapi.Secret

// Bot is one running Slack app.
type Bot struct {
	config   Config
	db       *store.DB
	log      zerolog.Logger
	api      *slackapi.API
	dispatch *dispatch.Dispatcher
	courier  *courier.Courier
	planner  *digest.Planner
	webhooks *webhook.Sender
	ticking  sync.Mutex // one tick at a time

	// The capabilities that the bot itself calls.
	persona *persona.Handlers
	source  *source.Handlers

	identity atomic.Pointer[slackapi.Identity]
	known    sync.Map // employee ids that are in the store
	knowing  sync.Mutex
	people   sync.Mutex
	told     map[store.EmployeeID]store.SlackUser // by events while the list is read; nil when it is not
	missed   chan struct{}                        // full when events may have been missed: the list is to be read again

	running sync.RWMutex // guards the start of the dispatcher, which Status reads
	sockets *socket.Connections
	heard   atomic.Int64 // when Slack last sent anything, in unix microseconds

	once   sync.Once // closes ready
	ready  chan struct{}
	failed chan error // why the program must end
}

// keptConnections is how many connections to Slack are kept open: for the courier's workers, for Home, and for the
// answers to people who press at the same moment. Beyond them each call shakes hands anew.
const keptConnections = 64

// errConfig collects what New refuses.
var errConfig = errors.New("bot: a database, a bot token and an app token are needed, and 1 to 10 connections")

// New checks the configuration and gathers the surfaces. It does not talk to Slack.
func New(config Config) (*Bot, error) {
	if config.Connections == 0 {
		config.Connections = 2
	}
	if config.DB == nil || config.BotToken == "" || config.AppToken == "" || config.Connections < 1 ||
		config.Connections > 10 {
		return nil, errConfig
	}
	b := &Bot{
		config: config, db: config.DB, log: config.Log, planner: newPlanner(config.DB),
		api: slackapi.New(slackapi.Options{Token: config.BotToken, AppToken: config.AppToken, URL: config.APIURL,
			Client: config.HTTPClient, Idle: keptConnections, Unpaced: config.Unpaced}),
		ready: make(chan struct{}), failed: make(chan error, 1), missed: make(chan struct{}, 1),
	}
	hooks := dispatch.Hooks{Know: b.know, SavePerson: b.savePerson, Foreign: b.foreign, Unconfirmed: b.unconfirmed,
		Revoked: b.revoked, Fail: b.fail}
	table, kinds, err := b.gather(&hooks)
	if err != nil {
		return nil, err
	}
	b.dispatch = dispatch.New(b.api, b.log, table, hooks)
	b.courier = courier.New(courier.Options{
		DB: b.db, API: b.api, Log: b.log, Fail: b.fail, Kinds: kinds,
	})
	b.sockets = socket.New(socket.Options{
		API: b.api, NetDial: config.NetDial, Number: config.Connections, Log: b.log,
		Receive: func(from *socket.Connection, e socket.Envelope) {
			b.heard.Store(store.Now().UnixMicro())
			b.dispatch.Receive(from, e)
		},
		Up: b.connected, Back: b.missedEvents,
	})
	b.webhooks = &webhook.Sender{DB: b.db, Fetcher: config.Fetcher, Log: b.log}
	b.identity.Store(&slackapi.Identity{})
	b.db.OnGone(b.forgetPerson)
	return b, nil
}

// Ready is closed when the bot is connected to Slack and takes envelopes.
func (b *Bot) Ready() <-chan struct{} { return b.ready }

// connected notes that a connection stands.
func (b *Bot) connected() {
	b.heard.Store(store.Now().UnixMicro())
	b.once.Do(func() { close(b.ready) })
}

// me is who the bot is in Slack; empty before the start.
func (b *Bot) me() slackapi.Identity { return *b.identity.Load() }

// fail ends Run with err; the first failure counts.
func (b *Bot) fail(err error) {
	select {
	case b.failed <- err:
	default:
	}
}

var errRevoked = errors.New("Vouch was removed from the workspace, or its tokens were revoked: install the app again " +
	"and start with the new token")

// revoked asks Slack whether the tokens still work: events of an uninstallment may be late, and a token that works is
// not to be thrown away.
func (b *Bot) revoked() {
	b.dispatch.Beside(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, slackapi.CallTimeout)
		defer cancel()
		if _, err := b.api.WhoAmI(ctx); err != nil && slackapi.Classify(err).Fate == slackapi.Fatal {
			b.fail(errRevoked)
		}
	})
}

// What surfaces ask of the running bot.

// beside does work that nobody's next interaction waits for; ctx ends with the program.
func (b *Bot) beside(do func(ctx context.Context)) { b.dispatch.Beside(do) }

// RenderMessage renders an outbox message as the courier would now.
func (b *Bot) RenderMessage(ctx context.Context, m store.Message) (block.Content, error) {
	return b.courier.Render(ctx, m)
}

// Words lists the words of a command, for help.
func (b *Bot) Words(command string) []dispatch.Word { return b.dispatch.Routes.Words[command] }

// Find is the handler of an interaction, and the interaction with a command's word set apart; nil when there is none.
func (b *Bot) Find(in dispatch.Interaction) (dispatch.Handler, dispatch.Interaction) {
	return b.dispatch.Routes.Find(in)
}

// ReplaceRoute puts a route into the table, in the place of one with the same key.
func (b *Bot) ReplaceRoute(r dispatch.Route) { b.dispatch.Routes.Replace(r) }

// ReplaceKind puts a kind of message into the table, in the place of the same one.
func (b *Bot) ReplaceKind(k courier.Kind) { b.courier.Kinds[k.Kind] = k }

// RouteKeys lists what is handled.
func (b *Bot) RouteKeys() []dispatch.RouteKey { return b.dispatch.Routes.Keys() }

// Status is a snapshot of the running bot. Totals count since the start.
type Status struct {
	Team        string    // the workspace's name
	Connected   int       // connections that stand
	Connections int       // connections there should be
	Others      int       // connections of this app beyond ours that Slack counts: another program has the same tokens
	Heard       time.Time // when Slack last sent anything; zero for never
	Waiting     int       // interactions that wait
	Received    int64     // envelopes
	Acked       int64
	Duplicates  int64 // envelopes that Slack sent again
	Shed        int64 // envelopes left without acknowledgement because there was too much to do
	Unknown     int64 // envelopes acknowledged without use
	Sent        int64 // messages delivered
	GivenUp     int64 // messages that cannot be delivered
}

// Status tells how the bot is doing. It may be called at any time.
func (b *Bot) Status() Status {
	s := Status{
		Team: b.me().TeamName, Connections: b.config.Connections,
		Received: b.dispatch.Counts.Received.Load(), Acked: b.dispatch.Counts.Acknowledged.Load(),
		Duplicates: b.dispatch.Counts.Duplicates.Load(),
		Shed:       b.dispatch.Counts.Shed.Load(), Unknown: b.dispatch.Counts.Unknown.Load(),
		Sent:    b.courier.Counts.Sent.Load(),
		GivenUp: b.courier.Counts.GivenUp.Load(),
	}
	if heard := b.heard.Load(); heard != 0 {
		s.Heard = time.UnixMicro(heard).UTC()
	}
	s.Connected, s.Others = b.sockets.Standing()
	b.running.RLock()
	defer b.running.RUnlock()
	s.Waiting = b.dispatch.Waiting()
	return s
}
