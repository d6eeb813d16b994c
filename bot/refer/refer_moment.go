// The moments of a referral: somebody was hired, or became a customer.

package refer

import (
	"strings"

	"vouch/bot/block"
	"vouch/bot/picture"
	"vouch/bot/surface"
	"vouch/store"
)

// moments are the stages to be glad of.
var moments = map[store.Stage]picture.Moment{
	store.Hired: {Title: "Your referral was hired", Words: "A new colleague, because of you."},
	store.Won:   {Title: "A new customer", Words: "It began with your introduction."},
}

// takesMoments tells whether somebody wants to be told of moments and points.
func takesMoments(q *store.Query, id store.EmployeeID) bool {
	e, found := q.FindEmployee(id)
	return found && e.Takes(store.ByMoment)
}

// momentOf is the card of a step, with what its referrer earned by it; false when the step is none to be glad of.
func momentOf(q *store.Query, r store.Referral, step store.StageChange) (picture.Moment, int, bool) {
	m, glad := moments[step.Stage]
	if !glad || step.Correction || !takesMoments(q, r.Referrer) {
		return m, 0, false
	}
	points := surface.PointsFor(q, r.Referrer, func(e store.Entry) bool {
		return strings.HasPrefix(e.Cause, "referral/"+string(r.ID)+"/") && e.At.Equal(step.At)
	})
	return surface.Earned(points, m), points, true
}

// celebrated puts a moment into the news of a step, and the points at the end of their first line.
func celebrated(c block.Content, m picture.Moment, points int) block.Content {
	if points > 0 {
		line, more, several := strings.Cut(c.Text, "\n")
		if line += " You earned " + block.Count(points, "point", "points") + "."; several {
			line += "\n" + more
		}
		c.Text, c.Blocks[0] = line, block.Section(line)
	}
	return surface.WithMoment(c, m)
}
