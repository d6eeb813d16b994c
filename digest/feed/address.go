// Which network addresses may be contacted: public ones only, judged at the moment of connecting.

package feed

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
)

// specialRanges are not public Internet although they lie inside what is. From the IANA special-purpose address
// registries (RFC 6890 and its updates); multicast and reserved ranges are included.
var specialRanges = prefixes("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
	"172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
	"192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
	"240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")

// publicIPv6 is the only part of IPv6 handed out for public use; loopback, link-local, unique local, IPv4-mapped, NAT64
// (64:ff9b::/96), discard and multicast addresses all lie outside.
var publicIPv6 = netip.MustParsePrefix("2000::/3")

// prefixes parses a fixed list of networks.
func prefixes(networks ...string) []netip.Prefix {
	parsed := make([]netip.Prefix, len(networks))
	for i, network := range networks {
		parsed[i] = netip.MustParsePrefix(network)
	}
	return parsed
}

// isPublic reports whether an address belongs to the public Internet. An IPv4 address inside an IPv6 one is never
// public: no honest name resolves to that form.
func isPublic(address netip.Addr) bool {
	if !address.IsValid() || address.Zone() != "" || address.Is4In6() {
		return false
	}
	if address.Is6() && !publicIPv6.Contains(address) {
		return false
	}
	for _, special := range specialRanges {
		if special.Contains(address) {
			return false
		}
	}
	return true
}

// controlConnection is the net.Dialer hook: it sees the numeric address of every connection after name resolution and
// before the first packet, so a name that changes its answer between check and use gains nothing.
func (f *Fetcher) controlConnection(_, address string, _ syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err != nil {
		return blocked(fmt.Errorf("address %q: %w", address, err))
	}
	if f.isOwn(target.Addr()) {
		return nil
	}
	if !isPublic(target.Addr()) {
		return blocked(fmt.Errorf("address %s is not public", target.Addr()))
	}
	// Other ports belong to services that were never meant to be spoken to by a program that reads feeds.
	if target.Port() != 80 && target.Port() != 443 {
		return blockedPort()
	}
	return nil
}

// isOwn reports an address of this machine, when those are allowed at all.
func (f *Fetcher) isOwn(address netip.Addr) bool {
	return f.options.AllowLoopback && address.IsLoopback() && !address.Is4In6()
}

// blocked is the error for an address in a private or special network.
func blocked(cause error) *Error {
	return failWith(Blocked, cause, "The address leads into a private network, which is never contacted. Use a public "+
		"address, or import the content from a file.")
}

// blockedPort is the error for a port other than those of the web.
func blockedPort() *Error {
	return fail(Blocked, "Only the usual web ports 80 and 443 are contacted. Use an address without a port number.")
}

// checkURL refuses what can be refused before any name is looked up. It runs for the first address and for each
// redirect.
func (f *Fetcher) checkURL(target *url.URL) error {
	// Credentials would end up in logs and messages, and they often serve to disguise the host.
	if target.User != nil {
		return fail(Blocked, "The address contains a user name or password. Use a public address without them.")
	}
	host := strings.TrimSuffix(target.Hostname(), ".")
	if isDisguisedIPv4(host) {
		return blocked(fmt.Errorf("host is a number in disguise"))
	}
	if address, err := netip.ParseAddr(host); err == nil && !isPublic(address) && !f.isOwn(address) {
		return blocked(fmt.Errorf("address %s is not public", address))
	}
	// With loopback allowed the port is judged at connecting, when it is known whether the address really is this
	// machine.
	if port := target.Port(); port != "" && port != "80" && port != "443" && !f.options.AllowLoopback {
		return blockedPort()
	}
	return nil
}

// IsPrivate reports an address whose host is written as a private or special network; this machine's own addresses do
// not count. What a name resolves to is judged when it is contacted.
func IsPrivate(address string) bool {
	_, err := parseWebURL(address)
	return err == nil && !isOpenToOthers(address, true)
}

// isOpenToOthers reports whether people elsewhere could open a link, as far as its host tells without a look-up.
// allowLoopback lets this machine's own addresses pass, which the demonstration publishes from.
func isOpenToOthers(link string, allowLoopback bool) bool {
	parsed, err := parseLoose(link)
	if err != nil {
		return false
	}
	host := strings.ToLower(strings.TrimSuffix(parsed.Hostname(), "."))
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return allowLoopback
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return !isDisguisedIPv4(host)
	}
	return isPublic(address) || allowLoopback && address.IsLoopback()
}

// isDisguisedIPv4 recognises hosts that some resolvers read as IPv4 although they are not written as one: decimal
// (2130706433), octal (0177.0.0.1), hexadecimal (0x7f.1), short forms (127.1). By the URL standard a host whose last
// label is a number is an IPv4 address, so nothing else is lost.
func isDisguisedIPv4(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil || host == "" {
		return false
	}
	last := strings.ToLower(host[strings.LastIndexByte(host, '.')+1:])
	if hexadecimal, ok := strings.CutPrefix(last, "0x"); ok {
		return strings.Trim(hexadecimal, "0123456789abcdef") == ""
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}
