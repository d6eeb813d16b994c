// chat.postMessage, chat.update, chat.delete, chat.postEphemeral and chat.getPermalink.

package slacksim

import (
	"encoding/json"
	"strings"
)

// brokenKeys are the codes of arguments that are JSON, for those that are none.
var brokenKeys = map[string]string{"blocks": "invalid_blocks_format", "attachments": "invalid_attachments",
	"metadata": "invalid_metadata_format"}

// contentOf reads a call's message. In forms blocks, attachments and metadata are JSON inside strings. A call that
// shows nothing is refused, unless the message has a text already.
//
//	blocks=[{"type":"divider"}]        fine: JSON in a form field, or a list in a JSON body
//	blocks="[{\"type\":...}]"          invalid_blocks_format: encoded twice
//	blocks={"blocks":[...]}            invalid_blocks_format: what Block Kit Builder copies
//
// (reference/methods/chat.postMessage, "Errors")
func (w *Workspace) contentOf(c *call, present string) content {
	object := map[string]json.RawMessage{}
	for _, key := range contentKeys {
		if !c.has(key) {
			continue
		}
		object[key] = c.object(key)
		if brokenKeys[key] == "" {
			object[key] = encode(c.text(key))
		} else {
			refuseIf(!json.Valid(object[key]), apiError(brokenKeys[key]))
		}
	}
	refuseIf(c.has("text") && c.has("markdown_text"), apiError("markdown_text_conflict"))
	if !c.has("text") && present != "" {
		object["text"] = encode(present)
	}
	read, problems := w.readContent(object)
	refuse(w.rejected(problems, true))
	read.textGiven = c.has("text") || c.has("markdown_text")
	return read
}

// postTarget resolves chat.postMessage's channel: a conversation id, the name of a public channel, or a user id, which
// means the app's direct message with that user. Deactivated people can still be written to, as on Slack
// (github.com/slackapi/python-slack-sdk issue 1156), although conversations.open refuses them. A public channel without
// the app takes messages only with chat:write.public.
func (w *Workspace) postTarget(channel string) *conversation {
	if u := w.users[channel]; u != nil {
		refuseIf(u.IsBot || u.ID == "USLACKBOT" || (u.IsStranger && !w.sharesChannel(u.ID)), apiError("channel_not_found"))
		return w.postable(w.appDM(u.ID))
	}
	c := w.channels[channel]
	if c == nil {
		if c = w.findChannel(channel); c != nil && c.private {
			c = nil
		}
	}
	refuseIf(c == nil || !w.botSees(c), apiError("channel_not_found"))
	return w.postable(c)
}

// postable refuses a conversation that the app sees and cannot write to.
func (w *Workspace) postable(c *conversation) *conversation {
	refuseIf(c.archived, apiError("is_archived"))
	refuseIf(!w.botIsIn(c) && !w.manifest.Granted("chat:write.public"), apiError("not_in_channel"))
	refuseIf(c.im && !c.group() && !w.manifest.Features.AppHome.MessagesTabEnabled, apiError("messages_tab_disabled"))
	return c
}

// botSees tells whether the app may know that a conversation exists: public channels, and whatever its bot is in.
func (w *Workspace) botSees(c *conversation) bool { return w.botIsIn(c) || (!c.private && !c.im) }

// sharesChannel tells whether the bot and a stranger are members of one channel.
func (w *Workspace) sharesChannel(userID string) bool {
	for _, c := range w.channels {
		if !c.im && c.has(userID) && w.botIsIn(c) {
			return true
		}
	}
	return false
}

// ownConversation resolves a conversation id for methods that do not take user ids.
func (w *Workspace) ownConversation(id string) *conversation {
	c := w.channels[id]
	refuseIf(c == nil || !w.botSees(c), apiError("channel_not_found"))
	return c
}

// chatPostMessage posts as the app (reference/methods/chat.postMessage).
//
// Arguments: channel; text, blocks, attachments or markdown_text; metadata, thread_ts, reply_broadcast, username.
// Answer: channel (always a conversation id, also for a user id), ts, message.
// Errors besides those of the content: channel_not_found for what the app cannot see, not_in_channel, is_archived,
// messages_tab_disabled, thread_not_found. There is no idempotency: the same call twice posts twice.
//
//	{"ok":true,"channel":"D1","ts":"1503435956.000247","message":{"user":"UBOT","type":"message","ts":"...","bot_id":"B1",
//	 "app_id":"A1","text":"...","team":"T1","bot_profile":{...},"blocks":[...]}}
//
// Text beyond 40,000 characters is cut, with the warning message_truncated. With the Messages tab switched off nothing
// reaches people.
func chatPostMessage(w *Workspace, c *call) answer {
	body := w.contentOf(c, "")
	target := w.postTarget(c.text("channel"))
	if c.has("username") && w.manifest.Granted("chat:write.customize") {
		body.username = c.text("username")
	}
	body.threadTS = c.text("thread_ts")
	if body.threadTS != "" {
		refuseIf(!isTS(body.threadTS), badArgument("invalid timestamp [json-pointer:/thread_ts]"))
		parent, _ := target.find(body.threadTS)
		refuseIf(parent == nil, apiError("thread_not_found"))
	}
	m := w.botMessage(body)
	if body.threadTS != "" && c.flag("reply_broadcast") {
		m.Subtype = "thread_broadcast"
	}
	w.post(target, m)
	if body.truncated {
		c.warnings = append(c.warnings, "message_truncated")
	}
	return answer{"channel": target.id, "ts": m.TS, "message": m.forApp(true)}
}

