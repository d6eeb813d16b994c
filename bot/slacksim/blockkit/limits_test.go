// Every length and count of the Block Kit tables, once just inside and once just outside.

package blockkit_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim/blockkit"
)

// limit is one bound: a block that holds n of something, accepted from least to most.
type limit struct {
	name    string
	surface blockkit.Surface
	block   func(n int) string
	least   int // 0 when there is no lower bound to try
	most    int // 0 when there is no upper bound to try
	unit    string
	pointer string // below /blocks/0
}

const (
	onMessage = blockkit.SurfaceMessage
	onModal   = blockkit.SurfaceModal
	onHome    = blockkit.SurfaceHome
)

// put gives a block with something in the place of %s.
func putInto(format string, something func(int) string) func(int) string {
	return func(n int) string { return fmt.Sprintf(format, something(n)) }
}

func quotedText(n int) string { return `"` + lettersOf(n) + `"` }
func addressOf(n int) string {
	return `"https://x.io/` + strings.Repeat("a", max(0, n-len("https://x.io/"))) + `"`
}

// some gives lists of n copies of an item; a %d in it becomes the item's number.
func listOf(item string) func(int) string {
	return func(n int) string {
		var items []string
		for i := range n {
			items = append(items, strings.ReplaceAll(item, "%d", fmt.Sprint(i)))
		}
		return "[" + strings.Join(items, ",") + "]"
	}
}

const (
	numberedOption = `{"text":{"type":"plain_text","text":"a"},"value":"v%d"}`
	oneOption      = `{"text":{"type":"plain_text","text":"a"},"value":"v"}`
	buttonElement  = `{"type":"button","text":{"type":"plain_text","text":"a"}}`
	rawTextCell    = `{"type":"raw_text","text":"a"}`
)

func inActions(element string) string { return `{"type":"actions","elements":[` + element + `]}` }
func inInput(element string) string {
	return `{"type":"input","label":{"type":"plain_text","text":"a"},"element":` + element + `}`
}
func inSection(accessory string) string {
	return `{"type":"section","text":{"type":"mrkdwn","text":"a"},"accessory":` + accessory + `}`
}

func TestCheckBlocks_Limits(t *testing.T) {
	for _, tc := range append(blockLimits(), elementLimits()...) {
		t.Run(tc.name, func(t *testing.T) {
			if tc.most > 0 {
				expectLines(t, tc, tc.most)
				expectLines(t, tc, tc.most+1, tooMany(tc)+" [json-pointer:/blocks/0"+tc.pointer+"]")
			}
			if tc.least > 0 {
				expectLines(t, tc, tc.least)
				expectLines(t, tc, tc.least-1, tooFew(tc)+" [json-pointer:/blocks/0"+tc.pointer+"]")
			}
		})
	}
}

func expectLines(t *testing.T, tc limit, n int, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, oneBlock(tc.surface, tc.block(n))); diff != "" {
		t.Errorf("with %d (-want +got):\n%s", n, diff)
	}
}

func tooMany(tc limit) string {
	switch tc.unit {
	case "characters":
		return fmt.Sprintf("must be less than %d characters", tc.most+1)
	case "items":
		return fmt.Sprintf("no more than %d items allowed", tc.most)
	}
	return fmt.Sprintf("must be less than %d", tc.most+1)
}

func tooFew(tc limit) string {
	switch tc.unit {
	case "characters":
		return fmt.Sprintf("must be more than %d characters", tc.least-1)
	case "items":
		return fmt.Sprintf("must provide at least %d items", tc.least)
	}
	return fmt.Sprintf("must be greater than %d", tc.least-1)
}

