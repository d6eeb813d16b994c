// Normal forms: tables for what is meant, fuzzing for what is not.

package address_test

import (
	"testing"

	"vouch/store/address"
)

func TestEmail(t *testing.T) {
	for in, want := range map[string]string{
		"Ada.Stone+jobs@Example.COM": "ada.stone@example.com", "a.b.c+x@googlemail.com": "abc@gmail.com",
		" x@y.de ":         "x@y.de",
		"j@bücher.example": "j@xn--bcher-kva.example", "j@xn--bcher-kva.example": "j@xn--bcher-kva.example",
		"+tag@x.de": "+tag@x.de",
		"":          "", "a@b": "", "a b@c.de": "", "a@b@c.de": "", "@x.de": "", "a@.de": "", "a@x..de": "",
		"a@x.de.":  "a@x.de",
		"a@x.de..": "", "0@0üBB..": "", "<a@x.de>": "", "a@x.de\u202e": "", "...@gmail.com": "",
	} {
		got, ok := address.Email(in)
		if ok != (want != "") || (ok && got != want) {
			t.Errorf("%q is %q (%v), want %q", in, got, ok, want)
		}
	}
}

func TestPhone(t *testing.T) {
	for in, want := range map[string]string{
		"+49 (0)30 / 123-45.67": "+49301234567", "0049 30 1234567": "+49301234567", "+1 (555) 010-9999": "+15550109999",
		"030 1234567": "", "+123": "", "+0123456789": "", "+1234567890123456": "", "+49 call me": "", "": "", "+": "",
	} {
		if got, ok := address.Phone(in); got != want || ok != (want != "") {
			t.Errorf("%q is %q (%v), want %q", in, got, ok, want)
		}
	}
}

func TestProfile(t *testing.T) {
	for in, want := range map[string]string{
		"https://www.linkedin.com/in/Ada-Stone/":     "linkedin:ada-stone",
		"de.linkedin.com/in/ada-stone/en?trk=x#y":    "linkedin:ada-stone",
		"https://m.linkedin.com/mwlite/in/ada-stone": "linkedin:ada-stone",
		"https://linkedin.com/in/%C3%A4da":           "linkedin:äda",
		"https://GitHub.com/Ada/":                    "github.com/ada", "https://www.linkedin.com/company/acme": "",
		"https://linkedin.com/pub/ada/1/2/3":                           "",
		"https://www.facebook.com/profile.php?mibextid=x&id=100001":    "facebook.com/profile.php?id=100001",
		"https://facebook.com/profile.php?id=100002#":                  "facebook.com/profile.php?id=100002",
		"https://scholar.google.com/citations?hl=de&user=JicYPdAAAAAJ": "scholar.google.com/citations?user=JicYPdAAAAAJ",
		"https://x.example/?user_id=7&utm_source=b":                    "x.example/?userid=7",
		"https://x.example/#/people/Ada":                               "x.example/#people/Ada",
		"https://github.com/ada?tab=stars#top":                         "github.com/ada",
		"https://x.example/?utm_source=b":                              "",
		"https://lnkd.in/x":                                            "", "https://github.com/": "", "ftp://x.de/a": "",
		"": "", "not a url": "",
		"https://user:pw@x.de/a": "",
	} {
		got, _, problem := address.Profile(in)
		if got != want || (problem == "") != (want != "") {
			t.Errorf("%q is %q (%q), want %q", in, got, problem, want)
		}
	}
}

// A proof must be the address of one post, as the network's own "copy link" gives it.
func TestPostProblem(t *testing.T) {
	for network, rows := range map[string]map[string]bool{
		"x": {"https://x.com/ada/status/1?s=20": true, "https://twitter.com/i/web/status/1": true,
			"https://x.com/ada/status/": false, "https://x.com/ada": false, "https://x.com.evil.example/ada/status/1": false,
			"https://evil.example/x.com/ada/status/1": false, "https://t.co/abc": false,
			"https://linkedin.com/posts/ada_1": false, "javascript:alert(1)": false, "x.com/ada/status/1": false},
		"mastodon": {"https://mastodon.example/@ada/109876543210987654": true,
			"https://a.example/@ada@b.example/109876543210987654": true, "https://mastodon.example/@ada": false,
			"https://example.com/anything": false, "https://medium.com/@ada/12": false,
			"http://mastodon.example/@ada/109876543210987654": false, "https://localhost/@ada/109876543210987654": false},
		"linkedin": {"https://www.linkedin.com/posts/ada_x-activity-7123-ab": true,
			"https://www.linkedin.com/feed/update/urn:li:activity:7/": true, "https://www.linkedin.com/posts/": false,
			"https://www.linkedin.com/in/ada": false, "https://www.linkedin.com/company/acme/posts/": false},
		"bluesky": {"https://bsky.app/profile/ada.example/post/3k": true, "https://bsky.app/profile/ada.example": false},
		"threads": {"https://www.threads.com/@ada/post/Cx": true, "https://www.threads.com/@ada": false},
		"facebook": {"https://www.facebook.com/ada/posts/pfbid0abc": true, "https://www.facebook.com/share/p/1AbC/": true,
			"https://www.facebook.com/share/p/": false, "https://www.facebook.com/ada": false},
		"reddit": {"https://www.reddit.com/r/golang/comments/abc/title/": true, "https://www.reddit.com/r/golang": false},
		"email":  {"https://example.com/x": false},
		"copy":   {"https://example.com/x": true, "https://example.com/": false},
	} {
		for in, fine := range rows {
			if problem := address.PostProblem(network, network, in); (problem == "") != fine {
				t.Errorf("%s: %s: %q", network, in, problem)
			}
		}
	}
}

func FuzzNormalForms(f *testing.F) {
	for _, seed := range []string{"Ada.Stone+jobs@GoogleMail.com", "+49 (0)30 1234567", "de.linkedin.com/in/ada/en",
		"j@bücher.example", "https://x.com/a?s=1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		if normal, ok := address.Email(in); ok {
			if again, still := address.Email(normal); !still || again != normal {
				t.Errorf("e-mail %q becomes %q becomes %q", in, normal, again)
			}
		}
		if normal, ok := address.Phone(in); ok {
			if again, still := address.Phone(normal); !still || again != normal {
				t.Errorf("phone %q becomes %q becomes %q", in, normal, again)
			}
		}
		address.Profile(in)
		address.PostKey(in)
		address.PostProblem("linkedin", "LinkedIn", in)
	})
}
