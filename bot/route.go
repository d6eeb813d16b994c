// Routes: which handler gets which act; each surface lists its own and bot.go gathers them once.

package bot

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// route binds one handler to one act.
type route struct {
	kind   inboundKind
	key    string // command, action id, callback id; "" for kinds that have one handler
	word   string // of a command
	help   string // one line for the usage text; only with word
	handle handler
}

// onCommand takes a command that is bare or whose first word has no handler of its own.
func onCommand(command string, h handler) route {
	return route{kind: kindCommand, key: command, handle: h}
}

// onWord takes a command with this first word, whatever its case; help is its line in the usage text.
func onWord(command, word, help string, h handler) route {
	return route{kind: kindCommand, key: command, word: word, help: help, handle: h}
}

// onAction takes the use of an element: a button, menu or select, wherever it stands.
func onAction(actionID string, h handler) route {
	return route{kind: kindAction, key: actionID, handle: h}
}

// onSubmit takes the submission of a modal.
func onSubmit(callbackID string, h handler) route {
	return route{kind: kindSubmit, key: callbackID, handle: h}
}

// onSuggest answers a select that asks for options while somebody types; see suggestOne.
func onSuggest(actionID string, h handler) route {
	return route{kind: kindSuggest, key: actionID, handle: h}
}

// onShortcut takes a global shortcut.
func onShortcut(callbackID string, h handler) route {
	return route{kind: kindShortcut, key: callbackID, handle: h}
}

// onMessageShortcut takes a shortcut from a message's menu.
func onMessageShortcut(callbackID string, h handler) route {
	return route{kind: kindOnMessage, key: callbackID, handle: h}
}

// onReaction takes reactions to messages in conversations the app is in, onHomeOpened the opening of either tab of the
// app, onDM what is written to the app.
func onReaction(h handler) route   { return route{kind: kindReaction, handle: h} }
func onHomeOpened(h handler) route { return route{kind: kindHomeOpened, handle: h} }
func onDM(h handler) route         { return route{kind: kindDM, handle: h} }

// routeKey names a route in the table.
type routeKey struct {
	kind      inboundKind
	key, word string
}

// word is a first word of a command, with its line of help.
type word struct{ Word, Help string }

// routes is the table: each key has exactly one handler. A map and not a chain of comparisons, so that two surfaces can
// never claim one act without anybody noticing.
type routes struct {
	handlers map[routeKey]handler
	words    map[string][]word // by command, in the order of registration
}

// newRoutes builds the table. Two handlers for one key are a mistake of ours, reported with all others.
func newRoutes(lists ...[]route) (*routes, error) {
	table := &routes{handlers: map[routeKey]handler{}, words: map[string][]word{}}
	var mistakes []error
	for _, list := range lists {
		for _, r := range list {
			key := routeKey{kind: r.kind, key: r.key, word: r.word}
			if table.handlers[key] != nil {
				mistakes = append(mistakes, fmt.Errorf("two handlers for %s %q %q", r.kind, r.key, r.word))
				continue
			}
			table.handlers[key] = r.handle
			if r.word != "" && r.help != "" {
				table.words[r.key] = append(table.words[r.key], word{Word: r.word, Help: r.help})
			}
		}
	}
	return table, errors.Join(mistakes...)
}

// replace puts a route into the table, in the place of one with the same key.
func (t *routes) replace(r route) {
	t.handlers[routeKey{kind: r.kind, key: r.key, word: r.word}] = r.handle
}

// keys lists what the table handles.
func (t *routes) keys() []routeKey { return slices.Collect(maps.Keys(t.handlers)) }

// find returns the handler for in, and in with the word and the rest of a command's text set apart; nil when there is none.
func (t *routes) find(in inbound) (handler, inbound) {
	key := routeKey{kind: in.Kind}
	switch in.Kind {
	case kindCommand:
		return t.findCommand(in)
	case kindAction, kindSuggest:
		key.key = in.Action.ID
	case kindSubmit, kindShortcut, kindOnMessage:
		key.key = in.View.CallbackID
	}
	return t.handlers[key], in
}

// findCommand looks for the first word of the text, then for the command alone.
func (t *routes) findCommand(in inbound) (handler, inbound) {
	in.Text = strings.TrimSpace(in.Text)
	// Slack sends everything after the command as one text; words are ours (docs.slack.dev/interactivity/implementing-slash-
	// commands).
	first, rest := in.Text, ""
	if at := strings.IndexFunc(in.Text, isSpace); at >= 0 {
		first, rest = in.Text[:at], strings.TrimSpace(in.Text[at:])
	}
	first = strings.ToLower(first)
	if h := t.handlers[routeKey{kindCommand, in.Command, first}]; h != nil && first != "" {
		in.Word, in.Text = first, rest
		return h, in
	}
	return t.handlers[routeKey{kind: kindCommand, key: in.Command}], in
}

// isSpace also takes the no-break spaces that phones and word processors put between words.
func isSpace(r rune) bool {
	return r == '\u00a0' || r == '\u202f' || strings.ContainsRune(" \t\r\n\v\f\u2003\u3000", r)
}