func blockLimits() []limit {
	number := func(n int) string { return fmt.Sprint(n) }
	return []limit{
		{"block_id", onMessage, putInto(`{"type":"divider","block_id":%s}`, quotedText), 1, 255, "characters", "/block_id"},
		{"section text", onMessage, putInto(`{"type":"section","text":%s}`, mrkdwnOf), 1, 3000, "characters", "/text/text"},
		{"section field", onMessage, putInto(`{"type":"section","fields":[%s]}`, plainTextOf), 1, 2000, "characters",
			"/fields/0/text"},
		{"section fields", onMessage, putInto(`{"type":"section","fields":%s}`, listOf(mrkdwnOf(1))), 1, 10, "items",
			"/fields"},
		{"header text", onMessage, putInto(`{"type":"header","text":%s}`, plainTextOf), 1, 150, "characters", "/text/text"},
		{"header level", onMessage, putInto(`{"type":"header","text":{"type":"plain_text","text":"a"},"level":%s}`, number),
			1, 4, "", "/level"},
		{"context elements", onMessage, putInto(`{"type":"context","elements":%s}`, listOf(mrkdwnOf(1))), 1, 10, "items",
			"/elements"},
		{"context text", onMessage, putInto(`{"type":"context","elements":[%s]}`, mrkdwnOf), 1, 3000, "characters",
			"/elements/0/text"},
		{"actions elements", onMessage, putInto(`{"type":"actions","elements":%s}`, listOf(buttonElement)), 1, 25, "items",
			"/elements"},
		{"input label", onModal, putInto(`{"type":"input","element":{"type":"plain_text_input"},"label":%s}`, plainTextOf),
			1, 2000, "characters", "/label/text"},
		{"input hint", onModal,
			putInto(`{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"plain_text_input"},"hint":%s}`,
				plainTextOf), 1, 2000, "characters", "/hint/text"},
		{"image alt text", onMessage, putInto(`{"type":"image","image_url":"https://x.io/a.png","alt_text":%s}`, quotedText),
			1, 2000, "characters", "/alt_text"},
		{"image address", onMessage, putInto(`{"type":"image","alt_text":"a","image_url":%s}`, addressOf), 0, 3000,
			"characters", "/image_url"},
		{"image title", onMessage, putInto(`{"type":"image","alt_text":"a","image_url":"https://x.io/a.png","title":%s}`,
			plainTextOf), 1, 2000, "characters", "/title/text"},
		{"video title", onMessage,
			putInto(`{"type":"video","alt_text":"a","video_url":"https://x.io/v","thumbnail_url":"https://x.io/t","title":%s}`,
				plainTextOf), 1, 199, "characters", "/title/text"},
		{"video alt text", onMessage,
			putInto(`{"type":"video","title":{"type":"plain_text","text":"a"},"video_url":"https://x.io/v","thumbnail_url":"https://x.io/t","alt_text":%s}`, quotedText), 1, 2000, "characters", "/alt_text"},
		{"video thumbnail", onMessage,
			putInto(`{"type":"video","title":{"type":"plain_text","text":"a"},"video_url":"https://x.io/v","alt_text":"a","thumbnail_url":%s}`, addressOf), 0, 3000, "characters", "/thumbnail_url"},
		{"markdown", onMessage, putInto(`{"type":"markdown","text":%s}`, quotedText), 1, 0, "characters", "/text"},
		{"video author", onMessage,
			putInto(`{"type":"video","alt_text":"a","video_url":"https://x.io/v","thumbnail_url":"https://x.io/t","title":{"type":"plain_text","text":"a"},"author_name":%s}`, quotedText), 1, 49, "characters", "/author_name"},
		{"video description", onMessage,
			putInto(`{"type":"video","alt_text":"a","video_url":"https://x.io/v","thumbnail_url":"https://x.io/t","title":{"type":"plain_text","text":"a"},"description":%s}`, plainTextOf), 1, 199, "characters", "/description/text"},
		{"context_actions elements", onMessage, putInto(`{"type":"context_actions","elements":%s}`,
			listOf(`{"type":"icon_button","icon":"trash","text":{"type":"plain_text","text":"a"}}`)), 1, 5, "items",
			"/elements"},
		{"table rows", onMessage, putInto(`{"type":"table","rows":%s}`, listOf("["+rawTextCell+"]")), 1, 100, "items",
			"/rows"},
		{"table cells", onMessage, putInto(`{"type":"table","rows":[%s]}`, listOf(rawTextCell)), 1, 20, "items", "/rows/0"},
		{"table text", onMessage, putInto(`{"type":"table","rows":[[{"type":"raw_text","text":%s}]]}`, quotedText), 0,
			10_000, "characters", "/rows"},
		{"table cell", onMessage, putInto(`{"type":"table","rows":[[{"type":"raw_text","text":%s}]]}`, quotedText), 1, 0,
			"characters", "/rows/0/0/text"},
		{"table column settings", onMessage,
			putInto(`{"type":"table","rows":[[{"type":"raw_text","text":"a"}]],"column_settings":%s}`,
				listOf(`{"align":"right"}`)), 0, 20, "items", "/column_settings"},
		{"data_table rows", onMessage, putInto(`{"type":"data_table","caption":"a","rows":%s}`, listOf("["+rawTextCell+"]")),
			2, 201, "items", "/rows"},
		{"data_table text", onMessage,
			putInto(`{"type":"data_table","caption":"a","rows":[[{"type":"raw_text","text":"a"}],[{"type":"raw_text","text":%s}]]}`,
				func(n int) string { return quotedText(n - 1) }), 0, 20_000, "characters", "/rows"},
		{"data_table caption", onMessage,
			putInto(`{"type":"data_table","caption":%s,"rows":[[{"type":"raw_text","text":"a"}],[{"type":"raw_text","text":"a"}]]}`, quotedText), 1, 0, "characters", "/caption"},
		{"data_table page size", onMessage,
			putInto(`{"type":"data_table","caption":"a","rows":[[{"type":"raw_text","text":"a"}],[{"type":"raw_text","text":"a"}]],"page_size":%s}`, number), 1, 100, "", "/page_size"},
		{"chart title", onMessage,
			putInto(`{"type":"data_visualization","chart":{"type":"pie","segments":[{"label":"a","value":1}]},"title":%s}`,
				quotedText), 1, 50, "characters", "/title"},
		{"chart segments", onMessage,
			putInto(`{"type":"data_visualization","title":"a","chart":{"type":"pie","segments":%s}}`,
				listOf(`{"label":"a","value":1}`)), 1, 12, "items", "/chart/segments"},
		{"chart label", onMessage,
			putInto(`{"type":"data_visualization","title":"a","chart":{"type":"pie","segments":[{"label":%s,"value":1}]}}`,
				quotedText), 1, 20, "characters", "/chart/segments/0/label"},
		{"chart series name", onMessage,
			putInto(`{"type":"data_visualization","title":"a","chart":{"type":"bar","axis_config":{"categories":["a"]},"series":[{"name":%s,"data":[{"label":"a","value":1}]}]}}`, quotedText), 1, 20, "characters", "/chart/series/0/name"},
		{"chart series", onMessage,
			putInto(`{"type":"data_visualization","title":"a","chart":{"type":"bar","axis_config":{"categories":["a"]},"series":%s}}`, listOf(`{"name":"%d","data":[{"label":"a","value":1}]}`)), 1, 12, "items", "/chart/series"},
		{"chart axis label", onMessage,
			putInto(`{"type":"data_visualization","title":"a","chart":{"type":"bar","axis_config":{"categories":["a"],"x_label":%s},"series":[{"name":"a","data":[{"label":"a","value":1}]}]}}`, quotedText), 0, 50, "characters", "/chart/axis_config/x_label"},
		{"card title", onMessage, putInto(`{"type":"card","title":%s}`, mrkdwnOf), 1, 150, "characters", "/title/text"},
		{"card subtitle", onMessage, putInto(`{"type":"card","body":{"type":"mrkdwn","text":"a"},"subtitle":%s}`, mrkdwnOf),
			1, 150, "characters", "/subtitle/text"},
		{"card body", onMessage, putInto(`{"type":"card","body":%s}`, mrkdwnOf), 1, 200, "characters", "/body/text"},
		{"card subtext", onMessage, putInto(`{"type":"card","body":{"type":"mrkdwn","text":"a"},"subtext":%s}`, mrkdwnOf), 1,
			200, "characters", "/subtext/text"},
		{"card actions", onMessage, putInto(`{"type":"card","actions":%s}`, listOf(buttonElement)), 1, 3, "items",
			"/actions"},
		{"carousel elements", onMessage, putInto(`{"type":"carousel","elements":%s}`,
			listOf(`{"type":"card","title":{"type":"mrkdwn","text":"a"}}`)), 1, 10, "items", "/elements"},
		{"container title", onMessage, putInto(`{"type":"container","child_blocks":[{"type":"divider"}],"title":%s}`,
			plainTextOf), 1, 150, "characters", "/title/text"},
		{"container subtitle", onMessage,
			putInto(`{"type":"container","title":{"type":"plain_text","text":"a"},"child_blocks":[{"type":"divider"}],"subtitle":%s}`, mrkdwnOf), 1, 150, "characters", "/subtitle/text"},
		{"container blocks", onMessage,
			putInto(`{"type":"container","title":{"type":"plain_text","text":"a"},"child_blocks":%s}`,
				listOf(`{"type":"divider"}`)), 1, 10, "items", "/child_blocks"},
		{"alert text", onModal, putInto(`{"type":"alert","text":%s}`, mrkdwnOf), 1, 200, "characters", "/text/text"},
		{"rich text list items", onMessage,
			putInto(`{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":%s}]}`,
				listOf(`{"type":"rich_text_section","elements":[]}`)), 1, 0, "items", "/elements/0/elements"},
		{"rich text leaf", onMessage,
			putInto(`{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":%s}]}]}`,
				quotedText), 1, 0, "characters", "/elements/0/elements/0/text"},
	}
}

