// Block Kit checks: the three entry points that check messages, block lists and views as Slack does.
//
// The rules stand as tables in the other files of this package, each under its page of docs.slack.dev. The
// sentences are those of Slack's own validator. No answer of Slack's was ever seen for a repeated block_id, a second
// focus, an initial option that is not offered, bounds in the wrong order, and tables with too much text: there the
// closest known sentence stands. What no page settles is refused: null for an optional field, an empty id, alerts in
// messages. Reference leaves of rich text (canvases, records, workflows) are not known here.

package blockkit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// Surface is a place in Slack where blocks are shown; each accepts its own set of blocks and elements.
type Surface string

// The three surfaces of https://docs.slack.dev/surfaces/.
const (
	SurfaceMessage Surface = "message"
	SurfaceModal   Surface = "modal"
	SurfaceHome    Surface = "home"
)

// Limits that hold for a whole message or view, not for one field.
const (
	maxMessageBlocks      = 50      // https://docs.slack.dev/reference/block-kit/blocks
	maxViewBlocks         = 100     // https://docs.slack.dev/reference/block-kit/blocks
	maxViewBytes          = 250_000 // https://docs.slack.dev/reference/methods/views.open (250 KB; the smaller reading)
	maxAttachments        = 100     // https://docs.slack.dev/reference/methods/chat.postMessage
	maxMarkdownCharacters = 12_000  // https://docs.slack.dev/reference/methods/chat.postMessage, markdown_text
	maxMetadataBytes      = 8_192   // not published; the size reported by users
)

// Problem is one reason why Slack would refuse a payload.
type Problem struct {
	// Code is the `error` of the Web API answer: invalid_blocks, invalid_arguments, no_text and so on.
	Code string
	// Message is Slack's sentence without the pointer; empty when Slack gives no detail beyond the code.
	Message string
	// Pointer is the JSON pointer to the offending value, such as /blocks/0/text/text; empty when there is none.
	Pointer string
}

// String gives the line that Slack lists in `errors`, and after "[ERROR] " in `response_metadata.messages`.
func (p Problem) String() string {
	switch {
	case p.Message == "":
		return p.Code
	case p.Pointer == "":
		return p.Message
	}
	return fmt.Sprintf("%s [json-pointer:%s]", p.Message, p.Pointer)
}

// CheckMessage checks the part of a chat.* call, a slash command answer or a response_url body that Slack shows: an
// object with text, blocks, attachments, markdown_text and metadata. Other keys are ignored, and a null counts as
// absent, because clients send nulls to response_url. In form bodies the caller turns the JSON strings into JSON first.
// The first problem's Code is the answer's `error`. The limit of chat.update's text is the caller's business. Without
// problems it returns blocks and attachments as Slack stores them. Blocks are nil when none were given. Attachments get
// a number from 1 on, which interactions name as container.attachment_id.
func CheckMessage(raw json.RawMessage) (blocks, attachments []map[string]any, problems []Problem) {
	var message map[string]json.RawMessage
	if err := json.Unmarshal(raw, &message); err != nil || message == nil {
		return nil, nil, []Problem{{Code: "invalid_arguments", Message: "must provide an object"}}
	}
	for key, value := range message {
		if IsNull(value) {
			delete(message, key)
		}
	}
	c := &checker{surface: SurfaceMessage, code: "invalid_blocks"}
	c.messageTexts(message)
	var given []any
	if raw, present := message["blocks"]; present {
		given = c.blockList(decoded(raw), "")
	}
	attachments = c.attachments(message["attachments"])
	all := slices.Clone(given)
	for _, attachment := range attachments {
		inner, _ := attachment["blocks"].([]any)
		all = append(all, inner...)
	}
	c.oneTable(all)
	c.messageSize(all)
	c.metadata(message["metadata"])
	if len(c.problems) > 0 {
		return nil, nil, c.problems
	}
	if given != nil {
		blocks = normaliseBlocks(given)
	}
	for _, attachment := range attachments {
		if inner, ok := attachment["blocks"].([]any); ok {
			attachment["blocks"] = normaliseBlocks(inner)
			SetDefault(attachment, "fallback", noPreview)
		}
	}
	return blocks, attachments, nil
}

