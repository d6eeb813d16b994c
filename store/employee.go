// Employees: how people of the workspace are kept and found, who may take part, and who holds which role.

package store

import (
	"slices"
	"strings"
	"time"

	"vouch/store/audit"
	"vouch/store/board"
	"vouch/store/employee"
)

// The table of employees, see package employee.
var (
	employees, firstPoints          = employee.Table, employee.FirstPoints
	employeesByName, employeesByDue = employee.ByName, employee.ByDue
	earlierIDs                      = employee.EarlierIDs
)

// saveEmployee writes e. When that changes on which board the person stands, their standings move with them.
func (t *tx) saveEmployee(e *Employee) {
	before, after := employee.Unranked, employee.ClassOf(e)
	e.UpdatedAt = t.now
	if old, found := employees.Get(t.Tx, string(e.ID)); found {
		before = employee.ClassOf(&old)
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
	before := employee.DueRows(e)
	e.NextDigest, e.UpdatedAt = next, t.now
	t.Put(employees.Bucket, string(e.ID), employee.Pack(e))
	t.MoveRows(before, employee.DueRows(e))
}

func (t *tx) employee(id EmployeeID) (Employee, error) {
	return lookUp(t, &employees, id, "Vouch does not know this person yet. It reads the people of the workspace every "+
		"few hours.")
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
	return employee.Require(t.Tx, actor, roles...)
}

func (t *tx) whomToAsk() string { return employee.WhomToAsk(t.Tx) }

func (t *tx) askOneOf(ids []EmployeeID, most int) string { return employee.AskOneOf(t.Tx, ids, most) }

// WhomToAsk says in a sentence of plain text, by name, who can do what program managers do.
func (q *Query) WhomToAsk() string { return q.t.whomToAsk() }

func (t *tx) manages(e *Employee) bool { return employee.Manages(t.Tx, e) }

// hasManagers tells whether anybody active was named.
func (t *tx) hasManagers() bool { return len(t.holders(Manager)) > 0 }

func (t *tx) holders(role Role) []EmployeeID { return employee.Holders(t.Tx, role) }

func (t *tx) managers() []EmployeeID { return employee.Managers(t.Tx) }

// responsible are the holders of a role, or the program managers where there are none, but for those who are barred.
func (t *tx) responsible(role Role, barred func(EmployeeID) bool) []EmployeeID {
	if people := slices.DeleteFunc(t.holders(role), barred); len(people) > 0 {
		return people
	}
	return slices.DeleteFunc(t.managers(), barred)
}

// nobody bars nobody, see responsible.
func nobody(EmployeeID) bool { return false }

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
	had := e.Roles
	e.Roles = append(slices.Clone(had), role)
	slices.Sort(e.Roles)
	t.saveEmployee(&e)
	t.audit(actor, "role.grant", string(id), audit.Change(had, e.Roles...))
	if first {
		// Slack's admins stop managing with the first manager who is named.
		for _, admin := range t.holders(employee.AdminRole) {
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
	had := e.Roles
	e.Roles = slices.DeleteFunc(slices.Clone(had), func(r Role) bool { return r == role })
	t.saveEmployee(&e)
	t.audit(actor, "role.revoke", string(id), audit.Change(had, e.Roles...))
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
