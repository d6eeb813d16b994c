// Tests of campaigns: who may, what is refused, who is told when, what counts, and what is left of it.

package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// spring is a campaign of the first days of 2000.
func spring() store.Campaign {
	return store.Campaign{Name: "Spring hiring", Why: "Five teams look for people.", Target: 2, Goal: "posts",
		From: "2000-01-04", To: "2000-01-06", Channel: "C1"}
}

func campaignMessages(t *testing.T, db *store.DB) (refs []string) {
	t.Helper()
	for key, m := range storetest.MustDeliver(t, db) {
		if strings.HasPrefix(key, "campaign/") {
			_, part, _ := strings.Cut(m.Ref, "/")
			refs = append(refs, part+" "+string(m.To)+m.Channel)
		}
	}
	slices.Sort(refs)
	return refs
}

func TestCampaign_FromTheLeadersToTheResult(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // Saturday, 1 January 2000, 00:00 UTC
		db := storetest.MustOpen(t)
		storetest.MustManager(t, db, "UM", "Max")
		storetest.MustAdvocate(t, db, "UA", "Ada")
		storetest.MustCompany(t, db)
		must(db.ImportPeople([]store.PersonImport{{ID: "UA", Leader: new(true)}}, "UM"))
		item := storetest.MustAsset(t, db, func(a *store.Asset) { a.Campaign = "spring  HIRING" })
		other := storetest.MustAsset(t, db, nil)
		storetest.MustFooting(t, db)
		c := must(db.SaveCampaign("UM", spring()))
		at := func(when string) {
			t.Helper()
			time.Sleep(time.Until(must(time.Parse("2006-01-02 15:04", when))))
			for range 2 { // a second tick changes nothing
				if _, err := db.TickCampaigns(time.Now()); err != nil {
					t.Fatal(err)
				}
			}
		}
		want := func(refs ...string) {
			t.Helper()
			if got := campaignMessages(t, db); !slices.Equal(got, refs) {
				t.Errorf("told %q, want %q", got, refs)
			}
		}
		at("2000-01-03 08:59")
		want()
		storetest.MustShare(t, db, "UM", item.ID) // before its first day: does not count
		at("2000-01-03 09:00")
		want("leaders UA")
		at("2000-01-04 09:00")
		want("start C1")
		storetest.MustShare(t, db, "UA", item.ID)
		storetest.MustShare(t, db, "UA", other.ID)
		at("2000-01-06 23:00")
		want()
		at("2000-01-07 00:00")
		want("end C1", "over UM")
		c = must(storetest.Ask1(db, (*store.Query).Campaign, c.ID))
		if r := c.Result; r.Posts != 1 || r.People != 1 || c.EndedAt.IsZero() {
			t.Errorf("the result is %+v", r)
		}
		if _, err := db.SaveCampaign("UM", c); store.KindOf(err) != store.Conflict {
			t.Errorf("a campaign that is over was changed: %v", err)
		}
		for range 2 {
			c = must(db.LearnFromCampaign("UM", c.ID, "Ask leaders a week before."))
		}
		stories := must(storetest.Ask1(db, (*store.Query).StoriesOf, store.EmployeeID("UM")))
		if len(stories) != 1 || !strings.Contains(stories[0].Answers[0].Text, "1 of 2 posts") {
			t.Errorf("%d stories: %+v", len(stories), stories)
		}
	})
}

