// The Block Kit checks as doors: which code, which sentence, which pointer.

package blockkit_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim/blockkit"
)

// say writes one problem as code and line, the two things an app sees.
func sayProblems(problems []blockkit.Problem) []string {
	var wantLines []string
	for _, problem := range problems {
		wantLines = append(wantLines, strings.TrimSpace(problem.Code+" "+strings.TrimPrefix(problem.String(), problem.Code)))
	}
	return wantLines
}

// oneBlock checks a single block on a surface and gives the lines of its problems.
func oneBlock(surface blockkit.Surface, block string) []string {
	_, problems := blockkit.CheckBlocks(surface, json.RawMessage("["+block+"]"), "")
	var wantLines []string
	for _, problem := range problems {
		wantLines = append(wantLines, problem.String())
	}
	return wantLines
}

func lettersOf(n int) string { return strings.Repeat("é", n) }

func repeatedItem(n int, item string) string {
	return "[" + strings.TrimSuffix(strings.Repeat(item+",", n), ",") + "]"
}

func plainTextOf(n int) string { return fmt.Sprintf(`{"type":"plain_text","text":%q}`, lettersOf(n)) }
func mrkdwnOf(n int) string    { return fmt.Sprintf(`{"type":"mrkdwn","text":%q}`, lettersOf(n)) }

