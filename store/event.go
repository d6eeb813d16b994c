// Events: who comes to them, in which order the places are given, what somebody is told of a change, and what makes the
// facts of an event or a job valid.

package store

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"vouch/store/kv"
	"vouch/store/text"
)

// AttendanceState is what somebody answered to an event.
type AttendanceState string

// The states. Waiting is the line for a place in a full event; NotComing is somebody who gave theirs back.
const (
	Going     AttendanceState = "going"
	Waiting   AttendanceState = "waiting"
	NotComing AttendanceState = "left"
)

// Attendance is one person's answer to one event.
type Attendance struct {
	Asset    AssetID         `json:"asset"`
	Employee EmployeeID      `json:"employee"`
	State    AttendanceState `json:"state"`
	At       time.Time       `json:"at"` // since when they go or wait; the line is in this order

	Knows    Appointment `json:"knows"`              // what they were told last
	Was      time.Time   `json:"was,omitzero"`       // when it would have begun by what they were told before
	Reminded bool        `json:"reminded,omitempty"` // of the time they know
	Lost     bool        `json:"lost,omitempty"`     // they wait because their place went when there were fewer
	AskedAt  time.Time   `json:"asked_at,omitzero"`  // when they were asked whom they met
	Met      int         `json:"met,omitempty"`      // how many people they referred from there
	ClosedAt time.Time   `json:"closed_at,omitzero"` // when they said that there is nobody more
	LookAt   time.Time   `json:"look_at,omitzero"`   // when the clock sees to it next; zero: never
	Version  int         `json:"version"`            // grows with each change, so that each is told once
}

// Appointment is what people who come must know. Cancelled is the word for an event that was withdrawn.
type Appointment struct {
	StartsAt  time.Time `json:"starts_at"`
	Place     string    `json:"place,omitempty"`
	Cancelled bool      `json:"cancelled,omitempty"`
}

// IsComing tells whether a holds or awaits a place.
func (a Attendance) IsComing() bool { return a.State == Going || a.State == Waiting }

// Turnout is how many hold a place of an event, and how many wait for one.
type Turnout struct{ Going, Waiting int }

// Left is how many places of e are free; -1 when there is no limit.
func (n Turnout) Left(e EventFacts) int {
	if e.Slots == 0 {
		return -1
	}
	return max(0, e.Slots-n.Going)
}

// EventPlace is an event with one person's answer to it.
type EventPlace struct {
	Asset      Asset
	Attendance Attendance
}

// usualLength is how long an event takes that does not say its end.
const usualLength = 2 * time.Hour

// End is when the event is over: two hours after its beginning when nothing else is said.
func (e EventFacts) End() time.Time {
	if e.EndsAt.IsZero() {
		return e.StartsAt.Add(usualLength)
	}
	return e.EndsAt
}

var (
	attendancesByPerson = kv.NewBucket("attendances_by_person") // employee, asset
	attendancesByTime   = kv.NewBucket("attendances_by_time")   // next reminder or question, asset, employee
)

// attendances are found by person, and by the time the clock must look at them.
var attendances = kv.Table[Attendance]{
	Bucket:  kv.NewBucket("attendances"), // asset
	Indexes: []*kv.Bucket{attendancesByPerson, attendancesByTime},
	Key:     func(a *Attendance) string { return kv.Join(string(a.Asset), string(a.Employee)) },
	Rows: func(a *Attendance) []kv.Row {
		rows := []kv.Row{attendancesByPerson.Row(kv.Join(string(a.Employee), string(a.Asset)), "")}
		if !a.LookAt.IsZero() {
			rows = append(rows, attendancesByTime.Row(kv.TimeKey(a.LookAt)+kv.Join(string(a.Asset), string(a.Employee)), ""))
		}
		return rows
	},
	Counters: func(a *Attendance) []string { return []string{attendancesIn(a.Asset, a.State)} },
}

func attendancesIn(asset AssetID, state AttendanceState) string {
	return kv.Join("attendances", string(asset), string(state))
}

func (t *tx) turnout(asset AssetID) Turnout {
	return Turnout{Going: t.Counter(attendancesIn(asset, Going)), Waiting: t.Counter(attendancesIn(asset, Waiting))}
}

func (t *tx) attendance(id EmployeeID, asset AssetID) (Attendance, bool) {
	return attendances.Get(t.Tx, kv.Join(string(asset), string(id)))
}

