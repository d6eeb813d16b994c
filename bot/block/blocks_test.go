// Block tests: whatever text goes in, Slack takes what comes out.

package block

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"vouch/bot/slacksim/blockkit"
)

// wild are texts that break careless views.
var wild = []string{
	"", " ", "plain", strings.Repeat("🎉", 3000), strings.Repeat("&", 4000), "<!channel> <@U1> <https://x|", "\x00\u202e",
	strings.Repeat("line\n", 2000),
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
		one := []*slack.OptionBlockObject{Option("a", text), Described("b", text, text)}
		view := Modal("callback", text, "Send "+text, text, "metadata",
			Header(text), Section(Esc(text)), Fields(Esc(text), Esc(text)), ContextLine(Esc(text)), Divider(),
			SectionWith(Esc(text), Overflow("o", one...)), SectionWith(Esc(text), Button("b", text, "v", Primary, Spoken(text))),
			Actions("row", Button("c", text, "v", Danger, Confirming(Confirm(text, text+"?", text, text))),
				LinkButton(ActLink, text, "https://x.y", ""),
				SelectPerson("p", text, "U1"), SelectChannel("ch", text, "")),
			Input("i1", text, TextInput(InputValue, text, text, true, 3000), text, true),
			Dispatching(Input("i2", text, SelectOne("d", text, one, "b"), text, false)),
			Input("i3", text, SelectMany(InputValue, text, one, 2, "a", "zzz"), "", true),
			Input("i4", text, Radio(InputValue, one, "b"), "", false),
			Input("i5", text, Checkboxes(InputValue, one, "a"), "", true),
			Input("i6", text, UrlInput(InputValue, text, "https://x.y"), "", true),
			Input("i8", text, DateInput(InputValue, "2026-03-02"), "", true),
			Input("i9", text, TimeInput(InputValue, "09:30"), "", true),
			Input("i10", text, SuggestOne(InputValue, text, 2, Option("a", text)), "", true),
		)
		_, problems := blockkit.CheckView(mustRaw(t, view))
		mustPass(t, problems)
		_, problems = blockkit.CheckView(mustRaw(t, ResultModal("Vouch", Esc(text))))
		mustPass(t, problems)
	}
}

func TestBlocks_SelectOne_InitialMustBeOffered(t *testing.T) {
	options := []*slack.OptionBlockObject{Option("a", "A"), Option("b", "B")}
	if s := SelectOne("x", "Choose", options, "b"); s.InitialOption != options[1] {
		t.Errorf("initial is %+v", s.InitialOption)
	}
	if s := SelectOne("x", "Choose", options, "gone"); s.InitialOption != nil {
		t.Errorf("an initial option that is not offered: %+v", s.InitialOption)
	}
}

func TestButton_DangerIsConfirmedAsDanger(t *testing.T) {
	question := Confirm("Leave?", "It stops.", "Leave", "Stay")
	if Button("a", "Leave", "", Confirming(question), Danger); question.Style != slack.StyleDanger {
		t.Errorf("the answer of a danger button looks %q", question.Style)
	}
	question = Confirm("Approve?", "It goes out.", "Approve", "Not yet")
	if Button("a", "Approve", "", Primary, Confirming(question)); question.Style != "" {
		t.Errorf("the answer of a primary button looks %q", question.Style)
	}
}
