// The workspace's journal, for tests and operators, and a printable summary for whoever starts it by hand.

package slacksim

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// LogEntry is one remarkable thing. Kind is one of: socket, disconnect, undelivered, timeout, late_ack, duplicate_ack,
// unknown_ack, invalid_ack, frame_too_big, bad_frame, api_error, rate_limited, fault, trouble.
type LogEntry struct {
	N    int       `json:"n"`
	At   time.Time `json:"at"`
	Kind string    `json:"kind"`
	Text string    `json:"text"`
}

// APICall is one Web API request of the app, without its token. Error is Slack's code, "" when it went well.
type APICall struct {
	N      int               `json:"n"`
	Method string            `json:"method"`
	Args   map[string]string `json:"args"`
	OK     bool              `json:"ok"`
	Error  string            `json:"error,omitempty"`
	At     time.Time         `json:"at"`
}

// maxJournal bounds the journal and the API log; older entries are forgotten.
const maxJournal = 10_000

// log adds an entry. Texts name methods, commands, events and callback ids, never what people wrote.
func (w *Workspace) log(kind, text string) {
	w.journalNext++
	w.journal = append(w.journal, LogEntry{N: w.journalNext, At: w.now(), Kind: kind, Text: text})
	if len(w.journal) > 2*maxJournal {
		w.journal = slices.Clone(w.journal[maxJournal:])
	}
	w.wake()
}

// logCall adds an API call, and a journal entry when it failed. Rate limits have a kind of their own. Every call
// counts, refused ones and unknown methods too, so that a test can tell how often an app tried.
func (w *Workspace) logCall(method string, args map[string]string, code string) {
	w.apiLogNext++
	w.apiLog = append(w.apiLog, APICall{N: w.apiLogNext, Method: method, Args: args, OK: code == "", Error: code,
		At: w.now()})
	if len(w.apiLog) > 2*maxJournal {
		w.apiLog = slices.Clone(w.apiLog[maxJournal:])
	}
	switch code {
	case "", "ratelimited":
	default:
		w.log("api_error", method+": "+code)
	}
	w.wake()
}

// Log lists journal entries after number since (0 for all), of the given kinds only when there are any. Tests of an app
// end best with a look at trouble, timeout, invalid_ack and api_error: what stands there, a person would have noticed,
// or worse, nobody.
func (w *Workspace) Log(since int, kinds ...string) []LogEntry {
	w.mu.Lock()
	defer w.mu.Unlock()
	entries := []LogEntry{}
	for _, e := range w.journal {
		if e.N > since && (len(kinds) == 0 || slices.Contains(kinds, e.Kind)) {
			entries = append(entries, e)
		}
	}
	return entries
}

// APICalls lists the app's Web API calls, oldest first; of one method when it is not empty.
func (w *Workspace) APICalls(method string) []APICall {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.callsSince(method, 0)
}

// callsSince filters the API log; method "" means all.
func (w *Workspace) callsSince(method string, since int) []APICall {
	calls := []APICall{}
	for _, c := range w.apiLog {
		if c.N > since && (method == "" || c.Method == method) {
			calls = append(calls, c)
		}
	}
	return calls
}

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
	}{{u.Deleted, "deactivated"}, {u.IsBot, "bot"}, {u.IsPrimaryOwner, "primary owner"},
		{u.IsOwner && !u.IsPrimaryOwner, "owner"},
		{u.IsAdmin && !u.IsOwner, "admin"}, {u.IsSingleChannelGuest, "single-channel guest"},
		{u.IsGuest && !u.IsSingleChannelGuest, "guest"}, {u.IsStranger, "stranger"}} {
		if trait.holds {
			words = append(words, trait.word)
		}
	}
	return strings.Join(words, ", ")
}