func TestCampaign_Refused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustManager(t, db, "UM", "Max")
		storetest.MustAdvocate(t, db, "UA", "Ada")
		if _, err := db.SaveCampaign("UA", spring()); store.KindOf(err) != store.Denied {
			t.Errorf("anybody may: %v", err)
		}
		_, err := db.SaveCampaign("UM", spring())
		var wrong *store.Error
		if !errors.As(err, &wrong) || wrong.Fields["name"] !=
			"Campaigns wait for a confirmed policy and 3 live items for Engineering." {
			t.Errorf("before there is anything to share: %v", err)
		}
		storetest.MustFooting(t, db)
		must(db.SaveCampaign("UM", spring()))
		for field, change := range map[string]func(c *store.Campaign){
			"name":     func(c *store.Campaign) { c.Name = " Spring   HIRING" },
			"why":      func(c *store.Campaign) { c.Why = "\u200b" },
			"target":   func(c *store.Campaign) { c.Target = 0 },
			"target ":  func(c *store.Campaign) { c.Target = 1_000_000_000_000 },
			"target  ": func(c *store.Campaign) { c.Target = -1 },
			"goal":     func(c *store.Campaign) { c.Goal = "clicks" },
			"from":     func(c *store.Campaign) { c.From = "2000-02-30" },
			"to":       func(c *store.Campaign) { c.To = "2000-01-03" },
			"channel":  func(c *store.Campaign) { c.Channel = "<!channel>" },
		} {
			c := spring()
			c.Name = "Another"
			change(&c)
			_, err := db.SaveCampaign("UM", c)
			wrong, ok := errors.AsType[*store.Error](err)
			if !ok || wrong.Fields[strings.TrimSpace(field)] == "" || len(wrong.Fields) != 1 {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

// Without items nothing begins, and the managers are told once, whoever made it; with one it begins late.
func TestCampaign_WithoutItems(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustManager(t, db, "UM", "Max")
		storetest.MustFooting(t, db)
		storetest.MustManager(t, db, "UX", "Xu")
		must(db.SaveCampaign("UX", spring()))
		must(db.EraseEmployee(store.Operator, "UX"))
		storetest.MustDeliver(t, db)
		for day := 4; day < 6; day++ {
			time.Sleep(time.Until(must(time.Parse(time.DateTime, fmt.Sprintf("2000-01-%02d 09:00:00", day)))))
			must(db.TickCampaigns(time.Now()))
		}
		if got := campaignMessages(t, db); !slices.Equal(got, []string{"empty UM"}) {
			t.Errorf("told %q", got)
		}
		storetest.MustAsset(t, db, func(a *store.Asset) { a.Campaign = "Spring hiring" })
		time.Sleep(24 * time.Hour)
		must(db.TickCampaigns(time.Now()))
		if got := campaignMessages(t, db); !slices.Equal(got, []string{"start C1"}) {
			t.Errorf("told %q", got)
		}
	})
}

// Its items are withdrawn half way: what was posted counts, it ends on its day, and nobody is asked for items again.
func TestCampaign_ItemsWithdrawnHalfWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustCompany(t, db)
		storetest.MustManager(t, db, "UM", "Max")
		storetest.MustFooting(t, db)
		c := must(db.SaveCampaign("UM", spring()))
		items := []store.Asset{}
		for range 2 {
			items = append(items, storetest.MustAsset(t, db, func(a *store.Asset) { a.Campaign = "Spring hiring" }))
		}
		time.Sleep(time.Until(at("2000-01-04T09:00:00Z")))
		must(db.TickCampaigns(time.Now()))
		storetest.MustShare(t, db, "UM", items[0].ID)
		opened := must(db.OpenShare(kit("UM", items[1].ID)))
		for _, item := range items {
			must(db.WithdrawAsset("UM", item.ID, "It was wrong."))
		}
		if p := must(storetest.Ask1(db, (*store.Query).CampaignProgress, c)); p.Items != 0 || p.Posts != 1 {
			t.Errorf("half way: %+v", p)
		}
		if _, err := db.OpenShare(kit("UM", items[1].ID)); store.KindOf(err) != store.Conflict {
			t.Errorf("a withdrawn item is shared: %v", err)
		}
		if _, _, err := db.DeclareShare("UM", opened.ID); err != nil { // it was posted before
			t.Error(err)
		}
		for _, day := range []string{"2000-01-05T09:00:00Z", "2000-01-07T09:00:00Z"} {
			time.Sleep(time.Until(at(day)))
			must(db.TickCampaigns(time.Now()))
		}
		if got := campaignMessages(t, db); !slices.Equal(got, []string{"end C1", "over UM", "start C1"}) {
			t.Errorf("told %q", got)
		}
		if c = must(storetest.Ask1(db, (*store.Query).Campaign, c.ID)); c.Result.Posts != 2 || c.EndedAt.IsZero() {
			t.Errorf("the result is %+v", c)
		}
	})
}
