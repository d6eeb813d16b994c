// What the courier does with the outbox: claim, complete, defer, give up, and tell what a crash left unconfirmed.

package store

import (
	"context"
	"slices"
	"time"

	"vouch/store/kv"
	"vouch/store/text"
)

// unconfirmedAfter is how long a claimed message may stay unanswered: longer than any call to Slack with its retries.
const unconfirmedAfter = 2 * time.Minute

// maxNotice is the longest text of a notice, in characters; Slack takes 40,000 and shows far fewer.
const maxNotice = 3000

// enqueue adds a message unless its key exists, which is how nothing is ever sent twice. It tells whether it did.
func (t *tx) enqueue(m Message) bool {
	if t.Get(messages.Bucket, m.Key) != nil {
		return false
	}
	t.addMessage(m)
	return true
}

// enqueueEach is enqueue for each of several people, whose ids follow the key of m.
func (t *tx) enqueueEach(people []EmployeeID, m Message) {
	prefix := m.Key
	for _, id := range people {
		m.Key, m.To = keyOf(prefix, string(id)), id
		t.enqueue(m)
	}
}

// addMessage is enqueue for a key that is known to be new.
func (t *tx) addMessage(m Message) {
	if _, known := messageKinds[m.Kind]; !known {
		panic("store: messages of the kind " + string(m.Kind) + " have no row in messageKinds")
	}
	if m.NotBefore.IsZero() {
		m.NotBefore = t.now
	}
	m.State, m.CreatedAt = Pending, t.now
	if t.quiet {
		m.State, m.DoneAt = Sent, t.now
	}
	messages.Replace(t.Tx, nil, &m)
	t.enqueued = true
}

// cancelMessages gives up what waits to be sent to a person and fits which.
func (t *tx) cancelMessages(id EmployeeID, reason string, which func(*Message) bool) {
	for _, m := range messages.Under(t.Tx, messagesByPerson, string(id), 0) {
		if which(&m) {
			t.giveUp(m, reason)
		}
	}
}

// waits tells whether a message to a person with a key of this beginning waits to be sent.
func (t *tx) waits(id EmployeeID, prefix string) bool {
	return len(t.Keys(messagesByPerson, kv.Join(string(id), prefix), 1)) > 0
}

// giveUp ends a message; a digest that was never delivered is Dropped, with the reason beside it.
func (t *tx) giveUp(m Message, reason string) {
	if m.Kind == MsgErased {
		t.endErased(&m)
		return
	}
	m.State, m.Reason, m.DoneAt = Dead, text.Cut(text.Line(reason), maxShort), t.now
	messages.Save(t.Tx, &m)
	t.noteBoard(&m, BoardFailed, m.Reason)
	if m.Kind == MsgTotals {
		t.enqueueEach(t.managers(), Message{Key: keyOf("notice", m.Key), Kind: MsgNotice,
			Text: "The month's totals could not be posted in the channel of the program's settings: " + m.Reason})
	}
	if m.Kind != MsgDigest {
		return
	}
	t.endBundle(&m, "", "")
	if d, found := deliveries.Get(t.Tx, m.Ref); found && d.State == Planned {
		if m.Attempts == 0 {
			t.unlearnPicks(&d) // nobody saw them, so they may come again
		}
		for _, news := range d.News {
			t.tellSharer(d.Employee, news) // with the next digest
		}
		d.State, d.Note, d.News = Dropped, m.Reason, nil
		deliveries.Save(t.Tx, &d)
	}
}

// endErased forgets an edit that an erasure asked for, whether it was made or cannot be: its conversation would lead
// back to the person. With the last one, the bytes of all go.
func (t *tx) endErased(m *Message) {
	messages.Remove(t.Tx, m.Key)
	if len(t.Keys(messages.Bucket, keyOf("erased", ""), 1)) == 0 {
		t.Forget()
	}
}

func (t *tx) message(key string) (Message, error) {
	return lookUp(t, &messages, key, "There is no message "+text.Cut(text.Line(key), maxShort)+".")
}

// Message returns one outbox message.
func (q *Query) Message(key string) Message { return end(q.t.message(key)) }

// AwaitMessage returns a message as soon as it was sent or given up, or as it is when patience or ctx ends.
func (db *DB) AwaitMessage(ctx context.Context, key string, patience time.Duration) (Message, error) {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for {
		var m Message
		err := db.View(func(q *Query) error { m = q.Message(key); return nil })
		if err != nil || m.State == Sent || m.State == Dead {
			return m, err
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return m, nil
		}
	}
}

// EnqueueNotice enqueues a short text for a person, once per key; for every program manager when to is "".
func (db *DB) EnqueueNotice(key string, to EmployeeID, words string) error {
	return change(db, func(t *tx) error {
		if words = text.Cut(text.Lines(words), maxNotice); words == "" || key == "" || len(key) > 500 {
			return invalid("A notice needs a key and a text.")
		}
		if to == "" {
			t.enqueueEach(t.managers(), Message{Key: keyOf("notice", key), Kind: MsgNotice, Text: words})
			return nil
		}
		if _, err := t.member(to); err != nil {
			return err
		}
		t.enqueue(Message{Key: "notice/" + key, Kind: MsgNotice, To: to, Text: words})
		return nil
	})
}

