// Addresses as browsers read them: what people and publishers write becomes an address that every program takes.

package feed

import (
	"net/netip"
	"net/url"
	"strings"
)

// parseLoose parses an address as the WHATWG URL standard does where it differs from RFC 3986:
// blanks around it and line breaks in it do not count, "\\" is "/", what may not stand there is
// escaped, a "%" that escapes nothing is itself, and international hosts are written in ASCII.
// "www." without a scheme is taken for https, as people write it.
func parseLoose(raw string) (*url.URL, error) {
	raw = strings.TrimFunc(raw, func(r rune) bool { return r <= ' ' })
	raw = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(raw)
	if len(raw) > 4 && strings.EqualFold(raw[:4], "www.") {
		raw = "https://" + raw
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

// escapeLoose escapes what may not stand in an address. Beyond ASCII that is for the part from
// head on only: hosts have a form of their own, and paths are escaped when they are written.
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
