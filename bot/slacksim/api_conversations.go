// conversations.*: open direct messages, look channels up, list members and join.

package slacksim

import (
	"maps"
	"slices"
)

// channelObject is the conversation object of reference/objects/conversation-object as the app sees it. Privacy shows
// in the flags, never in the first letter of the id. updated is in milliseconds, created in seconds.
func (w *Workspace) channelObject(c *conversation) map[string]any {
	if c.im && !c.group() {
		partner := c.partner(w.app.userID)
		return map[string]any{"id": c.id, "created": c.created.Unix(), "is_im": true, "is_org_shared": false,
			"is_archived": false,
			"user":        partner, "is_user_deleted": w.users[partner] != nil && w.users[partner].Deleted, "priority": 0}
	}
	return map[string]any{
		"id": c.id, "name": c.name, "name_normalized": c.name, "is_channel": !c.private, "is_group": c.private && !c.im,
		"is_im": false, "is_mpim": c.group(), "is_private": c.private, "created": c.created.Unix(), "creator": c.creator,
		"is_archived": c.archived, "is_general": c.general, "unlinked": 0, "is_shared": false, "is_ext_shared": false,
		"is_org_shared": false, "is_pending_ext_shared": false, "pending_shared": []any{}, "context_team_id": w.team.id,
		"shared_team_ids": []any{w.team.id}, "is_member": w.botIsIn(c), "updated": c.created.UnixMilli(),
		"previous_names": []any{},
		"topic":          map[string]any{"value": c.topic, "creator": "", "last_set": 0},
		"purpose":        map[string]any{"value": "", "creator": "", "last_set": 0},
	}
}

// conversationsOpen finds or opens a direct message (reference/methods/conversations.open). users is one to eight ids;
// one needs im:write, several mpim:write. The answer's channel has only an id unless return_im is set. Errors:
// users_list_not_supplied, too_many_users, user_not_found, user_disabled for deactivated people,
// invalid_user_combination for strangers without a shared channel, and the undocumented cannot_dm_bot.
func conversationsOpen(w *Workspace, c *call) answer {
	if id := c.text("channel"); id != "" {
		target := w.ownConversation(id)
		refuseIf(!target.im, apiError("method_not_supported_for_channel_type"))
		return w.opened(target, c, true)
	}
	ids := c.list("users")
	refuseIf(len(ids) == 0, apiError("users_list_not_supplied"))
	refuseIf(len(ids) > 8, apiError("too_many_users"))
	if len(ids) == 1 {
		w.needGrant("im:write")
	} else {
		w.needGrant("mpim:write")
	}
	for _, id := range ids {
		u := w.users[id]
		refuseIf(u == nil, apiError("user_not_found"))
		refuseIf(u.Deleted, apiError("user_disabled"))
		refuseIf(u.IsBot || u.ID == "USLACKBOT", apiError("cannot_dm_bot"))
		refuseIf(u.IsStranger && !w.sharesChannel(id), apiError("invalid_user_combination"))
	}
	before := len(w.channelIDs)
	target := w.directMessage(append(ids, w.app.userID)...)
	return w.opened(target, c, len(w.channelIDs) == before)
}

// opened is the answer of conversations.open; already tells that the conversation existed.
func (w *Workspace) opened(target *conversation, c *call, already bool) answer {
	if !c.flag("return_im") {
		return answer{"channel": map[string]any{"id": target.id}}
	}
	object := w.channelObject(target)
	maps.Copy(object, map[string]any{"last_read": "0000000000.000000", "latest": nil, "unread_count": 0,
		"unread_count_display": 0, "is_open": true})
	return answer{"no_op": already, "already_open": already, "channel": object}
}

