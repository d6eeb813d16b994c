// Help tests: no text breaks the answer, and many lines get one.

package bot

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"vouch/bot/slacksim/blockkit"
)

func FuzzCommandText(f *testing.F) {
	for _, seed := range []string{"", "digest", "pause 3", "“me”", "🎉", "<!channel> <@U1>", "\t\x00\u202e", strings.Repeat("x", 3000), "2026-02-30", "week team"} {
		f.Add(seed)
	}
	words := []word{{Word: "digest", Help: "get today's picks now"}}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		until, wrong := parsePause(text, now, time.UTC)
		if (wrong == "") != until.After(now) {
			t.Errorf("a pause until %v with the complaint %q", until, wrong)
		}
		shown := helpContent(words, "I don't know \""+line(cut(text, 60))+"\".", true)
		raw, err := json.Marshal(map[string]any{"text": shown.Text, "blocks": shown.Blocks})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range blockkit.CheckMessage(raw) {
			t.Errorf("Slack would refuse the answer: %s", p)
		}
		if strings.Contains(shown.Text, "<!") || strings.Contains(shown.Text, "<@") {
			t.Error("a mention came alive")
		}
	})
}

func TestHelp_OncePerMinute(t *testing.T) {
	withHarness(t, setup{}, func(t *testing.T, h *harness) {
		answers := func(who string, lines int) int {
			before := len(h.texts(who))
			for range lines {
				must(h.sim.Person(who).Say(t.Context(), "", "hello?"))(t)
				h.pass(time.Second)
			}
			given := 0
			for _, text := range h.texts(who)[before:] {
				if strings.Contains(text, "I only understand commands") {
					given++
				}
			}
			return given
		}
		if n := answers("ada", 6); n != 1 {
			t.Errorf("six quick lines got help %d times", n)
		}
		if n := answers("ben", 1); n != 1 {
			t.Errorf("somebody else got help %d times", n)
		}
		h.pass(time.Minute)
		if n := answers("ada", 1); n != 1 {
			t.Errorf("a line a minute later got help %d times", n)
		}
	})
}
