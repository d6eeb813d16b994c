// Tracked links: what is added, and what is left alone.

package post

import (
	"net/url"
	"strings"
	"testing"

	"vouch/store"
)

func TestLinkOf(t *testing.T) {
	for _, row := range []struct{ public, url, want string }{
		{"https://go.example.com", "https://example.com/a", "https://go.example.com/s/tok"},
		{"https://go.example.com", "", ""},
		{"", "https://example.com/a?utm_source=x",
			"https://example.com/a?utm_source=x&utm_medium=social&utm_campaign=adv&utm_content=tok"},
	} {
		if got := LinkOf(row.public, row.url, store.LinkedIn, "", "tok"); got != row.want {
			t.Errorf("%q of %q: %s", row.public, row.url, got)
		}
	}
}

func TestTrackedURL_Cases(t *testing.T) {
	const all = "utm_source=linkedin&utm_medium=social&utm_campaign=adv&utm_content=tok"
	rows := []struct{ name, url, campaign, token, want string }{
		{"plain", "https://example.com/a", "", "tok", "https://example.com/a?" + all},
		{"host only", "https://example.com", "", "tok", "https://example.com?" + all},
		{"own query keeps its order and bytes", "https://example.com/?z=%7e&a=b+c&z=", "", "tok",
			"https://example.com/?z=%7e&a=b+c&z=&" + all},
		{"fragment stays last", "https://example.com/a#part", "", "tok", "https://example.com/a?" + all + "#part"},
		{"question mark inside the fragment", "https://example.com/#/a?b=1", "", "tok",
			"https://example.com/?" + all + "#/a?b=1"},
		{"empty query", "https://example.com/?", "", "tok", "https://example.com/?" + all},
		{"query ends with a question mark of its own", "https://example.com/?a=why?", "", "tok",
			"https://example.com/?a=why?&" + all},
		{"query ends with &", "https://example.com/?a=1&", "", "tok", "https://example.com/?a=1&" + all},
		{"campaign as a slug", "https://example.com", "Spring Hiring 2026!", "tok", "https://example.com?" +
			strings.Replace(all, "=adv", "=adv-spring-hiring-2026", 1)},
		{"campaign without Latin letters", "https://example.com", "日本", "tok", "https://example.com?" + all},
		{"no token", "https://example.com", "", "", "https://example.com?" + strings.TrimSuffix(all, "&utm_content=tok")},
		{"own parameters are not overwritten", "https://example.com/?utm_source=news&UTM_Medium=mail", "", "tok",
			"https://example.com/?utm_source=news&UTM_Medium=mail&utm_campaign=adv&utm_content=tok"},
		{"an encoded name is recognised", "https://example.com/?utm%5Fsource=x", "", "tok",
			"https://example.com/?utm%5Fsource=x&" + strings.TrimPrefix(all, "utm_source=linkedin&")},
		{"upper-case scheme", "HTTPS://Example.com/A", "", "tok", "HTTPS://Example.com/A?" + all},
		{"signed address", "https://b.s3.amazonaws.com/k?X-Amz-Signature=ab", "", "tok",
			"https://b.s3.amazonaws.com/k?X-Amz-Signature=ab"},
		{"mail address", "mailto:a@example.com", "", "tok", "mailto:a@example.com"},
		{"script", "javascript:alert(1)", "", "tok", "javascript:alert(1)"},
		{"no host", "https:///a", "", "tok", "https:///a"},
		{"relative", "/a/b", "", "tok", "/a/b"},
		{"broken", "https://exa mple.com/%zz", "", "tok", "https://exa mple.com/%zz"},
		{"empty", "", "", "tok", ""},
		{"a board of Greenhouse", "https://job-boards.greenhouse.io/acme/jobs/1", "", "tok",
			"https://job-boards.greenhouse.io/acme/jobs/1?" + all + "&gh_src=tok"},
		{"a board of Lever whose source is set", "https://jobs.lever.co/acme/1?lever-source=Fair", "", "tok",
			"https://jobs.lever.co/acme/1?lever-source=Fair&" + all},
		{"token is encoded", "https://example.com", "", "a&b=c", "https://example.com?" +
			strings.Replace(all, "tok", "a%26b%3Dc", 1)},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got := TrackedURL(row.url, store.LinkedIn, row.campaign, row.token)
			if got != row.want {
				t.Errorf("got  %s\nwant %s", got, row.want)
			}
			if again := TrackedURL(got, store.LinkedIn, row.campaign, row.token); again != got {
				t.Errorf("a second time adds to it: %s", again)
			}
		})
	}
	if got := TrackedURL("https://example.com", store.Email, "", ""); !strings.Contains(got, "utm_medium=email") {
		t.Errorf("a mail is no social medium: %s", got)
	}
}

func FuzzTrackedURL(f *testing.F) {
	for _, seed := range []string{"https://example.com/a?b=1&c#d", "https://[::1]:8080/?", "http://u:p@h/%41?x;y",
		"https://example.com/?utm_source=a#?#", "HTTP://é.com"} {
		f.Add(seed, "Spring", "tok")
	}
	f.Fuzz(func(t *testing.T, raw, campaign, token string) {
		got := TrackedURL(raw, store.X, campaign, token)
		if again := TrackedURL(got, store.X, campaign, token); again != got {
			t.Fatalf("not stable: %q then %q", got, again)
		}
		if got == raw {
			return
		}
		before, err := url.Parse(raw)
		if err != nil {
			t.Fatalf("%q cannot be parsed and was changed", raw)
		}
		after, err := url.Parse(got)
		if err != nil {
			t.Fatalf("%q became %q: %v", raw, got, err)
		}
		if after.Host != before.Host || after.EscapedPath() != before.EscapedPath() ||
			after.EscapedFragment() != before.EscapedFragment() ||
			!strings.HasPrefix(after.RawQuery, before.RawQuery) || before.User.String() != after.User.String() {
			t.Fatalf("%q became %q", raw, got)
		}
		for name, values := range after.Query() {
			if strings.HasPrefix(name, "utm_") && len(before.Query()[name]) == 0 && len(values) != 1 {
				t.Fatalf("%s %d times in %q", name, len(values), got)
			}
		}
	})
}
