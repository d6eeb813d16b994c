// Roles of employees: who holds which, what passes on when one is lost, and who counts as a leader.

package store

import (
	"cmp"
	"slices"
	"strings"

	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/text"
)

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
	had := e.Roles
	e.Roles = append(slices.Clone(e.Roles), role)
	slices.Sort(e.Roles)
	t.saveEmployee(&e)
	t.audit(actor, "role.grant", string(id), rolesChange(had, e.Roles))
	if first {
		// Slack's admins stop managing with the first manager who is named.
		for _, admin := range t.holders(adminRole) {
			t.handOverAll(admin)
		}
		t.askAgain()
	}
	return nil
}

// rolesChange is somebody's roles before and after, for the audit.
func rolesChange(had, has []Role) string {
	words := func(roles []Role) string { return cmp.Or(strings.Join(text.As[string](roles), ", "), "none") }
	return words(had) + " -> " + words(has)
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
	t.audit(actor, "role.revoke", string(id), rolesChange(had, e.Roles))
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
