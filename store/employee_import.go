// People imports: titles, departments, places and managers that Slack does not know.

package store

import (
	"cmp"
	"slices"

	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/text"
)

// PersonImport is one row of a people import. Empty fields change nothing.
type PersonImport struct {
	Row        int        // number in the file, for the report
	ID         EmployeeID // or
	Name       string     // exact name, when only one person has it
	Title      string
	Department string
	Location   string
	Manager    string // id or exact name of the manager
	Leader     *bool
}

// ImportResult counts what a people import changed. Skip.Index is the row's number.
type ImportResult struct {
	Changed, Unchanged int
	Skipped            []Skip
}

// ImportPeople takes over all valid rows in one commit and says of every other row why not. Imported titles win over
// Slack's from then on.
func (db *DB) ImportPeople(rows []PersonImport, actor EmployeeID) (ImportResult, error) {
	return writeBy(db, actor, managing, func(t *tx) (r ImportResult, err error) {
		for _, in := range rows {
			e, problem := t.importTarget(in)
			if problem != "" {
				r.Skipped = append(r.Skipped, Skip{Index: in.Row, Title: text.Cut(text.Line(in.Name+" "+string(in.ID)), maxName), Reason: problem})
				continue
			}
			if old := employees.Must(t.Tx, string(e.ID)); employee.Same(&old, &e) {
				r.Unchanged++
				continue
			}
			if e.Prefs.PersonaByRule {
				t.follow(&e)
			}
			t.saveEmployee(&e)
			r.Changed++
		}
		if r.Changed > 0 {
			t.audit(actor, "people.import", "people", text.Count(r.Changed, "person", "people"))
		}
		return r, nil
	})
}

// importTarget is the person of a row with the row applied, or a sentence why not.
func (t *tx) importTarget(in PersonImport) (e Employee, problem string) {
	// An id settles who is meant; a name only when one active person has it, see personNamed.
	id, problem := t.personNamed(string(in.ID), in.Name)
	if problem != "" {
		return e, problem
	}
	e = employees.Must(t.Tx, string(id))
	for _, field := range []string{in.Title, in.Department, in.Location} {
		if text.Longer(field, maxShort) {
			return e, "A title, department or location is too long."
		}
	}
	// Empty cells leave what is known: a file with departments only must not wipe the titles.
	if manager := text.Line(in.Manager); manager != "" {
		boss, problem := t.personNamed(manager, manager)
		switch {
		case problem != "":
			return e, "The manager was not found: " + problem
		case boss == id:
			return e, "Nobody is their own manager."
		}
		e.Reports = boss
	}
	if title := text.Line(in.Title); title != "" {
		e.Title, e.TitleBy = title, "import"
	}
	e.Department, e.Location = cmp.Or(text.Line(in.Department), e.Department), cmp.Or(text.Line(in.Location), e.Location)
	if in.Leader != nil {
		e.Leader, e.LeaderBy = *in.Leader, employee.ByImport
	}
	employee.ApplyLeaderRule(&e, t.settings())
	return e, ""
}

// personNamed finds a person by id, else by the exact name that only one active person has.
func (t *tx) personNamed(id, name string) (EmployeeID, string) {
	if text.IsID(id) {
		if _, found := employees.Get(t.Tx, id); found {
			return EmployeeID(id), ""
		}
	}
	if text.Fold(name) == "" {
		return "", "No person has this id."
	}
	keys := t.Keys(employeesByName, kv.Join(text.Fold(name), ""), 0)
	// A namesake who left the company must not make the name ambiguous.
	keys = slices.DeleteFunc(keys, func(key string) bool {
		e := employees.Must(t.Tx, kv.Split(key, 2)[1])
		return e.Deactivated
	})
	switch len(keys) {
	case 0:
		return "", "No person has this name."
	case 1:
		return EmployeeID(kv.Split(keys[0], 2)[1]), ""
	}
	return "", "More than one person has this name: give the Slack id."
}
