// A printable summary of the workspace: addresses, tokens and people, for whoever starts it by hand.

package slacksim

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"
)

// Summary tells in plain text, ending in a line break, how to connect to the workspace and who is in it. The tokens are
// worthless outside this process. The addresses are known once Serve has begun. As it blocks, a program calls it in
// another goroutine, which may not have run yet; Summary gives it a moment before it prints addresses without a host.
func (w *Workspace) Summary() string {
	ctx, cancel := context.WithTimeout(w.ctx, time.Second)
	defer cancel()
	_ = w.Await(ctx, func() bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.base() != "" || w.closed
	})
	apiURL := w.APIURL()
	people := w.People()
	w.mu.Lock()
	defer w.mu.Unlock()
	var out strings.Builder
	table := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(table, "Workspace\t%s, app %q\n", w.team.name, w.app.name)
	_, _ = fmt.Fprintf(table, "Console\t%s/\n", strings.TrimSuffix(apiURL, "/api/"))
	_, _ = fmt.Fprintf(table, "SLACK_API_URL\t%s\n", apiURL)
	_, _ = fmt.Fprintf(table, "SLACK_BOT_TOKEN\t%s\n", w.app.botToken)
	_, _ = fmt.Fprintf(table, "SLACK_APP_TOKEN\t%s\n", w.app.appToken)
	_ = table.Flush()
	out.WriteString("\nPeople\n")
	for _, u := range people {
		_, _ = fmt.Fprintf(table, "  %s\t%s\t%s\t%s\t%s\n", u.Name, u.ID, u.RealName, orDefault(u.Title, "-"), u.kindOf())
	}
	_ = table.Flush()
	return out.String()
}

// kindOf names what is special about a user, with the time zone. Owners are admins too, and are called by the highest
// thing they are.
func (u *User) kindOf() string {
	words := []string{orDefault(u.TZ, "no time zone")}
	for _, trait := range []struct {
		holds bool
		word  string
	}{{u.Deleted, "deactivated"}, {u.IsBot, "bot"}, {u.IsPrimaryOwner, "primary owner"}, {u.IsOwner && !u.IsPrimaryOwner, "owner"},
		{u.IsAdmin && !u.IsOwner, "admin"}, {u.IsSingleChannelGuest, "single-channel guest"},
		{u.IsGuest && !u.IsSingleChannelGuest, "guest"}, {u.IsStranger, "stranger"}} {
		if trait.holds {
			words = append(words, trait.word)
		}
	}
	return strings.Join(words, ", ")
}
