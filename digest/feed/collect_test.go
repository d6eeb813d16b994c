// Tests of what every entry goes through: links nobody outside can open, campaigns of the publisher, and kinds.

package feed

import (
	"strings"
	"testing"

	"vouch/store"
)

func TestParse_LinksThatOthersCanOpen(t *testing.T) {
	for link, want := range map[string]string{
		"https://acme.example/a?utm_source=rss&id=7&UTM%5Fmedium=feed#part": "https://acme.example/a?id=7#part",
		"https://acme.example/a?utm_source=rss":                             "https://acme.example/a",
		"https://acme.example/a?b=%7e&a=":                                   "https://acme.example/a?b=%7e&a=",
		"http://93.184.215.14/a":                                            "http://93.184.215.14/a",
		"http://10.0.0.1/a":                                                 "",
		"http://[fd00::1]/a":                                                "",
		"http://0x7f.1/a":                                                   "",
		"http://2130706433/a":                                               "",
		"http://169.254.169.254/latest":                                     "",
		"http://127.0.0.1:8080/a":                                           "",
		"http://blog.localhost./a":                                          "",
	} {
		document := "<rss version='2.0'><channel><title>T</title><item><title>A</title><link>" +
			strings.ReplaceAll(link, "&", "&amp;") +
			"</link><category>hiring</category></item></channel></rss>"
		result := MustParse(t, []byte(document), ParseOptions{})
		switch {
		case want == "" && (len(result.Items) > 0 || len(result.Skipped) != 1 || !strings.Contains(result.Skipped[0].Reason,
			"private network")):
			t.Errorf("%s: taken, or left out without a reason: %+v", link, result)
		case want != "" && (len(result.Items) != 1 || result.Items[0].URL != want):
			t.Errorf("%s: want %s, got %+v", link, want, result)
		case want != "" && (result.Items[0].Kind != store.Article || len(result.Items[0].Topics) != 1):
			t.Errorf("%s: a category made it %s %v", link, result.Items[0].Kind, result.Items[0].Topics)
		}
		result = MustParse(t, []byte(document), ParseOptions{AllowLoopback: true})
		if own := strings.Contains(link, "127.0.0.1") || strings.Contains(link, "localhost"); own && len(result.Items) != 1 {
			t.Errorf("%s: left out where this machine is allowed: %+v", link, result.Skipped)
		}
	}
}
