// When a message may come: in its reader's working hours, and within the weekly cap on what the program starts for one
// person.

package store

import (
	"slices"
	"time"

	"vouch/store/calendar"
	"vouch/store/employee"
)

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

// heldCounter counts the messages that wait, so that digests need not look for them where there are none.
const heldCounter = "messages held"

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
		receipts.Save(t.Tx, &Receipt{Key: m.Key, Kind: string(m.Kind), Ref: m.Ref, Employee: m.To, Channel: channel, TS: ts, At: t.now, In: d.Key})
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
