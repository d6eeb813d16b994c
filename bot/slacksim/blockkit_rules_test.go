// Block Kit rules about values and about fields that depend on each other, each with Slack's sentence.

package slacksim_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
)

// verdict is a block and the lines it earns; pointers are given below /blocks/0.
type verdict struct {
	name    string
	surface slacksim.Surface
	block   string
	want    []string
}

func expectVerdicts(t *testing.T, verdicts []verdict) {
	t.Helper()
	for _, tc := range verdicts {
		t.Run(tc.name, func(t *testing.T) {
			var want []string
			for _, line := range tc.want {
				sentence, pointer, _ := strings.Cut(line, " @")
				want = append(want, sentence+" [json-pointer:/blocks/0"+pointer+"]")
			}
			if diff := cmp.Diff(want, oneBlock(tc.surface, tc.block)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func lines(lines ...string) []string { return lines }

func TestCheckBlocks_Values(t *testing.T) {
	expectVerdicts(t, []verdict{
		{"a block without a type", message, `{"block_id":"a"}`, lines("missing required field: type @")},
		{"a type that is no text", message, `{"type":["divider"]}`, lines("must provide a string @/type")},
		{"text where an object belongs", message, `{"type":"header","text":"hi"}`, lines("must provide an object @/text")},
		{"null where an object belongs", message, `{"type":"header","text":null}`, lines("must provide an object @/text")},
		{"an object where text belongs", message, `{"type":"markdown","text":{"type":"mrkdwn","text":"a"}}`, lines("must provide a string @/text")},
		{"text where a list belongs", message, `{"type":"context","elements":"a"}`, lines("must provide an array @/elements")},
		{"null where a list belongs", message, `{"type":"context","elements":null}`, lines("must provide an array @/elements")},
		{"text where yes or no belongs", message, `{"type":"section","text":{"type":"mrkdwn","text":"a","verbatim":"no"}}`, lines("must be a boolean @/text/verbatim")},
		{"a broken number", message, `{"type":"header","text":{"type":"plain_text","text":"a"},"level":1.5}`, lines("must provide an integer @/level")},
		{"text where a number belongs", message, `{"type":"header","text":{"type":"plain_text","text":"a"},"level":"1"}`, lines("must provide an integer @/level")},
		{"mrkdwn in a header", message, `{"type":"header","text":{"type":"mrkdwn","text":"a"}}`, lines("must be a valid enum value @/text/type")},
		{"mrkdwn on a button", message, inActions(`{"type":"button","text":{"type":"mrkdwn","text":"a"}}`), lines("must be a valid enum value @/elements/0/text/type")},
		{"an unknown text type", message, `{"type":"section","text":{"type":"html","text":"a"}}`, lines("unsupported type: html @/text/type")},
		{"emoji on mrkdwn", message, `{"type":"section","text":{"type":"mrkdwn","text":"a","emoji":true}}`, lines("invalid additional property: emoji @/text")},
		{"verbatim on plain text", message, `{"type":"section","text":{"type":"plain_text","text":"a","verbatim":true}}`, lines("invalid additional property: verbatim @/text")},
		{"an unknown button style", message, inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"style":"default"}`), lines("must be a valid enum value @/elements/0/style")},
		{"an address without a scheme", message, inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"url":"x.io"}`), lines("input must be a valid: uri @/elements/0/url")},
		{"a mail address behind a button", message, inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"url":"mailto:a@x.io"}`), nil},
		{"an image that is no web address", message, `{"type":"image","alt_text":"a","image_url":"data:image/png;base64,AAAA"}`, lines("input must be a valid: web address @/image_url")},
		{"a video that is not https", message, `{"type":"video","title":{"type":"plain_text","text":"a"},"video_url":"http://x.io/v","thumbnail_url":"https://x.io/t","alt_text":"a"}`,
			lines(`input must match regex pattern: ^https://[^\s]+$ @/video_url`)},
		{"a day that does not exist", message, inActions(`{"type":"datepicker","initial_date":"2026-02-30"}`), lines("input must be a valid: date @/elements/0/initial_date")},
		{"a day that exists", message, inActions(`{"type":"datepicker","initial_date":"2024-02-29"}`), nil},
		{"an hour that does not exist", message, inActions(`{"type":"timepicker","initial_time":"24:00"}`), lines("input must match regex pattern: ^([01][0-9]|2[0-3]):[0-5][0-9]$ @/elements/0/initial_time")},
		{"a moment in milliseconds", message, inActions(`{"type":"datetimepicker","initial_date_time":1628633820000}`), lines("must be less than 10000000000 @/elements/0/initial_date_time")},
		{"a moment in seconds", message, inActions(`{"type":"datetimepicker","initial_date_time":1628633820}`), nil},
		{"a person by name", message, inActions(`{"type":"users_select","initial_user":"@ada"}`), lines("input must match regex pattern: ^[UW][A-Z0-9]+$ @/elements/0/initial_user")},
		{"the same trigger twice", inModal, inInput(`{"type":"plain_text_input","dispatch_action_config":{"trigger_actions_on":["on_enter_pressed","on_enter_pressed"]}}`),
			lines("Input contains duplicate items @/element/dispatch_action_config/trigger_actions_on")},
		{"an address on an option outside an overflow", message, inActions(`{"type":"static_select","options":[{"text":{"type":"plain_text","text":"a"},"value":"v","url":"https://x.io"}]}`),
			lines("invalid additional property: url @/elements/0/options/0")},
		{"mrkdwn in a menu", message, inActions(`{"type":"static_select","options":[{"text":{"type":"mrkdwn","text":"a"},"value":"v"}]}`), lines("must be a valid enum value @/elements/0/options/0/text/type")},
		{"mrkdwn beside a checkbox", message, inActions(`{"type":"checkboxes","options":[{"text":{"type":"mrkdwn","text":"a"},"value":"v"}]}`), nil},
		{"a confirmation without its parts", message, inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"confirm":{}}`),
			lines("missing required field: confirm @/elements/0/confirm", "missing required field: deny @/elements/0/confirm", "missing required field: text @/elements/0/confirm", "missing required field: title @/elements/0/confirm")},
		{"bare text in a card", message, `{"type":"card","title":"a"}`, lines("must provide an object @/title")},
		{"a text object as the title of a plan", message, `{"type":"plan","title":{"type":"plain_text","text":"a"}}`, lines("must provide a string @/title")},
		{"a number cell without a number", message, `{"type":"table","rows":[[{"type":"raw_number","text":"1"}]]}`, lines("missing required field: value @/rows/0/0")},
		{"an emoji inside a text leaf is text", message, `{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"emoji","name":":wave:"}]}]}`,
			lines("input must match regex pattern: ^[a-z0-9_+'-]+$ @/elements/0/elements/0/name")},
		{"a list without a style", message, `{"type":"rich_text","elements":[{"type":"rich_text_list","elements":[{"type":"rich_text_section","elements":[]}]}]}`,
			lines("missing required field: style @/elements/0")},
		{"a list inside a list item", message, `{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_list","style":"bullet","elements":[]}]}]}`,
			lines("must be a valid enum value @/elements/0/elements/0/type")},
		{"text outside a section of rich text", message, `{"type":"rich_text","elements":[{"type":"text","text":"a"}]}`, lines("unsupported type: text @/elements/0/type")},
		{"an unknown text style", message, `{"type":"rich_text","elements":[{"type":"rich_text_quote","elements":[{"type":"text","text":"a","style":{"big":true}}]}]}`,
			lines("invalid additional property: big @/elements/0/elements/0/style")},
	})
}

