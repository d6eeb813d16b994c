// What accepted blocks look like when they come back.

package blockkit_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim/blockkit"
)

var generatedID = regexp.MustCompile(`^[A-Za-z0-9+/]{5}$`)

// stable replaces generated ids with "*", so that blocks can be compared.
func withoutIDs(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key, inner := range value {
			id, isText := inner.(string)
			if (key == "block_id" || key == "action_id") && isText && generatedID.MatchString(id) {
				value[key] = "*"
				continue
			}
			value[key] = withoutIDs(inner)
		}
	case []any:
		for i := range value {
			value[i] = withoutIDs(value[i])
		}
	}
	return value
}

func TestCheckBlocks_Normalised(t *testing.T) {
	cases := []struct{ name, sent, stored string }{
		{"a divider gets an id", `{"type":"divider"}`, `{"type":"divider","block_id":"*"}`},
		{"a given id stays", `{"type":"divider","block_id":"mine"}`, `{"type":"divider","block_id":"mine"}`},
		{"plain text shows emoji by default", `{"type":"header","text":{"type":"plain_text","text":"Go 🎉"}}`,
			`{"type":"header","block_id":"*","text":{"type":"plain_text","text":"Go :tada:","emoji":true}}`},
		{"plain text may refuse emoji", `{"type":"header","text":{"type":"plain_text","text":"Go 🎉","emoji":false}}`,
			`{"type":"header","block_id":"*","text":{"type":"plain_text","text":"Go 🎉","emoji":false}}`},
		{"mrkdwn is not verbatim by default", `{"type":"context","elements":[{"type":"mrkdwn","text":"👍🏽 *ok*"}]}`,
			`{"type":"context","block_id":"*","elements":[{"type":"mrkdwn","text":":+1::skin-tone-4: *ok*","verbatim":false}]}`},
		{"signs of plain text stay", `{"type":"context","elements":[{"type":"mrkdwn","text":"© 1# ✉️ ✔ 🇫🇷"}]}`,
			`{"type":"context","block_id":"*","elements":[{"type":"mrkdwn","text":"© 1# :email: :heavy_check_mark: :fr:","verbatim":false}]}`},
		{"a button in a cell gets an action id", actionCells(rawTextCell, `"x"`), strings.ReplaceAll(`{"type":"data_table","block_id":"*","caption":"a",
			"rows":[[TEXT],[{"type":"action_cell","element":{"type":"button","action_id":"x","text":{"type":"plain_text","text":"a","emoji":true}},"fallback":TEXT}]]}`, "TEXT", rawTextCell)},
		{"an accessory gets an action id", inSection(buttonElement),
			`{"type":"section","block_id":"*","text":{"type":"mrkdwn","text":"a","verbatim":false},
			"accessory":{"type":"button","action_id":"*","text":{"type":"plain_text","text":"a","emoji":true}}}`},
		{"an image element gets none", inSection(`{"type":"image","image_url":"https://x.io/a","alt_text":"🎉"}`),
			`{"type":"section","block_id":"*","text":{"type":"mrkdwn","text":"a","verbatim":false},
			"accessory":{"type":"image","image_url":"https://x.io/a","alt_text":"🎉"}}`},
		{"an input is required and silent by default", inInput(`{"type":"plain_text_input","initial_value":"🎉"}`),
			`{"type":"input","block_id":"*","optional":false,"dispatch_action":false,"label":{"type":"plain_text","text":"a","emoji":true},
			"element":{"type":"plain_text_input","action_id":"*","initial_value":"🎉"}}`},
		{"options are texts too", inActions(`{"type":"overflow","action_id":"given id","options":[` + oneOption + `]}`),
			`{"type":"actions","block_id":"*","elements":[{"type":"overflow","action_id":"given id",
			"options":[{"value":"v","text":{"type":"plain_text","text":"a","emoji":true}}]}]}`},
		{"cards inside a carousel get ids", `{"type":"carousel","elements":[{"type":"card","actions":[` + buttonElement +
			`]}]}`,
			`{"type":"carousel","block_id":"*","elements":[{"type":"card","block_id":"*",
			"actions":[{"type":"button","action_id":"*","text":{"type":"plain_text","text":"a","emoji":true}}]}]}`},
		{"blocks inside a container get ids",
			`{"type":"container","title":{"type":"plain_text","text":"a"},"child_blocks":[{"type":"divider"}]}`,
			`{"type":"container","block_id":"*","title":{"type":"plain_text","text":"a","emoji":true},"child_blocks":[{"type":"divider","block_id":"*"}]}`},
		{"rich text keeps its leaves",
			`{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"a"}]}]}`,
			`{"type":"rich_text","block_id":"*","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"a"}]}]}`},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			blocks, problems := blockkit.CheckBlocks(onMessage, json.RawMessage("["+tc.sent+"]"), "")
			if len(problems) > 0 || len(blocks) != 1 {
				t.Fatalf("got %d blocks and %v", len(blocks), problems)
			}
			var want any
			if err := json.Unmarshal([]byte(tc.stored), &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, withoutIDs(blocks[0])); diff != "" {
				t.Errorf("stored block (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCheckView_Normalised(t *testing.T) {
	view, problems := blockkit.CheckView(json.RawMessage(
		modalWith(`"private_metadata":"🎉","blocks":[{"type":"divider"}]`)))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var want any
	stored := `{"type":"modal","title":{"type":"plain_text","text":"Share","emoji":true},"private_metadata":"🎉",
		"blocks":[{"type":"divider","block_id":"*"}]}`
	if err := json.Unmarshal([]byte(stored), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, withoutIDs(view)); diff != "" {
		t.Errorf("stored view (-want +got):\n%s", diff)
	}
}

// A block that is sent again without an id is a new block: what was typed into the old one is lost, as on Slack.
func TestCheckBlocks_GeneratedIDs(t *testing.T) {
	seen := map[any]bool{}
	for range 20 {
		blocks, _ := blockkit.CheckBlocks(onMessage, json.RawMessage(`[{"type":"divider"}]`), "")
		seen[blocks[0]["block_id"]] = true
	}
	if len(seen) != 20 {
		t.Errorf("20 blocks got %d different ids", len(seen))
	}
}

func TestEmoji_Names(t *testing.T) {
	cases := map[string]string{
		"no emoji":                 "no emoji",
		"🎉 done 🚀":                 ":tada: done :rocket:",
		"with a style ❤\uFE0F":     "with a style :heart:",
		"without a style ❤":        "without a style :heart:",
		"a style too much ⭐️":      "a style too much :star:",
		"several signs in one 🧑‍💻": "several signs in one :technologist:",
		"👋🏿":                       ":wave::skin-tone-6:",
		"unknown to the table ☰":   "unknown to the table ☰",
	}
	for text, want := range cases {
		if got := blockkit.EmojiToNames(text); got != want {
			t.Errorf("EmojiToNames(%q) = %q, want %q", text, got, want)
		}
	}
}
