// Events: who comes to them, in which order the places are given, and what time does with them.

package store

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"vouch/store/asset"
	"vouch/store/kv"
	"vouch/store/recognition"
)

// EventPlace is an event with one person's answer to it.
type EventPlace struct {
	Asset      Asset
	Attendance Attendance
}

// The table of answers to events, see package asset.
var (
	attendances                            = asset.Attendances
	attendancesByPerson, attendancesByTime = asset.AttendancesByPerson, asset.AttendancesByTime
)

func (t *tx) turnout(id AssetID) Turnout { return asset.TurnoutOf(t.Tx, id) }

func (t *tx) attendance(id EmployeeID, of AssetID) (Attendance, bool) {
	return attendances.Get(t.Tx, kv.Join(string(of), string(id)))
}

// coming lists who holds or awaits a place, those who go first, each in the order in which they answered.
func (t *tx) coming(id AssetID) []Attendance { return asset.Coming(t.Tx, id) }

// Attendances returns who comes to an event and who waits for a place: first those who go, each in the order of their
// answers.
func (q *Query) Attendances(asset AssetID) []Attendance {
	end(q.t.asset(asset))
	return q.t.coming(asset)
}

// AttendanceOf returns a person's answer to an event; false when there is none.
func (q *Query) AttendanceOf(id EmployeeID, asset AssetID) (Attendance, bool) {
	return q.t.attendance(id, asset)
}

// Turnout returns how many come to an event.
func (q *Query) Turnout(asset AssetID) Turnout { return q.t.turnout(asset) }

// EventsOf returns the events that end after since and to which a person comes or waits to come, the next one first. An
// event that was withdrawn is not among them.
func (q *Query) EventsOf(id EmployeeID, since time.Time) (list []EventPlace) {
	for _, key := range q.t.Keys(attendancesByPerson, kv.Join(string(id), ""), 0) {
		asset := AssetID(kv.Split(key, 2)[1])
		at, _ := q.t.attendance(id, asset)
		a, found := assets.Get(q.t.Tx, string(asset))
		if found && at.IsComing() && a.Event != nil && (a.State == Live || a.State == Expired) && a.Event.End().After(since) {
			list = append(list, EventPlace{a, at})
		}
	}
	slices.SortFunc(list, func(a, b EventPlace) int {
		return cmp.Or(a.Asset.Event.StartsAt.Compare(b.Asset.Event.StartsAt), cmp.Compare(a.Asset.ID, b.Asset.ID))
	})
	return list
}

// SignUp gives an advocate a place in an event, or in the line for one when it is full; the answer says which. Once it
// has begun, was withdrawn or is no event with a date, that is a Conflict. Signing up twice changes nothing.
func (db *DB) SignUp(id EmployeeID, asset AssetID) (Attendance, error) {
	return write(db, func(t *tx) (Attendance, error) {
		e, err := t.advocate(id)
		if err != nil {
			return Attendance{}, err
		}
		a, err := t.comingEvent(&e, asset)
		if err != nil {
			return Attendance{}, err
		}
		at, found := t.attendance(id, asset)
		if found && at.IsComing() {
			return at, nil
		}
		at.Asset, at.Employee, at.State, at.At = asset, id, Going, t.now
		at.Knows, at.Reminded, at.Lost = a.Appointment(), false, false
		if t.turnout(asset).Left(*a.Event) == 0 {
			at.State = Waiting
		}
		t.saveAttendance(&a, &e, &at)
		return at, nil
	})
}

// SignOff gives a place back: whoever waits longest moves up and is told. Somebody who never signed up changes nothing,
// nor does signing off twice. Once the event has begun there is nothing to give back: that is a Conflict.
func (db *DB) SignOff(id EmployeeID, asset AssetID) (Attendance, error) {
	return write(db, func(t *tx) (Attendance, error) {
		e, err := t.employee(id)
		if err != nil {
			return Attendance{}, err
		}
		a, err := t.asset(asset)
		if err != nil {
			return Attendance{}, err
		}
		at, found := t.attendance(id, asset)
		if !found || !at.IsComing() {
			return at, nil
		}
		if a.Event != nil && !a.Event.StartsAt.After(t.now) {
			return at, conflict("The event has begun, so there is no place to give back any more.")
		}
		t.signOff(&a, &e, &at)
		return at, nil
	})
}

