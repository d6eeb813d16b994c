// Composer links: their exact form per network, and what happens to long texts.

package post

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"vouch/store"
)

func TestComposerURL_Form(t *testing.T) {
	const text, link = "Fish & chips + 100%: ☕?\nYes", "https://example.com/a?b=1&c=2#d"
	const t1 = "Fish%20%26%20chips%20%2B%20100%25%3A%20%E2%98%95%3F%0AYes"
	const l1 = "https%3A%2F%2Fexample.com%2Fa%3Fb%3D1%26c%3D2%23d"
	rows := []struct {
		network   store.Network
		want      string
		prefilled bool
	}{
		{store.LinkedIn, "https://www.linkedin.com/sharing/share-offsite/?url=" + l1, false},
		{store.X, "https://x.com/intent/post?text=" + t1 + "&url=" + l1, true},
		{store.Bluesky, "https://bsky.app/intent/compose?text=" + t1 + "%20" + l1, true},
		{store.Threads, "https://www.threads.com/intent/post?text=" + t1 + "&url=" + l1, true},
		{store.Facebook, "https://www.facebook.com/sharer/sharer.php?u=" + l1, false},
		{store.Mastodon, "https://share.joinmastodon.org/#text=" + t1 + "%20" + l1, true},
		{store.Reddit, "https://www.reddit.com/submit?url=" + l1 + "&title=" + t1, true},
		{store.WhatsApp, "https://wa.me/?text=" + t1 + "%0A" + l1, true},
		{store.Email, "mailto:?subject=Fish%20%26%20chips%20%2B%20100%25%3A%20%E2%98%95%3F&body=" +
			strings.Replace(t1, "%0A", "%0D%0A", 1) + "%0D%0A%0D%0A" + l1, true},
	}
	for _, row := range rows {
		t.Run(string(row.network), func(t *testing.T) {
			got, prefilled, ok := ComposerURL(row.network, text, link)
			if got != row.want || prefilled != row.prefilled || !ok {
				t.Errorf("got %s, prefilled %t, ok %t\nwant %s", got, prefilled, ok, row.want)
			}
			if rule, _ := RuleOf(row.network); rule.Prefill != row.prefilled {
				t.Errorf("the rule says prefill %t", rule.Prefill)
			}
		})
	}
	for _, n := range []store.Network{store.CopyOnly, "myspace"} {
		if got, _, ok := ComposerURL(n, text, link); ok || got != "" {
			t.Errorf("%s opens %q", n, got)
		}
	}
}

func TestComposerURL_WithoutLink(t *testing.T) {
	for n, want := range map[store.Network]string{
		store.LinkedIn: "https://www.linkedin.com/feed/?shareActive=true", store.Facebook: "https://www.facebook.com/",
		store.X: "https://x.com/intent/post?text=Our%20oven", store.WhatsApp: "https://wa.me/?text=Our%20oven",
		store.Email:   "mailto:?subject=Our%20oven&body=Our%20oven",
		store.Bluesky: "https://bsky.app/intent/compose?text=Our%20oven",
	} {
		if got, _, ok := ComposerURL(n, "Our oven", ""); got != want || !ok {
			t.Errorf("%s opens %s, %t", n, got, ok)
		}
	}
	for _, n := range store.Networks {
		if rule, _ := RuleOf(n); strings.Contains(rule.HintFor(""), "link") || rule.HintFor("") == "" ||
			rule.HintFor("https://x.example") != rule.Hint {
			t.Errorf("%s: %q speaks of a link that is not there", n, rule.HintFor(""))
		}
	}
}

func TestComposerURL_Long(t *testing.T) {
	const link = "https://example.com/a"
	long := strings.Repeat("日", 330) // 9 encoded bytes each
	for _, n := range store.Networks {
		got, prefilled, ok := ComposerURL(n, long, link)
		if prefilled || len(got) > composerMax || ok != (n != store.CopyOnly) {
			t.Errorf("%s: %d characters, prefilled %t, ok %t", n, len(got), prefilled, ok)
		}
		if ok && !strings.Contains(got, "example.com") {
			t.Errorf("%s lost the link: %s", n, got)
		}
	}
	if got, prefilled, ok := ComposerURL(store.Email, strings.Repeat("a", 1790), link); prefilled || !ok ||
		len(got) > mailtoMax {
		t.Errorf("a long mail: %d characters, prefilled %t", len(got), prefilled)
	}
	if _, _, ok := ComposerURL(store.X, "Hi", "https://example.com/"+strings.Repeat("a", 3000)); ok {
		t.Error("a link too long for a button was let through")
	}
}

func FuzzComposerURL(f *testing.F) {
	f.Add("Fish & chips + 100%: ☕?\nYes", "https://example.com/a?b=1&c=2#d")
	f.Add("\xff", "")
	f.Fuzz(func(t *testing.T, text, link string) {
		for _, n := range store.Networks {
			got, prefilled, ok := ComposerURL(n, text, link)
			if !ok {
				continue
			}
			u, err := url.Parse(got)
			if err != nil || len(got) > composerMax || strings.ContainsAny(got, "+ \n\"<>") {
				t.Fatalf("%s: %q: %v", n, got, err)
			}
			if n == store.X && prefilled && u.Query().Get("text") != strings.ToValidUTF8(text, "") {
				t.Fatalf("%q came back as %q", text, u.Query().Get("text"))
			}
			if !utf8.ValidString(got) {
				t.Fatalf("%s: %q is not valid", n, got)
			}
		}
	})
}
