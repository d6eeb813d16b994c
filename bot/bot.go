// Package bot is the Slack face of Vouch: people act in Slack, the bot turns each act into one verb of the store and the
// result into an answer, and the courier delivers what the store wants to say.
package bot

import (
	"context"
	"net"
	"net/http"

	"github.com/rs/zerolog"

	"vouch/digest/feed"
	"vouch/store"
)

// Config is everything a Bot needs. DB, BotToken and AppToken are required.
type Config struct {
	DB       *store.DB
	BotToken Secret // xoxb-...
	AppToken Secret // xapp-... with the scope connections:write
	// APIURL is the Web API's address, ending in "/"; "" is Slack's.
	APIURL string
	// HTTPClient carries the Web API calls; nil makes one with time-outs.
	HTTPClient *http.Client
	// NetDial opens the sockets' connections; nil is a plain net.Dialer.
	NetDial func(ctx context.Context, network, address string) (net.Conn, error)
	// Connections is the number of Socket Mode connections, 1 to 10; 0 means 2, so that a refresh of one leaves no gap.
	Connections int
	Log         zerolog.Logger
	Fetcher     *feed.Fetcher // page metadata; nil turns it off
	Version     string
}

// Bot is one running Slack app.
type Bot struct {
	config Config
	db     *store.DB
	log    zerolog.Logger
	routes *routes
	ready  chan struct{}
}

// New checks the configuration and gathers the surfaces. It does not talk to Slack.
func New(config Config) (*Bot, error) {
	b := &Bot{config: config, db: config.DB, log: config.Log, ready: make(chan struct{})}
	table, err := newRoutes(b.surfaces()...)
	if err != nil {
		return nil, err
	}
	b.routes = table
	return b, nil
}

// Ready is closed when the bot is connected to Slack and takes envelopes.
func (b *Bot) Ready() <-chan struct{} { return b.ready }
