// Messages: how they are posted, edited, deleted and counted as unread, and which events that sends to the app.

package slacksim

import (
	"encoding/json"
	"regexp"
	"slices"
)

// Message is a Slack message object as a member of its conversation sees it (reference/events/message).
type Message struct {
	Type    string `json:"type"`
	Subtype string `json:"subtype,omitempty"`
	User    string `json:"user,omitempty"`
	// BotID and AppID are set on what the app wrote, together with User, which is its bot.
	BotID string `json:"bot_id,omitempty"`
	AppID string `json:"app_id,omitempty"`
	// Username replaces the bot's name where chat:write.customize is held.
	Username    string `json:"username,omitempty"`
	ClientMsgID string `json:"client_msg_id,omitempty"`
	Text        string `json:"text"`
	// TS is the message's id within its conversation; ThreadTS is its thread parent's.
	TS           string `json:"ts"`
	ThreadTS     string `json:"thread_ts,omitempty"`
	ParentUserID string `json:"parent_user_id,omitempty"`
	// ReplyCount and what follows are set on the parent of a thread only.
	ReplyCount      int      `json:"reply_count,omitempty"`
	ReplyUsers      []string `json:"reply_users,omitempty"`
	ReplyUsersCount int      `json:"reply_users_count,omitempty"`
	LatestReply     string   `json:"latest_reply,omitempty"`
	Team            string   `json:"team,omitempty"`
	// BotProfile is how clients show the app beside its message.
	BotProfile map[string]any `json:"bot_profile,omitempty"`
	Edited     *Edited        `json:"edited,omitempty"`
	// Blocks are normalised, those in Attachments too; Files are file objects.
	Blocks      []map[string]any `json:"blocks,omitempty"`
	Attachments []map[string]any `json:"attachments,omitempty"`
	Files       []map[string]any `json:"files,omitempty"`
	Reactions   []Reaction       `json:"reactions,omitempty"`
	// Metadata is what the app attached for itself; people never see it.
	Metadata json.RawMessage `json:"metadata,omitempty"`
	// Ephemeral marks a message that only one person sees.
	Ephemeral bool `json:"ephemeral,omitempty"`
	// Channel is the conversation's id; Slack's object does not carry it.
	Channel string `json:"-"`
}

// Edited tells who changed a message's text last, and when.
type Edited struct {
	User string `json:"user"`
	TS   string `json:"ts"`
}

// Reaction is one emoji under a message with everyone who added it. Name has no colons.
type Reaction struct {
	Name  string   `json:"name"`
	Users []string `json:"users"`
	Count int      `json:"count"`
}

// clone copies a message so that later changes do not reach the copy. Blocks are replaced, never changed in place.
func (m *Message) clone() Message {
	copied := *m
	copied.Reactions = slices.Clone(m.Reactions)
	for i := range copied.Reactions {
		copied.Reactions[i].Users = slices.Clone(copied.Reactions[i].Users)
	}
	copied.ReplyUsers = slices.Clone(m.ReplyUsers)
	return copied
}

// forPeople is a message as a client shows it: without the app's own metadata.
func (m *Message) forPeople() Message {
	copied := m.clone()
	copied.Metadata = nil
	return copied
}

// forApp is a message as an API answer, event or interaction payload carries it.
func (m *Message) forApp(withMetadata bool) Message {
	copied := m.clone()
	copied.Ephemeral = false
	if !withMetadata {
		copied.Metadata = nil
	}
	return copied
}

// object is forApp as a map, for payloads that add keys of their own.
func (m *Message) object() map[string]any {
	return toMap(m.forApp(false))
}

// toMap turns any value that marshals to a JSON object into a map.
func toMap(value any) map[string]any {
	raw, err := json.Marshal(value)
	if err != nil {
		return map[string]any{}
	}
	var result map[string]any
	_ = json.Unmarshal(raw, &result) // just marshalled
	return result
}

// botMessage starts a message written by the app.
func (w *Workspace) botMessage(content content) *Message {
	m := &Message{
		Type: "message", User: w.app.userID, BotID: w.app.botID, AppID: w.app.id, Team: w.team.id,
		BotProfile: map[string]any{"id": w.app.botID, "app_id": w.app.id, "user_id": w.app.userID, "name": w.app.name,
			"deleted": false, "updated": 1600000000, "team_id": w.team.id,
			"icons": map[string]any{"image_36": w.base() + "/avatars/" + w.app.userID + "/36.png"}},
	}
	content.apply(m)
	return m
}

