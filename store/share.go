// Shares: what an employee did with an asset on a network, in levels from opened to converted, and how shares are
// found.

package store

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"vouch/store/kv"
	"vouch/store/text"
)

// ShareID is a ULID.
type ShareID string

// Level is how sure it is that something was posted; it only rises, except by Withdraw.
type Level int

// The levels of product rule 4.2.
const (
	Opened    Level = iota + 1 // the kit was opened
	Declared                   // "I posted it"
	Proven                     // the URL of the post was given
	Engaged                    // human clicks came (web face)
	Converted                  // an outcome came
)

// Share is one employee's share of one asset on one network: there is at most one per triple.
type Share struct {
	ID         ShareID    `json:"id"`
	Employee   EmployeeID `json:"employee"`
	Asset      AssetID    `json:"asset"`
	Network    Network    `json:"network"`
	Level      Level      `json:"level"`
	Text       string     `json:"text"` // as handed out, with disclosure, without the link
	OwnWords   bool       `json:"own_words,omitempty"`
	Variant    int        `json:"variant"`              // index of the variant it began from, -1 none
	Disclosure string     `json:"disclosure,omitempty"` // as shown
	Token      string     `json:"token"`                // opaque, goes into the link's UTM content
	PostURL    string     `json:"post_url,omitempty"`
	Round      int        `json:"round,omitempty"` // how often it was withdrawn; each round is paid by its own causes
	OpenedAt   time.Time  `json:"opened_at"`
	DeclaredAt time.Time  `json:"declared_at,omitzero"`
	ProvenAt   time.Time  `json:"proven_at,omitzero"`
	UpdatedAt  time.Time  `json:"updated_at"`
}

// OpenShare is the form a person submitted to get the share kit.
type OpenShare struct {
	Employee   EmployeeID
	Asset      AssetID
	Network    Network
	Text       string
	OwnWords   bool
	Variant    int
	Disclosure string
	Delivery   string // key of the digest it came from, "" none
}

// Share returns one share.
func (q *Query) Share(id ShareID) Share { return end(q.t.shareNamed(string(id))) }

// PaidForShare returns what a share earned and still holds, in the order in which it is earned; nothing when it was
// posted beyond the cap, or taken back.
func (q *Query) PaidForShare(id ShareID) (paid []Entry) {
	s := end(q.t.shareNamed(string(id)))
	for _, rule := range []string{RuleShareDeclared, RuleOwnWords, RuleShareProven} {
		if entry, found := q.t.entryOf(shareCause(&s, rule)); found && !q.t.isReversed(entry.ID) {
			paid = append(paid, entry)
		}
	}
	return paid
}

// PostsOf returns a person's shares of an asset that they said they posted, in the order of Networks.
func (q *Query) PostsOf(id EmployeeID, asset AssetID) (posts []Share) {
	for _, network := range Networks {
		if s, found := q.t.shareOf(id, asset, network); found && s.Level >= Declared {
			posts = append(posts, s)
		}
	}
	return posts
}

// shareNamed reads a share or says that there is none.
func (t *tx) shareNamed(id string) (Share, error) {
	return lookUp(t, &shares, id, "This share does not exist.")
}

// ShareByToken returns the share whose link carries token.
func (q *Query) ShareByToken(token string) Share {
	return end(q.t.shareNamed(string(q.t.Get(sharesByToken, token))))
}

// SharesOf returns the shares of a person, the last opened first, at most limit.
func (q *Query) SharesOf(id EmployeeID, limit int) []Share {
	return shares.UnderBack(q.t.Tx, sharesByPerson, string(id), "", limit)
}

// WhoShared returns the leaders who posted an asset, the last one first, and how many other people did. Each person
// counts once, however many networks they used.
func (q *Query) WhoShared(asset AssetID) (leaders []EmployeeID, others int) {
	// By person: somebody on three networks is one colleague.
	seen := map[string]bool{}
	q.t.ScanBack(sharesByAsset, kv.Join(string(asset), ""), "", func(_ string, value []byte) bool {
		id := string(value)
		e, found := employees.Get(q.t.Tx, id)
		switch {
		case seen[id]:
		case found && e.Leader && !e.Deactivated:
			leaders = append(leaders, e.ID)
		default:
			others++
		}
		seen[id] = true
		return true
	})
	return leaders, others
}

