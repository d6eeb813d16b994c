// Response URLs: answers to an interaction without a token, five times within 30 minutes
// (interactivity/handling-user-interaction).

package slacksim

import (
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// Limits of a response URL.
const (
	hookUses = 5
	hookLife = 30 * time.Minute
)

// responseURL remembers whose interaction a URL belongs to. source is the message it came from, if any.
type responseURL struct {
	// userID sees the private replies; channel is where the interaction happened, also when the app is not in it.
	userID, channel string
	source          *Message
	uses            int
	expires         time.Time
}

// newHook makes a response URL; kind is the part of the path that tells where it came from: commands, actions, or app
// for message shortcuts and submissions. It works in conversations the app is not in, which chat.postMessage does not.
func (w *Workspace) newHook(kind, userID, channel string, source *Message) string {
	now := w.now()
	w.hooksKept = prune(w.hooks, w.hooksKept, func(h *responseURL) bool { return now.Sub(h.expires) > time.Hour })
	key := secret(24)
	w.hooks[key] = &responseURL{userID: userID, channel: channel, source: source, expires: now.Add(hookLife)}
	return w.base() + "/hooks/" + kind + "/" + w.team.id + "/1/" + key
}

// viewHooks makes the response_urls of a submission, for conversation menus that asked for one.
//
// They are part of every view_submission, as an empty list when no menu asked (reference/interaction-payloads):
//
//	"response_urls":[{"block_id":"b","action_id":"a","channel_id":"C1","response_url":"https://.../hooks/app/T1/1/xxx"}]
func (w *Workspace) viewHooks(v *view) []any {
	hooks := []any{}
	for p := range elements(v.blocks()) {
		wanted, _ := p.element["response_url_enabled"].(bool)
		channel, _ := v.values[p.blockID][p.actionID][valueKeys[p.kind()]].(string)
		if wanted && p.input && channel != "" {
			hooks = append(hooks, map[string]any{"block_id": p.blockID, "action_id": p.actionID, "channel_id": channel,
				"response_url": w.newHook("app", v.userID, channel, nil)})
		}
	}
	return hooks
}

// serveHook answers a POST to a response URL. What Slack says about a used or expired one is on no page. The body is
// JSON and the address the only credential. Success is the text "ok", trouble plain text with HTTP 400, such as
// invalid_blocks without any detail, or 404 when the address no longer works. A refused body uses one of the five up as
// well.
func (w *Workspace) serveHook(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxRequestBody))
	var object map[string]json.RawMessage
	if err != nil || json.Unmarshal(body, &object) != nil || object == nil {
		http.Error(rw, "invalid_payload", http.StatusBadRequest)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	h := w.hooks[r.PathValue("key")]
	code := ""
	switch {
	case h == nil || w.now().After(h.expires):
		code = "expired_url"
	case h.uses >= hookUses:
		code = "used_url"
	}
	if code != "" {
		w.log("api_error", "response_url: "+code)
		rw.Header().Set("Content-Type", "application/json; charset=utf-8")
		rw.WriteHeader(http.StatusNotFound)
		_ = json.NewEncoder(rw).Encode(map[string]any{"ok": false, "error": code})
		return
	}
	h.uses++
	if problem := w.respond(h, object); problem != "" {
		w.log("api_error", "response_url: "+problem)
		http.Error(rw, problem, http.StatusBadRequest)
		return
	}
	_, _ = io.WriteString(rw, "ok")
}

// respond does what the body of a response asks for, "" when it went well. The body is a message with response_type
// ("ephemeral" unless "in_channel"), replace_original, delete_original and thread_ts. Replacing cannot change who sees
// the message. A command has no original: the first reply that asks to replace it becomes it. No timestamp is answered,
// so the app cannot update such a message later by the Web API.
func (w *Workspace) respond(h *responseURL, object map[string]json.RawMessage) string {
	var wish struct {
		ResponseType string `json:"response_type"`
		Replace      bool   `json:"replace_original"`
		Delete       bool   `json:"delete_original"`
		ThreadTS     string `json:"thread_ts"`
	}
	raw, err := json.Marshal(object)
	if err != nil || json.Unmarshal(raw, &wish) != nil {
		return "invalid_payload"
	}
	c := w.channels[h.channel]
	if c == nil {
		return "channel_not_found"
	}
	if wish.Delete {
		w.deleteSource(h, c)
		return ""
	}
	body, problems := w.readContent(object)
	if len(problems) > 0 {
		return problems[0].Code
	}
	if wish.Replace && h.source != nil {
		w.replaceSource(h, c, body)
		return ""
	}
	body.threadTS = wish.ThreadTS
	m := w.botMessage(body)
	if wish.ResponseType == "in_channel" {
		w.post(c, m)
	} else {
		w.showEphemeral(h.userID, c.id, m)
	}
	if wish.Replace {
		h.source = m
	}
	return ""
}

// replaceSource replaces the message an interaction came from; its visibility stays. What the response leaves out is
// gone afterwards, other than with chat.update: a response is the whole new message. Replacing what was deleted
// meanwhile does nothing.
func (w *Workspace) replaceSource(h *responseURL, c *conversation, body content) {
	change := func(m *Message) {
		ts, thread := m.TS, m.ThreadTS
		body.apply(m)
		m.TS, m.ThreadTS = ts, thread
	}
	if !h.source.Ephemeral {
		if m, _ := c.find(h.source.TS); m != nil {
			w.edit(c, m, change)
		}
		return
	}
	if m := w.findEphemeral(h.userID, h.channel, h.source.TS); m != nil {
		change(m)
		w.notify(h.userID, Update{Type: "message_changed", Fields: map[string]any{"channel": c.id, "message": m.forPeople()}})
		w.wake()
	}
}

// deleteSource deletes the message an interaction came from. A command has none; asking for it then does nothing.
func (w *Workspace) deleteSource(h *responseURL, c *conversation) {
	if h.source == nil {
		return
	}
	if h.source.Ephemeral {
		w.dropEphemeral(h.userID, h.source)
		return
	}
	if m, _ := c.find(h.source.TS); m != nil {
		w.remove(c, m)
	}
}
