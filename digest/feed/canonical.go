// One key per published thing: tracking parameters, host spelling, ports, fragments and slashes no longer tell two
// links apart.

package feed

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// maxURL is the longest address accepted, in bytes. Browsers and Slack links both work up to about here.
const maxURL = 2048

// trackingParameters never change what a page shows. The list joins Miniflux's URL cleaner and the ClearURLs global
// rules, plus the source markers of the job boards read here.
var trackingParameters = setOf("fbclid", "fb_action_ids", "fb_action_types", "fb_source", "fb_ref", "gclid", "dclid",
	"gbraid", "wbraid", "gclsrc", "srsltid", "yclid", "ysclid", "twclid", "msclkid", "mc_cid", "mc_eid", "mc_tc",
	"mkt_tok", "_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking", "vero_id", "vero_conv", "wickedid",
	"rb_clickid", "s_cid", "sc_cid", "_openstat", "_ga", "_gl", "igshid", "igsh", "li_fat_id", "_branch_match_id",
	"trk", "ttclid", "gh_src", "lever-source", "lever-source[]", "lever-origin", "lever-via")

// trackingPrefixes mark whole families of such parameters.
var trackingPrefixes = []string{"utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "oly_"}

// hostParameters are names that track on one site and may carry meaning on another.
var hostParameters = map[string]map[string]bool{
	"medium.com":      setOf("source", "sk"),
	"producthunt.com": setOf("ref"),
	"github.com":      setOf("ref"),
	"twitter.com":     setOf("s", "t", "ref_src", "ref_url"),
	"x.com":           setOf("s", "t", "ref_src", "ref_url"),
	"youtube.com":     setOf("si", "feature"),
	"youtu.be":        setOf("si", "feature"),
	"linkedin.com":    setOf("trackingid", "refid", "lipi"),
}

// hostProfile maps international names to their ASCII form the way browsers look them up, but lets underscores pass,
// which real hosts have.
var hostProfile = idna.New(idna.MapForLookup(), idna.Transitional(false), idna.StrictDomainName(false), idna.BidiRule())

// Canonical returns the key under which an http or https address is compared: https, host in lower-case ASCII without
// "www." and default port, dot segments and trailing slashes removed, no user-info, no tracking parameters, the
// remaining ones sorted by name, no fragment unless it is a route of a single-page site ("#/", "#!"). It is idempotent.
// The result is for comparing; people are sent to the address as published.
func Canonical(raw string) (string, error) {
	parsed, err := parseWebURL(raw)
	if err != nil {
		return "", err
	}
	host, err := canonicalHost(parsed.Hostname())
	if err != nil {
		return "", err
	}
	key := "https://" + host
	port := parsed.Port()
	if port != "" && port != "443" && !(port == "80" && parsed.Scheme == "http") {
		key += ":" + port
	}
	key += canonicalPath(parsed.EscapedPath())
	if query := canonicalQuery(parsed.RawQuery, host); query != "" {
		key += "?" + query
	}
	if fragment := parsed.EscapedFragment(); strings.HasPrefix(fragment, "/") || strings.HasPrefix(fragment, "!") {
		key += "#" + normaliseEscapes(fragment)
	}
	return key, nil
}

// parseWebURL parses an absolute http or https address, with an error a curator understands.
func parseWebURL(raw string) (*url.URL, error) {
	raw = strings.TrimSpace(raw)
	switch {
	case raw == "":
		return nil, fail(Invalid, "The link is missing. Give the full address, starting with https://.")
	case len(raw) > maxURL:
		return nil, fail(Invalid, "The link is longer than %d characters. Give the page's own, shorter address.", maxURL)
	}
	parsed, err := parseLoose(raw)
	if err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Hostname() == "" {
		return nil, fail(Invalid, "%q is not a web address. Give the full address, starting with https://.",
			Sanitize(raw, 80))
	}
	return parsed, nil
}

// canonicalHost lower-cases and encodes a host name; IP addresses keep their standard form.
func canonicalHost(host string) (string, error) {
	// An IP address has one standard form; the rules for names would reject or mangle it.
	if address, err := netip.ParseAddr(host); err == nil {
		if address.Is6() {
			return "[" + address.WithZone("").String() + "]", nil
		}
		return address.String(), nil
	}
	ascii, err := hostProfile.ToASCII(host)
	ascii = strings.ToLower(strings.Trim(ascii, "."))
	if err != nil || !utf8.ValidString(host) || ascii == "" || strings.ContainsAny(ascii, "/?#@:[]%\\ <>\"") ||
		strings.Contains(ascii, "..") {
		return "", fail(Invalid, "%q is not a host name. Check the link for typing errors.", Sanitize(host, 80))
	}
	for {
		// The loop keeps the key idempotent for hosts such as "www.www.acme.com".
		rest, ok := strings.CutPrefix(ascii, "www.")
		if !ok || !strings.Contains(rest, ".") {
			return ascii, nil
		}
		ascii = rest
	}
}

// canonicalPath resolves dot segments and drops trailing slashes; the case of a path is significant and stays.
func canonicalPath(escaped string) string {
	var kept []string
	// Escapes come first: "%2e%2e" is a dot segment as well.
	for segment := range strings.SplitSeq(normaliseEscapes(escaped), "/") {
		switch segment {
		case ".":
		case "..":
			if len(kept) > 1 {
				kept = kept[:len(kept)-1]
			}
		default:
			kept = append(kept, segment)
		}
	}
	path := strings.TrimRight(strings.Join(kept, "/"), "/")
	if path != "" && path[0] != '/' {
		path = "/" + path
	}
	return path
}

// canonicalQuery drops tracking parameters and sorts the rest by name; values of one name keep their order, which may
// matter.
func canonicalQuery(raw, host string) string {
	type parameter struct{ name, value string }
	var kept []parameter
	for pair := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(pair, "=")
		name, value = unescapeQuery(name), unescapeQuery(value)
		if name == "" && value == "" || isTracking(strings.ToLower(name), host) {
			continue
		}
		kept = append(kept, parameter{name, value})
	}
	slices.SortStableFunc(kept, func(a, b parameter) int { return cmp.Compare(a.name, b.name) })
	var query strings.Builder
	for i, p := range kept {
		if i > 0 {
			query.WriteByte('&')
		}
		query.WriteString(url.QueryEscape(p.name))
		// "?print" and "?print=" are one and the same.
		if p.value != "" {
			query.WriteString("=" + url.QueryEscape(p.value))
		}
	}
	return query.String()
}

