// Addresses that lead to the same thing have one key; addresses that do not, never share one.

package feed

import (
	"strings"
	"testing"
)

func TestCanonical_JoinsSpellings(t *testing.T) {
	tests := []struct{ name, address, want string }{
		{"plain", "https://acme.example/a", "https://acme.example/a"},
		{"http and www", "http://www.acme.example/a", "https://acme.example/a"},
		{"upper-case host, path keeps its case", "HTTPS://ACME.Example/About", "https://acme.example/About"},
		{"default ports", "http://acme.example:80/a", "https://acme.example/a"},
		{"default port of https", "https://acme.example:443/a", "https://acme.example/a"},
		{"another port stays", "https://acme.example:8443/a", "https://acme.example:8443/a"},
		{"trailing slashes", "https://acme.example/a//", "https://acme.example/a"},
		{"root", "https://acme.example/", "https://acme.example"},
		{"trailing dot of the host", "https://acme.example./a", "https://acme.example/a"},
		{"fragment", "https://acme.example/a#part", "https://acme.example/a"},
		{"single-page route", "https://acme.example/#/jobs/7", "https://acme.example#/jobs/7"},
		{"user-info", "https://ada:secret@acme.example/a", "https://acme.example/a"},
		{"tracking", "https://acme.example/a?utm_source=x&UTM_Medium=y&fbclid=1&gclid=2&mc_cid=3&_hsenc=4",
			"https://acme.example/a"},
		{"order of parameters", "https://acme.example/a?b=2&a=1", "https://acme.example/a?a=1&b=2"},
		{"values of one parameter keep their order", "https://acme.example/a?x=2&x=1", "https://acme.example/a?x=2&x=1"},
		{"parameter without value", "https://acme.example/a?print=", "https://acme.example/a?print"},
		{"broken escape is kept", "https://acme.example/a?q=100%", "https://acme.example/a?q=100%25"},
		{"needless escape", "https://acme.example/%7Eada/%41", "https://acme.example/~ada/A"},
		{"lower-case escape", "https://acme.example/a%2fb", "https://acme.example/a%2Fb"},
		{"unescaped letters", "https://acme.example/über", "https://acme.example/%C3%BCber"},
		{"dot segments", "https://acme.example/a/./b/../c", "https://acme.example/a/c"},
		{"dot segments above the root", "https://acme.example/../../a", "https://acme.example/a"},
		{"international host", "https://BÜCHER.example/a", "https://xn--bcher-kva.example/a"},
		{"source marker where it only tracks", "https://medium.com/p/1?source=rss----2", "https://medium.com/p/1"},
		{"the same name elsewhere has a meaning", "https://acme.example/p?source=2", "https://acme.example/p?source=2"},
		{"Greenhouse keeps the job and loses the source", "https://acme.example/jobs?gh_jid=1&gh_src=2",
			"https://acme.example/jobs?gh_jid=1"},
		{"IPv6", "http://[2001:DB8::1]:80/a", "https://[2001:db8::1]/a"},
		{"white space around", "  https://acme.example/a\n", "https://acme.example/a"},
		{"a host that is only www", "https://www.example/a", "https://www.example/a"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			key := MustCanonical(t, test.address)
			if key != test.want {
				t.Errorf("Canonical(%q) = %q, want %q", test.address, key, test.want)
			}
			if again := MustCanonical(t, key); again != key {
				t.Errorf("not idempotent: %q became %q", key, again)
			}
		})
	}
}

func TestCanonical_KeepsDifferentPagesApart(t *testing.T) {
	pairs := [][2]string{
		{"https://acme.example/a", "https://acme.example/A"},
		{"https://acme.example/a?id=1", "https://acme.example/a?id=2"},
		{"https://acme.example/a/b", "https://acme.example/a%2Fb"},
		{"https://acme.example:8080/", "https://acme.example/"},
		{"https://blog.acme.example/", "https://acme.example/"},
		{"https://acme.example/#!/a", "https://acme.example/#!/b"},
	}
	for _, pair := range pairs {
		if a, b := MustCanonical(t, pair[0]), MustCanonical(t, pair[1]); a == b {
			t.Errorf("%q and %q share the key %q", pair[0], pair[1], a)
		}
	}
}

func TestCanonical_RefusesWhatIsNoWebAddress(t *testing.T) {
	for _, address := range []string{"", "   ", "acme.example/a", "/a", "ftp://acme.example/a", "javascript:alert(1)",
		"mailto:a@b.example",
		"https://", "https:///a", "https://ac me.example/", "https://acme.example:port/", "http://%41.example/",
		"https://acme..example/", "file:///etc/passwd", "https://acme.example/" + strings.Repeat("a", maxURL)} {
		if key, err := Canonical(address); err == nil {
			t.Errorf("Canonical(%q) = %q, want an error", address, key)
		} else {
			wantKind(t, err, Invalid)
		}
	}
}