func elementLimits() []limit {
	number := func(n int) string { return fmt.Sprint(n) }
	confirm := func(key string) func(int) string {
		return func(n int) string {
			parts := map[string]string{"title": plainTextOf(1), "text": mrkdwnOf(1), "confirm": plainTextOf(1),
				"deny": plainTextOf(1)}
			parts[key] = plainTextOf(n)
			return fmt.Sprintf(`{"title":%s,"text":%s,"confirm":%s,"deny":%s}`, parts["title"], parts["text"], parts["confirm"],
				parts["deny"])
		}
	}
	sure := inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"confirm":%s}`)
	choose := func(kind string) string { return inActions(`{"type":"` + kind + `","options":%s}`) }
	return []limit{
		{"action_id", onMessage, putInto(inActions(`{"type":"overflow","options":[`+oneOption+`],"action_id":%s}`),
			quotedText), 1, 255, "characters", "/elements/0/action_id"},
		{"button text", onMessage, putInto(inActions(`{"type":"button","text":%s}`), plainTextOf), 1, 75, "characters",
			"/elements/0/text/text"},
		{"button value", onMessage, putInto(inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"value":%s}`),
			quotedText), 1, 2000, "characters", "/elements/0/value"},
		{"button address", onMessage, putInto(inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"url":%s}`),
			addressOf), 0, 3000, "characters", "/elements/0/url"},
		{"button accessibility label", onMessage,
			putInto(inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"accessibility_label":%s}`), quotedText),
			1, 75, "characters", "/elements/0/accessibility_label"},
		{"confirm title", onMessage, putInto(sure, confirm("title")), 1, 100, "characters", "/elements/0/confirm/title/text"},
		{"confirm text", onMessage, putInto(sure, confirm("text")), 1, 300, "characters", "/elements/0/confirm/text/text"},
		{"confirm button", onMessage, putInto(sure, confirm("confirm")), 1, 30, "characters",
			"/elements/0/confirm/confirm/text"},
		{"deny button", onMessage, putInto(sure, confirm("deny")), 1, 30, "characters", "/elements/0/confirm/deny/text"},
		{"select options", onMessage, putInto(choose("static_select"), listOf(numberedOption)), 1, 100, "items",
			"/elements/0/options"},
		{"select option groups", onMessage, putInto(inActions(`{"type":"multi_static_select","option_groups":%s}`),
			listOf(`{"label":{"type":"plain_text","text":"a"},"options":[`+numberedOption+`]}`)), 1, 100, "items",
			"/elements/0/option_groups"},
		{"option group label", onMessage,
			putInto(inActions(`{"type":"static_select","option_groups":[{"options":[`+oneOption+`],"label":%s}]}`), plainTextOf),
			1, 75, "characters", "/elements/0/option_groups/0/label/text"},
		{"option group options", onMessage,
			putInto(inActions(
				`{"type":"static_select","option_groups":[{"label":{"type":"plain_text","text":"a"},"options":%s}]}`),
				listOf(numberedOption)), 1, 100, "items", "/elements/0/option_groups/0/options"},
		{"overflow options", onMessage, putInto(choose("overflow"), listOf(numberedOption)), 1, 5, "items",
			"/elements/0/options"},
		{"checkbox options", onMessage, putInto(choose("checkboxes"), listOf(numberedOption)), 1, 10, "items",
			"/elements/0/options"},
		{"radio options", onMessage, putInto(choose("radio_buttons"), listOf(numberedOption)), 1, 10, "items",
			"/elements/0/options"},
		{"option text", onMessage, putInto(inActions(`{"type":"static_select","options":[{"value":"a","text":%s}]}`),
			plainTextOf), 1, 75, "characters", "/elements/0/options/0/text/text"},
		{"option value", onMessage,
			putInto(inActions(`{"type":"static_select","options":[{"text":{"type":"plain_text","text":"a"},"value":%s}]}`),
				quotedText), 1, 150, "characters", "/elements/0/options/0/value"},
		{"option description", onMessage,
			putInto(inActions(
				`{"type":"checkboxes","options":[{"text":{"type":"mrkdwn","text":"a"},"value":"v","description":%s}]}`), mrkdwnOf),
			1, 75, "characters", "/elements/0/options/0/description/text"},
		{"overflow option address", onMessage,
			putInto(inActions(`{"type":"overflow","options":[{"text":{"type":"plain_text","text":"a"},"value":"v","url":%s}]}`),
				addressOf), 0, 3000, "characters", "/elements/0/options/0/url"},
		{"placeholder", onMessage, putInto(inActions(`{"type":"users_select","placeholder":%s}`), plainTextOf), 1, 150,
			"characters", "/elements/0/placeholder/text"},
		{"selected items", onMessage, putInto(inActions(`{"type":"multi_users_select","max_selected_items":%s}`), number), 1,
			0, "", "/elements/0/max_selected_items"},
		{"initial users", onMessage, putInto(inActions(`{"type":"multi_users_select","initial_users":%s}`), listOf(`"U%d"`)),
			1, 0, "items", "/elements/0/initial_users"},
		{"input minimum", onModal, putInto(inInput(`{"type":"plain_text_input","min_length":%s}`), number), 0, 3000, "",
			"/element/min_length"},
		{"input maximum", onModal, putInto(inInput(`{"type":"plain_text_input","max_length":%s}`), number), 1, 3000, "",
			"/element/max_length"},
		{"input initial value", onModal, putInto(inInput(`{"type":"plain_text_input","initial_value":%s}`), quotedText), 0,
			3000, "characters", "/element/initial_value"},
		{"input initial value under its maximum", onModal,
			putInto(inInput(`{"type":"plain_text_input","max_length":7,"initial_value":%s}`), quotedText), 0, 7, "characters",
			"/element/initial_value"},
		{"rich text input lines", onModal, putInto(inInput(`{"type":"rich_text_input","action_id":"a","max_lines":%s}`),
			number), 1, 100, "", "/element/max_lines"},
		{"files", onModal, putInto(inInput(`{"type":"file_input","max_files":%s}`), number), 1, 10, "", "/element/max_files"},
		{"image element alt text", onMessage,
			putInto(inSection(`{"type":"image","image_url":"https://x.io/a.png","alt_text":%s}`), quotedText), 1, 2000,
			"characters", "/accessory/alt_text"},
		{"feedback text", onMessage,
			putInto(`{"type":"context_actions","elements":[{"type":"feedback_buttons","positive_button":{"text":%s,"value":"v"},"negative_button":{"text":{"type":"plain_text","text":"a"},"value":"v"}}]}`, plainTextOf), 1, 75, "characters", "/elements/0/positive_button/text/text"},
		{"feedback value", onMessage,
			putInto(`{"type":"context_actions","elements":[{"type":"feedback_buttons","negative_button":{"text":{"type":"plain_text","text":"a"},"value":%s},"positive_button":{"text":{"type":"plain_text","text":"a"},"value":"v"}}]}`, quotedText), 1, 2000, "characters", "/elements/0/negative_button/value"},
	}
}
