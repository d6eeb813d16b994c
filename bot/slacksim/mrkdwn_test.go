// Message text: what is escaped, and what angle brackets mean.

package slacksim_test

import (
	"testing"

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

// Page: messaging/formatting-message-text, "Mentioning users".
func TestMentions_OfAPersonAreMarked(t *testing.T) {
	cases := map[string]bool{
		"<@U0SIM00ADA> look":     true,
		"<@U0SIM00ADA|ada> look": true,
		"<!channel>":             true,
		"1 < 2 <!here|here>":     true,
		"<@U0SIM00ADA2>":         false,
		"@ada U0SIM00ADA":        false,
		"&lt;@U0SIM00ADA&gt;":    false,
		"<#C1> <@U2>":            false,
	}
	for text, want := range cases {
		t.Run(text, func(t *testing.T) {
			w := mustWorld(t)
			w.mustAPI(t, "chat.postMessage", "channel", "C0SIM00GEN", "text", text)
			_, answer := w.mustCall(t, "GET", "/sim/people/ada/conversations", nil)
			for _, c := range answer["conversations"].([]any) {
				if c := c.(map[string]any); c["id"] == "C0SIM00GEN" && c["mention"] != want {
					t.Errorf("mention %v, want %v", c["mention"], want)
				}
			}
		})
	}
}