// signOff takes somebody out of an event, which is not picked for them again, and lets the next one in.
func (t *tx) signOff(a *Asset, e *Employee, at *Attendance) {
	at.State, at.At = NotComing, t.now
	taste := t.taste(e.ID)
	taste.See(a.Seq)
	t.saveTaste(e.ID, taste)
	t.saveAttendance(a, e, at)
	t.fillPlaces(a)
}

// FinishEvent notes that somebody met nobody more to refer at an event that is over, or about which they were asked
// already. Saying so twice changes nothing.
func (db *DB) FinishEvent(id EmployeeID, asset AssetID) (Attendance, error) {
	return write(db, func(t *tx) (Attendance, error) {
		at, found := t.attendance(id, asset)
		if !found || at.State != Going {
			return at, notFound("You were not signed up for this event.")
		}
		e, err := t.employee(id)
		if err != nil || !at.ClosedAt.IsZero() {
			return at, err
		}
		a, err := t.asset(asset)
		if err != nil {
			return at, err
		}
		if at.AskedAt.IsZero() && a.Event != nil && a.Event.End().After(t.now) {
			return at, conflict("The event is not over yet. You are asked afterwards.")
		}
		at.ClosedAt = t.now
		t.saveAttendance(&a, &e, &at)
		return at, nil
	})
}

// noteMet counts somebody who was referred from an event.
func (t *tx) noteMet(id EmployeeID, asset AssetID) {
	at, found := t.attendance(id, asset)
	a, known := assets.Get(t.Tx, string(asset))
	e, here := employees.Get(t.Tx, string(id))
	if !found || !known || !here {
		return
	}
	at.Met++
	t.saveAttendance(&a, &e, &at)
}

// comingEvent reads an event for which e can still sign up.
func (t *tx) comingEvent(e *Employee, id AssetID) (Asset, error) {
	a, err := t.asset(id)
	switch {
	case err != nil:
		return a, err
	case !a.IsVisibleTo(e):
		return a, errNoAsset
	case a.Kind != Event || a.Event == nil:
		return a, conflict("This has no date, so there is nothing to sign up for.")
	case a.State == Withdrawn:
		return a, conflict("This event was cancelled.")
	case !a.Event.End().After(t.now) || a.State == Expired:
		return a, conflict("This event is over.")
	case a.State != Live:
		return a, conflict("This event is not published yet.")
	case !a.Event.StartsAt.After(t.now):
		return a, conflict("This event has begun, so nobody can sign up any more.")
	}
	return a, nil
}

// eventRef names somebody's answer to an event as the subject of messages.
func eventRef(at *Attendance) string { return keyOf(string(at.Asset), string(at.Employee)) }

// saveAttendance writes a changed answer, plans when the clock sees to it, and has rewritten what was sent about it:
// the digests that show the event to this person, and the messages of the event itself.
func (t *tx) saveAttendance(a *Asset, e *Employee, at *Attendance) {
	at.Version++
	at.LookAt = t.lookAt(a, e, at)
	attendances.Save(t.Tx, at)
	// Whoever has answered, either way, is not offered the event again.
	taste := t.taste(at.Employee)
	taste.See(a.Seq)
	t.saveTaste(at.Employee, taste)
	change := "attendance." + strconv.Itoa(at.Version)
	for _, key := range t.digestsWith(at.Employee, at.Asset) {
		if t.Get(receipts.Bucket, key) != nil {
			t.rewrite(key, string(at.Asset), change)
		}
	}
	for _, kind := range []MessageKind{MsgEventReminder, MsgEventChanged, MsgEventPlace, MsgEventAfter} {
		t.rewriteRef(kind, eventRef(at), change)
	}
}

