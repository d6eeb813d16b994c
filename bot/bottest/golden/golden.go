// Golden files: what each view looks like in each state, as Slack gets it, checked against Slack's limits.

package golden

import (
	"bytes"
	"encoding/json"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
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
	var files []string
	for i, d := range c.Drawings {
		files = append(files, "F0DRAWING"+strconv.Itoa(i))
		holdDrawing(tb, name, d)
	}
	raw := MustJSON(tb, struct {
		Text   string        `json:"text"`
		Blocks []slack.Block `json:"blocks"`
	}{c.Text, block.Placed(c, files)})
	if c.Text == "" || len(c.Text) > block.MaxMessageText {
		tb.Errorf("%s: the text has %d bytes, want 1 to %d", name, len(c.Text), block.MaxMessageText)
	}
	_, _, problems := blockkit.CheckMessage(raw)
	ReportProblems(tb, name, problems)
	compareGolden(tb, name, raw)
}

// holdDrawing holds a picture to what people load quickly and can have read to them.
func holdDrawing(tb testing.TB, name string, d block.Drawing) {
	tb.Helper()
	if _, err := png.Decode(bytes.NewReader(d.PNG)); err != nil || len(d.PNG) > maxDrawing {
		tb.Errorf("%s: %s has %d bytes, at most %d; %v", name, d.Name, len(d.PNG), maxDrawing, err)
	}
	if d.Alt == "" || !strings.HasSuffix(d.Name, ".png") {
		tb.Errorf("%s: a drawing called %q that says %q", name, d.Name, d.Alt)
	}
}

// maxDrawing is how many bytes a picture may have.
const maxDrawing = 60_000

// Modal holds a modal to its golden file, and to what Slack takes.
func Modal(tb testing.TB, name string, view *slack.ModalViewRequest) {
	tb.Helper()
	raw := MustJSON(tb, view)
	_, problems := blockkit.CheckView(raw)
	ReportProblems(tb, name, problems)
	compareGolden(tb, name, raw)
}

// ShortForm is Modal for the first screen of a form, which asks at most so many questions.
func ShortForm(tb testing.TB, name string, most int, view *slack.ModalViewRequest) {
	tb.Helper()
	Modal(tb, name, view)
	asks := 0
	for _, b := range view.Blocks.BlockSet {
		if b.BlockType() == slack.MBTInput {
			asks++
		}
	}
	if asks > most {
		tb.Errorf("%s asks %d questions at once, want at most %d", name, asks, most)
	}
}

// Home holds a Home to its golden file, and to what Slack takes.
func Home(tb testing.TB, name string, blocks []slack.Block) {
	tb.Helper()
	raw := MustJSON(tb, slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}})
	_, problems := blockkit.CheckView(raw)
	ReportProblems(tb, name, problems)
	compareGolden(tb, name, raw)
}

// AtMost holds a list of blocks, or a view, to the words and controls that somebody reads at a glance.
func AtMost(tb testing.TB, name string, v any, words, controls int) {
	tb.Helper()
	var decoded any
	if err := json.Unmarshal(MustJSON(tb, v), &decoded); err != nil {
		tb.Fatal(err)
	}
	if said, found := weight(decoded); said > words || found > controls {
		tb.Errorf("%s has %d words and %d controls, at most %d and %d", name, said, found, words, controls)
	}
}

// FilesAtMost is AtMost for golden files, at least so many that match a pattern; of the blocks of each, part is read.
func FilesAtMost(tb testing.TB, pattern string, files, words, controls int, part func(blocks []any) []any) {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "golden", pattern))
	if err != nil || len(paths) < files {
		tb.Fatalf("%d golden files, %v", len(paths), err)
	}
	for _, path := range paths {
		var shown struct{ Blocks []any }
		raw, err := os.ReadFile(path)
		if err == nil {
			err = json.Unmarshal(raw, &shown)
		}
		if err != nil {
			tb.Fatal(err)
		}
		AtMost(tb, path, part(shown.Blocks), words, controls)
	}
}

// markup is a link, mention or date: what is read of it is its label.
var markup = regexp.MustCompile(`<[^|>]*\|([^>]*)>`)

// weight counts the words of a decoded part of a view and the elements in it that can be used: what it says, what is
// chosen in it and what its buttons and inputs are called, not what a menu or a question would show after a press.
func weight(part any) (words, controls int) {
	switch p := part.(type) {
	case []any:
		for _, each := range p {
			said, found := weight(each)
			words, controls = words+said, controls+found
		}
	case map[string]any:
		if text, ok := p["text"].(string); ok {
			for _, word := range strings.Fields(markup.ReplaceAllString(text, "$1")) {
				if strings.ContainsFunc(word, unicode.IsLetter) || strings.ContainsFunc(word, unicode.IsDigit) {
					words++
				}
			}
			return words, 0
		}
		if _, ok := p["action_id"]; ok {
			controls++
		}
		_, one := p["initial_option"]
		_, several := p["initial_options"]
		for key, each := range p {
			if key == "options" || key == "confirm" || key == "placeholder" && (one || several) {
				continue
			}
			said, found := weight(each)
			words, controls = words+said, controls+found
		}
	}
	return words, controls
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
		tb.Errorf("%s differs from its golden file (-want +got); if that is right, run go test -run Golden -update in this "+
			"package\n%s", name, diff)
	}
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
