// Interactive elements: where they stand in blocks, what they hold, and how a person's choice is encoded
// (reference/block-kit/block-elements).

package slacksim

import (
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"vouch/bot/slacksim/blockkit"
)

// place is one interactive element and where it stands.
type place struct {
	block, element    map[string]any
	blockID, actionID string
	// input tells that it is the element of an input block.
	input bool
}

// kind is the element's type, such as static_select.
func (p place) kind() string {
	kind, _ := p.element["type"].(string)
	return kind
}

// label is what a person reads at the element: button text, input label or placeholder.
func (p place) label() string {
	for _, holder := range []any{p.element["text"], p.block["label"], p.element["placeholder"]} {
		if words := plainText(holder); words != "" {
			return words
		}
	}
	return ""
}

// elements walks all interactive elements of blocks in reading order, those inside containers and cards too. The order
// is that of the screen, which makes "the first button" mean the same to a test and to a person. Elements without an
// action_id, such as images and texts, are no elements here.
func elements(blocks []map[string]any) iter.Seq[place] {
	return func(yield func(place) bool) { walk(blocks, yield) }
}

// walk visits the elements of blocks and of the blocks inside them; it returns false once yield wants no more. The
// elements of a carousel are blocks, which have no action_id.
func walk(blocks []map[string]any, yield func(place) bool) bool {
	for _, block := range blocks {
		blockID, _ := block["block_id"].(string)
		for _, at := range blockkit.Elements(block) {
			actionID, interactive := at.Element["action_id"].(string)
			if interactive && !yield(place{block: block, element: at.Element, blockID: blockID, actionID: actionID,
				input: block["type"] == "input"}) {
				return false
			}
		}
		inside := toBlocks(block["child_blocks"])
		if block["type"] == "carousel" {
			inside = toBlocks(block["elements"])
		}
		if !walk(inside, yield) {
			return false
		}
	}
	return true
}

// valueKeys name the key under which each kind of element holds its value. Kinds without one hold nothing.
var valueKeys = map[string]string{
	"plain_text_input": "value", "email_text_input": "value", "url_text_input": "value", "number_input": "value",
	"datepicker": "selected_date", "timepicker": "selected_time", "datetimepicker": "selected_date_time",
	"static_select": "selected_option", "external_select": "selected_option", "radio_buttons": "selected_option",
	"multi_static_select": "selected_options", "multi_external_select": "selected_options",
	"checkboxes":   "selected_options",
	"users_select": "selected_user", "multi_users_select": "selected_users",
	"conversations_select": "selected_conversation", "multi_conversations_select": "selected_conversations",
	"channels_select": "selected_channel", "multi_channels_select": "selected_channels",
	"file_input": "files", "rich_text_input": "rich_text_value",
}

// holdsMany tells whether an element's value is a list.
func holdsMany(kind string) bool {
	return strings.HasPrefix(kind, "multi_") || kind == "checkboxes" || kind == "file_input"
}

// initialKey names where an element of a kind carries its initial value: initial_value, initial_option, initial_date
// and so on; files have none. Select menus name their initial value in the singular or plural as their value:
// initial_option, initial_options, initial_user (reference/block-kit/block-elements).
func initialKey(kind string) string {
	switch valueKeys[kind] {
	case "value", "rich_text_value":
		return "initial_value"
	case "files":
		return ""
	}
	return "initial_" + strings.TrimPrefix(valueKeys[kind], "selected_")
}

// initialValue is the value object of an element nobody touched: its initial value, null, or an empty list. The object
// always has the type, so apps can tell an empty text from an empty menu.
func initialValue(element map[string]any) map[string]any {
	kind, _ := element["type"].(string)
	key := valueKeys[kind]
	if key == "" {
		return nil
	}
	value := map[string]any{"type": kind, key: element[initialKey(kind)]}
	if value[key] == nil && holdsMany(kind) {
		value[key] = []any{}
	}
	if zone, given := element["timezone"]; given {
		value["timezone"] = zone
	}
	return value
}

