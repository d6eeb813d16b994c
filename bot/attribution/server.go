// Package attribution is the web face: the links of shares, the way to a network's own form, what other systems post,
// and the questions of those who watch the program.
//
// A request for GET /s/{code} is told apart (class.go), becomes one verb of the store, which counts it durably, and is
// answered with a redirect to the asset's address with its UTM parameters (link.go). GET /c/{code} is the sharer's way
// to a network's form. What is wrong gets a small page (page.go). Nothing about a visitor is kept or logged: an address
// becomes a part of a network, and the store hashes that with a salt that lives for a day.
//
// The server is open to everybody, so everything that grows is bounded: headers, bodies, times, connections, and what
// is remembered of visitors (recent.go).
package attribution

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"vouch/store"
)

// Options say what a Server serves.
type Options struct {
	DB        *store.DB
	PublicURL string         // how the world reaches it, without a slash at the end; "" when only this machine does
	Proxies   []netip.Prefix // whose X-Forwarded-For is believed
	// Hooks answers POST /hooks/{source}; nil: nothing is there.
	Hooks http.Handler
	// Ready tells why the program cannot do its work now; nil when it can. It is asked once a second at most.
	Ready func() error
	// Readings are the numbers of the rest of the program for the metrics; nil: none.
	Readings func() []Reading
	// PrivateMetrics keeps the metrics off this address, because MetricsHandler serves them elsewhere.
	PrivateMetrics bool
	Certificate    GetCertificate // nil: no TLS
	Log            zerolog.Logger
}

// GetCertificate gives the certificate for a connection, as tls.Config asks for it.
type GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error)

// The bounds of one connection. Requests are small: a code, a few headers, or the body of a hook.
const (
	maxHeader     = 16 << 10 // bytes; Go adds 4 KiB
	maxBody       = 2 << 20  // bytes of a hook; the longest of the providers' own limits is about 1 MiB
	headerTimeout = 5 * time.Second
	readTimeout   = 15 * time.Second
	writeTimeout  = 15 * time.Second
	idleTimeout   = 60 * time.Second
)

// Server is the web face.
type Server struct {
	options Options
	secure  bool // browsers reach it by https, so they say how they navigate
	http    *http.Server
	open    *connections
	metrics *metrics
	guesses guesses
	bursts  bursts
	agents  knownAgents
	ready   readiness
}

// NewServer makes a server that listens nowhere yet; see Serve.
func NewServer(o Options) *Server {
	s := &Server{options: o, secure: strings.HasPrefix(o.PublicURL, "https:"), open: newConnections(maxConnections)}
	s.metrics = newMetrics(o.Readings, s.open.count)
	s.ready.ask = o.Ready
	s.http = s.server(s.routes(), s.open.changed)
	return s
}

// server is an HTTP server with every bound set.
func (s *Server) server(handler http.Handler, changed func(net.Conn, http.ConnState)) *http.Server {
	return &http.Server{Handler: handler, ConnState: changed, MaxHeaderBytes: maxHeader, ReadHeaderTimeout: headerTimeout,
		ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		ErrorLog: newErrorLog(s.options.Log)}
}

// routes are the addresses of the web face.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /s/{code}", s.measured("link", s.onLink))
	mux.HandleFunc("GET /c/{code}", s.measured("composer", s.onComposer))
	if s.options.Hooks != nil {
		mux.Handle("POST /hooks/{source}", s.measured("hook", http.MaxBytesHandler(s.options.Hooks, maxBody).ServeHTTP))
	}
	mux.HandleFunc("GET /healthz", onHealth)
	mux.HandleFunc("GET /readyz", s.onReady)
	mux.HandleFunc("GET /robots.txt", onRobots)
	if !s.options.PrivateMetrics {
		mux.Handle("GET /metrics", s.metrics.handler())
	}
	mux.HandleFunc("/", s.measured("other", s.onOther))
	return mux
}

// onOther answers what is no address of ours, and methods that links do not have.
func (s *Server) onOther(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/s/") || strings.HasPrefix(r.URL.Path, "/c/") {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			say(w, http.StatusMethodNotAllowed, "Links are followed with GET.")
			return
		}
	}
	s.page(w, r, pageNoSuch)
}

// Serve answers on listener until Close; it returns nil after that.
func (s *Server) Serve(listener net.Listener) error {
	return serve(s.http, listener, s.options.Certificate)
}

// MetricsServer serves the metrics and the questions about health on an address of their own.
func (s *Server) MetricsServer() *http.Server {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.metrics.handler())
	mux.HandleFunc("GET /healthz", onHealth)
	mux.HandleFunc("GET /readyz", s.onReady)
	return s.server(mux, nil)
}

func serve(server *http.Server, listener net.Listener, certificate GetCertificate) (err error) {
	if certificate != nil {
		server.TLSConfig = &tls.Config{GetCertificate: certificate, MinVersion: tls.VersionTLS12}
		err = server.ServeTLS(listener, "", "")
	} else {
		err = server.Serve(listener)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve %s: %w", listener.Addr(), err)
}

// Shutdown stops taking requests and waits for those under way until ctx ends, then drops them.
func (s *Server) Shutdown(ctx context.Context) {
	if s.http.Shutdown(ctx) != nil {
		_ = s.http.Close()
	}
}

// onHealth answers that the process lives.
func onHealth(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") }

// onReady answers whether the program can do its work. What is wrong stands in the log and in vouch health, not on the
// web.
func (s *Server) onReady(w http.ResponseWriter, _ *http.Request) {
	if err := s.ready.check(time.Now()); err != nil {
		say(w, http.StatusServiceUnavailable, "not ready")
		return
	}
	say(w, http.StatusOK, "ready")
}

// onRobots lets everybody in: networks make the card of a post by following its link. Search engines are told by a
// header not to list it.
func onRobots(w http.ResponseWriter, _ *http.Request) {
	say(w, http.StatusOK, "User-agent: *\nAllow: /")
}

// say answers a line of plain text.
func say(w http.ResponseWriter, code int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_, _ = fmt.Fprintln(w, text)
}
