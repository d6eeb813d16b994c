// The browser console: its page, styles and scripts, embedded and served with strict headers.

package slacksim

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strings"
	"time"

	"vouch/bot/slacksim/blockkit"
)

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
