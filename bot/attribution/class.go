// Classes: what a request is, in the order in which that is asked: method, loading ahead, the browser's name for
// itself, where it comes from, how it behaves.

package attribution

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"vouch/store"
)

// aheadHeaders say that a browser loads a page before anybody asked for it: Chromium's Sec-Purpose begins with
// "prefetch" in all its forms; the others are older (MDN, Sec-Purpose).
var aheadHeaders = []struct{ name, prefix string }{
	{"Sec-Purpose", "prefetch"}, {"Purpose", "prefetch"}, {"X-Purpose", "preview"}, {"X-Moz", "prefetch"},
}

// scannerSites are the pages from which mail and chat scanners follow links.
var scannerSites = map[string]bool{
	"url.emailprotection.link": true, "urlsand.com": true, "statics.teams.cdn.office.net": true,
	"security-za.m.mimecastprotect.com": true, "deref-mail.com": true, "deref-gmx.com": true,
}

// classify says what a request is. A Human one comes with how many signs of a program it shows.
func (s *Server) classify(r *http.Request, v visitor, code string) (class store.ClickClass, signs int) {
	if r.Method != http.MethodGet {
		return store.Head, 0
	}
	for _, h := range aheadHeaders {
		if value := r.Header.Get(h.name); len(value) >= len(h.prefix) && strings.EqualFold(value[:len(h.prefix)], h.prefix) {
			return store.Prefetch, 0
		}
	}
	if class = s.agents.classOf(v.agent); class != store.Human {
		return class, 0
	}
	if from, err := url.Parse(r.Referer()); err == nil && scannerSites[strings.ToLower(from.Hostname())] {
		return store.Scanner, 0
	}
	if r.Header.Get("Accept-Language") == "" {
		signs++
	}
	if s.secure && isModernChrome(v.agent) && r.Header.Get("Sec-Fetch-Mode") != "navigate" {
		signs++
	}
	if s.bursts.hit(v, code) {
		signs++
	}
	return store.Human, signs
}

// fetchMetadataSince is the first Chrome that says how it navigates (MDN, Sec-Fetch-Mode). It does so on https alone.
const fetchMetadataSince = 80

// isModernChrome tells whether a browser says of itself that it is a Chrome which says how it navigates.
func isModernChrome(agent string) bool {
	_, rest, _ := strings.Cut(agent, "Chrome/")
	major, _, _ := strings.Cut(rest, ".")
	version, err := strconv.Atoi(major)
	return err == nil && version >= fetchMetadataSince
}
