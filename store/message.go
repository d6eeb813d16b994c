// The outbox: every message nobody asked for in this second, enqueued with its cause and sent once by the courier.

package store

import (
	"maps"
	"slices"
	"strings"
	"time"

	"vouch/store/kv"
)

// MessageKind tells the courier which view to render; Ref names the subject.
type MessageKind string

// The kinds of outbox messages. Ref in brackets.
const (
	MsgWelcome       MessageKind = "welcome"        // DM to a person who could join [employee]
	MsgDigest        MessageKind = "digest"         // [delivery key]
	MsgFatigue       MessageKind = "fatigue"        // how often the digest should come, in place of one [date]
	MsgRewrite       MessageKind = "rewrite"        // edit a delivered message in place [receipt key]
	MsgErased        MessageKind = "erased"         // replace what an erased person was told [ts, in the channel]
	MsgReferralCard  MessageKind = "referral_card"  // card to the owner [referral]
	MsgReferralNews  MessageKind = "referral_news"  // DM to the referrer at a change [referral/step number]
	MsgReferralOwner MessageKind = "referral_owner" // DM to the referrer: somebody else answers from now on [referral]
	MsgOwnerNudge    MessageKind = "owner_nudge"    // owner silent [referral]
	MsgEscalation    MessageKind = "escalation"     // owner silent too long, to the managers [referral]
	MsgAskReferrer   MessageKind = "ask_referrer"   // the owner's question to the referrer [referral/question number]
	MsgAnswer        MessageKind = "answer"         // the referrer's answer to the owner [referral/question number]
	MsgBoard         MessageKind = "board"          // leaderboard post to a channel [board post id]
	MsgAssetNotice   MessageKind = "asset_notice"   // a saved item was withdrawn or expired [asset]
	MsgCoverage      MessageKind = "coverage"       // weekly card on the library, to curators [ISO week]
	MsgStory         MessageKind = "story"          // DM to a story's author: the text to approve, or the answer [story]
	MsgEventReminder MessageKind = "event_reminder" // the working day before an event [asset/employee]
	MsgEventChanged  MessageKind = "event_changed"  // an event was moved, cancelled or takes place after all [asset/employee]
	MsgEventPlace    MessageKind = "event_place"    // somebody who waited has a place now [asset/employee]
	MsgEventAfter    MessageKind = "event_after"    // after an event: whom did you meet? [asset/employee]
	MsgReview        MessageKind = "review"         // card of the day to a reviewer: what waits for them [reviewer/state of the queue]
	MsgReviewNudge   MessageKind = "review_nudge"   // reviewers: something waits for too long [reviewer]
	MsgReviewLate    MessageKind = "review_late"    // program managers: still nobody has answered [manager]
	MsgReviewNews    MessageKind = "review_news"    // what became of an item, to whoever suggested or first approved it [asset]
	MsgPersona       MessageKind = "persona"        // DM to an advocate: the rules give another persona now [before/after, see PersonaChange]
	MsgNotice        MessageKind = "notice"         // short text stored with the message [-]
)

// IsEdit tells whether the kind changes a message that stands already: doing it twice does no harm.
func (k MessageKind) IsEdit() bool { return k == MsgRewrite || k == MsgErased }

// MessageState is where an outbox message stands.
type MessageState string

// The states. Sending is written before the call to Slack: after a crash such a message is in doubt and is looked for before it is sent again.
const (
	Pending MessageState = "pending"
	Sending MessageState = "sending"
	Sent    MessageState = "sent"
	Dead    MessageState = "dead"
	Carried MessageState = "carried" // goes with a digest that was claimed
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
	Carries   []string     `json:"carries,omitempty"` // only MsgDigest: the keys of messages that are told in it
}

// The indexes of messages.
var (
	messagesReady    = kv.NewBucket("messages_ready")     // time, outbox key of pending messages
	messagesSending  = kv.NewBucket("messages_sending")   // outbox key of claimed messages
	messagesByPerson = kv.NewBucket("messages_by_person") // employee, outbox key of pending messages
)

// messages have rows by state only: what was sent or given up is in no index, so an outbox that grew for years is as fast
// as a new one.
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
			// After a crash these are in doubt.
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

// messagesIn names the counter of messages in a state.
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
	if len(m.Carries) > 0 {
		kv.PackTexts(p, m.Carries)
	}
	return p.Bytes()
}

// unpackMessage reads what packMessage wrote.
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
	m.Carries = kv.UnpackTexts[string](u)
	return u.Err()
}

// eraseMessages removes receipts and outbox messages, and has what was delivered to the person in the last 90 days (see keptFor)
// replaced in place. Keys of messages hold the ids they are about.
func eraseMessages(t *tx, e *erasure) {
	gone, places := map[string]bool{}, map[string]Message{}
	e.count["receipts"] = receipts.RemoveAll(t.Tx, func(r *Receipt) bool {
		if r.Employee != e.id {
			return false
		}
		gone[r.Key] = true
		// What they were told is in their conversation with the app. The record of this edit goes when it is done.
		if r.In == "" && r.Channel != "" && r.TS != "" {
			key := slashed("erased", r.Channel, r.TS)
			places[key] = Message{Key: key, Kind: MsgErased, Channel: r.Channel, Ref: r.TS}
		}
		return true
	})
	e.count["messages"] = messages.RemoveAll(t.Tx, func(m *Message) bool {
		return m.To == e.id || gone[m.Ref] || slices.Contains(strings.Split(m.Key, "/"), string(e.id))
	})
	t.Delete(channels, string(e.id))
	for _, key := range slices.Sorted(maps.Keys(places)) {
		t.enqueue(places[key])
	}
}
