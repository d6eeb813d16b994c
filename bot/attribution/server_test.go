// The server over real connections: slow clients, many of them, a stop in the middle, TLS, hooks, metrics, and input
// that may be anything.

package attribution_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"vouch/bot/attribution"
	"vouch/store"
	"vouch/store/storetest"
)

// host is where the web face of f listens.
func (f *face) host() string { return strings.TrimPrefix(f.address, "http://") }

// dial opens a connection of a client that does nothing by itself.
func (f *face) dial() net.Conn {
	f.Helper()
	conn, err := net.Dial("tcp", f.host())
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { conn.Close() })
	return conn
}

// A click that was answered with a redirect is on disk: it is there after the file was opened anew.
func TestLink_IsDurableBeforeTheAnswer(t *testing.T) {
	f := newFace(t, nil, nil)
	var group sync.WaitGroup
	for i := range 40 {
		group.Go(func() {
			answer, _ := f.ask("GET", "/s/"+f.share.Token, fmt.Sprintf("User-Agent: %s %d", person, i))
			if answer.StatusCode != http.StatusFound {
				t.Error(answer.Status)
			}
		})
	}
	group.Wait()
	// The disk is gone from here on: nothing may be answered as if it were kept.
	if err := f.db.Close(); err != nil {
		t.Fatal(err)
	}
	answer, body := f.ask("GET", "/s/"+f.share.Token)
	if answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Location") != "" ||
		!strings.Contains(body, "Try the link again") {
		t.Errorf("without a database: %s", answer.Status)
	}
	f.db = storetest.MustOpenAt(t, f.path)
	if c := f.counts(); c.Unique != 40 {
		t.Errorf("after 40 redirects the file has %+v", c)
	}
}

// Clients that send a byte now and then hold nobody up, and neither do thousands that send nothing.
func TestServer_ManySlowClients(t *testing.T) {
	f := newFace(t, nil, nil)
	for i := range 2000 {
		conn := f.dial()
		if i%2 == 0 {
			fmt.Fprintf(conn, "GET /s/%s HTTP/1.1\r\nHost: x\r\nX-Slow: ", f.share.Token)
		}
	}
	for i := range 20 {
		begun := time.Now()
		answer, _ := f.ask("GET", "/s/"+f.share.Token, fmt.Sprintf("User-Agent: %s %d", person, i))
		if answer.StatusCode != http.StatusFound || time.Since(begun) > 5*time.Second {
			t.Errorf("%s after %v", answer.Status, time.Since(begun))
		}
	}
	if c := f.counts(); c.Unique != 20 {
		t.Errorf("counted %+v", c)
	}
}

// Headers beyond the bound are refused and count nothing.
func TestServer_LargeHeaders(t *testing.T) {
	f := newFace(t, nil, nil)
	answer, _ := f.ask("GET", "/s/"+f.share.Token, "X-Large: "+strings.Repeat("a", 30<<10))
	if answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge || f.counts() != (store.ClickCounts{}) {
		t.Errorf("%s, %+v", answer.Status, f.counts())
	}
}

// A stop answers what is under way.
func TestServer_ShutdownAnswersWhatIsUnderWay(t *testing.T) {
	entered, leave := make(chan struct{}), make(chan struct{})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := attribution.NewServer(attribution.Options{Log: zerolog.Nop(),
		Hooks: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			close(entered)
			<-leave
			fmt.Fprint(w, r.PathValue("source"), len(body), err)
		})})
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	answered := make(chan string, 1)
	go func() {
		answer, err := http.Post("http://"+listener.Addr().String()+"/hooks/lever", "", strings.NewReader("body"))
		if err != nil {
			answered <- err.Error()
			return
		}
		body, _ := io.ReadAll(answer.Body)
		answered <- string(body)
	}()
	<-entered
	stopped := make(chan struct{})
	go func() { server.Shutdown(t.Context()); close(stopped) }()
	if err := <-served; err != nil {
		t.Error(err)
	}
	close(leave)
	<-stopped
	if got := <-answered; got != "lever4 <nil>" {
		t.Errorf("the hook got %s", got)
	}
}

// Bodies of hooks are bounded.
func TestServer_LargeHooks(t *testing.T) {
	f := newFace(t, func(o *attribution.Options) {
		o.Hooks = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, err := io.ReadAll(r.Body); err != nil {
				w.WriteHeader(http.StatusRequestEntityTooLarge)
			}
		})
	}, nil)
	for size, code := range map[int]int{1 << 20: 200, 3 << 20: 413} {
		answer, err := f.client.Post(f.address+"/hooks/x", "", strings.NewReader(strings.Repeat("a", size)))
		if err != nil {
			t.Fatal(err)
		}
		if answer.Body.Close(); answer.StatusCode != code {
			t.Errorf("%d bytes: %s", size, answer.Status)
		}
	}
}

