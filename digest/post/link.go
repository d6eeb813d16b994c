// Tracked links: the asset's own address with the parameters that tell analytics where a click came from.

package post

import (
	"net/url"
	"strings"

	"vouch/store"
)

// signedParams mark addresses whose query is covered by a signature; adding anything to one would break it. They are
// those of AWS (query signature V2 and V4), CloudFront, Google Cloud Storage and Azure.
var signedParams = map[string]bool{
	"x-amz-signature": true, "signature": true, "key-pair-id": true, "x-goog-signature": true, "sig": true,
}

// sourceParams are what job boards take the source of an application from, by their hosts (Greenhouse, "Tracking
// links"; Lever, "Applying source tags"): it survives where privacy tools strip utm parameters.
var sourceParams = map[string]string{
	"boards.greenhouse.io": "gh_src", "job-boards.greenhouse.io": "gh_src", "job-boards.eu.greenhouse.io": "gh_src",
	"jobs.lever.co": "lever-source", "jobs.eu.lever.co": "lever-source",
}

// TrackedURL adds utm_source, utm_medium, utm_campaign and utm_content to assetURL, and token once more where a job
// board has a parameter of its own for it. The own query keeps its order and bytes, the fragment stays last, and a
// parameter that is already there is never added again or overwritten, so applying it twice changes nothing. token is
// opaque: no name or id of a person belongs in a public address. The values follow Google Analytics' default channel
// groups: medium "social" or "email" exactly (an invented medium lands in "Unassigned"), everything lower case; the
// campaign is "adv-" and the campaign's slug, or "adv". An address that is not plain http or https, cannot be parsed,
// or carries a signature is returned as it is.
func TrackedURL(assetURL string, n store.Network, campaign, token string) string {
	host, present, ok := queryNames(assetURL)
	if !ok {
		return assetURL
	}
	medium := "social"
	if n == store.Email {
		medium = "email"
	}
	name := "adv"
	if s := slug(campaign); s != "" {
		name += "-" + s
	}
	pairs := []string{"utm_source", slug(string(n)), "utm_medium", medium, "utm_campaign", name, "utm_content", token}
	if source := sourceParams[host]; source != "" {
		pairs = append(pairs, source, token)
	}
	for i := 0; i < len(pairs); i += 2 {
		if present[pairs[i]] {
			pairs[i+1] = ""
		}
	}
	base, fragment, hasFragment := strings.Cut(assetURL, "#")
	opener := "&"
	switch {
	case !strings.Contains(base, "?"):
		opener = "?"
	case strings.Index(base, "?") == len(base)-1, strings.HasSuffix(base, "&"): // a later "?" belongs to a value
		opener = ""
	}
	tracked := base + query(opener, pairs...)
	if hasFragment {
		tracked += "#" + fragment
	}
	return tracked
}

// LinkOf is the address that a share hands out: with a web face at publicURL a short one that leads to assetURL and
// counts, without it ("") assetURL itself, tracked. An asset without a page has none.
func LinkOf(publicURL, assetURL string, n store.Network, campaign, token string) string {
	if publicURL == "" || assetURL == "" {
		return TrackedURL(assetURL, n, campaign, token)
	}
	return publicURL + "/s/" + token
}

// queryNames gives the host of an address and its parameter names in lower case; ok is false when nothing may be added
// to it. Names are compared without case because analytics and signatures read them so.
func queryNames(raw string) (host string, names map[string]bool, ok bool) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Opaque != "" || strings.ContainsAny(raw, " \t\r\n<>\"") {
		return "", nil, false
	}
	if scheme := strings.ToLower(u.Scheme); scheme != "http" && scheme != "https" {
		return "", nil, false
	}
	names = map[string]bool{}
	for part := range strings.FieldsFuncSeq(u.RawQuery, func(c rune) bool { return c == '&' || c == ';' }) {
		name, _, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		name = strings.ToLower(name)
		if signedParams[name] {
			return "", nil, false
		}
		names[name] = true
	}
	return strings.ToLower(u.Hostname()), names, true
}

// slug makes a campaign's name fit for an address: lower case letters and digits of ASCII, single hyphens between.
func slug(name string) string {
	var b strings.Builder
	gap := false
	for _, c := range strings.ToLower(name) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(c)
		} else {
			gap = true
		}
	}
	return b.String()
}
