// The two matrices of Block Kit: which block on which surface, which element in which block.

package blockkit_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim/blockkit"
)

// smallest is the least that each block needs; the letters say where it may stand: m a message, o a modal, h a home
// tab.
var smallest = map[string]struct{ where, block string }{
	"section":   {"moh", `{"type":"section","text":{"type":"mrkdwn","text":"a"}}`},
	"divider":   {"moh", `{"type":"divider"}`},
	"header":    {"moh", `{"type":"header","text":{"type":"plain_text","text":"a"}}`},
	"context":   {"moh", `{"type":"context","elements":[{"type":"mrkdwn","text":"a"}]}`},
	"actions":   {"moh", inActions(buttonElement)},
	"input":     {"moh", inInput(`{"type":"plain_text_input"}`)},
	"image":     {"moh", `{"type":"image","image_url":"https://x.io/a.png","alt_text":"a"}`},
	"rich_text": {"moh", `{"type":"rich_text","elements":[]}`},
	"video": {"moh",
		`{"type":"video","title":{"type":"plain_text","text":"a"},"video_url":"https://x.io/v","thumbnail_url":"https://x.io/t","alt_text":"a"}`},
	"file":     {"", `{"type":"file","source":"remote","external_id":"x"}`},
	"markdown": {"m", `{"type":"markdown","text":"# a"}`},
	"context_actions": {"m",
		`{"type":"context_actions","elements":[{"type":"icon_button","icon":"trash","text":{"type":"plain_text","text":"a"}}]}`},
	"table": {"mh", `{"type":"table","rows":[[{"type":"raw_text","text":"a"}]]}`},
	"data_table": {"mh",
		`{"type":"data_table","caption":"a","rows":[[{"type":"raw_text","text":"a"}],[{"type":"raw_number","value":1,"text":"1"}]]}`},
	"data_visualization": {"mh",
		`{"type":"data_visualization","title":"a","chart":{"type":"pie","segments":[{"label":"a","value":1}]}}`},
	"card":     {"mh", `{"type":"card","title":{"type":"mrkdwn","text":"a"}}`},
	"carousel": {"mh", `{"type":"carousel","elements":[{"type":"card","title":{"type":"mrkdwn","text":"a"}}]}`},
	"container": {"mh",
		`{"type":"container","title":{"type":"plain_text","text":"a"},"child_blocks":[{"type":"divider"}]}`},
	"alert":      {"o", `{"type":"alert","text":{"type":"mrkdwn","text":"a"}}`},
	"plan":       {"m", `{"type":"plan","title":"a"}`},
	"task_card":  {"m", `{"type":"task_card","task_id":"a","title":"a"}`},
	"unheard_of": {"", `{"type":"unheard_of"}`},
}

