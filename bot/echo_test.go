// Echo: what somebody types after a command comes back escaped, whichever word it follows.

package bot_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"vouch/bot/dispatch"
	"vouch/store"
	"vouch/store/storetest"
)

// hostileWords would call everybody, mention somebody and be bold.
const hostileWords = "<!channel> <@UEVIL> *evil* &amp;"

func TestCommands_EchoNothingUnescaped(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "M1", "Mia")
	if _, err := db.Join("M1", store.JoinForm{Personas: []store.PersonaID{"engineering"}}); err != nil {
		t.Fatal(err)
	}
	storetest.MustSettings(t, db, func(s *store.Settings) { s.BoardOn = true })
	b := mustUnconnected(t, db)
	for _, command := range []string{"/vouch", "/refer", "/leaderboard"} {
		lines := []string{hostileWords, "team " + hostileWords}
		for _, word := range b.Words(command) {
			lines = append(lines, word.Word+" "+hostileWords)
		}
		for _, line := range lines {
			t.Run(command+" "+line, func(t *testing.T) {
				h, in := b.Find(dispatch.Interaction{
					Kind: dispatch.KindCommand, User: "M1", Command: command, Text: line, At: time.Now(),
				})
				reply, err := h(t.Context(), in)
				if known := new(store.Error); errors.As(err, &known) {
					reply.Text += known.Msg
				} else if err != nil {
					t.Fatal(err)
				}
				said := markup(t, reply.Blocks) + reply.Text
				for _, view := range []*slack.ModalViewRequest{reply.Open, reply.Push, reply.Update} {
					if view != nil {
						said += markup(t, view.Blocks)
					}
				}
				said = strings.ReplaceAll(said, "&amp;amp;", "")
				for _, raw := range strings.Fields(hostileWords) {
					if strings.Contains(said, raw) {
						t.Errorf("%s comes alive in: %s", raw, said)
					}
				}
			})
		}
	}
}

// markup is every text of blocks that Slack reads as markup.
func markup(tb testing.TB, blocks any) string {
	tb.Helper()
	raw, err := json.Marshal(blocks)
	if err != nil {
		tb.Fatal(err)
	}
	var parts any
	if err := json.Unmarshal(raw, &parts); err != nil {
		tb.Fatal(err)
	}
	return markupIn(parts)
}

// markupIn is markup of decoded blocks.
func markupIn(part any) (said string) {
	switch p := part.(type) {
	case []any:
		for _, each := range p {
			said += markupIn(each)
		}
	case map[string]any:
		if text, ok := p["text"].(string); ok && p["type"] == "mrkdwn" {
			said += text + "\n"
		}
		for _, each := range p {
			said += markupIn(each)
		}
	}
	return said
}
