// Help tests: no text breaks the answer, and many lines get one.

package member

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"vouch/bot/block"
	"vouch/bot/dispatch"
	"vouch/bot/slacksim/blockkit"
)

func FuzzCommandText(f *testing.F) {
	for _, seed := range []string{"", "digest", "pause 3", "“me”", "🎉", "<!channel> <@U1>", "\t\x00\u202e", strings.Repeat("x", 3000), "2026-02-30", "week team"} {
		f.Add(seed)
	}
	words := []dispatch.Word{{Word: "digest", Help: "get today's picks now"}}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		until, wrong := parsePause(text, now, time.UTC)
		if (wrong == "") != until.After(now) {
			t.Errorf("a pause until %v with the complaint %q", until, wrong)
		}
		shown := helpContent(words, "I don't know \""+block.Line(block.Cut(text, 60))+"\".", true)
		raw, err := json.Marshal(map[string]any{"text": shown.Text, "blocks": shown.Blocks})
		if err != nil {
			t.Fatal(err)
		}
		_, _, problems := blockkit.CheckMessage(raw)
		for _, p := range problems {
			t.Errorf("Slack would refuse the answer: %s", p)
		}
		if strings.Contains(shown.Text, "<!") || strings.Contains(shown.Text, "<@") {
			t.Error("a mention came alive")
		}
	})
}
