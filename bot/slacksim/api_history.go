// conversations.history and conversations.replies, with the app's own metadata when it asks for it.

package slacksim

import (
	"slices"
	"strings"
)

// window reads oldest, latest and inclusive, and tells whether a timestamp lies between. Both ends are left out unless
// inclusive is set. Timestamps are compared as text: as floating-point numbers they lose their last digits.
func (c *call) window() func(ts string) bool {
	oldest, latest, inclusive := c.text("oldest"), c.text("latest"), c.flag("inclusive")
	for name, value := range map[string]string{"oldest": oldest, "latest": latest} {
		refuseIf(value != "" && strings.Trim(value, "0123456789.") != "", apiError("invalid_ts_"+name))
	}
	oldest, latest = fullTS(oldest), fullTS(latest)
	return func(ts string) bool {
		if inclusive && (ts == oldest || ts == latest) {
			return true
		}
		return (oldest == "" || ts > oldest) && (latest == "" || ts < latest)
	}
}

// fullTS completes timestamps given as "0", seconds only, or with few decimals, so that they compare as text.
func fullTS(ts string) string {
	if ts == "" || ts == "0" {
		return ""
	}
	seconds, micros, _ := strings.Cut(ts, ".")
	return seconds + "." + (micros + "000000")[:6]
}

// readable resolves a conversation whose history the app may read. The order of the checks decides what an app learns:
// an invisible channel does not exist, a visible one asks for the scope first and for membership last
// (reference/methods/conversations.history).
func (w *Workspace) readable(c *call) *conversation {
	target := w.ownConversation(c.text("channel"))
	w.needScope(target, "history")
	refuseIf(!w.botIsIn(target), apiError("not_in_channel"))
	return target
}

// conversationsHistory answers newest first. Replies that stayed in their thread are left out.
//
// The app needs the history scope of the conversation's kind and must be a member: not_in_channel. Its own direct
// message with a person is readable with im:history, which is how an app finds out after a crash what it had sent.
//
//	{"ok":true,"messages":[...],"has_more":false,"pin_count":0,"response_metadata":{"next_cursor":"..."}}
//
// response_metadata is there only when more follows. Broadcast replies belong to the history, other replies do not.
func conversationsHistory(w *Workspace, c *call) answer {
	target := w.readable(c)
	inside := c.window()
	var found []*Message
	for _, m := range slices.Backward(target.messages) {
		reply := m.ThreadTS != "" && m.ThreadTS != m.TS && m.Subtype != "thread_broadcast"
		if inside(m.TS) && !reply {
			found = append(found, m)
		}
	}
	result := w.messagePage(c, found, 100)
	result["pin_count"] = len(target.pins)
	return result
}

// conversationsReplies answers a thread, its parent first. The parent is always the first message, whatever oldest and
// latest say, and on every first page (reference/methods/conversations.replies). A reply's timestamp finds its thread
// as well. Errors: thread_not_found, invalid_ts_oldest, invalid_ts_latest, not_in_channel.
func conversationsReplies(w *Workspace, c *call) answer {
	target := w.readable(c)
	parent, _ := target.find(c.text("ts"))
	refuseIf(parent == nil, apiError("thread_not_found"))
	inside := c.window()
	root := orDefault(parent.ThreadTS, parent.TS)
	var found []*Message
	for _, m := range target.messages {
		if m.TS == root || (m.ThreadTS == root && inside(m.TS)) {
			found = append(found, m)
		}
	}
	return w.messagePage(c, found, 1000)
}

// messagePage answers one page of messages; the most is 999. Metadata goes along only with include_all_metadata, and
// only the app's own exists here. A client that pages must be ready for has_more with a short page.
func (w *Workspace) messagePage(c *call, found []*Message, usual int) answer {
	from, to, next := c.page(len(found), usual, 999)
	messages := []any{}
	for _, m := range found[from:to] {
		messages = append(messages, m.forApp(c.flag("include_all_metadata")))
	}
	result := answer{"messages": messages, "has_more": next != ""}
	if next != "" {
		result["response_metadata"] = nextPage(next)
	}
	return result
}
