// The outbox: every message nobody asked for in this second, enqueued with its cause and sent once by the courier;
// when it may come, where it was delivered, and how it is rewritten there.

package store

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"vouch/store/calendar"
	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/message"
)

// The tables of messages and receipts, see package message.
var (
	messages                                         = message.Table
	messagesReady, messagesSending, messagesByPerson = message.Ready, message.Claimed, message.ByPerson
	messagesIn                                       = message.In
	receipts                                         = message.Receipts
	receiptsByPlace, receiptsByRef                   = message.ReceiptsByPlace, message.ReceiptsByRef
)

const heldCounter = message.HeldCounter

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

// mayStart counts a message that is about to be sent for the first time in its person's week, or lets it wait because
// they do not work now or the week is full. The count is written in the commit of the claim, so no crash and no second
// courier can make it wrong.
func (t *tx) mayStart(m *Message, now time.Time) bool {
	if t.isHeldBack(m) {
		t.wait(m, now, now.Add(crisisPause), "a crisis holds everything")
		return false
	}
	row := messageKinds[m.Kind]
	use := row.weeklyUse(t, m)
	// What waits for nothing needs no look at the person: a morning has as many digests as readers.
	if m.To == "" || use == free && row.night(t, m, now) {
		return true
	}
	e, found := employees.Get(t.Tx, string(m.To))
	if !found {
		return true
	}
	settings := t.settings()
	if opens := t.opening(&e, now); opens.After(now) && !row.night(t, m, opens) {
		// A minute later and what is older first, so that news come in the order in which they happened.
		t.wait(m, now, opens.Add(time.Minute), "outside working hours")
		return false
	}
	if m.Attempts > 0 || use == free {
		return true
	}
	local := now.In(Location(e.TimeZone, settings.TimeZone))
	week := calendar.WeekOf(local)
	if use == news && e.Attention.Week == week && e.Attention.Started >= settings.WeeklyCap {
		m.Held = true
		t.wait(m, now, e.Rhythm(settings.Rhythm).NextWeek(local), "the week is full")
		return false
	}
	e.Attention.Count(week)
	// Nothing that is derived from a person depends on it.
	t.Put(employees.Bucket, string(e.ID), employee.Pack(&e))
	return true
}

// longestWait bounds a wait, so that it is never taken for one that a wrong clock set: then it is looked at again.
const longestWait = farthestMessage / 2

// wait puts a message off until a time, up to a minute earlier the older it is: by a ten-thousandth of its wait.
func (t *tx) wait(m *Message, now, until time.Time, why string) {
	m.Reason = why
	m.NotBefore = until.Add(m.CreatedAt.Sub(until) / 10_000).UTC().Truncate(time.Microsecond)
	if m.NotBefore.After(now.Add(longestWait)) {
		m.NotBefore = now.Add(longestWait)
	}
	if !m.NotBefore.After(now) {
		m.NotBefore = now.Add(time.Minute)
	}
	messages.Save(t.Tx, m)
}

// maxBundled is how many messages a digest takes along: more would push its picks out of sight.
const maxBundled = 5

// bundle gives a digest what waits for its reader, oldest first. What is bundled waits no more by itself: it is sent
// with the digest, and waits again if that is given up.
func (t *tx) bundle(d *Message) {
	if d.Kind != MsgDigest || len(d.Bundle) > 0 || t.Counter(heldCounter) == 0 {
		return
	}
	var held []Message
	for _, m := range messages.Under(t.Tx, messagesByPerson, string(d.To), 0) {
		if m.Held {
			held = append(held, m)
		}
	}
	slices.SortStableFunc(held, func(a, b Message) int { return a.CreatedAt.Compare(b.CreatedAt) })
	for _, m := range held[:min(len(held), maxBundled)] {
		m.State = Bundled
		messages.Save(t.Tx, &m)
		d.Bundle = append(d.Bundle, m.Key)
	}
}

