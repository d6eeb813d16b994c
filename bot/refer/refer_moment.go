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

// momentOf is the card of a step, with what its referrer earned by it; false when the step is none to be glad of.
func momentOf(q *store.Query, r store.Referral, step store.StageChange) (picture.Moment, int, bool) {
	m, glad := moments[step.Stage]
	if !glad || step.Correction {
		return m, 0, false
	}
	points := surface.PointsFor(q, r.Referrer, func(e store.Entry) bool {
		return strings.HasPrefix(e.Cause, "referral/"+string(r.ID)+"/") && e.At.Equal(step.At)
	})
	return surface.Earned(points, m), points, true
}

// celebrated puts a moment into the news of a step.
func celebrated(c block.Content, m picture.Moment, points int) block.Content {
	if points > 0 {
		said := " You earned " + block.Count(points, "point", "points") + "."
		c.Text += said
		c.Blocks[0] = block.Section(c.Text)
	}
	return surface.WithMoment(c, m)
}