func TestServer_HealthAndMetrics(t *testing.T) {
	asked := 0
	f := newFace(t, func(o *attribution.Options) {
		o.Ready = func() error { asked++; return errors.New("disk full at /secret") }
		o.Readings = func() []attribution.Reading {
			return []attribution.Reading{{Name: "advocates", Help: "People.", Value: 7},
				{Name: "sent_total", Help: "Sent.", Value: 3, Total: true}}
		}
	}, nil)
	f.ask("GET", "/s/"+f.share.Token)
	f.ask("GET", "/s/unknown")
	if answer, body := f.ask("GET", "/healthz"); answer.StatusCode != 200 || body != "ok\n" {
		t.Errorf("health: %s %s", answer.Status, body)
	}
	for range 3 {
		if answer, body := f.ask("GET", "/readyz"); answer.StatusCode != 503 || body != "not ready\n" {
			t.Errorf("readiness: %s %s", answer.Status, body)
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times within a second", asked)
	}
	_, body := f.ask("GET", "/metrics")
	for _, line := range []string{`vouch_clicks_total{class="human"} 1`,
		`vouch_http_answers_total{code="302",route="link"} 1`, `vouch_http_answers_total{code="404",route="link"} 1`,
		"vouch_advocates 7", "# TYPE vouch_sent_total counter", "go_goroutines"} {
		if !strings.Contains(body, line) {
			t.Errorf("the metrics lack %s", line)
		}
	}
	if strings.Contains(body, f.share.Token) || strings.Contains(body, string(f.share.Employee)+`"`) {
		t.Error("the metrics name a share or a person")
	}
	private := newFace(t, func(o *attribution.Options) { o.PrivateMetrics = true }, nil)
	if answer, _ := private.ask("GET", "/metrics"); answer.StatusCode != http.StatusNotFound {
		t.Errorf("metrics that are served elsewhere: %s", answer.Status)
	}
}

// writePair writes a certificate for 127.0.0.1 that names who.
func writePair(t *testing.T, who, certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{who}}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{certFile: {Type: "CERTIFICATE", Bytes: cert},
		keyFile: {Type: "EC PRIVATE KEY", Bytes: der}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestServer_TLS(t *testing.T) {
	cert, key := filepath.Join(t.TempDir(), "cert"), filepath.Join(t.TempDir(), "key")
	if _, err := attribution.Certificate(cert, key); err == nil {
		t.Error("files that do not exist are a certificate")
	}
	writePair(t, "go.example.com", cert, key)
	get, err := attribution.Certificate(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	f := newFace(t, func(o *attribution.Options) { o.Certificate = get }, nil)
	f.client.Transport = &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	f.address = strings.Replace(f.address, "http:", "https:", 1)
	answer, _ := f.ask("GET", "/s/"+f.share.Token)
	if answer.StatusCode != http.StatusFound || answer.TLS.PeerCertificates[0].DNSNames[0] != "go.example.com" {
		t.Errorf("over TLS: %s", answer.Status)
	}
}

// Whatever stands in the address and in the headers, one answer comes, and no redirect leads anywhere but to the asset.
func FuzzLink(f *testing.F) {
	for _, seed := range [][3]string{{"abc", "Mozilla/5.0", "en"}, {"%0d%0aLocation: https://evil.example", "x\ty", ""},
		{"../../etc/passwd", "", "de"}, {"//evil.example", "a", "b"}, {"\x00", "\xff", "\r\n"}, {"ａｂｃ", "ü", "ü"}} {
		f.Add(seed[0], seed[1], seed[2])
	}
	web := newFace(f, nil, nil)
	f.Fuzz(func(t *testing.T, code, agent, header string) {
		conn, err := net.Dial("tcp", web.host())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
		clean := strings.NewReplacer("\r", "", "\n", "")
		fmt.Fprintf(conn, "GET /s/%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nUser-Agent: %s\r\nReferer: %s\r\n"+
			"X-Forwarded-For: %s\r\n\r\n", clean.Replace(code), clean.Replace(agent), clean.Replace(header), clean.Replace(header))
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatalf("no answer: %v", err)
		}
		defer answer.Body.Close()
		if at := answer.Header.Get("Location"); at != "" {
			// The router answers paths with dots or double slashes by the clean one on this server.
			if u, err := url.Parse(at); err != nil || u.Host != "" && u.Host != "example.com" {
				t.Errorf("leads to %q", at)
			}
		}
	})
}

// FuzzAgents looks for agents that cost much or end the program.
func FuzzAgents(f *testing.F) {
	for _, agent := range readers {
		f.Add(agent)
	}
	f.Fuzz(func(t *testing.T, agent string) {
		if attribution.IsPreview(agent) && !attribution.IsCrawler(agent) {
			t.Errorf("%q makes cards and is no program", agent)
		}
	})
}
