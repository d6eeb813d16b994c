// Reminders: what somebody wants to share later, with the words they had begun, once per person and item.

package store

import (
	"strconv"
	"strings"
	"time"

	"vouch/store/clearance"
	"vouch/store/kv"
	"vouch/store/taste"
	"vouch/store/text"
)

// Reminder is the wish to share an item later, see package clearance.
type Reminder = clearance.Reminder

var reminders, remindersByTime = clearance.Reminders, clearance.RemindersByTime

const (
	// reminderDays is how far ahead a reminder may lie: nothing in the library stays new for longer.
	reminderDays = 90

	// draftsKeptFor is how long begun words are kept, a month longer than a reminder may lie ahead.
	draftsKeptFor = (reminderDays + 30) * 24 * time.Hour

	// reminderBatch bounds a commit of the clock; the rest follows with the next minute.
	reminderBatch = 500
)

// RemindLater saves an item for an advocate and reminds them at a time, moved to when they work, instead of any
// reminder about it they asked for before. Only the employee, the item, the time, the network and the words of r are
// read. The pick of the delivery is answered, as by Save. Field of its FieldErrors: at.
func (db *DB) RemindLater(r Reminder, delivery string) (Reminder, error) {
	return write(db, func(t *tx) (Reminder, error) {
		e, err := t.advocate(r.Employee)
		if err != nil {
			return r, err
		}
		a, err := t.liveAsset(r.Asset)
		switch {
		case err != nil:
			return r, err
		case !a.IsVisibleTo(&e):
			return r, errNoAsset
		case a.Internal:
			return r, errInternal
		case !r.At.After(t.now):
			return r, FieldErrors{"at": "Choose a time that is still to come."}.Err()
		case r.At.After(t.now.AddDate(0, 0, reminderDays)):
			return r, FieldErrors{"at": "Choose a time within " + text.Count(reminderDays, "day", "days") + "."}.Err()
		}
		r.At, r.UpdatedAt = t.opening(&e, r.At).UTC().Truncate(time.Microsecond), t.now
		r.Text = text.Cut(text.Lines(r.Text), maxLong)
		t.keepSaved(r.Employee, &a, true)
		t.answerPick(delivery, r.Employee, r.Asset, taste.PickAnswers[Saved])
		reminders.Save(t.Tx, &r)
		return r, nil
	})
}

// forgetReminder drops a reminder, once the item was posted or taken off the saved list.
func (t *tx) forgetReminder(id EmployeeID, asset AssetID) {
	reminders.Remove(t.Tx, kv.Join(string(id), string(asset)))
}

// ReminderOf is what somebody wants to share later, with the words they had begun; these stay when they were reminded.
func (q *Query) ReminderOf(id EmployeeID, asset AssetID) (Reminder, bool) {
	return reminders.Get(q.t.Tx, kv.Join(string(id), string(asset)))
}

// TickReminders reminds those for whom it is time. Who has left, or paused, and what cannot be shared any more needs no
// reminder; what is on hold waits. It returns how many messages were enqueued.
func (db *DB) TickReminders(now time.Time) (reminded int, err error) {
	return tick(db, func(t *tx) (reminded int, err error) {
		for _, key := range t.Due(remindersByTime, now, reminderBatch) {
			r := reminders.Must(t.Tx, key)
			if !t.needsReminder(&r) {
				reminders.Remove(t.Tx, key)
				continue
			}
			a := assets.Must(t.Tx, string(r.Asset))
			if _, held := t.holdOn(&a); held {
				r.At = now.Add(crisisPause).UTC().Truncate(time.Microsecond)
				reminders.Save(t.Tx, &r)
				continue
			}
			ref := keyOf(string(r.Asset), string(r.Employee))
			t.enqueue(Message{Key: keyOf("reminder", ref, strconv.FormatInt(r.At.Unix(), 10)), Kind: MsgReminder, Ref: ref,
				To: r.Employee})
			reminded++
			if r.At, r.UpdatedAt = zeroTime, t.now; r.Text == "" {
				reminders.Remove(t.Tx, key)
			} else {
				reminders.Save(t.Tx, &r)
			}
		}
		return reminded, nil
	})
}

// needsReminder tells whether somebody still may and wants to share what they asked to be reminded of.
func (t *tx) needsReminder(r *Reminder) bool {
	e, known := employees.Get(t.Tx, string(r.Employee))
	a, found := assets.Get(t.Tx, string(r.Asset))
	return known && found && e.IsAdvocate() && !e.Prefs.PausedUntil.After(t.now) && a.State == Live && a.IsVisibleTo(&e) &&
		len(t.postsOf(r.Employee, r.Asset)) == 0
}

// NeedsReminder is what a reminder reminds of, and whether that is still wanted when it is sent.
func (q *Query) NeedsReminder(m Message) (Asset, bool) {
	asset, id, _ := strings.Cut(m.Ref, "/")
	r := Reminder{Employee: EmployeeID(id), Asset: AssetID(asset)}
	a, _ := q.FindAsset(r.Asset)
	return a, q.t.needsReminder(&r)
}
