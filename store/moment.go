// Moments: a first share, weeks in a row and a new level are told once each, in the commit that makes them true.

package store

import (
	"slices"
	"strconv"

	"vouch/store/achievement"
	"vouch/store/calendar"
	"vouch/store/employee"
	"vouch/store/recognition"
	"vouch/store/text"
)

// streaks are the weeks in a row with a share or a referral that are told: one, two and three months, half a year, one.
var streaks = []int{4, 8, 13, 26, 52}

// tellMoments tells an advocate what a share or a referral of theirs has just made true. share is "" for a referral.
func (t *tx) tellMoments(id EmployeeID, share ShareID) {
	e, found := employees.Get(t.Tx, string(id))
	if !found || !e.IsAdvocate() {
		return
	}
	f, weeks := t.facts(&e)
	if f.Shares == 1 && share != "" {
		t.win(id, recognition.FirstWin, string(share), keyOf("moment", string(id), "first"))
	}
	week := calendar.WeekOf(t.now.In(Location(e.TimeZone, t.settings().TimeZone)))
	if n := calendar.Streak(week, weeks); slices.Contains(streaks, n) {
		t.win(id, recognition.StreakWin, keyOf(strconv.Itoa(n), strconv.Itoa(week)),
			keyOf("moment", string(id), "week", strconv.Itoa(week)))
	}
	t.recognise(id)
}

// recognise gives somebody the level and the badges that they have reached. What they had stays.
func (t *tx) recognise(id EmployeeID) {
	e, found := employees.Get(t.Tx, string(id))
	if !found || !e.IsAdvocate() {
		return
	}
	f, _ := t.facts(&e)
	level, badges := max(e.Level, f.Level()), text.Unique(slices.Concat(e.Badges, f.Badges()))
	if level == e.Level && len(badges) == len(e.Badges) {
		return
	}
	rose := level > e.Level
	e.Level, e.Badges = level, badges
	t.saveEmployee(&e)
	// The first level comes with the first share, and is told with it.
	if rose && level > recognition.Advocate {
		t.win(id, recognition.LevelWin, strconv.Itoa(int(level)),
			keyOf("moment", string(id), "level", strconv.Itoa(int(level))))
	}
}

// facts reads what somebody has done, and their local weeks with a share or a referral.
func (t *tx) facts(e *Employee) (f recognition.Facts, weeks map[int]bool) {
	return achievement.Facts(t.Tx, e.ID, Location(e.TimeZone, t.settings().TimeZone))
}

// Streak counts the weeks in a row with a share or a referral of a person that end with a week, see calendar.WeekOf.
func (q *Query) Streak(id EmployeeID, week int) int {
	e := end(q.t.employee(id))
	_, weeks := q.t.facts(&e)
	return calendar.Streak(week, weeks)
}

// MentorFor is somebody whom a newcomer may ask: of their own team if there is one, else by turns.
func (q *Query) MentorFor(e Employee) (mentor EmployeeID, found bool) {
	var others []EmployeeID
	for _, id := range q.t.holders(employee.MentorRole) {
		switch m := employees.Must(q.t.Tx, string(id)); {
		case id == e.ID || !m.Takes(ByThanks):
		case m.Team() == e.Team() && e.Team() != "":
			return id, true
		default:
			others = append(others, id)
		}
	}
	if len(others) == 0 {
		return "", false
	}
	return others[int(e.ID[len(e.ID)-1])%len(others)], true
}

// Ladder is where a person stands, and what the level after it still asks for, nothing at the top.
func (q *Query) Ladder(id EmployeeID) (level LadderLevel, badges []Badge, next []string) {
	e := end(q.t.employee(id))
	f, _ := q.t.facts(&e)
	level, badges = max(e.Level, f.Level()), slices.DeleteFunc(slices.Clone(recognition.AllBadges), func(b Badge) bool {
		return !slices.Contains(e.Badges, b) && !slices.Contains(f.Badges(), b)
	})
	return level, badges, f.Next(level)
}
