// Hook out: which addresses are told of shares, stages and outcomes, and the secrets with which that is signed.

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"vouch/digest/feed"
	"vouch/store"
	"vouch/store/webhook"
)

// hookOutCommand is `vouch hook out` with its subcommands. A secret is made here and written once.
type hookOutCommand struct {
	Add    hookOutAddCommand    `cmd:"" help:"Tell an address from now on, also one again that was disabled."`
	List   hookOutListCommand   `cmd:"" help:"List the addresses, and which ones are disabled."`
	Rotate hookOutRotateCommand `cmd:"" help:"Sign with another secret; the one before is used beside it for a while."`
	Remove hookOutRemoveCommand `cmd:"" help:"Tell an address nothing more, and drop what waits for it."`
}

// hookTarget is the argument of the commands about one address.
type hookTarget struct {
	database
	URL string `arg:"" help:"Such as https://hooks.example.com/vouch."`
}

// hookOutArgs are the arguments of the operations about one address.
type hookOutArgs struct {
	URL, Secret string
	Overlap     time.Duration
}

type hookOutAddCommand struct{ hookTarget }

// Run sets the address up. Whether this machine may be contacted is the bot's to say.
func (c *hookOutAddCommand) Run(env *environment) error {
	err := webhook.CheckURL(c.URL)
	own := feed.Options{AllowLoopback: strings.HasPrefix(c.URL, "http://")}
	if wrong, ok := errors.AsType[*feed.Error](feed.NewFetcher(own).Check(c.URL)); ok && err == nil {
		err = errors.New(wrong.Msg)
	}
	if err != nil {
		return usageError{err}
	}
	secret := webhook.MakeSecret()
	if err := c.perform(env, "hook-out-add", hookOutArgs{URL: c.URL, Secret: secret}); err != nil {
		return err
	}
	showSecret(env, c.URL, secret, true)
	return nil
}

func hookOutAddOperation(_ context.Context, db *store.DB, a hookOutArgs, _ io.Writer) error {
	return db.AddHookTarget(store.Operator, a.URL, a.Secret)
}

type hookOutRotateCommand struct {
	hookTarget
	Overlap time.Duration `help:"How long the secret before is used as well." default:"24h"`
}

// Run gives the address another secret.
func (c *hookOutRotateCommand) Run(env *environment) error {
	secret := webhook.MakeSecret()
	err := c.perform(env, "hook-out-rotate", hookOutArgs{URL: c.URL, Secret: secret, Overlap: c.Overlap})
	if err != nil {
		return err
	}
	showSecret(env, c.URL, secret, true)
	return nil
}

func hookOutRotateOperation(_ context.Context, db *store.DB, a hookOutArgs, _ io.Writer) error {
	return db.RotateHookTarget(store.Operator, a.URL, a.Secret, a.Overlap)
}

type hookOutRemoveCommand struct{ hookTarget }

// Run takes the address away.
func (c *hookOutRemoveCommand) Run(env *environment) error {
	return c.perform(env, "hook-out-remove", hookOutArgs{URL: c.URL})
}

func hookOutRemoveOperation(_ context.Context, db *store.DB, a hookOutArgs, _ io.Writer) error {
	return db.RemoveHookTarget(store.Operator, a.URL)
}

type hookOutListCommand struct{ database }

// Run lists what is set up.
func (c *hookOutListCommand) Run(env *environment) error {
	return c.perform(env, "hook-out-list", struct{}{})
}

func hookOutListOperation(_ context.Context, db *store.DB, _ struct{}, out io.Writer) error {
	return db.View(func(q *store.Query) error {
		targets := q.HookTargets()
		if len(targets) == 0 {
			fmt.Fprintln(out, "nobody is told: vouch hook out add URL")
		}
		for _, h := range targets {
			fmt.Fprintln(out, h.URL)
			if h.IsOff() {
				fmt.Fprintf(out, "  disabled at %s: %s\n", h.DisabledAt.UTC().Format("2006-01-02 15:04 MST"), h.Why)
			} else if n := q.HooksWaiting(h.ID); n > 0 {
				fmt.Fprintf(out, "  %s\n", plural(n, "event")+" waiting")
			}
			listSecrets(out, &h.Secrets)
		}
		return nil
	})
}
