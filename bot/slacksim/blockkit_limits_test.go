// Every length and count of the Block Kit tables, once just inside and once just outside.

package slacksim_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
)

// limit is one bound: a block that holds n of something, accepted from least to most.
type limit struct {
	name    string
	surface slacksim.Surface
	block   func(n int) string
	least   int // 0 when there is no lower bound to try
	most    int // 0 when there is no upper bound to try
	unit    string
	pointer string // below /blocks/0
}

const (
	message = slacksim.SurfaceMessage
	inModal = slacksim.SurfaceModal
	inHome  = slacksim.SurfaceHome
)

// put gives a block with something in the place of %s.
func put(format string, something func(int) string) func(int) string {
	return func(n int) string { return fmt.Sprintf(format, something(n)) }
}

func quoted(n int) string { return `"` + letters(n) + `"` }
func address(n int) string {
	return `"https://x.io/` + strings.Repeat("a", max(0, n-len("https://x.io/"))) + `"`
}

// some gives lists of n copies of an item; a %d in it becomes the item's number.
func some(item string) func(int) string {
	return func(n int) string {
		var items []string
		for i := range n {
			items = append(items, strings.ReplaceAll(item, "%d", fmt.Sprint(i)))
		}
		return "[" + strings.Join(items, ",") + "]"
	}
}

