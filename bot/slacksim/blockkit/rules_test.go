// Block Kit rules about values and about fields that depend on each other, each with Slack's sentence.

package blockkit_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim/blockkit"
)

// verdict is a block and the lines it earns; pointers are given below /blocks/0.
type verdict struct {
	name    string
	surface blockkit.Surface
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

// wantLines lists the lines a verdict expects, each as "sentence @pointer".
func wantLines(expected ...string) []string { return expected }

func TestCheckBlocks_Values(t *testing.T) {
	expectVerdicts(t, []verdict{
		{"a block without a type", onMessage, `{"block_id":"a"}`, wantLines("missing required field: type @")},
		{"a type that is no text", onMessage, `{"type":["divider"]}`, wantLines("must provide a string @/type")},
		{"text where an object belongs", onMessage, `{"type":"header","text":"hi"}`,
			wantLines("must provide an object @/text")},
		{"null where an object belongs", onMessage, `{"type":"header","text":null}`,
			wantLines("must provide an object @/text")},
		{"an object where text belongs", onMessage, `{"type":"markdown","text":{"type":"mrkdwn","text":"a"}}`,
			wantLines("must provide a string @/text")},
		{"text where a list belongs", onMessage, `{"type":"context","elements":"a"}`,
			wantLines("must provide an array @/elements")},
		{"null where a list belongs", onMessage, `{"type":"context","elements":null}`,
			wantLines("must provide an array @/elements")},
		{"text where yes or no belongs", onMessage, `{"type":"section","text":{"type":"mrkdwn","text":"a","verbatim":"no"}}`,
			wantLines("must be a boolean @/text/verbatim")},
		{"a broken number", onMessage, `{"type":"header","text":{"type":"plain_text","text":"a"},"level":1.5}`,
			wantLines("must provide an integer @/level")},
		{"text where a number belongs", onMessage, `{"type":"header","text":{"type":"plain_text","text":"a"},"level":"1"}`,
			wantLines("must provide an integer @/level")},
		{"text where any number belongs", onMessage,
			`{"type":"data_visualization","title":"a","chart":{"type":"pie","segments":[{"label":"a","value":"1"}]}}`,
			wantLines("must provide a number @/chart/segments/0/value")},
		{"mrkdwn in a header", onMessage, `{"type":"header","text":{"type":"mrkdwn","text":"a"}}`,
			wantLines("must be a valid enum value @/text/type")},
		{"mrkdwn on a button", onMessage, inActions(`{"type":"button","text":{"type":"mrkdwn","text":"a"}}`),
			wantLines("must be a valid enum value @/elements/0/text/type")},
		{"an unknown text type", onMessage, `{"type":"section","text":{"type":"html","text":"a"}}`,
			wantLines("unsupported type: html @/text/type")},
		{"emoji on mrkdwn", onMessage, `{"type":"section","text":{"type":"mrkdwn","text":"a","emoji":true}}`,
			wantLines("invalid additional property: emoji @/text")},
		{"verbatim on plain text", onMessage, `{"type":"section","text":{"type":"plain_text","text":"a","verbatim":true}}`,
			wantLines("invalid additional property: verbatim @/text")},
		{"an unknown button style", onMessage,
			inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"style":"default"}`),
			wantLines("must be a valid enum value @/elements/0/style")},
		{"an address without a scheme", onMessage,
			inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"url":"x.io"}`),
			wantLines("input must be a valid: uri @/elements/0/url")},
		{"a mail address behind a button", onMessage,
			inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"url":"mailto:a@x.io"}`), nil},
		{"an image that is no web address", onMessage,
			`{"type":"image","alt_text":"a","image_url":"data:image/png;base64,AAAA"}`,
			wantLines("input must be a valid: web address @/image_url")},
		{"a video that is not https", onMessage,
			`{"type":"video","title":{"type":"plain_text","text":"a"},"video_url":"http://x.io/v","thumbnail_url":"https://x.io/t","alt_text":"a"}`,
			wantLines(`input must match regex pattern: ^https://[^\s]+$ @/video_url`)},
		{"a day that does not exist", onMessage, inActions(`{"type":"datepicker","initial_date":"2026-02-30"}`),
			wantLines("input must be a valid: date @/elements/0/initial_date")},
		{"a day that exists", onMessage, inActions(`{"type":"datepicker","initial_date":"2024-02-29"}`), nil},
		{"an hour that does not exist", onMessage, inActions(`{"type":"timepicker","initial_time":"24:00"}`),
			wantLines("input must match regex pattern: ^([01][0-9]|2[0-3]):[0-5][0-9]$ @/elements/0/initial_time")},
		{"a moment in milliseconds", onMessage, inActions(`{"type":"datetimepicker","initial_date_time":1628633820000}`),
			wantLines("must be less than 10000000000 @/elements/0/initial_date_time")},
		{"a moment in seconds", onMessage, inActions(`{"type":"datetimepicker","initial_date_time":1628633820}`), nil},
		{"a person by name", onMessage, inActions(`{"type":"users_select","initial_user":"@ada"}`),
			wantLines("input must match regex pattern: ^[UW][A-Z0-9]+$ @/elements/0/initial_user")},
		{"the same trigger twice", onModal,
			inInput(`{"type":"plain_text_input","dispatch_action_config":{"trigger_actions_on":["on_enter_pressed","on_enter_pressed"]}}`),
			wantLines("Input contains duplicate items @/element/dispatch_action_config/trigger_actions_on")},
		{"an address on an option outside an overflow", onMessage,
			inActions(
				`{"type":"static_select","options":[{"text":{"type":"plain_text","text":"a"},"value":"v","url":"https://x.io"}]}`),
			wantLines("invalid additional property: url @/elements/0/options/0")},
		{"mrkdwn in a menu", onMessage,
			inActions(`{"type":"static_select","options":[{"text":{"type":"mrkdwn","text":"a"},"value":"v"}]}`),
			wantLines("must be a valid enum value @/elements/0/options/0/text/type")},
		{"mrkdwn beside a checkbox", onMessage,
			inActions(`{"type":"checkboxes","options":[{"text":{"type":"mrkdwn","text":"a"},"value":"v"}]}`), nil},
		{"a confirmation without its parts", onMessage,
			inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"confirm":{}}`),
			wantLines("missing required field: confirm @/elements/0/confirm",
				"missing required field: deny @/elements/0/confirm", "missing required field: text @/elements/0/confirm",
				"missing required field: title @/elements/0/confirm")},
		{"bare text in a card", onMessage, `{"type":"card","title":"a"}`, wantLines("must provide an object @/title")},
		{"a text object as the title of a plan", onMessage, `{"type":"plan","title":{"type":"plain_text","text":"a"}}`,
			wantLines("must provide a string @/title")},
		{"a number cell without a number", onMessage, `{"type":"table","rows":[[{"type":"raw_number","text":"1"}]]}`,
			wantLines("missing required field: value @/rows/0/0")},
		{"an emoji inside a text leaf is text", onMessage,
			`{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"emoji","name":":wave:"}]}]}`,
			wantLines("input must match regex pattern: ^[a-z0-9_+'-]+$ @/elements/0/elements/0/name")},
		{"a list without a style", onMessage,
			`{"type":"rich_text","elements":[{"type":"rich_text_list","elements":[{"type":"rich_text_section","elements":[]}]}]}`,
			wantLines("missing required field: style @/elements/0")},
		{"a list inside a list item", onMessage,
			`{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":[{"type":"rich_text_list","style":"bullet","elements":[]}]}]}`,
			wantLines("must be a valid enum value @/elements/0/elements/0/type")},
		{"text outside a section of rich text", onMessage, `{"type":"rich_text","elements":[{"type":"text","text":"a"}]}`,
			wantLines("unsupported type: text @/elements/0/type")},
		{"an unknown text style", onMessage,
			`{"type":"rich_text","elements":[{"type":"rich_text_quote","elements":[{"type":"text","text":"a","style":{"big":true}}]}]}`,
			wantLines("invalid additional property: big @/elements/0/elements/0/style")},
	})
}

