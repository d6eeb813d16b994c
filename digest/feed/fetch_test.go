// Documents are fetched politely and within bounds, and every answer of a server has its meaning.

package feed

import (
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// MustServe runs a web server on a loopback port for the test and returns its address.
func MustServe(tb testing.TB, handler http.HandlerFunc) string {
	tb.Helper()
	server := httptest.NewServer(handler)
	tb.Cleanup(server.Close)
	return server.URL
}

// localFetcher may fetch from this machine.
func localFetcher() *Fetcher {
	return NewFetcher(Options{AllowLoopback: true, MaxBytes: 1000})
}

func TestFetcher_Get(t *testing.T) {
	var asked http.Header
	server := MustServe(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r.Header.Clone()
		w.Header().Set("Content-Type", "application/rss+xml")
		w.Header().Set("ETag", `W/"7"`)
		w.Header().Set("Last-Modified", "Mon, 02 Mar 2026 09:30:00 GMT")
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		if r.URL.Path == "/old" {
			http.Redirect(w, r, "/new", http.StatusMovedPermanently)
			return
		}
		_, _ = io.WriteString(w, "body")
	})
	response, err := localFetcher().Get(context.Background(), server+"/old", Conditional{})
	if err != nil {
		t.Fatal(err)
	}
	if string(response.Body) != "body" || response.FinalURL != server+"/new" ||
		response.ContentType != "application/rss+xml" ||
		response.ETag != `W/"7"` || response.LastModified == "" || response.NotModified {
		t.Errorf("response = %+v", response)
	}
	if asked.Get("User-Agent") != "Vouch/1.0" || asked.Get("Cookie") != "" || asked.Get("Referer") != "" {
		t.Errorf("request after the redirect carried %v", asked)
	}
}

func TestFetcher_GetIsConditional(t *testing.T) {
	server := MustServe(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/ignores":
			w.Header().Set("ETag", `"7"`)
		case r.Header.Get("If-None-Match") == `"7"` && r.Header.Get("If-Modified-Since") == "then":
			w.WriteHeader(http.StatusNotModified)
			return
		case r.URL.Path == "/always":
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = io.WriteString(w, "body")
	})
	have := Conditional{ETag: `"7"`, LastModified: "then"}
	for _, path := range []string{"/", "/ignores"} {
		response, err := localFetcher().Get(context.Background(), server+path, have)
		if err != nil || !response.NotModified || len(response.Body) > 0 || response.ETag != `"7"` {
			t.Errorf("%s: response %+v, error %v", path, response, err)
		}
	}
	_, err := localFetcher().Get(context.Background(), server+"/always", Conditional{})
	wantKind(t, err, Refused)
}

func TestFetcher_GetExplainsStatuses(t *testing.T) {
	server := MustServe(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", r.URL.Query().Get("after"))
		status := map[string]int{"/404": 404, "/410": 410, "/403": 403, "/429": 429, "/503": 503, "/500": 500,
			"/204": 204}[r.URL.Path]
		w.WriteHeader(status)
	})
	tests := []struct {
		path  string
		kind  ErrorKind
		after time.Duration
	}{
		{"/404", Missing, 0}, {"/410", Missing, 0}, {"/403", Refused, 0}, {"/500", Refused, 0}, {"/204", Refused, 0},
		{"/429?after=120", Busy, 2 * time.Minute}, {"/503?after=-5", Busy, 0}, {"/503?after=soon", Busy, 0},
		{"/429?after=99999999", Busy, maxRetryAfter},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			response, err := localFetcher().Get(context.Background(), server+test.path, Conditional{})
			wantKind(t, err, test.kind)
			if response.RetryAfter != test.after {
				t.Errorf("retry after %v, want %v", response.RetryAfter, test.after)
			}
		})
	}
}

func TestRetryAfter_ReadsDates(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	if got := retryAfter("Mon, 02 Mar 2026 09:05:00 GMT", now); got != 5*time.Minute {
		t.Errorf("retryAfter = %v", got)
	}
	if got := retryAfter("Mon, 02 Mar 2020 09:05:00 GMT", now); got != 0 {
		t.Errorf("a date in the past gave %v", got)
	}
}

