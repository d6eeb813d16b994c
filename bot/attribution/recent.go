// What is remembered of the last minutes: guesses and bursts, in bounded memory.

package attribution

import (
	"hash/maphash"
	"net/netip"
	"strings"
	"sync"
	"time"

	"vouch/store"
)

// recent remembers values for one to two spans of time. Full, it forgets the older half: what many addresses do at once
// is not stopped by remembering each.
type recent[K comparable, V any] struct {
	mutex     sync.Mutex
	now, past map[K]V
	begun     time.Time
}

// maxRecent bounds each half of what is remembered.
const maxRecent = 10_000

// change changes what is remembered under a key, beginning from zero.
func (m *recent[K, V]) change(at time.Time, span time.Duration, key K, change func(*V)) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.now == nil || len(m.now) >= maxRecent || at.Sub(m.begun) >= span {
		m.past = m.now
		if at.Sub(m.begun) >= 2*span {
			m.past = nil
		}
		m.now, m.begun = map[K]V{}, at
	}
	value, found := m.now[key]
	if !found {
		value = m.past[key]
	}
	change(&value)
	m.now[key] = value
}

// find is what is remembered under a key.
func (m *recent[K, V]) find(at time.Time, span time.Duration, key K) (value V, found bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	age := at.Sub(m.begun)
	if value, found = m.now[key]; !found && age < span {
		value, found = m.past[key]
	}
	return value, found && age < 2*span
}

// knownAgents remember what user agents are: a few hundred make nearly all requests.
type knownAgents struct {
	recent[string, store.ClickClass]
}

// agentSpan is how long a user agent is remembered.
const agentSpan = time.Hour

// classOf tells what a user agent is: a Preview, a Crawler, or the browser of a Human.
func (k *knownAgents) classOf(agent string) store.ClickClass {
	now := store.Now()
	agent = agent[:min(len(agent), maxAgent)]
	if class, known := k.find(now, agentSpan, agent); known {
		return class
	}
	class := store.Human
	switch {
	case IsPreview(agent):
		class = store.Preview
	case IsCrawler(agent):
		class = store.Crawler
	}
	k.change(now, agentSpan, strings.Clone(agent), func(c *store.ClickClass) { *c = class })
	return class
}

// guesses remember who asks for codes that do not exist.
type guesses struct{ recent[netip.Prefix, int] }

// Who asks for more unknown codes than freeGuesses within a minute or two is told to wait. A code is one of 2^64:
// nobody finds one, so this only keeps the noise down, and links that exist go on working for everybody behind the same
// address.
const (
	freeGuesses        = 20
	guessSpan          = time.Minute
	retryAfterGuessing = "60" // seconds
)

// home is the network that one subscriber has: an address, or with IPv6 a /64.
func home(address netip.Addr) netip.Prefix {
	bits := address.BitLen()
	if address.Is6() {
		bits = 64
	}
	p, _ := address.Prefix(bits)
	return p
}

// missed notes an unknown code and tells whether there were too many.
func (g *guesses) missed(address netip.Addr) (many bool) {
	g.change(store.Now(), guessSpan, home(address), func(n *int) { *n++; many = *n > freeGuesses })
	return many
}

// guessing tells whether an address asked for too many unknown codes.
func (g *guesses) guessing(address netip.Addr) bool {
	missed, known := g.find(store.Now(), guessSpan, home(address))
	return known && missed > freeGuesses
}

// mayGuess tells whether a code is worth a verb: of somebody who guesses, codes that do not exist are known by a look
// that holds nobody up.
func (s *Server) mayGuess(address netip.Addr, code string) bool {
	if !s.guesses.guessing(address) {
		return true
	}
	return s.options.DB.View(func(q *store.Query) error { q.ShareByToken(code); return nil }) == nil
}

// bursts remember which links each visitor opened in the last seconds.
type bursts struct{ recent[uint64, burst] }

// burst is when one visitor opened which links, the newest last.
type burst [burstLinks]struct {
	code uint64
	at   time.Time
}

// A person does not open three different links within ten seconds; a scanner that reads a page of them does.
const (
	burstLinks = 3
	burstSpan  = 10 * time.Second
)

var seed = maphash.MakeSeed()

// hit notes that a visitor opens a link and tells whether that is one of a burst.
func (b *bursts) hit(v visitor, code string) (many bool) {
	at, hash := store.Now(), maphash.String(seed, code)
	b.change(at, burstSpan, maphash.String(seed, v.name), func(links *burst) {
		for _, link := range links {
			if link.code == hash && !link.at.IsZero() {
				many = links.full(at)
				return
			}
		}
		copy(links[:], links[1:])
		links[burstLinks-1].code, links[burstLinks-1].at = hash, at
		many = links.full(at)
	})
	return many
}

// full tells whether the last links were all opened within the span.
func (b *burst) full(at time.Time) bool { return !b[0].at.IsZero() && at.Sub(b[0].at) < burstSpan }
