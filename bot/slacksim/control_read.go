// The reading half of the control interface: state, conversations, messages, modal, Home, journal and live updates.

package slacksim

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// controlState describes everything that does not depend on a person. The tokens are in it, so that a program which
// starts an app against the workspace needs nothing else. They are worth nothing outside this process; the guard keeps
// other web pages from reading them all the same.
func (w *Workspace) controlState(r *http.Request) (map[string]any, error) {
	people := w.People()
	w.mu.Lock()
	defer w.mu.Unlock()
	channels := []Channel{}
	for _, id := range w.channelIDs {
		if c := w.channels[id]; !c.im {
			channels = append(channels, w.channelOf(c))
		}
	}
	features := w.manifest.Features
	return map[string]any{
		"team": map[string]any{"id": w.team.id, "name": w.team.name, "domain": w.team.domain},
		"app": map[string]any{"id": w.app.id, "name": w.app.name, "bot_user_id": w.app.userID, "bot_id": w.app.botID,
			"description": w.manifest.DisplayInformation.Description, "home_tab": features.AppHome.HomeTabEnabled,
			"messages_tab":          features.AppHome.MessagesTabEnabled,
			"messages_tab_readonly": features.AppHome.MessagesTabReadOnlyEnabled,
			"commands":              append([]Command{}, features.SlashCommands...),
			"shortcuts":             append([]Shortcut{}, features.Shortcuts...)},
		"people": people, "channels": channels, "api_url": w.baseFor(r) + "/api/", "bot_token": w.app.botToken,
		"app_token": w.app.appToken, "now": w.now().Unix(), "connections": len(w.connections),
		"actions": append([]Action{}, w.options.Actions...),
	}, nil
}

// channelOf is a conversation in the form in which channels are created.
func (w *Workspace) channelOf(c *conversation) Channel {
	return Channel{ID: c.id, Name: c.name, IsPrivate: c.private, IsArchived: c.archived, Topic: c.topic,
		Members: slices.Clone(c.members), BotIsMember: w.botIsIn(c)}
}

// conversationList lists a person's conversations: the app first, then channels, then direct messages, each by name.
// Every public channel is one of a full member's, and a direct message appears once something was said in it. mention
// tells whether an unread message is for this person: in direct messages all are.
//
//	{"conversations":[{"id":"D1","kind":"app","name":"Test App","user":"UBOT","is_private":true,"is_archived":false,
//	 "unread":1,"mention":true,"last_ts":"1700000000.000100"}]}
func (w *Workspace) conversationList(userID string) map[string]any {
	app := w.appDM(userID)
	list := []map[string]any{}
	for _, id := range w.channelIDs {
		c := w.channels[id]
		if !c.has(userID) || (c.im && c != app && len(c.messages) == 0) {
			continue
		}
		count, mention := w.unread(c, userID)
		entry := map[string]any{"id": c.id, "kind": "channel", "name": c.name, "is_private": c.private,
			"is_archived": c.archived,
			"unread":      count, "mention": mention, "last_ts": ""}
		if len(c.messages) > 0 {
			entry["last_ts"] = c.messages[len(c.messages)-1].TS
		}
		switch {
		case c == app:
			entry["kind"], entry["name"], entry["user"] = "app", w.app.name, w.app.userID
		case c.im:
			entry["kind"], entry["name"], entry["user"] = "dm", w.partnerNames(c, userID), c.partner(userID)
		}
		list = append(list, entry)
	}
	order := map[any]int{"app": 0, "channel": 1, "dm": 2}
	slices.SortStableFunc(list, func(a, b map[string]any) int {
		if d := order[a["kind"]] - order[b["kind"]]; d != 0 {
			return d
		}
		return strings.Compare(fmt.Sprint(a["name"]), fmt.Sprint(b["name"]))
	})
	return map[string]any{"conversations": list}
}

