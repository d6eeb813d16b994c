// Running: the checks at the start, the three loops, and a stop that loses nothing.

package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/sync/errgroup"

	"vouch/bot/slackapi"
	"vouch/bot/socket"
	"vouch/store"
)

// Numbers of starting and stopping.
const (
	startRetry        = time.Second
	longestStartRetry = 30 * time.Second
	drainTime         = 5 * time.Second
	// flushTime lets the last acknowledgements leave: slack-go drops what it has queued when its context ends.
	flushTime = 250 * time.Millisecond
)

// scopes are what the surfaces and the courier need; manifest.yml asks for exactly these and the extra ones.
var scopes = []string{"chat:write", "commands", "files:read", "im:history", "im:write", "reactions:read", "users:read"}

// extraScopes are needed by rules on user groups and channels only. The manifest asks for them, and without them
// everything else runs: an app that was installed before keeps working.
var extraScopes = []string{slackapi.ScopeChannels, slackapi.ScopeGroups}

// Run checks the tokens and runs until ctx ends, which is no error, or until something is wrong that only a person can
// mend: a token, a missing scope, Socket Mode switched off. Such an end is logged once, too, because the log is what
// operators watch. When Slack cannot be reached it keeps trying. A Bot runs once.
func (b *Bot) Run(ctx context.Context) error {
	err := b.run(ctx)
	if err != nil {
		b.log.Error().Err(err).Msg("Vouch ends")
	}
	return err
}