func TestCheckBlocks_Relations(t *testing.T) {
	chart := func(axis, series string) string {
		return `{"type":"data_visualization","title":"a","chart":{"type":"line","axis_config":{"categories":` + axis +
			`},"series":` + series + `}}`
	}
	number := func(fields string) string { return inInput(`{"type":"number_input",` + fields + `}`) }
	other := `{"text":{"type":"plain_text","text":"b"},"value":"w"}`
	expectVerdicts(t, []verdict{
		{"a section with neither text nor fields", onMessage, `{"type":"section"}`,
			wantLines("must define either `text` or `fields` @/type")},
		{"an image from nowhere", onMessage, `{"type":"image","alt_text":"a"}`,
			wantLines("failed to match exactly one allowed schema @")},
		{"an image from two places", onMessage,
			`{"type":"image","alt_text":"a","image_url":"https://x.io/a","slack_file":{"id":"F1"}}`,
			wantLines("failed to match exactly one allowed schema @")},
		{"an image from Slack", onMessage,
			`{"type":"image","alt_text":"a","slack_file":{"url":"https://files.slack.com/a.png"}}`, nil},
		{"a file by id and address", onMessage,
			inSection(`{"type":"image","alt_text":"a","slack_file":{"id":"F1","url":"https://x.io/a"}}`),
			wantLines("failed to match exactly one allowed schema @/accessory/slack_file")},
		{"a menu without options", onMessage, inActions(`{"type":"static_select"}`),
			wantLines("failed to match exactly one allowed schema @/elements/0")},
		{"a menu with options and groups", onMessage, inActions(`{"type":"static_select","options":[` + oneOption +
			`],"option_groups":[{"label":{"type":"plain_text","text":"a"},"options":[` + oneOption + `]}]}`),
			wantLines("failed to match exactly one allowed schema @/elements/0")},
		{"an initial option that is offered", onMessage, inActions(`{"type":"static_select","options":[` + other + `,` +
			oneOption + `],"initial_option":` + oneOption + `}`), nil},
		{"an initial option from a group", onMessage,
			inActions(`{"type":"static_select","option_groups":[{"label":{"type":"plain_text","text":"a"},"options":[` +
				oneOption + `]}],"initial_option":` + oneOption + `}`), nil},
		{"an initial option under another text", onMessage, inActions(`{"type":"static_select","options":[` + oneOption +
			`],"initial_option":{"text":{"type":"plain_text","text":"A"},"value":"v"}}`),
			wantLines("must be a valid enum value @/elements/0/initial_option")},
		{"a second initial option that is not offered", onMessage, inActions(`{"type":"checkboxes","options":[` + oneOption +
			`],"initial_options":[` + oneOption + `,` + other + `]}`),
			wantLines("must be a valid enum value @/elements/0/initial_options/1")},
		{"a radio button that is not offered", onMessage, inActions(`{"type":"radio_buttons","options":[` + oneOption +
			`],"initial_option":` + other + `}`), wantLines("must be a valid enum value @/elements/0/initial_option")},
		{"a filter of nothing", onMessage, inActions(`{"type":"conversations_select","filter":{}}`),
			wantLines("failed to match any allowed schemas @/elements/0/filter")},
		{"a filter by kind", onMessage, inActions(`{"type":"conversations_select","filter":{"include":["im","public"]}}`),
			nil},
		{"a minimum above the maximum", onModal, inInput(`{"type":"plain_text_input","min_length":11,"max_length":10}`),
			wantLines("must be less than 11 @/element/min_length")},
		{"a number input that does not say whether decimals may be typed", onModal, inInput(`{"type":"number_input"}`),
			wantLines("missing required field: is_decimal_allowed @/element")},
		{"numbers in their bounds", onModal,
			number(`"is_decimal_allowed":true,"min_value":"-1","max_value":"10.5","initial_value":"10.5"`), nil},
		{"bounds the wrong way round", onModal, number(`"is_decimal_allowed":true,"min_value":"10","max_value":"9"`),
			wantLines("must be less than 9 @/element/min_value")},
		{"a number below its bound", onModal, number(`"is_decimal_allowed":false,"min_value":"2","initial_value":"1"`),
			wantLines("must be greater than 2 @/element/initial_value")},
		{"a number above its bound", onModal, number(`"is_decimal_allowed":false,"max_value":"2","initial_value":"3"`),
			wantLines("must be less than 2 @/element/initial_value")},
		{"a decimal where none may be typed", onModal, number(`"is_decimal_allowed":false,"initial_value":"1.5"`),
			wantLines("must provide an integer @/element/initial_value")},
		{"a number with an exponent", onModal,
			number(`"is_decimal_allowed":false,"max_value":"2","initial_value":"1e999999999"`),
			wantLines(`input must match regex pattern: ^-?[0-9]+(\.[0-9]+)?$ @/element/initial_value`)},
		{"a number that is no text", onModal, number(`"is_decimal_allowed":false,"initial_value":1`),
			wantLines("must provide a string @/element/initial_value")},
		{"a file input that dispatches", onModal, strings.Replace(inInput(`{"type":"file_input"}`), `{"type"`,
			`{"dispatch_action":true,"type"`, 1), wantLines("must be a valid enum value @/dispatch_action")},
		{"a card of a subtitle alone", onMessage, `{"type":"card","subtitle":{"type":"mrkdwn","text":"a"}}`,
			wantLines("failed to match any allowed schemas @")},
		{"a card with two icons", onMessage,
			`{"type":"card","title":{"type":"mrkdwn","text":"a"},"slack_icon":{"type":"icon","name":"check"},"icon":{"type":"image","image_url":"https://x.io/a","alt_text":"a"}}`,
			wantLines("failed to match exactly one allowed schema @")},
		{"an icon without a name", onMessage,
			`{"type":"card","title":{"type":"mrkdwn","text":"a"},"slack_icon":{"type":"icon"}}`,
			wantLines("missing required field: name @/slack_icon")},
		{"a container without a title", onMessage, `{"type":"container","child_blocks":[{"type":"divider"}]}`,
			wantLines("failed to match any allowed schemas @")},
		{"a container that starts closed and cannot open", onMessage,
			`{"type":"container","title":{"type":"plain_text","text":"a"},"child_blocks":[{"type":"divider"}],"default_collapsed":true}`,
			wantLines("must be a valid enum value @/default_collapsed")},
		{"a header of rich text", onMessage,
			`{"type":"data_table","caption":"a","rows":[[{"type":"rich_text","elements":[]}],[` + rawTextCell + `]]}`,
			wantLines("unsupported type: rich_text @/rows/0/0/type")},
		{"a button in a cell", onHome, actionCells(rawTextCell, `"a"`), nil},
		{"a button in the header", onMessage, actionCells(`{"type":"action_cell","element":`+buttonElement+`}`, `"a"`),
			wantLines("unsupported type: action_cell @/rows/0/0/type")},
		{"two buttons of one id in a table", onMessage, actionCells(rawTextCell, `"a"`, `"a"`),
			wantLines("`action_id` \"a\" already exists @/rows/2/0/element/action_id")},
		{"a button in a plain table", onMessage, `{"type":"table","rows":[[{"type":"action_cell","element":` + buttonElement +
			`}]]}`,
			wantLines("unsupported type: action_cell @/rows/0/0/type")},
		{"a row header that is no column", onMessage,
			`{"type":"data_table","caption":"a","row_header_column_index":1,"rows":[[` + rawTextCell + `],[` + rawTextCell +
				`]]}`, wantLines("must be less than 1 @/row_header_column_index")},
		{"a row shorter than the header", onMessage, dataTable(2, 2, 1), wantLines("must provide at least 2 items @/rows/2")},
		{"a row longer than the header", onHome, dataTable(1, 2), wantLines("no more than 1 items allowed @/rows/1")},
		{"twenty columns", onMessage, dataTable(20, 20), nil},
		{"twenty-one columns", onMessage, dataTable(21, 21), wantLines("no more than 20 items allowed @/rows/0",
			"no more than 20 items allowed @/rows/1")},
		{"a number cell without its text", onMessage, `{"type":"table","rows":[[{"type":"raw_number","value":1}]]}`,
			wantLines("missing required field: text @/rows/0/0")},
		{"fifty tasks", onMessage, plan(50, ""), nil},
		{"fifty-one tasks", onMessage, plan(51, ""), wantLines("no more than 50 items allowed @/tasks")},
		{"a task repeated", onMessage, plan(2, `"task_id":"t0",`), wantLines("Input contains duplicate items @/tasks")},
		{"a task with an icon", onMessage, `{"type":"task_card","task_id":"a","title":"a","icon":"search"}`, nil},
		{"a task of another type", onMessage, `{"type":"plan","title":"a","tasks":[{"type":"divider"}]}`,
			wantLines("must be a valid enum value @/tasks/0/type")},
		{"a table column left as it is", onMessage, `{"type":"table","rows":[[` + rawTextCell +
			`]],"column_settings":[null,{"is_wrapped":true}]}`, nil},
		{"a chart that fits its axis", onMessage, chart(`["a","b"]`,
			`[{"name":"x","data":[{"label":"b","value":-1},{"label":"a","value":2}]}]`), nil},
		{"two series of one name", onMessage, chart(`["a"]`,
			`[{"name":"x","data":[{"label":"a","value":1}]},{"name":"x","data":[{"label":"a","value":1}]}]`),
			wantLines("Input contains duplicate items @/chart/series")},
		{"a point off the axis", onMessage, chart(`["a"]`, `[{"name":"x","data":[{"label":"z","value":1}]}]`),
			wantLines("must be a valid enum value @/chart/series/0/data/0/label")},
		{"a point missing on the axis", onMessage, chart(`["a","b"]`, `[{"name":"x","data":[{"label":"a","value":1}]}]`),
			wantLines("must provide at least 2 items @/chart/series/0/data")},
		{"an empty slice of a pie", onMessage,
			`{"type":"data_visualization","title":"a","chart":{"type":"pie","segments":[{"label":"a","value":0}]}}`,
			wantLines("must be greater than 0 @/chart/segments/0/value")},
		{"a task that waits on its own", onMessage, `{"type":"task_card","task_id":"a","title":"a","status":"pending"}`,
			wantLines("must be a valid enum value @/status")},
		{"a task that waits in a plan", onMessage,
			`{"type":"plan","title":"a","tasks":[{"type":"task_card","task_id":"a","title":"a","status":"pending"}]}`, nil},
	})
}