// post puts a message into a conversation, gives it its timestamp and tells people and app. The app's own messages come
// back to it as events too, with bot_id: an app that answers every message talks to itself. A mention of the bot in a
// channel sends app_mention besides the message event.
func (w *Workspace) post(c *conversation, m *Message) *Message {
	m.TS, m.Channel = w.nextTS(), c.id
	if m.ThreadTS != "" {
		w.countReply(c, m)
	}
	c.messages = append(c.messages, m)
	if m.User != "" {
		c.lastRead[m.User] = m.TS
	}
	for _, id := range c.members {
		if w.watching(id) {
			w.notify(id, Update{Type: "message", Fields: map[string]any{"channel": c.id, "message": m.forPeople()}})
			w.notifyUnread(id, c)
		}
	}
	w.messageEvent(c, m.object())
	if !c.im && w.botIsIn(c) && m.User != w.app.userID && addresses(m.Text, w.app.userID, false) {
		event := map[string]any{"type": "app_mention", "user": m.User, "text": m.Text, "ts": m.TS, "team": m.Team,
			"channel": c.id, "event_ts": m.TS, "blocks": m.Blocks}
		if m.ThreadTS != "" {
			event["thread_ts"] = m.ThreadTS
		}
		w.emit("app_mention", event)
	}
	w.wake()
	return m
}

// countReply keeps the thread's parent up to date. reply_count, reply_users and latest_reply appear on the parent with
// the first reply, and the parent then has a thread_ts equal to its own ts (messaging/retrieving-messages, "Threads").
func (w *Workspace) countReply(c *conversation, reply *Message) {
	parent, _ := c.find(reply.ThreadTS)
	if parent == nil {
		return
	}
	parent.ThreadTS = parent.TS
	parent.ReplyCount++
	if !slices.Contains(parent.ReplyUsers, reply.User) {
		parent.ReplyUsers = append(parent.ReplyUsers, reply.User)
	}
	parent.ReplyUsersCount = len(parent.ReplyUsers)
	parent.LatestReply = reply.TS
	reply.ParentUserID = parent.User
	w.changedMessage(c, parent)
}

// messageEvent sends a message event for a conversation the app's bot is in. The name of the subscription goes by the
// kind of conversation: message.im, message.mpim, message.groups, message.channels (reference/events/message.im and
// others).
func (w *Workspace) messageEvent(c *conversation, event map[string]any) {
	if !w.botIsIn(c) {
		return
	}
	event["channel"], event["channel_type"] = c.id, c.kind()
	if event["event_ts"] == nil {
		event["event_ts"] = event["ts"]
	}
	w.emit("message."+scopeFamilies[c.kind()], event)
}

// changedMessage shows a message's new state to everyone who sees it.
func (w *Workspace) changedMessage(c *conversation, m *Message) {
	for _, id := range c.members {
		w.notify(id, Update{Type: "message_changed", Fields: map[string]any{"channel": c.id, "message": m.forPeople()}})
	}
	w.wake()
}

// edit changes a posted message in place and sends message_changed (reference/events/message/message_changed). The
// event's own ts is new, message.ts is the old one, and previous_message shows what was replaced. Slack sends it for
// every change, the app's own included, so an app has to ignore subtypes or it answers its own edits.
func (w *Workspace) edit(c *conversation, m *Message, change func(*Message)) {
	before := m.object()
	change(m)
	w.changedMessage(c, m)
	ts := w.nextTS()
	w.messageEvent(c, map[string]any{"type": "message", "subtype": "message_changed", "hidden": true, "ts": ts,
		"message": m.object(), "previous_message": before})
}

// remove deletes a posted message and sends message_deleted. deleted_ts names the message. Nobody can find it any more:
// later calls get message_not_found.
func (w *Workspace) remove(c *conversation, m *Message) {
	_, i := c.find(m.TS)
	if i < 0 {
		return
	}
	c.messages = slices.Delete(c.messages, i, i+1)
	for _, id := range c.members {
		w.notify(id, Update{Type: "message_deleted", Fields: map[string]any{"channel": c.id, "ts": m.TS}})
		w.notifyUnread(id, c)
	}
	w.messageEvent(c, map[string]any{"type": "message", "subtype": "message_deleted", "hidden": true, "ts": w.nextTS(),
		"deleted_ts": m.TS, "previous_message": m.object()})
	w.wake()
}

