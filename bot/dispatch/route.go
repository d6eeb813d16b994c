// Routes: which handler gets which interaction; each surface lists its own and bot.go gathers them once.

package dispatch

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"vouch/store"
)

// Route binds one handler to one interaction.
type Route struct {
	kind   Kind
	key    string // command, action id, callback id; "" for kinds that have one handler
	word   string // of a command
	help   string // one line for the usage text; only with word
	may    May
	handle Handler
}

// May tells whether somebody may use a word; nil is everybody. It decides what is offered: handlers refuse by
// themselves.
type May func(*store.Query, store.Employee) bool

// OnCommand takes a command that is bare or whose first word has no handler of its own.
func OnCommand(command string, h Handler) Route {
	return Route{kind: KindCommand, key: command, handle: h}
}

// OnWord takes a command with this first word, whatever its case; help is its line in the usage text.
func OnWord(command, word, help string, h Handler) Route {
	return Route{kind: KindCommand, key: command, word: word, help: help, handle: h}
}

// For offers a word only to who may use it.
func (r Route) For(may May) Route {
	r.may = may
	return r
}

// OnAction takes the use of an element: a button, menu or select, wherever it stands.
func OnAction(actionID string, h Handler) Route {
	return Route{kind: KindAction, key: actionID, handle: h}
}

// OnSubmit takes the submission of a modal.
func OnSubmit(callbackID string, h Handler) Route {
	return Route{kind: KindSubmit, key: callbackID, handle: h}
}

// OnSuggest answers a select that asks for options while somebody types; see suggestOne.
func OnSuggest(actionID string, h Handler) Route {
	return Route{kind: KindSuggest, key: actionID, handle: h}
}

// OnShortcut takes a global shortcut.
func OnShortcut(callbackID string, h Handler) Route {
	return Route{kind: KindShortcut, key: callbackID, handle: h}
}

// OnMessageShortcut takes a shortcut from a message's menu.
func OnMessageShortcut(callbackID string, h Handler) Route {
	return Route{kind: KindOnMessage, key: callbackID, handle: h}
}

// OnReaction takes reactions to messages in conversations the app is in, onHomeOpened the opening of either tab of the
// app, onDM what is written to the app.
func OnReaction(h Handler) Route   { return Route{kind: KindReaction, handle: h} }
func OnHomeOpened(h Handler) Route { return Route{kind: KindHomeOpened, handle: h} }
func OnDM(h Handler) Route         { return Route{kind: KindDM, handle: h} }

// RouteKey names a route in the table.
type RouteKey struct {
	Kind      Kind
	Key, Word string
}

// Word is a first word of a command, with its line of help and who may use it.
type Word struct {
	Word, Help string
	May        May
}

// Routes is the table: each key has exactly one handler. A map and not a chain of comparisons, so that two surfaces can
// never claim one interaction without anybody noticing.
type Routes struct {
	handlers map[RouteKey]Handler
	Words    map[string][]Word // by command, in the order of registration
}

// NewRoutes builds the table. Two handlers for one key are a mistake of ours, reported with all others.
func NewRoutes(lists ...[]Route) (*Routes, error) {
	table := &Routes{handlers: map[RouteKey]Handler{}, Words: map[string][]Word{}}
	var mistakes []error
	for _, list := range lists {
		for _, r := range list {
			key := RouteKey{Kind: r.kind, Key: r.key, Word: r.word}
			if table.handlers[key] != nil {
				mistakes = append(mistakes, fmt.Errorf("two handlers for %s %q %q", r.kind, r.key, r.word))
				continue
			}
			table.handlers[key] = r.handle
			if r.word != "" && r.help != "" {
				table.Words[r.key] = append(table.Words[r.key], Word{Word: r.word, Help: r.help, May: r.may})
			}
		}
	}
	return table, errors.Join(mistakes...)
}

// Replace puts a route into the table, in the place of one with the same key.
func (t *Routes) Replace(r Route) {
	t.handlers[RouteKey{Kind: r.kind, Key: r.key, Word: r.word}] = r.handle
}

// Once answers submissions of which handled says that they were recorded before, in place of their handlers. Slack
// keeps a form open when its acknowledgement is late or lost, and people press again; cause is the same then, even
// after a restart.
func (t *Routes) Once(handled func(cause string) (bool, error)) {
	for key, handle := range t.handlers {
		if key.Kind != KindSubmit {
			continue
		}
		t.handlers[key] = func(ctx context.Context, in Interaction) (Reply, error) {
			if before, err := handled(in.Cause); err != nil || before {
				return Reply{Text: "This was recorded when you sent it the first time. Nothing was done twice."}, err
			}
			return handle(ctx, in)
		}
	}
}

// Instead has answer look at what handlers refuse to people who are shown something: it gives a better answer, or the
// error again.
func (t *Routes) Instead(answer func(in Interaction, err error) (Reply, error)) {
	for key, handle := range t.handlers {
		if !slices.Contains([]Kind{KindCommand, KindAction, KindSubmit, KindShortcut}, key.Kind) {
			continue
		}
		t.handlers[key] = func(ctx context.Context, in Interaction) (Reply, error) {
			reply, err := handle(ctx, in)
			if err != nil {
				return answer(in, err)
			}
			return reply, nil
		}
	}
}

// Keys lists what the table handles.
func (t *Routes) Keys() []RouteKey { return slices.Collect(maps.Keys(t.handlers)) }

// Find returns the handler for in, and in with the word and the rest of a command's text set apart; nil when there is
// none.
func (t *Routes) Find(in Interaction) (Handler, Interaction) {
	key := RouteKey{Kind: in.Kind}
	switch in.Kind {
	case KindCommand:
		return t.findCommand(in)
	case KindAction, KindSuggest:
		key.Key = in.Action.ID
	case KindSubmit, KindShortcut, KindOnMessage:
		key.Key = in.View.CallbackID
	}
	return t.handlers[key], in
}

// findCommand looks for the first word of the text, then for the command alone.
func (t *Routes) findCommand(in Interaction) (Handler, Interaction) {
	in.Text = strings.TrimSpace(in.Text)
	// Slack sends everything after the command as one text; words are ours
	// (docs.slack.dev/interactivity/implementing-slash- commands).
	first, rest := in.Text, ""
	if at := strings.IndexFunc(in.Text, IsSpace); at >= 0 {
		first, rest = in.Text[:at], strings.TrimSpace(in.Text[at:])
	}
	first = strings.ToLower(first)
	if h := t.handlers[RouteKey{KindCommand, in.Command, first}]; h != nil && first != "" {
		in.Word, in.Text = first, rest
		return h, in
	}
	return t.handlers[RouteKey{Kind: KindCommand, Key: in.Command}], in
}

// IsSpace also takes the no-break spaces that phones and word processors put between words.
func IsSpace(r rune) bool {
	return r == '\u00a0' || r == '\u202f' || strings.ContainsRune(" \t\r\n\v\f\u2003\u3000", r)
}
