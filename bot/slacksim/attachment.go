// Attachments: the older way to set part of a message apart, whose blocks live by the rules of all blocks
// (legacy/legacy-messaging/legacy-secondary-message-attachments).

package slacksim

import (
	"encoding/json"
	"fmt"
	"slices"

	"vouch/bot/slacksim/blockkit"
)

// noPreview is what Slack puts into fallback when an app gives blocks and no fallback.
const noPreview = "[no preview available]"

// normaliseAttachments turns the attachments of a checked message into what Slack stores.
//
// Each gets a number from 1 on, which interactions name as container.attachment_id. Its blocks get ids and defaults
// like all blocks, so that a button without action_id can be pressed. Pointers of problems start at /attachments/N.
func normaliseAttachments(raw json.RawMessage) ([]map[string]any, []blockkit.Problem) {
	var given []map[string]json.RawMessage
	attachments := []map[string]any{}
	if json.Unmarshal(raw, &given) != nil || json.Unmarshal(raw, &attachments) != nil {
		return nil, []blockkit.Problem{{Code: "invalid_attachments"}}
	}
	for i, attachment := range attachments {
		if attachment == nil {
			return nil, []blockkit.Problem{{Code: "invalid_attachments"}}
		}
		attachment["id"] = i + 1
		if blockkit.IsNull(given[i]["blocks"]) {
			continue
		}
		blocks, problems := blockkit.CheckBlocks(blockkit.SurfaceMessage, given[i]["blocks"], fmt.Sprintf("/attachments/%d", i))
		if len(problems) > 0 {
			return nil, problems
		}
		attachment["blocks"] = blocks
		blockkit.SetDefault(attachment, "fallback", noPreview)
	}
	return attachments, nil
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
