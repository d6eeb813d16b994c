// Length of a post as its network measures it, and the cleaning of what people type.

package post

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"

	"vouch/store"
)

// webLink finds links that are written out; bareLink also those without a scheme, which X shortens all the same. The
// endings of bareLink are the common ones: a rarer ending merely counts its letters.
var (
	webLink  = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"]+`)
	bareLink = regexp.MustCompile(
		`(?i)\bhttps?://[^\s<>"]+|\b(?:[a-z0-9][a-z0-9-]*\.)+(?:com|org|net|io|dev|app|ai|co|edu|gov|info|jobs|me|tech|blog|de|at|ch|uk|eu|fr|nl|it|es|se|ca|au|in|jp|us)\b(?:/[^\s<>"]*)?`)
)

// CountText measures the post that text and link make on n: used, and the network's limit. link may be "". Where the
// link goes into a field of its own it takes no room. Line ends count one.
func CountText(n store.Network, text, link string) (used, limit int) {
	rule, _ := RuleOf(n)
	used = rule.measure(text)
	if link != "" && rule.linkInText {
		if used > 0 {
			used++ // the space or line end before the link
		}
		if rule.fixedLink {
			used += linkLength
		} else {
			used += rule.plain(link)
		}
	}
	return used, rule.Limit
}

// measure counts text, its own links included.
func (r NetworkRule) measure(text string) int {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if r.Counting == Weighted {
		text = norm.NFC.String(text) // twitter-text counts the composed form
	}
	if !r.fixedLink {
		return r.plain(text)
	}
	// Mastodon takes only what has a scheme for a link.
	pattern := bareLink
	if r.scheme {
		pattern = webLink
	}
	used, from := 0, 0
	for _, at := range pattern.FindAllStringIndex(text, -1) {
		end := at[0] + len(trimLink(text[at[0]:at[1]]))
		if at[0] > 0 && text[at[0]-1] == '@' { // the host of an e-mail address is no link
			continue
		}
		used += r.plain(text[from:at[0]]) + linkLength
		from = end
	}
	return used + r.plain(text[from:])
}

// trimLink cuts the punctuation that ends a sentence rather than a link. A closing bracket belongs to the link when the
// link has opened it, as in addresses of Wikipedia.
func trimLink(link string) string {
	for link != "" {
		last := link[len(link)-1]
		switch {
		case strings.IndexByte(".,;:!?'*", last) >= 0:
		case last == ')' && strings.Count(link, "(") < strings.Count(link, ")"):
		case last == ']' && strings.Count(link, "[") < strings.Count(link, "]"):
		default:
			return link
		}
		link = link[:len(link)-1]
	}
	return link
}

// plain counts text in which links are nothing special. Code units are the default, because a network that counts
// characters never counts more than these.
func (r NetworkRule) plain(text string) int {
	switch r.Counting {
	case Weighted:
		return weighted(text, emojiWeight, weightOf)
	case EmojiSize:
		return weighted(text, func(emoji string) int { return len(emoji) }, func(rune) int { return 1 })
	case Graphemes:
		used := uniseg.GraphemeClusterCount(text)
		if r.bytesEach > 0 && len(text) > r.Limit*r.bytesEach {
			used = max(used, (len(text)+r.bytesEach-1)/r.bytesEach) // few texts meet the limit of bytes first
		}
		return used
	default:
		used := 0
		for _, c := range text {
			used += utf16.RuneLen(c)
		}
		return used
	}
}

// weighted counts by emoji sequences and, outside them, by characters.
func weighted(text string, emoji func(string) int, character func(rune) int) int {
	used, state := 0, -1
	for text != "" {
		var cluster string
		cluster, text, _, state = uniseg.FirstGraphemeClusterInString(text, state)
		if isEmoji(cluster) {
			used += emoji(cluster)
			continue
		}
		for _, c := range cluster {
			used += character(c)
		}
	}
	return used
}

// emojiWeight and weightOf are those of twitter-text configuration v3: the ranges 0-4351, 8192-8205, 8208-8223 and
// 8242-8247 weigh 1, everything else 2, an emoji sequence 2 in total.
func emojiWeight(string) int { return 2 }

// weightOf is the weight of one character outside an emoji: Latin, Greek, Cyrillic, Hebrew, Arabic and more count as
// one, and punctuation of running text too.
func weightOf(c rune) int {
	switch {
	case c <= 4351, c >= 8192 && c <= 8205, c >= 8208 && c <= 8223, c >= 8242 && c <= 8247:
		return 1
	}
	return 2
}

// isEmoji tells whether a grapheme cluster is drawn as one emoji: a picture of its own, a symbol with the emoji
// selector, a keycap or a flag. Letters with accents, CJK and symbols drawn as text are none.
func isEmoji(cluster string) bool {
	first, size := utf8.DecodeRuneInString(cluster)
	rest := cluster[size:]
	switch {
	case first >= 0x1F000 && first <= 0x1FAFF: // pictures, also flags, skin tones and joined sequences
		return true
	case strings.ContainsRune(rest, 0x20E3): // keycap
		return true
	case strings.ContainsRune(rest, 0xFE0F): // text symbol with the emoji selector
		return true
	}
	return rest != "" && first >= 0x2190 && unicode.Is(unicode.So, first)
}

// CleanText makes what people type safe to hand out: valid UTF-8, line ends as \n, no control characters, no invisible
// characters that reverse the reading direction (they can make a text show something else than it says), at most one
// blank line in a row, no space at the ends. The marks that right-to-left languages need stay.
func CleanText(text string) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\t", " ").Replace(text)
	text = strings.Map(func(c rune) rune {
		switch {
		case c == '\n':
			return c
		case unicode.IsControl(c), c == 0xFEFF, c == 0xFFFD, c == 0x200B, c == 0x2060:
			return -1
		case c >= 0x202A && c <= 0x202E, c >= 0x2066 && c <= 0x2069:
			return -1
		}
		return c
	}, text)
	// kept shares the array of lines: it never runs ahead of what was read.
	lines := strings.Split(text, "\n")
	kept := lines[:0]
	for _, line := range lines {
		line = strings.TrimRight(line, " ")
		if line == "" && (len(kept) == 0 || kept[len(kept)-1] == "") {
			continue
		}
		kept = append(kept, line)
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}
