// The table of campaigns, and what is asked of one that is to be saved.

package campaign

import (
	"slices"

	"vouch/store/kv"
	"vouch/store/problem"
	"vouch/store/text"
)

// Table holds campaigns. They are few and read whole.
var Table = kv.Table[Campaign]{
	Bucket: kv.NewBucket("campaigns"), // campaign -> Campaign
	Key:    func(c *Campaign) string { return string(c.ID) },
}

// All lists every campaign, the one that began last first.
func All(t *kv.Tx) (list []Campaign) {
	Table.Each(t, func(c *Campaign) bool { list = append(list, *c); return true })
	slices.SortStableFunc(list, Newest)
	return list
}

// CheckName refuses the name of another campaign that has not ended.
func (c *Campaign) CheckName(t *kv.Tx, wrong *problem.Fields) {
	Table.Each(t, func(other *Campaign) bool {
		if other.ID != c.ID && other.EndedAt.IsZero() && other.Has(c.Name) {
			wrong.Set("name", "Another campaign has this name.")
		}
		return true
	})
}

// Change takes over what a form sets of a campaign, and says what may not change any more.
func (c *Campaign) Change(form *Campaign, wrong *problem.Fields) {
	if !c.StartedAt.IsZero() && form.From != c.From {
		wrong.Set("from", "It has begun already.")
	}
	c.Name, c.Why, c.Target, c.Goal = form.Name, form.Why, form.Target, form.Goal
	c.From, c.To, c.Channel = form.From, form.To, form.Channel
}

// Learn keeps what a campaign that ended taught, or says what is wrong at the field lessons.
func (c *Campaign) Learn(lessons string) error {
	var wrong problem.Fields
	if lessons = text.Lines(lessons); lessons == "" || text.Longer(lessons, MaxLessons) {
		wrong.Set("lessons", "Write what you would do again and what not, in 1 to 2000 characters.")
		return wrong.Err()
	}
	c.Lessons = lessons
	return nil
}