// initialValues are the values of a form just opened: every input block appears, other elements not until used.
func initialValues(blocks []map[string]any) fieldValues {
	values := fieldValues{}
	for p := range elements(blocks) {
		if value := initialValue(p.element); p.input && value != nil {
			values.set(p, value)
		}
	}
	return values
}

// optionsOf lists the options an element offers, groups flattened. A choice never tells the group it came from:
// payloads carry the option alone.
func optionsOf(element map[string]any) []map[string]any {
	options := slices.Clone(toBlocks(element["options"]))
	for _, group := range toBlocks(element["option_groups"]) {
		options = append(options, toBlocks(group["options"])...)
	}
	return options
}

// pick finds an option by its value, else by its text, and copies it as payloads carry it: whole, with text and value.
// Values count before texts, because an app may show the same word twice. The copy is what makes an answer's
// selected_option equal to the option the app sent, which apps compare.
func pick(options []map[string]any, wanted string) (map[string]any, error) {
	var known []string
	for _, match := range []func(map[string]any) bool{
		func(o map[string]any) bool { return o["value"] == wanted },
		func(o map[string]any) bool { return plainText(o["text"]) == wanted },
	} {
		for _, o := range options {
			if match(o) {
				return o, nil
			}
		}
	}
	for _, o := range options {
		value, _ := o["value"].(string)
		known = append(known, value)
	}
	return nil, fmt.Errorf("no option %q; there are: %s", wanted, strings.Join(known, ", "))
}

// plainText is the text of a text object.
func plainText(object any) string {
	fields, _ := object.(map[string]any)
	words, _ := fields["text"].(string)
	return words
}

// encodeChoice turns what a caller gives for an element into Slack's value object. Nil and "" clear the element.
//
// The object always names the type and the key, with null or [] for nothing
// (reference/interaction-payloads/view-interactions-payload):
//
//	{"type":"plain_text_input","value":null}
//	{"type":"static_select","selected_option":{"text":{...},"value":"1"}}
//	{"type":"multi_users_select","selected_users":["U1"]}
func (w *Workspace) encodeChoice(p place, choice any, offered []map[string]any) (map[string]any, error) {
	kind := p.kind()
	key := valueKeys[kind]
	if key == "" {
		return nil, fmt.Errorf("a %s holds no value", kind)
	}
	value := map[string]any{"type": kind, key: nil}
	if zone, given := p.element["timezone"]; given {
		value["timezone"] = zone
	}
	if holdsMany(kind) {
		many, err := w.encodeMany(p, choice, offered)
		value[key] = many
		return value, err
	}
	if choice == nil || choice == "" {
		if kind == "radio_buttons" {
			return nil, fmt.Errorf("radio buttons cannot be cleared")
		}
		return value, nil
	}
	one, err := w.encodeOne(p, choice, offered)
	value[key] = one
	return value, err
}

// encodeMany encodes a list of choices, each as encodeOne does. A file input takes ten files unless max_files says less
// (reference/block-kit/block-elements/file-input-element); menus take any number unless max_selected_items does.
func (w *Workspace) encodeMany(p place, choice any, offered []map[string]any) ([]any, error) {
	var choices []any
	switch list := choice.(type) {
	case nil:
	case []string:
		for _, item := range list {
			choices = append(choices, item)
		}
	case []any:
		choices = list
	default:
		choices = []any{choice}
	}
	most := 10
	if limit, ok := p.element["max_selected_items"].(float64); ok {
		most = int(limit)
	} else if limit, ok := p.element["max_files"].(float64); ok {
		most = int(limit)
	} else if p.kind() != "file_input" {
		most = len(choices)
	}
	if len(choices) > most {
		return nil, fmt.Errorf("at most %d may be chosen", most)
	}
	encoded := []any{}
	for _, item := range choices {
		one, err := w.encodeOne(p, item, offered)
		if err != nil {
			return nil, err
		}
		encoded = append(encoded, one)
	}
	return encoded, nil
}

