// Lengths as each network counts them, and the cleaning of typed text.

package post

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"vouch/store"
)

func TestCountText_Rules(t *testing.T) {
	const link = "https://go.example.com/a1B2c3"
	rows := []struct {
		name       string
		network    store.Network
		text, link string
		want       int
	}{
		{"X counts Latin as one", store.X, "Hello", "", 5},
		{"X counts CJK as two", store.X, "日本語", "", 6},
		{"X counts the euro sign as two", store.X, "€100", "", 5},
		{"X counts the ellipsis as two", store.X, "wait…", "", 6},
		{"X counts curly quotes and dashes as one, a link as 23", store.X, "We’re hiring – join us " + link, "", 46},
		{"X counts the link that is added as 23 and the space before it", store.X, "We’re hiring – join us", link, 46},
		{"X counts a link alone as 23", store.X, "", link, 23},
		{"X counts a short link as 23 too", store.X, "http://a.b", "", 23},
		{"X shortens an address without a scheme", store.X, "acme.com", "", 23},
		{"X leaves the stop after a link out of it", store.X, "see https://example.com/abc.", "", 4 + 23 + 1},
		{"X keeps brackets that belong to a link", store.X, "https://example.com/a_(b)", "", 23},
		{"X counts an e-mail address by its letters", store.X, "a@acme.com", "", 10},
		{"X counts an emoji as two", store.X, "👍", "", 2},
		{"X counts a joined emoji as two", store.X, "👩‍👩‍👧‍👦", "", 2},
		{"X counts an emoji with a skin tone as two", store.X, "👍🏽", "", 2},
		{"X counts a flag as two", store.X, "🇩🇪", "", 2},
		{"X counts a keycap as two", store.X, "1️⃣", "", 2},
		{"X counts a heart with the emoji selector as two", store.X, "❤️", "", 2},
		{"X counts a keycap without the emoji selector as two", store.X, "1\u20e3", "", 2},
		{"X counts a sign with the emoji selector as two", store.X, "©\ufe0f", "", 2},
		{"X counts a joined sign without selectors as two", store.X, "❤\u200d🔥", "", 2},
		{"X counts the prime mark as one and the check mark as two", store.X, "5′✓", "", 4},
		{"X composes accents before it counts", store.X, "e\u0301", "", 1},
		{"X counts Cyrillic and Arabic as one", store.X, "приветسلام", "", 10},
		{"X counts Georgian as one and Hangul as two", store.X, "ა한", "", 3},
		{"X counts a line end as one", store.X, "a\r\nb", "", 3},
		{"Bluesky counts what a reader sees", store.Bluesky, "👩‍👩‍👧‍👦e\u0301日", "", 3},
		{"Bluesky counts the whole link", store.Bluesky, "Hi", link, 2 + 1 + 29},
		{"Mastodon counts every link as 23", store.Mastodon, "Hi " + link + " and " + link, link, 3 + 23 + 5 + 23 + 1 + 23},
		{"Mastodon counts an address without a scheme by its letters", store.Mastodon, "acme.com", "", 8},
		{"Mastodon counts a joined emoji as one", store.Mastodon, "👩‍👩‍👧‍👦", "", 1},
		{"Bluesky takes 3,000 bytes at most", store.Bluesky, strings.Repeat("👩‍👩‍👧‍👦", 121), "", 303},
		{"Threads counts an emoji by its bytes", store.Threads, "Hi 👍", "", 3 + 4},
		{"Threads counts a joined emoji by its bytes", store.Threads, "👩‍👩‍👧‍👦", "", 25},
		{"Threads counts other characters as one", store.Threads, "é日€", "", 3},
		{"Threads counts the whole link", store.Threads, "Hi", link, 2 + 1 + 29},
		{"WhatsApp counts the whole link", store.WhatsApp, "Hi", link, 2 + 1 + 29},
		{"an e-mail counts the whole link", store.Email, "Hi", link, 2 + 1 + 29},
		{"LinkedIn counts an emoji as two", store.LinkedIn, "Hi 👍", link, 5 + 1 + 29},
		{"Reddit keeps the link in its own field", store.Reddit, "Title", link, 5},
		{"Facebook keeps the link in its own field", store.Facebook, "Hi", link, 2},
		{"an unknown network counts as copying", "myspace", "Hi", link, 2 + 1 + 29},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got, _ := CountText(row.network, row.text, row.link); got != row.want {
				t.Errorf("%q counts %d, want %d", row.text, got, row.want)
			}
		})
	}
}