func TestProblem_String(t *testing.T) {
	cases := map[string]blockkit.Problem{
		"must be less than 3001 characters [json-pointer:/blocks/0/text/text]": {
			Code: "invalid_blocks", Message: "must be less than 3001 characters", Pointer: "/blocks/0/text/text"},
		"only_one_table_allowed": {Code: "invalid_attachments", Message: "only_one_table_allowed"},
		"no_text":                {Code: "no_text"},
	}
	for want, problem := range cases {
		if got := problem.String(); got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

// messageProblems is what is wrong with a message.
func messageProblems(raw json.RawMessage) []blockkit.Problem {
	_, _, problems := blockkit.CheckMessage(raw)
	return problems
}

func TestCheckMessage_Codes(t *testing.T) {
	divider := `{"type":"divider"}`
	section := `{"type":"section","text":` + mrkdwnOf(10) + `}`
	table := `{"type":"table","rows":[[{"type":"raw_text","text":"a"}]]}`
	dataTable := `{"type":"data_table","caption":"c","rows":[[{"type":"raw_text","text":"a"}],[{"type":"raw_text","text":"b"}]]}`
	cases := []struct {
		name, payload string
		want          []string
	}{
		{"text alone is a message", `{"text":"hi"}`, nil},
		{"blocks alone are a message", `{"blocks":[` + divider + `]}`, nil},
		{"attachments alone are a message", `{"attachments":[{"text":"old"}]}`, nil},
		{"other arguments are not checked", `{"text":"hi","channel":7,"unfurl_links":"no"}`, nil},
		{"nulls count as absent", `{"text":"hi","blocks":null,"attachments":null,"metadata":null}`, nil},
		{"nothing to show", `{}`, []string{"no_text"}},
		{"an empty text is nothing to show", `{"text":""}`, []string{"no_text"}},
		{"empty lists are nothing to show", `{"text":"","blocks":[],"attachments":[]}`, []string{"no_text"}},
		{"a text that is no text", `{"text":5}`, []string{"invalid_arguments must provide a string [json-pointer:/text]"}},
		{"no object at all", `"hi"`, []string{"invalid_arguments must provide an object"}},
		{"broken JSON", `{"text":`, []string{"invalid_arguments must provide an object"}},
		{"blocks wrapped in an object", `{"blocks":{"blocks":[]}}`, []string{"invalid_blocks_format"}},
		{"blocks encoded twice", `{"blocks":"[]"}`, []string{"invalid_blocks_format"}},
		{"blocks that are not objects", `{"blocks":["divider"]}`, []string{"invalid_blocks_format"}},
		{"an unknown block", `{"blocks":[{"type":"banner"}]}`,
			[]string{"invalid_blocks unsupported type: banner [json-pointer:/blocks/0/type]"}},
		{"fifty blocks", `{"blocks":` + repeatedItem(50, divider) + `}`, nil},
		{"fifty-one blocks", `{"blocks":` + repeatedItem(51, divider) + `}`,
			[]string{"invalid_blocks no more than 50 items allowed [json-pointer:/blocks]"}},
		{"attachments that are no list", `{"attachments":{}}`, []string{"invalid_attachments"}},
		{"a hundred attachments", `{"attachments":` + repeatedItem(100, `{}`) + `}`, nil},
		{"a hundred and one attachments", `{"attachments":` + repeatedItem(101, `{}`) + `}`,
			[]string{"too_many_attachments"}},
		{"a broken block in an attachment", `{"attachments":[{},{"blocks":[{"type":"header","text":` + plainTextOf(151) +
			`}]}]}`,
			[]string{"invalid_attachments must be less than 151 characters [json-pointer:/attachments/1/blocks/0/text/text]"}},
		{"blocks of an attachment that are no list", `{"attachments":[{"blocks":"x"}]}`,
			[]string{"invalid_attachments must provide an array [json-pointer:/attachments/0/blocks]"}},
		{"one table", `{"blocks":[` + table + `]}`, nil},
		{"two tables of different kinds", `{"blocks":[` + table + `,` + dataTable + `]}`,
			[]string{"invalid_attachments only_one_table_allowed"}},
		{"a second table in an attachment", `{"blocks":[` + table + `],"attachments":[{"blocks":[` + table + `]}]}`,
			[]string{"invalid_attachments only_one_table_allowed"}},
		{"markdown text alone", `{"markdown_text":"` + lettersOf(12_000) + `"}`, nil},
		{"markdown text too long", `{"markdown_text":"` + lettersOf(12_001) + `"}`, []string{"msg_too_long"}},
		{"markdown text beside text", `{"markdown_text":"# a","text":"b"}`, []string{"markdown_text_conflict"}},
		{"markdown text beside blocks", `{"markdown_text":"# a","blocks":[` + section + `]}`,
			[]string{"markdown_text_conflict"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			got := sayProblems(messageProblems(json.RawMessage(tc.payload)))
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCheckMessage_Metadata(t *testing.T) {
	payload := func(n int) string {
		return `{"event_type":"digest","event_payload":{"key":"` + strings.Repeat("x", n) + `"}}`
	}
	overhead := len(payload(0))
	cases := []struct {
		name, metadata string
		want           []string
	}{
		{"a type and a payload", payload(5), nil},
		{"the empty envelope some clients always send", `{"event_type":"","event_payload":null}`, nil},
		{"an empty object", `{}`, nil},
		{"a payload without a type", `{"event_payload":{}}`, []string{"invalid_metadata_format"}},
		{"a type without a payload", `{"event_type":"digest"}`, []string{"invalid_metadata_format"}},
		{"a payload that is text", `{"event_type":"digest","event_payload":"x"}`, []string{"invalid_metadata_format"}},
		{"metadata encoded twice", `"{}"`, []string{"invalid_metadata_format"}},
		{"just small enough", payload(8192 - overhead), nil},
		{"too large", payload(8193 - overhead), []string{"metadata_too_large"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			got := sayProblems(messageProblems(json.RawMessage(`{"text":"hi","metadata":` + tc.metadata + `}`)))
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

// The weights were measured on Slack: about 13,200 characters, entities counted out, a header costing 100 more.
func TestCheckMessage_Weight(t *testing.T) {
	section := func(text string) string {
		return fmt.Sprintf(`{"type":"section","text":{"type":"mrkdwn","text":%q}}`, text)
	}
	four := func(last int) string {
		full := section(lettersOf(3000))
		return strings.Join([]string{full, full, full, full, section(lettersOf(last))}, ",")
	}
	header := `{"type":"header","text":` + plainTextOf(1) + `}`
	markdown := func(text string) string { return fmt.Sprintf(`{"type":"markdown","text":%q}`, text) }
	tooLong := []string{"msg_blocks_too_long"}
	cases := []struct {
		name, blocks string
		want         []string
	}{
		{"just light enough", four(1199), nil},
		{"just too heavy", four(1200), tooLong},
		{"a header costs a hundred more than its text", four(1098) + "," + header, nil},
		{"a header too many", four(1099) + "," + header, tooLong},
		{"an ampersand weighs five", section(strings.Repeat("&", 2639)), nil},
		{"one ampersand too many", section(strings.Repeat("&", 2640)), tooLong},
		{"a bracket weighs four", section(strings.Repeat("<", 1650)) + "," + section(strings.Repeat(">", 1649)), nil},
		{"one bracket too many", section(strings.Repeat("<", 1650)) + "," + section(strings.Repeat(">", 1650)), tooLong},
		{"an escaped sign counts once", section(strings.Repeat("&lt;", 750)) + "," + section(strings.Repeat("&gt;", 750)),
			nil},
		{"markdown up to its own limit", markdown(lettersOf(6000)) + "," + markdown(lettersOf(6000)), nil},
		{"markdown beyond its own limit", markdown(lettersOf(6000)) + "," + markdown(lettersOf(6001)), tooLong},
		{"markdown that becomes fifty blocks", markdown(strings.Repeat("# a\ntext\n", 25)), nil},
		{"markdown that becomes fifty-one blocks", markdown(strings.Repeat("# a\ntext\n", 25) + "---"), tooLong},
		{"headings inside a code fence are no blocks", markdown("```\n" + strings.Repeat("# a\n", 60) + "```"), nil},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			got := sayProblems(messageProblems(json.RawMessage(`{"text":"hi","blocks":[` + tc.blocks + `]}`)))
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCheckBlocks_Pointers(t *testing.T) {
	broken := json.RawMessage(`[{"type":"divider"},{"type":"divider","extra":1}]`)
	cases := []struct {
		name, prefix, want string
		surface            blockkit.Surface
	}{
		{"a message starts at the blocks", "", "invalid_blocks invalid additional property: extra [json-pointer:/blocks/1]",
			blockkit.SurfaceMessage},
		{"a view starts at the view", "/view",
			"invalid_arguments invalid additional property: extra [json-pointer:/view/blocks/1]", blockkit.SurfaceModal},
		{"an attachment starts at the attachment", "/attachments/2",
			"invalid_blocks invalid additional property: extra [json-pointer:/attachments/2/blocks/1]", blockkit.SurfaceMessage},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			normalised, problems := blockkit.CheckBlocks(tc.surface, broken, tc.prefix)
			if diff := cmp.Diff([]string{tc.want}, sayProblems(problems)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if normalised != nil {
				t.Errorf("refused blocks came back as %v", normalised)
			}
		})
	}
}

func TestCheckBlocks_Count(t *testing.T) {
	for surface, most := range map[blockkit.Surface]int{onMessage: 50, onModal: 100, onHome: 100} {
		block := strings.Repeat(`{"type":"divider"},`, most-1) + `{"type":"divider"}`
		if got := oneBlock(surface, block); len(got) > 0 {
			t.Errorf("%d blocks in %s: %v", most, surface, got)
		}
		want := []string{fmt.Sprintf("no more than %d items allowed [json-pointer:/blocks]", most)}
		if diff := cmp.Diff(want, oneBlock(surface, block+`,{"type":"divider"}`)); diff != "" {
			t.Errorf("%d blocks in %s (-want +got):\n%s", most+1, surface, diff)
		}
	}
}

func TestCheckBlocks_NotAList(t *testing.T) {
	for _, raw := range []string{`{}`, `"x"`, `null`, `[1]`, `[`, ``} {
		_, inMessage := blockkit.CheckBlocks(blockkit.SurfaceMessage, json.RawMessage(raw), "")
		if diff := cmp.Diff([]string{"invalid_blocks_format"}, sayProblems(inMessage)); diff != "" {
			t.Errorf("message blocks %q (-want +got):\n%s", raw, diff)
		}
		_, inView := blockkit.CheckBlocks(blockkit.SurfaceHome, json.RawMessage(raw), "/view")
		want := []string{"invalid_arguments must provide an array [json-pointer:/view/blocks]"}
		if diff := cmp.Diff(want, sayProblems(inView)); diff != "" {
			t.Errorf("view blocks %q (-want +got):\n%s", raw, diff)
		}
	}
}
