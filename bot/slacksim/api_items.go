// reactions.*: the emoji that people and apps put under messages.

package slacksim

import (
	"slices"

	"vouch/bot/slacksim/blockkit"
)

// maxReactionKinds was reported by users of Slack; no page gives a number.
const maxReactionKinds = 50

// item resolves the message of a reactions call.
func (w *Workspace) item(c *call) (*conversation, *Message) {
	refuseIf(!c.has("channel") || !c.has("timestamp"), apiError("no_item_specified"))
	target := w.ownConversation(c.text("channel"))
	refuseIf(!isTS(c.text("timestamp")), apiError("bad_timestamp"))
	m, _ := target.find(c.text("timestamp"))
	refuseIf(m == nil, apiError("message_not_found"))
	return target, m
}

// reactionsAdd adds the app's own reaction (reference/methods/reactions.add). name has no colons and may carry a skin
// tone; this workspace has no emoji of its own. Errors: already_reacted, which clients treat as success, invalid_name,
// bad_timestamp, message_not_found, no_item_specified, is_archived, too_many_emoji.
func reactionsAdd(w *Workspace, c *call) answer {
	target, m := w.item(c)
	refuseIf(target.archived, apiError("is_archived"))
	refuse(w.react(target, m, w.app.userID, c.text("name")))
	return answer{}
}

// reactionsRemove takes the app's own reaction back; no_reaction when there is none. Errors: no_reaction,
// no_item_specified, bad_timestamp, channel_not_found, message_not_found, invalid_name. An app can take back only its
// own reactions.
func reactionsRemove(w *Workspace, c *call) answer {
	target, m := w.item(c)
	refuse(w.unreact(target, m, w.app.userID, c.text("name")))
	return answer{}
}

// reactionsGet answers a message with its reactions and permalink. Slack may cut the list of users and keep the count
// right; this workspace never cuts.
func reactionsGet(w *Workspace, c *call) answer {
	target, m := w.item(c)
	object := m.object()
	object["permalink"] = w.permalink(target, m)
	return answer{"type": "message", "channel": target.id, "message": object}
}

// react adds a reaction of a user and sends reaction_added. Unlike posting, reacting needs no membership of the app in
// a public channel; what it needs is to see the message. The count is kept apart from the list of users because Slack
// cuts the list in answers and never the count.
func (w *Workspace) react(c *conversation, m *Message, userID, name string) error {
	if !blockkit.IsEmoji(name) {
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

// unreact takes a reaction back and sends reaction_removed. The last one of a kind takes the whole entry away: an empty
// reaction is never shown and never returned.
func (w *Workspace) unreact(c *conversation, m *Message, userID, name string) error {
	if !blockkit.IsEmoji(name) {
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
		w.notify(id, Update{Type: "reaction", Fields: map[string]any{"channel": c.id, "ts": m.TS,
			"reactions": shown.Reactions}})
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
