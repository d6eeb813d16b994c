// Rhythm: on which local days and at which local time a person gets the digest, safe across clock changes.

package store

import "time"

// Frequency is how often the digest comes.
type Frequency string

// The frequencies and their weekdays: daily Mon-Fri, three Mon/Wed/Fri, twice Tue/Thu, weekly Tue.
const (
	Daily  Frequency = "daily"
	Three  Frequency = "three"
	Twice  Frequency = "twice"
	Weekly Frequency = "weekly"
)

// Rhythm is a person's choice; zero fields mean the program's default.
type Rhythm struct {
	Frequency Frequency      `json:"frequency,omitempty"`
	At        string         `json:"at,omitempty"`    // local "HH:MM"
	Quiet     []time.Weekday `json:"quiet,omitempty"` // never on these days
}

// LocalDate is a calendar day in a person's zone, "2006-01-02".
type LocalDate string
