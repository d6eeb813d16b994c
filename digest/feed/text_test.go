// Text from strangers is plain, bounded and harmless.

package feed

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSanitize_MakesOneCleanLine(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"white space of every sort", "  a\t\tb\r\n\u00A0c\u2028d  ", "a b c d"},
		{"control characters", "a\x00b\x1b[31mc\x7f", "ab[31mc"},
		{"direction overrides", "invoice\u202Efdp.exe\u2066x\u2069\u200F", "invoicefdp.exex"},
		{"zero-width characters", "v\u200Bou\uFEFFch\u00AD", "vouch"},
		{"broken UTF-8", "a\xff\xc3b", "ab"},
		{"joined emoji stay whole", "👩\u200D💻 writes", "👩\u200D💻 writes"},
		{"Persian joiner stays", "می\u200Cخواهم", "می\u200Cخواهم"},
		{"nothing but noise", "\u202E\u200B \n", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Sanitize(test.text, 0); got != test.want {
				t.Errorf("Sanitize(%q) = %q, want %q", test.text, got, test.want)
			}
		})
	}
}

func TestSanitize_CutsLongText(t *testing.T) {
	tests := []struct {
		name, text string
		limit      int
		want       string
	}{
		{"fits exactly", "four", 4, "four"},
		{"at a word when one ends near", "the quick brown fox jumps over", 20, "the quick brown fox…"},
		{"in a word when none ends near", strings.Repeat("x", 30), 10, strings.Repeat("x", 9) + "…"},
		{"counts runes, not bytes", "äöüäöü", 6, "äöüäöü"},
		{"not in the middle of an emoji sequence", "ab👩\u200D💻c", 5, "ab👩…"},
		{"no comma before the ellipsis", "one, two", 5, "one…"},
		{"a limit of one", "abc", 1, "…"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := Sanitize(test.text, test.limit)
			if got != test.want || utf8.RuneCountInString(got) > test.limit {
				t.Errorf("Sanitize(%q, %d) = %q, want %q", test.text, test.limit, got, test.want)
			}
			if again := Sanitize(got, test.limit); again != got {
				t.Errorf("not idempotent: %q became %q", got, again)
			}
		})
	}
}

func TestPlainText_KeepsTheWords(t *testing.T) {
	tests := []struct{ name, fragment, want string }{
		{"plain text", "a < b & c", "a < b & c"},
		{"paragraphs become lines", "<p>One</p><p>Two<br>Three</p>", "One\nTwo\nThree"},
		{"lists get bullets", "<ul><li>One</li><li><p></p></li><li>Two</ul>", "• One\n• Two"},
		{"inline markup disappears", "a <b>bold</b> <a href='x'>link</a>", "a bold link"},
		{"entities", "Tom &amp; Jerry &lt;3 &nbsp;caf&eacute;", "Tom & Jerry <3 café"},
		{"code is not text", "a<script>alert('<p>')</script><style>p{}</style>b<svg><text>x</text></svg>", "ab"},
		{"unclosed tags", "<div><p>One<div>Two", "One\nTwo"},
		{"stray end tags", "</script></svg>One</p>", "One"},
		{"comments", "a<!-- b -->c", "ac"},
		{"table cells are apart", "<table><tr><td>a</td><td>b</td></tr></table>", "a b"},
		{"cut tag", "a <b", "a"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := PlainText(test.fragment, 0); got != test.want {
				t.Errorf("PlainText(%q) = %q, want %q", test.fragment, got, test.want)
			}
		})
	}
	if got := PlainText("<p>"+strings.Repeat("word ", 1<<20), 50); utf8.RuneCountInString(got) > 50 ||
		!strings.HasSuffix(got, "word…") {
		t.Errorf("a long text was cut to %q", got)
	}
}

func TestTitleText_KeepsNamesInAngleBrackets(t *testing.T) {
	tests := map[string]string{
		"Why Option<T> wins":        "Why Option<T> wins",
		"<b>Bold</b> &amp; <i>new":  "Bold & new",
		"1 < 2 and 3 > 2":           "1 < 2 and 3 > 2",
		"a <img src=x onerror=y> b": "a b",
	}
	for title, want := range tests {
		if got := titleText(title); got != want {
			t.Errorf("titleText(%q) = %q, want %q", title, got, want)
		}
	}
}

func TestUnescapeFully_UndoesDoubleEscaping(t *testing.T) {
	if got := unescapeFully("&amp;lt;p&amp;gt;R&amp;amp;D"); got != "<p>R&D" {
		t.Errorf("unescapeFully = %q", got)
	}
}

func TestFirstImage_PassesOverTrackingPixels(t *testing.T) {
	tests := map[string]string{
		`<p>none</p>`: "",
		`<img src="p.gif" width="1" height="1"><img src="a.jpg">`: "a.jpg",
		`<img src="data:image/png;base64,xx"><IMG SRC="b.jpg"/>`:  "b.jpg",
		`<img alt="no source">`:                                   "",
	}
	for fragment, want := range tests {
		if got := firstImage(fragment); got != want {
			t.Errorf("firstImage(%q) = %q, want %q", fragment, got, want)
		}
	}
}
