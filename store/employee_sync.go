// People: Slack users become employees, stay as Slack says, and drop out with their account; imports add what Slack
// does not know.

package store

import (
	"cmp"
	"slices"

	"vouch/store/employee"
	"vouch/store/kv"
	"vouch/store/text"
)

// syncChunk bounds how many people one commit changes.
const syncChunk = 2000

// SyncPeople makes the employees what Slack says: new people are added, changed ones updated, deactivated ones drop out
// (nothing more is sent to them) and come back as they were. With full the list is everybody, so people missing from it
// are deactivated. Large lists are committed in chunks; repeating a sync changes nothing.
func (db *DB) SyncPeople(users []SlackUser, full bool) (SyncResult, error) {
	users = slices.Clone(users)
	slices.SortStableFunc(users, func(a, b SlackUser) int { return cmp.Compare(a.ID, b.ID) })
	var sum SyncResult
	run := func(verb func(*tx) (SyncResult, error)) error {
		var gone []EmployeeID
		result, err := write(db, func(t *tx) (r SyncResult, err error) {
			r, err = verb(t)
			gone = t.gone
			return r, err
		})
		if err != nil {
			return err
		}
		sum.New += result.New
		sum.Changed += result.Changed
		sum.Deactivated += result.Deactivated
		sum.Unchanged += result.Unchanged
		db.tellGone(gone...)
		return nil
	}
	for chunk := range slices.Chunk(users, syncChunk) {
		if err := run(func(t *tx) (SyncResult, error) { return t.syncPeople(chunk) }); err != nil {
			return sum, err
		}
	}
	if !full || len(users) == 0 {
		return sum, nil
	}
	err := run(func(t *tx) (SyncResult, error) { return SyncResult{Deactivated: t.deactivateMissing(users)}, nil })
	return sum, err
}

// syncPeople brings in one chunk. People who are as Slack says already are not written at all.
func (t *tx) syncPeople(users []SlackUser) (r SyncResult, err error) {
	settings := t.settings()
	for _, user := range users {
		if !text.IsID(string(user.ID)) {
			return r, invalid("A person without a valid Slack id cannot be kept.")
		}
		old, found := employees.Get(t.Tx, string(user.ID))
		// The closed account of somebody who goes on under another id is nobody's.
		if !found && user.Deactivated && t.Get(earlierIDs, string(user.ID)) != nil {
			r.Unchanged++
			continue
		}
		e := old
		employee.ApplySlack(&e, user, settings)
		switch {
		case !found:
			r.New++
		case employee.Same(&old, &e):
			r.Unchanged++
			t.joinOther(&user)
			continue
		case e.Deactivated && !old.Deactivated:
			r.Deactivated++
		default:
			r.Changed++
		}
		// Who drops out keeps JoinedAt, so that coming back is enough to get digests again.
		switch {
		case !e.IsAdvocate() && old.IsAdvocate():
			t.silence(&e, "the account was deactivated or became a guest")
		case e.IsAdvocate() && (!old.IsAdvocate() || e.TimeZone != old.TimeZone):
			t.schedule(&e)
		}
		if found && e.Title != old.Title && e.Prefs.PersonaByRule {
			t.follow(&e)
		}
		t.saveEmployee(&e)
		if found && old.WorksHere() && !e.WorksHere() {
			t.handOverAll(e.ID)
		}
		t.joinOther(&user)
	}
	return r, nil
}

// deactivateMissing deactivates everybody who is not in the sorted list users.
func (t *tx) deactivateMissing(users []SlackUser) (gone int) {
	var missing []EmployeeID
	employees.Each(t.Tx, func(e *Employee) bool {
		_, listed := slices.BinarySearchFunc(users, e.ID,
			func(u SlackUser, id EmployeeID) int { return cmp.Compare(u.ID, id) })
		if !listed && !e.Deactivated {
			missing = append(missing, e.ID)
		}
		return true
	})
	heirs := t.heirs(missing, users)
	for _, id := range missing {
		if heir, found := heirs[id]; found && t.joinHeir(id, heir) {
			continue
		}
		e := employees.Must(t.Tx, string(id))
		e.Deactivated = true
		t.silence(&e, "the account is gone from Slack")
		t.saveEmployee(&e)
		t.handOverAll(id)
		gone++
	}
	return gone
}

// schedule sets when the next digest falls due: after now, or after the pause.
func (t *tx) schedule(e *Employee) {
	e.NextDigest = t.digestAfter(e, t.now)
}

// silence cancels what waits to be sent to e, and the schedule.
func (t *tx) silence(e *Employee, reason string) {
	e.NextDigest = zeroTime
	t.cancelMessages(e.ID, reason, func(*Message) bool { return true })
	t.releasePlaces(e)
}

// Employee returns one person.
func (q *Query) Employee(id EmployeeID) Employee { return end(q.t.employee(id)) }

// Employees returns everybody, also guests and deactivated people, by name.
func (q *Query) Employees() (list []Employee) {
	q.t.Scan(employeesByName, "", "", func(key string, as []byte) bool {
		if string(as) != employee.OtherName {
			list = append(list, employees.Must(q.t.Tx, kv.Split(key, 2)[1]))
		}
		return true
	})
	return list
}

// ImportPeople takes over all valid rows in one commit and says of every other row why not. Imported titles win over
// Slack's from then on.
func (db *DB) ImportPeople(rows []PersonImport, actor EmployeeID) (ImportResult, error) {
	return writeBy(db, actor, managing, func(t *tx) (r ImportResult, err error) {
		for _, in := range rows {
			e, problem := t.importTarget(in)
			if problem != "" {
				r.Skipped = append(r.Skipped, Skip{Index: in.Row, Title: text.Cut(text.Line(in.Name+" "+string(in.ID)), maxName),
					Reason: problem})
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
	boss := EmployeeID("")
	if manager := text.Line(in.Manager); manager != "" {
		if boss, problem = t.personNamed(manager, manager); problem != "" {
			return e, "The manager was not found: " + problem
		}
	}
	return e, in.Apply(&e, boss, t.settings())
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
