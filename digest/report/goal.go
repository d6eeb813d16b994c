// Goals: how far the program got on the way to what it wants to reach.

package report

import (
	"fmt"
	"time"

	"vouch/store"
	"vouch/store/calendar"
)

// Progress is how far a goal is reached.
type Progress struct {
	Done   int
	Target int       // at least 1
	Of     string    // what is counted: "hires"
	Last   time.Time // its last day, midnight in UTC
}

// Running are the goals whose time has come and not ended, with what is reached now. There are none where the figures
// of a report are withheld. It reads as much as a report does.
func Running(q *store.Query) (list []Progress) {
	settings := q.Settings()
	if len(settings.Goals) == 0 {
		return nil
	}
	now := store.Now()
	p, err := ParsePeriod("", now, store.Location(settings.TimeZone, ""))
	if err != nil {
		return nil // the period of nobody's choice is always right
	}
	c := newComputer(read(q, p))
	if len(c.membersAt(now)) < settings.BoardMinGroup {
		return nil
	}
	for _, words := range settings.Goals {
		if goal, err := c.progress(words); err == nil && !goal.Last.Before(calendar.DateIn(now, c.zone)) {
			list = append(list, goal)
		}
	}
	return list
}

// progress computes a goal in words. Its errors are those of ParsePeriod.
func (c *computer) progress(words string) (goal Progress, err error) {
	g, ok := store.ParseGoal(words)
	if !ok {
		return goal, errUnknown
	}
	last, _ := time.Parse(time.DateOnly, string(g.To)) // ParseGoal looked at it
	goal = Progress{Target: g.Target, Of: g.Of, Last: last}
	p, err := ParsePeriod(string(g.From)+".."+string(g.To), c.Now, c.zone)
	if err != nil {
		return goal, err
	}
	r := Report{Sections: c.sections(p, nil)}
	goal.Done = int(r.Find(g.Of).Value)
	return goal, nil
}

// goals are the measures of all goals, whatever the period of the report is.
func (c *computer) goals() (list []Measure) {
	for i, words := range c.Settings.Goals {
		goal, err := c.progress(words)
		if goal.Target == 0 {
			continue
		}
		name := fmt.Sprintf("%d %s by %s", goal.Target, goal.Of, goal.Last.Format("2 January 2006"))
		m := count(fmt.Sprintf("goal_%d", i+1), name, goal.Done, goal.Of+" from the first day until now")
		if err != nil {
			m.Missing = err.Error()
		} else {
			m.Numbers = fmt.Sprintf("%d of %d, %s %%", goal.Done, goal.Target,
				decimal(100*float64(goal.Done)/float64(goal.Target)))
		}
		list = append(list, m)
	}
	return list
}
