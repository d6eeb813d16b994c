// Methods that other apps than this repository's call, so that Slack's SDKs find them: topic, leave, profile, presence
// and pins.

package slacksim

import (
	"slices"
	"unicode/utf8"
)

// appMethods are those methods.
var appMethods = []method{
	row("conversations.leave", tier3, conversationsLeave, jsonBody, scope("channels:manage", "groups:write"), needs("channel")),
	row("conversations.setTopic", tier2, conversationsSetTopic, jsonBody,
		scope("channels:manage", "groups:write", "channels:write.topic", "groups:write.topic"), needs("channel")),
	row("users.profile.get", tier4, usersProfileGet, scope("users.profile:read")),
	row("users.getPresence", tier3, usersGetPresence, scope("users:read")),
	row("pins.add", tier2, pinsAdd, jsonBody, scope("pins:write"), needs("channel")),
	row("pins.remove", tier2, pinsRemove, jsonBody, scope("pins:write"), needs("channel")),
	row("pins.list", tier2, pinsList, scope("pins:read"), needs("channel")),
}

// userOf is the user of a call, the app's bot without one.
func (w *Workspace) userOf(c *call) (*User, error) {
	if u := w.users[orDefault(c.text("user"), w.app.userID)]; u != nil {
		return u, nil
	}
	return nil, apiError("user_not_found")
}

// usersProfileGet answers a profile alone.
func usersProfileGet(w *Workspace, c *call) (answer, error) {
	u, err := w.userOf(c)
	if err != nil {
		return nil, err
	}
	return answer{"profile": w.profileObject(u, c.base)}, nil
}

// usersGetPresence answers that everybody is active.
func usersGetPresence(w *Workspace, c *call) (answer, error) {
	_, err := w.userOf(c)
	return answer{"presence": "active"}, err
}

// conversationsLeave lets the app leave. Not being there is ok with not_in_channel:true; nobody leaves #general.
func conversationsLeave(w *Workspace, c *call) (answer, error) {
	target, err := w.ownConversation(c.text("channel"))
	switch {
	case err != nil:
		return nil, err
	case target.im:
		return nil, apiError("method_not_supported_for_channel_type")
	case target.general:
		return nil, apiError("cant_leave_general")
	case !w.botIsIn(target):
		return answer{"not_in_channel": true}, nil
	}
	w.leave(target, w.app.userID)
	w.notifyAll(Update{Type: "state"})
	return answer{}, nil
}

// conversationsSetTopic changes a channel's topic, at most 250 characters; an empty one clears it.
func conversationsSetTopic(w *Workspace, c *call) (answer, error) {
	target, err := w.ownConversation(c.text("channel"))
	switch {
	case err != nil:
		return nil, err
	case target.archived:
		return nil, apiError("is_archived")
	case !w.botIsIn(target):
		return nil, apiError("not_in_channel")
	case target.im && !target.group():
		return nil, apiError("method_not_supported_for_channel_type")
	case utf8.RuneCountInString(c.text("topic")) > 250:
		return nil, apiError("too_long")
	}
	target.topic = c.text("topic")
	w.notifyAll(Update{Type: "state"})
	return answer{"channel": w.channelObject(target), "topic": target.topic}, nil
}

// pin finds the message of a pins call and the place of its pin, -1 without one; the app must be a member.
func (w *Workspace) pin(c *call) (*conversation, *Message, int, error) {
	target, m, err := w.item(c)
	if err == nil && !w.botIsIn(target) {
		err = apiError("not_in_channel")
	}
	if err != nil {
		return nil, nil, 0, err
	}
	return target, m, slices.Index(target.pins, m), nil
}

// pinsAdd pins a message.
func pinsAdd(w *Workspace, c *call) (answer, error) {
	target, m, i, err := w.pin(c)
	switch {
	case err != nil:
		return nil, err
	case i >= 0:
		return nil, apiError("already_pinned")
	}
	target.pins = append(target.pins, m)
	return answer{}, nil
}

// pinsRemove unpins a message.
func pinsRemove(w *Workspace, c *call) (answer, error) {
	target, _, i, err := w.pin(c)
	switch {
	case err != nil:
		return nil, err
	case i < 0:
		return nil, apiError("no_pin")
	}
	target.pins = slices.Delete(target.pins, i, i+1)
	return answer{}, nil
}

// pinsList lists the pinned messages that still exist, in the order they were pinned.
func pinsList(w *Workspace, c *call) (answer, error) {
	target, err := w.ownConversation(c.text("channel"))
	if err != nil {
		return nil, err
	}
	items := []any{}
	for _, m := range target.pins {
		if found, _ := target.find(m.TS); found != nil {
			items = append(items, map[string]any{"type": "message", "channel": target.id, "created": w.now().Unix(),
				"created_by": w.app.userID, "message": m.object()})
		}
	}
	return answer{"items": items}, nil
}
