// All connections together: how many stand, whether one can be spared, and what operators are told of it.

package socket

import (
	"context"
	"sync"

	"github.com/gorilla/websocket"
	"golang.org/x/sync/errgroup"
)

// Connections are the app's connections. Without any, every command in Slack fails in front of the person who typed it
// ("dispatch_failed").
type Connections struct {
	options Options

	mu       sync.Mutex
	standing int
	extra    int  // connections of the app beyond ours that Slack counted last
	others   int  // those that it counted twice in a row: for a while it counts connections of ours that broke
	lost     bool // operators were told that none stands
}

// New prepares the connections; Run opens them.
func New(options Options) *Connections { return &Connections{options: options} }

// Run keeps all connections up until ctx ends, which is no error, or until Slack says something that only a person can
// mend.
func (s *Connections) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for i := range s.options.Number {
		group.Go(func() error { return s.connection(i + 1).run(ctx) })
	}
	return group.Wait()
}

// connection makes one that is not open yet.
func (s *Connections) connection(number int) *Connection {
	return &Connection{all: s, log: s.options.Log.With().Int("connection", number).Logger(), up: make(chan struct{})}
}

// Standing is how many connections stand. others is how many more of this app Slack counted last: more than none are
// another program with the same tokens, which takes some of the interactions into a database of its own.
func (s *Connections) Standing() (standing, others int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.standing, s.others
}

// stands counts a connection in: Slack said hello and how many the app has. It tells whether these are more than ours.
func (c *Connection) stands(ws *websocket.Conn, all int) bool {
	s := c.all
	s.mu.Lock()
	if c.ws == nil {
		close(c.up)
		s.standing++
	}
	c.ws = ws
	back, before := s.lost, s.others
	extra := max(all-s.options.Number, 0)
	s.lost, s.others, s.extra = false, min(extra, s.extra), extra
	others := s.others
	s.mu.Unlock()
	c.log.Info().Msg("connected to Slack")
	if others > 0 && before == 0 {
		c.log.Warn().Int("connections", all).Int("ours", s.options.Number).
			Msg("Slack counts more connections of this app than ours: does another Vouch run with the same tokens?")
	}
	s.options.Up()
	if back {
		c.log.Info().Msg("Slack is connected again")
		s.options.Back()
	}
	return extra > 0
}

// release counts a connection out. The last one that stands is kept, unless it has ended: then operators are told,
// unless we ended it ourselves. It tells whether the connection is not counted any more.
func (c *Connection) release(ws *websocket.Conn, ended, ours bool) bool {
	s := c.all
	s.mu.Lock()
	if counted := c.ws == ws; !counted || !ended && s.standing == 1 {
		s.mu.Unlock()
		return !counted
	}
	c.ws, c.up = nil, make(chan struct{})
	s.standing--
	lost := s.standing == 0 && !ours
	s.lost = s.lost || lost
	s.mu.Unlock()
	c.log.Info().Msg("disconnected from Slack")
	if lost {
		c.log.Warn().Msg("no connection to Slack: commands and buttons fail until there is one")
	}
	return true
}
