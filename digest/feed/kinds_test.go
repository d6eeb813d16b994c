// Faults that publishers make and readers forgive, one test for each kind with what must come of it.

package feed

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
)

// rssOf makes a feed of items, each the inside of one.
func rssOf(items ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:at="http://www.w3.org/2005/Atom">` +
		`<channel><title>T</title>` +
		`<link>https://hill.example/</link><item>` + strings.Join(items, "</item><item>") + "</item></channel></rss>"
}

// atomOf makes an Atom feed with one entry.
func atomOf(attributes, entry string) string {
	return `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" ` + attributes +
		"><title>T</title><entry><title>A</title>" + entry + "</entry></feed>"
}

// forgiven are documents of each kind, with the first item that comes of each.
var forgiven = []struct {
	name, document string
	want           Item // what is empty is not compared
}{
	{"one broken byte leaves the rest as it is",
		rssOf("<title>Köln \xff und Zürich</title><link>https://hill.example/1</link>"), Item{Title: "Köln und Zürich"}},
	{"the same under a wrong name of the encoding",
		strings.Replace(rssOf("<title>Köln \xff und Zürich, Größe</title><link>https://hill.example/1</link>"), "UTF-8",
			"latin1", 1), Item{Title: "Köln und Zürich, Größe"}},
	{"a mark of UTF-8 before one broken byte", "\uFEFF" +
		rssOf("<title>Köln\xff</title><link>https://hill.example/1</link>"),
		Item{Title: "Köln"}},
	{"a reference to a control character", rssOf("<title>up&#x1b;date &#65;</title><link>https://hill.example/1</link>"),
		Item{Title: "update A"}},
	{"a base that names a file", atomOf(`xml:base="https://hill.example/notes/index.xml?x=/y"`,
		`<id>urn:1</id><link href="more/a.html"/>`), Item{URL: "https://hill.example/notes/more/a.html"}},
	{"a base beside the feed", atomOf(`xml:base="https://hill.example/notes/f.xml"`,
		`<id>urn:1</id><link xml:base="2026-11-05" href="a.html"/>`), Item{URL: "https://hill.example/notes/a.html"}},
	{"a base that is a host", atomOf(`xml:base="https://hill.example"`, `<id>urn:1</id><link href="a.html"/>`),
		Item{URL: "https://hill.example/a.html"}},
	{"a link to nowhere", atomOf(`xml:base="https://hill.example/f"`,
		`<id>https://hill.example/n/4</id><link rel='alternate' href=''/>`), Item{URL: "https://hill.example/n/4"}},
	{"a link without a scheme", rssOf("<title>A</title><link>www.hill.example/n</link>"),
		Item{URL: "https://www.hill.example/n"}},
	{"a host and a path", rssOf("<title>A</title><link>hill.example/n</link>"), Item{URL: "https://hill.example/n"}},
	{"another host and a path", rssOf("<title>A</title><link>news.hill.com/n</link>"),
		Item{URL: "https://news.hill.com/n"}},
	{"a scheme without its slashes", rssOf("<title>A</title><link>https:/hill.example/n</link>"),
		Item{URL: "https://hill.example/n"}},
	{"a scheme that is there twice", rssOf("<title>A</title><link>https://https//hill.example/n</link>"),
		Item{URL: "https://hill.example/n"}},
	{"a link to the top of the page", rssOf("<title>A</title><link>#</link><guid>https://hill.example/n</guid>"),
		Item{URL: "https://hill.example/n"}},
	{"a link to the entry of the feed", atomOf("",
		`<id>https://hill.example/n</id><link rel="self" href="https://hill.example/f/n.xml"/>`),
		Item{URL: "https://hill.example/n"}},
	{"RSS's link in Atom", atomOf("", `<id>urn:1</id><link rel="alternate">https://hill.example/n</link>`),
		Item{URL: "https://hill.example/n"}},
	{"a link behind a service for feeds",
		rssOf(`<title>A</title><link>https://feeds.example/~r/1</link>` +
			`<fb:origLink xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0">https://hill.example/n` +
			`</fb:origLink>`), Item{URL: "https://hill.example/n"}},
	{"an address that only RSS 1.0 names",
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel>` +
			`<title>T</title></channel><item rdf:about="https://hill.example/n"><title>A</title></item>` +
			`</rdf:RDF>`, Item{URL: "https://hill.example/n"}},
	{"Atom's link in RSS", rssOf(`<title>A</title><at:link rel="edit" href="https://hill.example/edit"/>` +
		`<at:link href="https://hill.example/n"/>`), Item{URL: "https://hill.example/n"}},
	{"a subject in Atom", atomOf(`xmlns:dc="http://purl.org/dc/elements/1.1/"`,
		`<id>https://hill.example/n</id><dc:subject>Rivers</dc:subject>`), Item{Topics: []string{"Rivers"}}},
	{"a date of DCMI terms", rssOf(`<title>A</title><link>https://hill.example/n</link>` +
		`<d:issued xmlns:d="http://purl.org/dc/terms/">2026-03-02T08:00:00Z</d:issued>`),
		Item{Published: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}},
	{"an RSS feed without its end",
		strings.TrimSuffix(rssOf("<title>A</title><link>https://hill.example/n</link>"), "</channel></rss>"),
		Item{URL: "https://hill.example/n"}},
	{"an Atom feed without its end", strings.TrimSuffix(atomOf("", "<id>https://hill.example/n</id>"), "ed>"),
		Item{URL: "https://hill.example/n"}},
	{"the number of JSON Feed's version alone",
		`{"version":"1.0","title":"T","items":[{"id":"1","title":"A","url":"https://hill.example/n"}]}`,
		Item{URL: "https://hill.example/n"}},
	{"a podcast that links to its site", rssOf(`<title>A</title><link>https://www.hill.example</link>` +
		`<enclosure url="https://hill.example/1.mp3" length="1" type="audio/mpeg"/>`),
		Item{URL: "https://hill.example/1.mp3"}},
	{"a group of media", atomOf("",
		`<id>urn:1</id><link href="https://hill.example/v"/><media:group>`+
			`<media:thumbnail url="https://hill.example/v.png"/><media:description>A tour.</media:description></media:group>`),
		Item{Summary: "A tour.", ImageURL: "https://hill.example/v.png"}},
	{"media in media", atomOf("",
		`<id>urn:1</id><link href="https://hill.example/v"/><media:group>`+
			`<media:content url="https://hill.example/v.mp4"><media:thumbnail url="https://hill.example/v.png"/>`+
			`<media:description>A tour.</media:description></media:content></media:group>`),
		Item{Summary: "A tour.", ImageURL: "https://hill.example/v.png"}},
	{"a percent sign that escapes nothing", rssOf("<title>A</title><link>https://hill.example/50%-off/100%25</link>"),
		Item{URL: "https://hill.example/50%25-off/100%25"}},
	{"a blank and a letter beyond ASCII", rssOf("<title>A</title><link>https://straße.example/a b?q=ü c</link>"),
		Item{URL: "https://xn--strae-oqa.example/a%20b?q=%C3%BC%20c"}},
	{"entities in topics",
		rssOf("<title>A</title><link>https://hill.example/1</link><category>Q&amp;amp;A</category>" +
			"<category><![CDATA[Th&eacute;]]></category>"), Item{Topics: []string{"Q&A", "Thé"}}},
	{"elements that XHTML closes at once", atomOf("",
		`<id>urn:1</id><link href="https://hill.example/1"/><content type="xhtml">`+
			`<div xmlns="http://www.w3.org/1999/xhtml"><style/><p>Read <i>this</i>.</p></div>`+
			`</content>`), Item{Summary: "Read this."}},
	{"the same in escaped HTML", rssOf(`<title>A</title><link>https://hill.example/1</link>` +
		`<description>&lt;iframe src="x"/&gt;&lt;p&gt;Read this.&lt;/p&gt;</description>`), Item{Summary: "Read this."}},
	{"an element of HTML that is never closed",
		rssOf(`<title>A</title><link>https://hill.example/1</link>` +
			`<description>&lt;iframe src=x&gt;&lt;p&gt;Read this.&lt;/p&gt;&lt;object data=x/&gt; And that.` +
			`</description>`), Item{Summary: "Read this. And that."}},
	{"a picture that is an object, a title that is a list",
		`{"version":"https://jsonfeed.org/version/1.1","title":["x"],"items":[{"id":4,"url":["https://hill.example/4"],"title":"A","image":{"url":"https://hill.example/i.png"},"date_published":1583222400}]}`,
		Item{Title: "A", ImageURL: "https://hill.example/i.png"}},
	{"tags that are a text, an author that is a list",
		`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":4,"url":"https://hill.example/4","title":"A","tags":"soup; bread","author":["x"],"image":7}]}`,
		Item{Title: "A", ExternalID: "4", Topics: []string{"soup", "bread"}}},
}

func TestParse_ForgivesWhatReadersForgive(t *testing.T) {
	for _, test := range forgiven {
		t.Run(test.name, func(t *testing.T) {
			result := MustParse(t, []byte(test.document), ParseOptions{})
			if len(result.Items) != 1 || len(result.Skipped) > 0 {
				t.Fatalf("%d items, skipped %+v", len(result.Items), result.Skipped)
			}
			got := result.Items[0]
			for _, pair := range [][2]string{{test.want.Title, got.Title}, {test.want.Summary, got.Summary},
				{test.want.URL, got.URL},
				{test.want.ImageURL, got.ImageURL}, {test.want.ExternalID, got.ExternalID}, {strings.Join(test.want.Topics, ","),
					strings.Join(got.Topics, ",")}} {
				if pair[0] != "" && pair[0] != pair[1] {
					t.Errorf("got %q, want %q", pair[1], pair[0])
				}
			}
			if !test.want.Published.IsZero() && !test.want.Published.Equal(got.Published) {
				t.Errorf("published %s, want %s", got.Published, test.want.Published)
			}
		})
	}
}

func TestParse_SaysWhatAnOpenElementSwallows(t *testing.T) {
	document := strings.Replace(rssOf("<title>A</title>", "<title>B</title>"), "<item>", `<at:category term="x"><item>`, 1)
	result := MustParse(t, []byte(document), ParseOptions{})
	if len(result.Items) != 0 || len(result.Skipped) != 1 || !strings.Contains(result.Skipped[0].Reason,
		"takes 2 entries with it, of 2 in all") || result.Left() != 2 || result.Skipped[0].Over {
		t.Errorf("%+v", result)
	}
}

func TestParse_FragmentsThatAreItemsOfTheirOwn(t *testing.T) {
	item := func(fragment, guid string) string {
		return fmt.Sprintf("<title>%s</title><link>https://hill.example/log#%s</link><guid>%s</guid>", fragment, fragment,
			guid)
	}
	for _, guids := range [][2]string{{"https://hill.example/log#may", "https://hill.example/log#june"}, {"n7", "n8"}} {
		result := MustParse(t, []byte(rssOf(item("may", guids[0]), item("june", guids[1]))), ParseOptions{})
		if len(result.Items) != 2 || result.Items[1].Canonical != "https://hill.example/log#june" {
			t.Errorf("%q: %+v", guids, result)
		}
	}
	board := `{"jobs":[{"id":1,"internal_job_id":1,"title":"A","absolute_url":"https://hill.example/jobs#a"},{"id":2,"internal_job_id":2,"title":"B","absolute_url":"https://hill.example/jobs#b"}]}`
	result, err := ParseBoard(Greenhouse, strings.NewReader(board), ParseOptions{})
	if err != nil || len(result.Items) != 2 || result.Items[0].Canonical == result.Items[1].Canonical {
		t.Errorf("%+v, %v", result, err)
	}
	// A board whose jobs all stand on one page, with odd fields: the board's id tells them apart.
	board = `[{"id":1,"text":"A","hostedUrl":"https://hill.example/jobs","createdAt":"1583222400000","categories":{"location":["Graz"]}},{"id":"2","text":"B","hostedUrl":"https://hill.example/jobs","categories":[]}]`
	result, err = ParseBoard(Lever, strings.NewReader(board), ParseOptions{})
	if err != nil || len(result.Items) != 2 || result.Items[1].ExternalID != "2" ||
		result.Items[0].Job.Location != "Graz" {
		t.Errorf("%+v, %v", result, err)
	}
}

func TestParseTime_ReadsWhatPublishersWrite(t *testing.T) {
	for text, want := range map[string]string{
		"Tue, 03 Mar 2020 08:00:00 Europe/Rome": "2020-03-03T07:00:00Z",
		"Tue, Mar 3 2020 08:00:00 PM":           "2020-03-03T20:00:00Z",
		"Tuesday, 3rd Mar 2020 08:00:00 GMT":    "2020-03-03T08:00:00Z",
		"Tues, 3 Mar 2020 08:00:00 +0000":       "2020-03-03T08:00:00Z",
		"Tue, 3 March, 2020 08:00 UTC":          "2020-03-03T08:00:00Z", "2020/3/3 08:00:00": "2020-03-03T08:00:00Z",
		"2020-03-03 08:00:00 +01:00": "2020-03-03T07:00:00Z", "3 Mar 20 08:00:00 -0130": "2020-03-03T09:30:00Z",
		"mar., 03 mars 2020 08:00:00 +0000": "2020-03-03T08:00:00Z", "Di, 03 Dez 2019 08:00:00 MEZ": "2019-12-03T07:00:00Z",
		"1583222400": "2020-03-03T08:00:00Z", "1583222400000": "2020-03-03T08:00:00Z",
		"2020-03-03t08:00:00z":                "2020-03-03T08:00:00Z",
		"Tue, 03 Mar 2020 08:00:00 GMT+09:00": "2020-03-02T23:00:00Z",
		"Tue, 03 Mar 2020 08:00:00 JST":       "2020-03-02T23:00:00Z",
		"Tue, 03 Mar 2020 08:00:00 AEST":      "2020-03-02T22:00:00Z",
		"Tue, 03 Mar 2020 08:00:00 EST":       "2020-03-03T13:00:00Z",
		"Tue, 03 Mar 2020 08:00:00 PDT":       "2020-03-03T15:00:00Z",
		"Tuesday, 03-Mar-20 08:00:00 GMT":     "2020-03-03T08:00:00Z",
		"2020-03-03T08:00:00.123+0100":        "2020-03-03T07:00:00.123Z", "Tue Mar  3 08:00:00 2020": "2020-03-03T08:00:00Z",
		"March 3, 2020": "2020-03-03T00:00:00Z", "3. März 2020": "2020-03-03T00:00:00Z",
		"Tue, 03 Mar 2020 24:00:00 GMT":         "2020-03-04T00:00:00Z",
		"Tue, 03 Mar 2020 08:00:00 +0100 (CET)": "2020-03-03T07:00:00Z",
		"Mar 3, 2020 8:00 am EST":               "2020-03-03T13:00:00Z",
		"2020-03-03T08:00:00+01":                "2020-03-03T07:00:00Z",
		"Tue, 03 Mar 2020 08:00:00 UTC-2":       "2020-03-03T10:00:00Z",
		"Tuesday, March 3, 2020 - 08:00":        "2020-03-03T08:00:00Z",
		"1er mars 2020":                         "2020-03-01T00:00:00Z",
		"3 de marzo de 2020":                    "2020-03-03T00:00:00Z",
		"2020年3月3日 8時00分":                       "2020-03-03T08:00:00Z",
		"вт, 03 мар 2020 08:00:00 +0300":        "2020-03-03T05:00:00Z",
		"03.03.2020 08:00":                      "2020-03-03T08:00:00Z",
		"Tue, 03 Mar 2020 25:00:00 GMT":         "",
		"03/04/2020":                            "", "2020-02-30": "", "2020-03-03 8": "", "soon": "", "12": "",
	} {
		got := ""
		if parsed := parseTime(text); !parsed.IsZero() {
			got = parsed.Format(time.RFC3339Nano)
		}
		if got != want {
			t.Errorf("parseTime(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestParsePage_ForgivesWhatBrowsersForgive(t *testing.T) {
	const job = `{"@type":"JobPosting","title":"Baker","description":"Early.` + "\n" +
		`Warm.","jobLocation":{"address":{"addressLocality":"Graz"}},}`
	pages := map[string]string{
		"a line break in a text":  job,
		"marks of CDATA":          "\n//<![CDATA[\n" + job + "\n//]]>\n",
		"a comment before it":     "/* seo */ " + job,
		"a comment of one line":   "// seo\n" + job,
		"signs behind it":         job + ";",
		"an HTML comment":         "<!-- " + job + " -->",
		"a comma before the last": "[" + job + ", ]",
		"another block before it": `{"@type":"Organization"}` + job,
		"an assignment":           "window.data = " + job,
		"an escape that is none":  strings.Replace(job, "Warm", `It\'s`, 1),
		"words of JavaScript":     strings.Replace(job, `"title"`, `pay:undefined, 'unit':'HOUR', "title"`, 1),
		"quotes as entities":      strings.ReplaceAll(job, `"`, "&quot;"),
	}
	for name, block := range pages {
		got := MustParsePage(t, `<title>Jobs</title><script type="application/ld+json">`+block+"</script>",
			"https://hill.example/j")
		if got.Kind != store.Job || got.Title != "Baker" || got.Job.Location != "Graz" {
			t.Errorf("%s: %+v", name, got)
		}
	}
	escaped := MustParsePage(t, `<script type="application/ld+json">`+strings.Replace(job, "Early.",
		"&lt;p&gt;Early &amp;amp;", 1)+
		"</script>", "https://hill.example/j")
	if escaped.Summary != "Early & Warm." {
		t.Errorf("escaped HTML gives %q", escaped.Summary)
	}
	for name, page := range map[string]string{
		"charset behind a long comment": "<!--" + strings.Repeat("x", 2000) +
			"--><meta charset='Shift_JIS'><title>\x93\x8c\x8b\x9e</title>",
		"charset": "<meta charset='Shift_JIS'><title>\x93\x8c\x8b\x9e</title>",
		"http-equiv": `<meta http-equiv="Content-Type" content="text/html; charset=EUC-JP"><title>` +
			"\xc5\xec\xb5\xfe</title>",
	} {
		if got, err := ParsePage([]byte(page), "text/html", "https://hill.example/p"); err != nil || got.Title != "東京" {
			t.Errorf("%s: %q, %v", name, got.Title, err)
		}
	}
	for name, page := range map[string]string{
		"tags in the body": `<head></head><body><svg><title>icon</title></svg>` +
			`<meta property="og:title" content="Open day">`,
		"a title in the body":       `<head><script>1</script></head><body><title>Open day</title>`,
		"a title behind a script":   `<head><script>` + strings.Repeat("x", 1<<20) + `</script><title>Open day</title>`,
		"a title behind 4000 metas": `<head>` + strings.Repeat("<meta name=a content=b>", 4000) + `<title>Open day</title>`,
	} {
		if got := MustParsePage(t, page, "https://hill.example/p"); got.Title != "Open day" {
			t.Errorf("%s: %q", name, got.Title)
		}
	}
	for canonical, want := range map[string]string{"/jobs/": "https://hill.example/jobs/7",
		"/": "https://hill.example/jobs/7", "/jobs/seven": "https://hill.example/jobs/seven"} {
		if got := MustParsePage(t, `<title>a</title><link rel="canonical" href="`+canonical+`">`,
			"https://hill.example/jobs/7"); got.URL != want {
			t.Errorf("canonical %s: %s, want %s", canonical, got.URL, want)
		}
	}
	for address, want := range map[string]string{
		"https://hill.example/jobs?gh_jid=7": "https://hill.example/jobs?gh_jid=7",
		"https://hill.example/jobs?tab=all":  "https://hill.example/jobs"} {
		if got := MustParsePage(t, `<title>a</title><link rel="canonical" href="/jobs">`, address); got.URL != want {
			t.Errorf("canonical of %s: %s, want %s", address, got.URL, want)
		}
	}
}

func TestParseAssetsCSV_ReadsWhatCanBeRead(t *testing.T) {
	for name, c := range map[string]struct {
		table  string
		titles []string
		told   []int // lines that are told
	}{
		"old line ends":        {"title,url\rA,https://hill.example/1\rB,https://hill.example/2", []string{"A", "B"}, nil},
		"the separator's line": {"sep=;\ntitle;url\nA;https://hill.example/1\n", []string{"A"}, nil},
		"a short row":          {"title,url,summary\nA,https://hill.example/1\n", []string{"A"}, nil},
		"a row too long": {"title,url\nA,https://hill.example/1,x\nB,https://hill.example/2,\n", []string{"B"},
			[]int{2}},
		"a bare quote": {"title,url\nA 5\" pipe,https://hill.example/1\nB,https://hill.example/2\n",
			[]string{`A 5" pipe`, "B"}, nil},
		"bars":               {"title|url\nA|https://hill.example/1\n", []string{"A"}, nil},
		"the line in quotes": {"\"sep=|\"\ntitle|url\nA|https://hill.example/1\n", []string{"A"}, nil},
		"single quotes": {"'title','url'\n'A''s \"b\", c','https://hill.example/1'\n", []string{`A's "b", c`},
			nil},
		"typographic quotes":       {"“title”,“url”\n“A, b”,“https://hill.example/1”\n", []string{"A, b"}, nil},
		"quotes behind backslash":  {"title,url\n\"A \\\"b\\\"\",https://hill.example/1\n", []string{`A "b"`}, nil},
		"a sign behind the quote":  {"title,url\n\"A\"b,https://hill.example/1\n", []string{`A"b`}, nil},
		"blanks before the quotes": {"title, url\n \"A, b\", \"https://hill.example/1\"\n", []string{"A, b"}, nil},
		"two bytes a character": {
			"t\x00i\x00t\x00l\x00e\x00,\x00u\x00r\x00l\x00\n\x00A\x00,\x00w\x00w\x00w\x00.\x00a\x00.\x00b\x00\n\x00",
			[]string{"A"}, nil},
		"a quote never closed": {"title,url\n\"A,https://hill.example/1\nB,https://hill.example/2\n", []string{"B"},
			[]int{2}},
		"a stray quote": {"title,url\n\"A,https://hill.example/1\n\"B\",https://hill.example/2\nC,https://hill.example/3\n",
			[]string{"B", "C"}, []int{2}},
	} {
		result, err := ParseAssetsCSV(strings.NewReader(c.table), ParseOptions{})
		var told []int
		for _, skipped := range result.Skipped {
			told = append(told, skipped.Index)
		}
		if err != nil || !cmp.Equal(titlesOf(result), c.titles) || !cmp.Equal(told, c.told) {
			t.Errorf("%s: %q, told %v, %v", name, titlesOf(result), result.Skipped, err)
		}
	}
}

func TestFetcher_ReadsAnswersAsABrowserDoes(t *testing.T) {
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	writer.Write([]byte("hello"))
	writer.Close()
	var bare bytes.Buffer
	deflater, _ := flate.NewWriter(&bare, flate.DefaultCompression)
	deflater.Write([]byte("hello"))
	deflater.Close()
	for encoding, body := range map[string]string{"UTF-8": "hello", "none": "hello", "x-gzip": packed.String(),
		"deflate": bare.String()} {
		hops := 0
		server := MustServe(t, func(w http.ResponseWriter, r *http.Request) {
			if hops++; hops <= 4 {
				http.Redirect(w, r, fmt.Sprintf("/%d", hops), http.StatusFound)
				return
			}
			w.Header().Set("Content-Encoding", encoding)
			w.WriteHeader(http.StatusNonAuthoritativeInfo)
			w.Write([]byte(body))
		})
		answer, err := NewFetcher(Options{AllowLoopback: true}).Get(t.Context(), server, Conditional{})
		if err != nil || string(answer.Body) != "hello" {
			t.Errorf("%s: %q, %v", encoding, answer.Body, err)
		}
	}
}
