// The content of a message as the Web API, acknowledgements and response URLs accept it: text, blocks, attachments.

package slacksim

import (
	"encoding/json"
	"unicode/utf8"

	"vouch/bot/slacksim/blockkit"
)

// Limits of a message's top-level text (reference/methods/chat.postMessage, chat.update).
const (
	maxPostedText  = 40_000 // characters; longer text is cut, with the warning message_truncated
	maxUpdatedText = 4_000  // UTF-8 bytes; longer text is refused with msg_too_long
)

// content is what a message shows. A nil slice means "not given", an empty one "none".
type content struct {
	// text may be the fallback of a call that gave none; textGiven tells the two apart.
	text        string
	textGiven   bool
	blocks      []map[string]any
	attachments []map[string]any
	metadata    json.RawMessage
	// threadTS and username come from the call, not from the content itself.
	threadTS string
	username string
	// truncated asks for the warning message_truncated.
	truncated bool
}

// contentKeys are the arguments that make up a message's content.
var contentKeys = []string{"text", "blocks", "attachments", "markdown_text", "metadata"}

// readContent checks the message in an object and normalises its blocks. Nulls count as not given. The problems' code
// missing_scope comes with the scope as message, see lacking. The caller holds the lock, because mentioned channels are
// looked up.
func (w *Workspace) readContent(object map[string]json.RawMessage) (content, []blockkit.Problem) {
	body := map[string]json.RawMessage{}
	for _, key := range contentKeys {
		if value := object[key]; !blockkit.IsNull(value) {
			body[key] = value
		}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return content{}, []blockkit.Problem{{Code: "invalid_json"}}
	}
	blocks, attachments, problems := blockkit.CheckMessage(raw)
	if len(problems) > 0 {
		return content{}, problems
	}
	c := decodeContent(body)
	c.attachments = attachments
	if blocks != nil {
		c.blocks = blocks
	}
	if problems := w.unshowable(c.blocks, "invalid_blocks", "/blocks"); len(problems) > 0 {
		return content{}, problems
	}
	if scope := w.lacking(c.everyBlock()); scope != "" {
		return content{}, []blockkit.Problem{{Code: "missing_scope", Message: scope}}
	}
	c.text = w.nameChannels(c.text)
	w.nameChannelsIn(c.everyBlock())
	return c, nil
}

// everyBlock is all blocks of the content, those of its attachments too.
func (c content) everyBlock() []map[string]any {
	m := Message{Blocks: c.blocks, Attachments: c.attachments}
	return m.everyBlock()
}

// decodeContent reads the texts and the metadata of a body that CheckMessage has passed. markdown_text becomes a
// markdown block (reference/methods/chat.postMessage); on Slack it comes back as several other blocks, which no page
// describes. Text beyond 40,000 characters is cut here, and methods that refuse it look at truncated.
func decodeContent(body map[string]json.RawMessage) content {
	var c content
	if raw, given := body["text"]; given {
		c.textGiven = true
		_ = json.Unmarshal(raw, &c.text) // checked to be a string
	}
	if raw, given := body["markdown_text"]; given && !isEmptyText(raw) {
		var markdown string
		_ = json.Unmarshal(raw, &markdown)
		c.text, c.textGiven = markdown, true
		c.blocks = []map[string]any{{"type": "markdown", "text": markdown}}
	}
	if utf8.RuneCountInString(c.text) > maxPostedText {
		c.text, c.truncated = string([]rune(c.text)[:maxPostedText]), true
	}
	c.text = blockkit.EmojiToNames(c.text)
	c.metadata = realMetadata(body["metadata"])
	return c
}

// realMetadata drops the empty envelope that some clients always send.
func realMetadata(raw json.RawMessage) json.RawMessage {
	var envelope struct {
		EventType string `json:"event_type"`
	}
	if blockkit.IsNull(raw) || json.Unmarshal(raw, &envelope) != nil || envelope.EventType == "" {
		return nil
	}
	return raw
}

// isEmptyText tells whether an argument is absent, null or "". Slack treats the three alike.
func isEmptyText(raw json.RawMessage) bool {
	return blockkit.IsNull(raw) || string(raw) == `""`
}

// apply puts the content into a new message.
func (c content) apply(m *Message) {
	m.Text, m.Blocks, m.Attachments, m.Metadata = c.text, c.blocks, c.attachments, c.metadata
	m.ThreadTS, m.Username = c.threadTS, c.username
	if m.Text == "" {
		m.Text = fallbackText(c.blocks)
	}
}

// fallbackText is what Slack builds from the blocks when an app sends no text. With blocks and without text Slack still
// needs something for notifications and screen readers; what it takes is on no page. The first text of the blocks
// stands for it.
func fallbackText(blocks []map[string]any) string {
	for _, block := range blocks {
		if inner, ok := block["text"].(map[string]any); ok {
			if words, ok := inner["text"].(string); ok {
				return words
			}
		}
	}
	if len(blocks) > 0 {
		return "This content can't be displayed."
	}
	return ""
}
