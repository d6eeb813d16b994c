// Goals: what the program wants to reach until a day, as managers write it.

package settings

import (
	"regexp"
	"strconv"

	"vouch/store/calendar"
)

// Goal is a number of things from one day to another, both included.
type Goal struct {
	Target   int
	Of       string // hires, deals, applicants, interviews, introductions, meetings, shares or members
	From, To calendar.LocalDate
}

const goalExample = "5 hires from 2026-01-01 to 2026-12-31"

var goalWords = regexp.MustCompile(`^([1-9]\d{0,6}) (hires|deals|applicants|interviews|introductions|meetings|shares|` +
	`members) from (\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)$`)

// ParseGoal reads a goal such as "5 hires from 2026-01-01 to 2026-12-31".
func ParseGoal(words string) (g Goal, ok bool) {
	found := goalWords.FindStringSubmatch(words)
	if found == nil {
		return g, false
	}
	target, _ := strconv.Atoi(found[1]) // seven digits at most
	g = Goal{Target: target, Of: found[2], From: calendar.LocalDate(found[3]), To: calendar.LocalDate(found[4])}
	return g, calendar.IsDate(g.From) && calendar.IsDate(g.To) && g.From <= g.To
}
