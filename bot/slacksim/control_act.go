// The acting half of the control interface: what people do with messages, views, commands and shortcuts.

package slacksim

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// doing decodes the body of a person's act.
func (w *Workspace) doing(r *http.Request, body any) (*Person, string, error) {
	p, userID, err := w.actor(r)
	if err != nil {
		return nil, "", err
	}
	return p, userID, readBody(r, body)
}

// controlSlash runs a command. A client sends the line as typed, a program may give command and text apart. The key
// "error" of a successful answer is what Slackbot told the person, "" when all went well.
func (w *Workspace) controlSlash(r *http.Request) (map[string]any, error) {
	var body struct{ Channel, Command, Text, Line string }
	p, _, err := w.doing(r, &body)
	if err != nil {
		return nil, err
	}
	line := orDefault(body.Line, strings.TrimSpace(body.Command+" "+body.Text))
	replied, err := p.Slash(r.Context(), body.Channel, line)
	if err != nil {
		return nil, err
	}
	return map[string]any{"acked": replied.Acked, "error": replied.Error, "reply": replied.Reply}, nil
}

// controlMessage sends what a person typed into the composer; channel "" is the app, "@ben" the person Ben.
//
// The app's own conversation takes messages only while its Messages tab is on and not read-only (surfaces/app-home).
func (w *Workspace) controlMessage(r *http.Request) (map[string]any, error) {
	var body struct {
		Channel  string `json:"channel"`
		Text     string `json:"text"`
		ThreadTS string `json:"thread_ts"`
	}
	p, _, err := w.doing(r, &body)
	if err != nil {
		return nil, err
	}
	m, err := p.say(body.Channel, body.Text, body.ThreadTS)
	if err != nil {
		return nil, err
	}
	return map[string]any{"ts": m.TS, "channel": m.Channel}, nil
}

// controlReact adds an emoji under a message, or with remove takes it back.
func (w *Workspace) controlReact(r *http.Request) (map[string]any, error) {
	var body struct {
		Channel, TS, Name string
		Remove            bool
	}
	p, _, err := w.doing(r, &body)
	if err != nil {
		return nil, err
	}
	m := Message{Channel: body.Channel, TS: body.TS}
	if body.Remove {
		return nil, p.Unreact(r.Context(), m, body.Name)
	}
	return nil, p.React(r.Context(), m, body.Name)
}

// controlOpen opens the app's Home or Messages tab. It does not wait for the app: nothing a person sees depends on the
// acknowledgement of an event.
func (w *Workspace) controlOpen(r *http.Request) (map[string]any, error) {
	var body struct{ Tab string }
	p, _, err := w.doing(r, &body)
	if err != nil {
		return nil, err
	}
	return nil, p.open(body.Tab)
}

// controlRead marks a conversation read up to a message. Going back does not make anything unread again.
func (w *Workspace) controlRead(r *http.Request) (map[string]any, error) {
	var body struct{ Channel, TS string }
	p, userID, err := w.doing(r, &body)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	_, c, err := p.find(body.Channel)
	if err != nil {
		return nil, err
	}
	if body.TS > c.lastRead[userID] {
		c.lastRead[userID] = body.TS
		w.notifyUnread(userID, c)
	}
	return nil, nil
}

// target is where an element stands: in a message, a view, or App Home.
type target struct {
	Channel  string `json:"channel"`
	TS       string `json:"ts"`
	ViewID   string `json:"view_id"`
	Home     bool   `json:"home"`
	BlockID  string `json:"block_id"`
	ActionID string `json:"action_id"`
}

// viewOf finds the view a target means, nil when it means a message.
//
// home counts more than view_id, and view_id more than channel and ts: a client may send more than is needed.
func (p *Person) viewOf(t target) (*view, error) {
	switch {
	case t.Home:
		return p.view("home")
	case t.ViewID != "":
		return p.view(t.ViewID)
	case t.Channel == "" || t.TS == "":
		return nil, errors.New("say where: channel and ts, view_id, or home")
	}
	return nil, nil
}

// controlPress presses an element. A confirmation dialog is the client's own business and counts as confirmed here.
//
//	{"acked":true,"warning":false,"url":"https://..."}
//
// warning is the triangle a person sees after three seconds; url is there for link buttons and link options only.
func (w *Workspace) controlPress(r *http.Request) (map[string]any, error) {
	var body struct {
		target
		Value any `json:"value"`
	}
	p, userID, err := w.doing(r, &body)
	if err != nil {
		return nil, err
	}
	v, err := p.viewOf(body.target)
	if err != nil {
		return nil, err
	}
	e := Element{BlockID: body.BlockID, What: body.ActionID, Choice: body.Value}
	var pressed Pressed
	if v != nil {
		pressed, err = w.pressInView(r.Context(), v, e)
	} else {
		pressed, err = w.pressInMessage(r.Context(), userID, body.Channel, body.TS, e)
	}
	if err != nil {
		return nil, err
	}
	answer := map[string]any{"acked": !pressed.Warning, "warning": pressed.Warning}
	if pressed.URL != "" {
		answer["url"] = pressed.URL
	}
	return answer, nil
}

// form is the body of submit.
type form struct {
	ViewID string `json:"view_id"`
	Values Values `json:"values"`
}

