// Check and health: is the file sound, is the bot connected.

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"

	"vouch/store"
)

type checkCommand struct{ database }

// Run checks the database, in the running bot if there is one.
func (c *checkCommand) Run(env *environment) error { return c.perform(env, "check", struct{}{}) }

// checkOperation runs the checks of the store and lists what they found. The counts come
// before the problems, so that they can be compared with those of a backup. Findings are
// output and make the command fail; err of Check itself means that it could not look.
func checkOperation(ctx context.Context, db *store.DB, _ struct{}, out io.Writer) error {
	report, err := db.Check(ctx)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(report.Counts)) {
		fmt.Fprintf(out, "%10d %s\n", report.Counts[name], name)
	}
	for _, problem := range report.Problems {
		fmt.Fprintln(out, "problem:", problem)
	}
	if len(report.Problems) > 0 {
		return fmt.Errorf("the database has %s: stop the bot and restore the last good backup",
			plural(len(report.Problems), "problem"))
	}
	misdated, err := db.Misdated(store.Now())
	if err != nil {
		return err
	}
	for _, m := range misdated {
		fmt.Fprintln(out, "too far ahead:", m)
	}
	if len(misdated) > 0 {
		return fmt.Errorf("the database is sound, but the clock was wrong and left %s too far ahead: "+
			"see that the machine's clock is right, the running bot then sets them again within a minute",
			plural(len(misdated), "due time"))
	}
	_, err = fmt.Fprintln(out, "the database is sound")
	return err
}

// healthCommand is `vouch health`. It reads the path only: no key and no token, so that
// the container's health check needs neither.
type healthCommand struct {
	DB string `name:"db" env:"VOUCH_DB" default:"vouch.db" help:"The database file of the running bot." type:"path"`
}

// Run asks the running bot; anything but a connected bot is an error.
func (c *healthCommand) Run(env *environment) error {
	request, err := http.NewRequestWithContext(env.Context, http.MethodGet, "http://vouch/health", nil)
	if err != nil {
		return err
	}
	client := controlClient(c.DB)
	// A bot that hangs is as unhealthy as one that is not connected.
	client.Timeout = controlTimeout
	response, err := client.Do(request)
	if err != nil {
		var dial *net.OpError
		if errors.As(err, &dial) && dial.Op == "dial" {
			// Unlike other commands this one does not open the file instead: the question is about the process.
			return fmt.Errorf("no bot is running on %s", c.DB)
		}
		return fmt.Errorf("the bot on %s does not answer: %w", c.DB, err)
	}
	defer response.Body.Close()
	// 4 KiB, as in performRemote.
	text, err := io.ReadAll(io.LimitReader(response.Body, 4096))
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return errors.New(strings.TrimSpace(string(text)))
	}
	_, err = env.Stdout.Write(text)
	return err
}
