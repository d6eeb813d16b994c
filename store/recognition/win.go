// Wins and slots: what somebody did that colleagues may hear of, talks and bylines that one of many gets, and how both
// lie in the file.

package recognition

import (
	"slices"
	"time"

	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/problem"
	"vouch/store/term"
	"vouch/store/text"
)

// WinKind is what somebody did.
type WinKind string

// The kinds of wins, those that matter most first; Win.Of says which one.
const (
	HireWin   WinKind = "hire"   // the referral
	DealWin   WinKind = "deal"   // the referral
	StoryWin  WinKind = "story"  // the story
	LevelWin  WinKind = "level"  // the number of the level
	StreakWin WinKind = "streak" // weeks/last week, see calendar.WeekOf
	FirstWin  WinKind = "first"  // the share
)

var winOrder = []WinKind{HireWin, DealWin, StoryWin, LevelWin, StreakWin, FirstWin}

// WinState is what its person said about a channel hearing of a win.
type WinState string

// The states of a win.
const (
	WinPrivate  WinState = ""         // nobody is asked
	WinAsked    WinState = "asked"    // the question is on its way, or waits for an answer
	WinTold     WinState = "told"     // yes
	WinDeclined WinState = "declined" // no, or taken back
	WinOver     WinState = "over"     // it is not true any more
)

// Win is one thing that somebody did.
type Win struct {
	ID       string          `json:"id"`
	Employee term.EmployeeID `json:"employee"`
	Kind     WinKind         `json:"kind"`
	Of       string          `json:"of"`
	At       time.Time       `json:"at"`
	State    WinState        `json:"state,omitempty"`
	Posts    int             `json:"posts,omitempty"` // how often a channel was told
	Thanks   Thankers        `json:"thanks,omitempty"`
}

// Thankers are who thanked, in order. The place of one never changes, because messages name it: kv.Rename sorts lists
// of ids, but none of a type of its own.
type Thankers []term.EmployeeID

// IsForChannel tells whether a channel may be told of such a win.
func (k WinKind) IsForChannel() bool { return k != LevelWin && k != FirstWin }

// Sort brings wins that matter most to the front, and among those the newest.
func Sort(wins []Win) {
	slices.SortStableFunc(wins, func(a, b Win) int {
		if d := slices.Index(winOrder, a.Kind) - slices.Index(winOrder, b.Kind); d != 0 {
			return d
		}
		return b.At.Compare(a.At)
	})
}

// ThanksShown is how many wins a card asks to thank for.
const ThanksShown = 3

// ForCard chooses what a card shows to one reader: the wins of their own team first, then others. turn spreads these
// among the readers, so that not everybody thanks the same three people. Both lists are sorted.
func ForCard(reader term.EmployeeID, team, others []Win, turn int) (chosen []Win) {
	add := func(w Win) {
		seen := func(c Win) bool { return c.ID == w.ID || c.Employee == w.Employee }
		if len(chosen) < ThanksShown && w.Employee != reader && !slices.Contains(w.Thanks, reader) &&
			!slices.ContainsFunc(chosen, seen) {
			chosen = append(chosen, w)
		}
	}
	for _, w := range team {
		add(w)
	}
	for i := 0; i < len(others) && len(chosen) < ThanksShown; i++ {
		add(others[(turn*ThanksShown+i)%len(others)])
	}
	return chosen
}

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

// The indexes of the tables.
var (
	SlotsOpen    = kv.NewBucket("slots_open")     // day, slot: those that can be claimed
	SlotsGiven   = kv.NewBucket("slots_given")    // employee, slot
	WinsByPerson = kv.NewBucket("wins_by_person") // employee, win
)

// Slots holds slots. They are few.
var Slots = kv.Table[Slot]{
	Bucket:  kv.NewBucket("slots"), // slot -> Slot
	Indexes: []*kv.Bucket{SlotsOpen, SlotsGiven},
	Key:     func(s *Slot) string { return s.ID },
	Rows: func(s *Slot) []kv.Row {
		switch {
		case s.Given != "":
			return []kv.Row{SlotsGiven.Row(kv.Join(string(s.Given), s.ID), "")}
		case s.Ended:
			return nil
		}
		return []kv.Row{SlotsOpen.Row(kv.Join(string(s.On), s.ID), "")}
	},
}

// Wins holds wins, which have ids in the order of their times.
var Wins = kv.Table[Win]{
	Bucket:  kv.NewBucket("wins"), // win -> Win
	Indexes: []*kv.Bucket{WinsByPerson},
	Key:     func(w *Win) string { return w.ID },
	Rows:    func(w *Win) []kv.Row { return []kv.Row{WinsByPerson.Row(kv.Join(string(w.Employee), w.ID), "")} },
}

// OpenSlots are the slots of a day or later that can be claimed, the next day first.
func OpenSlots(t *kv.Tx, from calendar.LocalDate) (list []Slot) {
	t.Scan(SlotsOpen, "", string(from), func(key string, _ []byte) bool {
		list = append(list, Slots.Must(t, kv.Split(key, 2)[1]))
		return true
	})
	return list
}

// SlotsOver are the slots whose day is before a day and that nobody has ended.
func SlotsOver(t *kv.Tx, before calendar.LocalDate) (list []Slot) {
	for _, key := range t.Keys(SlotsOpen, "", 0) {
		if part := kv.Split(key, 2); calendar.LocalDate(part[0]) < before {
			list = append(list, Slots.Must(t, part[1]))
		}
	}
	return list
}

// SlotsOf are the slots that somebody was given and of which nothing is linked yet, the newest first.
func SlotsOf(t *kv.Tx, id term.EmployeeID) []Slot {
	return slices.DeleteFunc(Slots.UnderBack(t, SlotsGiven, string(id), "", 0),
		func(s Slot) bool { return s.Asset != "" })
}

// EraseSlots takes a person out of the claims, and makes them anonymous where they offered or had a slot.
func EraseSlots(t *kv.Tx, id, ghost term.EmployeeID) {
	Slots.RewriteAll(t, func(s *Slot) bool {
		claimed := s.Has(id)
		s.Claim(id, false)
		given := s.Given.Replace(id, ghost)
		return s.By.Replace(id, ghost) || given || claimed
	})
}
