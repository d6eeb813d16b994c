// Attachments: the older way to set part of a message apart, whose blocks live by the rules of all blocks
// (legacy/legacy-messaging/legacy-secondary-message-attachments).

package slacksim

import "slices"

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
