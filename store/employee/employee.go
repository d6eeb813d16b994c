// Package employee knows people of the workspace: what they chose, which roles they hold, how they take what is sent to
// them, and how all of it is kept.
package employee

import (
	"cmp"
	"slices"
	"time"

	"vouch/store/kv"
	"vouch/store/persona"
	"vouch/store/recognition"
	"vouch/store/settings"
	"vouch/store/term"
	"vouch/store/text"
)

// Rhythm is when e's digest comes: what they chose over the program's rhythm, slowed down while they ignore it.
func (e *Employee) Rhythm(program settings.Rhythm) settings.Rhythm {
	r := e.Prefs.Rhythm.OrDefault(program)
	r.Frequency = r.Frequency.Slower(e.Attention.Slowed)
	return r
}

// Role allows a kind of work. Everybody has none by default.
type Role string

// The roles. A program manager may do everything a curator may.
const (
	Manager    Role = "manager"    // program manager: everything
	Curator    Role = "curator"    // runs the library
	Compliance Role = "compliance" // second approval for regulated topics
	Recruiter  Role = "recruiter"  // owns candidate referrals
	Seller     Role = "seller"     // owns client referrals
	Sponsor    Role = "sponsor"    // an executive who answers for the program: hears when leaders are silent
)

// Employee is a person of the workspace: never a bot, never Slackbot. Guests and deactivated people are kept
// (their past counts) but receive nothing and may not join.
type Employee struct {
	ID         term.EmployeeID `json:"id"`
	Name       string          `json:"name"`               // display name, else real name, else the id
	Title      string          `json:"title,omitempty"`    // job title from the Slack profile or the people import
	TitleBy    string          `json:"title_by,omitempty"` // "import" when the people import gave it, which wins over Slack's
	Department string          `json:"department,omitempty"`
	Location   string          `json:"location,omitempty"`
	Reports    term.EmployeeID `json:"reports,omitempty"` // the manager this person reports to
	TimeZone   string          `json:"tz,omitempty"`      // IANA name; "" falls back to the program's
	Locale     string          `json:"locale,omitempty"`
	OtherNames []string        `json:"other_names,omitempty"` // real name and plain spellings in Slack that differ from Name
	// Earlier are Slack ids the person had before, see JoinIdentity.
	Earlier []term.EmployeeID `json:"earlier,omitempty"`

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

	// Level and Badges are what they reached; neither is ever taken away.
	Level  recognition.Level   `json:"level,omitempty"`
	Badges []recognition.Badge `json:"badges,omitempty"`
}

// IsAdvocate tells whether e joined, is active and may receive digests.
func (e Employee) IsAdvocate() bool { return !e.JoinedAt.IsZero() && !e.Deactivated && !e.Guest }

// Has tells whether e holds role; a Manager holds Curator too.
func (e Employee) Has(role Role) bool {
	return slices.Contains(e.Roles, role) || (role == Curator && slices.Contains(e.Roles, Manager))
}

// Takes tells whether a message of recognition suits what e wants in return.
func (e Employee) Takes(m recognition.Message) bool { return e.Prefs.Incentive.Takes(m) }

// MayClaim tells whether slots are for somebody: for ambassadors and mentors, and for who wants such things in return.
func (e Employee) MayClaim() bool {
	return e.IsAdvocate() && e.Takes(recognition.Moment) &&
		(e.Level >= recognition.Ambassador || e.Takes(recognition.Offer))
}

// Team is the group a person's points count for on team boards: the department, "" when unknown.
func (e Employee) Team() string { return e.Department }

// Preferences are what an employee chose. The zero value means the program's defaults.
type Preferences struct {
	Personas []term.PersonaID `json:"personas,omitempty"` // at most two
	// PersonaByRule tells that a rule proposed the persona and the person left it so: it follows the rule from then on.
	PersonaByRule bool `json:"persona_by_rule,omitempty"`

	Follow   []string       `json:"follow,omitempty"`   // topics
	Mute     []string       `json:"mute,omitempty"`     // topics
	Networks []term.Network `json:"networks,omitempty"` // empty: all
	// Audiences are those who mostly follow the person outside; empty: not said.
	Audiences []term.Audience `json:"audiences,omitempty"`
	// Languages are those the person reads, as tags such as en; empty: that of their Slack and the program's.
	Languages []string        `json:"languages,omitempty"`
	Rhythm    settings.Rhythm `json:"rhythm"`
	Picks     int             `json:"picks,omitempty"` // 1-5; 0: the program's default

	PausedUntil time.Time `json:"paused_until,omitzero"` // far future: until resumed
	BoardHidden bool      `json:"board_hidden,omitempty"`
	BoardAlias  bool      `json:"board_alias,omitempty"` // shown as "A colleague"

	Incentive recognition.Incentive `json:"incentive,omitempty"`
	Wins      recognition.Consent   `json:"wins,omitempty"` // to a channel being told of them
}