// noPreview is what Slack puts into fallback when an app gives blocks and no fallback.
const noPreview = "[no preview available]"

// decoded is JSON as a value, nil when it is none.
func decoded(raw json.RawMessage) (value any) {
	_ = json.Unmarshal(raw, &value) // nil is refused like every other value of the wrong kind
	return value
}

// CheckBlocks checks one list of blocks. pointerPrefix is the pointer of the object that holds the list: "" for a
// message, "/view", "/attachments/0". Without problems it returns the list as Slack stores it: ids generated, defaults
// filled in, Unicode emoji turned into :names:. With problems the list is nil.
func CheckBlocks(surface Surface, raw json.RawMessage,
	pointerPrefix string) (normalised []map[string]any, problems []Problem) {
	c := &checker{surface: surface, code: codeFor(surface)}
	blocks := c.blockList(decoded(raw), pointerPrefix)
	if surface == SurfaceMessage {
		c.oneTable(blocks)
		c.messageSize(blocks)
	}
	if len(c.problems) > 0 {
		return nil, c.problems
	}
	return normaliseBlocks(blocks), nil
}

// CheckView checks a modal or home view as views.open, push, update, publish and a view submission's answer receive it.
// Pointers start at /view. Without problems it returns the view as Slack stores it; with problems the view is nil.
func CheckView(raw json.RawMessage) (normalised map[string]any, problems []Problem) {
	c := &checker{surface: SurfaceModal, code: codeFor(SurfaceModal)}
	// The size comes first: Slack does not look into a view that is too large.
	if len(raw) > maxViewBytes {
		return nil, []Problem{{Code: "view_too_large"}}
	}
	var value any
	if err := json.Unmarshal(raw, &value); err != nil {
		return nil, []Problem{{Code: c.code, Message: "must provide an object", Pointer: "/view"}}
	}
	view, ok := value.(map[string]any)
	if !ok {
		return nil, []Problem{{Code: c.code, Message: "must provide an object", Pointer: "/view"}}
	}
	if view["type"] == string(SurfaceHome) {
		c.surface = SurfaceHome
	}
	c.check(typed("view", "modal", "home"), view, "/view")
	if blocks, ok := view["blocks"].([]any); ok {
		c.relateBlocks(blocks, "/view")
		c.inputsNeedSubmit(view, blocks)
	}
	if c.schemaFailed {
		// Slack lists the failure of the whole before the failure of the part.
		whole := Problem{Code: c.code, Message: "failed to match all allowed schemas", Pointer: "/view"}
		c.problems = append([]Problem{whole}, c.problems...)
	}
	if len(c.problems) > 0 {
		return nil, c.problems
	}
	return normaliseView(view), nil
}

// codeFor names the error under which the methods of a surface report broken blocks.
func codeFor(surface Surface) string {
	if surface == SurfaceMessage {
		return "invalid_blocks"
	}
	return "invalid_arguments"
}

// IsNull tells whether a JSON value is absent or null.
func IsNull(raw json.RawMessage) bool {
	trimmed := bytes.TrimSpace(raw)
	return len(trimmed) == 0 || string(trimmed) == "null"
}

// blockList checks a list of blocks. A list that is not an array of objects gets its own error code.
// The list may be empty: that is how chat.update takes the blocks away. The rules between blocks are applied here too.
func (c *checker) blockList(value any, prefix string) []any {
	blocks, ok := value.([]any)
	if !ok {
		c.badFormat(prefix)
		return nil
	}
	for _, block := range blocks {
		if _, ok := block.(map[string]any); !ok {
			c.badFormat(prefix)
			return nil
		}
	}
	most := maxMessageBlocks
	if c.surface != SurfaceMessage {
		most = maxViewBlocks
	}
	c.check(list(0, most, typed("block", allBlocks...)), blocks, prefix+"/blocks")
	c.relateBlocks(blocks, prefix)
	return blocks
}

