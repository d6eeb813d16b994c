// Moments: the picture in a message about something to be glad of.

package surface

import (
	"slices"

	"vouch/bot/block"
	"vouch/bot/picture"
	"vouch/store"
)

// WithMoment puts the card of a moment below the first block of a message, which says the same and names who it is
// about: the card names nobody, because a file at Slack outlives what is erased here.
func WithMoment(c block.Content, m picture.Moment) block.Content {
	alt := "A medal"
	alt += block.When(m.Big != "", ", "+m.Big+" "+m.Unit)
	c.Blocks = slices.Insert(slices.Clone(c.Blocks), min(1, len(c.Blocks)), block.DrawingHere(len(c.Drawings)))
	c.Drawings = append(slices.Clone(c.Drawings),
		block.Drawing{Name: "moment.png", Alt: alt + ": " + m.Title + ". " + m.Words, PNG: m.PNG()})
	return c
}

// LiveMoment is the card of something a person sent in that colleagues can read now, with what they earned by it.
func LiveMoment(what string, points int) picture.Moment {
	return Earned(points, picture.Moment{Title: "Your " + what + " is live", Words: "Colleagues can read it now."})
}

// Earned gives a moment points as its number; none where none were earned.
func Earned(points int, m picture.Moment) picture.Moment {
	if points > 0 {
		m.Big, m.Unit = Signed(points), "points"
	}
	return m
}

// recentEntries is how many of a person's last points are looked at for those of a moment: they are among them unless
// more than that were earned before its message was sent.
const recentEntries = 50

// PointsFor are what somebody earned lately by the entries that is tells.
func PointsFor(q *store.Query, who store.EmployeeID, is func(store.Entry) bool) (points int) {
	for _, entry := range q.EntriesOf(who, recentEntries) {
		if is(entry) {
			points += entry.Points
		}
	}
	return points
}
