// Disclosure: the plain words by which a post says that its author works for the company, and how they get into the
// text.

package post

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vouch/store"
	"vouch/store/text"
)

// foldAfter is about where LinkedIn folds a post behind "see more" (observed between 140 and 210 characters). A
// disclosure behind the fold is not close to the claim.
const foldAfter = 140

// Disclosure gives the words for sharing a on n: those of the asset, else the program's for that network, else the
// program's for all, else the default, "I work at {company}." or, where a post is very short, "#AcmeEmployee". The US
// FTC (16 CFR 255 and its staff's FAQ) wants the connection in the post itself, in words everybody understands, close
// to the claim: an employer named in the profile, "#employee" without the company or "#ee" is not enough.
func Disclosure(s store.Settings, a store.Asset, n store.Network) string {
	// The closest decision wins: who worded an item knows it best.
	for _, own := range []string{a.Disclosure, s.Disclosure[n], s.Disclosure[""]} {
		if own = CleanText(own); own != "" {
			return own
		}
	}
	company := CleanText(s.Company)
	if company == "" {
		// No company was named in the settings; a true sentence is better than a gap.
		return "This is about my employer."
	}
	plain := "I work at " + strings.TrimRight(company, ".") + "."
	if rule, _ := RuleOf(n); !rule.short {
		return plain
	}
	if tag := hashtag(company); tag != "" && utf8.RuneCountInString(tag) < utf8.RuneCountInString(plain) {
		return tag
	}
	return plain
}

// hashtag makes "#AcmeRoboticsEmployee" of "Acme Robotics, Inc."; "" when no letter is left. "" also for a company of
// digits alone, which networks do not link as a hashtag.
func hashtag(company string) string {
	var b strings.Builder
	letters := false
	for word := range strings.FieldsFuncSeq(company, func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c)
	}) {
		first, size := utf8.DecodeRuneInString(word)
		letters = letters || strings.ContainsFunc(word, unicode.IsLetter)
		b.WriteRune(unicode.ToUpper(first))
		b.WriteString(word[size:])
	}
	if !letters {
		return ""
	}
	return "#" + b.String() + "Employee"
}

// Compose gives text with disclosure in it, putting it in only where it is missing: after a short text, else after its
// first paragraph, else in front; always before a closing row of hashtags, where nobody would read it. It goes in front
// of a line that ends in a colon, too: what follows may be a colleague's words, and behind them "I" would be the
// colleague. Composing again changes nothing. An empty disclosure leaves the text alone.
func Compose(text, disclosure string) string {
	text, disclosure = CleanText(text), CleanText(disclosure)
	if disclosure == "" || IsDisclosed(text, disclosure) {
		return text
	}
	if text == "" {
		return disclosure
	}
	// A closing row of hashtags is folded away or skipped by readers.
	body, tags := splitTags(text)
	switch {
	case body == "":
		return disclosure + "\n" + tags
	case leadsIn(body):
		body = disclosure + " " + body
	case utf8.RuneCountInString(body) <= foldAfter:
		body = body + " " + disclosure
	default:
		first, rest, more := strings.Cut(body, "\n")
		if more && utf8.RuneCountInString(first) <= foldAfter {
			body = first + " " + disclosure + "\n" + rest
		} else {
			body = disclosure + " " + body
		}
	}
	if tags != "" {
		body += "\n" + tags
	}
	return CleanText(body)
}

// leadsIn tells whether the first line of text announces what follows.
func leadsIn(text string) bool {
	first, _, more := strings.Cut(text, "\n")
	return more && strings.HasSuffix(strings.TrimSpace(first), ":")
}

// IsDisclosed tells whether text already says disclosure, whatever the case, the spacing and the closing full stop.
func IsDisclosed(written, disclosure string) bool {
	want := strings.TrimRight(text.Fold(disclosure), ".!")
	if want == "" {
		return true
	}
	all := text.Fold(written)
	// Found inside a longer word it does not count: the search goes on behind it.
	for from := 0; ; {
		at := strings.Index(all[from:], want)
		if at < 0 {
			return false
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(all[:at])
		after, _ := utf8.DecodeRuneInString(all[at+len(want):])
		if !isWordRune(before) && !isWordRune(after) {
			return true
		}
		_, size := utf8.DecodeRuneInString(all[at:])
		from = at + size
	}
}

// isWordRune tells whether c would make a longer word of what it touches; the ends of a text do not.
func isWordRune(c rune) bool {
	return c != utf8.RuneError && (unicode.IsLetter(c) || unicode.IsDigit(c) || c == '_')
}

// splitTags parts text into its body and the row of hashtags (two or more, or a line of their own) that closes it.
func splitTags(text string) (body, tags string) {
	at := len(text)
	count := 0
	for at > 0 {
		head := strings.TrimRightFunc(text[:at], unicode.IsSpace)
		start := strings.LastIndexFunc(head, unicode.IsSpace) + 1
		if !strings.HasPrefix(head[start:], "#") {
			break
		}
		at, count = start, count+1
	}
	body = strings.TrimRightFunc(text[:at], unicode.IsSpace)
	ownLine := count == 1 && strings.HasSuffix(strings.TrimRight(text[:at], " "), "\n")
	if count >= 2 || ownLine || (count == 1 && body == "") {
		return body, text[at:]
	}
	return text, ""
}
