// Settings: the program's choices, one value, changed as a whole and audited.

package store

import "time"

// Settings are the program's choices. Zero fields never occur in a stored value: DefaultSettings fills them.
type Settings struct {
	Company   string      `json:"company"`
	TimeZone  string      `json:"tz"`         // IANA; spans of boards and working days are counted here
	Rhythm    Rhythm      `json:"rhythm"`     // default daily at 09:30
	Picks     int         `json:"picks"`      // per digest, 1-5, default 3
	SpreadMin int         `json:"spread"`     // minutes over which one due time is spread, default 10
	GraceMin  int         `json:"grace"`      // a digest later than this is missed, default 180
	WorkUntil string      `json:"work_until"` // nothing is sent after this local time, default "18:00"
	Holidays  []LocalDate `json:"holidays,omitempty"`

	Disclosure map[Network]string `json:"disclosure,omitempty"` // "" key: default text

	Points PointRules `json:"points"`

	BoardOn       bool `json:"board_on"`        // off until a program manager turns it on
	BoardMinGroup int  `json:"board_min_group"` // default 3

	Routes       []Route `json:"routes,omitempty"`
	OwnedDays    int     `json:"owned_days"`    // ownership window, default 180
	AnswerDays   int     `json:"answer_days"`   // working days until an owner is nudged, default 3
	EscalateDays int     `json:"escalate_days"` // working days until managers are told, default 5

	LeaderTitles []string `json:"leader_titles"` // words of titles that make a leader
	Topics       []string `json:"topics,omitempty"`
	WelcomeAll   bool     `json:"welcome_all"` // send the welcome DM to everybody at first sync; default false: on first contact
	Version      int      `json:"version"`
}

// Route sends referrals to an owner. The first route whose non-empty fields all match wins.
type Route struct {
	Kind       ReferralKind `json:"kind"`
	Department string       `json:"department,omitempty"` // of the job
	Location   string       `json:"location,omitempty"`   // of the job
	Contains   string       `json:"contains,omitempty"`   // words in the job's title or the need
	Owner      EmployeeID   `json:"owner"`
}

// BoardSchedule posts a board to a channel again and again. Cron has five fields, read in TimeZone.
type BoardSchedule struct {
	ID        string     `json:"id"`
	Channel   string     `json:"channel"`
	Cron      string     `json:"cron"`
	TimeZone  string     `json:"tz"`
	Span      Span       `json:"span"`
	Teams     bool       `json:"teams,omitempty"`
	CreatedBy EmployeeID `json:"created_by"`
	NextAt    time.Time  `json:"next_at"`
}

// BoardPost is one board to be posted: what the courier renders. The numbers are frozen when Closed.
type BoardPost struct {
	ID        string     `json:"id"`
	Channel   string     `json:"channel"`
	Query     BoardQuery `json:"query"`
	By        EmployeeID `json:"by"`
	CreatedAt time.Time  `json:"created_at"`
}
