// Block Kit tables: interactive elements, images and text objects.

package blockkit

// Fields that many elements share: https://docs.slack.dev/reference/block-kit/block-elements
var (
	actionField      = fields{"action_id": identifier}
	confirmField     = fields{"confirm": object("confirm")}
	focusField       = fields{"focus_on_load": boolean()}
	placeholderField = fields{"placeholder": plain(150)}
	dispatchField    = fields{"dispatch_action_config": object("dispatch_action_config")}
	selectedField    = fields{"max_selected_items": integer(1, 0)}

	// A picture is a public address or a file of Slack's.
	imageSource = [2]string{"image_url", "slack_file"}
	imageFields = fields{
		"alt_text":   required(characters(1, 2000)),
		"image_url":  formatted("web address", 3000),
		"slack_file": object("slack_file"),
	}
	// choiceFields, menuFields and typingFields are what boxes, menus and text inputs take besides their own fields.
	choiceFields = join(actionField, confirmField, focusField)
	menuFields   = join(choiceFields, placeholderField)
	typingFields = join(actionField, focusField, placeholderField, dispatchField)
	// A static menu takes one of its two lists.
	optionSource = [2]string{"options", "option_groups"}
	optionLists  = fields{
		"options":       list(1, 100, object("option")),
		"option_groups": list(1, 100, object("option_group")),
	}
	// A label of 75 characters is accepted, though clients cut it at about 30.
	buttonFields = join(actionField, fields{
		"text":                required(plain(75)),
		"accessibility_label": characters(1, 75),
	})
)

// Ids as Slack writes them: https://docs.slack.dev/reference/objects
const (
	userID         = `^[UW][A-Z0-9]+$`
	channelID      = `^[CG][A-Z0-9]+$`
	conversationID = `^[CGDUW][A-Z0-9]+$`
	numberText     = `^-?[0-9]+(\.[0-9]+)?$`
)