// controlFill stores what a person types, so that updates of the view and other clients of the person keep it. Without
// channel it is the view's fields, "home" being a view id too; with channel and ts those of a message.
func (w *Workspace) controlFill(r *http.Request) (map[string]any, error) {
	var body struct {
		form
		Channel string `json:"channel"`
		TS      string `json:"ts"`
	}
	p, _, err := w.doing(r, &body)
	if err != nil {
		return nil, err
	}
	if body.Channel != "" {
		return nil, p.FillMessage(Message{Channel: body.Channel, TS: body.TS}, body.Values)
	}
	v, err := p.view(body.ViewID)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return nil, w.fillAll(v, body.Values)
}

// controlSubmit submits the view on top. The result "closed" may come with another view: the one that was below.
//
//	{"result":"errors","errors":{"block":"text"},"view":{...}}
//
// "invalid" means that the client refused and the app heard nothing, "trouble" that the app's answer came too late or was none.
func (w *Workspace) controlSubmit(r *http.Request) (map[string]any, error) {
	var body form
	p, userID, err := w.doing(r, &body)
	if err != nil {
		return nil, err
	}
	v, err := p.view(body.ViewID)
	if err != nil {
		return nil, err
	}
	submitted, err := w.submit(r.Context(), v, body.Values)
	if err != nil {
		return nil, err
	}
	complaints := submitted.Errors
	if complaints == nil {
		complaints = map[string]string{}
	}
	return map[string]any{"result": submitted.Result, "errors": complaints, "view": w.topObject(userID)}, nil
}

// topObject is the view on top of a person's modal as JSON, nil without one.
//
// What the app sent is completed by what the person typed, under state.values, so that a client can redraw the form from it.
func (w *Workspace) topObject(userID string) any {
	w.mu.Lock()
	defer w.mu.Unlock()
	if v := w.top(userID); v != nil {
		return w.viewObject(v, true)
	}
	return nil
}

// controlClose closes the view on top, or all of them. A view below the top has no button to press.
//
// Closing the view on top may bring another one back: the answer's view is what the person sees now, null when nothing is left.
// With all it is the × of the window, which closes the stack.
func (w *Workspace) controlClose(r *http.Request) (map[string]any, error) {
	var body struct {
		ViewID string `json:"view_id"`
		All    bool   `json:"all"`
	}
	p, userID, err := w.doing(r, &body)
	if err != nil {
		return nil, err
	}
	v, err := p.view(body.ViewID)
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	onTop := w.top(userID) == v
	w.mu.Unlock()
	if !onTop && !body.All {
		return nil, errors.New("the view is not on top")
	}
	if err := w.closeModal(r.Context(), userID, body.All); err != nil {
		return nil, err
	}
	return map[string]any{"view": w.topObject(userID)}, nil
}

// controlOptions types a query into an external menu. Queries shorter than the menu's min_query_length give no options and
// do not reach the app.
//
//	{"options":[{"text":{"type":"plain_text","text":"Ada"},"value":"ada"}],"option_groups":[]}
//
// Both lists are always there, at most one has anything in it.
func (w *Workspace) controlOptions(r *http.Request) (map[string]any, error) {
	var body struct {
		target
		Query string `json:"query"`
	}
	p, _, err := w.doing(r, &body)
	if err != nil {
		return nil, err
	}
	v, err := p.viewOf(body.target)
	if err != nil {
		return nil, err
	}
	var offered Suggestions
	if v != nil {
		offered, err = w.suggestInView(r.Context(), v, body.BlockID, body.ActionID, body.Query)
	} else {
		offered, err = p.suggestIn(r.Context(), body.Channel, body.TS, body.BlockID, body.ActionID, body.Query)
	}
	if err != nil {
		return nil, err
	}
	return map[string]any{"options": append([]map[string]any{}, offered.Options...),
		"option_groups": append([]map[string]any{}, offered.OptionGroups...)}, nil
}

// controlShortcut runs a global shortcut.
//
// acked false means that the app did not acknowledge within 3 seconds, and that the person saw an error for a moment.
func (w *Workspace) controlShortcut(r *http.Request) (map[string]any, error) {
	var body struct {
		CallbackID string `json:"callback_id"`
	}
	p, _, err := w.doing(r, &body)
	if err != nil {
		return nil, err
	}
	acked, err := p.Shortcut(r.Context(), body.CallbackID)
	if err != nil {
		return nil, err
	}
	return map[string]any{"acked": acked}, nil
}

// controlMessageShortcut runs a shortcut from a message's menu.
//
// The message may stand in a conversation the app is not in; it still gets the message's content
// (interactivity/implementing-shortcuts).
func (w *Workspace) controlMessageShortcut(r *http.Request) (map[string]any, error) {
	var body struct {
		CallbackID string `json:"callback_id"`
		Channel    string `json:"channel"`
		TS         string `json:"ts"`
	}
	p, _, err := w.doing(r, &body)
	if err != nil {
		return nil, err
	}
	acked, err := p.MessageShortcut(r.Context(), body.CallbackID, Message{Channel: body.Channel, TS: body.TS})
	if err != nil {
		return nil, err
	}
	return map[string]any{"acked": acked}, nil
}

// controlFiles takes one uploaded file of a person.
//
// The name loses its folders, and the type goes by its ending. A file that no form ever sends stays in memory until a reset.
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
