// Message text: what is escaped, and what angle brackets mean.

package slacksim_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
	"vouch/bot/slacksim/blockkit"
)

func TestEscape_RoundTrip(t *testing.T) {
	cases := map[string]string{
		"<!channel> & <@U1>": "&lt;!channel&gt; &amp; &lt;@U1&gt;",
		"&lt; written out":   "&amp;lt; written out",
		"\"quotes\" 'stay'":  "\"quotes\" 'stay'",
		"":                   "",
	}
	for text, want := range cases {
		got := blockkit.Escape(text)
		if got != want {
			t.Errorf("Escape(%q) = %q, want %q", text, got, want)
		}
		if back := blockkit.Unescape(got); back != text {
			t.Errorf("Unescape(%q) = %q, want %q", got, back, text)
		}
	}
}

func TestParseMrkdwn_Spans(t *testing.T) {
	plain := func(text string) slacksim.Span { return slacksim.Span{Kind: slacksim.SpanText, Label: text} }
	cases := []struct {
		name, text string
		want       []slacksim.Span
	}{
		{"plain text", "hi *you*", []slacksim.Span{plain("hi *you*")}},
		{"nothing", "", nil},
		{"a person between words", "hi <@U1AB>!", []slacksim.Span{plain("hi "), {Kind: slacksim.SpanUser, Target: "U1AB"}, plain("!")}},
		{"a person of an organisation", "<@W1|ada>", []slacksim.Span{{Kind: slacksim.SpanUser, Target: "W1", Label: "ada"}}},
		{"a channel with its name", "<#C1|news>", []slacksim.Span{{Kind: slacksim.SpanChannel, Target: "C1", Label: "news"}}},
		{"a group", "<!subteam^S1|@sales>", []slacksim.Span{{Kind: slacksim.SpanGroup, Target: "S1", Label: "@sales"}}},
		{"everyone here", "<!here|here>", []slacksim.Span{{Kind: slacksim.SpanBroadcast, Target: "here", Label: "here"}}},
		{"a date", "<!date^1392734382^{date} at {time}^https://x.io|Feb 18>",
			[]slacksim.Span{{Kind: slacksim.SpanDate, Target: "1392734382^{date} at {time}^https://x.io", Label: "Feb 18"}}},
		{"a date without a fallback is text", "<!date^1^{date}>", []slacksim.Span{plain("<!date^1^{date}>")}},
		{"a link with a label", "<https://x.io/a?b=1|read &amp; share>", []slacksim.Span{{Kind: slacksim.SpanLink, Target: "https://x.io/a?b=1", Label: "read &amp; share"}}},
		{"a bare link", "<mailto:a@x.io>", []slacksim.Span{{Kind: slacksim.SpanLink, Target: "mailto:a@x.io"}}},
		{"a link with a space is text", "<https://x.io/a b>", []slacksim.Span{plain("<https://x.io/a b>")}},
		{"escaped markup is text", "&lt;@U1&gt;", []slacksim.Span{plain("&lt;@U1&gt;")}},
		{"a bracket that never closes", "1 < 2 <@U1", []slacksim.Span{plain("1 < 2 <@U1")}},
		{"a bracket before a person", "1 < 2 <@U1>", []slacksim.Span{plain("1 < 2 "), {Kind: slacksim.SpanUser, Target: "U1"}}},
		{"an unknown command", "<!all><@u1><@U><@U1x>", []slacksim.Span{plain("<!all><@u1><@U><@U1x>")}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, slacksim.ParseMrkdwn(tc.text)); diff != "" {
				t.Errorf("spans (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMentionsUser_Text(t *testing.T) {
	cases := map[string]bool{
		"<@U1> look":     true,
		"<@U1|ada> look": true,
		"<!channel>":     true,
		"<@U12>":         false,
		"@ada U1":        false,
		"&lt;@U1&gt;":    false,
		"<#C1> <@U2>":    false,
	}
	for text, want := range cases {
		if got := slacksim.MentionsUser(text, "U1"); got != want {
			t.Errorf("MentionsUser(%q) = %v, want %v", text, got, want)
		}
	}
}