// encodeOne encodes one choice and refuses what the client would not let a person enter: a line break in a single-line
// field, an option that is not offered, a person or channel nobody has, a date that does not exist. Numbers stay text;
// only datetimepicker holds a number, in Unix seconds.
func (w *Workspace) encodeOne(p place, choice any, offered []map[string]any) (any, error) {
	kind := strings.TrimPrefix(p.kind(), "multi_")
	words := fmt.Sprint(choice)
	if number, ok := choice.(float64); ok {
		words = strconv.FormatFloat(number, 'f', -1, 64)
	}
	switch kind {
	case "plain_text_input":
		if multiline, _ := p.element["multiline"].(bool); !multiline && strings.ContainsAny(words, "\r\n") {
			return nil, fmt.Errorf("a single-line field takes no line breaks")
		}
		return words, nil
	case "email_text_input", "url_text_input", "number_input":
		return words, nil
	case "rich_text_input":
		if object, ok := choice.(map[string]any); ok {
			return object, nil
		}
		return map[string]any{"type": "rich_text", "elements": []any{map[string]any{"type": "rich_text_section",
			"elements": []any{map[string]any{"type": "text", "text": words}}}}}, nil
	case "datepicker":
		_, err := time.Parse(time.DateOnly, words)
		return words, err
	case "timepicker":
		_, err := time.Parse("15:04", words)
		return words, err
	case "datetimepicker":
		seconds, err := strconv.ParseInt(words, 10, 64)
		return seconds, err
	case "external_select":
		if initial, ok := p.element["initial_option"].(map[string]any); ok {
			offered = append(slices.Clone(offered), initial)
		}
		return pick(append(slices.Clone(offered), toBlocks(p.element["initial_options"])...), words)
	case "file_input":
		f := w.files[words]
		if f == nil {
			return nil, fmt.Errorf("no file %q; upload it first", words)
		}
		return f.object(w.base()), nil
	case "users_select":
		if u := w.findUser(words); u != nil {
			return u.ID, nil
		}
		return nil, notHere(words)
	case "conversations_select", "channels_select":
		if c := w.findChannel(words); c != nil {
			return c.id, nil
		}
		return nil, fmt.Errorf("no conversation %q", words)
	}
	return pick(optionsOf(p.element), words)
}

// scopesOfElements are the bot scopes without which Slack refuses a block or an element
// (reference/block-kit/blocks/video-block, reference/block-kit/block-elements/file-input-element). The pages name the
// scopes but not the answer; missing_scope with needed and provided is how Slack says it everywhere else.
var scopesOfElements = map[string]string{"video": "links.embed:write", "file_input": "files:read"}

// lacking is the scope that blocks or a view need and the app does not hold, "" when it holds all. Blocks inside
// containers and attachments count as well. Of several missing scopes only the one found first is named.
func (w *Workspace) lacking(content any) string {
	needed := ""
	blockkit.Walk(content, func(object map[string]any) {
		kind, _ := object["type"].(string)
		if scope := scopesOfElements[kind]; scope != "" && needed == "" && !w.manifest.Granted(scope) {
			needed = scope
		}
	})
	return needed
}

// bareChannel is a mention of a channel without its name.
var bareChannel = regexp.MustCompile(`<#([CG][A-Z0-9]+)>`)

// nameChannels completes <#C1> to <#C1|general>, as Slack stores it (messaging/formatting-message-text, "Linking to
// channels"). A channel the app does not see keeps its bare id: its name is not the app's to learn.
func (w *Workspace) nameChannels(text string) string {
	return bareChannel.ReplaceAllStringFunc(text, func(mention string) string {
		c := w.channels[bareChannel.FindStringSubmatch(mention)[1]]
		if c == nil || c.im || !w.botSees(c) {
			return mention
		}
		return "<#" + c.id + "|" + c.name + ">"
	})
}

// nameChannelsIn completes the mentions in all mrkdwn of blocks, in place. Plain text stays as it is: nothing is a
// mention there.
func (w *Workspace) nameChannelsIn(blocks []map[string]any) {
	blockkit.Walk(blocks, func(object map[string]any) {
		if text, ok := object["text"].(string); ok && object["type"] == "mrkdwn" {
			object["text"] = w.nameChannels(text)
		}
	})
}
