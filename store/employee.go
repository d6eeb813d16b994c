// Employees: people of the workspace, how they joined, what they chose, which roles they hold.

package store

import "time"

// EmployeeID is the Slack user id (U... or W...), opaque.
type EmployeeID string

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
	Email      string     `json:"-"` // never kept: the app does not ask Slack for it; only used to match people imports

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
func (e Employee) IsAdvocate() bool {
	return !e.JoinedAt.IsZero() && !e.Deactivated && !e.Guest
}

// Has tells whether e holds role; a Manager holds Curator too.
func (e Employee) Has(role Role) bool {
	for _, r := range e.Roles {
		if r == role || (r == Manager && role == Curator) {
			return true
		}
	}
	return false
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
	Rhythm   Rhythm    `json:"rhythm"`
	Picks    int       `json:"picks,omitempty"` // 1-5; 0: the program's default

	PausedUntil time.Time `json:"paused_until,omitzero"` // far future: until resumed
	BoardHidden bool      `json:"board_hidden,omitempty"`
	BoardAlias  bool      `json:"board_alias,omitempty"` // shown as "A colleague"
}

// SlackUser is one person as Slack reports them, already reduced to what Vouch keeps.
type SlackUser struct {
	ID                        EmployeeID
	Name, Title               string
	TimeZone, Locale          string
	Guest, Deactivated, Admin bool
}

// SyncResult counts what a people sync changed.
type SyncResult struct{ New, Changed, Deactivated, Unchanged int }
