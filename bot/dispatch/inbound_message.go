// The message that a button or a message shortcut is on: its name, and the first link in it.

package dispatch

import (
	"encoding/json"
	"regexp"
	"strings"

	"vouch/bot/block"
)

// rawMessage is a message as an interaction brings it. Blocks of other apps may have any form, so they are only looked
// through.
type rawMessage struct {
	Text   string          `json:"text"`
	Blocks json.RawMessage `json:"blocks"`
}

// name is the id of the first block; "" when there is none.
func (m rawMessage) name() string {
	var blocks []struct {
		ID string `json:"block_id"`
	}
	if json.Unmarshal(m.Blocks, &blocks) != nil || len(blocks) == 0 {
		return ""
	}
	return blocks[0].ID
}

// markedLink finds an address in a message's text, which Slack writes as <https://...> or <https://...|label>
// (docs.slack.dev/messaging/formatting-message-text).
var markedLink = regexp.MustCompile(`https?://[^\s|<>"]+`)

// firstLink is the first web address in the text, else in the blocks: messages of apps often have their links there
// only.
func (m rawMessage) firstLink() string {
	if found := markedLink.FindString(m.Text); found != "" {
		return block.Unescaper.Replace(found)
	}
	var blocks any
	if json.Unmarshal(m.Blocks, &blocks) != nil {
		return ""
	}
	return linkIn(blocks)
}

// linkIn walks through decoded blocks in their order: links of rich text, and addresses in mrkdwn. Pictures and buttons
// are no content of the message.
func linkIn(part any) string {
	switch p := part.(type) {
	case []any:
		for _, each := range p {
			if found := linkIn(each); found != "" {
				return found
			}
		}
	case map[string]any:
		kind, _ := p["type"].(string)
		if address, _ := p["url"].(string); kind == "link" && strings.HasPrefix(address, "http") {
			return address
		}
		if text, ok := p["text"].(string); ok && kind == "mrkdwn" {
			return block.Unescaper.Replace(markedLink.FindString(text))
		}
		for _, key := range []string{"text", "fields", "elements"} {
			if found := linkIn(p[key]); found != "" {
				return found
			}
		}
	}
	return ""
}
