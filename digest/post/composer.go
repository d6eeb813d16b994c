// Composer links: the address that opens a network's own form for a new post, with the text in it where that is
// allowed.

package post

import (
	"strings"

	"vouch/store"
	"vouch/store/text"
)

// composerMax is the longest url of a Slack button (Slack, Block Kit reference, button element: url 3,000 characters).
const composerMax = 3000

// mailtoMax keeps mailto links whole: mail programs and browsers cut long ones, the tightest in use near 2,000
// characters.
const mailtoMax = 1800

// subjectMax is the longest subject line made from a text, so that it is read whole in a list of mails.
const subjectMax = 78

// ComposerURL gives the address that opens n's form for a new post with text and link, which is "" for an asset without
// a page: then the text is all there is. prefilled tells whether the text is in it: some networks refuse that, and a
// text whose address would be too long for a Slack button is left to copy and paste. ok is false where there is no form
// to open (copying). An e-mail address is a mailto: link, which Slack accepts in text but not as the url of a button.
func ComposerURL(n store.Network, text, link string) (url string, prefilled bool, ok bool) {
	rule, known := RuleOf(n)
	if !known || n == store.CopyOnly {
		return "", false, false
	}
	text = strings.ToValidUTF8(text, "")
	if rule.Prefill && text != "" {
		longest := composerMax
		if n == store.Email {
			longest = mailtoMax
		}
		if filled := composer(n, text, link); len(filled) <= longest {
			return filled, true, true
		}
	}
	url = composer(n, "", link)
	return url, false, len(url) <= composerMax
}

// composer builds the address without looking at its length. Sources, in order: LinkedIn "Share on LinkedIn" (url
// only), X web intents, Bluesky intent links, Meta "Threads web intents", Facebook sharer (u only: prefilled text
// breaches Meta's platform terms), Mastodon share (the joinmastodon.org page asks for the server), Reddit submit,
// WhatsApp click to chat, RFC 6068.
func composer(n store.Network, text, link string) string {
	if link == "" {
		if address := textComposers[n]; address != "" {
			return address
		}
	}
	switch n {
	case store.LinkedIn:
		return "https://www.linkedin.com/sharing/share-offsite/" + query("?", "url", link)
	case store.X:
		return "https://x.com/intent/post" + query("?", "text", text, "url", link)
	case store.Bluesky:
		return "https://bsky.app/intent/compose" + query("?", "text", joinLink(text, link, " "))
	case store.Threads:
		return "https://www.threads.com/intent/post" + query("?", "text", text, "url", link)
	case store.Facebook:
		return "https://www.facebook.com/sharer/sharer.php" + query("?", "u", link)
	case store.Mastodon:
		return "https://share.joinmastodon.org/" + query("#", "text", joinLink(text, link, " "))
	case store.Reddit:
		return "https://www.reddit.com/submit" + query("?", "url", link, "title", text)
	case store.WhatsApp:
		return "https://wa.me/" + query("?", "text", joinLink(text, link, "\n"))
	case store.Email:
		body := strings.ReplaceAll(joinLink(text, link, "\n\n"), "\n", "\r\n")
		return "mailto:" + query("?", "subject", subjectOf(text), "body", body)
	}
	return ""
}

// textComposers open a new post where the form above is one for links. LinkedIn's is the address its own feed uses (not
// documented, and without the text: what it does with one has changed before); Facebook has none, so people begin on
// its front page.
var textComposers = map[store.Network]string{
	store.LinkedIn: "https://www.linkedin.com/feed/?shareActive=true",
	store.Facebook: "https://www.facebook.com/",
}

// query joins names and values after opener, leaving out empty values.
func query(opener string, pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		b.WriteString(opener)
		b.WriteString(pairs[i])
		b.WriteByte('=')
		escape(&b, pairs[i+1])
		opener = "&"
	}
	return b.String()
}

// escape percent-encodes everything but RFC 3986 unreserved characters. A space becomes %20, never +, which mail
// programs and some apps would show as a plus sign.
func escape(b *strings.Builder, text string) {
	const hex = "0123456789ABCDEF"
	for i := range len(text) {
		c := text[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '.', c == '_', c == '~':
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
}

// joinLink puts the link after the text, where the networks look for it when they make a preview card.
func joinLink(text, link, between string) string {
	if text == "" || link == "" {
		return text + link
	}
	return text + between + link
}

// subjectOf makes a subject line from the first line of a text.
func subjectOf(written string) string {
	line, _, _ := strings.Cut(written, "\n")
	return text.CutWords(line, subjectMax)
}
