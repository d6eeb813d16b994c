// What people do through the control interface: one table of acts over one body, each a few lines around Person.

package slacksim

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// act is a request of one person: who does it, and the body with every key that some act takes.
type act struct {
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
	// The rest are arguments of single acts, see the reference in control.go.
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

// acts are the paths below /sim/people/{person}/ that take a JSON body.
var acts = map[string]func(*act) (map[string]any, error){
	"slash":    (*act).slash,
	"message":  (*act).send,
	"react":    (*act).react,
	"open":     func(a *act) (map[string]any, error) { return nil, a.open(a.Tab) },
	"read":     (*act).read,
	"press":    (*act).press,
	"fill":     (*act).fill,
	"submit":   (*act).submit,
	"close":    (*act).closeView,
	"options":  (*act).options,
	"shortcut": func(a *act) (map[string]any, error) { return acked(a.Shortcut(a.ctx, a.CallbackID)) },
	"message-shortcut": func(a *act) (map[string]any, error) {
		return acked(a.MessageShortcut(a.ctx, a.CallbackID, a.message()))
	},
}

// doing reads person and body of a request and runs an act.
func (w *Workspace) doing(do func(*act) (map[string]any, error)) func(*http.Request) (map[string]any, error) {
	return func(r *http.Request) (map[string]any, error) {
		p, userID, err := w.actor(r)
		if err != nil {
			return nil, err
		}
		a := &act{}
		if err := readBody(r, a); err != nil {
			return nil, err
		}
		a.Person, a.ctx, a.userID = p, r.Context(), userID
		return do(a)
	}
}

// message names the message that the body means.
func (a *act) message() Message { return Message{Channel: a.Channel, TS: a.TS} }

// acked is the answer of a shortcut: false means that the person saw an error for a moment.
func acked(ok bool, err error) (map[string]any, error) { return map[string]any{"acked": ok}, err }

// slash runs a command. A client sends the line as typed, a program may give command and text apart. The key "error" of
// a successful answer is what Slackbot told the person, "" when all went well.
func (a *act) slash() (map[string]any, error) {
	replied, err := a.Slash(a.ctx, a.Channel, orDefault(a.Line, strings.TrimSpace(a.Command+" "+a.Text)))
	return map[string]any{"acked": replied.Acked, "error": replied.Error, "reply": replied.Reply}, err
}

// send sends what a person typed into the composer; channel "" is the app, "@ben" the person Ben.
func (a *act) send() (map[string]any, error) {
	m, err := a.say(a.Channel, a.Text, a.ThreadTS)
	return map[string]any{"ts": m.TS, "channel": m.Channel}, err
}

// react adds an emoji under a message, or with remove takes it back.
func (a *act) react() (map[string]any, error) {
	if a.Remove {
		return nil, a.Unreact(a.ctx, a.message(), a.Name)
	}
	return nil, a.React(a.ctx, a.message(), a.Name)
}

// read marks a conversation read up to a message. Going back does not make anything unread again.
func (a *act) read() (map[string]any, error) {
	a.w.mu.Lock()
	defer a.w.mu.Unlock()
	_, c, err := a.find(a.Channel)
	if err == nil && a.TS > c.lastRead[a.userID] {
		c.lastRead[a.userID] = a.TS
		a.w.notifyUnread(a.userID, c)
	}
	return nil, err
}

// where says on what the body acts. home counts more than view_id, and view_id more than channel and ts: a client may
// send more than is needed.
func (a *act) where() (where, error) {
	switch {
	case a.Home:
		return where{view: "home"}, nil
	case a.ViewID != "":
		return where{view: a.ViewID}, nil
	case a.Channel == "" || a.TS == "":
		return where{}, errors.New("say where: channel and ts, view_id, or home")
	}
	return where{channel: a.Channel, ts: a.TS}, nil
}

// press presses an element. A confirmation dialog is the client's own business and counts as confirmed here. warning is
// the triangle a person sees after three seconds; url is there for link buttons and link options only.
func (a *act) press() (map[string]any, error) {
	at, err := a.where()
	if err != nil {
		return nil, err
	}
	pressed, err := a.Person.press(a.ctx, at, Element{BlockID: a.BlockID, What: a.ActionID, Choice: a.Value})
	answer := map[string]any{"acked": !pressed.Warning, "warning": pressed.Warning}
	if pressed.URL != "" {
		answer["url"] = pressed.URL
	}
	return answer, err
}

// fill stores what a person types, so that updates of the view and other clients of the person keep it.
func (a *act) fill() (map[string]any, error) {
	at, err := a.where()
	if err != nil {
		return nil, err
	}
	return nil, a.Person.fill(at, a.Values)
}

// submit submits the view on top; see Submitted for the results. The answer's view is what the person sees then: with
// "closed" the one that was below.
func (a *act) submit() (map[string]any, error) {
	submitted, err := a.Person.submit(a.ctx, a.ViewID, a.Values)
	complaints := submitted.Errors
	if complaints == nil {
		complaints = map[string]string{}
	}
	return map[string]any{"result": submitted.Result, "errors": complaints, "view": a.topObject()}, err
}

// topObject is the view on top of the person's modal as JSON, with what was typed under state.values; nil without one.
func (a *act) topObject() any {
	a.w.mu.Lock()
	defer a.w.mu.Unlock()
	if v := a.w.top(a.userID); v != nil {
		return a.w.viewObject(v, true)
	}
	return nil
}

// closeView closes the view on top, or all of them as the window's cross does.
func (a *act) closeView() (map[string]any, error) {
	err := a.closeModal(a.ctx, a.ViewID, a.All)
	return map[string]any{"view": a.topObject()}, err
}

// options types a query into an external menu. Queries shorter than the menu's min_query_length give no options and do
// not reach the app. Both lists are always there, at most one has anything in it.
func (a *act) options() (map[string]any, error) {
	at, err := a.where()
	if err != nil {
		return nil, err
	}
	offered, err := a.suggest(a.ctx, at, a.BlockID, a.ActionID, a.Query)
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
