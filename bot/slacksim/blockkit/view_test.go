// Views: what belongs to the view itself, and what its blocks must share.

package blockkit_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim/blockkit"
)

// whole is the line Slack puts before the lines about the parts of a broken view.
const wholeView = "invalid_arguments failed to match all allowed schemas [json-pointer:/view]"

const modalTitle = `"title":{"type":"plain_text","text":"Share"}`

func modalWith(rest string) string { return `{"type":"modal",` + modalTitle + `,` + rest + `}` }
func homeWith(rest string) string  { return `{"type":"home",` + rest + `}` }

func checkView(t *testing.T, view string, want ...string) {
	t.Helper()
	normalised, problems := blockkit.CheckView(json.RawMessage(view))
	if diff := cmp.Diff(want, sayProblems(problems)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if (normalised == nil) != (len(problems) > 0) {
		t.Errorf("view returned: %v, problems: %d; want one or the other", normalised != nil, len(problems))
	}
}

func TestCheckView_Fields(t *testing.T) {
	blocks := `"blocks":[{"type":"divider"}]`
	cases := []struct {
		name, view string
		want       []string
	}{
		{"a modal", modalWith(blocks), nil},
		{"a home tab", homeWith(blocks), nil},
		{"a home tab without blocks clears the tab", homeWith(`"blocks":[]`), nil},
		{"everything an app may set", modalWith(blocks + `,"submit":{"type":"plain_text","text":"Go"},"close":{"type":"plain_text","text":"No"},
			"private_metadata":"","callback_id":"share","external_id":"x","clear_on_close":true,"notify_on_close":false`), nil},
		{"a modal without blocks", modalWith(`"blocks":[]`),
			[]string{wholeView, "invalid_arguments must provide at least 1 items [json-pointer:/view/blocks]"}},
		{"a view without a list of blocks", homeWith(`"callback_id":"x"`),
			[]string{wholeView, "invalid_arguments missing required field: blocks [json-pointer:/view]"}},
		{"a modal without a list of blocks", modalWith(`"callback_id":"x"`),
			[]string{wholeView, "invalid_arguments missing required field: blocks [json-pointer:/view]"}},
		{"null instead of blocks", homeWith(`"blocks":null`),
			[]string{wholeView, "invalid_arguments must provide an array [json-pointer:/view/blocks]"}},
		{"a modal without a title", `{"type":"modal",` + blocks + `}`,
			[]string{wholeView, "invalid_arguments missing required field: title [json-pointer:/view]"}},
		{"a mrkdwn title", `{"type":"modal","title":{"type":"mrkdwn","text":"x"},` + blocks + `}`,
			[]string{wholeView, "invalid_arguments must be a valid enum value [json-pointer:/view/title/type]"}},
		{"a home tab with a title", homeWith(blocks + `,` + modalTitle),
			[]string{wholeView, "invalid_arguments invalid additional property: title [json-pointer:/view]"}},
		{"a field only Slack sets", modalWith(blocks + `,"hash":"1.2"`),
			[]string{wholeView, "invalid_arguments invalid additional property: hash [json-pointer:/view]"}},
		{"an unknown type", `{"type":"sheet"}`,
			[]string{"invalid_arguments unsupported type: sheet [json-pointer:/view/type]"}},
		{"no type", `{}`, []string{wholeView, "invalid_arguments missing required field: type [json-pointer:/view]"}},
		{"a type that is no text", `{"type":1}`, []string{wholeView,
			"invalid_arguments must provide a string [json-pointer:/view/type]"}},
		{"a view encoded twice", `"{}"`, []string{"invalid_arguments must provide an object [json-pointer:/view]"}},
		{"broken JSON", `{`, []string{"invalid_arguments must provide an object [json-pointer:/view]"}},
		{"a list", `[]`, []string{"invalid_arguments must provide an object [json-pointer:/view]"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { checkView(t, tc.view, tc.want...) })
	}
}

func TestCheckView_Limits(t *testing.T) {
	divider := `{"type":"divider"}`
	blocks := `"blocks":[` + divider + `]`
	text := func(key string) func(int) string {
		return func(n int) string { return modalWith(blocks + `,"` + key + `":"` + lettersOf(n) + `"`) }
	}
	label := func(key string) func(int) string {
		return func(n int) string { return modalWith(blocks + `,"` + key + `":` + plainTextOf(n)) }
	}
	cases := []struct {
		name    string
		view    func(int) string
		most    int
		problem string
	}{
		{"title", func(n int) string { return `{"type":"modal","title":` + plainTextOf(n) + `,` + blocks + `}` }, 24,
			"must be less than 25 characters [json-pointer:/view/title/text]"},
		{"submit", label("submit"), 24, "must be less than 25 characters [json-pointer:/view/submit/text]"},
		{"close", label("close"), 24, "must be less than 25 characters [json-pointer:/view/close/text]"},
		{"private_metadata", text("private_metadata"), 3000,
			"must be less than 3001 characters [json-pointer:/view/private_metadata]"},
		{"callback_id", text("callback_id"), 255, "must be less than 256 characters [json-pointer:/view/callback_id]"},
		{"external_id", text("external_id"), 255, "must be less than 256 characters [json-pointer:/view/external_id]"},
		{"blocks of a modal", func(n int) string { return modalWith(`"blocks":` + repeatedItem(n, divider)) }, 100,
			"no more than 100 items allowed [json-pointer:/view/blocks]"},
		{"blocks of a home tab", func(n int) string { return homeWith(`"blocks":` + repeatedItem(n, divider)) }, 100,
			"no more than 100 items allowed [json-pointer:/view/blocks]"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			checkView(t, tc.view(tc.most))
			checkView(t, tc.view(tc.most+1), wholeView, "invalid_arguments "+tc.problem)
		})
	}
}

func TestCheckView_Size(t *testing.T) {
	view := modalWith(`"blocks":[{"type":"divider"}]`)
	fits := view + strings.Repeat(" ", 250_000-len(view))
	checkView(t, fits)
	checkView(t, fits+" ", "view_too_large")
}

func TestCheckView_Submit(t *testing.T) {
	divider := `{"type":"divider"}`
	input := `{"type":"input","label":{"type":"plain_text","text":"Why"},"element":{"type":"plain_text_input"}}`
	submit := `,"submit":{"type":"plain_text","text":"Send"}`
	problem := "invalid_arguments must define `submit` to use an `input` block in modals " +
		"[json-pointer:/view/blocks/%d/input]"
	cases := []struct {
		name, view string
		want       []string
	}{
		{"a modal with input and submit", modalWith(`"blocks":[` + input + `]` + submit), nil},
		{"a modal with submit and no input", modalWith(`"blocks":[` + divider + `]` + submit), nil},
		{"a home tab needs no submit", homeWith(`"blocks":[` + input + `]`), nil},
		{"a modal with input alone", modalWith(`"blocks":[` + divider + `,` + input + `]`),
			[]string{fmt.Sprintf(problem, 1)}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { checkView(t, tc.view, tc.want...) })
	}
}

func TestCheckView_Focus(t *testing.T) {
	input := func(focus string) string {
		return `{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"plain_text_input","focus_on_load":` + focus + `}}`
	}
	view := func(inputs ...string) string { return homeWith(`"blocks":[` + strings.Join(inputs, ",") + `]`) }
	checkView(t, view(input("false"), input("true"), input("false")))
	checkView(t, view(input("true"), input("false"), input("true")),
		"invalid_arguments `focus_on_load` can only be set on one element "+
			"[json-pointer:/view/blocks/2/element/focus_on_load]")
}

func TestCheckView_UniqueIDs(t *testing.T) {
	buttonElement := func(id string) string {
		return `{"type":"button","action_id":"` + id + `","text":{"type":"plain_text","text":"a"}}`
	}
	actions := func(block string, buttons ...string) string {
		return `{"type":"actions","block_id":"` + block + `","elements":[` + strings.Join(buttons, ",") + `]}`
	}
	card := func(block string, buttons ...string) string {
		return `{"type":"card","block_id":"` + block + `","actions":[` + strings.Join(buttons, ",") + `]}`
	}
	section := `{"type":"section","block_id":"s","text":{"type":"mrkdwn","text":"a"},"accessory":` + buttonElement("x") +
		`}`
	cases := []struct {
		name, blocks string
		want         []string
	}{
		{"the same action in two blocks", actions("a", buttonElement("x")) + "," + actions("b", buttonElement("x")) + "," +
			section, nil},
		{"the same action twice in one block", `{"type":"divider"},` + actions("a", buttonElement("x"), buttonElement("x")),
			[]string{"invalid_arguments `action_id` \"x\" already exists [json-pointer:/view/blocks/1/elements/1/action_id]"}},
		{"the same block twice", actions("a", buttonElement("x")) + "," + actions("a", buttonElement("x")),
			[]string{"invalid_arguments `block_id` \"a\" already exists [json-pointer:/view/blocks/1/block_id]"}},
		{"the same block inside a carousel", actions("a", buttonElement("x")) + `,{"type":"carousel","elements":[` +
			card("a", buttonElement("y")) + `]}`,
			[]string{"invalid_arguments `block_id` \"a\" already exists [json-pointer:/view/blocks/1/elements/0/block_id]"}},
		{"the same action twice in a card", `{"type":"carousel","elements":[` + card("a", buttonElement("y"),
			buttonElement("y")) + `]}`,
			[]string{"invalid_arguments `action_id` \"y\" already exists " +
				"[json-pointer:/view/blocks/0/elements/0/actions/1/action_id]"}},
		{"the same block inside a container", actions("a", buttonElement("x")) +
			`,{"type":"container","title":{"type":"plain_text","text":"t"},"child_blocks":[` +
			actions("a", buttonElement("x")) + `]}`,
			[]string{"invalid_arguments `block_id` \"a\" already exists [json-pointer:/view/blocks/1/child_blocks/0/block_id]"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { checkView(t, homeWith(`"blocks":[`+tc.blocks+`]`), tc.want...) })
	}
}

func TestCheckView_ResponseURL(t *testing.T) {
	menu := `{"type":"conversations_select","response_url_enabled":true}`
	input := `{"type":"input","label":{"type":"plain_text","text":"a"},"element":` + menu + `}`
	refused := "invalid_arguments invalid additional property: response_url_enabled [json-pointer:/view/blocks/0/"
	checkView(t, modalWith(`"submit":{"type":"plain_text","text":"Go"},"blocks":[`+input+`]`))
	checkView(t, homeWith(`"blocks":[`+input+`]`), wholeView, refused+"element]")
	checkView(t, modalWith(`"blocks":[{"type":"actions","elements":[`+menu+`]}]`), wholeView, refused+"elements/0]")
}
