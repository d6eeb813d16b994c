// Links over a real listener: what is counted, where it leads, and what is said where it leads nowhere.

package attribution_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot/attribution"
	"vouch/store"
	"vouch/store/storetest"
)

// person is the browser of somebody who reads a post.
const person = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) " +
	"Chrome/141.0.0.0 Safari/537.36"

// face is a web face on a free port, with one posted share.
type face struct {
	testing.TB
	db      *store.DB
	path    string // of its file
	share   store.Share
	address string // http://host:port
	client  *http.Client
}

func newFace(t testing.TB, change func(*attribution.Options), edit func(*store.Asset)) *face {
	t.Helper()
	f := &face{TB: t, path: filepath.Join(t.TempDir(), "vouch.db")}
	f.db = storetest.MustOpenAt(t, f.path)
	storetest.MustCompany(t, f.db)
	storetest.MustAdvocate(t, f.db, "U1", "Ada")
	storetest.MustManager(t, f.db, "M1", "Max")
	asset := storetest.MustAsset(t, f.db, func(a *store.Asset) {
		a.URL = "https://example.com/blog/post?b=2&a=1#top"
		if edit != nil {
			edit(a)
		}
	})
	f.share = storetest.MustShare(t, f.db, "U1", asset.ID)
	options := attribution.Options{DB: f.db, Log: zerolog.New(io.Discard)}
	if change != nil {
		change(&options)
	}
	server := attribution.NewServer(options)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() {
		server.Shutdown(t.Context())
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	f.address = "http://" + listener.Addr().String()
	f.client = &http.Client{Timeout: 10 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return f
}

// ask sends a request with headers given as "Name: value" and reads the answer.
func (f *face) ask(method, path string, headers ...string) (*http.Response, string) {
	f.Helper()
	r := httptest.NewRequest(method, f.address+path, nil)
	r.RequestURI = ""
	r.Header.Set("User-Agent", person)
	r.Header.Set("Accept-Language", "en")
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value) // an empty User-Agent keeps Go from naming itself
		if value == "" && name != "User-Agent" {
			r.Header.Del(name)
		}
	}
	answer, err := f.client.Do(r)
	if err != nil {
		f.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		f.Fatal(err)
	}
	return answer, string(body)
}

func (f *face) counts() store.ClickCounts {
	f.Helper()
	counts, err := storetest.Ask1(f.db, (*store.Query).ClicksOf, f.share.ID)
	if err != nil {
		f.Fatal(err)
	}
	return counts
}

