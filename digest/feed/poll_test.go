// Sources are read over real HTTP: what is unchanged, what fails, what is there, and one bad source beside good ones.

package feed

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/bot/slacksim"
	"vouch/store"
)

// ruled is a source at an address with rules of every sort.
func ruled(address string) store.Source {
	return store.Source{ID: "S1", Version: 3, Address: address, Kind: store.ThoughtLeadership,
		Topics: []string{"company"}, Personas: []store.PersonaID{"sales"}, Audiences: []store.Audience{store.Buyers},
		Rules: []store.TagRule{
			{Words: []string{"kubernetes", "platform"}, Topics: []string{"cloud"}, Personas: []store.PersonaID{"engineering"}},
			{Words: []string{"Berlin"}, Topics: []string{"berlin"}},
			{Words: []string{"webinar"}, Kind: store.Event},
		}}
}

// blog is a feed with these titles.
func blog(titles ...string) string {
	var b strings.Builder
	b.WriteString(
		`<rss version="2.0"><channel><title>Our blog</title><link>https://x.example/</link><language>en</language>`)
	for i, title := range titles {
		fmt.Fprintf(&b, "<item><title>%s</title><link>https://x.example/%d</link><guid>g%d</guid><pubDate>Mon, 02 Mar 2026 "+
			"09:30:00 GMT</pubDate></item>", title, i, i)
	}
	return b.String() + "</channel></rss>"
}

// answering serves a text at every address.
func answering(tb testing.TB, contentType, body string) string {
	tb.Helper()
	return MustServe(tb, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, body)
	})
}