func TestCheckBlocks_SurfaceOfBlocks(t *testing.T) {
	for kind, sample := range smallest {
		for letter, surface := range map[string]blockkit.Surface{"m": onMessage, "o": onModal, "h": onHome} {
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
	"button":                     {"saMOH", buttonElement},
	"checkboxes":                 {"saiMOH", `{"type":"checkboxes","options":[` + oneOption + `]}`},
	"radio_buttons":              {"saiMOH", `{"type":"radio_buttons","options":[` + oneOption + `]}`},
	"overflow":                   {"saMOH", `{"type":"overflow","options":[` + oneOption + `]}`},
	"static_select":              {"saiMOH", `{"type":"static_select","options":[` + oneOption + `]}`},
	"external_select":            {"saiMOH", `{"type":"external_select"}`},
	"users_select":               {"saiMOH", `{"type":"users_select"}`},
	"conversations_select":       {"saiMOH", `{"type":"conversations_select"}`},
	"channels_select":            {"saiMOH", `{"type":"channels_select"}`},
	"multi_static_select":        {"saiMOH", `{"type":"multi_static_select","options":[` + oneOption + `]}`},
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
	"workflow_button": {"saM",
		`{"type":"workflow_button","action_id":"a","text":{"type":"plain_text","text":"a"},"workflow":{"trigger":{"url":"https://slack.com/shortcuts/Ft1/x"}}}`},
	"icon_button": {"xM", `{"type":"icon_button","icon":"trash","text":{"type":"plain_text","text":"a"}}`},
	"feedback_buttons": {"xM",
		`{"type":"feedback_buttons","positive_button":{"text":{"type":"plain_text","text":"a"},"value":"v"},"negative_button":{"text":{"type":"plain_text","text":"a"},"value":"v"}}`},
	"unheard_of": {"", `{"type":"unheard_of"}`},
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
	surfaces := map[string]blockkit.Surface{"M": onMessage, "O": onModal, "H": onHome}
	for kind, sample := range elementSamples {
		for place, holder := range places {
			for capital, surface := range surfaces {
				if place == "x" && surface != onMessage {
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
	allowed := []string{"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "table",
		"video"}
	for kind, sample := range smallest {
		block := `{"type":"container","title":{"type":"plain_text","text":"a"},"child_blocks":[` + sample.block + `]}`
		var want []string
		if !slices.Contains(allowed, kind) {
			want = []string{"unsupported type: " + kind + " [json-pointer:/blocks/0/child_blocks/0/type]"}
		}
		if diff := cmp.Diff(want, oneBlock(onMessage, block)); diff != "" {
			t.Errorf("%s in a container (-want +got):\n%s", kind, diff)
		}
	}
}

// What the smallest blocks and elements hold is needed, at every depth: without any one property they are refused.
func TestCheckBlocks_NeededProperties(t *testing.T) {
	for kind, sample := range smallest {
		for letter, surface := range map[string]blockkit.Surface{"m": onMessage, "o": onModal} {
			if strings.Contains(sample.where, letter) {
				expectNeeded(t, surface, kind, sample.block)
			}
		}
	}
	for kind, sample := range elementSamples {
		switch {
		case strings.Contains(sample.where, "i"):
			expectNeeded(t, onModal, kind, inInput(sample.element))
		case strings.Contains(sample.where, "x"):
			expectNeeded(t, onMessage, kind, `{"type":"context_actions","elements":[`+sample.element+`]}`)
		case strings.Contains(sample.where, "s"):
			expectNeeded(t, onMessage, kind, inActionsOrSection(kind, sample.element))
		}
	}
	for kind, block := range nestedSamples {
		expectNeeded(t, onMessage, kind, block)
	}
}

func inActionsOrSection(kind, element string) string {
	if kind == "image" {
		return `{"type":"context","elements":[` + element + `]}`
	}
	return inActions(element)
}

// inOtherWords are the properties that exclude or replace each other, so Slack does not call them missing; notNeeded
// are those that carry a nested sample.
var (
	inOtherWords = []string{"section text", "card title", "container title", "image image_url", "static_select options",
		"static_select option_groups", "multi_static_select options"}
	notNeeded = []string{"overflow confirm", "plan tasks", "task_card sources",
		"plain_text_input dispatch_action_config", " customizable_input_parameters"}
)

// nestedSamples hold the objects that the smallest blocks can do without.
var nestedSamples = map[string]string{
	"confirm": inActions(`{"type":"overflow","options":[` + oneOption + `],"confirm":{"title":{"type":"plain_text","text":"a"},
		"text":{"type":"mrkdwn","text":"a"},"confirm":{"type":"plain_text","text":"a"},"deny":{"type":"plain_text","text":"a"}}}`),
	"chart": `{"type":"data_visualization","title":"a","chart":{"type":"area","axis_config":{"categories":["a"]},
		"series":[{"name":"a","data":[{"label":"a","value":1}]}]}}`,
	"leaves": `{"type":"rich_text","elements":[{"type":"rich_text_list","style":"ordered","elements":[{"type":"rich_text_section","elements":[
		{"type":"text","text":"a"},{"type":"link","url":"https://x.io"},{"type":"user","user_id":"U1"},{"type":"usergroup","usergroup_id":"S1"},
		{"type":"team","team_id":"T1"},{"type":"channel","channel_id":"C1"},{"type":"emoji","name":"wave"},{"type":"broadcast","range":"here"},
		{"type":"color","value":"#00ff00"},{"type":"date","timestamp":1,"format":"{date}"}]}]},
		{"type":"rich_text_quote","elements":[]},{"type":"rich_text_preformatted","elements":[]}]}`,
	"group": inActions(
		`{"type":"static_select","option_groups":[{"label":{"type":"plain_text","text":"a"},"options":[` + oneOption +
			`]}]}`),
	"dispatch": inInput(
		`{"type":"plain_text_input","dispatch_action_config":{"trigger_actions_on":["on_enter_pressed"]}}`),
	"workflow": inActions(`{"type":"workflow_button","action_id":"a","text":{"type":"plain_text","text":"a"},"workflow":{"trigger":
		{"url":"https://slack.com/shortcuts/Ft1/x","customizable_input_parameters":[{"name":"a","value":1}]}}}`),
	"source":    `{"type":"task_card","task_id":"a","title":"a","sources":[{"type":"url","url":"https://x.io","text":"a"}]}`,
	"rich cell": `{"type":"table","rows":[[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[]}]}]]}`,
}

// expectNeeded takes every property away in turn and expects Slack to miss it.
func expectNeeded(t *testing.T, surface blockkit.Surface, kind, block string) {
	t.Helper()
	var root map[string]any
	if err := json.Unmarshal([]byte(block), &root); err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	if problems := oneBlock(surface, block); len(problems) > 0 {
		t.Fatalf("%s is refused as it is: %v", kind, problems)
	}
	everyObject(root, "/blocks/0", func(object map[string]any, pointer string) {
		owner, _ := object["type"].(string)
		for key, value := range object {
			if slices.Contains(notNeeded, owner+" "+key) {
				continue
			}
			delete(object, key)
			without, err := json.Marshal(root)
			if err != nil {
				t.Fatal(err)
			}
			problems := oneBlock(surface, string(without))
			want := "missing required field: " + key + " [json-pointer:" + pointer + "]"
			if len(problems) == 0 || !slices.Contains(problems, want) && !slices.Contains(inOtherWords, owner+" "+key) {
				t.Errorf("%s without %s%s: %v, want %q", kind, pointer, "/"+key, problems, want)
			}
			object[key] = value
		}
	})
}

// everyObject visits the objects inside a value with their JSON pointers.
func everyObject(value any, pointer string, visit func(object map[string]any, pointer string)) {
	switch value := value.(type) {
	case map[string]any:
		visit(value, pointer)
		for key, inner := range value {
			everyObject(inner, pointer+"/"+key, visit)
		}
	case []any:
		for i, inner := range value {
			everyObject(inner, pointer+"/"+strconv.Itoa(i), visit)
		}
	}
}

// Every object of Block Kit refuses a property it does not know, and null in place of a value.
func TestCheckBlocks_UnknownProperties(t *testing.T) {
	for kind, sample := range smallest {
		if sample.where == "" {
			continue
		}
		surface := onMessage
		if !strings.Contains(sample.where, "m") {
			surface = onModal
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
			if diff := cmp.Diff(want, oneBlock(onModal, inInput(extra))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", kind, diff)
			}
		}
	}
}
