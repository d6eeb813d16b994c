// Visitors: the address a request comes from, behind proxies that are trusted, and what tells visitors apart.

package attribution

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// visitor is where a request comes from. It is never stored: the store hashes its name.
type visitor struct {
	address netip.Addr // of the browser, invalid when it is not known
	agent   string     // the browser's name for itself
	name    string     // tells visitors apart by a network and a browser, as privacy-friendly analytics do; "" is nobody
}

// nameOf is the name of a visitor, "" when there is neither an address nor an agent.
func nameOf(address netip.Addr, agent string) string {
	bits := 48
	if address.Is4() {
		bits = 24
	}
	network, _ := address.Prefix(bits)
	if agent == "" && !network.IsValid() {
		return ""
	}
	return string(append(append(network.AppendTo(make([]byte, 0, 256)), '\n'), agent...))
}

// visitorOf finds out who asks. Proxies add to X-Forwarded-For at its end, so it is read from there, and only as far as
// trusted ones wrote it: what stands before them anybody can claim.
func (s *Server) visitorOf(r *http.Request) (v visitor) {
	v.agent = r.UserAgent()
	defer func() { v.name = nameOf(v.address, v.agent) }()
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
