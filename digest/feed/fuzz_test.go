// Whatever arrives, nothing crashes, nothing hangs, and what comes out keeps its promises.

package feed

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// checkResult fails when an item breaks a promise of the package comment.
func checkResult(t *testing.T, result Result, err error) {
	t.Helper()
	if err != nil {
		if kindOf(err) == "" || err.(*Error).Msg == "" || len(result.Items) > 0 {
			t.Fatalf("error %#v with %d items", err, len(result.Items))
		}
		return
	}
	seen := map[string]bool{}
	for _, item := range result.Items {
		checkItem(t, item)
		if seen[item.Canonical] {
			t.Fatalf("%q came twice", item.Canonical)
		}
		seen[item.Canonical] = true
	}
	for _, skipped := range result.Skipped {
		if skipped.Reason == "" || skipped.Index < 1 || !utf8.ValidString(skipped.Title) {
			t.Fatalf("skipped %+v", skipped)
		}
	}
}

// checkItem fails when one item breaks a promise.
func checkItem(t *testing.T, item Item) {
	t.Helper()
	if item.Title == "" || utf8.RuneCountInString(item.Title) > MaxTitle ||
		utf8.RuneCountInString(item.Summary) > MaxSummary {
		t.Fatalf("title %q, summary %q", item.Title, item.Summary)
	}
	for _, text := range append([]string{item.Title, item.Summary}, item.Topics...) {
		if text != Sanitize(text, 0) {
			t.Fatalf("text %q is not clean", text)
		}
	}
	for _, address := range []string{item.URL, item.ImageURL} {
		if parsed, err := url.Parse(address); err != nil || address != "" && parsed.Scheme != "http" &&
			parsed.Scheme != "https" {
			t.Fatalf("address %q", address)
		}
	}
	if item.ExternalID == "" || len(item.ExternalID) > 300 || !utf8.ValidString(item.ExternalID) ||
		item.Canonical == "" || len(item.Topics) > MaxTopics {
		t.Fatalf("item %+v", item)
	}
	if item.Published.After(time.Now().Add(futureTolerance)) {
		t.Fatalf("published %v", item.Published)
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"news.rss.xml", "stories.atom.xml", "notes.feed.json", "old.rdf.xml", "article.html"} {
		f.Add(MustFixture(f, name), "")
	}
	for _, test := range forgiven {
		f.Add([]byte(test.document), "")
	}
	f.Add([]byte("<rss><channel><item><title>\xf6</title><link>http://a.example</link></item></channel></rss>"),
		"text/xml; charset=koi8-r")
	f.Fuzz(func(t *testing.T, document []byte, contentType string) {
		result, err := Parse(bytes.NewReader(document), ParseOptions{ContentType: contentType,
			BaseURL: "https://base.example/feed"})
		checkResult(t, result, err)
	})
}

func FuzzParseAssetsCSV(f *testing.F) {
	f.Add(MustFixture(f, "assets.csv"))
	f.Add([]byte("sep=;\rtitle;url\r\"A;https://x.example/1\rB 5\" pipe;https://x.example/2;;"))
	f.Add([]byte("title;url;kind\n\"a\nb\";https://x.example/?q=1;job\n=1+1;x;y\n"))
	f.Fuzz(func(t *testing.T, document []byte) {
		result, err := ParseAssetsCSV(bytes.NewReader(document), ParseOptions{})
		checkResult(t, result, err)
	})
}

func FuzzParseBoard(f *testing.F) {
	for i, name := range []string{"greenhouse.json", "lever.json", "ashby.json"} {
		f.Add(MustFixture(f, name), i)
	}
	f.Add([]byte(`{"jobs":[{"id":1,"internal_job_id":1,"title":"A","absolute_url":"https://x.example/j#a"}]}`), 0)
	f.Fuzz(func(t *testing.T, document []byte, choice int) {
		system := []string{Greenhouse, Lever, Ashby}[uint(choice)%3]
		result, err := ParseBoard(system, bytes.NewReader(document), ParseOptions{})
		checkResult(t, result, err)
	})
}

func FuzzParsePage(f *testing.F) {
	for _, name := range []string{"article.html", "job.html", "event.html"} {
		f.Add(MustFixture(f, name), "text/html")
	}
	f.Add([]byte("<meta charset=shift_jis><body><title>a</title><script type=application/ld+json>/*x*/ "+
		"{\"@type\":\"JobPosting\",\"title\":\"a\nb\",};</script>"), "")
	f.Fuzz(func(t *testing.T, document []byte, contentType string) {
		item, err := ParsePage(document, contentType, "https://acme.example/p")
		if err != nil {
			return
		}
		parsed, err := url.Parse(item.URL)
		if err != nil || !sameSite(parsed.Hostname(), "acme.example") || item.Canonical == "" {
			t.Fatalf("address %q, key %q", item.URL, item.Canonical)
		}
		if item.Title == "" {
			item.Title = "A curator's title"
		}
		checkItem(t, item)
	})
}

func FuzzCanonical(f *testing.F) {
	for _, address := range []string{"https://acme.example/a?b=1&utm_source=x#y", "http://BÜCHER.example:80/%7e/../x//",
		"https://[::1]:8/#!/a?b",
		"https://a.example?a=%zz&&=b&c", "https://www.www.a.example/.//..", "http://xn--a.example/\xff%2"} {
		f.Add(address)
	}
	f.Fuzz(func(t *testing.T, address string) {
		key, err := Canonical(address)
		if err != nil {
			return
		}
		again, err := Canonical(key)
		if err != nil && len(key) <= maxURL {
			t.Fatalf("%q has the key %q, which has none: %v", address, key, err)
		}
		if err == nil && again != key {
			t.Fatalf("%q has the key %q, which has the key %q", address, key, again)
		}
	})
}

func FuzzSanitize(f *testing.F) {
	f.Add("a\u202Eb  c\x00", 3)
	f.Add(strings.Repeat("👩\u200D💻 ", 5), 7)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		limit = limit & 0xFFFF
		got := Sanitize(text, limit)
		if again := Sanitize(got, limit); again != got {
			t.Fatalf("%q became %q", got, again)
		}
		if limit > 0 && utf8.RuneCountInString(got) > limit || !utf8.ValidString(got) {
			t.Fatalf("%q is longer than %d or not UTF-8", got, limit)
		}
		if plain := PlainText(text, limit); limit > 0 && utf8.RuneCountInString(plain) > limit || !utf8.ValidString(plain) {
			t.Fatalf("plain text %q is longer than %d or not UTF-8", plain, limit)
		}
	})
}
