// The outbox: every message nobody asked for in this second, enqueued with its cause and sent once by the courier.

package store

import (
	"maps"
	"slices"
	"strings"
	"time"

	"vouch/store/kv"
)

// MessageState is where an outbox message stands.
type MessageState string

// The states. Sending is written before the call to Slack: after a crash such a message is unconfirmed and is
// looked for before it is sent again.
const (
	Pending MessageState = "pending"
	Sending MessageState = "sending"
	Sent    MessageState = "sent"
	Dead    MessageState = "dead"
	Bundled MessageState = "carried" // goes with a digest that was claimed
)

// Message is one outbox record. Its key is deterministic: enqueueing an existing key does nothing, which is the dedup.
type Message struct {
	Key       string       `json:"key"`
	Kind      MessageKind  `json:"kind"`
	Ref       string       `json:"ref,omitempty"`
	To        EmployeeID   `json:"to,omitempty"`      // DM to this person, or
	Channel   string       `json:"channel,omitempty"` // this conversation
	Text      string       `json:"text,omitempty"`    // only MsgNotice
	NotBefore time.Time    `json:"not_before"`
	State     MessageState `json:"state"`
	Attempts  int          `json:"attempts,omitempty"`
	ClaimedAt time.Time    `json:"claimed_at,omitzero"`
	Reason    string       `json:"reason,omitempty"` // why deferred or dead, for logs and managers
	CreatedAt time.Time    `json:"created_at"`
	DoneAt    time.Time    `json:"done_at,omitzero"`
	Held      bool         `json:"held,omitempty"`    // waits because the person's week is full
	Bundle    []string     `json:"carries,omitempty"` // only MsgDigest: the keys of messages that are told in it
}

var (
	messagesReady    = kv.NewBucket("messages_ready")     // time, outbox key of pending messages
	messagesSending  = kv.NewBucket("messages_sending")   // outbox key of claimed messages
	messagesByPerson = kv.NewBucket("messages_by_person") // employee, outbox key of pending messages
)

// messages have rows by state only: what was sent or given up is in no index, so an outbox that grew for years is as
// fast as a new one.
var messages = kv.Table[Message]{
	Bucket:  kv.NewBucket("messages"), // outbox key -> Message (packed)
	Indexes: []*kv.Bucket{messagesReady, messagesSending, messagesByPerson},
	Key:     func(m *Message) string { return m.Key },
	Pack:    packMessage, Unpack: unpackMessage,
	Rows: func(m *Message) (rows []kv.Row) {
		switch m.State {
		case Pending:
			rows = append(rows, messagesReady.Row(kv.TimeKey(m.NotBefore)+m.Key, ""))
			// By person too, so that whoever leaves or pauses is sent nothing more.
			if m.To != "" {
				rows = append(rows, messagesByPerson.Row(kv.Join(string(m.To), m.Key), ""))
			}
		case Sending:
			// After a crash these are unconfirmed.
			rows = append(rows, messagesSending.Row(m.Key, ""))
		}
		return rows
	},
	Counters: func(m *Message) []string {
		if m.Held && m.State == Pending {
			return []string{messagesIn(m.State), heldCounter}
		}
		return []string{messagesIn(m.State)}
	},
}

func messagesIn(state MessageState) string { return kv.Join("messages", string(state)) }

// packMessage writes the subject once where it is the key, as it is of every digest. New fields go to the end.
func packMessage(m *Message) []byte {
	p := kv.NewPacker(96 + len(m.Text))
	// Thirty bytes a digest are a gigabyte a year in a company of a hundred thousand.
	own := m.Ref == m.Key
	p.Flags(own, m.Held)
	p.Text(m.Key)
	if !own {
		p.Text(m.Ref)
	}
	p.Text(string(m.Kind))
	p.Text(string(m.To))
	p.Text(m.Channel)
	p.Text(m.Text)
	p.Text(string(m.State))
	p.Number(uint64(m.Attempts))
	p.Text(m.Reason)
	// The times stand together: until it is sent two of them are zero and take one byte each.
	p.Time(m.NotBefore)
	p.Time(m.CreatedAt)
	p.Time(m.ClaimedAt)
	p.Time(m.DoneAt)
	if len(m.Bundle) > 0 {
		kv.PackTexts(p, m.Bundle)
	}
	return p.Bytes()
}

func unpackMessage(raw []byte, m *Message) error {
	u := kv.Unpack(raw)
	var own bool
	u.Flags(&own, &m.Held)
	m.Key = u.Text()
	if m.Ref = m.Key; !own {
		m.Ref = u.Text()
	}
	m.Kind, m.To = MessageKind(u.Text()), EmployeeID(u.Text())
	m.Channel, m.Text = u.Text(), u.Text()
	m.State = MessageState(u.Text())
	m.Attempts = int(u.Number())
	m.Reason = u.Text()
	m.NotBefore, m.CreatedAt, m.ClaimedAt, m.DoneAt = u.Time(), u.Time(), u.Time(), u.Time()
	m.Bundle = kv.UnpackTexts[string](u)
	return u.Err()
}

// eraseMessages removes receipts and outbox messages, and has what was delivered to the person in the last 90 days (see
// keptFor) and their Home replaced in place. Keys of messages hold the ids they are about.
func eraseMessages(t *tx, e *erasure) {
	gone, places := map[string]bool{}, map[string]Message{}
	e.count["receipts"] = receipts.RemoveAll(t.Tx, func(r *Receipt) bool {
		if r.Employee != e.id {
			return false
		}
		gone[r.Key] = true
		// What they were told is in their conversation with the app. The record of this edit goes when it is done.
		if r.In == "" && r.Channel != "" && r.TS != "" {
			key := keyOf("erased", r.Channel, r.TS)
			places[key] = Message{Key: key, Kind: MsgErased, Channel: r.Channel, Ref: r.TS}
		}
		return true
	})
	e.count["messages"] = messages.RemoveAll(t.Tx, func(m *Message) bool {
		return m.To == e.id || gone[m.Ref] || slices.Contains(strings.Split(m.Key, "/"), string(e.id))
	})
	t.Delete(channels, string(e.id))
	home := keyOf("erased", "home", string(e.id))
	places[home] = Message{Key: home, Kind: MsgErased, Channel: string(e.id)}
	for _, key := range slices.Sorted(maps.Keys(places)) {
		t.enqueue(places[key])
	}
}