// badFormat reports blocks that are no array of objects; only the message methods have a code of its own for it.
func (c *checker) badFormat(prefix string) {
	if c.code == "invalid_blocks" {
		c.problems = append(c.problems, Problem{Code: "invalid_blocks_format"})
		return
	}
	c.fail("must provide an array", prefix+"/blocks")
}

// attachments checks the blocks inside a message's attachments; the older fields of attachments are not checked, Slack
// accepts nearly anything there.
func (c *checker) attachments(raw json.RawMessage) []map[string]any {
	if IsNull(raw) {
		return nil
	}
	attachments := []map[string]any{}
	if err := json.Unmarshal(raw, &attachments); err != nil || slices.ContainsFunc(attachments, isNil) {
		c.problems = append(c.problems, Problem{Code: "invalid_attachments"})
		return nil
	}
	if len(attachments) > maxAttachments {
		c.problems = append(c.problems, Problem{Code: "too_many_attachments"})
		return nil
	}
	// Inside attachments the same mistakes carry another code, but the same sentences.
	outer := c.code
	c.code = "invalid_attachments"
	defer func() { c.code = outer }()
	for i, attachment := range attachments {
		attachment["id"] = i + 1
		if attachment["blocks"] != nil {
			c.blockList(attachment["blocks"], fmt.Sprintf("/attachments/%d", i))
		}
	}
	return attachments
}

// isNil tells a null in a list of objects.
func isNil(object map[string]any) bool { return object == nil }

// messageTexts checks text and markdown_text, and that there is anything to show at all.
func (c *checker) messageTexts(message map[string]json.RawMessage) {
	// Slack compares no lengths here for `text`: chat.postMessage cuts it, and chat.update has a limit of its own.
	texts := map[string]string{}
	for _, key := range []string{"markdown_text", "text"} {
		var text string
		if raw, ok := message[key]; ok && json.Unmarshal(raw, &text) != nil {
			c.problems = append(c.problems, Problem{Code: "invalid_arguments", Message: "must provide a string",
				Pointer: "/" + key})
			return
		}
		texts[key] = text
	}
	markdown := texts["markdown_text"]
	switch {
	case texts["text"] == "" && markdown == "" && IsEmptyList(message["blocks"]) && IsEmptyList(message["attachments"]):
		c.problems = append(c.problems, Problem{Code: "no_text"})
	case markdown != "" && (texts["text"] != "" || !IsEmptyList(message["blocks"])):
		c.problems = append(c.problems, Problem{Code: "markdown_text_conflict"})
	case countCharacters(markdown) > maxMarkdownCharacters:
		c.problems = append(c.problems, Problem{Code: "msg_too_long"})
	}
}

// IsEmptyList tells whether a JSON value is absent, null or an array without items.
func IsEmptyList(raw json.RawMessage) bool {
	var items []json.RawMessage
	return IsNull(raw) || json.Unmarshal(raw, &items) == nil && len(items) == 0
}

// metadata checks the envelope of message metadata: https://docs.slack.dev/messaging/message-metadata/. The empty
// envelope that clients send along to response_url counts as none.
func (c *checker) metadata(raw json.RawMessage) {
	if IsNull(raw) {
		return
	}
	var metadata struct {
		EventType    *string          `json:"event_type"`
		EventPayload map[string]any   `json:"event_payload"`
		Entities     []map[string]any `json:"entities"`
	}
	if json.Unmarshal(raw, &metadata) != nil {
		c.problems = append(c.problems, Problem{Code: "invalid_metadata_format"})
		return
	}
	// One without the other means the app forgot something; both empty means there is no metadata.
	named := metadata.EventType != nil && *metadata.EventType != ""
	switch {
	case len(raw) > maxMetadataBytes:
		c.problems = append(c.problems, Problem{Code: "metadata_too_large"})
	case named != (metadata.EventPayload != nil):
		c.problems = append(c.problems, Problem{Code: "invalid_metadata_format"})
	}
}
