// The HTTP routes of a workspace, and the guard that keeps other web pages away from its controls.

package slacksim

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

// routes is the workspace's handler. Slack spreads these over slack.com, wss-primary.slack.com, files.slack.com and
// hooks.slack.com; one origin is enough here, because clients follow the addresses they are given. What apps use is
// authorised by tokens or secret addresses; what people use is guarded against other web pages.
func (w *Workspace) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", w.serveAPI)
	mux.HandleFunc("GET /link/", w.serveLink)
	mux.HandleFunc("POST /upload/v1/{key}", w.serveUpload)
	mux.HandleFunc("POST /hooks/{kind}/{team}/{number}/{key}", w.serveHook)
	mux.Handle("GET /files/{id}/{name}", w.guard(http.HandlerFunc(w.serveFile)))
	mux.HandleFunc("GET /avatars/{user}/{file}", w.serveAvatar)
	w.controlRoutes(mux)
	for pattern, page := range w.options.Pages {
		mux.Handle(pattern, page)
	}
	mux.Handle("/", w.guard(consoleHandler()))
	return mux
}

// guard refuses requests that a foreign web page could have caused: another Origin, or a host name that is neither
// loopback, an address, nor configured (a name that was re-bound to this address). Programs send no Origin and are let
// through; the console's own page sends its own. Reading across origins is forbidden by the browser itself, as no
// answer allows it.
func (w *Workspace) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if !w.hostAllowed(r.Host) {
			refuse(rw, "this host name is not allowed; configure it as the base URL")
			return
		}
		if origin := r.Header.Get("Origin"); origin != "" {
			parsed, err := url.Parse(origin)
			if err != nil || parsed.Host != r.Host {
				refuse(rw, "requests of other web pages are not allowed")
				return
			}
		}
		if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" && r.Method != http.MethodGet {
			refuse(rw, "requests of other web pages are not allowed")
			return
		}
		next.ServeHTTP(rw, r)
	})
}

// refuse answers 403 with a sentence.
func refuse(rw http.ResponseWriter, reason string) {
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(http.StatusForbidden)
	_, _ = rw.Write(encode(map[string]any{"ok": false, "error": reason}))
}

// hostAllowed lets loopback names, bare addresses and the configured host through. Any other name may have been pointed
// here by a page that wants to read the answers as its own (DNS rebinding).
func (w *Workspace) hostAllowed(hostport string) bool {
	if base, err := url.Parse(w.options.BaseURL); err == nil && base.Host != "" && strings.EqualFold(base.Host, hostport) {
		return true
	}
	host := hostport
	if name, _, err := net.SplitHostPort(hostport); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	return net.ParseIP(host) != nil || strings.EqualFold(host, "localhost") || strings.HasSuffix(strings.ToLower(host), ".localhost")
}