// elementShapes: one page each below https://docs.slack.dev/reference/block-kit/block-elements; the places where an
// element may stand are written in blockShapes.
var elementShapes = map[string]shape{
	// docs.slack.dev/reference/block-kit/composition-objects/text-object
	"plain_text": {fields: fields{
		"text": required(characters(1, 3000)), "emoji": boolean(),
	}},
	"mrkdwn": {fields: fields{
		"text": required(characters(1, 3000)), "verbatim": boolean(),
	}},
	// docs.slack.dev/reference/block-kit/block-elements/image-element
	"image": {one: imageSource, fields: imageFields},
	// docs.slack.dev/reference/block-kit/blocks/card-block
	"icon": {fields: fields{"name": required(matching(`^[a-z][a-z0-9_-]*$`))}},
	// docs.slack.dev/reference/block-kit/block-elements/button-element
	"button": {fields: join(buttonFields, confirmField, fields{
		"value": characters(1, 2000),
		"url":   formatted("uri", 3000),
		"style": oneWord("primary", "danger"),
	})},
	// docs.slack.dev/reference/block-kit/block-elements/workflow-button-element
	"workflow_button": {surfaces: messageOnly, fields: join(buttonFields, confirmField, fields{
		"action_id": required(identifier),
		"workflow":  required(object("workflow")),
		"style":     oneWord("primary", "danger"),
	})},
	// docs.slack.dev/reference/block-kit/block-elements/icon-button-element
	"icon_button": {surfaces: messageOnly, fields: join(buttonFields, confirmField, fields{
		"icon":                required(oneWord("trash")),
		"value":               characters(1, 2000),
		"visible_to_user_ids": list(0, 0, matching(userID)),
	})},
	// docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element
	"feedback_buttons": {surfaces: messageOnly, fields: join(actionField, fields{
		"positive_button": required(object("feedback_button")),
		"negative_button": required(object("feedback_button")),
	})},
	// docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
	"overflow": {fields: join(actionField, confirmField, fields{
		"options": required(list(1, 5, object("overflow_option"))),
	})},
	// docs.slack.dev/reference/block-kit/block-elements/checkboxes-element
	"checkboxes": {custom: initialAmongOptions, fields: join(choiceFields, fields{
		"options":         required(list(1, 10, object("rich_option"))),
		"initial_options": list(1, 10, object("rich_option")),
	})},
	// docs.slack.dev/reference/block-kit/block-elements/radio-button-group-element
	"radio_buttons": {custom: initialAmongOptions, fields: join(choiceFields, fields{
		"options":        required(list(1, 10, object("rich_option"))),
		"initial_option": object("rich_option"),
	})},

	// docs.slack.dev/reference/block-kit/block-elements/select-menu-element and multi-select-menu-element
	"static_select": {one: optionSource, custom: initialAmongOptions, fields: join(menuFields, optionLists, fields{
		"initial_option": object("option"),
	})},
	"multi_static_select": {one: optionSource, custom: initialAmongOptions, fields: join(menuFields, optionLists,
		selectedField, fields{
			"initial_options": list(1, 100, object("option")),
		})},
	"external_select": {fields: join(menuFields, fields{
		"initial_option":   object("option"),
		"min_query_length": integer(0, 0),
	})},
	"multi_external_select": {fields: join(menuFields, selectedField, fields{
		"initial_options":  list(1, 100, object("option")),
		"min_query_length": integer(0, 0),
	})},
	"users_select": {fields: join(menuFields, fields{
		"initial_user": matching(userID),
	})},
	"multi_users_select": {fields: join(menuFields, selectedField, fields{
		"initial_users": list(1, 0, matching(userID)),
	})},
	"conversations_select": {fields: join(menuFields, fields{
		"initial_conversation":            matching(conversationID),
		"default_to_current_conversation": boolean(),
		"response_url_enabled":            boolean(),
		"filter":                          object("filter"),
	})},
	"multi_conversations_select": {fields: join(menuFields, selectedField, fields{
		"initial_conversations":           list(1, 0, matching(conversationID)),
		"default_to_current_conversation": boolean(),
		"filter":                          object("filter"),
	})},
	"channels_select": {fields: join(menuFields, fields{
		"initial_channel":      matching(channelID),
		"response_url_enabled": boolean(),
	})},
	"multi_channels_select": {fields: join(menuFields, selectedField, fields{
		"initial_channels": list(1, 0, matching(channelID)),
	})},

	// docs.slack.dev/reference/block-kit/block-elements/date-picker-element
	"datepicker": {fields: join(menuFields, fields{
		"initial_date": formatted("date", 0),
	})},
	// docs.slack.dev/reference/block-kit/block-elements/time-picker-element
	"timepicker": {fields: join(menuFields, fields{
		"initial_time": matching(`^([01][0-9]|2[0-3]):[0-5][0-9]$`),
		"timezone":     matching(`^[A-Za-z]+(/[A-Za-z0-9_+-]+){0,2}$`),
	})},
	// docs.slack.dev/reference/block-kit/block-elements/datetime-picker-element
	// Unix seconds have ten digits from 2001 until 2286; Slack asks for exactly ten.
	"datetimepicker": {surfaces: messageAndModal, fields: join(choiceFields, fields{
		"initial_date_time": integer(1_000_000_000, 9_999_999_999),
	})},

	// docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element
	"plain_text_input": {ordered: [2]string{"min_length", "max_length"}, custom: lengthBounds,
		fields: join(typingFields, fields{
			"initial_value": characters(0, 3000),
			"multiline":     boolean(),
			"min_length":    integer(0, 3000),
			"max_length":    integer(1, 3000),
		})},
	// docs.slack.dev/reference/block-kit/block-elements/email-input-element
	"email_text_input": {surfaces: modalOnly, fields: join(typingFields, fields{
		"initial_value": characters(0, 3000),
	})},
	// docs.slack.dev/reference/block-kit/block-elements/url-input-element
	"url_text_input": {surfaces: modalOnly, fields: join(typingFields, fields{
		"initial_value": characters(0, 3000),
	})},
	// docs.slack.dev/reference/block-kit/block-elements/number-input-element
	"number_input": {surfaces: modalOnly, custom: numberBounds, fields: join(typingFields, fields{
		"is_decimal_allowed": required(boolean()),
		"initial_value":      matching(numberText),
		"min_value":          matching(numberText),
		"max_value":          matching(numberText),
	})},
	// docs.slack.dev/reference/block-kit/block-elements/rich-text-input-element
	"rich_text_input": {surfaces: modalAndHome, ordered: [2]string{"min_lines", "max_lines"},
		fields: join(typingFields, fields{
			"action_id":     required(identifier),
			"initial_value": typed("block", "rich_text"),
			"min_lines":     integer(1, 100),
			"max_lines":     integer(1, 100),
		})},
	// docs.slack.dev/reference/block-kit/block-elements/file-input-element
	"file_input": {surfaces: modalOnly, fields: join(actionField, fields{
		"filetypes": list(1, 0, characters(1, 0)),
		"max_files": integer(1, 10),
	})},
}
