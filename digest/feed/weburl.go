// Addresses as browsers read them: what people and publishers write becomes an address that every program takes.

package feed

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// parseLoose parses an address as the WHATWG URL standard does where it differs from RFC 3986: blanks around it and
// line breaks in it do not count, "\\" is "/", what may not stand there is escaped, a "%" that escapes nothing is
// itself, and international hosts are written in ASCII. "www." without a scheme is taken for https, as people write it,
// and a scheme that is written twice or without its signs is what it was meant to be.
func parseLoose(raw string) (*url.URL, error) {
	raw = strings.TrimFunc(raw, func(r rune) bool { return r <= ' ' })
	raw = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(raw)
	if len(raw) > 4 && strings.EqualFold(raw[:4], "www.") {
		raw = "https://" + raw
	}
	if slip := schemeSlip.FindStringSubmatchIndex(raw); slip != nil {
		raw = strings.ToLower(raw[slip[2]:slip[3]]) + "://" + raw[slip[1]:]
	}
	head := len(raw)
	if end := strings.IndexAny(raw, "?#"); end >= 0 {
		head = end
	}
	raw = strings.ReplaceAll(raw[:head], "\\", "/") + raw[head:]
	parsed, err := url.Parse(escapeLoose(raw, head))
	if err != nil || parsed.Host == "" {
		return parsed, err
	}
	if _, err := netip.ParseAddr(parsed.Hostname()); err != nil {
		if ascii, err := hostProfile.ToASCII(parsed.Hostname()); err == nil && ascii != strings.ToLower(parsed.Hostname()) {
			parsed.Host = strings.Replace(parsed.Host, parsed.Hostname(), ascii, 1)
		}
	}
	return parsed, nil
}

// schemeSlip matches the beginning of a web address with the slips that browsers forgive or people make: slashes
// missing or too many, the colon missing, the scheme twice.
var schemeSlip = regexp.MustCompile(`(?i)^(?:https?(?::[/\\]{0,2}|//))*(https?)(?::[/\\]{0,2}|//)`)

// isHostFirst tells a link that begins with a host and lacks its scheme: its first part is the host of base, below it,
// or a name that ends as public ones do. Otherwise it would lead to a path that is nowhere.
func isHostFirst(base, link string) bool {
	first, _, isPath := strings.Cut(link, "/")
	first = strings.ToLower(first)
	if !strings.Contains(first, ".") || strings.ContainsAny(first, ":?#@") {
		return false
	}
	if root, err := parseLoose(base); err == nil && root.Host != "" {
		own := strings.TrimPrefix(strings.ToLower(root.Hostname()), "www.")
		if first == own || strings.HasSuffix(first, "."+own) {
			return true
		}
	}
	_, listed := publicsuffix.PublicSuffix(first)
	return isPath && listed
}

// escapeLoose escapes what may not stand in an address. Beyond ASCII that is for the part from head on only: hosts have
// a form of their own, and paths are escaped when they are written.
func escapeLoose(raw string, head int) string {
	var out strings.Builder
	for i := range len(raw) {
		c := raw[i]
		switch {
		case c == '%' && (i+2 >= len(raw) || !isHex(raw[i+1]) || !isHex(raw[i+2])):
			out.WriteString("%25")
		case c <= ' ', c == 0x7F, strings.IndexByte(`"<>`+"`", c) >= 0, c >= 0x80 && i >= head:
			const digits = "0123456789ABCDEF"
			out.Write([]byte{'%', digits[c>>4], digits[c&15]})
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// isHex reports a hexadecimal digit.
func isHex(c byte) bool { return strings.IndexByte("0123456789abcdefABCDEF", c) >= 0 }
