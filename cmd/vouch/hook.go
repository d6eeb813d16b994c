// Hook: which systems may send webhooks, and the secrets with which they sign.

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
	Out    hookOutCommand    `cmd:"" help:"Set up which addresses are told of shares, stages and outcomes."`
}

// hookSource is the argument of the commands about one source.
type hookSource struct {
	database
	Source string `arg:"" help:"Such as greenhouse; it sends to VOUCH_PUBLIC_URL/hooks/SOURCE."`
}

// hookArgs are the arguments of the operations about one source.
type hookArgs struct {
	Source, Secret string
	Overlap        time.Duration
}

// secretFrom reads the secret of a source, "-" from standard input, or makes one. made
// is for who has to enter it in the other system.
func (c *hookSource) secretFrom(env *environment, path string) (secret string, made bool, err error) {
	if err := hook.CheckSource(c.Source); err != nil {
		return "", false, usageError{err}
	}
	var raw []byte
	switch path {
	case "":
		secret, err = hook.MakeSecret(c.Source)
		if made = err == nil; !made {
			return "", false, usageError{err}
		}
	case "-":
		raw, err = io.ReadAll(io.LimitReader(env.Stdin, 4096))
		secret = strings.TrimSpace(string(raw))
	default:
		raw, err = os.ReadFile(path)
		secret = strings.TrimSpace(string(raw))
	}
	if err != nil {
		return "", false, err
	}
	if err := hook.CheckSecret(c.Source, secret); err != nil {
		return "", false, usageError{errors.New(c.Source + ": " + err.Error())}
	}
	return secret, made, nil
}

// showSecret writes a secret that was made, once.
func showSecret(env *environment, source, secret string, made bool) {
	if made {
		fmt.Fprintf(env.Stdout, "%s\nThis is the secret of %s. Enter it there now: it is not shown again.\n", secret, source)
	}
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
	if err := c.perform(env, "hook-add", hookArgs{Source: c.Source, Secret: secret}); err != nil {
		return err
	}
	showSecret(env, c.Source, secret, made)
	return nil
}

func hookAddOperation(_ context.Context, db *store.DB, a hookArgs, _ io.Writer) error {
	return db.AddHook(store.Operator, a.Source, a.Secret)
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
	err = c.perform(env, "hook-rotate", hookArgs{Source: c.Source, Secret: secret, Overlap: c.Overlap})
	if err != nil {
		return err
	}
	showSecret(env, c.Source, secret, made)
	return nil
}

func hookRotateOperation(_ context.Context, db *store.DB, a hookArgs, _ io.Writer) error {
	return db.RotateHook(store.Operator, a.Source, a.Secret, a.Overlap)
}

type hookRemoveCommand struct{ hookSource }

// Run takes the source away.
func (c *hookRemoveCommand) Run(env *environment) error {
	return c.perform(env, "hook-remove", hookArgs{Source: c.Source})
}

func hookRemoveOperation(_ context.Context, db *store.DB, a hookArgs, _ io.Writer) error {
	return db.RemoveHook(store.Operator, a.Source)
}

type hookListCommand struct{ database }

// Run lists what is set up.
func (c *hookListCommand) Run(env *environment) error {
	return c.perform(env, "hook-list", struct{}{})
}

func hookListOperation(_ context.Context, db *store.DB, _ struct{}, out io.Writer) error {
	sources, err := db.Hooks()
	if err != nil {
		return err
	}
	if len(sources) == 0 {
		_, err = fmt.Fprintln(out, "no source is set up: vouch hook add SOURCE")
		return err
	}
	for _, h := range sources {
		fmt.Fprintf(out, "%s\n", h.Source)
		listSecrets(out, &h.Secrets)
	}
	return nil
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
