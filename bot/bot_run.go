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
)

// Numbers of starting and stopping.
const (
	startRetry        = time.Second
	longestStartRetry = 30 * time.Second
	drainTime         = 5 * time.Second
)

// scopes are what the surfaces and the courier need; manifest.yml asks for exactly these and the extra ones.
var scopes = []string{"chat:write", "commands", "files:read", "im:history", "im:write", "reactions:read", "users:read"}

// extraScopes are needed by rules on user groups and channels, and by drawn pictures, only. The manifest asks for them,
// and without them everything else runs: an app that was installed before keeps working.
var extraScopes = []string{slackapi.ScopeChannels, slackapi.ScopeFiles, slackapi.ScopeGroups}

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
	b.running.Lock()
	b.dispatch.Start(work)
	b.running.Unlock()
	var sockets sync.WaitGroup
	sockets.Go(func() {
		if err := b.sockets.Run(work); err != nil {
			b.fail(err)
		}
	})

	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var loops errgroup.Group
	loops.Go(func() error { return b.courier.Run(ctx) })
	loops.Go(func() error { return b.clock(ctx) })
	loops.Go(func() error { b.webhooks.Run(ctx); return nil })
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
	return errors.Join(failure, b.shutDown(&loops, &sockets, endWork))
}

// shutDown stops in the order that loses nothing: no more envelopes, finish and acknowledge the interactions, close the
// sockets; meanwhile the courier and the clock end. The database is closed by its owner, after Run.
func (b *Bot) shutDown(loops *errgroup.Group, sockets *sync.WaitGroup, endWork func()) error {
	drain, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	late := b.dispatch.Drain(drain)
	ended := make(chan struct{})
	go func() { b.dispatch.Tasks.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-drain.Done():
	}
	endWork()
	sockets.Wait()
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
	if !me.IsBot {
		return finalError{errors.New("SLACK_BOT_TOKEN holds the wrong kind of token: it begins with xoxb-")}
	}
	if missing := missingScopes(me.Scopes); len(missing) > 0 {
		return finalError{fmt.Errorf("the token in SLACK_BOT_TOKEN lacks the scopes %s: add them to the app, install the "+
			"app again and use the new token",
			strings.Join(missing, ", "))}
	}
	b.identity.Store(&me)
	if _, err := b.api.OpenSocket(ctx); err != nil {
		return b.finally(err, "SLACK_APP_TOKEN")
	}
	return nil
}

// finally sorts out the errors that need a person. A 404 or 405 is final, too: there is no Web API at that address.
func (b *Bot) finally(err error, variable string) error {
	var status slack.StatusCodeError
	if errors.As(err, &status) && (status.Code == http.StatusNotFound || status.Code == http.StatusMethodNotAllowed) {
		return finalError{fmt.Errorf("there is no Slack Web API with Socket Mode at %s: check SLACK_API_URL", b.api.URL)}
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