const (
	option  = `{"text":{"type":"plain_text","text":"a"},"value":"v%d"}`
	choice  = `{"text":{"type":"plain_text","text":"a"},"value":"v"}`
	button  = `{"type":"button","text":{"type":"plain_text","text":"a"}}`
	rawText = `{"type":"raw_text","text":"a"}`
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
		{"block_id", message, put(`{"type":"divider","block_id":%s}`, quoted), 1, 255, "characters", "/block_id"},
		{"section text", message, put(`{"type":"section","text":%s}`, mrkdwn), 1, 3000, "characters", "/text/text"},
		{"section field", message, put(`{"type":"section","fields":[%s]}`, plainText), 1, 2000, "characters", "/fields/0/text"},
		{"section fields", message, put(`{"type":"section","fields":%s}`, some(mrkdwn(1))), 1, 10, "items", "/fields"},
		{"header text", message, put(`{"type":"header","text":%s}`, plainText), 1, 150, "characters", "/text/text"},
		{"header level", message, put(`{"type":"header","text":{"type":"plain_text","text":"a"},"level":%s}`, number), 1, 4, "", "/level"},
		{"context elements", message, put(`{"type":"context","elements":%s}`, some(mrkdwn(1))), 1, 10, "items", "/elements"},
		{"context text", message, put(`{"type":"context","elements":[%s]}`, mrkdwn), 1, 3000, "characters", "/elements/0/text"},
		{"actions elements", message, put(`{"type":"actions","elements":%s}`, some(button)), 1, 25, "items", "/elements"},
		{"input label", inModal, put(`{"type":"input","element":{"type":"plain_text_input"},"label":%s}`, plainText), 1, 2000, "characters", "/label/text"},
		{"input hint", inModal, put(`{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"plain_text_input"},"hint":%s}`, plainText), 1, 2000, "characters", "/hint/text"},
		{"image alt text", message, put(`{"type":"image","image_url":"https://x.io/a.png","alt_text":%s}`, quoted), 1, 2000, "characters", "/alt_text"},
		{"image address", message, put(`{"type":"image","alt_text":"a","image_url":%s}`, address), 0, 3000, "characters", "/image_url"},
		{"image title", message, put(`{"type":"image","alt_text":"a","image_url":"https://x.io/a.png","title":%s}`, plainText), 1, 2000, "characters", "/title/text"},
		{"video title", message, put(`{"type":"video","alt_text":"a","video_url":"https://x.io/v","thumbnail_url":"https://x.io/t","title":%s}`, plainText), 1, 199, "characters", "/title/text"},
		{"video author", message, put(`{"type":"video","alt_text":"a","video_url":"https://x.io/v","thumbnail_url":"https://x.io/t","title":{"type":"plain_text","text":"a"},"author_name":%s}`, quoted), 1, 49, "characters", "/author_name"},
		{"video description", message, put(`{"type":"video","alt_text":"a","video_url":"https://x.io/v","thumbnail_url":"https://x.io/t","title":{"type":"plain_text","text":"a"},"description":%s}`, plainText), 1, 199, "characters", "/description/text"},
		{"context_actions elements", message, put(`{"type":"context_actions","elements":%s}`, some(`{"type":"icon_button","icon":"trash","text":{"type":"plain_text","text":"a"}}`)), 1, 5, "items", "/elements"},
		{"table rows", message, put(`{"type":"table","rows":%s}`, some("["+rawText+"]")), 1, 100, "items", "/rows"},
		{"table cells", message, put(`{"type":"table","rows":[%s]}`, some(rawText)), 1, 20, "items", "/rows/0"},
		{"table text", message, put(`{"type":"table","rows":[[{"type":"raw_text","text":%s}]]}`, quoted), 0, 10_000, "characters", "/rows"},
		{"table cell", message, put(`{"type":"table","rows":[[{"type":"raw_text","text":%s}]]}`, quoted), 1, 0, "characters", "/rows/0/0/text"},
		{"table column settings", message, put(`{"type":"table","rows":[[{"type":"raw_text","text":"a"}]],"column_settings":%s}`, some(`{"align":"right"}`)), 0, 20, "items", "/column_settings"},
		{"data_table rows", message, put(`{"type":"data_table","caption":"a","rows":%s}`, some("["+rawText+"]")), 2, 201, "items", "/rows"},
		{"data_table page size", message, put(`{"type":"data_table","caption":"a","rows":[[{"type":"raw_text","text":"a"}],[{"type":"raw_text","text":"a"}]],"page_size":%s}`, number), 1, 100, "", "/page_size"},
		{"chart title", message, put(`{"type":"data_visualization","chart":{"type":"pie","segments":[{"label":"a","value":1}]},"title":%s}`, quoted), 1, 50, "characters", "/title"},
		{"chart segments", message, put(`{"type":"data_visualization","title":"a","chart":{"type":"pie","segments":%s}}`, some(`{"label":"a","value":1}`)), 1, 12, "items", "/chart/segments"},
		{"chart label", message, put(`{"type":"data_visualization","title":"a","chart":{"type":"pie","segments":[{"label":%s,"value":1}]}}`, quoted), 1, 20, "characters", "/chart/segments/0/label"},
		{"chart series", message, put(`{"type":"data_visualization","title":"a","chart":{"type":"bar","axis_config":{"categories":["a"]},"series":%s}}`, some(`{"name":"%d","data":[{"label":"a","value":1}]}`)), 1, 12, "items", "/chart/series"},
		{"chart axis label", message, put(`{"type":"data_visualization","title":"a","chart":{"type":"bar","axis_config":{"categories":["a"],"x_label":%s},"series":[{"name":"a","data":[{"label":"a","value":1}]}]}}`, quoted), 0, 50, "characters", "/chart/axis_config/x_label"},
		{"card title", message, put(`{"type":"card","title":%s}`, mrkdwn), 1, 150, "characters", "/title/text"},
		{"card subtitle", message, put(`{"type":"card","body":{"type":"mrkdwn","text":"a"},"subtitle":%s}`, mrkdwn), 1, 150, "characters", "/subtitle/text"},
		{"card body", message, put(`{"type":"card","body":%s}`, mrkdwn), 1, 200, "characters", "/body/text"},
		{"card subtext", message, put(`{"type":"card","body":{"type":"mrkdwn","text":"a"},"subtext":%s}`, mrkdwn), 1, 200, "characters", "/subtext/text"},
		{"card actions", message, put(`{"type":"card","actions":%s}`, some(button)), 1, 3, "items", "/actions"},
		{"carousel elements", message, put(`{"type":"carousel","elements":%s}`, some(`{"type":"card","title":{"type":"mrkdwn","text":"a"}}`)), 1, 10, "items", "/elements"},
		{"container title", message, put(`{"type":"container","child_blocks":[{"type":"divider"}],"title":%s}`, plainText), 1, 150, "characters", "/title/text"},
		{"container blocks", message, put(`{"type":"container","title":{"type":"plain_text","text":"a"},"child_blocks":%s}`, some(`{"type":"divider"}`)), 1, 10, "items", "/child_blocks"},
		{"alert text", inModal, put(`{"type":"alert","text":%s}`, mrkdwn), 1, 200, "characters", "/text/text"},
		{"rich text list items", message, put(`{"type":"rich_text","elements":[{"type":"rich_text_list","style":"bullet","elements":%s}]}`, some(`{"type":"rich_text_section","elements":[]}`)), 1, 0, "items", "/elements/0/elements"},
		{"rich text leaf", message, put(`{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":%s}]}]}`, quoted), 1, 0, "characters", "/elements/0/elements/0/text"},
	}
}

