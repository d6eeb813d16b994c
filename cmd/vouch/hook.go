// Hook: which systems may send webhooks, which addresses are told of shares, stages and outcomes, and the secrets with
// which either is signed.

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"vouch/bot/attribution/hook"
	"vouch/digest/feed"
	"vouch/store"
	"vouch/store/webhook"
)

// hookCommand is `vouch hook` with its subcommands. A secret is never an argument, where
// other processes could read it, and never shown again.
type hookCommand struct {
	Add    hookAddCommand    `cmd:"" help:"Set a source up. Without --secret-file a secret is made and written once."`
	List   hookListCommand   `cmd:"" help:"List the sources and since when their secrets are valid."`
	Rotate hookRotateCommand `cmd:"" help:"Give a source another secret; the one before stays valid for a while."`
	Remove hookRemoveCommand `cmd:"" help:"Take a source away; what it told stays."`

	Out hookOutCommand `cmd:"" help:"Set up which addresses are told of shares, stages and outcomes."`
}

// hookOutCommand is `vouch hook out` with its subcommands. A secret is made here and written once.
type hookOutCommand struct {
	Add    hookOutAddCommand    `cmd:"" help:"Tell an address from now on, also one again that was disabled."`
	List   hookOutListCommand   `cmd:"" help:"List the addresses, and which ones are disabled."`
	Rotate hookOutRotateCommand `cmd:"" help:"Sign with another secret; the one before is used beside it for a while."`
	Remove hookOutRemoveCommand `cmd:"" help:"Tell an address nothing more, and drop what waits for it."`
}

// hookSource is the argument of the commands about one source.
type hookSource struct {
	database
	Source string `arg:"" help:"Such as greenhouse; it sends to VOUCH_PUBLIC_URL/hooks/SOURCE."`
}

// hookTarget is the argument of the commands about one address.
type hookTarget struct {
	database
	URL string `arg:"" help:"Such as https://hooks.example.com/vouch."`
}

// hookArgs are the arguments of the operations about one source, or about one address.
type hookArgs struct {
	Source, URL, Secret string
	Overlap             time.Duration
}

// secretFrom reads the secret of a source, "-" from standard input, or makes one. made
// is for who has to enter it in the other system.
func (c *hookSource) secretFrom(env *environment, path string) (secret string, made bool, err error) {
	if err := hook.CheckSource(c.Source); err != nil {
		return "", false, usageError{err}
	}
	if path == "" {
		if secret, err = hook.MakeSecret(c.Source); err != nil {
			err = usageError{err}
		}
		return secret, err == nil, err
	}
	var raw []byte
	if path == "-" {
		raw, err = io.ReadAll(io.LimitReader(env.Stdin, 4096))
	} else {
		raw, err = os.ReadFile(path)
	}
	if err != nil {
		return "", false, err
	}
	secret = strings.TrimSpace(string(raw))
	if err := hook.CheckSecret(c.Source, secret); err != nil {
		return "", false, usageError{errors.New(c.Source + ": " + err.Error())}
	}
	return secret, false, nil
}

// giveSecret performs an operation that keeps a secret. One that was made here is written once.
func (d *database) giveSecret(env *environment, operation string, a hookArgs, made bool) error {
	err := d.perform(env, operation, a)
	if err == nil && made {
		fmt.Fprintf(env.Stdout, "%s\nThis is the secret of %s. Enter it there now: it is not shown again.\n", a.Secret,
			a.Source+a.URL)
	}
	return err
}

type hookAddCommand struct {
	hookSource
	SecretFile string `help:"File with the secret that the other system shows, or - for standard input."`
}

// Run sets the source up.
func (c *hookAddCommand) Run(env *environment) error {
	secret, made, err := c.secretFrom(env, c.SecretFile)
	if err != nil {
		return err
	}
	return c.giveSecret(env, "hook-add", hookArgs{Source: c.Source, Secret: secret}, made)
}

type hookRotateCommand struct {
	hookSource
	SecretFile string        `help:"File with the new secret, or - for standard input."`
	Overlap    time.Duration `help:"How long the secret before stays valid." default:"24h"`
}

// Run gives the source another secret.
func (c *hookRotateCommand) Run(env *environment) error {
	secret, made, err := c.secretFrom(env, c.SecretFile)
	if err != nil {
		return err
	}
	return c.giveSecret(env, "hook-rotate", hookArgs{Source: c.Source, Secret: secret, Overlap: c.Overlap}, made)
}

type hookRemoveCommand struct{ hookSource }

// Run takes the source away.
func (c *hookRemoveCommand) Run(env *environment) error {
	return c.perform(env, "hook-remove", hookArgs{Source: c.Source})
}

type hookListCommand struct{ database }

// Run lists what is set up.
func (c *hookListCommand) Run(env *environment) error { return c.perform(env, "hook-list", nil) }

func hookListOperation(_ context.Context, db *store.DB, _ struct{}, out io.Writer) error {
	sources, err := db.Hooks()
	if err == nil && len(sources) == 0 {
		_, err = fmt.Fprintln(out, "no source is set up: vouch hook add SOURCE")
	}
	for _, h := range sources {
		fmt.Fprintf(out, "%s\n", h.Source)
		listSecrets(out, &h.Secrets)
	}
	return err
}

// listSecrets writes since when secrets are valid.
func listSecrets(out io.Writer, secrets *webhook.Secrets) {
	for _, s := range secrets.All {
		until := ""
		if !s.Until.IsZero() {
			until = ", valid until " + s.Until.UTC().Format("2006-01-02 15:04 MST")
		}
		fmt.Fprintf(out, "  secret %d since %s%s\n", s.Number, s.AddedAt.UTC().Format("2006-01-02 15:04 MST"), until)
	}
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
	return c.giveSecret(env, "hook-out-add", hookArgs{URL: c.URL, Secret: webhook.MakeSecret()}, true)
}

type hookOutRotateCommand struct {
	hookTarget
	Overlap time.Duration `help:"How long the secret before is used as well." default:"24h"`
}

// Run gives the address another secret.
func (c *hookOutRotateCommand) Run(env *environment) error {
	args := hookArgs{URL: c.URL, Secret: webhook.MakeSecret(), Overlap: c.Overlap}
	return c.giveSecret(env, "hook-out-rotate", args, true)
}

type hookOutRemoveCommand struct{ hookTarget }

// Run takes the address away.
func (c *hookOutRemoveCommand) Run(env *environment) error {
	return c.perform(env, "hook-out-remove", hookArgs{URL: c.URL})
}

type hookOutListCommand struct{ database }

// Run lists what is set up.
func (c *hookOutListCommand) Run(env *environment) error { return c.perform(env, "hook-out-list", nil) }

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
