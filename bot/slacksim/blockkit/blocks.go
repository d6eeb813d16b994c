// Block Kit tables: every block, where it may stand and what it may hold.

package blockkit

// identifier bounds block_id and action_id. An empty one is refused, as slack.dev asks for "1 to 255 characters".
var identifier = characters(1, 255)

// Sets of surfaces that the tables use; nil stands for all three.
var (
	messageOnly     = []Surface{SurfaceMessage}
	modalOnly       = []Surface{SurfaceModal}
	messageAndModal = []Surface{SurfaceMessage, SurfaceModal}
	messageAndHome  = []Surface{SurfaceMessage, SurfaceHome}
	modalAndHome    = []Surface{SurfaceModal, SurfaceHome}
	noSurface       = []Surface{}
)

// allBlocks are the types that a list of blocks may name; the surfaces in blockShapes narrow them.
var allBlocks = []string{
	"actions", "alert", "card", "carousel", "container", "context", "context_actions", "data_table",
	"data_visualization", "divider", "file", "header", "image", "input", "markdown", "plan", "rich_text", "section",
	"table", "task_card", "video",
}

// selectElements are the menus; they may stand in section, actions and input alike.
var selectElements = []string{
	"static_select", "external_select", "users_select", "conversations_select", "channels_select",
	"multi_static_select", "multi_external_select", "multi_users_select", "multi_conversations_select",
	"multi_channels_select",
}

// dataCell is a cell of a data table.
var dataCell = typed("cell", "raw_text", "raw_number", "rich_text", "action_cell")

