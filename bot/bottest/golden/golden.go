// Golden files: what each view looks like in each state, as Slack gets it, checked against Slack's limits.

package golden

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"vouch/bot/block"
	"vouch/bot/slacksim/blockkit"
)

var updateGolden = flag.Bool("update", false, "write the golden files instead of comparing with them")

// Message holds a message to testdata/golden/<name>.json, and to what Slack takes.
func Message(tb testing.TB, name string, c block.Content) {
	tb.Helper()
	raw := MustJSON(tb, struct {
		Text   string        `json:"text"`
		Blocks []slack.Block `json:"blocks"`
	}{c.Text, c.Blocks})
	if c.Text == "" || len(c.Text) > block.MaxMessageText {
		tb.Errorf("%s: the text has %d bytes, want 1 to %d", name, len(c.Text), block.MaxMessageText)
	}
	_, _, problems := blockkit.CheckMessage(raw)
	ReportProblems(tb, name, problems)
	compareGolden(tb, name, raw)
}

// Modal holds a modal to its golden file, and to what Slack takes.
func Modal(tb testing.TB, name string, view *slack.ModalViewRequest) {
	tb.Helper()
	raw := MustJSON(tb, view)
	_, problems := blockkit.CheckView(raw)
	ReportProblems(tb, name, problems)
	compareGolden(tb, name, raw)
}

// Home holds a Home to its golden file, and to what Slack takes.
func Home(tb testing.TB, name string, blocks []slack.Block) {
	tb.Helper()
	raw := MustJSON(tb, slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}})
	_, problems := blockkit.CheckView(raw)
	ReportProblems(tb, name, problems)
	compareGolden(tb, name, raw)
}

func ReportProblems(tb testing.TB, name string, problems []blockkit.Problem) {
	tb.Helper()
	for _, p := range problems {
		tb.Errorf("%s: Slack would refuse this: %s", name, p)
	}
}

// compareGolden compares indented JSON; a difference is shown line by line.
func compareGolden(tb testing.TB, name string, raw []byte) {
	tb.Helper()
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, raw, "", "  "); err != nil {
		tb.Fatal(err)
	}
	pretty.WriteByte('\n')
	path := filepath.Join("testdata", "golden", name+".json")
	if *updateGolden {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(path, pretty.Bytes(), 0o644); err != nil {
			tb.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		tb.Fatalf("%s: %v; run go test -run Golden -update in this package and look at what it wrote", name, err)
	}
	if diff := cmp.Diff(string(want), pretty.String()); diff != "" {
		tb.Errorf("%s differs from its golden file (-want +got); if that is right, run go test -run Golden -update in this package\n%s", name, diff)
	}
}

// Weight counts the words that a reader sees in a golden file before opening any menu, and its controls.
func Weight(tb testing.TB, path string) (words, controls int) {
	tb.Helper()
	raw, err := os.ReadFile(path)
	var shown struct{ Blocks []map[string]any }
	if err == nil {
		err = json.Unmarshal(raw, &shown)
	}
	if err != nil {
		tb.Fatal(err)
	}
	blockkit.Walk(shown.Blocks, func(object map[string]any) {
		if object["action_id"] != nil {
			controls++
		}
	})
	for _, b := range shown.Blocks {
		words += wordsIn(b)
	}
	return words, controls
}

// markup is a link, mention or date: what is read of it is its label.
var markup = regexp.MustCompile(`<[^|>]*\|([^>]*)>`)

// wordsIn counts the words of a block; those of options, questions before an act and alternative texts show later.
func wordsIn(value any) (count int) {
	switch v := value.(type) {
	case []any:
		for _, part := range v {
			count += wordsIn(part)
		}
	case map[string]any:
		if said, ok := v["text"].(string); ok {
			for _, word := range strings.Fields(markup.ReplaceAllString(said, "$1")) {
				if strings.ContainsFunc(word, unicode.IsLetter) || strings.ContainsFunc(word, unicode.IsDigit) {
					count++
				}
			}
			return count
		}
		for _, key := range []string{"text", "label", "hint", "fields", "elements", "accessory", "element", "placeholder"} {
			count += wordsIn(v[key])
		}
	}
	return count
}

// MustJSON encodes without turning <, > and & into escapes, so that golden files can be read.
func MustJSON(tb testing.TB, v any) []byte {
	tb.Helper()
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		tb.Fatal(err)
	}
	return buffer.Bytes()
}