// coming lists who holds or awaits a place, those who go first, each in the order in which they answered.
func (t *tx) coming(asset AssetID) (list []Attendance) {
	t.Scan(attendances.Bucket, kv.Join(string(asset), ""), "", func(_ string, raw []byte) bool {
		if a := attendances.Decode(raw); a.IsComing() {
			list = append(list, a)
		}
		return true
	})
	slices.SortFunc(list, func(a, b Attendance) int {
		return cmp.Or(cmp.Compare(a.State, b.State), a.At.Compare(b.At), cmp.Compare(a.Employee, b.Employee))
	})
	return list
}

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

const (
	// maxFits is the longest line about who would fit a job, in characters; its hook has maxShort.
	maxFits = 300

	// maxSlots bounds the places of an event.
	maxSlots = 10000

	// longestEvent bounds the time between beginning and end: what is longer is a mistyped year.
	longestEvent = 60 * 24 * time.Hour
)

// checkJob cleans the facts of a job. Department and place come from job boards and are cut, the rest is written by
// curators.
func checkJob(a *Asset, wrong *FieldErrors) {
	if a.Job == nil {
		return
	}
	j := JobFacts{Department: text.Cut(text.Line(a.Job.Department), maxShort), Location: text.Cut(text.Line(a.Job.Location), maxShort), Closed: a.Job.Closed,
		Hook: text.Line(a.Job.Hook), Fits: text.Line(a.Job.Fits)}
	wrong.Short("hook", j.Hook, maxShort)
	wrong.Short("fits", j.Fits, maxFits)
	a.Job = &j
}

// checkEvent cleans the facts of an event and gives it its end: it expires when it is over. An event without facts is
// an announcement that nobody can sign up for, as feeds and imports bring them; who writes one by hand must name its
// time, see requireDate.
func (t *tx) checkEvent(a *Asset, wrong *FieldErrors) {
	old, existed := assets.Get(t.Tx, string(a.ID))
	if a.Kind != Event {
		a.Event = nil
	}
	if existed && old.Event != nil && a.Event == nil && len(t.coming(a.ID)) > 0 {
		wrong.Set("kind", "People have signed up for this event, so it must stay one. Withdraw it if it does not take place.")
	}
	if a.Event == nil {
		return
	}
	e := *a.Event
	e.StartsAt, e.EndsAt = e.StartsAt.UTC().Truncate(time.Microsecond), e.EndsAt.UTC().Truncate(time.Microsecond)
	e.Place = text.Line(e.Place)
	a.Event = &e
	same := existed && old.Event != nil && old.Event.StartsAt.Equal(e.StartsAt)
	switch {
	case e.StartsAt.IsZero():
		wrong.Set("starts_at", "Say when it begins.")
		return
	case (!same && !e.StartsAt.After(t.now)) || !e.End().After(t.now):
		wrong.Set("starts_at", "This time is over. Choose a later one.")
	case !e.EndsAt.IsZero() && !e.EndsAt.After(e.StartsAt):
		wrong.Set("ends_at", "The end must come after the beginning.")
	case e.End().Sub(e.StartsAt) > longestEvent:
		wrong.Set("ends_at", "This is more than 60 days after the beginning. Check the date.")
	}
	wrong.Short("place", e.Place, maxShort)
	if e.Slots < 0 || e.Slots > maxSlots {
		wrong.Set("slots", fmt.Sprintf("Give 1 to %d places, or none for no limit.", maxSlots))
	}
	if (*wrong)["starts_at"] != "" || (*wrong)["ends_at"] != "" {
		return // what follows from a wrong time would only be more noise
	}
	// An end that only came from the old times moves with them.
	if a.ExpiresAt.IsZero() || (existed && old.Event != nil && a.ExpiresAt.Equal(old.Event.End())) {
		a.ExpiresAt = e.End()
	}
	if a.ExpiresAt.Before(e.StartsAt) {
		wrong.Set("expires_at", "The item would expire before the event begins. Choose a later day, or none: it ends with the event.")
	}
	if a.PublishAt.After(e.StartsAt) {
		wrong.Set("publish_at", "The event has begun by then. Choose an earlier day.")
	}
}

// requireDate makes a curator's event name its time: with empty facts checkEvent asks for it.
func requireDate(a *Asset) {
	if a.Kind == Event && a.Event == nil {
		a.Event = &EventFacts{}
	}
}
