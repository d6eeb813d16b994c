// Package board knows leaderboards: what is asked, what is shown, when one is posted, and the totals that they rank.
package board

import (
	"time"

	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/term"
)

// Schedule posts a board to a channel again and again. Cron has five fields, read in TimeZone.
type Schedule struct {
	ID        string          `json:"id"`
	Channel   string          `json:"channel"`
	Cron      string          `json:"cron"`
	TimeZone  string          `json:"tz"`
	Span      calendar.Span   `json:"span"`
	Teams     bool            `json:"teams,omitempty"`
	Leaders   bool            `json:"leaders,omitempty"` // the leaders' own board; Teams wins
	CreatedBy term.EmployeeID `json:"created_by"`
	NextAt    time.Time       `json:"next_at"`

	Last    Result `json:"last,omitzero"`
	Failing bool   `json:"failing,omitempty"` // since the last post that arrived
	Final   string `json:"final,omitempty"`   // the season whose final board was posted last
}

// Result is what became of a firing; Reason is Slack's code or ours, or says why there was nothing to show.
type Result struct {
	At     time.Time `json:"at"`
	State  Outcome   `json:"state"`
	Reason string    `json:"reason,omitempty"`
}

// Outcome is how a firing ended.
type Outcome string

// The outcomes.
const (
	BoardPosted  Outcome = "posted"
	BoardFailed  Outcome = "failed"
	BoardSkipped Outcome = "skipped"
)

// Post is one board to be posted: what the courier renders. The numbers are frozen when Closed.
type Post struct {
	ID        string          `json:"id"`
	Channel   string          `json:"channel"`
	Query     Query           `json:"query"`
	By        term.EmployeeID `json:"by"`
	Form      bool            `json:"form,omitempty"` // the form that asked for it waits a moment for what becomes of it
	CreatedAt time.Time       `json:"created_at"`
}

// Entry is one line of the ledger. A correction is another entry that reverses it.
type Entry struct {
	ID       string             `json:"id"` // ULID
	Employee term.EmployeeID    `json:"employee"`
	Points   int                `json:"points"`
	Rule     string             `json:"rule"`            // which rule paid: "share_declared", "own_words", ...
	Version  int                `json:"version"`         // version of the rules then in force
	Cause    string             `json:"cause"`           // unique: "share/<id>/declared"; a second entry is not written
	Subject  string             `json:"subject"`         // words for the person: the asset's title, "a candidate referral"
	Actor    term.EmployeeID    `json:"actor,omitempty"` // who caused it, "" the program
	Team     string             `json:"team,omitempty"`  // the person's team at that time
	Reverses string             `json:"reverses,omitempty"`
	Of       string             `json:"of,omitempty"`     // the rule of the entry that this one reverses
	Reason   string             `json:"reason,omitempty"` // why it was reversed
	At       time.Time          `json:"at"`
	Day      calendar.LocalDate `json:"day"` // in the program's zone at that time: which spans it counts for
}

// Query asks for a leaderboard.
type Query struct {
	Span    calendar.Span
	At      time.Time // any time inside the span; zero: now
	Teams   bool
	Leaders bool // the leaders' own board (people only)
	Limit   int  // rows; 0: 10
	Past    bool `json:",omitempty"` // over in the zone of its readers, though the program may still count it
}

// Board is a leaderboard ready to be rendered. People who are hidden are absent, people with an alias have no Employee.
type Board struct {
	Query      Query
	Start, End time.Time // the span, in the program's zone
	Season     string    // its name, of a board of a season
	Closed     bool      // the span is over
	Running    bool      // it is not, and Delta and Before look at the same part of the span before
	Rows       []Row
	Near       []Row // further down: who is next above the reader, the reader, and who is next below
	Improved   *Row  // most improved against the span before, nil when none
	FirstTime  []Row // people with their first points ever in this span, at most 5
	MoreFirst  bool  // there are more of them than FirstTime has
	Active     int   // people with points
	TooSmall   bool  // fewer than the minimum group of 3 active people (or no team of 3): Rows is empty

	Reader term.EmployeeID `json:"-"` // for whom it is, "" nobody in particular
}

// Row is one line of a board. Equal points share a rank; among equals, who got there first is listed first.
type Row struct {
	Rank     int
	Employee term.EmployeeID // "" for a team or an alias
	Name     string
	Points   int
	Score    float64 // teams: points per active advocate
	Active   int     // teams: active advocates
	Delta    int     // change of points against the span before, see Board.Running
	Before   int     // points in the span before: 0 makes Delta say nothing
	First    bool    // people: their first points ever fell into this span
	Mine     bool    // it is the reader's own
}

// Score is a person's own summary.
type Score struct {
	Week, Month, Quarter, All int
	RankMonth                 int // among people of the same class; 0: none
	ActiveMonth               int
}

// A total is what a person has in one span, and when the last entry that made it so was written.
type Total struct {
	Points  int
	Reached time.Time
}

// Pack and UnpackTotal keep a total in a few bytes; there are four for each entry.
func (v Total) Pack() []byte {
	p := kv.NewPacker(16)
	p.Signed(int64(v.Points))
	p.Time(v.Reached)
	return p.Bytes()
}

// UnpackTotal reads what Pack wrote; nothing is zero.
func UnpackTotal(raw []byte) (v Total) {
	if len(raw) == 0 {
		return v
	}
	u := kv.Unpack(raw[1:])
	v.Points = int(u.Signed())
	v.Reached = u.Time()
	if raw[0] != kv.Layout || u.Err() != nil {
		kv.Fail("totals: unknown layout of a value")
	}
	return v
}

// Plus adds an entry. The latest entry wins the time, in whatever order entries come, so a rebuild gives the same.
func (v Total) Plus(e *Entry) Total {
	v.Points += e.Points
	if e.At.After(v.Reached) {
		v.Reached = e.At
	}
	return v
}