func TestCheckBlocks_Charts(t *testing.T) {
	chart := smallest["data_visualization"].block
	two := oneBlock(onMessage, chart+","+chart)
	if len(two) != 0 {
		t.Errorf("two charts were refused: %v", two)
	}
	want := []string{"too many data_visualization blocks [json-pointer:/blocks]"}
	if diff := cmp.Diff(want, oneBlock(onMessage, chart+","+chart+","+chart)); diff != "" {
		t.Errorf("three charts (-want +got):\n%s", diff)
	}
}

// dataTable is a data table whose rows have so many cells.
func dataTable(cells ...int) string {
	var rows []string
	for _, n := range cells {
		rows = append(rows, repeatedItem(n, `{"type":"raw_text","text":"a"}`))
	}
	return `{"type":"data_table","caption":"a","rows":[` + strings.Join(rows, ",") + `]}`
}

// actionCells is a data table of one column: a header, and a button for each action id.
func actionCells(header string, ids ...string) string {
	rows := []string{"[" + header + "]"}
	for _, id := range ids {
		rows = append(rows, `[{"type":"action_cell","element":`+strings.Replace(buttonElement, `"type"`,
			`"action_id":`+id+`,"type"`, 1)+
			`,"fallback":`+rawTextCell+`}]`)
	}
	return `{"type":"data_table","caption":"a","rows":[` + strings.Join(rows, ",") + `]}`
}

// plan is a plan of n tasks that name no type; id replaces their own ids unless it is empty.
func plan(n int, id string) string {
	var tasks []string
	for i := range n {
		own := id
		if own == "" {
			own = fmt.Sprintf(`"task_id":"t%d",`, i)
		}
		tasks = append(tasks, `{`+own+`"title":"a"}`)
	}
	return `{"type":"plan","title":"a","tasks":[` + strings.Join(tasks, ",") + `]}`
}