func TestPoll_TagsItems(t *testing.T) {
	address := answering(t, "application/rss+xml", blog("Kubernetes at home", "A webinar", "Plain"))
	poll, err := Poll(t.Context(), NewFetcher(Options{AllowLoopback: true}), ruled(address))
	if err != nil {
		t.Fatal(err)
	}
	type tagged struct {
		Key, Kind, Language string
		Topics              []string
		Personas            []store.PersonaID
	}
	var got []tagged
	for _, item := range poll.Items {
		a := item.Asset
		got = append(got, tagged{a.SourceKey, string(a.Kind), a.Language, a.Topics, a.Personas})
		if a.Source != address || item.Published.IsZero() || len(a.Audiences) != 1 {
			t.Errorf("item %+v", item)
		}
	}
	want := []tagged{
		{"g0", "thought_leadership", "en", []string{"cloud", "company"}, []store.PersonaID{"engineering"}},
		{"g1", "event", "en", []string{"company"}, []store.PersonaID{"sales"}},
		{"g2", "thought_leadership", "en", []string{"company"}, []store.PersonaID{"sales"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if poll.Version != 3 || poll.System != store.FeedSystem || poll.Complete || poll.Err != "" || poll.At.IsZero() {
		t.Errorf("poll %+v", poll)
	}
}

func TestPoll_Boards(t *testing.T) {
	for file, want := range map[string]struct {
		system   store.SourceSystem
		complete bool // every entry could be read
	}{
		"greenhouse.json": {store.GreenhouseSystem, false}, "lever.json": {store.LeverSystem, true},
		"ashby.json": {store.AshbySystem, true},
	} {
		t.Run(file, func(t *testing.T) {
			address := answering(t, "application/json", string(MustFixture(t, file)))
			poll, err := Poll(t.Context(), NewFetcher(Options{AllowLoopback: true}), ruled(address))
			if err != nil || poll.System != want.system || poll.Complete != want.complete || len(poll.Items) == 0 {
				t.Fatalf("system %q, complete %v, %d items, error %v", poll.System, poll.Complete, len(poll.Items), err)
			}
			for _, item := range poll.Items {
				if item.Asset.Kind != store.Job || item.Asset.Job == nil || item.Asset.SourceKey == "" {
					t.Errorf("item %+v", item.Asset)
				}
			}
		})
	}
	file := ruled(answering(t, "text/csv", "title,url,kind\nSenior Gopher,https://x.example/1,job\n"))
	if poll, err := Poll(t.Context(), NewFetcher(Options{AllowLoopback: true}), file); err != nil ||
		poll.System != store.CSVSystem || !poll.Complete {
		t.Errorf("of a file, which lists everything: complete %v, error %v", poll.Complete, err)
	}
	address := answering(t, "application/json", string(MustFixture(t, "greenhouse.json")))
	poll, _ := Poll(t.Context(), NewFetcher(Options{AllowLoopback: true}), ruled(address))
	// Its department is Platform, its place Berlin: rules look there, too.
	if topics := poll.Items[0].Asset.Topics; !cmp.Equal(topics, []string{"berlin", "cloud", "company"}) {
		t.Errorf("topics of the job: %v", topics)
	}
	// A board that the source knows keeps its parser when the answer is empty.
	empty := ruled(answering(t, "application/json", `{"jobs":[]}`))
	empty.System = store.GreenhouseSystem
	if poll, err := Poll(t.Context(), NewFetcher(Options{AllowLoopback: true}), empty); err != nil || !poll.Complete ||
		len(poll.Items) != 0 {
		t.Errorf("an empty board: %+v, %v", poll, err)
	}
}

func TestPoll_NotModified(t *testing.T) {
	address := MustServe(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"2"`)
		if r.Header.Get("If-None-Match") == `"2"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = io.WriteString(w, blog("One"))
	})
	fetcher, source := NewFetcher(Options{AllowLoopback: true}), ruled(address)
	first, err := Poll(t.Context(), fetcher, source)
	if err != nil || first.NotModified || first.ETag != `"2"` {
		t.Fatalf("first %+v, %v", first, err)
	}
	source.ETag = first.ETag
	second, err := Poll(t.Context(), fetcher, source)
	if err != nil || !second.NotModified || second.ETag != `"2"` || len(second.Items) != 0 {
		t.Errorf("second %+v, %v", second, err)
	}
}

func TestPoll_Failures(t *testing.T) {
	bomb := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		for range 2000 {
			_, _ = packed.Write(make([]byte, 10_000))
		}
		_ = packed.Close()
	}
	says := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }
	}
	for name, c := range map[string]struct {
		handle    http.HandlerFunc
		says      string
		permanent bool
	}{
		"not there":             {http.NotFound, "does not exist (404)", true},
		"a fault of the server": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, "status 500", false},
		"asks to wait": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "7200")
			w.WriteHeader(503)
		}, "come back later", false},
		"an error page that says 200": {says("<html><title>Oops</title>Sorry!</html>"), "web page", false},
		"a page that names its feed": {says(`<html><link rel="alternate" type="application/rss+xml" href="/feed"></html>`),
			"its feed is at", false},
		"nothing":              {says(""), "empty", false},
		"half a feed":          {says(blog("One")[:120]), "ends", false},
		"JSON of another sort": {says(`{"a":1}`), "not a JSON Feed", false},
		"a gzip bomb":          {bomb, "larger than", false},
		"a redirect without end": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
		}, "redirects more than", false},
		"a redirect to a private place": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://10.0.0.1/", http.StatusFound)
		}, "private network", true},
		"a redirect to cloud metadata": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://169.254.169.254/x", http.StatusFound)
		}, "private network", true},
		"a redirect to a file": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		}, "not a web address", true},
		"entities that explode": {says(`<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss><channel></channel></rss>`),
			"attacks", true},
	} {
		t.Run(name, func(t *testing.T) {
			poll, err := Poll(t.Context(), NewFetcher(Options{AllowLoopback: true}), ruled(MustServe(t, c.handle)))
			if err == nil || !strings.Contains(poll.Err, c.says) || poll.Permanent != c.permanent || len(poll.Items) != 0 ||
				poll.Version != 3 {
				t.Errorf("error %v, permanent %v, says %q", err, poll.Permanent, poll.Err)
			}
			if name == "asks to wait" && poll.RetryAfter != 2*time.Hour {
				t.Errorf("asks to wait %v", poll.RetryAfter)
			}
		})
	}
	t.Run("this machine, where that is not allowed", func(t *testing.T) {
		poll, err := Poll(t.Context(), NewFetcher(Options{}), ruled(answering(t, "", blog("One"))))
		if kindOf(err) != Blocked || !poll.Permanent {
			t.Errorf("error %v, poll %+v", err, poll)
		}
	})
	t.Run("a panic", func(t *testing.T) {
		poll, err := Poll(t.Context(), nil, ruled("https://x.example/"))
		if err == nil || !strings.Contains(err.Error(), "panic") || strings.Contains(poll.Err, "panic") || poll.Err == "" {
			t.Errorf("error %v, says %q", err, poll.Err)
		}
	})
}

func TestPoller_OneSlowSourceBlocksNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pipe := slacksim.NewPipe()
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/slow" {
				<-r.Context().Done()
			}
			_, _ = io.WriteString(w, blog("One"))
		})}
		go func() { _ = server.Serve(pipe) }()
		t.Cleanup(func() { _ = server.Close() })
		poller := NewPoller(NewFetcher(Options{Dial: pipe.DialContext}), 2)
		source := func(name string) store.Source {
			return store.Source{ID: store.SourceID(name), Address: "http://x.example/" + name}
		}
		begun := time.Now()
		slow := make(chan store.Poll)
		go func() {
			poll, _ := poller.Poll(context.Background(), source("slow"))
			slow <- poll
		}()
		synctest.Wait()
		if _, err := poller.Poll(t.Context(), source("slow")); !errors.Is(err, ErrPolling) {
			t.Errorf("a second reading of the same source: %v", err)
		}
		for i := range 5 {
			if poll, err := poller.Poll(t.Context(), source(fmt.Sprint(i))); err != nil || len(poll.Items) != 1 {
				t.Errorf("source %d: %+v, %v", i, poll, err)
			}
		}
		if took := time.Since(begun); took > time.Second {
			t.Errorf("the others waited %v", took)
		}
		if poll := <-slow; !strings.Contains(poll.Err, "in time") || time.Since(begun) > PollTime {
			t.Errorf("the slow one after %v: %+v", time.Since(begun), poll)
		}
		stopped, cancel := context.WithCancel(t.Context())
		go func() { time.Sleep(time.Second); cancel() }()
		if poll, err := poller.Poll(stopped, source("slow")); !errors.Is(err, context.Canceled) || poll.Err != "" {
			t.Errorf("a program that stops is no failure of the source: %+v, %v", poll, err)
		}
	})
}

func TestProbe(t *testing.T) {
	for name, c := range map[string]struct {
		contentType, body, path string
		system                  store.SourceSystem
		called                  string
		items                   int
	}{
		"RSS": {"text/xml", blog("One", "Two"), "/feed", store.FeedSystem, "Our blog", 2},
		"JSON Feed": {"application/json",
			`{"version":"https://jsonfeed.org/version/1.1","title":"Notes","items":[{"id":"1","url":"https://x.example/1","title":"A"}]}`, "/f", store.FeedSystem, "Notes", 1},
		"CSV by its first line": {"text/plain", "Title;URL\nA;https://x.example/1\n", "/export", store.CSVSystem,
			"127.0.0.1", 1},
		"CSV by its name": {"", "headline,link\nA,https://x.example/1\n", "/list.CSV", store.CSVSystem, "127.0.0.1", 1},
		"a Lever list": {"application/json", string(MustFixture(t, "lever.json")), "/jobs", store.LeverSystem,
			"Jobs of 127.0.0.1", 2},
	} {
		t.Run(name, func(t *testing.T) {
			found, err := Probe(t.Context(), NewFetcher(Options{AllowLoopback: true}), " "+answering(t, c.contentType,
				c.body)+c.path+"#top ")
			if err != nil || found.System != c.system || found.Name != c.called || len(found.Result.Items) != c.items ||
				strings.ContainsAny(found.Address, "# ") {
				t.Errorf("found %q %q at %q with %d items, error %v", found.System, found.Name, found.Address,
					len(found.Result.Items), err)
			}
		})
	}
	page := answering(t, "text/html", `<html><link rel=alternate type="application/atom+xml" href="/atom"></html>`)
	var problem *Error
	if _, err := Probe(t.Context(), NewFetcher(Options{AllowLoopback: true}), page); !errors.As(err, &problem) ||
		problem.Kind != WebPage || problem.Alternate != page+"/atom" {
		t.Errorf("a page with a feed: %v", err)
	}
	for _, address := range []string{"", "feed.xml", "file:///etc/passwd", "https://" + strings.Repeat("x", 3000)} {
		if _, err := Probe(t.Context(), NewFetcher(Options{}), address); kindOf(err) != Invalid {
			t.Errorf("%.40q: %v", address, err)
		}
	}
}

func TestSourceAddress(t *testing.T) {
	for address, want := range map[string]string{
		"https://job-boards.greenhouse.io/acme/jobs/12":        "https://boards.greenhouse.io/acme",
		"https://boards-api.greenhouse.io/v1/boards/acme/jobs": "https://boards.greenhouse.io/acme",
		"https://jobs.lever.co/acme/5ac1?lever-source=x":       "https://jobs.lever.co/acme",
		"https://api.eu.lever.co/v0/postings/acme?mode=json":   "https://jobs.eu.lever.co/acme",
		"https://jobs.ashbyhq.com/Acme%20Inc":                  "https://jobs.ashbyhq.com/Acme%20Inc",
		" https://x.example/Feed.xml?a=1#top ":                 "https://x.example/Feed.xml?a=1",
		"https://boards.greenhouse.io/":                        "https://boards.greenhouse.io/",
	} {
		got := SourceAddress(address)
		if got != want || SourceAddress(got) != got {
			t.Errorf("SourceAddress(%q) = %q, want %q", address, got, want)
		}
	}
	if got := listAddress("https://jobs.eu.lever.co/acme"); got != "https://api.eu.lever.co/v0/postings/acme?mode=json" {
		t.Errorf("the list of a board is at %q", got)
	}
}