// tell enqueues a message about an event to somebody who comes to it, once per change.
func (t *tx) tell(kind MessageKind, at *Attendance) {
	t.enqueue(Message{Key: keyOf(string(kind), string(at.Asset), string(at.Employee), strconv.Itoa(at.Version)),
		Kind: kind, Ref: eventRef(at), To: at.Employee})
}

// takePlaces sends those who signed up last to the front of the line when an event has fewer places than people who
// come, and tells them.
func (t *tx) takePlaces(a *Asset) {
	over := t.turnout(a.ID).Going - a.Event.Slots
	if a.Event.Slots == 0 || over <= 0 || a.State != Live || !a.Event.StartsAt.After(t.now) {
		return
	}
	list := t.coming(a.ID) // who comes stands before who waits, each in the order of their answers
	first := t.now
	if len(list) > a.Event.Slots+over {
		first = list[a.Event.Slots+over].At
	}
	for _, at := range slices.Backward(list[a.Event.Slots : a.Event.Slots+over]) {
		e, found := employees.Get(t.Tx, string(at.Employee))
		if !found {
			continue
		}
		if !at.At.Before(first) {
			at.At = first.Add(-time.Microsecond)
		}
		first = at.At
		at.State, at.Lost = Waiting, true
		t.saveAttendance(a, &e, &at)
		t.tell(MsgEventChanged, &at)
	}
}

// fillPlaces gives free places to those who wait, ambassadors first and then the longest, and tells them.
func (t *tx) fillPlaces(a *Asset) {
	if a.Event == nil || a.State != Live || !a.Event.StartsAt.After(t.now) {
		return
	}
	free := t.turnout(a.ID).Left(*a.Event)
	waiting := t.coming(a.ID)
	later := func(at *Attendance) int {
		if e, found := employees.Get(t.Tx, string(at.Employee)); found && e.Level >= recognition.Ambassador {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(waiting, func(a, b Attendance) int { return later(&a) - later(&b) })
	for _, at := range waiting {
		if at.State != Waiting {
			continue
		}
		if free == 0 {
			return
		}
		e, found := employees.Get(t.Tx, string(at.Employee))
		if !found {
			continue
		}
		at.State, at.At, at.Lost = Going, t.now, false
		t.saveAttendance(a, &e, &at)
		t.tell(MsgEventPlace, &at)
		free--
	}
}

// releasePlaces signs somebody off every event to come: who leaves does not keep a place from others.
func (t *tx) releasePlaces(e *Employee) {
	for _, key := range t.Keys(attendancesByPerson, kv.Join(string(e.ID), ""), 0) {
		asset := AssetID(kv.Split(key, 2)[1])
		at, _ := t.attendance(e.ID, asset)
		a, found := assets.Get(t.Tx, string(asset))
		if found && at.IsComing() && a.Event != nil && a.Event.StartsAt.After(t.now) {
			t.signOff(&a, e, &at)
		}
	}
}

// eraseAttendances removes every answer of a person and gives their places to others.
func eraseAttendances(t *tx, e *erasure) {
	keys := t.Keys(attendancesByPerson, kv.Join(string(e.id), ""), 0)
	for _, key := range keys {
		asset := kv.Split(key, 2)[1]
		attendances.Remove(t.Tx, kv.Join(asset, string(e.id)))
		if a, found := assets.Get(t.Tx, asset); found {
			t.fillPlaces(&a)
		}
	}
	e.count["attendances"] = len(keys)
}

const (

	// eventBatch bounds a commit of the clock; the rest follows with the next minute.
	eventBatch = 1000
)

// TickEvents does what fell due by now: people who come are reminded on the working day before, at the hour of their
// digest, and asked afterwards whom they met. A reminder that comes after the beginning and a question that is a week
// late are left out. It returns how many of each were enqueued.
func (db *DB) TickEvents(now time.Time) (reminded, asked int, err error) {
	type result struct{ reminded, asked int }
	r, err := tick(db, func(t *tx) (r result, err error) {
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
