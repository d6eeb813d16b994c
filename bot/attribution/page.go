// Pages: what a visitor reads where a link leads nowhere; plain HTML in light and dark, without scripts.

package attribution

import (
	"bytes"
	"html/template"
	"net/http"
	"net/url"
	"strconv"

	"vouch/store"
	"vouch/store/text"
)

// page is one answer in words.
type page struct {
	Code        int // the HTTP status
	Title, Text string
	Site        string // a page to go to instead, "" none
	Host        string // its name
}

// The pages that know nothing about a link.
var (
	pageUnknown = page{Code: http.StatusNotFound, Title: "This link leads nowhere",
		Text: "Perhaps a part of it is missing. Copy the whole link, or ask the person who posted it."}
	pageNoSuch = page{Code: http.StatusNotFound, Title: "Nothing is here",
		Text: "Only links that somebody posted lead on from this address."}
	pageSlower = page{Code: http.StatusTooManyRequests, Title: "Too many unknown links",
		Text: "Wait a minute, then try your link again."}
	pageBusy = page{Code: http.StatusServiceUnavailable, Title: "This does not work right now",
		Text: "Try the link again in a moment."}
)

// maxPageTitle cuts titles, in characters.
const maxPageTitle = 120

// goneFor says what became of a page that was shared, and where else to look. What was withdrawn is not named.
func goneFor(l store.Landing) page {
	p := page{Code: http.StatusGone, Title: "This was taken down",
		Text: "What this link led to is not available any more."}
	if l.State == store.Expired {
		p.Title = "This is over"
		p.Text = "“" + text.Cut(l.Title, maxPageTitle) + "” is not available any more."
	}
	if u, err := url.Parse(l.URL); err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") {
		p.Site, p.Host = u.Scheme+"://"+u.Host+"/", u.Hostname()
	}
	return p
}

var pageTemplate = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<title>{{.Title}}</title>
<style>
:root { color-scheme: light dark; }
body { font: 1.125rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto 0; padding: 0 1.5rem;
  color: #1d1c1d; background: #fff; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; }
a { color: #0b5cad; }
@media (prefers-color-scheme: dark) { body { color: #e8e8e8; background: #1a1d21; } a { color: #6cb4ff; } }
</style>
</head>
<body>
<main>
<h1>{{.Title}}</h1>
<p>{{.Text}}</p>
{{with .Site}}<p><a href="{{.}}">Go to {{$.Host}}</a></p>
{{end}}</main>
</body>
</html>
`))

// page answers in words.
func (s *Server) page(w http.ResponseWriter, r *http.Request, p page) {
	var body bytes.Buffer
	if err := pageTemplate.Execute(&body, p); err != nil {
		s.options.Log.Error().Err(err).Msg("a page could not be written")
	}
	h := w.Header()
	privately(h)
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy",
		"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(p.Code)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body.Bytes())
	}
}
