// Views: what belongs to the view itself, and what its blocks must share.

package slacksim_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
)

// whole is the line Slack puts before the lines about the parts of a broken view.
const whole = "invalid_arguments failed to match all allowed schemas [json-pointer:/view]"

const title = `"title":{"type":"plain_text","text":"Share"}`

func modal(rest string) string { return `{"type":"modal",` + title + `,` + rest + `}` }
func home(rest string) string  { return `{"type":"home",` + rest + `}` }

func checkView(t *testing.T, view string, want ...string) {
	t.Helper()
	normalised, problems := slacksim.CheckView(json.RawMessage(view))
	if diff := cmp.Diff(want, say(problems)); diff != "" {
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
		{"a modal", modal(blocks), nil},
		{"a home tab", home(blocks), nil},
		{"a home tab without blocks clears the tab", home(`"blocks":[]`), nil},
		{"everything an app may set", modal(blocks + `,"submit":{"type":"plain_text","text":"Go"},"close":{"type":"plain_text","text":"No"},
			"private_metadata":"","callback_id":"share","external_id":"x","clear_on_close":true,"notify_on_close":false`), nil},
		{"a modal without blocks", modal(`"blocks":[]`),
			[]string{whole, "invalid_arguments must provide at least 1 items [json-pointer:/view/blocks]"}},
		{"a view without a list of blocks", home(`"callback_id":"x"`),
			[]string{whole, "invalid_arguments missing required field: blocks [json-pointer:/view]"}},
		{"null instead of blocks", home(`"blocks":null`),
			[]string{whole, "invalid_arguments must provide an array [json-pointer:/view/blocks]"}},
		{"a modal without a title", `{"type":"modal",` + blocks + `}`,
			[]string{whole, "invalid_arguments missing required field: title [json-pointer:/view]"}},
		{"a mrkdwn title", `{"type":"modal","title":{"type":"mrkdwn","text":"x"},` + blocks + `}`,
			[]string{whole, "invalid_arguments must be a valid enum value [json-pointer:/view/title/type]"}},
		{"a home tab with a title", home(blocks + `,` + title),
			[]string{whole, "invalid_arguments invalid additional property: title [json-pointer:/view]"}},
		{"a field only Slack sets", modal(blocks + `,"hash":"1.2"`),
			[]string{whole, "invalid_arguments invalid additional property: hash [json-pointer:/view]"}},
		{"an unknown type", `{"type":"sheet"}`, []string{"invalid_arguments unsupported type: sheet [json-pointer:/view/type]"}},
		{"no type", `{}`, []string{whole, "invalid_arguments missing required field: type [json-pointer:/view]"}},
		{"a type that is no text", `{"type":1}`, []string{whole, "invalid_arguments must provide a string [json-pointer:/view/type]"}},
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
		return func(n int) string { return modal(blocks + `,"` + key + `":"` + letters(n) + `"`) }
	}
	label := func(key string) func(int) string {
		return func(n int) string { return modal(blocks + `,"` + key + `":` + plainText(n)) }
	}
	cases := []struct {
		name    string
		view    func(int) string
		most    int
		problem string
	}{
		{"title", func(n int) string { return `{"type":"modal","title":` + plainText(n) + `,` + blocks + `}` }, 24,
			"must be less than 25 characters [json-pointer:/view/title/text]"},
		{"submit", label("submit"), 24, "must be less than 25 characters [json-pointer:/view/submit/text]"},
		{"close", label("close"), 24, "must be less than 25 characters [json-pointer:/view/close/text]"},
		{"private_metadata", text("private_metadata"), 3000, "must be less than 3001 characters [json-pointer:/view/private_metadata]"},
		{"callback_id", text("callback_id"), 255, "must be less than 256 characters [json-pointer:/view/callback_id]"},
		{"external_id", text("external_id"), 255, "must be less than 256 characters [json-pointer:/view/external_id]"},
		{"blocks of a modal", func(n int) string { return modal(`"blocks":` + repeated(n, divider)) }, 100,
			"no more than 100 items allowed [json-pointer:/view/blocks]"},
		{"blocks of a home tab", func(n int) string { return home(`"blocks":` + repeated(n, divider)) }, 100,
			"no more than 100 items allowed [json-pointer:/view/blocks]"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			checkView(t, tc.view(tc.most))
			checkView(t, tc.view(tc.most+1), whole, "invalid_arguments "+tc.problem)
		})
	}
}

func TestCheckView_Size(t *testing.T) {
	view := modal(`"blocks":[{"type":"divider"}]`)
	fits := view + strings.Repeat(" ", 250_000-len(view))
	checkView(t, fits)
	checkView(t, fits+" ", "view_too_large")
}

