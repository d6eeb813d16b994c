// Events: who comes to them, and in which order the places are given.

package store

import (
	"cmp"
	"slices"
	"time"

	"vouch/store/kv"
)

// EventPlace is an event with one person's answer to it.
type EventPlace struct {
	Asset      Asset
	Attendance Attendance
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