func TestFetcher_GetBoundsWhatItReads(t *testing.T) {
	server := MustServe(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/large":
			_, _ = io.WriteString(w, strings.Repeat("x", 1001))
		case "/exact":
			_, _ = io.WriteString(w, strings.Repeat("x", 1000))
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			packed := gzip.NewWriter(w)
			for range 1000 {
				_, _ = io.WriteString(packed, strings.Repeat("x", 100_000))
			}
			_ = packed.Close()
		case "/brotli":
			w.Header().Set("Content-Encoding", "br")
			_, _ = io.WriteString(w, "zzz")
		case "/short":
			w.Header().Set("Content-Length", "500")
			_, _ = io.WriteString(w, "only this")
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/ftp":
			http.Redirect(w, r, "ftp://example.com/", http.StatusFound)
		case "/headers":
			w.Header().Set("X-Long", strings.Repeat("x", 2*maxHeaderBytes))
		}
	})
	tests := []struct {
		path string
		kind ErrorKind
	}{
		{"/exact", ""}, {"/large", TooLarge}, {"/bomb", TooLarge}, {"/brotli", Refused}, {"/short", Truncated},
		{"/loop", Refused},
		{"/ftp", Blocked}, {"/headers", Unreachable},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			response, err := localFetcher().Get(context.Background(), server+test.path, Conditional{})
			if test.kind == "" {
				if err != nil || len(response.Body) != 1000 {
					t.Errorf("%d bytes, error %v", len(response.Body), err)
				}
				return
			}
			wantKind(t, err, test.kind)
			if len(response.Body) > 0 {
				t.Errorf("%d bytes came with the error", len(response.Body))
			}
		})
	}
}

func TestFetcher_GetGivesUpInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var server sync.WaitGroup
		fetcher := NewFetcher(Options{Dial: func(context.Context, string, string) (net.Conn, error) {
			here, there := net.Pipe()
			server.Go(func() { dripForever(there) })
			return here, nil
		}})
		started := time.Now()
		_, err := fetcher.Get(t.Context(), "http://slow.example/", Conditional{})
		wantKind(t, err, Unreachable)
		if took := time.Since(started); took != fetchTimeout {
			t.Errorf("gave up after %v, want %v", took, fetchTimeout)
		}
		server.Wait()
	})
}

// dripForever answers with one byte a second until the other side hangs up.
func dripForever(connection net.Conn) {
	defer func() { _ = connection.Close() }()
	request := make([]byte, 4096)
	if _, err := connection.Read(request); err != nil {
		return
	}
	text := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
	for {
		if _, err := io.WriteString(connection, text); err != nil {
			return
		}
		text = "."
		time.Sleep(time.Second)
	}
}

func TestFetcher_GetHidesTheAddressInErrors(t *testing.T) {
	_, err := localFetcher().Get(context.Background(), "http://127.0.0.1:1/feed?token=secret", Conditional{})
	wantKind(t, err, Unreachable)
	if strings.Contains(err.Error(), "secret") || strings.Contains(err.(*Error).Msg, "secret") {
		t.Errorf("the error shows the address: %v", err)
	}
}

func TestFetcher_Load(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "news.xml")
	if err := os.WriteFile(path, []byte("<rss/>"), 0o600); err != nil {
		t.Fatal(err)
	}
	large := filepath.Join(folder, "large.csv")
	if err := os.WriteFile(large, make([]byte, 1001), 0o600); err != nil {
		t.Fatal(err)
	}
	server := MustServe(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<rss/>") })
	for _, source := range []string{path, "file://" + path, server} {
		response, err := localFetcher().Load(context.Background(), source)
		if err != nil || string(response.Body) != "<rss/>" {
			t.Errorf("%s: %q, error %v", source, response.Body, err)
		}
	}
	for source, kind := range map[string]ErrorKind{folder: Invalid, large: TooLarge, path + "x": Missing,
		"ftp://a.example/": Invalid, "": Invalid} {
		_, err := localFetcher().Load(context.Background(), source)
		wantKind(t, err, kind)
	}
}
