// Block Kit tables: interactive elements, images and text objects.

package slacksim

// Fields that many elements share: https://docs.slack.dev/reference/block-kit/block-elements
var (
	actionField      = fields{"action_id": identifier}
	confirmField     = fields{"confirm": object("confirm")}
	focusField       = fields{"focus_on_load": boolean()}
	placeholderField = fields{"placeholder": plain(150)}
	dispatchField    = fields{"dispatch_action_config": object("dispatch_action_config")}
	selectedField    = fields{"max_selected_items": integer(1, 0)}

	// imageFields: image_url and slack_file exclude each other, see oneImage.
	imageFields = fields{
		"alt_text":   required(characters(1, 2000)),
		"image_url":  formatted("web address", 3000),
		"slack_file": object("slack_file"),
	}
	choiceFields = join(actionField, confirmField, focusField)
	menuFields   = join(choiceFields, placeholderField)
	typingFields = join(actionField, focusField, placeholderField, dispatchField)
	optionLists  = fields{
		"options":       list(1, 100, object("option")),
		"option_groups": list(1, 100, object("option_group")),
	}
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
	"plain_text": {page: "composition-objects/text-object", fields: fields{
		"text": required(characters(1, 3000)), "emoji": boolean(),
	}},
	"mrkdwn": {page: "composition-objects/text-object", fields: fields{
		"text": required(characters(1, 3000)), "verbatim": boolean(),
	}},
	"image": {page: "block-elements/image-element", fields: imageFields},
	"icon":  {page: "blocks/card-block", fields: fields{"name": required(matching(`^[a-z][a-z0-9_-]*$`))}},
	"button": {page: "block-elements/button-element", fields: join(buttonFields, confirmField, fields{
		"value": characters(1, 2000),
		"url":   formatted("uri", 3000),
		"style": oneWord("primary", "danger"),
	})},
	"workflow_button": {page: "block-elements/workflow-button-element", surfaces: messageOnly, fields: join(buttonFields, confirmField, fields{
		"action_id": required(identifier),
		"workflow":  required(object("workflow")),
		"style":     oneWord("primary", "danger"),
	})},
	"icon_button": {page: "block-elements/icon-button-element", surfaces: messageOnly, fields: join(buttonFields, confirmField, fields{
		"icon":                required(oneWord("trash")),
		"value":               characters(1, 2000),
		"visible_to_user_ids": list(0, 0, matching(userID)),
	})},
	"feedback_buttons": {page: "block-elements/feedback-buttons-element", surfaces: messageOnly, fields: join(actionField, fields{
		"positive_button": required(object("feedback_button")),
		"negative_button": required(object("feedback_button")),
	})},
	"overflow": {page: "block-elements/overflow-menu-element", fields: join(actionField, confirmField, fields{
		"options": required(list(1, 5, object("overflow_option"))),
	})},
	"checkboxes": {page: "block-elements/checkboxes-element", fields: join(choiceFields, fields{
		"options":         required(list(1, 10, object("rich_option"))),
		"initial_options": list(1, 10, object("rich_option")),
	})},
	"radio_buttons": {page: "block-elements/radio-button-group-element", fields: join(choiceFields, fields{
		"options":        required(list(1, 10, object("rich_option"))),
		"initial_option": object("rich_option"),
	})},

	"static_select": {page: "block-elements/select-menu-element", fields: join(menuFields, optionLists, fields{
		"initial_option": object("option"),
	})},
	"multi_static_select": {page: "block-elements/multi-select-menu-element", fields: join(menuFields, optionLists, selectedField, fields{
		"initial_options": list(1, 100, object("option")),
	})},
	"external_select": {page: "block-elements/select-menu-element", fields: join(menuFields, fields{
		"initial_option":   object("option"),
		"min_query_length": integer(0, 0),
	})},
	"multi_external_select": {page: "block-elements/multi-select-menu-element", fields: join(menuFields, selectedField, fields{
		"initial_options":  list(1, 100, object("option")),
		"min_query_length": integer(0, 0),
	})},
	"users_select": {page: "block-elements/select-menu-element", fields: join(menuFields, fields{
		"initial_user": matching(userID),
	})},
	"multi_users_select": {page: "block-elements/multi-select-menu-element", fields: join(menuFields, selectedField, fields{
		"initial_users": list(1, 0, matching(userID)),
	})},
	"conversations_select": {page: "block-elements/select-menu-element", fields: join(menuFields, fields{
		"initial_conversation":            matching(conversationID),
		"default_to_current_conversation": boolean(),
		"response_url_enabled":            boolean(),
		"filter":                          object("filter"),
	})},
	"multi_conversations_select": {page: "block-elements/multi-select-menu-element", fields: join(menuFields, selectedField, fields{
		"initial_conversations":           list(1, 0, matching(conversationID)),
		"default_to_current_conversation": boolean(),
		"filter":                          object("filter"),
	})},
	"channels_select": {page: "block-elements/select-menu-element", fields: join(menuFields, fields{
		"initial_channel":      matching(channelID),
		"response_url_enabled": boolean(),
	})},
	"multi_channels_select": {page: "block-elements/multi-select-menu-element", fields: join(menuFields, selectedField, fields{
		"initial_channels": list(1, 0, matching(channelID)),
	})},

	"datepicker": {page: "block-elements/date-picker-element", fields: join(menuFields, fields{
		"initial_date": formatted("date", 0),
	})},
	"timepicker": {page: "block-elements/time-picker-element", fields: join(menuFields, fields{
		"initial_time": matching(`^([01][0-9]|2[0-3]):[0-5][0-9]$`),
		"timezone":     matching(`^[A-Za-z]+(/[A-Za-z0-9_+-]+){0,2}$`),
	})},
	// Unix seconds have ten digits from 2001 until 2286; Slack asks for exactly ten.
	"datetimepicker": {page: "block-elements/datetime-picker-element", surfaces: messageAndModal, fields: join(choiceFields, fields{
		"initial_date_time": integer(1_000_000_000, 9_999_999_999),
	})},

	"plain_text_input": {page: "block-elements/plain-text-input-element", fields: join(typingFields, fields{
		"initial_value": characters(0, 3000),
		"multiline":     boolean(),
		"min_length":    integer(0, 3000),
		"max_length":    integer(1, 3000),
	})},
	"email_text_input": {page: "block-elements/email-input-element", surfaces: modalOnly, fields: join(typingFields, fields{
		"initial_value": characters(0, 3000),
	})},
	"url_text_input": {page: "block-elements/url-input-element", surfaces: modalOnly, fields: join(typingFields, fields{
		"initial_value": characters(0, 3000),
	})},
	"number_input": {page: "block-elements/number-input-element", surfaces: modalOnly, fields: join(typingFields, fields{
		"is_decimal_allowed": required(boolean()),
		"initial_value":      matching(numberText),
		"min_value":          matching(numberText),
		"max_value":          matching(numberText),
	})},
	"rich_text_input": {page: "block-elements/rich-text-input-element", surfaces: modalAndHome, fields: join(typingFields, fields{
		"action_id":     required(identifier),
		"initial_value": typed("block", "rich_text"),
		"min_lines":     integer(1, 100),
		"max_lines":     integer(1, 100),
	})},
	"file_input": {page: "block-elements/file-input-element", surfaces: modalOnly, fields: join(actionField, fields{
		"filetypes": list(1, 0, characters(1, 0)),
		"max_files": integer(1, 10),
	})},
}
