// Presence: whether any connection to Slack stands, which decides how eagerly a lost one is opened again.

package socket

import (
	"sync"

	"github.com/rs/zerolog"
)

// ConnectionCount counts the connections that stand. Without any, every command in Slack fails in front of the person
// who typed it ("dispatch_failed"), so operators are told once, and the connections that wait to be opened again hurry.
type ConnectionCount struct {
	log  zerolog.Logger
	back func() // told after each time without any connection

	total int // connections that this program opens

	mu    sync.Mutex
	alive int
	seen  int           // connections of this app that Slack counted last
	more  bool          // operators were told that there are connections of others
	lost  bool          // operators were told that there is none
	gone  chan struct{} // closed when the last one ends
}

// NewConnectionCount begins without connections, which is not reported: the program is just starting. back is called
// when one stands again after there was none.
func NewConnectionCount(log zerolog.Logger, total int, back func()) *ConnectionCount {
	return &ConnectionCount{log: log, back: back, total: total, gone: make(chan struct{})}
}

// up counts a connection that stands now.
func (p *ConnectionCount) up() {
	p.mu.Lock()
	p.alive++
	back := p.lost
	p.lost = false
	p.mu.Unlock()
	if back {
		p.log.Info().Msg("Slack is connected again")
		p.back()
	}
}

// counted takes the number of connections that Slack says the app has. More than ours mean another program with the
// same tokens, which takes some of the interactions into a database of its own.
func (p *ConnectionCount) counted(n int) {
	p.mu.Lock()
	before := p.more
	p.seen, p.more = n, n > p.total
	p.mu.Unlock()
	if n > p.total && !before {
		p.log.Warn().Int("connections", n).Int("ours", p.total).
			Msg("Slack counts more connections of this app than ours: does another Vouch run with the same tokens?")
	}
}

// Others is how many connections of this app beyond ours Slack counted last; more than none are another program with
// the same tokens.
func (p *ConnectionCount) Others() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return max(p.seen-p.total, 0)
}

// down counts one that ended; ours tells that we closed it.
func (p *ConnectionCount) down(ours bool) {
	p.mu.Lock()
	p.alive--
	last := p.alive == 0
	if last {
		close(p.gone)
		p.gone = make(chan struct{})
	}
	p.lost = p.lost || (last && !ours)
	p.mu.Unlock()
	if last && !ours {
		p.log.Warn().Msg("no connection to Slack: commands and buttons fail until there is one")
	}
}

// none tells whether no connection stands; while one does, gone is closed when the last ends.
func (p *ConnectionCount) none() (none bool, gone <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.alive == 0, p.gone
}
