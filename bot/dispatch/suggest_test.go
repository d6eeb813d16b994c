// Tests of suggesting: from a command, a message and Home into the queue, and what its author sees of it.

package dispatch

import (
	"testing"
)

func TestFirstLink(t *testing.T) {
	for name, c := range map[string]struct{ text, blocks, want string }{
		"in the text": {"see <https://a.example/x?a=1&amp;b=2|label>", "", "https://a.example/x?a=1&b=2"},
		"in rich text": {"",
			`[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"see "},{"type":"link","url":"https://b.example/"}]}]}]`, "https://b.example/"},
		"in a section": {"", `[{"type":"section","text":{"type":"mrkdwn","text":"*<https://c.example/y|Y>*"}}]`,
			"https://c.example/y"},
		"a button is no content": {"",
			`[{"type":"actions","elements":[{"type":"button","url":"https://d.example/","text":{"type":"plain_text","text":"Open"}}]}]`, ""},
		"a picture is no content": {"", `[{"type":"image","image_url":"https://e.example/p.png","alt_text":"x"}]`, ""},
		"another scheme": {"<mailto:a@b.example|mail> <ftp://x.example>", `[{"type":"link","url":"javascript:x"}]`,
			""},
		"blocks of another form": {"", `{"type":7}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (rawMessage{Text: c.text, Blocks: []byte(c.blocks)}).firstLink(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