func TestLink_SendsOnAndCounts(t *testing.T) {
	f := newFace(t, nil, nil)
	answer, _ := f.ask(http.MethodGet, "/s/"+f.share.Token+"?utm_source=other&url=https://evil.example/")
	if f.counts() != (store.ClickCounts{Human: 1, Unique: 1}) {
		t.Errorf("counted %+v", f.counts())
	}
	want := "https://example.com/blog/post?b=2&a=1&utm_source=linkedin&utm_medium=social&utm_campaign=adv&utm_content=" +
		f.share.Token + "#top"
	if answer.StatusCode != http.StatusFound || answer.Header.Get("Location") != want {
		t.Errorf("%s to %s", answer.Status, answer.Header.Get("Location"))
	}
	for name, value := range map[string]string{"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow",
		"Referrer-Policy": "strict-origin-when-cross-origin", "X-Content-Type-Options": "nosniff", "Set-Cookie": ""} {
		if got := answer.Header.Get(name); got != value {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestLink_Classes(t *testing.T) {
	for name, row := range map[string]struct {
		method  string
		headers []string
		want    store.ClickCounts
	}{
		"a person":                 {"GET", nil, store.ClickCounts{Human: 1, Unique: 1}},
		"headers alone":            {"HEAD", nil, store.ClickCounts{Head: 1}},
		"a page loaded ahead":      {"GET", []string{"Sec-Purpose: prefetch;prerender"}, store.ClickCounts{Prefetch: 1}},
		"loaded ahead, older":      {"GET", []string{"X-Moz: prefetch"}, store.ClickCounts{Prefetch: 1}},
		"a card of LinkedIn":       {"GET", []string{"User-Agent: LinkedInBot/1.0 (compatible)"}, store.ClickCounts{Preview: 1}},
		"a crawler":                {"GET", []string{"User-Agent: Googlebot/2.1"}, store.ClickCounts{Crawler: 1}},
		"without a name":           {"GET", []string{"User-Agent: "}, store.ClickCounts{Crawler: 1}},
		"a mail scanner's page":    {"GET", []string{"Referer: https://urlsand.com/?a"}, store.ClickCounts{Scanner: 1}},
		"one sign is no program":   {"GET", []string{"Accept-Language: "}, store.ClickCounts{Human: 1, Unique: 1}},
		"a crawler loading ahead":  {"GET", []string{"Purpose: prefetch", "User-Agent: bot"}, store.ClickCounts{Prefetch: 1}},
		"a crawler asking headers": {"HEAD", []string{"User-Agent: bot"}, store.ClickCounts{Head: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFace(t, nil, nil)
			answer, _ := f.ask(row.method, "/s/"+f.share.Token, row.headers...)
			if answer.StatusCode != http.StatusFound || f.counts() != row.want {
				t.Errorf("%s, counted %+v, want %+v", answer.Status, f.counts(), row.want)
			}
		})
	}
}

// Over https browsers say how they navigate, so one that does not and names no language is a scanner.
func TestLink_ScannersThatLookLikeChrome(t *testing.T) {
	f := newFace(t, func(o *attribution.Options) { o.PublicURL = "https://go.example.com" }, nil)
	f.ask("GET", "/s/"+f.share.Token, "Accept-Language: ")
	f.ask("GET", "/s/"+f.share.Token, "Accept-Language: ", "Sec-Fetch-Mode: navigate")
	if f.counts() != (store.ClickCounts{Scanner: 1, Human: 1, Unique: 1}) {
		t.Errorf("counted %+v", f.counts())
	}
}

func TestLink_BurstsOverSeveralLinks(t *testing.T) {
	f := newFace(t, nil, nil)
	for i := range 4 {
		storetest.MustAdvocate(t, f.db, "U2", "Bob")
		asset := storetest.MustAsset(t, f.db, nil)
		s := storetest.MustShare(t, f.db, "U2", asset.ID)
		f.ask("GET", "/s/"+s.Token, "Accept-Language: ")
		got, err := storetest.Ask1(f.db, (*store.Query).ClicksOf, s.ID)
		if err != nil || (got.Scanner == 1) != (i >= 2) {
			t.Errorf("link %d: %+v, %v", i, got, err)
		}
	}
}

func TestLink_LeadsNowhere(t *testing.T) {
	f := newFace(t, nil, func(a *store.Asset) { a.Title = "Ovens <b>&" })
	read := func(path string, code int, words string) {
		t.Helper()
		answer, body := f.ask("GET", path)
		if answer.StatusCode != code || !strings.Contains(body, words) || strings.Contains(body, "<script") ||
			answer.Header.Get("Location") != "" || answer.Header.Get("X-Robots-Tag") == "" {
			t.Errorf("%s: %s\n%s", path, answer.Status, body)
		}
	}
	for _, path := range []string{"/s/", "/s/x", "/s/" + strings.Repeat("a", store.TokenLength), "/s/a%0d%0aLocation:%20x",
		"/s/%00", "/s/" + f.share.Token + "x", "/", "/s", "/x/y", "/s/a/b"} {
		read(path, http.StatusNotFound, "<h1>")
	}
	// What people copy with a link does not break it.
	if answer, _ := f.ask("GET", "/s/"+strings.ToUpper(f.share.Token)+")."); answer.StatusCode != http.StatusFound {
		t.Errorf("a link with a bracket: %s", answer.Status)
	}
	if answer, _ := f.ask("POST", "/s/"+f.share.Token); answer.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("posted: %s", answer.Status)
	}
	if _, err := f.db.WithdrawAsset("M1", f.share.Asset, "wrong"); err != nil {
		t.Fatal(err)
	}
	read("/s/"+f.share.Token, http.StatusGone, `<a href="https://example.com/">Go to example.com</a>`)
	if _, body := f.ask("GET", "/s/"+f.share.Token); strings.Contains(body, "Ovens") {
		t.Error("what was withdrawn is named")
	}
}

func TestComposer_OpensTheFormAndKnowsTheSharer(t *testing.T) {
	f := newFace(t, func(o *attribution.Options) { o.PublicURL = "http://go.example.com" }, nil)
	answer, _ := f.ask("GET", "/c/"+f.share.Token)
	want := "https://www.linkedin.com/sharing/share-offsite/?url=http%3A%2F%2Fgo.example.com%2Fs%2F" + f.share.Token
	if answer.StatusCode != http.StatusFound || answer.Header.Get("Location") != want {
		t.Errorf("%s to %s", answer.Status, answer.Header.Get("Location"))
	}
	f.ask("GET", "/s/"+f.share.Token)
	f.ask("GET", "/s/"+f.share.Token, "User-Agent: "+strings.Replace(person, "141", "140", 1))
	if f.counts() != (store.ClickCounts{Own: 1, Human: 1, Unique: 1}) {
		t.Errorf("counted %+v", f.counts())
	}
}

// Codes guessed one after another are answered more briefly; others, and links that exist, are not touched.
func TestLink_Guessing(t *testing.T) {
	f := newFace(t, func(o *attribution.Options) { o.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")} }, nil)
	const guesser, other = "X-Forwarded-For: 203.0.113.9", "X-Forwarded-For: 203.0.113.77"
	codes := map[int]int{}
	for i := range 60 {
		answer, _ := f.ask("GET", "/s/"+strings.Repeat("a", 11)+string(rune('a'+i/26))+string(rune('a'+i%26)), guesser)
		codes[answer.StatusCode]++
		if answer.StatusCode == http.StatusTooManyRequests && answer.Header.Get("Retry-After") == "" {
			t.Error("nobody says when to come again")
		}
	}
	if codes[http.StatusNotFound] != 20 || codes[http.StatusTooManyRequests] != 40 {
		t.Errorf("answers %v", codes)
	}
	for _, row := range []struct {
		path, from string
		code       int
	}{{"/s/unknownunknow", other, 404}, {"/s/" + f.share.Token, guesser, 302}, {"/s/" + f.share.Token, other, 302}} {
		if answer, _ := f.ask("GET", row.path, row.from); answer.StatusCode != row.code {
			t.Errorf("%s %s: %s", row.path, row.from, answer.Status)
		}
	}
}

// Only what trusted proxies wrote is believed.
func TestVisitor_BehindProxies(t *testing.T) {
	trusted := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}
	for name, row := range map[string]struct {
		proxies       []netip.Prefix
		first, second string
		same          bool
	}{
		"nobody is trusted":              {nil, "203.0.113.9", "198.51.100.9", true},
		"different networks":             {trusted, "203.0.113.9", "198.51.100.9", false},
		"one network":                    {trusted, "203.0.113.9", "203.0.113.77", true},
		"what the visitor claims":        {trusted, "1.2.3.4, 203.0.113.9, 10.0.0.1", "5.6.7.8, 203.0.113.9, 10.0.0.1", true},
		"behind two proxies":             {trusted, "203.0.113.9, 10.0.0.1", "198.51.100.9, 10.0.0.1", false},
		"different networks of IPv6":     {trusted, "2001:db8:1::1", "2001:db8:2::1", false},
		"one network of IPv6":            {trusted, "2001:db8:1::1", "2001:db8:1:ff::2", true},
		"nothing that could be believed": {trusted, "unknown", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFace(t, func(o *attribution.Options) { o.Proxies = row.proxies }, nil)
			f.ask("GET", "/s/"+f.share.Token, "X-Forwarded-For: "+row.first)
			f.ask("GET", "/s/"+f.share.Token, "X-Forwarded-For: "+row.second)
			if got := f.counts(); (got.Repeat == 1) != row.same {
				t.Errorf("counted %+v", got)
			}
		})
	}
}
