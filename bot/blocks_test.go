// Block tests: whatever text goes in, Slack takes what comes out.

package bot

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"vouch/bot/slacksim/blockkit"
)

// wild are texts that break careless views.
var wild = []string{
	"", " ", "plain", strings.Repeat("🎉", 3000), strings.Repeat("&", 4000), "<!channel> <@U1> <https://x|", "\x00\u202e", strings.Repeat("line\n", 2000),
}

// mustPass fails the test with what Slack would complain about.
func mustPass(tb testing.TB, problems []blockkit.Problem) {
	tb.Helper()
	for _, p := range problems {
		tb.Errorf("Slack would refuse it: %s", p)
	}
}

func mustRaw(tb testing.TB, v any) json.RawMessage {
	tb.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return raw
}

func TestBlocks_Modal_WildText(t *testing.T) {
	for _, text := range wild {
		one := []*slack.OptionBlockObject{option("a", text), described("b", text, text)}
		view := modal("callback", text, "Send "+text, text, "metadata",
			header(text), section(esc(text)), fields(esc(text), esc(text)), contextLine(esc(text)), divider(), image("https://x.y/z.png", text),
			sectionWith(esc(text), overflow("o", one...)), sectionWith(esc(text), button("b", text, "v", primary, spoken(text))),
			actions("row", button("c", text, "v", danger, confirming(confirm(text, text+"?", text, text))), linkButton(actLink, text, "https://x.y", ""),
				selectPerson("p", text, "U1"), selectChannel("ch", text, "")),
			input("i1", text, textInput(inputValue, text, text, true, 3000), text, true),
			dispatching(input("i2", text, selectOne("d", text, one, "b"), text, false)),
			input("i3", text, selectMany(inputValue, text, one, 2, "a", "zzz"), "", true),
			input("i4", text, radio(inputValue, one, "b"), "", false), input("i5", text, checkboxes(inputValue, one, "a"), "", true),
			input("i6", text, urlInput(inputValue, text, "https://x.y"), "", true), input("i7", text, emailInput(inputValue, text, ""), "", true),
			input("i8", text, dateInput(inputValue, "2026-03-02"), "", true), input("i9", text, timeInput(inputValue, "09:30"), "", true),
			input("i10", text, suggestOne(inputValue, text, 2, option("a", text)), "", true),
		)
		_, problems := blockkit.CheckView(mustRaw(t, view))
		mustPass(t, problems)
		_, problems = blockkit.CheckView(mustRaw(t, resultModal("Vouch", esc(text))))
		mustPass(t, problems)
	}
}

func TestBlocks_SelectOne_InitialMustBeOffered(t *testing.T) {
	options := []*slack.OptionBlockObject{option("a", "A"), option("b", "B")}
	if s := selectOne("x", "Choose", options, "b"); s.InitialOption != options[1] {
		t.Errorf("initial is %+v", s.InitialOption)
	}
	if s := selectOne("x", "Choose", options, "gone"); s.InitialOption != nil {
		t.Errorf("an initial option that is not offered: %+v", s.InitialOption)
	}
}
