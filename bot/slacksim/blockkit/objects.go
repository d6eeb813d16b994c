// Block Kit tables: views, composition objects and the small objects inside blocks.

package blockkit

// shapes are all typed objects by family; a `type` is looked up in the family that its place asks for.
var shapes = map[string]map[string]shape{
	"view":    viewShapes,
	"block":   blockShapes,
	"element": elementShapes,
	"rich":    richTextShapes,
	"leaf":    richTextLeafShapes,
	"cell":    cellShapes,
	"chart":   chartShapes,
	"source":  sourceShapes,
}

// viewShapes: https://docs.slack.dev/reference/views
var viewShapes = map[string]shape{
	"modal": {fields: join(viewFields, fields{
		"title":           required(plain(24)),
		"submit":          plain(24),
		"close":           plain(24),
		"blocks":          required(list(1, maxViewBlocks, typed("block", allBlocks...))),
		"clear_on_close":  boolean(),
		"notify_on_close": boolean(),
		"submit_disabled": boolean(),
	})},
	// A home view without blocks is how apps clear the tab.
	"home": {fields: join(viewFields, fields{
		"blocks": required(list(0, maxViewBlocks, typed("block", allBlocks...))),
	})},
}

// viewFields are what an app keeps in any view; Slack adds id, hash, state and more, and refuses them when sent back.
var viewFields = fields{
	"private_metadata": characters(0, 3000),
	"callback_id":      characters(0, 255),
	"external_id":      characters(0, 255),
}

// objectShapes are the objects without a `type`.
var objectShapes = map[string]shape{
	// docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object
	"confirm": {fields: fields{
		"title":   required(plain(100)),
		"text":    required(text(300)),
		"confirm": required(plain(30)),
		"deny":    required(plain(30)),
		"style":   oneWord("primary", "danger"),
	}},
	// docs.slack.dev/reference/block-kit/composition-objects/option-group-object
	"option_group": {fields: fields{
		"label":   required(plain(75)),
		"options": required(list(1, 100, object("option"))),
	}},
	// docs.slack.dev/reference/block-kit/composition-objects/option-object
	"option": {fields: join(optionFields, fields{
		"text":        required(plain(75)),
		"description": plain(75),
	})},
	"rich_option": {fields: join(optionFields, fields{
		"text":        required(text(75)),
		"description": text(75),
	})},
	"overflow_option": {fields: join(optionFields, fields{
		"text":        required(plain(75)),
		"description": plain(75),
		"url":         formatted("uri", 3000),
	})},
	// docs.slack.dev/reference/block-kit/composition-objects/dispatch-action-configuration-object
	"dispatch_action_config": {fields: fields{
		"trigger_actions_on": required(distinct(list(1, 2, oneWord("on_enter_pressed", "on_character_entered")))),
	}},
	// docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object
	"filter": {some: []string{"include", "exclude_external_shared_channels", "exclude_bot_users"}, fields: fields{
		"include":                          distinct(list(1, 4, oneWord("im", "mpim", "private", "public"))),
		"exclude_external_shared_channels": boolean(),
		"exclude_bot_users":                boolean(),
	}},
	// docs.slack.dev/reference/block-kit/composition-objects/slack-file-object
	"slack_file": {one: [2]string{"id", "url"}, fields: fields{
		"id":  matching(`^F[A-Z0-9]+$`),
		"url": formatted("web address", 3000),
	}},
	// docs.slack.dev/reference/block-kit/composition-objects/workflow-object
	"workflow": {fields: fields{
		"trigger": required(object("trigger")),
	}},
	// docs.slack.dev/reference/block-kit/composition-objects/trigger-object
	"trigger": {fields: fields{
		"url":                           required(formatted("web address", 3000)),
		"customizable_input_parameters": list(0, 0, object("input_parameter")),
	}},
	"input_parameter": {fields: fields{
		"name":  required(characters(1, 0)),
		"value": required(anything()),
	}},
	// docs.slack.dev/reference/block-kit/block-elements/feedback-buttons-element
	"feedback_button": {fields: fields{
		"text":                required(plain(75)),
		"value":               required(characters(1, 2000)),
		"accessibility_label": characters(1, 75),
	}},
	// docs.slack.dev/reference/block-kit/blocks/table-block
	"column": {fields: fields{
		"align":      oneWord("left", "center", "right"),
		"is_wrapped": boolean(),
	}},
	// docs.slack.dev/reference/block-kit/blocks/data-visualization-block
	"axis": {fields: fields{
		"categories": required(distinct(list(1, 20, characters(1, 20)))),
		"x_label":    characters(0, 50),
		"y_label":    characters(0, 50),
	}},
	"series": {fields: fields{
		"name": required(characters(1, 20)),
		"data": required(list(1, 20, object("point"))),
	}},
	"point": {fields: fields{
		"label": required(characters(1, 20)),
		"value": required(number()),
	}},
	// docs.slack.dev/reference/block-kit/blocks/rich-text-block
	"text_style": {fields: fields{
		"bold": boolean(), "italic": boolean(), "strike": boolean(), "code": boolean(), "underline": boolean(),
		"highlight": boolean(), "client_highlight": boolean(), "unlink": boolean(),
	}},
}

// optionFields: Slack's page says 150 characters for value; clients written before 2024 assume 75.
var optionFields = fields{"value": required(characters(1, 150))}

// chartShapes: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
var chartShapes = map[string]shape{
	"line": {unique: seriesNames, custom: chartSeries, fields: seriesFields},
	"bar":  {unique: seriesNames, custom: chartSeries, fields: seriesFields},
	"area": {unique: seriesNames, custom: chartSeries, fields: seriesFields},
	"pie":  {custom: chartSegments, fields: fields{"segments": required(list(1, 12, object("point")))}},
}

// seriesNames tell the series of a chart apart.
var seriesNames = [2]string{"series", "name"}

// seriesFields hold charts with axes. The page allowed 6 series before it allowed 12.
var seriesFields = fields{
	"series":      required(list(1, 12, object("series"))),
	"axis_config": required(object("axis")),
}

// cellShapes: https://docs.slack.dev/reference/block-kit/blocks/table-block and data-table-block
var cellShapes = map[string]shape{
	"raw_text":   {fields: fields{"text": required(characters(1, 0))}},
	"raw_number": {fields: fields{"value": required(number()), "text": required(characters(1, 0))}},
	"rich_text":  {fields: fields{"elements": required(richTextParts), "block_id": identifier}},
	// A button, and what clients show that know no such cell. Only data tables have it.
	"action_cell": {fields: fields{"element": required(typed("element", "button")),
		"fallback": typed("cell", "raw_text", "raw_number")}},
}

// sourceShapes: https://docs.slack.dev/reference/block-kit/block-elements/url-source-element
var sourceShapes = map[string]shape{
	"url": {fields: fields{"url": required(formatted("web address", 3000)), "text": required(characters(1, 0))}},
}
