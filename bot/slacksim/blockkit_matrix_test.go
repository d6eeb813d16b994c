// The two matrices of Block Kit: which block on which surface, which element in which block.

package slacksim_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
)

// smallest is the least that each block needs; the letters say where it may stand: m a message, o a modal, h a home tab.
var smallest = map[string]struct{ where, block string }{
	"section":            {"moh", `{"type":"section","text":{"type":"mrkdwn","text":"a"}}`},
	"divider":            {"moh", `{"type":"divider"}`},
	"header":             {"moh", `{"type":"header","text":{"type":"plain_text","text":"a"}}`},
	"context":            {"moh", `{"type":"context","elements":[{"type":"mrkdwn","text":"a"}]}`},
	"actions":            {"moh", inActions(button)},
	"input":              {"moh", inInput(`{"type":"plain_text_input"}`)},
	"image":              {"moh", `{"type":"image","image_url":"https://x.io/a.png","alt_text":"a"}`},
	"rich_text":          {"moh", `{"type":"rich_text","elements":[]}`},
	"video":              {"moh", `{"type":"video","title":{"type":"plain_text","text":"a"},"video_url":"https://x.io/v","thumbnail_url":"https://x.io/t","alt_text":"a"}`},
	"file":               {"", `{"type":"file","source":"remote","external_id":"x"}`},
	"markdown":           {"m", `{"type":"markdown","text":"# a"}`},
	"context_actions":    {"m", `{"type":"context_actions","elements":[{"type":"icon_button","icon":"trash","text":{"type":"plain_text","text":"a"}}]}`},
	"table":              {"m", `{"type":"table","rows":[[{"type":"raw_text","text":"a"}]]}`},
	"data_table":         {"m", `{"type":"data_table","caption":"a","rows":[[{"type":"raw_text","text":"a"}],[{"type":"raw_number","value":1}]]}`},
	"data_visualization": {"mh", `{"type":"data_visualization","title":"a","chart":{"type":"pie","segments":[{"label":"a","value":1}]}}`},
	"card":               {"mh", `{"type":"card","title":{"type":"mrkdwn","text":"a"}}`},
	"carousel":           {"mh", `{"type":"carousel","elements":[{"type":"card","title":{"type":"mrkdwn","text":"a"}}]}`},
	"container":          {"mh", `{"type":"container","title":{"type":"plain_text","text":"a"},"child_blocks":[{"type":"divider"}]}`},
	"alert":              {"o", `{"type":"alert","text":{"type":"mrkdwn","text":"a"}}`},
	"plan":               {"m", `{"type":"plan","title":"a"}`},
	"task_card":          {"m", `{"type":"task_card","task_id":"a","title":"a","status":"complete"}`},
	"unheard_of":         {"", `{"type":"unheard_of"}`},
}

