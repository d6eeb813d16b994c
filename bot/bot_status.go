// Status: what the health view and the metrics are told about the running bot.

package bot

import "time"

// Status is a snapshot of the running bot. Totals count since the start.
type Status struct {
	Team        string    // the workspace's name
	Connected   int       // connections that stand
	Connections int       // connections there should be
	Others      int       // connections of this app beyond ours that Slack counts: another program has the same tokens
	Heard       time.Time // when Slack last sent anything; zero for never
	Waiting     int       // interactions that wait
	Received    int64     // envelopes
	Acked       int64
	Duplicates  int64 // envelopes that Slack sent again
	Shed        int64 // envelopes left without acknowledgement because there was too much to do
	Unknown     int64 // envelopes acknowledged without use
	Sent        int64 // messages delivered
	GivenUp     int64 // messages that cannot be delivered
}

// Status tells how the bot is doing. It may be called at any time.
func (b *Bot) Status() Status {
	s := Status{
		Team: b.me().TeamName, Connections: b.config.Connections,
		Received: b.dispatch.Counts.Received.Load(), Acked: b.dispatch.Counts.Acknowledged.Load(), Duplicates: b.dispatch.Counts.Duplicates.Load(),
		Shed: b.dispatch.Counts.Shed.Load(), Unknown: b.dispatch.Counts.Unknown.Load(), Sent: b.courier.Counts.Sent.Load(),
		GivenUp: b.courier.Counts.GivenUp.Load(),
	}
	if heard := b.heard.Load(); heard != 0 {
		s.Heard = time.UnixMicro(heard).UTC()
	}
	s.Connected, s.Others = b.sockets.Standing()
	b.running.RLock()
	defer b.running.RUnlock()
	s.Waiting = b.dispatch.Waiting()
	return s
}
