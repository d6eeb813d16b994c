// What time does with events: reminders, the question whom somebody met, and telling people what changed.

package store

import (
	"time"

	"vouch/store/asset"
)

const (

	// eventBatch bounds a commit of the clock; the rest follows with the next minute.
	eventBatch = 1000
)

// TickEvents does what fell due by now: people who come are reminded on the working day before, at the hour of their
// digest, and asked afterwards whom they met. A reminder that comes after the beginning and a question that is a week
// late are left out. It returns how many of each were enqueued.
func (db *DB) TickEvents(now time.Time) (reminded, asked int, err error) {
	type result struct{ reminded, asked int }
	r, err := write(db, func(t *tx) (r result, err error) {
		for _, key := range t.Due(attendancesByTime, now, eventBatch) {
			at := attendances.Must(t.Tx, key)
			a := assets.Must(t.Tx, string(at.Asset))
			e, found := employees.Get(t.Tx, string(at.Employee))
			if kind := dueOf(&a, &at, now); kind != "" && found && e.IsAdvocate() {
				t.tell(kind, &at)
				if kind == MsgEventReminder {
					r.reminded++
				} else {
					r.asked++
				}
			}
			// What was let go counts as done too, or it would be due for ever.
			if a.Event != nil && a.Event.End().After(now) {
				at.Reminded = true
			} else {
				at.AskedAt = now.UTC().Truncate(time.Microsecond)
			}
			at.LookAt = t.lookAt(&a, &e, &at)
			at.Version++
			attendances.Save(t.Tx, &at)
		}
		return r, nil
	})
	return r.reminded, r.asked, err
}

// dueOf is the message that an answer whose time has come asks for, "" none.
func dueOf(a *Asset, at *Attendance, now time.Time) MessageKind {
	switch {
	case at.State != Going || a.Event == nil:
	case a.State == Live && !at.Reminded && a.Event.StartsAt.After(now):
		return MsgEventReminder
	case at.AskedAt.IsZero() && !a.Event.End().After(now) && now.Sub(a.Event.End()) < asset.AskWithin:
		return MsgEventAfter
	}
	return ""
}

// lookAt is when the clock must look at an answer next: the reminder, then the question. A reminder whose time is over
// is not made up for: who signed up or was told of a change since then knows.
func (t *tx) lookAt(a *Asset, e *Employee, at *Attendance) time.Time {
	if at.State != Going || a.Event == nil || !at.AskedAt.IsZero() || (a.State != Live && a.State != Expired) {
		return zeroTime
	}
	settings := t.settings()
	loc, own := Location(e.TimeZone, settings.TimeZone), e.Prefs.Rhythm.OrDefault(settings.Rhythm)
	if remind := settings.ReminderAt(t.now, a.Event.StartsAt, own, loc); !at.Reminded && !remind.IsZero() {
		return remind
	}
	return settings.QuestionAt(a.Event.End(), own, loc)
}

// followEvent brings the answers to an event in line with what it is now: a new time or place and a cancellation are
// told to everybody who comes, and new places go to those who wait. It compares with what each person was told, so it
// does not matter which verb changed the event, nor in how many steps.
func (t *tx) followEvent(a *Asset) {
	if a.Event == nil {
		return
	}
	now := a.Appointment()
	for _, at := range t.coming(a.ID) {
		e, found := employees.Get(t.Tx, string(at.Employee))
		if !found {
			continue
		}
		// While it is edited or reviewed nothing is final; what is over is not news.
		news := a.Event.StartsAt.After(t.now) && (a.State == Live || a.State == Withdrawn) && !at.Knows.Same(now)
		planned := t.lookAt(a, &e, &at)
		if !news && planned.Equal(at.LookAt) {
			continue
		}
		if news && !at.Knows.StartsAt.Equal(now.StartsAt) {
			at.Reminded, at.AskedAt, at.ClosedAt = false, zeroTime, zeroTime
		}
		if news {
			at.Was, at.Knows, at.Lost = at.Knows.StartsAt, now, false
		}
		t.saveAttendance(a, &e, &at)
		if news {
			t.tell(MsgEventChanged, &at)
		}
	}
	t.takePlaces(a)
	t.fillPlaces(a)
}
