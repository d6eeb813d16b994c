// The composer: what Slack's client makes of the text a person types, mentions and links included.

package slacksim

import (
	"regexp"
	"strings"

	"vouch/bot/slacksim/blockkit"
)

var typedToken = regexp.MustCompile(`@[a-z0-9._-]+|#[\p{Ll}\p{N}_-]+|https?://[^\s<>]+|:[a-z0-9_+-]+:`)

// composed is the message a person's client sends for typed text: escaped text and a rich_text block. Slack's client
// writes every message as rich text and sends the plain form along; apps get both, and most read only text.
func (w *Workspace) composed(userID, typed, threadTS string) *Message {
	var text strings.Builder
	var parts []any
	plain := func(words string) {
		if words != "" {
			text.WriteString(blockkit.Escape(words))
			parts = append(parts, map[string]any{"type": "text", "text": words})
		}
	}
	last := 0
	for _, span := range typedToken.FindAllStringIndex(typed, -1) {
		token := typed[span[0]:span[1]]
		part, inText := w.token(token)
		if part == nil {
			continue
		}
		plain(typed[last:span[0]])
		text.WriteString(inText)
		parts = append(parts, part)
		last = span[1]
	}
	plain(typed[last:])
	return &Message{
		Type: "message", User: userID, Text: text.String(), ThreadTS: threadTS, ClientMsgID: envelopeID(), Team: w.team.id,
		Blocks: []map[string]any{{"type": "rich_text", "block_id": secret(5), "elements": []any{
			map[string]any{"type": "rich_text_section", "elements": parts}}}},
	}
}

// token is the rich text element and the message text of a mention, link or emoji; nil when it is none. Names are
// completed by the client before it sends, which is why an app never sees "@ada" but <@U1>
// (messaging/formatting-message-text, "Mentioning users"). A private channel is named like a public one here: whoever
// types it is a member.
func (w *Workspace) token(token string) (part map[string]any, inText string) {
	switch {
	case strings.HasPrefix(token, "@"):
		if word := token[1:]; word == "here" || word == "channel" || word == "everyone" {
			return map[string]any{"type": "broadcast", "range": word}, "<!" + word + ">"
		}
		if u := w.findUser(token); u != nil {
			return map[string]any{"type": "user", "user_id": u.ID}, "<@" + u.ID + ">"
		}
	case strings.HasPrefix(token, "#"):
		if c := w.findChannel(token); c != nil && !c.im {
			return map[string]any{"type": "channel", "channel_id": c.id}, "<#" + c.id + "|" + c.name + ">"
		}
	case strings.HasPrefix(token, "http"):
		return map[string]any{"type": "link", "url": token}, "<" + blockkit.Escape(token) + ">"
	case strings.HasPrefix(token, ":"):
		return map[string]any{"type": "emoji", "name": strings.Trim(token, ":")}, token
	}
	return nil, ""
}