// blockShapes: https://docs.slack.dev/reference/block-kit/blocks, one page each, named like the type: section-block,
// context-actions-block. Where Slack's pages and observed behaviour differ, the stricter one stands here.
var blockShapes = map[string]shape{
	"section": {custom: textOrFields, fields: fields{
		"block_id": identifier,
		"text":     text(3000),
		"fields":   list(1, 10, text(2000)),
		"accessory": typed("element", append([]string{"button", "checkboxes", "datepicker", "timepicker", "image",
			"overflow", "radio_buttons", "workflow_button"}, selectElements...)...),
		"expand": boolean(),
	}},
	"divider": {fields: fields{"block_id": identifier}},
	"header": {fields: fields{
		"block_id": identifier,
		"text":     required(plain(150)),
		"level":    integer(1, 4),
	}},
	"context": {fields: fields{
		"block_id": identifier,
		"elements": required(list(1, 10, typed("element", "image", "plain_text", "mrkdwn"))),
	}},
	"actions": {fields: fields{
		"block_id": identifier,
		"elements": required(list(1, 25, typed("element", append([]string{"button", "checkboxes", "datepicker",
			"datetimepicker", "timepicker", "overflow", "radio_buttons", "workflow_button"}, selectElements...)...))),
	}},
	"input": {custom: inputElement, fields: fields{
		"block_id": identifier,
		"label":    required(plain(2000)),
		"element": required(typed("element", append([]string{"plain_text_input", "email_text_input", "url_text_input",
			"number_input", "rich_text_input", "file_input", "checkboxes", "radio_buttons", "datepicker", "datetimepicker",
			"timepicker"}, selectElements...)...)),
		"hint":            plain(2000),
		"optional":        boolean(),
		"dispatch_action": boolean(),
	}},
	"image": {one: imageSource, fields: join(imageFields, fields{
		"block_id": identifier,
		"title":    plain(2000),
	})},
	"rich_text": {fields: fields{
		"block_id": identifier,
		"elements": required(richTextParts),
	}},
	"video": {fields: fields{
		"block_id":          identifier,
		"title":             required(plain(199)),
		"video_url":         required(matching(`^https://[^\s]+$`)),
		"thumbnail_url":     required(formatted("web address", 3000)),
		"alt_text":          required(characters(1, 2000)),
		"title_url":         matching(`^https://[^\s]+$`),
		"author_name":       characters(1, 49),
		"description":       plain(199),
		"provider_name":     characters(1, 0),
		"provider_icon_url": formatted("web address", 3000),
	}},
	// Slack makes this block itself out of remote files; an app that sends it is refused.
	"file": {surfaces: noSurface},
	"markdown": {surfaces: messageOnly, fields: fields{
		"block_id": identifier,
		"text":     required(characters(1, 0)),
	}},
	"context_actions": {surfaces: messageOnly, fields: fields{
		"block_id": identifier,
		"elements": required(list(1, 5, typed("element", "feedback_buttons", "icon_button"))),
	}},
	"table": {surfaces: messageAndHome, custom: tableSize, fields: fields{
		"block_id":        identifier,
		"rows":            required(list(1, 100, list(1, 20, typed("cell", "raw_text", "raw_number", "rich_text")))),
		"column_settings": list(0, 20, nullable(object("column"))),
	}},
	"data_table": {surfaces: messageAndHome, custom: dataTable, fields: fields{
		"block_id":                identifier,
		"caption":                 required(characters(1, 0)),
		"rows":                    required(list(2, 201, list(1, 20, dataCell))),
		"page_size":               integer(1, 100),
		"row_header_column_index": integer(0, 19),
	}},
	"data_visualization": {surfaces: messageAndHome, fields: fields{
		"block_id": identifier,
		"title":    required(characters(1, 50)),
		"chart":    required(typed("chart", "line", "bar", "area", "pie")),
	}},
	// Subtitle and icons alone make no card.
	"card": {surfaces: messageAndHome, some: []string{"hero_image", "title", "actions", "body"},
		not: [2]string{"icon", "slack_icon"}, fields: fields{
			"block_id":   identifier,
			"hero_image": typed("element", "image"),
			"icon":       typed("element", "image"),
			"slack_icon": typed("element", "icon"),
			"title":      text(150),
			"subtitle":   text(150),
			"body":       text(200),
			"subtext":    text(200),
			"actions":    list(1, 3, typed("element", "button")),
		}},
	"carousel": {surfaces: messageAndHome, fields: fields{
		"block_id": identifier,
		"elements": required(list(1, 10, typed("block", "card"))),
	}},
	"container": {surfaces: messageAndHome, some: []string{"title", "rich_text_title"},
		custom: containerTitle, fields: fields{
			"block_id":        identifier,
			"title":           plain(150),
			"rich_text_title": typed("block", "rich_text"),
			"subtitle":        text(150),
			"icon":            typed("element", "image"),
			"width":           oneWord("narrow", "standard", "wide", "full"),
			"child_blocks": required(list(1, 10, typed("block", "actions", "context", "divider", "file", "header", "image",
				"input", "rich_text", "section", "table", "video"))),
			"is_collapsible":     boolean(),
			"default_collapsed":  boolean(),
			"has_header_divider": boolean(),
		}},
	"alert": {surfaces: modalOnly, fields: fields{
		"block_id": identifier,
		"text":     required(text(200)),
		"level":    oneWord("default", "info", "warning", "error", "success"),
	}},
	// A task is updated by its id, so no two may share one.
	"plan": {surfaces: messageOnly, unique: [2]string{"tasks", "task_id"}, fields: fields{
		"block_id": identifier,
		"title":    required(characters(1, 0)),
		"tasks":    list(0, 50, assumed(typed("block", "task_card"))),
	}},
	"task_card": {surfaces: messageOnly, fields: fields{
		"block_id":   identifier,
		"task_id":    required(characters(1, 0)),
		"title":      required(characters(1, 0)),
		"details":    typed("block", "rich_text"),
		"output":     typed("block", "rich_text"),
		"sources":    list(0, 0, typed("source", "url")),
		"hide_title": boolean(),
		"icon":       anything(), // its shape is on no page
		"status":     oneWord("pending", "in_progress", "complete", "error"),
	}},
}
