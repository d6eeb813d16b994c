// Addresses of web pages and of posts on networks.

package address

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"vouch/store/text"
)

// Longest is the length of an address in bytes: longer ones are none that anybody could share.
const Longest = 2000

// IsWeb tells whether s is the address of a web page: http or https, with a host and without credentials.
func IsWeb(s string) bool {
	_, ok := parse(s)
	return ok
}

// parse accepts absolute http and https addresses with a host and without credentials.
func parse(s string) (*url.URL, bool) {
	if len(s) > Longest || strings.ContainsFunc(s, func(r rune) bool {
		return unicode.IsControl(r) ||
			unicode.IsSpace(r)
	}) {
		return nil, false
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || u.User != nil {
		return nil, false
	}
	return u, true
}

// posts are how a network's own "copy link" writes the address of a post, from the host to the path and what names the
// post in the query. Networks that are missing take any page (copied text); an empty list means that posts there have
// no address. General shorteners (t.co, fb.me) say nothing of where they lead. Sources: addresses as the networks'
// sites copy them (read 2026); docs.joinmastodon.org entities/Status (url).
var posts = map[string][]*regexp.Regexp{
	"linkedin": postPatterns(`([a-z]+\.)?linkedin\.com/(posts/[^/]+|pulse/[^/]+|embed/feed/update/urn:li:[a-z]+:\d+)`,
		`([a-z]+\.)?linkedin\.com/feed/update/urn:li:(activity|share|ugcpost):\d+`, `lnkd\.in/p/\w+`),
	"x":       postPatterns(`((www|m|mobile)\.)?(x|twitter)\.com/(\w+|i/web)/status/\d+(/(photo|video)/\d)?`),
	"bluesky": postPatterns(`bsky\.app/profile/[^/]+/post/[^/]+`),
	"threads": postPatterns(`(www\.)?threads\.(net|com)/(@[\w.]+/post|t)/[\w-]+`),
	"facebook": postPatterns(`([a-z-]+\.)?facebook\.com/[^/]+/(posts|videos|photos)(/[^/]+)+`,
		`([a-z-]+\.)?facebook\.com/(groups/[^/]+/(posts|permalink)|reel)/[^/]+`,
		`([a-z-]+\.)?facebook\.com/share/([prv]/)?\w{2,}`,
		`([a-z-]+\.)?facebook\.com/(permalink|story)\.php\?.*\bstory_fbid=\w+.*`,
		`([a-z-]+\.)?facebook\.com/(photo(\.php)?|watch)/?\?.*\b(fbid|v)=\d+.*`, `fb\.watch/[\w-]+`),
	// Any host may be a server; since 2017 its ids hold the time in milliseconds, which takes 17 digits or more.
	"mastodon": postPatterns(`[^/]+\.[^/]+/@\w[\w.-]*(@[\w.-]+)?/\d{17,20}`),
	"reddit": postPatterns(`((www|old|new|m|np)\.)?reddit\.com/((r|user|u)/[\w-]+/)?comments/\w+(/[^/]*){0,2}`,
		`(www\.)?reddit\.com/(r|user|u)/[\w-]+/s/\w+`, `redd\.it/\w+`),
	"whatsapp": {},
	"email":    {},
}

// postPatterns match a whole address, whatever the case; only Facebook names posts in the query.
func postPatterns(patterns ...string) (list []*regexp.Regexp) {
	for _, pattern := range patterns {
		list = append(list, regexp.MustCompile(`(?i)^`+pattern+`$`))
	}
	return list
}

// PostProblem says why an address cannot be a post on a network, which people know by its label; "" when it can.
func PostProblem(network, label, address string) string {
	u, ok := parse(address)
	if !ok || (network == "mastodon" && u.Scheme != "https") {
		return "Paste the full address of your post, beginning with https://."
	}
	patterns, listed := posts[network]
	if listed && len(patterns) == 0 {
		return "Posts on this network have no address that others can open."
	}
	page := u.Hostname() + strings.TrimRight(u.Path, "/")
	fits := func(p *regexp.Regexp) bool { return p.MatchString(page) || p.MatchString(page+"?"+u.RawQuery) }
	switch {
	case strings.Trim(u.Path, "/") == "" && u.RawQuery == "":
		return "This is a start page. Open your post and copy its address."
	case listed && !slices.ContainsFunc(patterns, fits):
		return "This is not the address of a post on " + label + ". Open your post there and copy its address."
	}
	return ""
}

// PostKey makes two spellings of a post's address equal: no scheme, no "www." or "m.", no fragment and no tracking.
func PostKey(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	// Some networks name the post in the query (Facebook's story_fbid), so only what is known to be tracking goes.
	query := u.Query()
	for name := range query {
		if strings.HasPrefix(name, "utm_") || slices.Contains([]string{"rcm", "trk", "igshid", "s", "t", "fbclid", "xmt"},
			name) {
			query.Del(name)
		}
	}
	host := strings.ToLower(u.Hostname())
	for _, prefix := range []string{"www.", "m.", "mobile."} {
		host = strings.TrimPrefix(host, prefix)
	}
	return text.Cut(host+"/"+strings.Trim(u.EscapedPath(), "/")+"?"+query.Encode(), Longest)
}
