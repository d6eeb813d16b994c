// A page's own statements about itself are found, in the right order of trust.

package feed

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
)

// MustParsePage parses a page that has to be one.
func MustParsePage(tb testing.TB, document, address string) Item {
	tb.Helper()
	meta, err := ParsePage([]byte(document), "text/html; charset=utf-8", address)
	if err != nil {
		tb.Fatalf("ParsePage: %v", err)
	}
	return meta
}

func TestParsePage_ReadsAnArticle(t *testing.T) {
	got := MustParsePage(t, string(MustFixture(t, "article.html")), "https://www.northwind.example/p?id=1&utm_source=x")
	want := Item{
		URL:       "https://blog.northwind.example/posts/testing-time",
		Canonical: "https://blog.northwind.example/posts/testing-time",
		Title:     "How we test time & survive", Summary: "Bubbles, not sleeps.",
		ImageURL: "https://blog.northwind.example/img/time.png", ImageAlt: "A clock in a bubble",
		Language: "en", Kind: store.Article, Topics: []string{"Go", "Testing"},
		Published:  time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC),
		ExternalID: "https://blog.northwind.example/posts/testing-time",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("metadata (-want +got):\n%s", diff)
	}
}

func TestParsePage_ReadsAJobPosting(t *testing.T) {
	got := MustParsePage(t, string(MustFixture(t, "job.html")), "https://northwind.example/p/1")
	want := &store.JobFacts{Location: "Berlin, DE"}
	if diff := cmp.Diff(want, got.Job); diff != "" {
		t.Errorf("job (-want +got):\n%s", diff)
	}
	if got.Kind != store.Job || got.Title != "Software Engineer" || got.Summary != "Build & run." {
		t.Errorf("metadata: %+v", got)
	}
	if want := time.Date(2030, 4, 15, 23, 59, 59, 0, time.UTC); !got.Expires.Equal(want) {
		t.Errorf("expires %v, want %v", got.Expires, want)
	}
}

func TestParsePage_ReadsAnEvent(t *testing.T) {
	got := MustParsePage(t, string(MustFixture(t, "event.html")), "https://northwind.example/meetup")
	want := &store.EventFacts{StartsAt: time.Date(2030, 5, 1, 16, 0, 0, 0, time.UTC),
		EndsAt: time.Date(2030, 5, 1, 23, 59, 59, 0, time.UTC), Place: "Kino, Wien, AT"}
	if diff := cmp.Diff(want, got.Event); diff != "" || got.Kind != store.Event ||
		!got.Asset("x").Event.StartsAt.Equal(want.StartsAt) {
		t.Errorf("kind %q, expires %v, event (-want +got):\n%s", got.Kind, got.Expires, diff)
	}
}

func TestParsePage_DecidesBetweenSources(t *testing.T) {
	const address = "https://acme.example/p"
	head := func(tags string) Item { return MustParsePage(t, "<html><head>"+tags+"</head>", address) }
	day := func(tags string) string { return head(tags).Published.Format(time.DateOnly) }
	const page = `{"@graph":[{"@type":"WebPage","datePublished":"2026-03-02"}`
	linked := func(data string) string { return `<script type="application/ld+json">` + data + `</script>` }
	tests := []struct{ name, got, want string }{
		{"title without the site", head("<title>Our news | Acme</title>").Title, "Our news"},
		{"title with a dash in it", head("<title>Go - fast</title>").Title, "Go - fast"},
		{"title that ends with the named site",
			head(`<title>News - Acme</title><meta property="og:site_name" content="Acme">`).Title, "News"},
		{"twitter before the HTML title", head(`<title>a</title><meta name="twitter:title" content="b">`).Title, "b"},
		{"empty OpenGraph does not count", head(`<meta property="og:title" content=" "><title>a</title>`).Title, "a"},
		{"plain description", head(`<meta name="Description" content="d">`).Summary, "d"},
		{"canonical of another company", head(`<link rel="canonical" href="https://evil.example/p">`).URL, address},
		{"canonical of a neighbour on a shared suffix", MustParsePage(t,
			`<link rel="canonical" href="https://b.github.io/">`, "https://a.github.io/").URL, "https://a.github.io/"},
		{"canonical that is no web address", head(`<link rel="canonical" href="javascript:x">`).URL, address},
		{"og:url of the same site", head(`<meta property="og:url" content="https://www.acme.example/q">`).URL,
			"https://www.acme.example/q"},
		{"secure image first",
			head(`<meta property="og:image" content="http://i.example/1"><meta property="og:image:secure_url" content="https://i.example/1">`).ImageURL, "https://i.example/1"},
		{"image that is no address", head(`<meta property="og:image" content="data:image/png;base64,AA">`).ImageURL, ""},
		{"locale as language", head(`<meta property="og:locale" content="de_AT">`).Language, "de"},
		{"tags of the body do not count", MustParsePage(t,
			`<head><title>a</title></head><body><meta property="og:title" content="b">`, address).Title, "a"},
		{"date of microdata", day(`<meta itemprop="datePublished" content="2026-03-02">`), "2026-03-02"},
		{"date of a reportage", day(linked(`{"@type":"ReportageNewsArticle","datePublished":"2026-03-02"}`)), "2026-03-02"},
		{"date of the page alone", day(linked(page + `]}`)), "2026-03-02"},
		{"date of a job before its page's",
			day(linked(page + `,{"@type":"JobPosting","title":"A","datePosted":"2026-03-04"}]}`)), "2026-03-04"},
		{"hostile title", head("<title>a\u202Eb\x00 &lt;b&gt;</title>").Title, "ab <b>"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.got != test.want {
				t.Errorf("got %q, want %q", test.got, test.want)
			}
		})
	}
}

func TestParsePage_SurvivesHugeAndBrokenPages(t *testing.T) {
	huge := "<html><head><title>T</title>" + strings.Repeat("<meta name=x content=y>", 100000)
	if got := MustParsePage(t, huge, "https://acme.example/"); got.Title != "T" {
		t.Errorf("title = %q", got.Title)
	}
	deep := `<title>T</title><script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 3000) +
		strings.Repeat(`]}`, 3000) + `</script>`
	if got := MustParsePage(t, deep, "https://acme.example/"); got.Title != "T" {
		t.Errorf("title = %q", got.Title)
	}
	if got := MustParsePage(t, "<title", "https://acme.example/life-at/x"); got.Title != "" || got.URL == "" {
		t.Errorf("metadata = %+v", got)
	}
}

func TestParsePage_RefusesWhatIsNoPage(t *testing.T) {
	tests := []struct {
		name, document, contentType, address string
		kind                                 ErrorKind
	}{
		{"a PDF", "%PDF-1.7", "application/pdf", "https://acme.example/a.pdf", Invalid},
		{"a PDF without Content-Type", "%PDF-1.7", "", "https://acme.example/a.pdf", Invalid},
		{"nothing", " ", "text/html", "https://acme.example/", Empty},
		{"no address", "<title>a</title>", "text/html", "acme", Invalid},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParsePage([]byte(test.document), test.contentType, test.address)
			wantKind(t, err, test.kind)
		})
	}
}

func TestPage_ReadsOnlyTheBeginning(t *testing.T) {
	server := MustServe(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<title>Long</title>" + strings.Repeat("x", 2*maxPageBytes)))
	})
	meta, err := Page(context.Background(), NewFetcher(Options{AllowLoopback: true}), server)
	if err != nil || meta.Title != "Long" || meta.URL != server {
		t.Errorf("metadata %+v, error %v", meta, err)
	}
}
