// reactions.*, pins.* and bookmarks.*: things people and apps attach to messages and channels.

package slacksim

import (
	"net/url"
	"regexp"
	"slices"
)

// Limits reported by users of Slack; no page gives numbers.
const (
	maxReactionKinds = 50
	maxPins          = 100
)

var emojiName = regexp.MustCompile(`^[\p{L}\p{N}_'+-]+(::skin-tone-[2-6])?$`)

// item resolves the message of a reactions call.
func (w *Workspace) item(c *call) (*conversation, *Message, error) {
	if !c.has("channel") || !c.has("timestamp") {
		return nil, nil, apiError("no_item_specified")
	}
	target, err := w.ownConversation(c.text("channel"))
	if err != nil {
		return nil, nil, err
	}
	if !isTS(c.text("timestamp")) {
		return nil, nil, apiError("bad_timestamp")
	}
	m, _ := target.find(c.text("timestamp"))
	if m == nil {
		return nil, nil, apiError("message_not_found")
	}
	return target, m, nil
}

// reactionsAdd adds the app's own reaction (reference/methods/reactions.add). name has no colons and may carry a skin
// tone. Errors: already_reacted, which clients treat as success, invalid_name, bad_timestamp, message_not_found,
// no_item_specified, is_archived, too_many_emoji.
func reactionsAdd(w *Workspace, c *call) (answer, error) {
	target, m, err := w.item(c)
	if err != nil {
		return nil, err
	}
	if target.archived {
		return nil, apiError("is_archived")
	}
	return answer{}, w.react(target, m, w.app.userID, c.text("name"))
}

// reactionsRemove takes the app's own reaction back; no_reaction when there is none.
//
// Errors: no_reaction, no_item_specified, bad_timestamp, channel_not_found, message_not_found, invalid_name. An app can take back
// only its own reactions.
func reactionsRemove(w *Workspace, c *call) (answer, error) {
	target, m, err := w.item(c)
	if err != nil {
		return nil, err
	}
	return answer{}, w.unreact(target, m, w.app.userID, c.text("name"))
}

// reactionsGet answers a message with its reactions and permalink. Slack may cut the list of users and keep the count
// right; this workspace never cuts.
func reactionsGet(w *Workspace, c *call) (answer, error) {
	target, m, err := w.item(c)
	if err != nil {
		return nil, err
	}
	object := m.object()
	object["permalink"] = w.permalink(target, m)
	return answer{"type": "message", "channel": target.id, "message": object}, nil
}

// react adds a reaction of a user and sends reaction_added.
//
// Unlike posting, reacting needs no membership of the app in a public channel; what it needs is to see the message. The count is
// kept apart from the list of users because Slack cuts the list in answers and never the count.
func (w *Workspace) react(c *conversation, m *Message, userID, name string) error {
	if !emojiName.MatchString(name) {
		return apiError("invalid_name")
	}
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == name })
	switch {
	case i >= 0 && slices.Contains(m.Reactions[i].Users, userID):
		return apiError("already_reacted")
	case i < 0 && len(m.Reactions) >= maxReactionKinds:
		return apiError("too_many_emoji")
	case i < 0:
		m.Reactions = append(m.Reactions, Reaction{Name: name})
		i = len(m.Reactions) - 1
	}
	m.Reactions[i].Users = append(m.Reactions[i].Users, userID)
	m.Reactions[i].Count++
	w.reacted("reaction_added", c, m, userID, name)
	return nil
}

// unreact takes a reaction back and sends reaction_removed.
//
// The last one of a kind takes the whole entry away: an empty reaction is never shown and never returned.
func (w *Workspace) unreact(c *conversation, m *Message, userID, name string) error {
	if !emojiName.MatchString(name) {
		return apiError("invalid_name")
	}
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == name && slices.Contains(r.Users, userID) })
	if i < 0 {
		return apiError("no_reaction")
	}
	m.Reactions[i].Users = slices.DeleteFunc(m.Reactions[i].Users, func(id string) bool { return id == userID })
	if m.Reactions[i].Count--; m.Reactions[i].Count == 0 {
		m.Reactions = slices.Delete(m.Reactions, i, i+1)
	}
	w.reacted("reaction_removed", c, m, userID, name)
	return nil
}

