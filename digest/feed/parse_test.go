// Feeds of every format are read, and everything else is refused with the right reason.

package feed

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
)

func TestParse_ReadsRSS(t *testing.T) {
	result := MustParse(t, MustFixture(t, "news.rss.xml"), ParseOptions{BaseURL: "https://northwind.example/feed.xml"})
	if result.Format != "rss" || result.Title != "Northwind Engineering" {
		t.Errorf("format %q, title %q", result.Format, result.Title)
	}
	first := Item{
		Title: "How we moved 400 services & slept well", Summary: "We moved everything in a week. Here is the list.",
		URL:       "https://northwind.example/blog/moving",
		Canonical: "https://northwind.example/blog/moving", ImageURL: "https://cdn.northwind.example/moving.png",
		Language: "en", Kind: store.Article, Topics: []string{"Platform", "Go"},
		Published: time.Date(2026, 3, 2, 8, 30, 0, 0, time.UTC), ExternalID: "nw-1",
	}
	if diff := cmp.Diff(first, result.Items[0]); diff != "" {
		t.Errorf("first item (-want +got):\n%s", diff)
	}
	second := result.Items[1]
	if second.URL != "https://northwind.example/blog/picture" ||
		second.ImageURL != "https://northwind.example/img/team.jpg" || !second.Published.IsZero() {
		t.Errorf("relative link, image past the tracking pixel, unreadable date: %+v", second)
	}
	wantTitles := []string{first.Title, second.Title, "No title here, only a short text.", "From the year 2999"}
	if diff := cmp.Diff(wantTitles, titlesOf(result)); diff != "" {
		t.Errorf("titles (-want +got):\n%s", diff)
	}
	if future := result.Items[3]; !future.Published.IsZero() {
		t.Errorf("a date in the future was believed: %v", future.Published)
	}
	wantSkipped := []Skipped{
		{3, "The same page again", "It leads to the same page as entry 1.", true, 0},
		{4, "Nowhere to go", "It has no usable link.", false, 0},
		{6, "", "It has neither a title nor a text.", false, 0},
	}
	if diff := cmp.Diff(wantSkipped, result.Skipped); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
}

func TestParse_ReadsAtom(t *testing.T) {
	result := MustParse(t, MustFixture(t, "stories.atom.xml"), ParseOptions{})
	if result.Format != "atom" || result.Title != "Geschichten aus dem Haus" || len(result.Items) != 3 {
		t.Fatalf("format %q, title %q, %d items", result.Format, result.Title, len(result.Items))
	}
	first := result.Items[0]
	if first.Kind != store.Culture || first.Language != "de" || first.ExternalID != "urn:haus:1" {
		t.Errorf("first entry: %+v", first)
	}
	if a, b := result.Items[1].ExternalID, result.Items[2].ExternalID; a == b || !strings.HasPrefix(a, "urn:haus:same|") {
		t.Errorf("a repeated identity was not made unique: %q, %q", a, b)
	}
}

func TestParse_ReadsJSONFeed(t *testing.T) {
	result := MustParse(t, MustFixture(t, "notes.feed.json"), ParseOptions{ContentType: "application/feed+json"})
	if result.Format != "json" || len(result.Items) != 2 || len(result.Skipped) != 1 {
		t.Fatalf("format %q, %d items, skipped %v", result.Format, len(result.Items), result.Skipped)
	}
	first := result.Items[0]
	if first.ExternalID != "7" || first.Published.Hour() != 17 || first.ImageURL == "" {
		t.Errorf("first item: %+v", first)
	}
	if result.Items[1].Title != "No title, but a text." {
		t.Errorf("title taken from the text = %q", result.Items[1].Title)
	}
}

func TestParse_ReadsRDF(t *testing.T) {
	result := MustParse(t, MustFixture(t, "old.rdf.xml"), ParseOptions{})
	if diff := cmp.Diff([]string{"First"}, titlesOf(result)); diff != "" {
		t.Error(diff)
	}
}