func elementLimits() []limit {
	number := func(n int) string { return fmt.Sprint(n) }
	confirm := func(key string) func(int) string {
		return func(n int) string {
			parts := map[string]string{"title": plainText(1), "text": mrkdwn(1), "confirm": plainText(1), "deny": plainText(1)}
			parts[key] = plainText(n)
			return fmt.Sprintf(`{"title":%s,"text":%s,"confirm":%s,"deny":%s}`, parts["title"], parts["text"], parts["confirm"], parts["deny"])
		}
	}
	sure := inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"confirm":%s}`)
	choose := func(kind string) string { return inActions(`{"type":"` + kind + `","options":%s}`) }
	return []limit{
		{"action_id", message, put(inActions(`{"type":"overflow","options":[`+choice+`],"action_id":%s}`), quoted), 1, 255, "characters", "/elements/0/action_id"},
		{"button text", message, put(inActions(`{"type":"button","text":%s}`), plainText), 1, 75, "characters", "/elements/0/text/text"},
		{"button value", message, put(inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"value":%s}`), quoted), 1, 2000, "characters", "/elements/0/value"},
		{"button address", message, put(inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"url":%s}`), address), 0, 3000, "characters", "/elements/0/url"},
		{"button accessibility label", message, put(inActions(`{"type":"button","text":{"type":"plain_text","text":"a"},"accessibility_label":%s}`), quoted), 1, 75, "characters", "/elements/0/accessibility_label"},
		{"confirm title", message, put(sure, confirm("title")), 1, 100, "characters", "/elements/0/confirm/title/text"},
		{"confirm text", message, put(sure, confirm("text")), 1, 300, "characters", "/elements/0/confirm/text/text"},
		{"confirm button", message, put(sure, confirm("confirm")), 1, 30, "characters", "/elements/0/confirm/confirm/text"},
		{"deny button", message, put(sure, confirm("deny")), 1, 30, "characters", "/elements/0/confirm/deny/text"},
		{"select options", message, put(choose("static_select"), some(option)), 1, 100, "items", "/elements/0/options"},
		{"select option groups", message, put(inActions(`{"type":"multi_static_select","option_groups":%s}`), some(`{"label":{"type":"plain_text","text":"a"},"options":[`+option+`]}`)), 1, 100, "items", "/elements/0/option_groups"},
		{"option group label", message, put(inActions(`{"type":"static_select","option_groups":[{"options":[`+choice+`],"label":%s}]}`), plainText), 1, 75, "characters", "/elements/0/option_groups/0/label/text"},
		{"option group options", message, put(inActions(`{"type":"static_select","option_groups":[{"label":{"type":"plain_text","text":"a"},"options":%s}]}`), some(option)), 1, 100, "items", "/elements/0/option_groups/0/options"},
		{"overflow options", message, put(choose("overflow"), some(option)), 1, 5, "items", "/elements/0/options"},
		{"checkbox options", message, put(choose("checkboxes"), some(option)), 1, 10, "items", "/elements/0/options"},
		{"radio options", message, put(choose("radio_buttons"), some(option)), 1, 10, "items", "/elements/0/options"},
		{"option text", message, put(inActions(`{"type":"static_select","options":[{"value":"a","text":%s}]}`), plainText), 1, 75, "characters", "/elements/0/options/0/text/text"},
		{"option value", message, put(inActions(`{"type":"static_select","options":[{"text":{"type":"plain_text","text":"a"},"value":%s}]}`), quoted), 1, 150, "characters", "/elements/0/options/0/value"},
		{"option description", message, put(inActions(`{"type":"checkboxes","options":[{"text":{"type":"mrkdwn","text":"a"},"value":"v","description":%s}]}`), mrkdwn), 1, 75, "characters", "/elements/0/options/0/description/text"},
		{"overflow option address", message, put(inActions(`{"type":"overflow","options":[{"text":{"type":"plain_text","text":"a"},"value":"v","url":%s}]}`), address), 0, 3000, "characters", "/elements/0/options/0/url"},
		{"placeholder", message, put(inActions(`{"type":"users_select","placeholder":%s}`), plainText), 1, 150, "characters", "/elements/0/placeholder/text"},
		{"selected items", message, put(inActions(`{"type":"multi_users_select","max_selected_items":%s}`), number), 1, 0, "", "/elements/0/max_selected_items"},
		{"initial users", message, put(inActions(`{"type":"multi_users_select","initial_users":%s}`), some(`"U%d"`)), 1, 0, "items", "/elements/0/initial_users"},
		{"input minimum", inModal, put(inInput(`{"type":"plain_text_input","min_length":%s}`), number), 0, 3000, "", "/element/min_length"},
		{"input maximum", inModal, put(inInput(`{"type":"plain_text_input","max_length":%s}`), number), 1, 3000, "", "/element/max_length"},
		{"input initial value", inModal, put(inInput(`{"type":"plain_text_input","initial_value":%s}`), quoted), 0, 3000, "characters", "/element/initial_value"},
		{"input initial value under its maximum", inModal, put(inInput(`{"type":"plain_text_input","max_length":7,"initial_value":%s}`), quoted), 0, 7, "characters", "/element/initial_value"},
		{"rich text input lines", inModal, put(inInput(`{"type":"rich_text_input","action_id":"a","max_lines":%s}`), number), 1, 100, "", "/element/max_lines"},
		{"files", inModal, put(inInput(`{"type":"file_input","max_files":%s}`), number), 1, 10, "", "/element/max_files"},
		{"image element alt text", message, put(inSection(`{"type":"image","image_url":"https://x.io/a.png","alt_text":%s}`), quoted), 1, 2000, "characters", "/accessory/alt_text"},
		{"feedback text", message, put(`{"type":"context_actions","elements":[{"type":"feedback_buttons","positive_button":{"text":%s,"value":"v"},"negative_button":{"text":{"type":"plain_text","text":"a"},"value":"v"}}]}`, plainText), 1, 75, "characters", "/elements/0/positive_button/text/text"},
		{"feedback value", message, put(`{"type":"context_actions","elements":[{"type":"feedback_buttons","negative_button":{"text":{"type":"plain_text","text":"a"},"value":%s},"positive_button":{"text":{"type":"plain_text","text":"a"},"value":"v"}}]}`, quoted), 1, 2000, "characters", "/elements/0/negative_button/value"},
	}
}