// reacted tells people and app about a reaction. The app hears of it only where its bot is a member.
func (w *Workspace) reacted(kind string, c *conversation, m *Message, userID, name string) {
	shown := m.clone()
	for _, id := range c.members {
		w.notify(id, Update{Type: "reaction", Fields: map[string]any{"channel": c.id, "ts": m.TS, "reactions": shown.Reactions}})
	}
	if w.botIsIn(c) {
		event := map[string]any{"type": kind, "user": userID, "reaction": name,
			"item": map[string]any{"type": "message", "channel": c.id, "ts": m.TS}}
		if m.User != "" {
			event["item_user"] = m.User
		}
		w.emit(kind, event)
	}
	w.wake()
}

// pinsAdd pins a message; the app must be a member. Errors: already_pinned, too_many_pins, not_in_channel.
//
// The answer is a bare {"ok":true}. Pins are kept by timestamp, so a pinned message that is deleted drops out of the list by
// itself (reference/methods/pins.add).
func pinsAdd(w *Workspace, c *call) (answer, error) {
	target, m, err := w.item(c)
	switch {
	case err != nil:
		return nil, err
	case !w.botIsIn(target):
		return nil, apiError("not_in_channel")
	case slices.ContainsFunc(target.pins, func(pin map[string]any) bool { return pin["ts"] == m.TS }):
		return nil, apiError("already_pinned")
	case len(target.pins) >= maxPins:
		return nil, apiError("too_many_pins")
	}
	target.pins = append(target.pins, map[string]any{"ts": m.TS, "created": w.now().Unix()})
	return answer{}, nil
}

// pinsRemove unpins a message; no_pin when it was not pinned.
func pinsRemove(w *Workspace, c *call) (answer, error) {
	target, m, err := w.item(c)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(target.pins, func(pin map[string]any) bool { return pin["ts"] == m.TS })
	if i < 0 {
		return nil, apiError("no_pin")
	}
	target.pins = slices.Delete(target.pins, i, i+1)
	return answer{}, nil
}

// pinsList lists pinned messages that still exist, in the order they were pinned.
//
//	{"ok":true,"items":[{"type":"message","channel":"C1","created":1700000000,"created_by":"U1","message":{...}}]}
//
// There is no paging: the list is complete (reference/methods/pins.list).
func pinsList(w *Workspace, c *call) (answer, error) {
	target, err := w.ownConversation(c.text("channel"))
	if err != nil {
		return nil, err
	}
	items := []any{}
	for _, pin := range target.pins {
		ts, _ := pin["ts"].(string)
		if m, _ := target.find(ts); m != nil {
			items = append(items, map[string]any{"type": "message", "channel": target.id, "created": pin["created"],
				"created_by": w.app.userID, "message": m.object()})
		}
	}
	return answer{"items": items}, nil
}

// bookmarksAdd adds a link on top of a channel (reference/methods/bookmarks.add). Mind the argument channel_id: this
// method does not know channel. Only the type link exists.
func bookmarksAdd(w *Workspace, c *call) (answer, error) {
	target, err := w.ownConversation(c.text("channel_id"))
	if err != nil {
		return nil, err
	}
	if c.text("type") != "link" {
		return nil, apiError("invalid_bookmark_type")
	}
	link, err := url.Parse(c.text("link"))
	if err != nil || link.Host == "" {
		return nil, apiError("invalid_link")
	}
	bookmark := map[string]any{"id": w.nextID("Bk"), "channel_id": target.id, "title": c.text("title"), "link": link.String(),
		"emoji": c.text("emoji"), "type": "link", "date_created": w.now().Unix(), "app_id": w.app.id}
	target.bookmarks = append(target.bookmarks, bookmark)
	return answer{"bookmark": bookmark}, nil
}

// bookmarksList lists a channel's bookmarks.
//
//	{"ok":true,"bookmarks":[{"id":"Bk1","channel_id":"C1","title":"...","link":"https://...","type":"link",...}]}
//
// (reference/methods/bookmarks.list)
func bookmarksList(w *Workspace, c *call) (answer, error) {
	target, err := w.ownConversation(c.text("channel_id"))
	if err != nil {
		return nil, err
	}
	return answer{"bookmarks": append([]map[string]any{}, target.bookmarks...)}, nil
}
