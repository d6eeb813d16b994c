// The HTTP routes of a workspace with the guard that keeps other web pages away, and the browser console: its page,
// styles and scripts, embedded and served with strict headers.

package slacksim

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"vouch/bot/slacksim/blockkit"
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
			forbid(rw, "this host name is not allowed; configure it as the base URL")
			return
		}
		if origin := r.Header.Get("Origin"); origin != "" {
			parsed, err := url.Parse(origin)
			if err != nil || parsed.Host != r.Host {
				forbid(rw, "requests of other web pages are not allowed")
				return
			}
		}
		if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" && r.Method != http.MethodGet {
			forbid(rw, "requests of other web pages are not allowed")
			return
		}
		next.ServeHTTP(rw, r)
	})
}

// forbid answers 403 with a sentence.
func forbid(rw http.ResponseWriter, reason string) {
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
	return net.ParseIP(host) != nil || strings.EqualFold(host, "localhost") ||
		strings.HasSuffix(strings.ToLower(host), ".localhost")
}

//go:embed console
var consoleFiles embed.FS

// consolePolicy lets the page load only what this server holds. Pictures are the exception: messages point anywhere.
const consolePolicy = "default-src 'self'; img-src * data:; style-src 'self'; object-src 'none'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// consoleTypes are the content types by file ending, so that the answer does not depend on the machine's own table.
var consoleTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".txt":  "text/plain; charset=utf-8",
}

// consoleHandler serves the console: "/" is the page, "/console/NAME" its files, everything else 404. A browser asks
// again every time and is answered 304 while the file is the one it has. The files are built into the program and need
// nothing from elsewhere, which the Content-Security-Policy enforces; pictures may come from anywhere, because apps
// show pictures from anywhere. Browsers keep a file until its ETag changes.
func consoleHandler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setConsoleHeaders(w.Header())
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "The console only answers GET and HEAD.", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(r.URL.Path, "/console/")
		if r.URL.Path == "/" {
			name = "index.html"
		}
		content, err := consoleFiles.ReadFile("console/" + name)
		if name == "emoji.txt" {
			content, err = []byte(blockkit.EmojiTable), nil
		}
		kind := consoleTypes[path.Ext(name)]
		if err != nil || kind == "" {
			http.NotFound(w, r)
			return
		}
		sum := sha256.Sum256(content)
		w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
		w.Header().Set("Content-Type", kind)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
	})
}

// setConsoleHeaders sets what every answer carries. no-cache means "ask first", so a rebuilt program is never mixed
// with old files.
func setConsoleHeaders(header http.Header) {
	header.Set("Content-Security-Policy", consolePolicy)
	header.Set("Cache-Control", "no-cache")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
	header.Set("Referrer-Policy", "no-referrer")
}
