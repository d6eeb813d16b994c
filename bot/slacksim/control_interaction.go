// What people do through the control interface: one table of interactions over one body, each a few lines around
// Person.

package slacksim

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// interaction is a request of one person: who does it, and the body with every key that some of them takes.
type interaction struct {
	*Person `json:"-"`
	ctx     context.Context
	userID  string

	// Channel, TS, ViewID and Home say where: in a message, a view, or App Home. BlockID and ActionID name an element
	// there.
	Channel  string `json:"channel"`
	TS       string `json:"ts"`
	ViewID   string `json:"view_id"`
	Home     bool   `json:"home"`
	BlockID  string `json:"block_id"`
	ActionID string `json:"action_id"`
	// Value is an element's choice; Values are those of a form.
	Value  any    `json:"value"`
	Values Values `json:"values"`
	// The rest are arguments of single ones, see the reference in control.go.
	Line       string `json:"line"`
	Command    string `json:"command"`
	Text       string `json:"text"`
	ThreadTS   string `json:"thread_ts"`
	Name       string `json:"name"`
	Remove     bool   `json:"remove"`
	Tab        string `json:"tab"`
	All        bool   `json:"all"`
	Query      string `json:"query"`
	CallbackID string `json:"callback_id"`
}

// interactions are the paths below /sim/people/{person}/ that take a JSON body.
var interactions = map[string]func(*interaction) (map[string]any, error){
	"slash":    (*interaction).slash,
	"message":  (*interaction).send,
	"react":    (*interaction).react,
	"open":     func(i *interaction) (map[string]any, error) { return nil, i.open(i.Tab) },
	"read":     (*interaction).read,
	"press":    (*interaction).press,
	"fill":     (*interaction).fill,
	"submit":   (*interaction).submit,
	"close":    (*interaction).closeView,
	"options":  (*interaction).options,
	"shortcut": func(i *interaction) (map[string]any, error) { return acked(i.Shortcut(i.ctx, i.CallbackID)) },
	"message-shortcut": func(i *interaction) (map[string]any, error) {
		return acked(i.MessageShortcut(i.ctx, i.CallbackID, i.message()))
	},
}

// doing reads person and body of a request and runs an interaction.
func (w *Workspace) doing(do func(*interaction) (map[string]any, error)) func(*http.Request) (map[string]any, error) {
	return func(r *http.Request) (map[string]any, error) {
		p, userID, err := w.actor(r)
		if err != nil {
			return nil, err
		}
		i := &interaction{}
		if err := readBody(r, i); err != nil {
			return nil, err
		}
		i.Person, i.ctx, i.userID = p, r.Context(), userID
		return do(i)
	}
}

// message names the message that the body means.
func (i *interaction) message() Message { return Message{Channel: i.Channel, TS: i.TS} }

// acked is the answer of a shortcut: false means that the person saw an error for a moment.
func acked(ok bool, err error) (map[string]any, error) { return map[string]any{"acked": ok}, err }

// slash runs a command. A client sends the line as typed, a program may give command and text apart. The key "error" of
// a successful answer is what Slackbot told the person, "" when all went well.
func (i *interaction) slash() (map[string]any, error) {
	replied, err := i.Slash(i.ctx, i.Channel, orDefault(i.Line, strings.TrimSpace(i.Command+" "+i.Text)))
	return map[string]any{"acked": replied.Acked, "error": replied.Error, "reply": replied.Reply}, err
}

// send sends what a person typed into the composer; channel "" is the app, "@ben" the person Ben.
func (i *interaction) send() (map[string]any, error) {
	m, err := i.say(i.Channel, i.Text, i.ThreadTS)
	return map[string]any{"ts": m.TS, "channel": m.Channel}, err
}

// react adds an emoji under a message, or with remove takes it back.
func (i *interaction) react() (map[string]any, error) {
	if i.Remove {
		return nil, i.Unreact(i.ctx, i.message(), i.Name)
	}
	return nil, i.React(i.ctx, i.message(), i.Name)
}