// conversationsInfo describes one conversation. The scope depends on its kind: channels:read, groups:read, im:read or
// mpim:read. A private channel without the app is channel_not_found, like one that does not exist.
func conversationsInfo(w *Workspace, c *call) answer {
	target := w.ownConversation(c.text("channel"))
	w.needScope(target, "read")
	object := w.channelObject(target)
	if c.flag("include_num_members") {
		object["num_members"] = len(target.members)
	}
	if c.flag("include_locale") {
		object["locale"] = "en-US"
	}
	return answer{"channel": object}
}

// listedKinds are the kinds of conversations by the word that asks for them.
var listedKinds = map[string]string{"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}

// listed finds the conversations of the requested types that accept holds for. Errors: invalid_types, missing_scope.
// types is a comma-separated list. The order is that in which conversations came to be, and stays while pages are read.
func (w *Workspace) listed(c *call, accept func(*conversation) bool) []*conversation {
	types := c.list("types")
	if len(types) == 0 {
		types = []string{"public_channel"}
	}
	var kinds []string
	for _, word := range types {
		kind, known := listedKinds[word]
		refuseIf(!known, apiError("invalid_types"))
		w.needGrant(scopeFamilies[kind] + ":read")
		kinds = append(kinds, kind)
	}
	var found []*conversation
	for _, id := range w.channelIDs {
		target := w.channels[id]
		if slices.Contains(kinds, target.kind()) && accept(target) && !(c.flag("exclude_archived") && target.archived) {
			found = append(found, target)
		}
	}
	return found
}

// channelPage answers one page of conversations; the default is 100, the most 1,000.
func (w *Workspace) channelPage(c *call, found []*conversation) answer {
	from, to, next := c.page(len(found), 100, 1000)
	channels := []any{}
	for _, target := range found[from:to] {
		channels = append(channels, w.channelObject(target))
	}
	return answer{"channels": channels, "response_metadata": nextPage(next)}
}

// conversationsList lists what the app may see of the requested types, public channels by default. One missing scope
// for one of the types fails the whole call. The answer pages with a cursor (apis/web-api/pagination); archived
// channels are among them unless exclude_archived is set. Errors: invalid_types, invalid_limit, invalid_cursor,
// missing_scope (reference/methods/conversations.list).
func conversationsList(w *Workspace, c *call) answer {
	return w.channelPage(c, w.listed(c, w.botSees))
}

// usersConversations lists what a user, or the bot itself, is a member of, as far as the bot sees it. Unlike
// conversations.list it tells memberships, so it is the right way for an app to learn where it was invited
// (reference/methods/users.conversations). A private channel of the user shows only if the app is in it too.
func usersConversations(w *Workspace, c *call) answer {
	u := w.userOf(c)
	found := w.listed(c, func(target *conversation) bool { return target.has(u.ID) && w.botSees(target) })
	return w.channelPage(c, found)
}

// conversationsMembers pages through the ids of a conversation's members, bots and deactivated people included.
//
//	{"ok":true,"members":["U1","U2"],"response_metadata":{"next_cursor":""}}
//
// Deactivated people stay members; apps must look at each user object (reference/methods/conversations.members).
func conversationsMembers(w *Workspace, c *call) answer {
	target := w.ownConversation(c.text("channel"))
	w.needScope(target, "read")
	from, to, next := c.page(len(target.members), 100, 1000)
	return answer{"members": slices.Clone(target.members[from:to]), "response_metadata": nextPage(next)}
}

// conversationsJoin lets the app join a public channel. Being there already is no error but the warning
// already_in_channel; private channels need an invitation by a person.
func conversationsJoin(w *Workspace, c *call) answer {
	target := w.ownConversation(c.text("channel"))
	refuseIf(target.private, apiError("method_not_supported_for_channel_type"))
	refuseIf(target.archived, apiError("is_archived"))
	if w.botIsIn(target) {
		c.warnings = append(c.warnings, "already_in_channel")
	} else {
		w.join(target, w.app.userID, "")
		w.notifyAll(Update{Type: "state"})
	}
	return answer{"channel": w.channelObject(target)}
}