// posts are how a network's own "copy link" writes the address of a post, from the host to the path and what names the
// post in the query. Networks that are missing take any page (copied text); an empty list means that posts there have
// no address. General shorteners (t.co, fb.me) say nothing of where they lead. Sources: addresses as the networks'
// sites copy them (read 2026); docs.joinmastodon.org entities/Status (url).
var posts = map[Network][]*regexp.Regexp{
	LinkedIn: postPatterns(`([a-z]+\.)?linkedin\.com/(posts/[^/]+|pulse/[^/]+|embed/feed/update/urn:li:[a-z]+:\d+)`,
		`([a-z]+\.)?linkedin\.com/feed/update/urn:li:(activity|share|ugcpost):\d+`, `lnkd\.in/p/\w+`),
	X:       postPatterns(`((www|m|mobile)\.)?(x|twitter)\.com/(\w+|i/web)/status/\d+(/(photo|video)/\d)?`),
	Bluesky: postPatterns(`bsky\.app/profile/[^/]+/post/[^/]+`),
	Threads: postPatterns(`(www\.)?threads\.(net|com)/(@[\w.]+/post|t)/[\w-]+`),
	Facebook: postPatterns(`([a-z-]+\.)?facebook\.com/[^/]+/(posts|videos|photos)(/[^/]+)+`,
		`([a-z-]+\.)?facebook\.com/(groups/[^/]+/(posts|permalink)|reel|share(/[prv])?)/[^/]+`,
		`([a-z-]+\.)?facebook\.com/(permalink|story)\.php\?.*\bstory_fbid=\w+.*`,
		`([a-z-]+\.)?facebook\.com/(photo(\.php)?|watch)/?\?.*\b(fbid|v)=\d+.*`, `fb\.watch/[\w-]+`),
	Mastodon: postPatterns(`[^/]+/@\w[\w.-]*(@[\w.-]+)?/\d+`),
	Reddit: postPatterns(`((www|old|new|m|np)\.)?reddit\.com/((r|user|u)/[\w-]+/)?comments/\w+(/[^/]*){0,2}`,
		`(www\.)?reddit\.com/(r|user|u)/[\w-]+/s/\w+`, `redd\.it/\w+`),
	WhatsApp: {},
	Email:    {},
}

// postPatterns match a whole address, whatever the case; only Facebook names posts in the query.
func postPatterns(patterns ...string) (list []*regexp.Regexp) {
	for _, pattern := range patterns {
		list = append(list, regexp.MustCompile(`(?i)^`+pattern+`$`))
	}
	return list
}

// postProblem says why an address cannot be a post on network, "" when it can.
func postProblem(network Network, address string) string {
	u, ok := parseWebURL(address)
	if !ok || (network == Mastodon && u.Scheme != "https") {
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
		return "This is not the address of a post on " + network.Label() + ". Open your post there and copy its address."
	}
	return ""
}

// postKey makes two spellings of a post's address equal: no scheme, no "www." or "m.", no fragment and no tracking.
func postKey(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	// Some networks name the post in the query (Facebook's story_fbid), so only what is known to be tracking goes.
	query := u.Query()
	for name := range query {
		if strings.HasPrefix(name, "utm_") || slices.Contains([]string{"rcm", "trk", "igshid", "s", "t", "fbclid", "xmt"}, name) {
			query.Del(name)
		}
	}
	host := strings.ToLower(u.Hostname())
	for _, prefix := range []string{"www.", "m.", "mobile."} {
		host = strings.TrimPrefix(host, prefix)
	}
	return text.Cut(host+"/"+strings.Trim(u.EscapedPath(), "/")+"?"+query.Encode(), maxURL)
}
