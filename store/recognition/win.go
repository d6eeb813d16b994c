// Wins: what somebody did that colleagues may hear of, and who thanked them for it.

package recognition

import (
	"slices"
	"time"

	"vouch/store/term"
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
