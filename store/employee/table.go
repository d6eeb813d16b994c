// The table of employees: how they lie in the file, and what finds and counts them.

package employee

import (
	"vouch/store/kv"
	"vouch/store/recognition"
	"vouch/store/term"
	"vouch/store/text"
)

// The indexes of the table.
var (
	ByName      = kv.NewBucket("employees_by_name") // folded name, employee -> "" or OtherName
	ByRole      = kv.NewBucket("employees_by_role") // role, employee; AdminRole and MentorRole, too
	ByDue       = kv.NewBucket("employees_by_due")  // time, employee: the due index
	EarlierIDs  = kv.NewBucket("earlier_ids")       // an id they had before -> employee
	FirstPoints = kv.NewBucket("first_points")      // class, time, employee: people with their first points
)

// Table holds employees, with the next due time inside and in an index; planning reads the index and then only who is
// due.
var Table = kv.Table[Employee]{
	Bucket:  kv.NewBucket("employees"), // employee -> Employee (packed)
	Indexes: []*kv.Bucket{ByName, ByRole, ByDue, EarlierIDs, FirstPoints},
	Key:     func(e *Employee) string { return string(e.ID) },
	Pack:    Pack, Unpack: Unpack,
	Rows: rows, Counters: counters,
}

// OtherName marks the rows of names by which a person is found but not listed.
const OtherName = "other"

// The rows under which mentors, and Slack's owners and admins, are found; neither is ever granted.
const (
	MentorRole Role = "mentor"
	AdminRole  Role = "admin"
)

// Class is the board a person stands on.
type Class string

// The classes. People who are hidden, left or deactivated stand on none.
const (
	Unranked Class = ""
	People   Class = "p"
	Leaders  Class = "l"
)

// ClassOf is the board a person stands on now.
func ClassOf(e *Employee) Class {
	switch {
	case !e.IsAdvocate() || e.Prefs.BoardHidden:
		return Unranked
	case e.Leader:
		return Leaders
	}
	return People
}

// ClassIn is ClassOf by id; a person who is not kept stands on none.
func ClassIn(t *kv.Tx, id term.EmployeeID) Class {
	e, found := Table.Get(t, string(id))
	if !found {
		return Unranked
	}
	return ClassOf(&e)
}

// WorksHere tells whether e may hold anything at all: guests and deactivated people may not.
func (e *Employee) WorksHere() bool { return !e.Guest && !e.Deactivated }

// rows are the index rows of a person. Deactivated people hold no role, so no lookup by role can find them.
func rows(e *Employee) []kv.Row {
	id := string(e.ID)
	rows := []kv.Row{ByName.Row(kv.Join(text.Fold(e.Name), id), "")}
	for _, name := range e.OtherNames {
		rows = append(rows, ByName.Row(kv.Join(text.Fold(name), id), OtherName))
	}
	for _, earlier := range e.Earlier {
		rows = append(rows, EarlierIDs.Row(string(earlier), id))
	}
	if !e.Deactivated {
		for _, role := range e.Roles {
			rows = append(rows, ByRole.Row(kv.Join(string(role), id), ""))
		}
		if e.Admin {
			rows = append(rows, ByRole.Row(kv.Join(string(AdminRole), id), ""))
		}
		if e.Level >= recognition.Mentor && e.IsAdvocate() {
			rows = append(rows, ByRole.Row(kv.Join(string(MentorRole), id), ""))
		}
	}
	rows = append(rows, DueRows(e)...)
	if class := ClassOf(e); class != Unranked && !e.FirstPointsAt.IsZero() {
		rows = append(rows, FirstPoints.Row(string(class)+kv.TimeKey(e.FirstPointsAt)+id, ""))
	}
	return rows
}

// DueRows is the place of a person in the due index, none when no digest is due.
func DueRows(e *Employee) []kv.Row {
	if e.NextDigest.IsZero() {
		return nil
	}
	return []kv.Row{ByDue.Row(kv.TimeKey(e.NextDigest)+string(e.ID), "")}
}

// counters count who works here, by department too, and advocates. Guests and people who left are kept, and are nobody
// who could join.
func counters(e *Employee) (names []string) {
	if e.WorksHere() {
		names = append(names, "employees")
		if e.Department != "" {
			names = append(names, DepartmentOf(e.Department))
		}
	}
	if e.IsAdvocate() {
		names = append(names, "advocates")
	}
	return names
}

// DepartmentOf names the counter of the people of a department.
func DepartmentOf(name string) string { return kv.Join("department", name) }