// partnerNames names a direct message by everyone else in it. A note to self names oneself, as Slack's client does.
func (w *Workspace) partnerNames(c *conversation, userID string) string {
	var names []string
	for _, id := range c.members {
		if u := w.users[id]; u != nil && (id != userID || len(c.members) == 1) {
			names = append(names, orDefault(u.DisplayName, u.RealName))
		}
	}
	return strings.Join(names, ", ")
}

// controlMessages answers the newest messages a person sees in a conversation, oldest first. With before, those older
// than a timestamp; has_more tells whether limit cut some off.
func (w *Workspace) controlMessages(r *http.Request) (map[string]any, error) {
	p, _, err := w.actor(r)
	if err != nil {
		return nil, err
	}
	limit, err := numberParameter(r, "limit")
	if err != nil {
		return nil, err
	}
	channel, before := r.URL.Query().Get("channel"), r.URL.Query().Get("before")
	w.mu.Lock()
	_, _, err = p.find(channel)
	w.mu.Unlock()
	if err != nil {
		return nil, err
	}
	messages := p.Messages(channel)
	if before != "" {
		messages = slices.DeleteFunc(messages, func(m Message) bool { return m.TS >= before })
	}
	more := limit > 0 && len(messages) > limit
	if more {
		messages = messages[len(messages)-limit:]
	}
	if messages == nil {
		messages = []Message{}
	}
	return map[string]any{"messages": messages, "has_more": more}, nil
}

// homeState is a person's App Home, null until the app publishes one.
func (w *Workspace) homeState(userID string) map[string]any {
	if v := w.homes[userID]; v != nil {
		return map[string]any{"view": w.viewObject(v, true)}
	}
	return map[string]any{"view": nil}
}

// controlLog answers the journal after an entry number, for programs that watch it.
func (w *Workspace) controlLog(r *http.Request) (map[string]any, error) {
	since, err := numberParameter(r, "since")
	if err != nil {
		return nil, err
	}
	return map[string]any{"entries": w.Log(since)}, nil
}

// controlAPILog answers the app's Web API calls after a number, of one method if asked. Tests of an app ask here how
// often it called a method. Tokens are taken out before a call is logged, long arguments are cut.
func (w *Workspace) controlAPILog(r *http.Request) (map[string]any, error) {
	since, err := numberParameter(r, "since")
	if err != nil {
		return nil, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return map[string]any{"calls": w.callsSince(r.URL.Query().Get("method"), since)}, nil
}

// keepAlive is the pause between comments on a quiet stream of updates.
const keepAlive = 15 * time.Second

// serveUpdates streams a person's live updates as Server-Sent Events until the client leaves or lags too far behind.
// Each update is one "data:" line with a JSON object whose type names it. A client that cannot keep up is cut off
// rather than given a stream with holes; it connects again and reads everything anew, which is always right because
// updates are no log.
func (w *Workspace) serveUpdates(rw http.ResponseWriter, r *http.Request) {
	_, userID, err := w.actor(r)
	if err != nil {
		http.Error(rw, err.Error(), http.StatusBadRequest)
		return
	}
	flush := http.NewResponseController(rw).Flush
	rw.Header().Set("Content-Type", "text/event-stream")
	rw.Header().Set("Cache-Control", "no-store")
	l := w.listen(userID)
	defer w.forget(l)
	if _, err := fmt.Fprint(rw, ": welcome\n\n"); err != nil || flush() != nil {
		return
	}
	ticker := time.NewTicker(keepAlive)
	defer ticker.Stop()
	for {
		select {
		case update, open := <-l.out:
			if !open {
				return
			}
			_, err = fmt.Fprintf(rw, "data: %s\n\n", encode(update))
		case <-ticker.C:
			_, err = fmt.Fprint(rw, ": ping\n\n")
		case <-r.Context().Done():
			return
		case <-w.ctx.Done():
			return
		}
		if err != nil || flush() != nil {
			return
		}
	}
}
