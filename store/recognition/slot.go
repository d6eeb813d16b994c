// Slots: a talk, a byline or the like, which people claim and a program manager gives to one of them.

package recognition

import (
	"slices"
	"time"

	"vouch/store/calendar"
	"vouch/store/problem"
	"vouch/store/term"
	"vouch/store/text"
)

// Slot is one of them.
type Slot struct {
	ID        string             `json:"id"`
	Title     string             `json:"title"`
	Words     string             `json:"words,omitempty"` // what it is about, and what it asks for
	On        calendar.LocalDate `json:"on"`              // in the program's zone
	By        term.EmployeeID    `json:"by"`
	OfferedAt time.Time          `json:"offered_at"`
	Claims    []term.EmployeeID  `json:"claims,omitempty"` // the first who claimed it first
	Given     term.EmployeeID    `json:"given,omitempty"`
	Ended     bool               `json:"ended,omitempty"` // its day went by, or nobody was chosen
	Asset     term.AssetID       `json:"asset,omitempty"` // what came of it
}

// MaxSlotTitle and MaxSlotWords are the longest texts of a slot, in characters.
const (
	MaxSlotTitle = 150
	MaxSlotWords = 500
)

// IsOpen tells whether a slot can still be claimed and given; its day is the program's to look at.
func (s *Slot) IsOpen() bool { return s.Given == "" && !s.Ended }

// Has tells whether somebody claims a slot.
func (s *Slot) Has(id term.EmployeeID) bool { return slices.Contains(s.Claims, id) }

// Claim puts somebody at the end of the claims, or with on false takes them out.
func (s *Slot) Claim(id term.EmployeeID, on bool) {
	s.Claims = slices.DeleteFunc(slices.Clone(s.Claims), func(other term.EmployeeID) bool { return other == id })
	if on {
		s.Claims = append(s.Claims, id)
	}
}

// CheckSlot cleans what a manager offers and says what is wrong, at the fields title, words and on.
func CheckSlot(s *Slot, today calendar.LocalDate, wrong *problem.Fields) {
	s.Title, s.Words = text.Line(s.Title), text.Lines(s.Words)
	if s.Title == "" {
		wrong.Set("title", "Say what it is, such as a talk at a meetup.")
	}
	wrong.Short("title", s.Title, MaxSlotTitle)
	wrong.Short("words", s.Words, MaxSlotWords)
	if !calendar.IsDate(s.On) || s.On < today {
		wrong.Set("on", "Choose today or a later day.")
	}
}