// showEphemeral shows a message to one person only. Such messages live outside the conversation's history. It is not
// part of any history, cannot be updated or deleted by the Web API and not be reacted to; only a response URL changes
// it (reference/methods/chat.postEphemeral).
func (w *Workspace) showEphemeral(userID, channel string, m *Message) *Message {
	m.TS, m.Channel, m.Ephemeral = w.nextTS(), channel, true
	w.ephemerals[userID] = append(w.ephemerals[userID], m)
	w.notify(userID, Update{Type: "ephemeral", Fields: map[string]any{"channel": channel, "message": m.forPeople()}})
	w.wake()
	return m
}

// findEphemeral looks for a message that only this person sees.
func (w *Workspace) findEphemeral(userID, channel, ts string) *Message {
	for _, m := range w.ephemerals[userID] {
		if m.Channel == channel && m.TS == ts {
			return m
		}
	}
	return nil
}

// dropEphemeral takes a private message away from the person who sees it.
func (w *Workspace) dropEphemeral(userID string, m *Message) {
	w.ephemerals[userID] = slices.DeleteFunc(w.ephemerals[userID], func(other *Message) bool { return other == m })
	w.notify(userID, Update{Type: "ephemeral_deleted", Fields: map[string]any{"channel": m.Channel, "ts": m.TS}})
	w.wake()
}

// unread counts messages of others after the last one read, and tells whether one of them is meant for this person.
// Thread replies that were not broadcast do not count.
func (w *Workspace) unread(c *conversation, userID string) (count int, mention bool) {
	for _, m := range slices.Backward(c.messages) {
		if m.TS <= c.lastRead[userID] {
			break
		}
		if m.User == userID || (m.ThreadTS != "" && m.ThreadTS != m.TS && m.Subtype != "thread_broadcast") {
			continue
		}
		count++
		if c.im || mentions(m, userID) {
			mention = true
		}
	}
	return count, mention
}

// mentions tells whether a message notifies a person: by name or by a mention of everybody.
func mentions(m *Message, userID string) bool {
	return addresses(m.Text+"\n"+words(m.everyBlock()), userID, true)
}

// mention finds the mentions of messaging/formatting-message-text. What stands in &lt; and &gt; was escaped by its
// author and is no mention.
var mention = regexp.MustCompile(`<(?:@([UW][A-Z0-9]+)|!(?:here|channel|everyone))(?:\|[^<>]*)?>`)

// addresses tells whether a text names a person by id, or, if that counts, everybody who reads the channel. An app that
// is called by @here is not mentioned (reference/events/app_mention).
func addresses(text, userID string, everybody bool) bool {
	return slices.ContainsFunc(mention.FindAllStringSubmatch(text, -1), func(found []string) bool {
		return found[1] == userID || found[1] == "" && everybody
	})
}

// notifyUnread tells a person's open clients how much of a conversation is unread now.
func (w *Workspace) notifyUnread(userID string, c *conversation) {
	if !w.watching(userID) {
		return // counting goes through all unread messages
	}
	count, mention := w.unread(c, userID)
	w.notify(userID, Update{Type: "unread", Fields: map[string]any{"channel": c.id, "unread": count, "mention": mention}})
}

// everyBlock is what a person can act on in a message: its blocks, then those of its attachments.
func (m *Message) everyBlock() []map[string]any {
	all := m.Blocks
	for _, attachment := range m.Attachments {
		all = append(slices.Clip(all), toBlocks(attachment["blocks"])...)
	}
	return all
}

// attachmentOf tells the number of the attachment an element stands in; 0 means the message itself, which comes first
// when the same ids stand in both.
func (m *Message) attachmentOf(p place) int {
	same := func(other place) bool { return other.blockID == p.blockID && other.actionID == p.actionID }
	for other := range elements(m.Blocks) {
		if same(other) {
			return 0
		}
	}
	for i, attachment := range m.Attachments {
		for other := range elements(toBlocks(attachment["blocks"])) {
			if same(other) {
				return i + 1
			}
		}
	}
	return 0
}