func TestCheckView_Submit(t *testing.T) {
	divider := `{"type":"divider"}`
	input := `{"type":"input","label":{"type":"plain_text","text":"Why"},"element":{"type":"plain_text_input"}}`
	submit := `,"submit":{"type":"plain_text","text":"Send"}`
	problem := "invalid_arguments must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/%d/input]"
	cases := []struct {
		name, view string
		want       []string
	}{
		{"a modal with input and submit", modal(`"blocks":[` + input + `]` + submit), nil},
		{"a modal with submit and no input", modal(`"blocks":[` + divider + `]` + submit), nil},
		{"a home tab needs no submit", home(`"blocks":[` + input + `]`), nil},
		{"a modal with input alone", modal(`"blocks":[` + divider + `,` + input + `]`), []string{fmt.Sprintf(problem, 1)}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { checkView(t, tc.view, tc.want...) })
	}
}

func TestCheckView_Focus(t *testing.T) {
	input := func(focus string) string {
		return `{"type":"input","label":{"type":"plain_text","text":"a"},"element":{"type":"plain_text_input","focus_on_load":` + focus + `}}`
	}
	view := func(inputs ...string) string { return home(`"blocks":[` + strings.Join(inputs, ",") + `]`) }
	checkView(t, view(input("false"), input("true"), input("false")))
	checkView(t, view(input("true"), input("false"), input("true")),
		"invalid_arguments `focus_on_load` can only be set on one element [json-pointer:/view/blocks/2/element/focus_on_load]")
}

func TestCheckView_UniqueIDs(t *testing.T) {
	button := func(id string) string {
		return `{"type":"button","action_id":"` + id + `","text":{"type":"plain_text","text":"a"}}`
	}
	actions := func(block string, buttons ...string) string {
		return `{"type":"actions","block_id":"` + block + `","elements":[` + strings.Join(buttons, ",") + `]}`
	}
	card := func(block string, buttons ...string) string {
		return `{"type":"card","block_id":"` + block + `","actions":[` + strings.Join(buttons, ",") + `]}`
	}
	section := `{"type":"section","block_id":"s","text":{"type":"mrkdwn","text":"a"},"accessory":` + button("x") + `}`
	cases := []struct {
		name, blocks string
		want         []string
	}{
		{"the same action in two blocks", actions("a", button("x")) + "," + actions("b", button("x")) + "," + section, nil},
		{"the same action twice in one block", `{"type":"divider"},` + actions("a", button("x"), button("x")),
			[]string{"invalid_arguments `action_id` \"x\" already exists [json-pointer:/view/blocks/1/elements/1/action_id]"}},
		{"the same block twice", actions("a", button("x")) + "," + actions("a", button("x")),
			[]string{"invalid_arguments `block_id` \"a\" already exists [json-pointer:/view/blocks/1/block_id]"}},
		{"the same block inside a carousel", actions("a", button("x")) + `,{"type":"carousel","elements":[` + card("a", button("y")) + `]}`,
			[]string{"invalid_arguments `block_id` \"a\" already exists [json-pointer:/view/blocks/1/elements/0/block_id]"}},
		{"the same action twice in a card", `{"type":"carousel","elements":[` + card("a", button("y"), button("y")) + `]}`,
			[]string{"invalid_arguments `action_id` \"y\" already exists [json-pointer:/view/blocks/0/elements/0/actions/1/action_id]"}},
		{"the same block inside a container", actions("a", button("x")) +
			`,{"type":"container","title":{"type":"plain_text","text":"t"},"child_blocks":[` + actions("a", button("x")) + `]}`,
			[]string{"invalid_arguments `block_id` \"a\" already exists [json-pointer:/view/blocks/1/child_blocks/0/block_id]"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) { checkView(t, home(`"blocks":[`+tc.blocks+`]`), tc.want...) })
	}
}

func TestCheckView_ResponseURL(t *testing.T) {
	menu := `{"type":"conversations_select","response_url_enabled":true}`
	input := `{"type":"input","label":{"type":"plain_text","text":"a"},"element":` + menu + `}`
	refused := "invalid_arguments invalid additional property: response_url_enabled [json-pointer:/view/blocks/0/"
	checkView(t, modal(`"submit":{"type":"plain_text","text":"Go"},"blocks":[`+input+`]`))
	checkView(t, home(`"blocks":[`+input+`]`), whole, refused+"element]")
	checkView(t, modal(`"blocks":[{"type":"actions","elements":[`+menu+`]}]`), whole, refused+"elements/0]")
}
