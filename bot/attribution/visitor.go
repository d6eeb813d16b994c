// Visitors: the address a request comes from, behind proxies that are trusted, and what tells visitors apart.

package attribution

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// visitor is where a request comes from. It is never stored: the store hashes its String.
type visitor struct {
	address netip.Addr // of the browser, invalid when it is not known
	agent   string     // the browser's name for itself
}

// String tells visitors apart by a network and a browser, as privacy-friendly analytics do; "" when there is neither.
func (v visitor) String() string {
	bits := 48
	if v.address.Is4() {
		bits = 24
	}
	network, _ := v.address.Prefix(bits)
	if v.agent == "" && !network.IsValid() {
		return ""
	}
	return network.String() + "\n" + v.agent
}

// visitorOf finds out who asks. Proxies add to X-Forwarded-For at its end, so it is read from there, and only as far as
// trusted ones wrote it: what stands before them anybody can claim.
func (s *Server) visitorOf(r *http.Request) visitor {
	v := visitor{agent: r.UserAgent()}
	remote, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return v
	}
	v.address = remote.Addr().Unmap().WithZone("")
	if !s.isProxy(v.address) {
		return v
	}
	claims := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, claim := range slices.Backward(claims) {
		address, err := netip.ParseAddr(strings.TrimSpace(claim))
		if err != nil {
			break
		}
		v.address = address.Unmap().WithZone("")
		if !s.isProxy(v.address) {
			break
		}
	}
	return v
}

// isProxy tells whether an address is that of a trusted proxy.
func (s *Server) isProxy(address netip.Addr) bool {
	return slices.ContainsFunc(s.options.Proxies, func(p netip.Prefix) bool { return p.Contains(address) })
}