func TestRuleOf_Complete(t *testing.T) {
	limits := map[store.Network]int{store.LinkedIn: 3000, store.X: 280, store.Bluesky: 300, store.Threads: 500,
		store.Mastodon: 500, store.Reddit: 300, store.Facebook: 63206, store.WhatsApp: 65536, store.Email: 3000,
		store.CopyOnly: 3000}
	for _, n := range store.Networks {
		rule, ok := RuleOf(n)
		if !ok || rule.Network != n || rule.Label == "" || rule.Limit == 0 || !strings.HasSuffix(rule.Hint, ".") {
			t.Errorf("%s: %+v", n, rule)
		}
		if want := limits[n]; rule.Limit != want {
			t.Errorf("%s takes %d, want %d", n, rule.Limit, want)
		}
	}
	if _, ok := RuleOf("myspace"); ok {
		t.Error("an unknown network was taken for known")
	}
}

func TestNetworksOf_Choice(t *testing.T) {
	rows := []struct {
		name        string
		asset, mine []store.Network
		want        []store.Network
	}{
		{"all", nil, nil, store.Networks},
		{"in the order of forms", nil, []store.Network{store.Bluesky, store.LinkedIn},
			[]store.Network{store.LinkedIn, store.Bluesky}},
		{"both must agree", []store.Network{store.X, store.LinkedIn}, []store.Network{store.X, store.Reddit},
			[]store.Network{store.X}},
		{"copying is left", []store.Network{store.X}, []store.Network{store.Reddit}, []store.Network{store.CopyOnly}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got := NetworksOf(store.Asset{URL: "https://example.com/", Networks: row.asset},
				store.Preferences{Networks: row.mine})
			if strings.Join(names(got), " ") != strings.Join(names(row.want), " ") {
				t.Errorf("got %v, want %v", got, row.want)
			}
		})
	}
	if got := NetworksOf(store.Asset{Networks: []store.Network{store.Reddit, store.X}},
		store.Preferences{}); !slices.Equal(got, []store.Network{store.X}) {
		t.Errorf("a story without a page goes to %v", got)
	}
}

func names(networks []store.Network) []string {
	var out []string
	for _, n := range networks {
		out = append(out, string(n))
	}
	return out
}

func TestCleanText_Cases(t *testing.T) {
	rows := map[string][2]string{
		"line ends":               {"a\r\nb\rc\u2028d", "a\nb\nc\nd"},
		"control characters":      {"a\x00b\x1b[31mc\u0085", "ab[31mc"},
		"reversed reading":        {"safe\u202Egpj.exe\u202C \u2066x\u2069", "safegpj.exe x"},
		"right-to-left marks":     {"שלום\u200F!", "שלום\u200F!"},
		"joined emoji stay":       {"👩‍👩‍👧", "👩‍👩‍👧"},
		"broken UTF-8":            {"a\xff\xfeb", "ab"},
		"tabs and trailing space": {"  a\tb  \n c ", "a b\n c"},
		"one blank line at most":  {"\n\na\n\n \n\nb\n\n", "a\n\nb"},
		"only invisible":          {"\u202E\x00 \n", ""},
		"byte order mark inside":  {"a\uFEFFb", "ab"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			if got := CleanText(row[0]); got != row[1] {
				t.Errorf("got %q, want %q", got, row[1])
			}
		})
	}
}

func FuzzCountText(f *testing.F) {
	f.Add("We’re hiring – join us https://go.example.com/a1B2c3", "https://a.b")
	f.Add("👩‍👩‍👧‍👦 e\u0301 acme.com, (see http://x.y/(z)).", "")
	f.Fuzz(func(t *testing.T, text, link string) {
		for _, n := range store.Networks {
			used, limit := CountText(n, text, link)
			if used < 0 || limit <= 0 || used > 4*utf8.RuneCountInString(text)+4*utf8.RuneCountInString(link)+1+linkLength*(1+strings.Count(text, ".")+strings.Count(text, ":")) {
				t.Fatalf("%s: %q counts %d of %d", n, text, used, limit)
			}
		}
		if clean := CleanText(text); CleanText(clean) != clean || !utf8.ValidString(clean) {
			t.Fatalf("cleaning twice changes %q", clean)
		}
	})
}
