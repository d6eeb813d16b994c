// Status: what the health view and the metrics are told about the running bot.

package bot

// Status is a snapshot of the running bot. Totals count since the start.
type Status struct {
	Team        string // the workspace's name
	Connected   int    // connections that stand
	Connections int    // connections there should be
	Connects    int    // connections made, refreshes included
	Disconnects map[string]int
	Waiting     int   // acts in the lanes
	Received    int64 // envelopes
	Acked       int64
	Duplicates  int64 // envelopes that Slack sent again
	Refused     int64 // envelopes left without acknowledgement
	Unknown     int64 // envelopes acknowledged without use
	Sent        int64 // messages delivered
	GivenUp     int64 // messages that cannot be delivered
}

// Status tells how the bot is doing. It may be called at any time.
func (b *Bot) Status() Status {
	s := Status{
		Team: b.me().TeamName, Connections: b.config.Connections, Disconnects: map[string]int{},
		Received: b.dispatch.counts.received.Load(), Acked: b.dispatch.counts.acknowledged.Load(), Duplicates: b.dispatch.counts.duplicates.Load(),
		Refused: b.dispatch.counts.refused.Load(), Unknown: b.dispatch.counts.unknown.Load(), Sent: b.courier.counts.sent.Load(),
		GivenUp: b.courier.counts.givenUp.Load(),
	}
	b.running.RLock()
	defer b.running.RUnlock()
	s.Waiting = b.dispatch.waiting()
	for _, l := range b.connections {
		l.mu.Lock()
		if l.up {
			s.Connected++
		}
		s.Connects += l.connects
		for reason, n := range l.notices {
			s.Disconnects[reason] += n
		}
		l.mu.Unlock()
	}
	return s
}