// ClaimMessages marks at most n pending messages that may go by now as Sending, oldest first, and returns them. That is
// on disk before it returns, so a crash during the send leaves them unconfirmed and not forgotten. What the weekly cap
// holds back waits, see messageKinds, and a digest that is claimed takes it along.
func (db *DB) ClaimMessages(now time.Time, n int) ([]Message, error) {
	if n <= 0 {
		return nil, nil
	}
	return write(db, func(t *tx) ([]Message, error) {
		var claimed []Message
		// Again when some have to wait: what is due behind them must not.
		for keys := t.ready(now, n); len(keys) > 0; keys = t.ready(now, n-len(claimed)) {
			for _, key := range keys {
				m := messages.Must(t.Tx, key)
				if !t.mayStart(&m, now) {
					continue
				}
				t.bundle(&m)
				m.State, m.ClaimedAt, m.Held = Sending, t.now, false
				m.Attempts++
				messages.Save(t.Tx, &m)
				claimed = append(claimed, m)
			}
		}
		return claimed, nil
	})
}

// ready are the keys of the oldest n messages that may go by now. They are collected because claiming takes their rows
// away.
func (t *tx) ready(now time.Time, n int) (keys []string) {
	if n <= 0 {
		return nil
	}
	return t.Due(messagesReady, now, n)
}

// CompleteMessage records that a message was delivered at channel and ts: it is Sent, a digest is Delivered, and a
// receipt is kept for later edits. A rewrite leaves no receipt, it changed the message of another one. Repeating it
// changes nothing.
func (db *DB) CompleteMessage(key, channel, ts string) error {
	return change(db, func(t *tx) error {
		m, err := t.message(key)
		if err != nil || m.State == Sent {
			return err
		}
		if !IsEdit(m.Kind) && (!text.IsID(channel) || !text.IsID(ts)) {
			return invalid("A delivered message needs the channel and the ts Slack gave.")
		}
		t.complete(m, channel, ts)
		return nil
	})
}

// complete records a delivery: the message, the digest, and the receipt that later edits need.
func (t *tx) complete(m Message, channel, ts string) {
	m.State, m.DoneAt, m.Reason = Sent, t.now, ""
	messages.Save(t.Tx, &m)
	// An edit leaves the receipt of the message it edited as it is.
	if IsEdit(m.Kind) {
		if m.Kind == MsgErased {
			t.endErased(&m)
		}
		return
	}
	t.noteBoard(&m, BoardPosted, "")
	r := Receipt{Key: m.Key, Kind: string(m.Kind), Ref: m.Ref, Employee: m.To, Channel: channel, TS: ts, At: t.now}
	if d, found := deliveries.Get(t.Tx, m.Ref); found && m.Kind == MsgDigest {
		d.State, d.SentAt, d.Note = Delivered, t.now, ""
		deliveries.Save(t.Tx, &d)
		for _, pick := range d.Picks {
			r.Assets = append(r.Assets, pick.Asset)
		}
		t.endBundle(&m, channel, ts)
	}
	if m.Kind == MsgAssetNotice {
		r.Assets = []AssetID{AssetID(m.Ref)}
	}
	if channel == "" || ts == "" {
		return // history written without the messages themselves: there is nothing to edit later
	}
	receipts.Save(t.Tx, &r)
	t.editLate(&m, &r)
	if m.Kind == MsgWin && !whileTold(t, &m, t.now) {
		t.rewrite(m.Key, m.Ref, "late") // it was taken back while it was on its way
	}
	if m.To != "" {
		t.Put(channels, string(m.To), []byte(channel))
	}
}

// DeferMessage puts a claimed message back until a time, with the reason for logs and managers.
func (db *DB) DeferMessage(key string, until time.Time, reason string) error {
	return change(db, func(t *tx) error {
		m, err := t.message(key)
		if err != nil || m.State != Sending {
			return err
		}
		m.State, m.NotBefore, m.Reason = Pending, until.UTC().Truncate(time.Microsecond),
			text.Cut(text.Line(reason), maxShort)
		messages.Save(t.Tx, &m)
		t.enqueued = true
		return nil
	})
}

// GiveUpMessage ends a message that can never be delivered. A digest is recorded as Dropped.
func (db *DB) GiveUpMessage(key, reason string) error {
	return change(db, func(t *tx) error {
		m, err := t.message(key)
		if err != nil || m.State == Sent || m.State == Dead {
			return err
		}
		t.giveUp(m, reason)
		return nil
	})
}

// UnconfirmedMessages returns messages that were claimed before this database was opened, or more than two minutes ago,
// or under a clock that was ahead: they may have been delivered and must be looked for before they are sent again.
func (q *Query) UnconfirmedMessages() (list []Message) {
	q.t.Scan(messagesSending, "", "", func(key string, _ []byte) bool {
		m := messages.Must(q.t.Tx, key)
		if m.ClaimedAt.Before(q.t.db.openedAt) || q.t.now.Sub(m.ClaimedAt).Abs() > unconfirmedAfter {
			list = append(list, m)
		}
		return true
	})
	slices.SortFunc(list, func(a, b Message) int { return a.ClaimedAt.Compare(b.ClaimedAt) })
	return list
}

// ReleaseMessage makes an unconfirmed message, proven not to have been delivered, pending again.
func (db *DB) ReleaseMessage(key string) error {
	return change(db, func(t *tx) error {
		m, err := t.message(key)
		if err != nil || m.State != Sending {
			return err
		}
		m.State, m.NotBefore = Pending, t.now
		messages.Save(t.Tx, &m)
		t.enqueued = true
		return nil
	})
}

// NextMessageAt tells when the next pending message may go; false when none waits.
func (q *Query) NextMessageAt() (at time.Time, found bool) {
	q.t.Scan(messagesReady, "", "", func(key string, _ []byte) bool {
		at, found = kv.KeyTime(key), true
		return false
	})
	return at, found
}

// OutboxDepth counts the messages by state, without reading them.
func (q *Query) OutboxDepth() Depth {
	t := q.t
	in := func(state MessageState) int { return t.Counter(messagesIn(state)) }
	return Depth{Pending: in(Pending), Sending: in(Sending) + in(Bundled), Sent: in(Sent), Dead: in(Dead)}
}
