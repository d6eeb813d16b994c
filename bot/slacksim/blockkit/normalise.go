// What Slack makes of accepted blocks: generated ids, filled-in defaults, emoji by name.

package blockkit

import "math/rand/v2"

// idLetters are what Slack's generated ids are made of, five of them at random.
const idLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// randomID makes a block_id or action_id as Slack does for apps that give none.
func randomID() string {
	id := make([]byte, 5)
	for i := range id {
		id[i] = idLetters[rand.IntN(len(idLetters))]
	}
	return string(id)
}

// normaliseView fills in a view in place. The blocks of an accepted view are objects. The result is what views.open and
// its neighbours answer and what payloads carry from then on (reference/views).
func normaliseView(view map[string]any) map[string]any {
	for _, key := range []string{"title", "submit", "close"} {
		normaliseTexts(view[key])
	}
	if blocks, ok := view["blocks"].([]any); ok {
		normaliseBlocks(blocks)
	}
	return view
}

// normaliseBlocks fills in blocks in place. Generated ids differ on every call, as they do on Slack: input in a block
// without a block_id does not survive an update.
func normaliseBlocks(blocks []any) []map[string]any {
	normalised := make([]map[string]any, 0, len(blocks))
	for _, item := range blocks {
		block, ok := item.(map[string]any)
		if !ok {
			continue
		}
		normaliseBlock(block)
		normalised = append(normalised, block)
	}
	return normalised
}

// normaliseBlock fills in one block and the blocks inside it. Input blocks are required and silent unless they say
// otherwise: docs.slack.dev/reference/block-kit/blocks/input-block. Defaults are those Slack adds to what it returns:
// emoji true in plain text, verbatim false in mrkdwn, optional and dispatch_action false in inputs.
func normaliseBlock(block map[string]any) {
	SetDefault(block, "block_id", randomID())
	if block["type"] == "input" {
		SetDefault(block, "optional", false)
		SetDefault(block, "dispatch_action", false)
	}
	for _, key := range []string{"child_blocks", "elements", "tasks"} {
		inner, _ := block[key].([]any)
		if key != "elements" || block["type"] == "carousel" {
			normaliseBlocks(inner)
		}
	}
	for _, place := range Elements(block) {
		if isActionable(place.Element) {
			SetDefault(place.Element, "action_id", randomID())
		}
	}
	normaliseTexts(block)
}

// isActionable tells whether an element sends actions and so needs an action_id.
func isActionable(element map[string]any) bool {
	typeName, _ := element["type"].(string)
	_, takesAction := elementShapes[typeName].fields["action_id"]
	return takesAction
}

// normaliseTexts visits the text objects inside a value. Values, initial values and rich text are left alone: only text
// objects have defaults, and an app compares values letter by letter.
func normaliseTexts(value any) {
	Walk(value, func(object map[string]any) {
		text, ok := object["text"].(string)
		if !ok {
			return
		}
		switch object["type"] {
		case "plain_text":
			SetDefault(object, "emoji", true)
			if object["emoji"] == true {
				object["text"] = EmojiToNames(text)
			}
		case "mrkdwn":
			SetDefault(object, "verbatim", false)
			object["text"] = EmojiToNames(text)
		}
	})
}

// SetDefault sets a property that was not sent.
func SetDefault(object map[string]any, key string, value any) {
	if !hasField(object, key) {
		object[key] = value
	}
}
