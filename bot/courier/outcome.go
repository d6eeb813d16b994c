// Outcomes: what became of a message is recorded in the store, again and again until that works.

package courier

import (
	"time"

	"vouch/store"
)

// outcome is what the store could not record about a message.
type outcome struct {
	message store.Message
	verb    func() error
}

// record runs the verb that keeps what became of a message. What the store cannot write now, as on a full disk, is kept
// and written later. A crash before that leaves the message in doubt, and it is looked for at the next start.
func (c *Courier) record(m store.Message, verb func() error) {
	err := verb()
	if err == nil {
		return
	}
	c.of(m, c.Log.Error()).Err(err).Msg("the outcome of a message could not be recorded")
	if store.KindOf(err) != store.Internal {
		return // the message is gone: it would be refused for ever
	}
	c.mu.Lock()
	c.unrecorded = append(c.unrecorded, outcome{m, verb})
	c.mu.Unlock()
}

// recordAgain tries what could not be recorded once more, in its order.
func (c *Courier) recordAgain() {
	c.mu.Lock()
	list := c.unrecorded
	c.unrecorded = nil
	c.mu.Unlock()
	for _, o := range list {
		c.record(o.message, o.verb)
	}
}

// delivered ends a message that arrived.
func (c *Courier) delivered(m store.Message, channel, ts string) {
	c.record(m, func() error { return c.DB.CompleteMessage(m.Key, channel, ts) })
}

// putBack frees a message of which nothing was sent.
func (c *Courier) putBack(m store.Message) {
	c.record(m, func() error { return c.DB.ReleaseMessage(m.Key) })
}

// putOff frees a message until a time.
func (c *Courier) putOff(m store.Message, until time.Time, reason string) {
	c.record(m, func() error { return c.DB.DeferMessage(m.Key, until, reason) })
}

// tell has a person, or the managers, read what became of a message.
func (c *Courier) tell(m store.Message, key string, to store.EmployeeID, words string) {
	c.record(m, func() error { return c.DB.EnqueueNotice(key, to, words) })
}
