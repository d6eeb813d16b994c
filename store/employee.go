// Employees: people of the workspace, how they joined, what they chose, which roles they hold, and how they are kept.

package store

import (
	"slices"
	"time"

	"vouch/store/kv"
	"vouch/store/text"
)

// Role allows a kind of work. Everybody has none by default.
type Role string

// The roles. A program manager may do everything a curator may.
const (
	Manager    Role = "manager"    // program manager: everything
	Curator    Role = "curator"    // runs the library
	Compliance Role = "compliance" // second approval for regulated topics
	Recruiter  Role = "recruiter"  // owns candidate referrals
	Seller     Role = "seller"     // owns client referrals
)

// Employee is a person of the workspace: never a bot, never Slackbot. Guests and deactivated people are kept
// (their past counts) but receive nothing and may not join.
type Employee struct {
	ID         EmployeeID `json:"id"`
	Name       string     `json:"name"`               // what colleagues see: display name, else real name, else the id
	Title      string     `json:"title,omitempty"`    // job title from the Slack profile or the people import
	TitleBy    string     `json:"title_by,omitempty"` // "import" when the people import gave it, which wins over Slack's
	Department string     `json:"department,omitempty"`
	Location   string     `json:"location,omitempty"`
	Reports    EmployeeID `json:"reports,omitempty"` // the manager this person reports to
	TimeZone   string     `json:"tz,omitempty"`      // IANA name; "" falls back to the program's
	Locale     string     `json:"locale,omitempty"`
	OtherNames []string   `json:"other_names,omitempty"` // real name and plain spellings in Slack that differ from Name
	// Earlier are Slack ids the person had before, see JoinIdentity.
	Earlier []EmployeeID `json:"earlier,omitempty"`

	Guest       bool `json:"guest,omitempty"`
	Deactivated bool `json:"deactivated,omitempty"`
	Admin       bool `json:"admin,omitempty"` // workspace owner or admin in Slack

	Roles    []Role `json:"roles,omitempty"`  // granted in Vouch, sorted
	Leader   bool   `json:"leader,omitempty"` // executive or manager: by title rule, import or hand
	LeaderBy string `json:"leader_by,omitempty"`

	JoinedAt time.Time `json:"joined_at,omitzero"` // zero: not an advocate
	LeftAt   time.Time `json:"left_at,omitzero"`
	Welcomed time.Time `json:"welcomed,omitzero"` // when the welcome DM was enqueued

	Prefs Preferences `json:"prefs"`

	FirstPointsAt time.Time `json:"first_points_at,omitzero"`
	NextDigest    time.Time `json:"next_digest,omitzero"` // mirrors the due index; zero when none is due
	UpdatedAt     time.Time `json:"updated_at"`

	Attention Attention `json:"attention,omitzero"` // how they take what is sent to them; for nobody else
}

// IsAdvocate tells whether e joined, is active and may receive digests.
func (e Employee) IsAdvocate() bool { return !e.JoinedAt.IsZero() && !e.Deactivated && !e.Guest }

// Has tells whether e holds role; a Manager holds Curator too.
func (e Employee) Has(role Role) bool {
	return slices.Contains(e.Roles, role) || (role == Curator && slices.Contains(e.Roles, Manager))
}

// Team is the group a person's points count for on team boards: the department, "" when unknown.
func (e Employee) Team() string { return e.Department }

// Preferences are what an employee chose. The zero value means the program's defaults.
type Preferences struct {
	Personas []PersonaID `json:"personas,omitempty"` // at most two
	// PersonaByRule tells that a rule proposed the persona and the person left it so: it follows the rule from then on.
	PersonaByRule bool `json:"persona_by_rule,omitempty"`

	Follow   []string  `json:"follow,omitempty"`   // topics
	Mute     []string  `json:"mute,omitempty"`     // topics
	Networks []Network `json:"networks,omitempty"` // empty: all
	// Audiences are those who mostly follow the person outside; empty: not said.
	Audiences []Audience `json:"audiences,omitempty"`
	// Languages are those the person reads, as tags such as en; empty: that of their Slack and the program's.
	Languages []string `json:"languages,omitempty"`
	Rhythm    Rhythm   `json:"rhythm"`
	Picks     int      `json:"picks,omitempty"` // 1-5; 0: the program's default

	PausedUntil time.Time `json:"paused_until,omitzero"` // far future: until resumed
	BoardHidden bool      `json:"board_hidden,omitempty"`
	BoardAlias  bool      `json:"board_alias,omitempty"` // shown as "A colleague"
}

// SlackUser is one person as Slack reports them, already reduced to what Vouch keeps.
type SlackUser struct {
	ID                        EmployeeID
	OtherID                   EmployeeID // a second id that Slack says the same person has, "" for none
	Name, Title               string
	OtherNames                []string // by which the person is found, too
	TimeZone, Locale          string
	Guest, Deactivated, Admin bool
}

// SyncResult counts what a people sync changed.
type SyncResult struct{ New, Changed, Deactivated, Unchanged int }

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
	Pack:    packEmployee, Unpack: unpackEmployee,
	Rows: employeeRows, Counters: employeeCounters,
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
	kv.PackTexts(p, e.OtherNames)
	kv.PackTexts(p, e.Earlier)
	kv.PackTexts(p, e.Prefs.Audiences)
	kv.PackTexts(p, e.Prefs.Languages)
	return p.Bytes()
}

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
	e.OtherNames = kv.UnpackTexts[string](u)
	e.Earlier = kv.UnpackTexts[EmployeeID](u)
	e.Prefs.Audiences = kv.UnpackTexts[Audience](u)
	e.Prefs.Languages = kv.UnpackTexts[string](u)
	return u.Err()
}

func (e Employee) isNamed(name string) bool {
	same := func(own string) bool { return text.Fold(own) == text.Fold(name) }
	return same(e.Name) || slices.ContainsFunc(e.OtherNames, same)
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

// employeeCounters count who works here and advocates. Guests and people who left are kept, and are nobody who could
// join.
func employeeCounters(e *Employee) (names []string) {
	if worksHere(e) {
		names = append(names, "employees")
	}
	if e.IsAdvocate() {
		names = append(names, "advocates")
	}
	return names
}

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
