// Tests of suggesting: from a command, a message and Home into the queue, and what its author sees of it.

package content

import (
	"strings"
	"testing"

	"vouch/store"
)

func TestTypedSuggestion(t *testing.T) {
	for text, want := range map[string][2]string{
		"":                                     {"", ""},
		"https://a.example/x":                  {"https://a.example/x", ""},
		"<https://a.example/x|a.example> read": {"https://a.example/x", "read"},
		"read https://a.example/x":             {"", "read https://a.example/x"},
		"javascript:x why":                     {"", "javascript:x why"},
		"https://a.example/\u00a0why  not":     {"https://a.example/", "why  not"},
	} {
		if address, why := typedSuggestion(text); address != want[0] || why != want[1] {
			t.Errorf("%q gives %q and %q", text, address, why)
		}
	}
}

func TestSuggestedPage_Fits(t *testing.T) {
	page := suggestedPage{URL: "https://x.example/" + strings.Repeat("a", 1900), Canon: "https://x.example/" +
		strings.Repeat("b", 1900), Kind: store.Article, Summary: strings.Repeat("é", 500)}
	if text := page.metadata(); len(text) > maxMetadata || !strings.Contains(text, "aaaa") {
		t.Errorf("%d bytes", len(text))
	}
}