// endBundle ends or frees what a digest took along: delivered at a place with it, or waiting again when channel is "".
func (t *tx) endBundle(d *Message, channel, ts string) {
	for _, key := range d.Bundle {
		m, found := messages.Get(t.Tx, key)
		if !found || m.State != Bundled {
			continue
		}
		if channel == "" {
			m.State, m.NotBefore = Pending, t.now
			messages.Save(t.Tx, &m)
			t.enqueued = true
			continue
		}
		m.State, m.Held, m.DoneAt, m.Reason = Sent, false, t.now, "in the digest"
		messages.Save(t.Tx, &m)
		// Edits that are due to it go to the digest, in which it stands.
		receipts.Save(t.Tx, &Receipt{Key: m.Key, Kind: string(m.Kind), Ref: m.Ref, Employee: m.To, Channel: channel, TS: ts,
			At: t.now, In: d.Key})
	}
}

// opening is when e can be expected to read at work, see Settings.Opening.
func (t *tx) opening(e *Employee, at time.Time) time.Time {
	settings := t.settings()
	if everyHour {
		return at
	}
	return settings.Opening(at, Location(e.TimeZone, settings.TimeZone), e.Rhythm(settings.Rhythm).Quiet)
}

// everyHour is set by tests that are not about working hours, which run at any.
var everyHour = false

// rewriteWindow is how far back delivered messages are rewritten; older ones nobody reads.
const rewriteWindow = 30 * 24 * time.Hour

// Receipt returns where a message was delivered; false when it was not.
func (q *Query) Receipt(key string) (Receipt, bool) { return receipts.Get(q.t.Tx, key) }

// ReceiptAt returns the receipt of the message at channel and ts; false when that message is not one of ours.
func (q *Query) ReceiptAt(channel, ts string) (v Receipt, found bool) {
	key := q.t.Get(receiptsByPlace, kv.Join(channel, ts))
	if key == nil {
		return v, false
	}
	return receipts.Get(q.t.Tx, string(key))
}

// rewriteAsset asks for an edit of every delivered message that shows a; once per version of the asset.
func (t *tx) rewriteAsset(a *Asset) {
	keys := message.Showing(t.Tx, a.ID, t.now.Add(-rewriteWindow))
	// In a large company these are a hundred thousand: sorted, with their index rows at the end, or the program would
	// stand still while they are written.
	slices.Sort(keys)
	if len(keys) > manyRewrites {
		t.BatchRows()
	}
	for _, key := range keys {
		t.rewrite(key, string(a.ID), strconv.Itoa(a.Version))
	}
}

// manyRewrites is from how many on batched rows pay; below it the two cost the same.
const manyRewrites = 100

// rewriteRef asks for an edit of every delivered message of a kind about a subject.
func (t *tx) rewriteRef(kind MessageKind, ref, change string) {
	for _, key := range t.Keys(receiptsByRef, kv.Join(string(kind), ref, ""), 0) {
		r := receipts.Must(t.Tx, kv.Split(key, 3)[2])
		if r.In != "" {
			r.Key = r.In
		}
		t.rewrite(r.Key, ref, change)
	}
}

// rewrite asks the courier for one edit. The key names the change, so the same change is edited in once. An edit that
// still waits shows whatever is true when it goes, so it stands for all changes until then; one under way may have been
// rendered before this change and does not.
func (t *tx) rewrite(receipt, subject, change string) { t.rewriteAt(t.now, receipt, subject, change) }

func (t *tx) rewriteAt(at time.Time, receipt, subject, change string) {
	prefix := keyOf("rewrite", receipt, "")
	var m Message
	waits := false
	t.Scan(messages.Bucket, prefix, "", func(_ string, raw []byte) bool {
		m = messages.Decode(raw)
		waits = m.State == Pending && m.Ref == receipt
		return !waits
	})
	switch {
	case !waits:
		t.enqueue(Message{Key: prefix + keyOf(subject, change), Kind: MsgRewrite, Ref: receipt, NotBefore: at})
	case m.NotBefore.After(at):
		m.NotBefore = at // it waited for its turn among many
		messages.Save(t.Tx, &m)
		t.enqueued = true
	}
}

// DMChannel returns the conversation with a person, once anything was delivered there.
func (q *Query) DMChannel(id EmployeeID) (string, bool) {
	channel := q.t.Get(channels, string(id))
	return string(channel), channel != nil
}
