// Fuzzing of what people type after a command: no text breaks the answer.

package bot

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim"
)

func FuzzCommandText(f *testing.F) {
	for _, seed := range []string{"", "digest", "pause 3", "“me”", "🎉", "<!channel> <@U1>", "\t\x00\u202e", strings.Repeat("x", 3000), "2026-02-30", "week team"} {
		f.Add(seed)
	}
	words := []word{{"digest", "get today's picks now"}}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		until, wrong := parsePause(text, now, time.UTC)
		if (wrong == "") != until.After(now) {
			t.Errorf("a pause until %v with the complaint %q", until, wrong)
		}
		_, unknown := parseBoard(text)
		shown := helpContent(words, "I don't know \""+line(cut(unknown, 60))+"\".", true)
		raw, err := json.Marshal(map[string]any{"text": shown.Text, "blocks": shown.Blocks})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range slacksim.CheckMessage(raw) {
			t.Errorf("Slack would refuse the answer: %s", p)
		}
		if strings.Contains(shown.Text, "<!") || strings.Contains(shown.Text, "<@") {
			t.Error("a mention came alive")
		}
	})
}
