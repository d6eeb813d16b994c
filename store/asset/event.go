// Events: their facts, who comes to them, and what people who come were told.

package asset

import (
	"time"

	"vouch/store/term"
)

// EventFacts are the facts of an event.
type EventFacts struct {
	StartsAt time.Time `json:"starts_at"`
	EndsAt   time.Time `json:"ends_at,omitzero"`
	Place    string    `json:"place,omitempty"` // a room, a city or "online"
	Slots    int       `json:"slots,omitempty"` // places for ambassadors; 0: no limit
}

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
	Asset    term.AssetID    `json:"asset"`
	Employee term.EmployeeID `json:"employee"`
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

// usualLength is how long an event takes that does not say its end.
const usualLength = 2 * time.Hour

// End is when the event is over: two hours after its beginning when nothing else is said.
func (e EventFacts) End() time.Time {
	if e.EndsAt.IsZero() {
		return e.StartsAt.Add(usualLength)
	}
	return e.EndsAt
}

// MaxSlots bounds the places of an event.
const MaxSlots = 10000

// LongestEvent bounds the time between beginning and end: what is longer is a mistyped year.
const LongestEvent = 60 * 24 * time.Hour

// AskWithin bounds how late that question may come: after a week nobody remembers names.
const AskWithin = 7 * 24 * time.Hour

// Same tells whether q says the same as p.
func (p Appointment) Same(q Appointment) bool {
	return p.StartsAt.Equal(q.StartsAt) && p.Place == q.Place && p.Cancelled == q.Cancelled
}
