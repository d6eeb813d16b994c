// Employees: how people of the workspace are kept and found, and who may take part.

package store

import (
	"time"

	"vouch/store/board"
	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/recognition"
	"vouch/store/text"
)

var (
	employeesByName = kv.NewBucket("employees_by_name") // folded name, employee -> "" or otherName
	employeesByRole = kv.NewBucket("employees_by_role") // role, employee; "admin" for Slack's admins, "mentor" for mentors
	employeesByDue  = kv.NewBucket("employees_by_due")  // time, employee: the due index
	earlierIDs      = kv.NewBucket("earlier_ids")       // an id they had before -> employee
	firstPoints     = kv.NewBucket("first_points")      // class, time, employee: people with their first points
)

// employees keep the next due time inside and in an index; planning reads the index and then only who is due.
var employees = kv.Table[Employee]{
	Bucket:  kv.NewBucket("employees"), // employee -> Employee (packed)
	Indexes: []*kv.Bucket{employeesByName, employeesByRole, employeesByDue, earlierIDs, firstPoints},
	Key:     func(e *Employee) string { return string(e.ID) },
	Pack:    employee.Pack, Unpack: employee.Unpack,
	Rows: employeeRows, Counters: employeeCounters,
}

// otherName marks the rows of names by which a person is found but not listed.
const otherName = "other"

// mentorRole is the row under which mentors are found; it is never granted either.
const mentorRole = "mentor"

// adminRole is the row under which Slack's owners and admins are found; it is never granted.
const adminRole = "admin"

// employeeRows are the index rows of a person. Deactivated people hold no role, so no lookup by role can find them.
func employeeRows(e *Employee) []kv.Row {
	id := string(e.ID)
	rows := []kv.Row{employeesByName.Row(kv.Join(text.Fold(e.Name), id), "")}
	for _, name := range e.OtherNames {
		rows = append(rows, employeesByName.Row(kv.Join(text.Fold(name), id), otherName))
	}
	for _, earlier := range e.Earlier {
		rows = append(rows, earlierIDs.Row(string(earlier), id))
	}
	if !e.Deactivated {
		for _, role := range e.Roles {
			rows = append(rows, employeesByRole.Row(kv.Join(string(role), id), ""))
		}
		if e.Admin {
			rows = append(rows, employeesByRole.Row(kv.Join(adminRole, id), ""))
		}
		if e.Level >= recognition.Mentor && e.IsAdvocate() {
			rows = append(rows, employeesByRole.Row(kv.Join(mentorRole, id), ""))
		}
	}
	rows = append(rows, dueRows(e)...)
	if class := board.ClassOf(e); class != board.Unranked && !e.FirstPointsAt.IsZero() {
		rows = append(rows, firstPoints.Row(string(class)+kv.TimeKey(e.FirstPointsAt)+id, ""))
	}
	return rows
}

// dueRows is the place of a person in the due index, none when no digest is due.
func dueRows(e *Employee) []kv.Row {
	if e.NextDigest.IsZero() {
		return nil
	}
	return []kv.Row{employeesByDue.Row(kv.TimeKey(e.NextDigest)+string(e.ID), "")}
}

// employeeCounters count who works here, by department too, and advocates. Guests and people who left are kept, and are
// nobody who could join.
func employeeCounters(e *Employee) (names []string) {
	if worksHere(e) {
		names = append(names, "employees")
		if e.Department != "" {
			names = append(names, departmentOf(e.Department))
		}
	}
	if e.IsAdvocate() {
		names = append(names, "advocates")
	}
	return names
}

// departmentOf names the counter of the people of a department.
func departmentOf(name string) string { return kv.Join("department", name) }

// saveEmployee writes e. When that changes on which board the person stands, their standings move with them.
func (t *tx) saveEmployee(e *Employee) {
	before, after := board.Unranked, board.ClassOf(e)
	e.UpdatedAt = t.now
	if old, found := employees.Get(t.Tx, string(e.ID)); found {
		before = board.ClassOf(&old)
		employees.Replace(t.Tx, &old, e)
	} else {
		employees.Replace(t.Tx, nil, e)
	}
	if before != after {
		t.moveStandings(e.ID, before, after)
	}
}

// moveDue is saveEmployee for a stored person of whom only the next due time changes, which no other row depends on.
func (t *tx) moveDue(e *Employee, next time.Time) {
	before := dueRows(e)
	e.NextDigest, e.UpdatedAt = next, t.now
	t.Put(employees.Bucket, string(e.ID), employee.Pack(e))
	t.MoveRows(before, dueRows(e))
}

func (t *tx) employee(id EmployeeID) (Employee, error) {
	return lookUp(t, &employees, id, "Vouch does not know this person yet. It reads the people of the workspace every few hours.")
}

// member is employee for those who may take part: neither guests nor deactivated people.
func (t *tx) member(id EmployeeID) (Employee, error) {
	e, err := t.employee(id)
	switch {
	case err != nil:
		return e, err
	case e.Deactivated:
		return e, denied("This account is deactivated in Slack.")
	case e.Guest:
		return e, denied("Guests of the workspace cannot take part. Ask a workspace admin for a full account.")
	}
	return e, nil
}

// advocate is member for those who joined.
func (t *tx) advocate(id EmployeeID) (Employee, error) {
	e, err := t.member(id)
	if err == nil && !e.IsAdvocate() {
		err = denied("Join first: it takes less than a minute. Type /vouch to begin.")
	}
	return e, err
}

// eraseFromEmployees takes a person out of the reporting lines of others, and removes them.
func eraseFromEmployees(t *tx, e *erasure) {
	employees.RewriteAll(t.Tx, func(other *Employee) bool { return e.replace(&other.Reports, "") })
	employees.Remove(t.Tx, string(e.id))
}