// SlackUser is one person as Slack reports them, already reduced to what Vouch keeps.
type SlackUser struct {
	ID                        term.EmployeeID
	OtherID                   term.EmployeeID // a second id that Slack says the same person has, "" for none
	Name, Title               string
	OtherNames                []string // by which the person is found, too
	TimeZone, Locale          string
	Guest, Deactivated, Admin bool
}

// SyncResult counts what a people sync changed.
type SyncResult struct{ New, Changed, Deactivated, Unchanged int }

// Pack and Unpack must list the fields in the same order; new fields go to the end.
func Pack(e *Employee) []byte {
	p := kv.NewPacker(192)
	p.Text(string(e.ID))
	for _, s := range []string{e.Name, e.Title, e.TitleBy, e.Department, e.Location, string(e.Reports), e.TimeZone,
		e.Locale, e.LeaderBy} {
		p.Text(s)
	}
	// The times stand together: most of them are zero and take one byte each.
	kv.PackTexts(p, e.Roles)
	for _, at := range []time.Time{e.JoinedAt, e.LeftAt, e.Welcomed, e.FirstPointsAt, e.NextDigest, e.UpdatedAt,
		e.Prefs.PausedUntil} {
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
	PackAttention(p, &e.Attention)
	kv.PackTexts(p, e.OtherNames)
	kv.PackTexts(p, e.Earlier)
	kv.PackTexts(p, e.Prefs.Audiences)
	kv.PackTexts(p, e.Prefs.Languages)
	p.Text(string(e.Prefs.Incentive))
	p.Text(string(e.Prefs.Wins))
	p.Number(uint64(e.Level))
	kv.PackTexts(p, e.Badges)
	return p.Bytes()
}

// Unpack reads what Pack wrote.
func Unpack(raw []byte, e *Employee) error {
	u := kv.Unpack(raw)
	e.ID = term.EmployeeID(u.Text())
	var reports string
	for _, s := range []*string{&e.Name, &e.Title, &e.TitleBy, &e.Department, &e.Location, &reports, &e.TimeZone,
		&e.Locale, &e.LeaderBy} {
		*s = u.Text()
	}
	e.Reports = term.EmployeeID(reports)
	e.Roles = kv.UnpackTexts[Role](u)
	for _, at := range []*time.Time{&e.JoinedAt, &e.LeftAt, &e.Welcomed, &e.FirstPointsAt, &e.NextDigest, &e.UpdatedAt,
		&e.Prefs.PausedUntil} {
		*at = u.Time()
	}
	u.Flags(&e.Guest, &e.Deactivated, &e.Admin, &e.Leader, &e.Prefs.BoardHidden, &e.Prefs.BoardAlias,
		&e.Prefs.PersonaByRule)
	e.Prefs.Personas = kv.UnpackTexts[term.PersonaID](u)
	e.Prefs.Follow = kv.UnpackTexts[string](u)
	e.Prefs.Mute = kv.UnpackTexts[string](u)
	e.Prefs.Networks = kv.UnpackTexts[term.Network](u)
	e.Prefs.Rhythm.Frequency = settings.Frequency(u.Text())
	e.Prefs.Rhythm.At = u.Text()
	if n := u.Length(); n > 0 {
		e.Prefs.Rhythm.Quiet = make([]time.Weekday, n)
		for i := range e.Prefs.Rhythm.Quiet {
			e.Prefs.Rhythm.Quiet[i] = time.Weekday(u.Number())
		}
	}
	e.Prefs.Picks = int(u.Number())
	UnpackAttention(u, &e.Attention)
	e.OtherNames = kv.UnpackTexts[string](u)
	e.Earlier = kv.UnpackTexts[term.EmployeeID](u)
	e.Prefs.Audiences = kv.UnpackTexts[term.Audience](u)
	e.Prefs.Languages = kv.UnpackTexts[string](u)
	e.Prefs.Incentive, e.Prefs.Wins = recognition.Incentive(u.Text()), recognition.Consent(u.Text())
	e.Level, e.Badges = recognition.Level(u.Number()), kv.UnpackTexts[recognition.Badge](u)
	return u.Err()
}

// IsNamed tells whether name is one of the names by which e is found, however it is capitalised.
func (e Employee) IsNamed(name string) bool {
	same := func(own string) bool { return text.Fold(own) == text.Fold(name) }
	return same(e.Name) || slices.ContainsFunc(e.OtherNames, same)
}

// TakeOver makes e who they were under their old id, as far as they decided nothing under the new one.
func (e *Employee) TakeOver(old *Employee) {
	switch {
	case e.JoinedAt.IsZero() && e.LeftAt.IsZero():
		e.JoinedAt, e.LeftAt, e.NextDigest = old.JoinedAt, old.LeftAt, old.NextDigest
		e.Prefs, e.Attention = old.Prefs, old.Attention
	case !e.JoinedAt.IsZero():
		e.JoinedAt = Earliest(e.JoinedAt, old.JoinedAt)
	}
	e.Welcomed, e.FirstPointsAt = Earliest(e.Welcomed, old.Welcomed), Earliest(e.FirstPointsAt, old.FirstPointsAt)
	e.Level, e.Badges = max(e.Level, old.Level), text.Unique(slices.Concat(e.Badges, old.Badges))
	if e.TitleBy == "" && old.TitleBy != "" {
		e.Title, e.TitleBy = old.Title, old.TitleBy
	}
	e.Department, e.Location = cmp.Or(e.Department, old.Department), cmp.Or(e.Location, old.Location)
	for _, boss := range []term.EmployeeID{old.Reports, e.Reports} {
		if boss != e.ID && boss != old.ID {
			e.Reports = cmp.Or(boss, e.Reports)
		}
	}
	if e.Reports == e.ID {
		e.Reports = ""
	}
	if e.LeaderBy != ByImport && old.LeaderBy == ByImport {
		e.Leader, e.LeaderBy = old.Leader, old.LeaderBy
	}
	e.Earlier = text.Unique(slices.Concat(e.Earlier, old.Earlier, []term.EmployeeID{old.ID}))
	e.Earlier = slices.DeleteFunc(e.Earlier, func(id term.EmployeeID) bool { return id == e.ID })
}

// Earliest is the first of two times of which either may be none.
func Earliest(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

// JoinForm is what a person chose when joining.
type JoinForm struct {
	Personas  []term.PersonaID
	Follow    []string // topics
	Rhythm    settings.Rhythm
	Incentive recognition.Incentive
	Policy    int // the version of the policy that the form showed; 0 agrees to the one that holds
}

// Roles lists every role in the order forms show them.
var Roles = []Role{Manager, Curator, Compliance, Recruiter, Seller, Sponsor}

// RoleNames are the plurals of sentences such as "Only curators can do this."
var RoleNames = map[Role]string{
	Manager: "program managers", Curator: "curators", Compliance: "compliance reviewers",
	Recruiter: "recruiters", Seller: "sellers", Sponsor: "sponsors",
}

// ByImport is what Employee.LeaderBy says beside "title"; an import stands above the title.
const ByImport = "import"

// ApplyLeaderRule makes a leader by title, unless a person or an import decided.
func ApplyLeaderRule(e *Employee, settings *settings.Settings) {
	if e.LeaderBy != "" && e.LeaderBy != "title" {
		return
	}
	e.LeaderBy = ""
	if e.Leader = text.HasTitle(e.Title, settings.LeaderTitles); e.Leader {
		e.LeaderBy = "title"
	}
}

// Same compares by what would be written.
func Same(a, b *Employee) bool { return string(Pack(a)) == string(Pack(b)) }

// ApplySlack copies what Slack knows. An imported title stays.
func ApplySlack(e *Employee, user SlackUser, settings *settings.Settings) {
	e.ID = user.ID
	if e.Name = text.Cut(text.Line(user.Name), text.MaxName); e.Name == "" {
		e.Name = string(user.ID)
	}
	e.OtherNames = nil
	for _, name := range user.OtherNames {
		if name = text.Cut(text.Line(name), text.MaxName); name != "" && !e.IsNamed(name) {
			e.OtherNames = append(e.OtherNames, name)
		}
	}
	if e.TitleBy == "" {
		e.Title = text.Cut(text.Line(user.Title), text.MaxShort)
	}
	e.TimeZone = text.Cut(text.Line(user.TimeZone), text.MaxShort)
	e.Locale = text.Cut(text.Line(user.Locale), text.MaxShort)
	e.Guest, e.Deactivated, e.Admin = user.Guest, user.Deactivated, user.Admin
	ApplyLeaderRule(e, settings)
}

// AsMember is what the rules look at of e.
func (e *Employee) AsMember() persona.Member {
	return persona.Member{ID: e.ID, Title: e.Title, Department: e.Department, Location: e.Location,
		Personas: e.Prefs.Personas, ByRule: e.Prefs.PersonaByRule}
}

// Operator is the actor of the command line. The program itself is "".
const Operator term.EmployeeID = "operator"
