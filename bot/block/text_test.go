// Text tests: what people write can neither break a view nor speak for the bot.

package block

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"vouch/store"
)

func TestText_Esc(t *testing.T) {
	cases := []struct{ name, in, want string }{
		{"a broadcast", "<!channel> hi", "&lt;!channel&gt; hi"},
		{"a mention and a link", "<@U1> <https://x|y>", "&lt;@U1&gt; &lt;https://x|y&gt;"},
		{"an entity that was typed", "a &amp; b", "a &amp;amp; b"},
		{"control characters", "a\x00\x1b[31mb\x7f", "a[31mb"},
		{"text that turns the direction around", "abc\u202egnp.exe\u2066", "abcgnp.exe"},
		{"emoji made of several", "👩\u200d🚒", "👩\u200d🚒"},
		{"what nobody sees", "a\u200bb\u2060c", "abc"},
		{"bytes that are no text", "a\xffb", "ab"},
		{"line breaks stay", "a\r\nb", "a \nb"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := Esc(c.in); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
	if got := Line(" a\n\tb  <c> "); got != "a b &lt;c&gt;" {
		t.Errorf("on one line: %q", got)
	}
	if got := Line("*b* ~s~ `c` _i_ snake_case"); strings.ContainsAny(got, "*~`") || !strings.Contains(got, "snake_case") {
		t.Errorf("formatting survives: %q", got)
	}
}

func TestText_Line_UnderscoresAtTheEdges(t *testing.T) {
	for name, want := range map[string]string{
		"_sam_": "＿sam＿", "_draft_ of the plan": "＿draft＿ of the plan", "the _plan_": "the ＿plan＿", "(_sam_)": "(＿sam＿)",
		"__init__.py": "＿＿init＿＿.py", "snake_case": "snake_case", "a__b": "a__b", "_": "＿", "_ü_x_": "＿ü_x＿", "_<_": "＿&lt;＿",
	} {
		if got := Line(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}

func TestText_CutMarkup(t *testing.T) {
	cases := []struct {
		name, in string
		limit    int
		want     string
	}{
		{"short enough", "abc", 3, "abc"},
		{"by characters, not bytes", "ééééé", 4, "ééé…"},
		{"no half entity", "ab&amp;cd", 6, "ab…"},
		{"no half link", "see <https://example.com|here> now", 20, "see …"},
		{"a whole link before the cut stays", "<https://x.y|z> and more", 18, "<https://x.y|z> a…"},
		{"no blank before the ellipsis", "one two", 5, "one…"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := CutMarkup(c.in, c.limit); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
	long := strings.Repeat("🎉&amp;", 3000)
	if got := CutBytes(long, MaxMessageText); len(got) > MaxMessageText || !utf8.ValidString(got) ||
		len(got) < MaxMessageText/2 {
		t.Errorf("cut to %d bytes", len(got))
	}
}

func FuzzText_CutMarkup(f *testing.F) {
	f.Add("a <https://x|y> &lt; b", 7)
	f.Add("🎉🎉🎉", 2)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if limit < 1 || limit > 5000 {
			return
		}
		got := CutMarkup(Esc(text), limit)
		if utf8.RuneCountInString(got) > limit || strings.Count(got, "<") != strings.Count(got, ">") {
			t.Errorf("%q cut to %d is %q", text, limit, got)
		}
		if at := strings.LastIndexByte(got, '&'); at >= 0 && !strings.Contains(got[at:], ";") {
			t.Errorf("half an entity: %q", got)
		}
	})
}

func TestText_Words(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC)
	for got, want := range map[string]string{
		Moment(at, berlin):                   "<!date^1772440200^{date_short_pretty} at {time}|Mon 2 March 2026 09:30 CET>",
		Day(at, nil):                         "<!date^1772440200^{date_short_pretty}|Mon 2 March 2026>",
		LocalDay("2026-03-02"):               "Monday, 2 March",
		LocalDay("soon"):                     "soon",
		Link("https://x.y/a b|c>", "<b>|c"):  "<https://x.y/a%20b%7Cc%3E|&lt;b&gt;¦c>",
		Count(1, "share", "shares"):          "1 share",
		Count(3, "share", "shares"):          "3 shares",
		List([]string{"Ada", "Ben", "Cleo"}): "Ada, Ben and Cleo",
		List([]string{"Ada"}):                "Ada",
		KindName("poem"):                     "Content",
		Person("U1") + ChannelMention("C1"):  "<@U1><#C1>",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestPerson_WhoWasErasedIsNotMentioned(t *testing.T) {
	for id, want := range map[store.EmployeeID]string{"U1": "<@U1>", "erased-01M": "somebody whose data was erased"} {
		if got := Person(id); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
}
