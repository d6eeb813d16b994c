// Methods about the app itself and its team, and those that other apps than this repository's call, so that Slack's
// SDKs find them: topic, leave, profile, presence and pins.

package slacksim

import (
	"slices"
	"unicode/utf8"
)

// appMethods are those methods.
var appMethods = []method{
	row("conversations.leave", tier3, conversationsLeave, jsonBody, scope("channels:manage", "groups:write"),
		needs("channel")),
	row("conversations.setTopic", tier2, conversationsSetTopic, jsonBody,
		scope("channels:manage", "groups:write", "channels:write.topic", "groups:write.topic"), needs("channel")),
	row("users.profile.get", tier4, usersProfileGet, scope("users.profile:read")),
	row("users.getPresence", tier3, usersGetPresence, scope("users:read")),
	row("pins.add", tier2, pinsAdd, jsonBody, scope("pins:write"), needs("channel")),
	row("pins.remove", tier2, pinsRemove, jsonBody, scope("pins:write"), needs("channel")),
	row("pins.list", tier2, pinsList, scope("pins:read"), needs("channel")),
}

// userOf is the user of a call, the app's bot without one.
func (w *Workspace) userOf(c *call) *User {
	u := w.users[orDefault(c.text("user"), w.app.userID)]
	refuseIf(u == nil, apiError("user_not_found"))
	return u
}

// usersProfileGet answers a profile alone.
func usersProfileGet(w *Workspace, c *call) answer {
	return answer{"profile": w.profileObject(w.userOf(c), c.base)}
}

// usersGetPresence answers that everybody is active.
func usersGetPresence(w *Workspace, c *call) answer {
	w.userOf(c)
	return answer{"presence": "active"}
}

// conversationsLeave lets the app leave. Not being there is ok with not_in_channel:true; nobody leaves #general.
func conversationsLeave(w *Workspace, c *call) answer {
	target := w.ownConversation(c.text("channel"))
	refuseIf(target.im, apiError("method_not_supported_for_channel_type"))
	refuseIf(target.general, apiError("cant_leave_general"))
	if !w.botIsIn(target) {
		return answer{"not_in_channel": true}
	}
	w.leave(target, w.app.userID)
	w.notifyAll(Update{Type: "state"})
	return answer{}
}

// conversationsSetTopic changes a channel's topic, at most 250 characters; an empty one clears it.
func conversationsSetTopic(w *Workspace, c *call) answer {
	target := w.ownConversation(c.text("channel"))
	refuseIf(target.archived, apiError("is_archived"))
	refuseIf(!w.botIsIn(target), apiError("not_in_channel"))
	refuseIf(target.im && !target.group(), apiError("method_not_supported_for_channel_type"))
	refuseIf(utf8.RuneCountInString(c.text("topic")) > 250, apiError("too_long"))
	target.topic = c.text("topic")
	w.notifyAll(Update{Type: "state"})
	return answer{"channel": w.channelObject(target), "topic": target.topic}
}

// pin finds the message of a pins call and the place of its pin, -1 without one; the app must be a member.
func (w *Workspace) pin(c *call) (*conversation, *Message, int) {
	target, m := w.item(c)
	refuseIf(!w.botIsIn(target), apiError("not_in_channel"))
	return target, m, slices.Index(target.pins, m)
}

// pinsAdd pins a message.
func pinsAdd(w *Workspace, c *call) answer {
	target, m, i := w.pin(c)
	refuseIf(i >= 0, apiError("already_pinned"))
	target.pins = append(target.pins, m)
	return answer{}
}

// pinsRemove unpins a message.
func pinsRemove(w *Workspace, c *call) answer {
	target, _, i := w.pin(c)
	refuseIf(i < 0, apiError("no_pin"))
	target.pins = slices.Delete(target.pins, i, i+1)
	return answer{}
}

// pinsList lists the pinned messages that still exist, in the order they were pinned.
func pinsList(w *Workspace, c *call) answer {
	target := w.ownConversation(c.text("channel"))
	items := []any{}
	for _, m := range target.pins {
		if found, _ := target.find(m.TS); found != nil {
			items = append(items, map[string]any{"type": "message", "channel": target.id, "created": w.now().Unix(),
				"created_by": w.app.userID, "message": m.object()})
		}
	}
	return answer{"items": items}
}

// apiTest echoes its arguments; with "error" it fails with that code.
func apiTest(_ *Workspace, c *call) answer {
	code := c.text("error")
	refuseIf(code != "", apiError(code))
	return answer{"args": c.plain()}
}

// authTest tells whose token this is (reference/methods/auth.test). An app-level token belongs to the app and to no
// workspace, so there is no bot and no team to tell; no page shows that answer.
func authTest(w *Workspace, c *call) answer {
	if c.byApp {
		return answer{"app_name": w.app.name, "app_id": w.app.id}
	}
	return answer{
		"url": "https://" + w.team.domain + ".slack.com/", "team": w.team.name, "team_id": w.team.id,
		"user": w.users[w.app.userID].Name, "user_id": w.app.userID, "bot_id": w.app.botID, "is_enterprise_install": false,
	}
}

// appsConnectionsOpen grants one Socket Mode connection. No page tells the answer while Socket Mode is off; an error
// that clients take as final fits best, because only a person can switch it on again.
//
//	{"ok":true,"url":"wss://wss-primary.slack.com/link/?ticket=UUID&app_id=HEX"}
//
// The address works once and for half a minute (reference/methods/apps.connections.open). Each connection needs a new
// one. The method is tier 3, so a client that reconnects in a tight loop is refused with 429 before long.
func appsConnectionsOpen(w *Workspace, c *call) answer {
	refuseIf(w.socketOff, apiError("forbidden_team"))
	w.seenBase = c.base
	return answer{"url": w.openTicket(c.base)}
}

// teamInfo describes the workspace. Another team's id is team_not_found. enterprise_id and enterprise_name exist on
// Enterprise Grid only (reference/methods/team.info). Errors: team_not_found.
func teamInfo(w *Workspace, c *call) answer {
	refuseIf(orDefault(c.text("team"), w.team.id) != w.team.id, apiError("team_not_found"))
	return answer{"team": map[string]any{
		"id": w.team.id, "name": w.team.name, "domain": w.team.domain, "email_domain": "",
		"url": "https://" + w.team.domain + ".slack.com/", "icon": map[string]any{"image_default": true},
	}}
}

// botsInfo describes the app's own bot, the only one apps usually look up. Other apps' bots are bot_not_found, although
// Slack would describe them (reference/methods/bots.info).
func botsInfo(w *Workspace, c *call) answer {
	refuseIf(orDefault(c.text("bot"), w.app.botID) != w.app.botID, apiError("bot_not_found"))
	return answer{"bot": map[string]any{
		"id": w.app.botID, "deleted": w.revoked, "name": w.app.name, "updated": w.now().Unix(),
		"app_id": w.app.id, "user_id": w.app.userID, "icons": map[string]any{},
	}}
}