// read marks a conversation read up to a message. Going back does not make anything unread again.
func (i *interaction) read() (map[string]any, error) {
	i.w.mu.Lock()
	defer i.w.mu.Unlock()
	_, c, err := i.find(i.Channel)
	if err == nil && i.TS > c.lastRead[i.userID] {
		c.lastRead[i.userID] = i.TS
		i.w.notifyUnread(i.userID, c)
	}
	return nil, err
}

// where says on what the body acts. home counts more than view_id, and view_id more than channel and ts: a client may
// send more than is needed.
func (i *interaction) where() (where, error) {
	switch {
	case i.Home:
		return where{view: "home"}, nil
	case i.ViewID != "":
		return where{view: i.ViewID}, nil
	case i.Channel == "" || i.TS == "":
		return where{}, errors.New("say where: channel and ts, view_id, or home")
	}
	return where{channel: i.Channel, ts: i.TS}, nil
}

// press presses an element. A confirmation dialog is the client's own business and counts as confirmed here. warning is
// the triangle a person sees after three seconds; url is there for link buttons and link options only.
func (i *interaction) press() (map[string]any, error) {
	at, err := i.where()
	if err != nil {
		return nil, err
	}
	pressed, err := i.Person.press(i.ctx, at, Element{BlockID: i.BlockID, What: i.ActionID, Choice: i.Value})
	answer := map[string]any{"acked": !pressed.Warning, "warning": pressed.Warning}
	if pressed.URL != "" {
		answer["url"] = pressed.URL
	}
	return answer, err
}

// fill stores what a person types, so that updates of the view and other clients of the person keep it.
func (i *interaction) fill() (map[string]any, error) {
	at, err := i.where()
	if err != nil {
		return nil, err
	}
	return nil, i.Person.fill(at, i.Values)
}

// submit submits the view on top; see Submitted for the results. The answer's view is what the person sees then: with
// "closed" the one that was below.
func (i *interaction) submit() (map[string]any, error) {
	submitted, err := i.Person.submit(i.ctx, i.ViewID, i.Values)
	complaints := submitted.Errors
	if complaints == nil {
		complaints = map[string]string{}
	}
	return map[string]any{"result": submitted.Result, "errors": complaints, "view": i.topObject()}, err
}

// topObject is the view on top of the person's modal as JSON, with what was typed under state.values; nil without one.
func (i *interaction) topObject() any {
	i.w.mu.Lock()
	defer i.w.mu.Unlock()
	if v := i.w.top(i.userID); v != nil {
		return i.w.viewObject(v, true)
	}
	return nil
}

// closeView closes the view on top, or all of them as the window's cross does.
func (i *interaction) closeView() (map[string]any, error) {
	err := i.closeModal(i.ctx, i.ViewID, i.All)
	return map[string]any{"view": i.topObject()}, err
}

// options types a query into an external menu. Queries shorter than the menu's min_query_length give no options and do
// not reach the app. Both lists are always there, at most one has anything in it.
func (i *interaction) options() (map[string]any, error) {
	at, err := i.where()
	if err != nil {
		return nil, err
	}
	offered, err := i.suggest(i.ctx, at, i.BlockID, i.ActionID, i.Query)
	return map[string]any{"options": append([]map[string]any{}, offered.Options...),
		"option_groups": append([]map[string]any{}, offered.OptionGroups...)}, err
}

// controlFiles takes one uploaded file of a person. The name loses its folders, and the type goes by its ending. A file
// that no form ever sends stays in memory until a reset.
func (w *Workspace) controlFiles(r *http.Request) (map[string]any, error) {
	p, _, err := w.actor(r)
	if err != nil {
		return nil, err
	}
	upload, header, err := r.FormFile("file")
	if err != nil {
		return nil, fmt.Errorf("the form has no file: %w", err)
	}
	defer func() { _ = upload.Close() }()
	data, err := io.ReadAll(io.LimitReader(upload, maxFileBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	id, err := w.AddFile(p.who, header.Filename, data)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return map[string]any{"file": w.files[id].object(w.baseFor(r))}, nil
}