func TestCheckBlocks_SurfaceOfBlocks(t *testing.T) {
	for kind, sample := range smallest {
		for letter, surface := range map[string]slacksim.Surface{"m": message, "o": inModal, "h": inHome} {
			t.Run(kind+" in "+string(surface), func(t *testing.T) {
				var want []string
				if !strings.Contains(sample.where, letter) {
					want = []string{"unsupported type: " + kind + " [json-pointer:/blocks/0/type]"}
				}
				if diff := cmp.Diff(want, oneBlock(surface, sample.block)); diff != "" {
					t.Errorf("problems (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// The places of an element: s a section's accessory, a an actions block, i an input block, c a context block,
// x a context_actions block. The capitals say on which surfaces: M a message, O a modal, H a home tab.
var elementSamples = map[string]struct{ where, element string }{
	"button":                     {"saMOH", button},
	"checkboxes":                 {"saiMOH", `{"type":"checkboxes","options":[` + choice + `]}`},
	"radio_buttons":              {"saiMOH", `{"type":"radio_buttons","options":[` + choice + `]}`},
	"overflow":                   {"saMOH", `{"type":"overflow","options":[` + choice + `]}`},
	"static_select":              {"saiMOH", `{"type":"static_select","options":[` + choice + `]}`},
	"external_select":            {"saiMOH", `{"type":"external_select","min_query_length":0}`},
	"users_select":               {"saiMOH", `{"type":"users_select"}`},
	"conversations_select":       {"saiMOH", `{"type":"conversations_select"}`},
	"channels_select":            {"saiMOH", `{"type":"channels_select"}`},
	"multi_static_select":        {"saiMOH", `{"type":"multi_static_select","options":[` + choice + `]}`},
	"multi_external_select":      {"saiMOH", `{"type":"multi_external_select"}`},
	"multi_users_select":         {"saiMOH", `{"type":"multi_users_select"}`},
	"multi_conversations_select": {"saiMOH", `{"type":"multi_conversations_select"}`},
	"multi_channels_select":      {"saiMOH", `{"type":"multi_channels_select"}`},
	"datepicker":                 {"saiMOH", `{"type":"datepicker"}`},
	"timepicker":                 {"saiMOH", `{"type":"timepicker"}`},
	"datetimepicker":             {"aiMO", `{"type":"datetimepicker"}`},
	"plain_text_input":           {"iMOH", `{"type":"plain_text_input"}`},
	"email_text_input":           {"iO", `{"type":"email_text_input"}`},
	"url_text_input":             {"iO", `{"type":"url_text_input"}`},
	"number_input":               {"iO", `{"type":"number_input","is_decimal_allowed":false}`},
	"file_input":                 {"iO", `{"type":"file_input"}`},
	"rich_text_input":            {"iOH", `{"type":"rich_text_input","action_id":"a"}`},
	"image":                      {"scMOH", `{"type":"image","image_url":"https://x.io/a.png","alt_text":"a"}`},
	"plain_text":                 {"cMOH", `{"type":"plain_text","text":"a"}`},
	"mrkdwn":                     {"cMOH", `{"type":"mrkdwn","text":"a"}`},
	"workflow_button":            {"saM", `{"type":"workflow_button","action_id":"a","text":{"type":"plain_text","text":"a"},"workflow":{"trigger":{"url":"https://slack.com/shortcuts/Ft1/x"}}}`},
	"icon_button":                {"xM", `{"type":"icon_button","icon":"trash","text":{"type":"plain_text","text":"a"}}`},
	"feedback_buttons":           {"xM", `{"type":"feedback_buttons","positive_button":{"text":{"type":"plain_text","text":"a"},"value":"v"},"negative_button":{"text":{"type":"plain_text","text":"a"},"value":"v"}}`},
	"unheard_of":                 {"", `{"type":"unheard_of"}`},
}

func TestCheckBlocks_PlaceOfElements(t *testing.T) {
	places := map[string]struct {
		block   func(string) string
		pointer string
	}{
		"s": {inSection, "/accessory"},
		"a": {inActions, "/elements/0"},
		"i": {inInput, "/element"},
		"c": {func(e string) string { return `{"type":"context","elements":[` + e + `]}` }, "/elements/0"},
		"x": {func(e string) string { return `{"type":"context_actions","elements":[` + e + `]}` }, "/elements/0"},
	}
	surfaces := map[string]slacksim.Surface{"M": message, "O": inModal, "H": inHome}
	for kind, sample := range elementSamples {
		for place, holder := range places {
			for capital, surface := range surfaces {
				if place == "x" && surface != message {
					continue // the block itself is refused there
				}
				var want []string
				if !strings.Contains(sample.where, place) || !strings.Contains(sample.where, capital) {
					want = []string{"unsupported type: " + kind + " [json-pointer:/blocks/0" + holder.pointer + "/type]"}
				}
				if diff := cmp.Diff(want, oneBlock(surface, holder.block(sample.element))); diff != "" {
					t.Errorf("%s as %q in %s (-want +got):\n%s", kind, place, surface, diff)
				}
			}
		}
	}
}

func TestCheckBlocks_PlaceOfBlocksInContainers(t *testing.T) {
	allowed := []string{"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "table", "video"}
	for kind, sample := range smallest {
		block := `{"type":"container","title":{"type":"plain_text","text":"a"},"child_blocks":[` + sample.block + `]}`
		var want []string
		if !slices.Contains(allowed, kind) {
			want = []string{"unsupported type: " + kind + " [json-pointer:/blocks/0/child_blocks/0/type]"}
		}
		if diff := cmp.Diff(want, oneBlock(message, block)); diff != "" {
			t.Errorf("%s in a container (-want +got):\n%s", kind, diff)
		}
	}
}

// Every object of Block Kit refuses a property it does not know, and null in place of a value.
func TestCheckBlocks_UnknownProperties(t *testing.T) {
	for kind, sample := range smallest {
		if sample.where == "" {
			continue
		}
		surface := message
		if !strings.Contains(sample.where, "m") {
			surface = inModal
		}
		extra := strings.Replace(sample.block, `{"type"`, `{"colour":null,"type"`, 1)
		want := []string{"invalid additional property: colour [json-pointer:/blocks/0]"}
		if diff := cmp.Diff(want, oneBlock(surface, extra)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", kind, diff)
		}
	}
	for kind, sample := range elementSamples {
		if strings.Contains(sample.where, "i") {
			extra := strings.Replace(sample.element, `{"type"`, `{"colour":1,"type"`, 1)
			want := []string{"invalid additional property: colour [json-pointer:/blocks/0/element]"}
			if diff := cmp.Diff(want, oneBlock(inModal, inInput(extra))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", kind, diff)
			}
		}
	}
}
