// Employees: how people of the workspace are kept and found, who may take part, and who holds which role.

package store

import (
	"slices"
	"strings"
	"time"

	"vouch/store/board"
	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/text"
)

var (
	employeesByName = kv.NewBucket("employees_by_name") // folded name, employee -> "" or otherName
	employeesByRole = kv.NewBucket("employees_by_role") // role, employee; "admin" for Slack's admins
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
		board.Move(t.Tx, e.ID, before, after)
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

// require lets the program, the command line, program managers and holders of one of roles pass.
func (t *tx) require(actor EmployeeID, roles ...Role) error {
	if actor == "" || actor == Operator {
		return nil
	}
	e, found := employees.Get(t.Tx, string(actor))
	if found && !e.Deactivated && !e.Guest {
		if t.manages(&e) || slices.ContainsFunc(roles, e.Has) {
			return nil
		}
	}
	var who []string
	for _, role := range text.Unique(append([]Role{Manager}, roles...)) {
		who = append(who, employee.RoleNames[role])
	}
	return denied("Only " + text.List(who, "and") + " can do this. " + t.whomToAsk())
}

// A sentence names at most maxAsked people, each with at most maxAskedName characters: enough that one of them is at
// work, few enough to read.
const (
	maxAsked     = 5
	maxAskedName = 60
)

// whomToAsk says in plain text who can do what managers do; by name, because it also stands in errors.
func (t *tx) whomToAsk() string {
	if ids := t.managers(); len(ids) > 0 {
		return t.askOneOf(ids, maxAsked)
	}
	return "Ask whoever runs Vouch here."
}

// askOneOf is a sentence that names people, and says how many more there are.
func (t *tx) askOneOf(ids []EmployeeID, most int) string {
	var names []string
	for _, id := range ids[:min(len(ids), most)] {
		names = append(names, text.Cut(t.nameOf(id), maxAskedName))
	}
	if rest := len(ids) - len(names); rest > 0 {
		names = append(names, text.Count(rest, "other", "others"))
	}
	return "Ask " + text.List(names, "or") + "."
}

// WhomToAsk says in a sentence of plain text, by name, who can do what program managers do.
func (q *Query) WhomToAsk() string { return q.t.whomToAsk() }

// manages tells whether e is a program manager: named, or an admin of the workspace while nobody is named.
func (t *tx) manages(e *Employee) bool {
	return !e.Deactivated && !e.Guest && (e.Has(Manager) || (e.Admin && !t.hasManagers()))
}

// hasManagers tells whether anybody active was named.
func (t *tx) hasManagers() bool { return len(t.holders(Manager)) > 0 }

// holders lists the active people with a role. A guest has it again with a full account.
func (t *tx) holders(role Role) (ids []EmployeeID) {
	for _, key := range t.Keys(employeesByRole, kv.Join(string(role), ""), 0) {
		if id := kv.Split(key, 2)[1]; !employees.Must(t.Tx, id).Guest {
			ids = append(ids, EmployeeID(id))
		}
	}
	return ids
}

func (t *tx) managers() []EmployeeID {
	if named := t.holders(Manager); len(named) > 0 {
		return named
	}
	return t.holders(adminRole)
}

// HasManager tells whether anybody active was named program manager.
func (q *Query) HasManager() bool { return q.t.hasManagers() }

// CanManage tells whether e is a program manager: named, or an admin of the workspace while nobody is named.
func (q *Query) CanManage(e Employee) bool { return q.t.manages(&e) }

// IsManager is CanManage by id; strangers are not.
func (q *Query) IsManager(id EmployeeID) bool { return q.t.isManager(id) }

// grant gives a role to somebody who can use it. Having it already is success and leaves no audit line.
func (t *tx) grant(actor, id EmployeeID, role Role) error {
	if !slices.Contains(Roles, role) {
		return invalid("This role does not exist.")
	}
	e, err := t.member(id)
	if err != nil || slices.Contains(e.Roles, role) {
		return err
	}
	first := role == Manager && !t.hasManagers()
	e.Roles = append(slices.Clone(e.Roles), role)
	slices.Sort(e.Roles)
	t.saveEmployee(&e)
	t.audit(actor, "role.grant", string(id), string(role))
	if first {
		// Slack's admins stop managing with the first manager who is named.
		for _, admin := range t.holders(adminRole) {
			t.handOverAll(admin)
		}
		t.askAgain()
	}
	return nil
}

// ChangeRole gives a role to some people and takes it from others, all or nothing. Only program managers may; whether
// one stays is judged when all is changed, so that a manager may hand the role on and give it up at once.
func (db *DB) ChangeRole(actor EmployeeID, role Role, grant, revoke []EmployeeID) error {
	return changeBy(db, actor, managing, func(t *tx) error {
		for _, id := range grant {
			if err := t.grant(actor, id, role); err != nil {
				return err
			}
		}
		had := t.hasManagers()
		for _, id := range revoke {
			if err := t.revoke(actor, id, role); err != nil {
				return err
			}
		}
		if role == Manager && had && !t.hasManagers() {
			return conflict("This is the last program manager. Name another one first.")
		}
		return nil
	})
}

// revoke takes a role from somebody. Not having it is success and leaves no audit line.
func (t *tx) revoke(actor, id EmployeeID, role Role) error {
	e, err := t.employee(id)
	if err != nil || !slices.Contains(e.Roles, role) {
		return err
	}
	e.Roles = slices.DeleteFunc(slices.Clone(e.Roles), func(r Role) bool { return r == role })
	t.saveEmployee(&e)
	t.audit(actor, "role.revoke", string(id), string(role))
	t.loseRole(&e, role)
	return nil
}

// EnsureManagers names the program managers of the configuration. Those already named stay; ids that are no active
// people of the workspace are reported together, after the others were named.
func (db *DB) EnsureManagers(ids []EmployeeID) error {
	unknown, err := write(db, func(t *tx) (unknown []string, err error) {
		for _, id := range ids {
			if err := t.grant("", id, Manager); err != nil {
				unknown = append(unknown, string(id))
			}
		}
		return unknown, nil
	})
	if err == nil && len(unknown) > 0 {
		return notFound("These program managers are not active people of the workspace: " + strings.Join(unknown, ", ") + ".")
	}
	return err
}
