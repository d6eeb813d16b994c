// Tests of the tokens: a secret is never printed.

package bot_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"vouch/bot"
	"vouch/bot/slackapi"
)

func TestSecret_NeverPrinted(t *testing.T) {
	s := slackapi.Secret("xoxb-1-2-3")
	encoded, err := json.Marshal(map[string]any{"token": s})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{fmt.Sprint(s), fmt.Sprintf("%v %s %q %#v %+v", s, s, s, s, bot.Config{BotToken: s}),
		string(encoded)} {
		if strings.Contains(text, "xoxb") {
			t.Errorf("printed as %s", text)
		}
	}
}