func TestCheckBlocks_Relations(t *testing.T) {
	chart := func(axis, series string) string {
		return `{"type":"data_visualization","title":"a","chart":{"type":"line","axis_config":{"categories":` + axis + `},"series":` + series + `}}`
	}
	number := func(fields string) string { return inInput(`{"type":"number_input",` + fields + `}`) }
	other := `{"text":{"type":"plain_text","text":"b"},"value":"w"}`
	expectVerdicts(t, []verdict{
		{"a section with neither text nor fields", message, `{"type":"section"}`, lines("must define either `text` or `fields` @/type")},
		{"an image from nowhere", message, `{"type":"image","alt_text":"a"}`, lines("failed to match exactly one allowed schema @")},
		{"an image from two places", message, `{"type":"image","alt_text":"a","image_url":"https://x.io/a","slack_file":{"id":"F1"}}`, lines("failed to match exactly one allowed schema @")},
		{"an image from Slack", message, `{"type":"image","alt_text":"a","slack_file":{"url":"https://files.slack.com/a.png"}}`, nil},
		{"a file by id and address", message, inSection(`{"type":"image","alt_text":"a","slack_file":{"id":"F1","url":"https://x.io/a"}}`), lines("failed to match exactly one allowed schema @/accessory/slack_file")},
		{"a menu without options", message, inActions(`{"type":"static_select"}`), lines("failed to match exactly one allowed schema @/elements/0")},
		{"a menu with options and groups", message, inActions(`{"type":"static_select","options":[` + choice + `],"option_groups":[{"label":{"type":"plain_text","text":"a"},"options":[` + choice + `]}]}`),
			lines("failed to match exactly one allowed schema @/elements/0")},
		{"an initial option that is offered", message, inActions(`{"type":"static_select","options":[` + other + `,` + choice + `],"initial_option":` + choice + `}`), nil},
		{"an initial option from a group", message, inActions(`{"type":"static_select","option_groups":[{"label":{"type":"plain_text","text":"a"},"options":[` + choice + `]}],"initial_option":` + choice + `}`), nil},
		{"an initial option under another text", message, inActions(`{"type":"static_select","options":[` + choice + `],"initial_option":{"text":{"type":"plain_text","text":"A"},"value":"v"}}`),
			lines("must be a valid enum value @/elements/0/initial_option")},
		{"a second initial option that is not offered", message, inActions(`{"type":"checkboxes","options":[` + choice + `],"initial_options":[` + choice + `,` + other + `]}`),
			lines("must be a valid enum value @/elements/0/initial_options/1")},
		{"a radio button that is not offered", message, inActions(`{"type":"radio_buttons","options":[` + choice + `],"initial_option":` + other + `}`), lines("must be a valid enum value @/elements/0/initial_option")},
		{"a filter of nothing", message, inActions(`{"type":"conversations_select","filter":{}}`), lines("failed to match any allowed schemas @/elements/0/filter")},
		{"a filter by kind", message, inActions(`{"type":"conversations_select","filter":{"include":["im","public"]}}`), nil},
		{"a minimum above the maximum", inModal, inInput(`{"type":"plain_text_input","min_length":11,"max_length":10}`), lines("must be less than 11 @/element/min_length")},
		{"a number input that does not say whether decimals may be typed", inModal, inInput(`{"type":"number_input"}`), lines("missing required field: is_decimal_allowed @/element")},
		{"numbers in their bounds", inModal, number(`"is_decimal_allowed":true,"min_value":"-1","max_value":"10.5","initial_value":"10.5"`), nil},
		{"bounds the wrong way round", inModal, number(`"is_decimal_allowed":true,"min_value":"10","max_value":"9"`), lines("must be less than 9 @/element/min_value")},
		{"a number below its bound", inModal, number(`"is_decimal_allowed":false,"min_value":"2","initial_value":"1"`), lines("must be greater than 2 @/element/initial_value")},
		{"a number above its bound", inModal, number(`"is_decimal_allowed":false,"max_value":"2","initial_value":"3"`), lines("must be less than 2 @/element/initial_value")},
		{"a decimal where none may be typed", inModal, number(`"is_decimal_allowed":false,"initial_value":"1.5"`), lines("must provide an integer @/element/initial_value")},
		{"a number that is no text", inModal, number(`"is_decimal_allowed":false,"initial_value":1`), lines("must provide a string @/element/initial_value")},
		{"a file input that dispatches", inModal, strings.Replace(inInput(`{"type":"file_input"}`), `{"type"`, `{"dispatch_action":true,"type"`, 1), lines("must be a valid enum value @/dispatch_action")},
		{"a card of a subtitle alone", message, `{"type":"card","subtitle":{"type":"mrkdwn","text":"a"}}`, lines("failed to match any allowed schemas @")},
		{"a card with two icons", message, `{"type":"card","title":{"type":"mrkdwn","text":"a"},"slack_icon":{"type":"icon","name":"check"},"icon":{"type":"image","image_url":"https://x.io/a","alt_text":"a"}}`,
			lines("failed to match exactly one allowed schema @")},
		{"an icon without a name", message, `{"type":"card","title":{"type":"mrkdwn","text":"a"},"slack_icon":{"type":"icon"}}`, lines("missing required field: name @/slack_icon")},
		{"a container without a title", message, `{"type":"container","child_blocks":[{"type":"divider"}]}`, lines("failed to match any allowed schemas @")},
		{"a container that starts closed and cannot open", message, `{"type":"container","title":{"type":"plain_text","text":"a"},"child_blocks":[{"type":"divider"}],"default_collapsed":true}`,
			lines("must be a valid enum value @/default_collapsed")},
		{"a header of rich text", message, `{"type":"data_table","caption":"a","rows":[[{"type":"rich_text","elements":[]}],[` + rawText + `]]}`, lines("unsupported type: rich_text @/rows/0/0/type")},
		{"a row header that is no column", message, `{"type":"data_table","caption":"a","row_header_column_index":1,"rows":[[` + rawText + `],[` + rawText + `]]}`, lines("must be less than 1 @/row_header_column_index")},
		{"a table column left as it is", message, `{"type":"table","rows":[[` + rawText + `]],"column_settings":[null,{"is_wrapped":true}]}`, nil},
		{"a chart that fits its axis", message, chart(`["a","b"]`, `[{"name":"x","data":[{"label":"b","value":-1},{"label":"a","value":2}]}]`), nil},
		{"two series of one name", message, chart(`["a"]`, `[{"name":"x","data":[{"label":"a","value":1}]},{"name":"x","data":[{"label":"a","value":1}]}]`), lines("Input contains duplicate items @/chart/series")},
		{"a point off the axis", message, chart(`["a"]`, `[{"name":"x","data":[{"label":"z","value":1}]}]`), lines("must be a valid enum value @/chart/series/0/data/0/label")},
		{"a point missing on the axis", message, chart(`["a","b"]`, `[{"name":"x","data":[{"label":"a","value":1}]}]`), lines("must provide at least 2 items @/chart/series/0/data")},
		{"an empty slice of a pie", message, `{"type":"data_visualization","title":"a","chart":{"type":"pie","segments":[{"label":"a","value":0}]}}`, lines("must be greater than 0 @/chart/segments/0/value")},
		{"a task that waits on its own", message, `{"type":"task_card","task_id":"a","title":"a","status":"pending"}`, lines("must be a valid enum value @/status")},
		{"a task that waits in a plan", message, `{"type":"plan","title":"a","tasks":[{"type":"task_card","task_id":"a","title":"a","status":"pending"}]}`, nil},
	})
}

func TestCheckBlocks_Charts(t *testing.T) {
	chart := smallest["data_visualization"].block
	two := oneBlock(message, chart+","+chart)
	if len(two) != 0 {
		t.Errorf("two charts were refused: %v", two)
	}
	want := []string{"too many data_visualization blocks [json-pointer:/blocks]"}
	if diff := cmp.Diff(want, oneBlock(message, chart+","+chart+","+chart)); diff != "" {
		t.Errorf("three charts (-want +got):\n%s", diff)
	}
}
