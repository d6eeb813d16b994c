// Points: the append-only ledger with its causes and reversals, and the standings kept beside it.

package store

import "time"

// Entry is one line of the ledger. A correction is another entry that reverses it.
type Entry struct {
	ID       string     `json:"id"` // ULID
	Employee EmployeeID `json:"employee"`
	Points   int        `json:"points"`
	Rule     string     `json:"rule"`            // which rule paid: "share_declared", "own_words", ...
	Version  int        `json:"version"`         // version of the rules then in force
	Cause    string     `json:"cause"`           // unique: "share/<id>/declared"; the second entry of a cause is not written
	Subject  string     `json:"subject"`         // words for the person: the asset's title, "a candidate referral"
	Actor    EmployeeID `json:"actor,omitempty"` // who caused it, "" the program
	Team     string     `json:"team,omitempty"`  // the person's team at that time
	Reverses string     `json:"reverses,omitempty"`
	Reason   string     `json:"reason,omitempty"` // why it was reversed
	At       time.Time  `json:"at"`
	Day      LocalDate  `json:"day"` // in the program's zone at that time: which spans it counts for
}

// PointRules are points per rule; see product rule 6.1.
type PointRules struct {
	Version           int `json:"version"`
	ShareDeclared     int `json:"share_declared"`
	OwnWords          int `json:"own_words"`
	ShareProven       int `json:"share_proven"`
	ContentAccepted   int `json:"content_accepted"` // a suggestion or story went live
	ReferralAccepted  int `json:"referral_accepted"`
	ReferralInterview int `json:"referral_interview"` // interview or meeting
	ReferralHired     int `json:"referral_hired"`     // hire or deal
	PaidSharesPerDay  int `json:"paid_shares_per_day"`
}

// Span is the length of a board.
type Span string

// The spans. A span's instance is named by SpanKey, such as "week/2026-W10".
const (
	Week    Span = "week"
	Month   Span = "month"
	Quarter Span = "quarter"
	AllTime Span = "all"
)

// BoardQuery asks for a leaderboard.
type BoardQuery struct {
	Span    Span
	At      time.Time // any time inside the span; zero: now
	Teams   bool
	Leaders bool // the leaders' own board (people only)
	Limit   int  // rows; 0: 10
}

// Board is a leaderboard ready to be rendered. People who are hidden are absent, people with an alias have no Employee.
type Board struct {
	Query      BoardQuery
	Start, End time.Time // the span, in the program's zone
	Closed     bool      // the span is over
	Rows       []Row
	Improved   *Row  // most improved against the span before, nil when none
	FirstTime  []Row // people with their first points ever in this span, at most 5
	MoreFirst  bool  // there are more of them than FirstTime has
	Active     int   // people with points
	TooSmall   bool  // fewer than the minimum group of 3 active people (or no team of 3): Rows is empty
}

// Row is one line of a board. Equal points share a rank; among equals, who got there first is listed first.
type Row struct {
	Rank     int
	Employee EmployeeID // "" for a team or an alias
	Name     string
	Points   int
	Score    float64 // teams: points per active advocate
	Active   int     // teams: active advocates
	Delta    int     // change of points against the span before
	Before   int     // points in the span before: 0 makes Delta say nothing
	First    bool    // people: their first points ever fell into this span
}

// Score is a person's own summary.
type Score struct {
	Week, Month, Quarter, All int
	RankMonth                 int // among people of the same class; 0: none
	ActiveMonth               int
}
