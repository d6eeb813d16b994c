// The golden files of campaigns.

package campaign

import (
	"testing"

	"vouch/bot/bottest/golden"
	"vouch/store"
)

func TestGolden_Campaigns(t *testing.T) {
	one := store.Campaign{ID: "01SPRING", Name: "Spring hiring " + golden.Hostile,
		Why:    "Five teams look for people: " + golden.Hostile,
		Target: 40, Goal: "posts", From: "2026-03-02", To: "2026-03-27", Channel: "C0SIM00GEN", StartedAt: golden.Now}
	run := running{Campaign: one, reached: store.CampaignProgress{Posts: 12, People: 5, Items: 3},
		next: store.Asset{ID: "01ITEM", Title: "Forecasting heat"}}
	coming := run
	coming.Name, coming.StartedAt, coming.ID = "Launch", golden.Now.AddDate(-1, 0, 0), "01LAUNCH"
	coming.StartedAt = store.Campaign{}.StartedAt
	over := one
	over.ID, over.Name, over.EndedAt = "01OLD", "Winter", golden.Now
	over.Result = store.CampaignProgress{Posts: 44, People: 12}
	learned := over
	learned.Result.Posts, learned.Lessons = 9, "Ask leaders a week before. "+golden.Hostile
	golden.Modal(t, "campaigns-none", listView(list{}))
	golden.Modal(t, "campaigns", listView(list{advocate: true, open: []running{run},
		past: []store.Campaign{over, learned}}))
	golden.Modal(t, "campaigns-manager", listView(list{notice: "Saved.", manager: true, advocate: true,
		open: []running{run, coming}, past: []store.Campaign{over, learned}}))
	golden.Modal(t, "campaign-form-new", formView(store.Campaign{Goal: "posts", Target: 40}))
	golden.Modal(t, "campaign-form", formView(one))
	golden.Modal(t, "campaign-learn", learnView(over))
	for _, part := range []string{partLeaders, partStart, partEmpty, partEnd, partOver} {
		r := run
		if part == partEnd || part == partOver {
			r.Campaign = over
		}
		content := newsContent(part, r)
		golden.Message(t, "campaign-"+part, content)
		golden.AtMost(t, part, content.Blocks, 80, 1)
	}
}
