// Package message holds the messages of the outbox and where they were delivered: types and how they are packed.
// When a message may come and who sends it is the business of package store.
package message

import (
	"time"

	"vouch/store/kv"
	"vouch/store/term"
)

// Receipt says where a message was delivered, because delivered messages are edited later.
type Receipt struct {
	Key      string          `json:"key"` // the outbox key
	Kind     string          `json:"kind"`
	Ref      string          `json:"ref,omitempty"`
	Employee term.EmployeeID `json:"employee,omitempty"`
	Channel  string          `json:"channel"`
	TS       string          `json:"ts"`
	At       time.Time       `json:"at"`
	Assets   []term.AssetID  `json:"assets,omitempty"` // assets the message shows: rewritten when one of them goes
	In       string          `json:"in,omitempty"`     // the digest it was told in, whose message is edited
}

// State is where an outbox message stands.
type State string

// The states. Sending is written before the call to Slack: after a crash such a message is unconfirmed and is
// looked for before it is sent again.
const (
	Pending State = "pending"
	Sending State = "sending"
	Sent    State = "sent"
	Dead    State = "dead"
	Bundled State = "carried" // goes with a digest that was claimed
)

// Message is one outbox record. Its key is deterministic: enqueueing an existing key does nothing, which is the dedup.
type Message struct {
	Key       string          `json:"key"`
	Kind      Kind            `json:"kind"`
	Ref       string          `json:"ref,omitempty"`
	To        term.EmployeeID `json:"to,omitempty"`      // DM to this person, or
	Channel   string          `json:"channel,omitempty"` // this conversation
	Text      string          `json:"text,omitempty"`    // only MsgNotice
	NotBefore time.Time       `json:"not_before"`
	State     State           `json:"state"`
	Attempts  int             `json:"attempts,omitempty"`
	ClaimedAt time.Time       `json:"claimed_at,omitzero"`
	Reason    string          `json:"reason,omitempty"` // why deferred or dead, for logs and managers
	CreatedAt time.Time       `json:"created_at"`
	DoneAt    time.Time       `json:"done_at,omitzero"`
	Held      bool            `json:"held,omitempty"`    // waits because the person's week is full
	Bundle    []string        `json:"carries,omitempty"` // only MsgDigest: the keys of messages that are told in it
}

// Pack writes the subject once where it is the key, as it is of every digest. New fields go to the end.
func Pack(m *Message) []byte {
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

// Unpack reads what Pack wrote.
func Unpack(raw []byte, m *Message) error {
	u := kv.Unpack(raw)
	var own bool
	u.Flags(&own, &m.Held)
	m.Key = u.Text()
	if m.Ref = m.Key; !own {
		m.Ref = u.Text()
	}
	m.Kind, m.To = Kind(u.Text()), term.EmployeeID(u.Text())
	m.Channel, m.Text = u.Text(), u.Text()
	m.State = State(u.Text())
	m.Attempts = int(u.Number())
	m.Reason = u.Text()
	m.NotBefore, m.CreatedAt, m.ClaimedAt, m.DoneAt = u.Time(), u.Time(), u.Time(), u.Time()
	m.Bundle = kv.UnpackTexts[string](u)
	return u.Err()
}

// EditEvery is the time between two of the edits that come in great numbers: Slack takes 50 a minute (chat.update is of
// tier 3, docs.slack.dev/apis/web-api/rate-limits), and 10 of them are left to single ones.
const EditEvery = 1500 * time.Millisecond

// Depth counts outbox messages by state.
type Depth struct{ Pending, Sending, Sent, Dead int }

// Kind tells the courier which view to render; Ref names the subject.
type Kind string