// run is Run without the last line of the log.
func (b *Bot) run(ctx context.Context) error {
	if err := b.start(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	b.nameManagers(ctx)
	// Acts that were taken are finished after ctx has ended; only then does their context end.
	work, endWork := context.WithCancel(context.WithoutCancel(ctx))
	defer endWork()
	sockets, closeSockets := context.WithCancel(work)
	defer closeSockets()
	linked := b.connect(work, sockets)

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var loops errgroup.Group
	loops.Go(func() error { return b.courier.Run(ctx) })
	loops.Go(func() error { return b.clock(ctx) })
	loops.Go(func() error { b.emptyHomes(ctx); return nil })
	loops.Go(func() error {
		b.syncPeople(ctx)
		loops.Go(func() error { b.keepPeople(ctx); return nil })
		b.persona.WatchRules(ctx)
		return nil
	})

	var failure error
	select {
	case <-ctx.Done():
	case failure = <-b.failed:
	}
	stop()
	return errors.Join(failure, b.shutDown(&loops, closeSockets, linked, endWork))
}

// connect makes the courier and starts the lanes and the connections. The returned group ends when all connections
// have. Two contexts: sockets ends the connections, work the acts. At a stop the first ends while the second still
// runs.
func (b *Bot) connect(work, sockets context.Context) *sync.WaitGroup {
	b.running.Lock()
	defer b.running.Unlock()
	b.dispatch.Start(work)
	linked, all := new(sync.WaitGroup), socket.NewConnectionCount(b.log, b.config.Connections, b.missedEvents)
	b.connectionCount = all
	for i := range b.config.Connections {
		c := socket.New(i+1, socket.Options{
			AppToken: b.config.AppToken, APIURL: b.apiURL(), HTTPClient: b.config.HTTPClient, NetDial: b.config.NetDial, Log: b.log,
		}, all, func(from *socket.Connection, e socket.Envelope) {
			b.heard.Store(store.Now().UnixMicro())
			b.dispatch.Receive(from, e)
		}, func() {
			b.heard.Store(store.Now().UnixMicro())
			b.connected()
		})
		b.connections = append(b.connections, c)
		linked.Go(func() {
			if err := c.Run(sockets); err != nil {
				b.fail(err)
			}
		})
	}
	return linked
}

// shutDown stops in the order that loses nothing: no more envelopes, finish the acts, send their acknowledgements,
// close the sockets; meanwhile the courier and the clock end. The database is closed by its owner, after Run.
func (b *Bot) shutDown(loops *errgroup.Group, closeSockets func(), linked *sync.WaitGroup, endWork func()) error {
	drain, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	late := b.dispatch.Drain(drain)
	_ = slackapi.Pause(context.Background(), flushTime)
	closeSockets()
	linked.Wait()
	ended := make(chan struct{})
	go func() { b.dispatch.Tasks.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-drain.Done():
	}
	endWork()
	err := loops.Wait()
	b.dispatch.Tasks.Wait()
	b.api.Http.CloseIdleConnections()
	if late != nil {
		b.log.Warn().Int("waiting", b.dispatch.Waiting()).Msg("some acts did not end in time")
	}
	return err
}

// start checks both tokens, waiting while Slack cannot be reached.
func (b *Bot) start(ctx context.Context) error {
	for wait := startRetry; ; wait = min(2*wait, longestStartRetry) {
		err := b.check(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		var final finalError
		if errors.As(err, &final) {
			return final.err
		}
		out := slackapi.Classify(err)
		b.log.Warn().Str("reason", out.Reason).Dur("retry_ms", wait).Msg("Slack cannot be reached yet")
		if err := slackapi.Pause(ctx, max(wait, min(out.After, longestStartRetry))); err != nil {
			return err
		}
	}
}

// finalError is a failed check that waiting does not mend.
type finalError struct{ err error }

// Error gives the text for logs.
func (f finalError) Error() string { return f.err.Error() }

// check asks who the bot token belongs to and whether the app token opens sockets.
func (b *Bot) check(ctx context.Context) error {
	me, err := b.api.WhoAmI(ctx)
	if err != nil {
		return b.finally(err, "SLACK_BOT_TOKEN")
	}
	// A user token passes auth.test, too, but every message would be a person's own.
	if me.Bot == "" {
		return finalError{errors.New("SLACK_BOT_TOKEN holds the wrong kind of token: it begins with xoxb-")}
	}
	if missing := missingScopes(me.Scopes); len(missing) > 0 {
		return finalError{fmt.Errorf("the token in SLACK_BOT_TOKEN lacks the scopes %s: add them to the app, install the app again and use the new token",
			strings.Join(missing, ", "))}
	}
	b.identity.Store(&me)
	// The address it gives is thrown away unused, which Slack allows: slack-go would retry a wrong token for ever without
	// a word.
	app := slack.New("", slack.OptionAppLevelToken(b.config.AppToken.Reveal()), slack.OptionAPIURL(b.apiURL()),
		slack.OptionHTTPClient(b.api.Http))
	if _, _, err := app.StartSocketModeContext(ctx); err != nil {
		return b.finally(err, "SLACK_APP_TOKEN")
	}
	return nil
}

// apiURL is where the Web API is.
func (b *Bot) apiURL() string {
	if b.config.APIURL == "" {
		return slackapi.DefaultAPIURL
	}
	return b.config.APIURL
}

// finally sorts out the errors that need a person. A 404 or 405 is final, too: there is no Web API at that address.
func (b *Bot) finally(err error, variable string) error {
	var status slack.StatusCodeError
	if errors.As(err, &status) && (status.Code == http.StatusNotFound || status.Code == http.StatusMethodNotAllowed) {
		return finalError{fmt.Errorf("there is no Slack Web API at %s: check SLACK_API_URL", b.apiURL())}
	}
	if why := slackapi.RefusedForGood(err, variable); why != nil {
		return finalError{why}
	}
	return err
}

// missingScopes compares what was granted with what is needed; nil when Slack did not say what was granted. The check
// at the start spares operators the first refused call, which would come at half past nine with everybody watching.
func missingScopes(granted []string) []string {
	if granted == nil {
		return nil
	}
	var missing []string
	for _, scope := range scopes {
		if !slices.Contains(granted, scope) {
			missing = append(missing, scope)
		}
	}
	return missing
}
