// The control interface: other programs drive the people over HTTP, JSON in and out. This comment is its reference.
//
// Errors are HTTP 4xx {"ok":false,"error":"a sentence"}, successes {"ok":true,...}. {person} is a user id or username.
// What a person does waits, as the real client, until the app acknowledged or 3 seconds passed.
//
//	GET  /sim/state                            team, app, people, channels, api_url, tokens, now, connections, actions
//	GET  /sim/people/{person}/conversations    conversations with kind channel, dm or app, unread count and mention
//	GET  /sim/people/{person}/messages         ?channel=ID&limit=N&before=ts: messages, oldest first
//	GET  /sim/people/{person}/modal            stack, top, errors by block id, trouble
//	GET  /sim/people/{person}/home             view or null
//	GET  /sim/people/{person}/events           Server-Sent Events: message, message_changed, message_deleted, ephemeral,
//	                                           ephemeral_deleted, reaction, home, modal, unread, state, failure
//	POST /sim/people/{person}/slash            {channel, line} or {channel, command, text}: acked, error, reply
//	POST /sim/people/{person}/message          {channel, text, thread_ts}: ts
//	POST /sim/people/{person}/react            {channel, ts, name, remove}
//	POST /sim/people/{person}/open             {tab}: "home" or "messages"
//	POST /sim/people/{person}/read             {channel, ts}
//	POST /sim/people/{person}/press            {channel, ts, block_id, action_id, value}, or {view_id} or {home:true} instead
//	                                           of channel and ts: acked, warning, url. The value is an option's value or a
//	                                           list of them, a user or channel id, a date or a text, as the element asks
//	POST /sim/people/{person}/fill             {view_id, values:{block_id:{action_id:value}}}, or channel and ts instead
//	                                           of view_id for the input blocks of a message
//	POST /sim/people/{person}/submit           {view_id, values}: result, errors, view (the one on top now, or null)
//	POST /sim/people/{person}/close            {view_id, all}: view
//	POST /sim/people/{person}/options          {channel, ts, view_id, block_id, action_id, query}: options, option_groups
//	POST /sim/people/{person}/shortcut         {callback_id}: acked
//	POST /sim/people/{person}/message-shortcut {callback_id, channel, ts}: acked
//	POST /sim/people/{person}/files            multipart form with "file": file (its id is the value of a file input)
//	POST /sim/people                           a user object: somebody joins; PATCH /sim/people/{person} changes fields
//	POST /sim/channels                         {name, is_private, topic, members, bot_is_member}: channel
//	POST /sim/channels/{id}/members            {user, leave}; the user "app" is the app's bot
//	POST /sim/events                           {event}: any inner event, delivered as it stands
//	GET POST DELETE /sim/faults                see Faults
//	GET  /sim/log?since=N                      entries, see LogEntry
//	GET  /sim/api-log?since=N&method=M         calls, see APICall
//	POST /sim/actions/{id}                     text: what the host program's button did
//	POST /sim/reset                            back to the first state

package slacksim

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
)

// controlRoutes adds the control interface to a mux. Bodies must be JSON, which a foreign page's form cannot send.
func (w *Workspace) controlRoutes(mux *http.ServeMux) {
	handle := func(pattern string, do func(*http.Request) (map[string]any, error)) {
		mux.Handle(pattern, w.guard(answerJSON(do)))
	}
	handle("GET /sim/state", w.controlState)
	handle("GET /sim/people/{person}/conversations", w.ofPerson(w.conversationList))
	handle("GET /sim/people/{person}/messages", w.controlMessages)
	handle("GET /sim/people/{person}/modal", w.ofPerson(w.modalState))
	handle("GET /sim/people/{person}/home", w.ofPerson(w.homeState))
	mux.Handle("GET /sim/people/{person}/events", w.guard(http.HandlerFunc(w.serveUpdates)))
	for name, do := range interactions {
		handle("POST /sim/people/{person}/"+name, w.doing(do))
	}
	handle("POST /sim/people/{person}/files", w.controlFiles)
	handle("POST /sim/people", reading(w.controlAddPerson))
	handle("PATCH /sim/people/{person}", reading(w.controlChangePerson))
	handle("POST /sim/channels", reading(w.controlAddChannel))
	handle("POST /sim/channels/{id}/members", reading(w.controlMember))
	handle("POST /sim/events", reading(w.controlEvent))
	handle("GET /sim/faults", func(*http.Request) (map[string]any, error) { return w.faultState(), nil })
	handle("POST /sim/faults", reading(w.controlFaults))
	handle("DELETE /sim/faults", func(*http.Request) (map[string]any, error) {
		w.ClearFaults()
		return w.faultState(),
			nil
	})
	handle("GET /sim/log", w.controlLog)
	handle("GET /sim/api-log", w.controlAPILog)
	handle("POST /sim/actions/{id}", w.controlAction)
	handle("POST /sim/reset", func(*http.Request) (map[string]any, error) { return nil, w.Reset() })
}

// answerJSON runs one control request and writes its answer.
func answerJSON(do func(*http.Request) (map[string]any, error)) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body := map[string]any{"ok": true}
		result, err := do(r)
		rw.Header().Set("Content-Type", "application/json; charset=utf-8")
		rw.Header().Set("Cache-Control", "no-store")
		if err != nil {
			rw.WriteHeader(http.StatusBadRequest)
			body, result = map[string]any{"ok": false, "error": err.Error()}, nil
		}
		for key, value := range result {
			body[key] = value
		}
		_, _ = rw.Write(encode(body))
	})
}

// reading gives a request's JSON body to whoever handles it.
func reading[T any](do func(*http.Request, T) (map[string]any, error)) func(*http.Request) (map[string]any, error) {
	return func(r *http.Request) (map[string]any, error) {
		var body T
		if err := readBody(r, &body); err != nil {
			return nil, err
		}
		return do(r, body)
	}
}

// ofPerson answers what can be read of the person in the path.
func (w *Workspace) ofPerson(read func(userID string) map[string]any) func(*http.Request) (map[string]any, error) {
	return func(r *http.Request) (map[string]any, error) {
		_, userID, err := w.actor(r)
		if err != nil {
			return nil, err
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		return read(userID), nil
	}
}

// readBody decodes a request's JSON body strictly: a misspelt key is an error rather than a silent nothing.
func readBody(r *http.Request, into any) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/json" {
		return errors.New("the body must be application/json")
	}
	decoder := json.NewDecoder(io.LimitReader(r.Body, maxRequestBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("body: %w", err)
	}
	return nil
}

// actor resolves {person} of a path to somebody who can act.
func (w *Workspace) actor(r *http.Request) (*Person, string, error) {
	p := w.Person(r.PathValue("person"))
	w.mu.Lock()
	defer w.mu.Unlock()
	u, err := p.user()
	if err != nil {
		return nil, "", err
	}
	return p, u.ID, nil
}

// numberParameter reads a query parameter that is a number, 0 when absent.
func numberParameter(r *http.Request, name string) (int, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return 0, nil
	}
	value, err := strconv.Atoi(text)
	if err != nil || value < 0 {
		return 0, fmt.Errorf("%s must be a number", name)
	}
	return value, nil
}