func TestParse_RefusesBadDocuments(t *testing.T) {
	news := string(MustFixture(t, "news.rss.xml"))
	json := string(MustFixture(t, "notes.feed.json"))
	bomb := `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"><channel><title>&b;</title></channel></rss>`
	external := `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&x;</title></channel></rss>`
	many := `<rss version="2.0"` + strings.Repeat(` xmlns:a="b"`, 100) + `><channel></channel></rss>`
	tests := []struct {
		name, document string
		kind           ErrorKind
	}{
		{"nothing at all", "", Empty},
		{"only white space", " \n\t ", Empty},
		{"only a byte order mark", "\xEF\xBB\xBF", Empty},
		{"an RSS feed cut in an item", news[:len(news)/2], Truncated},
		{"an RSS feed cut before its root", `<?xml version="1.0"?>` + "\n<!-- generated", Truncated},
		{"a JSON feed cut in the middle", json[:len(json)/2], Truncated},
		{"a web page without a feed", "<!doctype html><title>Oops</title><p>404", WebPage},
		{"an error page with status 200", "<html><body><h1>Sorry</h1></body></html>", WebPage},
		{"JSON of another sort", `{"jobs":[]}`, Invalid},
		{"a JSON feed whose items are no list", `{"version":"https://jsonfeed.org/version/1","items":{}}`, Invalid},
		{"XML of another sort", "<svg xmlns='http://www.w3.org/2000/svg'></svg>", Invalid},
		{"plain text", "hello", Invalid},
		{"a picture", "\x89PNG\r\n\x1a\n\x00\x00", Invalid},
		{"a tag that never ends", "<rss version='2.0'><channel><title>a</title <></channel></rss>", Invalid},
		{"entities made of entities", bomb, Unsafe},
		{"an entity from a file", external, Unsafe},
		{"a tower of tags", `<rss version="2.0"><channel>` + strings.Repeat("<a:b>", 5000), Unsafe},
		{"a flood of namespaces", many, Unsafe},
		{"more bytes than allowed", news + strings.Repeat(" ", 1<<20), TooLarge},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result, err := Parse(strings.NewReader(test.document), ParseOptions{MaxBytes: 1 << 20})
			wantKind(t, err, test.kind)
			if len(result.Items) > 0 {
				t.Errorf("%d items came with the error", len(result.Items))
			}
		})
	}
}

func TestParse_NamesTheFeedOfAWebPage(t *testing.T) {
	_, err := Parse(bytes.NewReader(MustFixture(t, "article.html")),
		ParseOptions{BaseURL: "https://blog.northwind.example/x"})
	wantKind(t, err, WebPage)
	problem := err.(*Error)
	if problem.Alternate != "https://blog.northwind.example/feed.xml" || !strings.Contains(problem.Msg,
		problem.Alternate) {
		t.Errorf("alternate %q, message %q", problem.Alternate, problem.Msg)
	}
}

func TestParse_ToleratesHarmlessDoctypes(t *testing.T) {
	document := `<!DOCTYPE rss [<!ENTITY nbsp "&#160;"><!ENTITY % lat1 PUBLIC "-//W3C//x" "http://www.w3.org/x.ent">]>
<rss version="2.0"><channel><title>T</title><item><title>A&nbsp;B</title><link>https://x.example/1</link></item></channel></rss>`
	if got := titlesOf(MustParse(t, []byte(document), ParseOptions{})); !cmp.Equal(got, []string{"A B"}) {
		t.Errorf("titles = %q", got)
	}
}

func TestParse_ReadsOnlySoManyItems(t *testing.T) {
	var items strings.Builder
	for i := range 25 {
		fmt.Fprintf(&items, "<item><title>T%d</title><link>https://x.example/%d</link></item>", i, i)
	}
	document := "<rss version='2.0'><channel>" + items.String() + "</channel></rss>"
	result := MustParse(t, []byte(document), ParseOptions{MaxItems: 10})
	want := []Skipped{{11, "", "There are too many entries: from here on, 15 were not read.", false, 14}}
	if diff := cmp.Diff(want, result.Skipped); len(result.Items) != 10 || diff != "" {
		t.Errorf("%d items, skipped:\n%s", len(result.Items), diff)
	}
}

func TestParse_ReportsABrokenReader(t *testing.T) {
	_, err := Parse(io.MultiReader(strings.NewReader("<rss"), failingReader{}), ParseOptions{})
	wantKind(t, err, Truncated)
}

