// How employees are kept: packed, because planning reads every one of them, with name, role, due and first-points rows.

package store

import (
	"time"

	"vouch/store/kv"
)

// The indexes of employees.
var (
	employeesByName = kv.NewBucket("employees_by_name") // folded name, employee
	employeesByRole = kv.NewBucket("employees_by_role") // role, employee; "admin" for Slack's admins
	employeesByDue  = kv.NewBucket("employees_by_due")  // time, employee: the due index
	firstPoints     = kv.NewBucket("first_points")      // class, time, employee: people with their first points
)

// employees keep the next due time inside and in an index; planning reads the index and then only who is due.
var employees = kv.Table[Employee]{
	Bucket:  kv.NewBucket("employees"), // employee -> Employee (packed)
	Indexes: []*kv.Bucket{employeesByName, employeesByRole, employeesByDue, firstPoints},
	Key:     func(e *Employee) string { return string(e.ID) },
	Pack:    packEmployee, Unpack: unpackEmployee,
	Rows: employeeRows, Counters: employeeTallies,
}

// packEmployee and unpackEmployee must list the fields in the same order; new fields go to the end.
func packEmployee(e *Employee) []byte {
	p := kv.NewPacker(192)
	p.Text(string(e.ID))
	for _, s := range []string{e.Name, e.Title, e.TitleBy, e.Department, e.Location, string(e.Reports), e.TimeZone, e.Locale, e.LeaderBy} {
		p.Text(s)
	}
	// The times stand together: most of them are zero and take one byte each.
	kv.PackTexts(p, e.Roles)
	for _, at := range []time.Time{e.JoinedAt, e.LeftAt, e.Welcomed, e.FirstPointsAt, e.NextDigest, e.UpdatedAt, e.Prefs.PausedUntil} {
		p.Time(at)
	}
	p.Flags(e.Guest, e.Deactivated, e.Admin, e.Leader, e.Prefs.BoardHidden, e.Prefs.BoardAlias, e.Prefs.PersonaByRule)
	kv.PackTexts(p, e.Prefs.Personas)
	kv.PackTexts(p, e.Prefs.Follow)
	kv.PackTexts(p, e.Prefs.Mute)
	kv.PackTexts(p, e.Prefs.Networks)
	p.Text(string(e.Prefs.Rhythm.Frequency))
	p.Text(e.Prefs.Rhythm.At)
	p.Number(uint64(len(e.Prefs.Rhythm.Quiet)))
	for _, day := range e.Prefs.Rhythm.Quiet {
		p.Number(uint64(day))
	}
	p.Number(uint64(e.Prefs.Picks))
	packAttention(p, &e.Attention)
	return p.Bytes()
}

// unpackEmployee reads what packEmployee wrote.
func unpackEmployee(raw []byte, e *Employee) error {
	u := kv.Unpack(raw)
	e.ID = EmployeeID(u.Text())
	var reports string
	for _, s := range []*string{&e.Name, &e.Title, &e.TitleBy, &e.Department, &e.Location, &reports, &e.TimeZone, &e.Locale, &e.LeaderBy} {
		*s = u.Text()
	}
	e.Reports = EmployeeID(reports)
	e.Roles = kv.UnpackTexts[Role](u)
	for _, at := range []*time.Time{&e.JoinedAt, &e.LeftAt, &e.Welcomed, &e.FirstPointsAt, &e.NextDigest, &e.UpdatedAt, &e.Prefs.PausedUntil} {
		*at = u.Time()
	}
	u.Flags(&e.Guest, &e.Deactivated, &e.Admin, &e.Leader, &e.Prefs.BoardHidden, &e.Prefs.BoardAlias, &e.Prefs.PersonaByRule)
	e.Prefs.Personas = kv.UnpackTexts[PersonaID](u)
	e.Prefs.Follow = kv.UnpackTexts[string](u)
	e.Prefs.Mute = kv.UnpackTexts[string](u)
	e.Prefs.Networks = kv.UnpackTexts[Network](u)
	e.Prefs.Rhythm.Frequency = Frequency(u.Text())
	e.Prefs.Rhythm.At = u.Text()
	if n := u.Length(); n > 0 {
		e.Prefs.Rhythm.Quiet = make([]time.Weekday, n)
		for i := range e.Prefs.Rhythm.Quiet {
			e.Prefs.Rhythm.Quiet[i] = time.Weekday(u.Number())
		}
	}
	e.Prefs.Picks = int(u.Number())
	unpackAttention(u, &e.Attention)
	return u.Err()
}

// adminRole is the row under which Slack's owners and admins are found; it is never granted.
const adminRole = "admin"

// employeeRows are the index rows of a person. Deactivated people hold no role, so no lookup by role can find them.
func employeeRows(e *Employee) []kv.Row {
	id := string(e.ID)
	rows := []kv.Row{employeesByName.Row(kv.Join(fold(e.Name), id), "")}
	if !e.Deactivated {
		for _, role := range e.Roles {
			rows = append(rows, employeesByRole.Row(kv.Join(string(role), id), ""))
		}
		if e.Admin {
			rows = append(rows, employeesByRole.Row(kv.Join(adminRole, id), ""))
		}
	}
	rows = append(rows, dueRows(e)...)
	if class := classOf(e); class != unranked && !e.FirstPointsAt.IsZero() {
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

// employeeTallies count who works here, advocates, and the advocates of each team, by which team boards divide. Guests and
// people who left are kept, and are nobody who could join.
func employeeTallies(e *Employee) (names []string) {
	if worksHere(e) {
		names = append(names, "employees")
	}
	if e.IsAdvocate() {
		names = append(names, "advocates", advocatesOf(e.Team()))
	}
	return names
}

// advocatesOf names the tally of a team's advocates.
func advocatesOf(team string) string { return kv.Join("team", team) }

// saveEmployee writes e. When that changes on which board the person stands, their standings move with them.
func (t *tx) saveEmployee(e *Employee) {
	before, after := unranked, classOf(e)
	e.UpdatedAt = t.now
	if old, found := employees.Get(t.Tx, string(e.ID)); found {
		before = classOf(&old)
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
	t.Put(employees.Bucket, string(e.ID), packEmployee(e))
	t.MoveRows(before, dueRows(e))
}

// employee reads a person or says that there is none.
func (t *tx) employee(id EmployeeID) (Employee, error) {
	e, found := employees.Get(t.Tx, string(id))
	if !found {
		return e, notFound("Vouch does not know this person yet. It reads the people of the workspace every few hours.")
	}
	return e, nil
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

func exportEmployee(_ *tx, e *Employee, _ exportScope) (any, []EmployeeID) {
	return *e, []EmployeeID{e.ID}
}

// eraseFromEmployees takes a person out of the reporting lines of others, and removes them.
func eraseFromEmployees(t *tx, e *erasure) {
	employees.RewriteAll(t.Tx, func(other *Employee) bool { return e.replace(&other.Reports, "") })
	employees.Remove(t.Tx, string(e.id))
}