// withoutCampaign drops the parameters by which a publisher follows the readers of a feed: a colleague's share would
// count as a visit from it. The rest of the address keeps its order and bytes.
func withoutCampaign(link string) string {
	address, fragment, hasFragment := strings.Cut(link, "#")
	base, query, _ := strings.Cut(address, "?")
	pairs := strings.Split(query, "&")
	kept := slices.DeleteFunc(slices.Clone(pairs), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		return strings.HasPrefix(strings.ToLower(unescapeQuery(name)), "utm_")
	})
	if len(kept) == len(pairs) {
		return link
	}
	if len(kept) > 0 {
		base += "?" + strings.Join(kept, "&")
	}
	if hasFragment {
		base += "#" + fragment
	}
	return base
}

// isTracking reports whether a lower-case parameter name is there only to follow readers.
func isTracking(name, host string) bool {
	if trackingParameters[name] || hostParameters[host][name] {
		return true
	}
	return slices.ContainsFunc(trackingPrefixes, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// unescapeQuery decodes part of a query; a broken escape is taken literally rather than losing the parameter.
func unescapeQuery(part string) string {
	if decoded, err := url.QueryUnescape(part); err == nil {
		return decoded
	}
	return part
}

// normaliseEscapes decodes escapes of characters that never need one and writes all others in upper case, so that
// "%7Ejo" and "~jo" are one path (RFC 3986, section 6.2.2).
func normaliseEscapes(escaped string) string {
	const digits = "0123456789ABCDEF"
	var out strings.Builder
	for i := 0; i < len(escaped); i++ {
		c, isEscape := escaped[i], false
		if c == '%' && i+2 < len(escaped) {
			if decoded, err := url.PathUnescape(escaped[i : i+3]); err == nil {
				c, isEscape = decoded[0], true
				i += 2
			}
		}
		switch {
		case isUnreserved(c), !isEscape && strings.IndexByte("/:@!$&'()*+,;=", c) >= 0:
			out.WriteByte(c)
		default:
			out.WriteString("%" + string(digits[c>>4]) + string(digits[c&15]))
		}
	}
	return out.String()
}

// isUnreserved reports the characters of RFC 3986, section 2.3.
func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

// setOf makes a set of words.
func setOf(words ...string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, word := range words {
		set[word] = true
	}
	return set
}
