// How employees are kept: packed, because planning reads every one of them, with name, role, due and first-points rows.

package store

import "time"

// employees keep the next due time inside and in an index; planning reads the index and then only who is due.
var employees = table[Employee]{
	bucket: employeeBucket,
	key:    func(e *Employee) string { return string(e.ID) },
	pack:   packEmployee, unpack: unpackEmployee,
	rows: employeeRows, counted: employeeTallies,
}

// packEmployee and unpackEmployee must list the fields in the same order; new fields go to the end.
func packEmployee(e *Employee) []byte {
	p := newPacker(192)
	p.text(string(e.ID))
	for _, s := range []string{e.Name, e.Title, e.TitleBy, e.Department, e.Location, string(e.Reports), e.TimeZone, e.Locale, e.LeaderBy} {
		p.text(s)
	}
	// The times stand together: most of them are zero and take one byte each.
	packTexts(p, e.Roles)
	for _, at := range []time.Time{e.JoinedAt, e.LeftAt, e.Welcomed, e.FirstPointsAt, e.NextDigest, e.UpdatedAt, e.Prefs.PausedUntil} {
		p.time(at)
	}
	p.flags(e.Guest, e.Deactivated, e.Admin, e.Leader, e.Prefs.BoardHidden, e.Prefs.BoardAlias, e.Prefs.PersonaByRule)
	packTexts(p, e.Prefs.Personas)
	packTexts(p, e.Prefs.Follow)
	packTexts(p, e.Prefs.Mute)
	packTexts(p, e.Prefs.Networks)
	p.text(string(e.Prefs.Rhythm.Frequency))
	p.text(e.Prefs.Rhythm.At)
	p.number(uint64(len(e.Prefs.Rhythm.Quiet)))
	for _, day := range e.Prefs.Rhythm.Quiet {
		p.number(uint64(day))
	}
	p.number(uint64(e.Prefs.Picks))
	packAttention(p, &e.Attention)
	return p.b
}

// unpackEmployee reads what packEmployee wrote.
func unpackEmployee(raw []byte, e *Employee) error {
	u := &unpacker{s: string(raw)}
	e.ID = EmployeeID(u.text())
	var reports string
	for _, s := range []*string{&e.Name, &e.Title, &e.TitleBy, &e.Department, &e.Location, &reports, &e.TimeZone, &e.Locale, &e.LeaderBy} {
		*s = u.text()
	}
	e.Reports = EmployeeID(reports)
	e.Roles = unpackTexts[Role](u)
	for _, at := range []*time.Time{&e.JoinedAt, &e.LeftAt, &e.Welcomed, &e.FirstPointsAt, &e.NextDigest, &e.UpdatedAt, &e.Prefs.PausedUntil} {
		*at = u.time()
	}
	u.flags(&e.Guest, &e.Deactivated, &e.Admin, &e.Leader, &e.Prefs.BoardHidden, &e.Prefs.BoardAlias, &e.Prefs.PersonaByRule)
	e.Prefs.Personas = unpackTexts[PersonaID](u)
	e.Prefs.Follow = unpackTexts[string](u)
	e.Prefs.Mute = unpackTexts[string](u)
	e.Prefs.Networks = unpackTexts[Network](u)
	e.Prefs.Rhythm.Frequency = Frequency(u.text())
	e.Prefs.Rhythm.At = u.text()
	if n := u.length(); n > 0 {
		e.Prefs.Rhythm.Quiet = make([]time.Weekday, n)
		for i := range e.Prefs.Rhythm.Quiet {
			e.Prefs.Rhythm.Quiet[i] = time.Weekday(u.number())
		}
	}
	e.Prefs.Picks = int(u.number())
	unpackAttention(u, &e.Attention)
	return u.err()
}

// adminRole is the row under which Slack's owners and admins are found; it is never granted.
const adminRole = "admin"

// employeeRows are the index rows of a person. Deactivated people hold no role, so no lookup by role can find them.
func employeeRows(e *Employee) []row {
	id := string(e.ID)
	rows := []row{{employeesByName, join(fold(e.Name), id), ""}}
	if !e.Deactivated {
		for _, role := range e.Roles {
			rows = append(rows, row{employeesByRole, join(string(role), id), ""})
		}
		if e.Admin {
			rows = append(rows, row{employeesByRole, join(adminRole, id), ""})
		}
	}
	if !e.NextDigest.IsZero() {
		rows = append(rows, dueRow(e))
	}
	if class := classOf(e); class != unranked && !e.FirstPointsAt.IsZero() {
		rows = append(rows, row{firstPoints, string(class) + timeKey(e.FirstPointsAt) + id, ""})
	}
	return rows
}

// dueRow is the place of a person in the due index.
func dueRow(e *Employee) row { return row{employeesByDue, timeKey(e.NextDigest) + string(e.ID), ""} }

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
func advocatesOf(team string) string { return join("team", team) }

// saveEmployee writes e. When that changes on which board the person stands, their standings move with them.
func (t *tx) saveEmployee(e *Employee) {
	before, after := unranked, classOf(e)
	e.UpdatedAt = t.now
	if old, found := employees.get(t, string(e.ID)); found {
		before = classOf(&old)
		employees.replace(t, &old, e)
	} else {
		employees.replace(t, nil, e)
	}
	if before != after {
		t.moveStandings(e.ID, before, after)
	}
}

// moveDue is saveEmployee for a stored person of whom only the next due time changes, which no other row depends on.
func (t *tx) moveDue(e *Employee, next time.Time) {
	if !e.NextDigest.IsZero() {
		t.removeRow(dueRow(e))
	}
	e.NextDigest, e.UpdatedAt = next, t.now
	t.put(employeeBucket, string(e.ID), packEmployee(e))
	if !next.IsZero() {
		t.addRow(dueRow(e))
	}
}

// employee reads a person or says that there is none.
func (t *tx) employee(id EmployeeID) (Employee, error) {
	e, found := employees.get(t, string(id))
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
