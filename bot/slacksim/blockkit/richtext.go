// Block Kit tables: rich text, its parts and the leaves inside them.

package blockkit

// richTextParts are the paragraphs of a rich_text block:
// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block. Slack accepts empty lists here, except for the
// items of a list.
var richTextParts = list(0, 0, typed("rich", "rich_text_section", "rich_text_list", "rich_text_preformatted",
	"rich_text_quote"))

// richTextLeaves are what apps write by hand. Leaves that refer to canvases, lists, files, workflows and records of
// other products are refused, since nothing here could show them.
var richTextLeaves = list(0, 0, typed("leaf", "text", "link", "user", "usergroup", "team", "channel", "emoji",
	"broadcast", "color", "date"))

// borderField: the page shows 0 and 1, Slack's own messages carry 2 as well.
var borderField = fields{"border": integer(0, 0)}

// richTextShapes are the paragraphs; only a list says how deep it is and where its numbers start.
var richTextShapes = map[string]shape{
	"rich_text_section": {fields: fields{"elements": required(richTextLeaves)}},
	"rich_text_list": {fields: join(borderField, fields{
		"style":    required(oneWord("bullet", "ordered")),
		"elements": required(list(1, 0, typed("rich", "rich_text_section"))),
		"indent":   integer(0, 8),
		"offset":   integer(0, 0),
	})},
	"rich_text_preformatted": {fields: join(borderField, fields{
		"elements": required(list(0, 0, typed("leaf", "text", "link"))),
		"language": characters(1, 0),
	})},
	"rich_text_quote": {fields: join(borderField, fields{"elements": required(richTextLeaves)})},
}

// styleField: every leaf may be styled, though most styles only show on text and links.
var styleField = fields{"style": object("text_style")}

// richTextLeafShapes: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block#element-types
var richTextLeafShapes = map[string]shape{
	"text": {fields: join(styleField, fields{"text": required(characters(1, 0))})},
	"link": {fields: join(styleField, fields{
		"url":    required(formatted("uri", 3000)),
		"text":   characters(0, 0),
		"unsafe": boolean(),
	})},
	"user":      {fields: join(styleField, fields{"user_id": required(matching(userID))})},
	"usergroup": {fields: join(styleField, fields{"usergroup_id": required(matching(`^S[A-Z0-9]+$`))})},
	"team":      {fields: join(styleField, fields{"team_id": required(matching(`^T[A-Z0-9]+$`))})},
	"channel":   {fields: join(styleField, fields{"channel_id": required(matching(channelID))})},
	"emoji": {fields: join(styleField, fields{
		"name":      required(matching(`^[a-z0-9_+'-]+$`)),
		"unicode":   characters(1, 0),
		"url":       formatted("web address", 3000),
		"skin_tone": integer(1, 6),
	})},
	"broadcast": {fields: join(styleField, fields{"range": required(oneWord("here", "channel", "everyone"))})},
	"color":     {fields: join(styleField, fields{"value": required(matching(`^#?[0-9a-fA-F]{6}$`))})},
	"date": {fields: join(styleField, fields{
		"timestamp": required(integer(0, 0)),
		"format":    required(characters(1, 0)),
		"url":       formatted("uri", 3000),
		"fallback":  characters(0, 0),
	})},
}
