// The workspace's journal: what went wrong between app and Slack, and every Web API call, for tests and operators.

package slacksim

import (
	"slices"
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
	w.apiLog = append(w.apiLog, APICall{N: w.apiLogNext, Method: method, Args: args, OK: code == "", Error: code, At: w.now()})
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