func TestParse_StopsWhatTakesTooLong(t *testing.T) {
	document := "<rss version='2.0' xmlns:a='u:a'><channel><item><a:b>" + strings.Repeat("x<!---->", 600_000) +
		"</a:b></item></channel></rss>"
	started := time.Now()
	_, err := Parse(strings.NewReader(document), ParseOptions{MaxTime: 100 * time.Millisecond})
	wantKind(t, err, Unsafe)
	if took := time.Since(started); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestParse_StopsAtTooManyBadEntries(t *testing.T) {
	tests := []struct {
		name, document string
		parse          func(io.Reader, ParseOptions) (Result, error)
	}{
		{"RSS", "<rss version='2.0'><channel>" + strings.Repeat("<item><title>t</title></item>", 3000) + "</channel></rss>",
			Parse},
		{"JSON Feed", `{"version":"https://jsonfeed.org/version/1","items":[` + strings.Repeat("{},", 2999) + "{}]}", Parse},
		{"CSV", "title,url\n" + strings.Repeat("a,b\n", 3000), ParseAssetsCSV},
		{"job board", `{"jobs":[` + strings.Repeat("{},", 2999) + "{}]}", func(r io.Reader, o ParseOptions) (Result,
			error) {
			return ParseBoard(Ashby, r, o)
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result, err := test.parse(strings.NewReader(test.document), ParseOptions{})
			if err != nil || len(result.Skipped) != maxSkipped+1 {
				t.Fatalf("%d skipped, error %v", len(result.Skipped), err)
			}
			if last := result.Skipped[maxSkipped].Reason; !strings.Contains(last, "2000 were not read") {
				t.Errorf("last reason: %s", last)
			}
		})
	}
}

// failingReader breaks off like a lost connection.
type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestParse_UnderstandsEveryCharset(t *testing.T) {
	const title = "Größe für Jörg"
	latin := strings.NewReplacer("ö", "\xf6", "ß", "\xdf", "ü", "\xfc").Replace(title)
	feedWith := func(declaration, title string) string {
		return declaration + "<rss version='2.0'><channel><item><title>" + title +
			"</title><link>https://x.example/1</link></item></channel></rss>"
	}
	wide := func(text string, low bool) string {
		mark, pair := "\xFE\xFF", func(r rune) string { return string([]byte{byte(r >> 8), byte(r)}) }
		if low {
			mark, pair = "\xFF\xFE", func(r rune) string { return string([]byte{byte(r), byte(r >> 8)}) }
		}
		var out strings.Builder
		out.WriteString(mark)
		for _, r := range text {
			out.WriteString(pair(r))
		}
		return out.String()
	}
	tests := []struct{ name, document, contentType string }{
		{"declared ISO-8859-1", feedWith(`<?xml version="1.0" encoding="ISO-8859-1"?>`, latin), ""},
		{"ISO-8859-1 by Content-Type", feedWith("", latin), "text/xml; charset=iso-8859-1"},
		{"claims UTF-8, is Windows-1252", feedWith(`<?xml version="1.0" encoding="utf-8"?>`, latin), ""},
		{"claims ISO-8859-1, is UTF-8", feedWith(`<?xml version="1.0" encoding="ISO-8859-1"?>`, title),
			"text/xml; charset=iso-8859-1"},
		{"claims a charset nobody knows", feedWith(`<?xml version="1.0" encoding="x-klingon"?>`, title), ""},
		{"UTF-8 with a byte order mark", "\xEF\xBB\xBF" + feedWith(`<?xml version="1.0"?>`, title), ""},
		{"UTF-16, little end first", wide(feedWith(`<?xml version="1.0" encoding="utf-16"?>`, title), true), ""},
		{"UTF-16, big end first", wide(feedWith("", title), false), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result := MustParse(t, []byte(test.document), ParseOptions{ContentType: test.contentType})
			if got := titlesOf(result); len(got) != 1 || got[0] != title {
				t.Errorf("titles = %q, want %q", got, title)
			}
		})
	}
}

func TestParse_CleansHostileText(t *testing.T) {
	document := "<rss version='2.0'><channel><item><title>Pay\u202Egnp.exe &lt;script&gt;x&lt;/script&gt;\u200B now" +
		strings.Repeat(" 🎉", 3000) +
		"</title><link>https://x.example/1</link><guid>" + strings.Repeat("g", 9000) + "</guid></item></channel></rss>"
	item := MustParse(t, []byte(document), ParseOptions{}).Items[0]
	if !strings.HasPrefix(item.Title, "Paygnp.exe now 🎉") || len([]rune(item.Title)) > MaxTitle ||
		!strings.HasSuffix(item.Title, "…") {
		t.Errorf("title = %q", item.Title)
	}
	if len(item.ExternalID) > 100 {
		t.Errorf("identity of %d bytes", len(item.ExternalID))
	}
}
