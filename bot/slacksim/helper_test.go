// Helpers of the tests: a workspace over TCP or over pipes, and a small app on the real slack-go.

package slacksim_test

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"vouch/bot/slacksim"
)

// testManifest grants everything the tests use.
const testManifest = `
display_information: {name: Test App, description: An app under test}
features:
  app_home: {home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false}
  bot_user: {display_name: testapp, always_online: true}
  shortcuts:
    - {name: Do it, type: global, callback_id: do_it, description: Does it}
    - {name: Keep it, type: message, callback_id: keep_it, description: Keeps it}
  slash_commands:
    - {command: /try, description: Try something, usage_hint: "[what]"}
    - {command: /tell, description: Tell somebody, should_escape: true}
oauth_config:
  scopes:
    bot: [commands, "chat:write", "im:write", "im:history", "im:read", "users:read", "users:read.email", "reactions:read",
      "reactions:write", "channels:read", "channels:history", "groups:read", "files:read", "files:write", "app_mentions:read",
      "channels:join", "pins:write", "pins:read", "bookmarks:write", "bookmarks:read", "usergroups:read", "dnd:read",
      "team:read", "users.profile:read", "channels:manage"]
settings:
  event_subscriptions:
    bot_events: [app_home_opened, app_mention, app_uninstalled, tokens_revoked, message.im, message.channels, reaction_added,
      reaction_removed, team_join, user_change, member_joined_channel, file_shared]
  interactivity: {is_enabled: true}
  socket_mode_enabled: true
`

// world is a running workspace with clients for it.
type world struct {
	*slacksim.Workspace
	api  *slack.Client
	http *http.Client
	dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// mustWorld runs a workspace over pipes, so that it works in and out of bubbles.
func mustWorld(tb testing.TB, change ...func(*slacksim.Options)) *world {
	tb.Helper()
	pipe := slacksim.NewPipe()
	options := slacksim.Options{Manifest: []byte(testManifest), BaseURL: "http://slack.test", NoRateLimits: true}
	return mustServe(tb, pipe, pipe.DialContext, options, change)
}

// mustTCPWorld runs a workspace on a real loopback port.
func mustTCPWorld(tb testing.TB, change ...func(*slacksim.Options)) *world {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	options := slacksim.Options{Manifest: []byte(testManifest), NoRateLimits: true}
	return mustServe(tb, l, (&net.Dialer{}).DialContext, options, change)
}

func mustServe(tb testing.TB, l net.Listener, dial func(context.Context, string, string) (net.Conn, error),
	options slacksim.Options, change []func(*slacksim.Options)) *world {
	tb.Helper()
	for _, c := range change {
		c(&options)
	}
	sim, err := slacksim.New(options)
	if err != nil {
		tb.Fatal(err)
	}
	served := make(chan error, 1)
	ready := make(chan struct{})
	go func() { close(ready); served <- sim.Serve(l) }()
	<-ready
	transport := &http.Transport{DialContext: dial}
	w := &world{Workspace: sim, http: &http.Client{Transport: transport}, dial: dial}
	base := options.BaseURL
	if base == "" {
		base = "http://" + l.Addr().String()
	}
	w.api = slack.New(sim.BotToken(), slack.OptionAPIURL(base+"/api/"), slack.OptionHTTPClient(w.http),
		slack.OptionAppLevelToken(sim.AppToken()))
	tb.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = sim.Close()
		_ = l.Close()
		if err := <-served; err != nil && err != net.ErrClosed {
			tb.Errorf("Serve: %v", err)
		}
	})
	return w
}

// app is a Socket Mode client that answers each event with its handler and keeps what it got.
type app struct {
	mu     sync.Mutex
	events []socketmode.Event
	client *socketmode.Client
	stop   func()
}

// mustApp connects an app and waits until it is greeted. A nil handler acknowledges everything without an answer.
func (w *world) mustApp(tb testing.TB, handle func(a *app, e socketmode.Event)) *app {
	tb.Helper()
	dialer := &websocket.Dialer{NetDialContext: w.dial, HandshakeTimeout: 10 * time.Second}
	a := &app{client: socketmode.New(w.api, socketmode.OptionDialer(dialer))}
	ctx, cancel := context.WithCancel(tb.Context())
	hello := make(chan struct{})
	var wait sync.WaitGroup
	var once sync.Once
	wait.Go(func() { _ = a.client.RunContext(ctx) })
	wait.Go(func() {
		for {
			select {
			case e := <-a.client.Events:
				if e.Type == socketmode.EventTypeHello {
					once.Do(func() { close(hello) })
				}
				a.take(ctx, e, handle)
			case <-ctx.Done():
				return
			}
		}
	})
	a.stop = sync.OnceFunc(func() { cancel(); wait.Wait() })
	tb.Cleanup(a.stop)
	<-hello
	return a
}

func (a *app) take(ctx context.Context, e socketmode.Event, handle func(*app, socketmode.Event)) {
	if e.Request == nil {
		return
	}
	a.mu.Lock()
	a.events = append(a.events, e)
	a.mu.Unlock()
	if handle != nil {
		handle(a, e)
	} else if e.Type != socketmode.EventTypeHello {
		_ = a.client.AckCtx(ctx, e.Request.EnvelopeID, nil)
	}
}

// got lists what came in, of a type.
func (a *app) got(kind socketmode.EventType) []socketmode.Event {
	a.mu.Lock()
	defer a.mu.Unlock()
	var found []socketmode.Event
	for _, e := range a.events {
		if e.Type == kind {
			found = append(found, e)
		}
	}
	return found
}

// soon bounds waits that should end at once.
func soon(tb testing.TB) context.Context {
	tb.Helper()
	ctx, cancel := context.WithTimeout(tb.Context(), 20*time.Second)
	tb.Cleanup(cancel)
	return ctx
}

// mustNotFail stops the test on an error.
func mustNotFail(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// mustJSON encodes what always encodes.
func mustJSON(tb testing.TB, value any) []byte {
	tb.Helper()
	raw, err := json.Marshal(value)
	mustNotFail(tb, err)
	return raw
}