// ownMessage finds a message that the app itself wrote; notOwn is the code for somebody else's. User ids are no
// channels here: whoever posts to a person must keep the conversation id of the answer.
func (w *Workspace) ownMessage(c *call, notOwn string) (*conversation, *Message) {
	target := w.ownConversation(c.text("channel"))
	m, _ := target.find(c.text("ts"))
	refuseIf(m == nil || (!w.botIsIn(target) && m.BotID != w.app.botID), apiError("message_not_found"))
	refuseIf(m.BotID != w.app.botID, apiError(notOwn))
	return target, m
}

// chatUpdate replaces a message. What is left out follows reference/methods/chat.update:
//
//	text without blocks   removes the old blocks, and marks the message as edited
//	blocks without text   replaces the blocks; the text becomes what Slack builds from them
//	blocks: []            removes the blocks and keeps the text
//	no attachments        keeps the old ones, unless text is given
//	no metadata           keeps the old one; {} removes it
//
// Text is limited to 4,000 UTF-8 bytes here, far less than when posting: msg_too_long. In an archived channel nothing
// can be changed any more: is_inactive.
func chatUpdate(w *Workspace, c *call) answer {
	target, m := w.ownMessage(c, "cant_update_message")
	refuseIf(target.archived, apiError("is_inactive"))
	refuseIf(len(c.text("text")) > maxUpdatedText, apiError("msg_too_long"))
	present := ""
	if (c.has("blocks") || c.has("attachments") || c.has("metadata")) && !c.has("markdown_text") {
		present = m.TS // stands for the text that stays; only its being there counts
	}
	body := w.contentOf(c, present)
	dropMetadata := strings.TrimSpace(string(c.object("metadata"))) == "{}"
	w.edit(target, m, func(m *Message) {
		switch {
		case body.blocks != nil:
			m.Blocks = body.blocks
		case body.textGiven:
			m.Blocks = nil
		}
		if body.textGiven {
			m.Text = body.text
		} else if len(body.blocks) > 0 {
			m.Text = fallbackText(body.blocks)
		}
		if body.attachments != nil || body.textGiven {
			m.Attachments = body.attachments
		}
		if body.metadata != nil || dropMetadata {
			m.Metadata = body.metadata
		}
		if body.textGiven && len(m.Blocks) == 0 {
			m.Edited = &Edited{User: w.app.userID, TS: w.nextTS()}
		}
	})
	return answer{"channel": target.id, "ts": m.TS, "text": m.Text, "message": m.forApp(true)}
}

// chatDelete removes one of the app's own messages (reference/methods/chat.delete). Errors: cant_delete_message for
// messages of others, message_not_found also for what was deleted already. Deleting a thread's parent leaves its
// replies, as on Slack, where a tombstone stands in its place.
func chatDelete(w *Workspace, c *call) answer {
	target, m := w.ownMessage(c, "cant_delete_message")
	w.remove(target, m)
	return answer{"channel": target.id, "ts": m.TS}
}

// chatPostEphemeral shows a message to one member (reference/methods/chat.postEphemeral). The recipient must be a
// member too: user_not_in_channel. Its message_ts is of no use for updates; only a response URL can change such a
// message.
func chatPostEphemeral(w *Workspace, c *call) answer {
	refuseIf(len([]rune(c.text("text"))) > maxPostedText, apiError("msg_too_long"))
	body := w.contentOf(c, "")
	target := w.postTarget(c.text("channel"))
	u := w.users[c.text("user")]
	refuseIf(u == nil || !target.has(u.ID), apiError("user_not_in_channel"))
	body.threadTS = c.text("thread_ts")
	m := w.showEphemeral(u.ID, target.id, w.botMessage(body))
	return answer{"message_ts": m.TS}
}

// chatGetPermalink answers the web address of a message (reference/methods/chat.getPermalink). The only chat method
// that is documented as GET.
func chatGetPermalink(w *Workspace, c *call) answer {
	target := w.ownConversation(c.text("channel"))
	m, _ := target.find(c.text("message_ts"))
	refuseIf(m == nil, apiError("message_not_found"))
	return answer{"channel": target.id, "permalink": w.permalink(target, m)}
}

// permalink is a message's address on the web; replies carry their thread. The address has the timestamp without its
// dot behind a "p" (reference/methods/chat.getPermalink).
func (w *Workspace) permalink(c *conversation, m *Message) string {
	link := "https://" + w.team.domain + ".slack.com/archives/" + c.id + "/p" + strings.ReplaceAll(m.TS, ".", "")
	if m.ThreadTS != "" && m.ThreadTS != m.TS {
		link += "?thread_ts=" + m.ThreadTS + "&cid=" + c.id
	}
	return link
}
