// Networks: what each is called, how much text it takes, how it counts, and whether its composer can be filled in.

package post

import (
	"slices"

	"vouch/store"
)

// Counting is the rule by which a network measures the length of a post.
type Counting string

// The counting rules.
const (
	Weighted  Counting = "weighted"  // X: Latin 1, most other scripts and emoji 2, a link always 23
	Graphemes Counting = "graphemes" // what a reader sees as one character (UAX #29)
	UTF16     Counting = "utf16"     // UTF-16 code units, the careful choice where a network does not say
	EmojiSize Counting = "emoji"     // Threads: characters, an emoji by its bytes in UTF-8
)

// linkLength is what X and Mastodon count for any link, however long. Sources: twitter-text configuration v3
// (transformedURLLength), Mastodon API entity Instance (characters_reserved_per_url).
const linkLength = 23

// NetworkRule is what is known about sharing on one network.
type NetworkRule struct {
	Network  store.Network
	Label    string   // the name people know
	Limit    int      // longest post, measured by Counting
	Counting Counting // how length is measured
	Prefill  bool     // whether the composer can be opened with the text already in it
	Hint     string   // one sentence that tells people what will happen

	fixedLink  bool // any link counts linkLength
	linkInText bool // the link is part of the post and takes room from the text
	short      bool // room is scarce: the disclosure takes its short form
	scheme     bool // only links with http:// or https:// are recognised in the text
	bytesEach  int  // bytes allowed for each character of Limit on average, 0 any number
}

// The limits and where each comes from (read 2026):
//
//	LinkedIn 3,000: LinkedIn help "Post character limits".
//	X 280: twitter-text configuration v3, maxWeightedTweetLength.
//	Bluesky 300 graphemes and 3,000 bytes: lexicon app.bsky.feed.post.
//	Threads 500, "Emojis are counted as the number of UTF-8 bytes": Meta, Threads API "Posts", Limitations.
//	Facebook 63,206: the long-standing limit of a status update.
//	Mastodon 500: default of GET /api/v2/instance; an instance may allow more.
//	Reddit 300: the title of a link post; the link has its own field.
//	WhatsApp 65,536: observed, not documented.
//	E-mail and copy 3,000: not limited by themselves; this is what Slack's text input holds.
var networkRules = map[store.Network]NetworkRule{
	store.LinkedIn: {Limit: 3000, Counting: UTF16, linkInText: true,
		Hint: "LinkedIn does not take text from outside: copy the text first, then paste it there."},
	store.X: {Limit: 280, Counting: Weighted, Prefill: true, fixedLink: true, linkInText: true, short: true,
		Hint: "X opens with your text and the link; you press Post."},
	store.Bluesky: {Limit: 300, Counting: Graphemes, Prefill: true, linkInText: true, short: true, bytesEach: 10,
		Hint: "Bluesky opens with your text and the link; you press Post."},
	store.Threads: {Limit: 500, Counting: EmojiSize, Prefill: true, linkInText: true,
		Hint: "Threads opens with your text and the link attached; you press Post."},
	store.Facebook: {Limit: 63206, Counting: UTF16,
		Hint: "Facebook does not take text from outside: copy the text first, then paste it there."},
	store.Mastodon: {Limit: 500, Counting: Graphemes, Prefill: true, fixedLink: true, linkInText: true, scheme: true,
		Hint: "You choose your server, then Mastodon opens with your text and the link."},
	store.Reddit: {Limit: 300, Counting: UTF16, Prefill: true, short: true,
		Hint: "Your text becomes the title of a link post; choose the community yourself and read its rules on " +
			"self-promotion."},
	store.WhatsApp: {Limit: 65536, Counting: UTF16, Prefill: true, linkInText: true,
		Hint: "WhatsApp opens with your text and the link; you choose who gets it."},
	store.Email: {Limit: 3000, Counting: UTF16, Prefill: true, linkInText: true,
		Hint: "Your mail program opens with your text and the link; you choose who gets it."},
	store.CopyOnly: {Limit: 3000, Counting: UTF16, linkInText: true,
		Hint: "Copy the text and the link and paste them wherever you like."},
}

// RuleOf gives the rule of n. An unknown network gets the rule of copying the text, and false.
func RuleOf(n store.Network) (NetworkRule, bool) {
	rule, ok := networkRules[n]
	if !ok {
		rule, n = networkRules[store.CopyOnly], store.CopyOnly
	}
	rule.Network, rule.Label = n, n.Label()
	return rule, ok
}

// NetworksOf lists the networks on which a may be shared by somebody who uses those of preferences, in the order forms
// show them. An empty list on either side means all; when the two share nothing, copying the text is left.
func NetworksOf(a store.Asset, p store.Preferences) []store.Network {
	takes := func(list []store.Network, n store.Network) bool { return len(list) == 0 || slices.Contains(list, n) }
	var out []store.Network
	for _, n := range store.Networks {
		// What goes to Reddit is a link with a title; a text without a page has nothing to offer there.
		if takes(a.Networks, n) && takes(p.Networks, n) && (n != store.Reddit || a.URL != "") {
			out = append(out, n)
		}
	}
	if len(out) == 0 {
		return []store.Network{store.CopyOnly}
	}
	return out
}

// HintFor is Hint for a post with this link; without one it does not speak of a link.
func (r NetworkRule) HintFor(link string) string {
	switch {
	case link != "":
		return r.Hint
	case r.Network == store.CopyOnly:
		return "Copy the text and paste it wherever you like."
	case r.Network == store.Mastodon:
		return "You choose your server, then Mastodon opens with your text."
	case r.Network == store.Email:
		return "Your mail program opens with your text; you choose who gets it."
	case r.Network == store.WhatsApp:
		return "WhatsApp opens with your text; you choose who gets it."
	case r.Prefill:
		return r.Label + " opens with your text; you press Post."
	}
	return r.Label + " does not take text from outside: copy the text first, then paste it into a new post."
}
