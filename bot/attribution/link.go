// Links and composers: a code becomes one verb of the store and one redirect.

package attribution

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"vouch/digest/post"
	"vouch/store"
)

// onLink counts a click and sends its visitor on. Everybody gets the same redirect, so that the cards of networks show
// the page itself.
func (s *Server) onLink(w http.ResponseWriter, r *http.Request) {
	code, visitor := codeOf(r), s.visitorOf(r)
	class, signs := s.classify(r, visitor, code)
	if len(code) != store.TokenLength || !s.mayGuess(visitor.address, code) {
		s.miss(w, r, visitor)
		return
	}
	click := store.Click{Token: code, Class: class, Visitor: visitor.name, Signs: signs}
	landing, err := s.options.DB.RecordClick(click)
	if !s.land(w, r, visitor, landing, err) {
		return
	}
	s.metrics.clicks[landing.Class].Inc()
	share := &landing.Share
	s.redirect(w, r, post.TrackedURL(landing.URL, share.Network, landing.Campaign, share.Token))
}

// onComposer sends a sharer on to their network's form and remembers that this visitor is the sharer. What only reads
// links is nobody's browser.
func (s *Server) onComposer(w http.ResponseWriter, r *http.Request) {
	code, visitor := codeOf(r), s.visitorOf(r)
	class, _ := s.classify(r, visitor, code)
	if len(code) != store.TokenLength || !s.mayGuess(visitor.address, code) {
		s.miss(w, r, visitor)
		return
	}
	sharer := visitor.name
	if class != store.Human {
		sharer = ""
	}
	landing, err := s.options.DB.OpenComposer(code, sharer)
	if !s.land(w, r, visitor, landing, err) {
		return
	}
	share := &landing.Share
	link := post.LinkOf(s.options.PublicURL, landing.URL, share.Network, landing.Campaign, share.Token)
	address, _, ok := post.ComposerURL(share.Network, post.Compose(share.Text, share.Disclosure), link)
	if !ok || share.Network == store.Email { // a program for mail is no page to be sent to
		s.page(w, r, pageNoSuch)
		return
	}
	s.redirect(w, r, address)
}

// land answers everything but a landing that can be reached, and tells whether it can.
func (s *Server) land(w http.ResponseWriter, r *http.Request, v visitor, landing store.Landing, err error) bool {
	switch {
	case store.KindOf(err) == store.NotFound:
		s.miss(w, r, v)
	case err != nil:
		// Without its click on disk a redirect would be a click that is lost.
		s.options.Log.Error().Err(errors.Unwrap(err)).Str("verb", "click").Msg("a link could not be followed")
		w.Header().Set("Retry-After", "5")
		s.page(w, r, pageBusy)
	case landing.State != store.Live:
		s.page(w, r, goneFor(landing))
	default:
		return true
	}
	return false
}

// miss answers a code that leads nowhere, more and more briefly to those who try one after the other.
func (s *Server) miss(w http.ResponseWriter, r *http.Request, v visitor) {
	if s.guesses.missed(v.address) {
		w.Header().Set("Retry-After", retryAfterGuessing)
		s.page(w, r, pageSlower)
		return
	}
	s.page(w, r, pageUnknown)
}

// codeOf is the code of a request. Codes are copied with the full stop or bracket after them, and typed in capitals.
func codeOf(r *http.Request) string {
	return strings.ToLower(strings.TrimRight(r.PathValue("code"), ".,;:!?)]}>'\"…»”’"))
}

// redirect sends to an address that was taken from the library, never from the request.
func (s *Server) redirect(w http.ResponseWriter, r *http.Request, address string) {
	location, ok := locationOf(address)
	if !ok {
		s.page(w, r, pageUnknown)
		return
	}
	h := w.Header()
	privately(h)
	h.Set("Location", location)
	h.Set("Content-Length", "0")
	w.WriteHeader(http.StatusFound)
}

// privately sets what every answer about a link says: no cache keeps it, or later clicks would not arrive, no search
// engine lists it, and the page that is reached learns where the visitor came from, but not by which link.
func privately(h http.Header) { maps.Copy(h, private) }

// private is shared by all answers: nobody changes its lists.
var private = http.Header{
	"Cache-Control":          {"private, no-store"},
	"Referrer-Policy":        {"strict-origin-when-cross-origin"},
	"X-Robots-Tag":           {"noindex, nofollow"},
	"X-Content-Type-Options": {"nosniff"},
}

// locationOf makes an address fit for a header: what is not plain ASCII is percent-encoded. Only pages of the web are
// led to.
func locationOf(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http" {
		return "", false
	}
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(address))
	for i := range len(address) {
		c := address[i]
		if c > ' ' && c < 0x7f {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + hex[c>>4:c>>4+1] + hex[c&15:c&15+1])
		}
	}
	return b.String(), true
}
