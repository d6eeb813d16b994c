// Tests of the alarm on silent leaders: when, once, to whom, and without a name.

package store_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

func TestPlanLeaderAlarm_OncePerSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // Saturday, 1 January 2000, 00:00 UTC
		db := storetest.MustOpen(t)
		storetest.MustCompany(t, db)
		storetest.MustManager(t, db, "UM", "Max")
		storetest.MustAdvocate(t, db, "UL", "Lena")
		asset := storetest.MustAsset(t, db, nil)
		alarms := func(day string) (texts []string) {
			t.Helper()
			time.Sleep(time.Until(must(time.Parse("2006-01-02 15:04", day+" 09:00"))))
			for range 2 {
				must(db.PlanLeaderAlarm(time.Now()))
			}
			for key, m := range storetest.MustDeliver(t, db) {
				if strings.HasPrefix(key, "leaders/") {
					texts = append(texts, string(m.To)+": "+m.Text)
				}
			}
			return texts
		}
		if got := alarms("2000-01-31"); got != nil {
			t.Errorf("without leaders: %q", got)
		}
		must(db.ImportPeople([]store.PersonImport{{ID: "UL", Leader: new(true)}}, "UM"))
		storetest.MustShare(t, db, "UL", asset.ID) // on 31 January
		if got := alarms("2000-02-14"); got != nil {
			t.Errorf("after two weeks: %q", got)
		}
		got := alarms("2000-02-15")
		if len(got) != 1 || !strings.HasPrefix(got[0], "UM: No leader has posted for 15 days.") ||
			strings.Contains(got[0], "Lena") {
			t.Errorf("after 15 days: %q", got)
		}
		storetest.MustRole(t, db, "US", "Sam", store.Sponsor)
		if got := alarms("2000-02-16"); len(got) != 1 || !strings.HasPrefix(got[0], "US: ") {
			t.Errorf("the sponsor who was named then: %q", got)
		}
		if got := alarms("2000-02-17"); got != nil {
			t.Errorf("again: %q", got)
		}
	})
}

// A leader who leaves the program or the company is on no board and named nowhere, hears of no campaign and keeps
// nobody from hearing that the leaders are silent; with the sponsor gone, the managers hear it.
func TestLeader_WhoLeaves(t *testing.T) {
	for how, leave := range map[string]func(db *store.DB, id store.EmployeeID) error{
		"the program": func(db *store.DB, id store.EmployeeID) error { return failed(db.Leave(id)) },
		"the company": func(db *store.DB, id store.EmployeeID) error {
			return failed(db.SyncPeople([]store.SlackUser{{ID: id, Name: "Lena", Deactivated: true}}, false))
		},
		"no trace": func(db *store.DB, id store.EmployeeID) error { return failed(db.EraseEmployee(id, id)) },
	} {
		t.Run(how, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // Saturday, 1 January 2000, 00:00 UTC
				db := storetest.MustOpen(t)
				storetest.MustCompany(t, db)
				storetest.MustManager(t, db, "UM", "Max")
				storetest.MustRole(t, db, "US", "Sam", store.Sponsor)
				storetest.MustAdvocate(t, db, "UR", "Rae")
				var rows []store.PersonImport
				for _, id := range []store.EmployeeID{"UL", "UK", "UJ", "UI"} {
					storetest.MustAdvocate(t, db, id, "Leader "+string(id))
					rows = append(rows, store.PersonImport{ID: id, Leader: new(true)})
				}
				must(db.ImportPeople(append(rows, store.PersonImport{ID: "UR", Manager: "UL"}), "UM"))
				storetest.MustFooting(t, db)
				item := storetest.MustAsset(t, db, func(a *store.Asset) { a.Campaign = "Spring hiring" })
				for _, row := range rows {
					storetest.MustShare(t, db, row.ID, item.ID)
				}
				must(db.SaveCampaign("UM", spring()))
				time.Sleep(20 * day)
				late := storetest.MustShare(t, db, "UL", storetest.MustAsset(t, db, nil).ID)
				// She alone posted lately, so nobody is told that leaders are silent; then she leaves.
				time.Sleep(time.Until(at("2000-01-24T09:00:00Z")))
				if n := must(db.PlanLeaderAlarm(time.Now())); n != 0 {
					t.Errorf("%d hear of silent leaders while one posts", n)
				}
				if err := leave(db, "UL"); err != nil {
					t.Fatal(err)
				}
				board := must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.AllTime, Leaders: true}))
				if len(board.Rows) != 3 || strings.Contains(strings.Join(standingsOf(board.Rows), " "), "UL") {
					t.Errorf("the board of leaders is %v", standingsOf(board.Rows))
				}
				err := db.View(func(q *store.Query) error {
					for asset, others := range map[store.AssetID]int{item.ID: 1, late.Asset: 1} {
						leaders, n := q.WhoShared(asset, "UL")
						if slices.Contains(leaders, "UL") || n != others {
							t.Errorf("%s is shared by %v and %d others", asset, leaders, n)
						}
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				if err := leave(db, "US"); err != nil {
					t.Fatal(err)
				}
				to := map[string]store.EmployeeID{"the program": "US", "the company": "UM", "no trace": "UM"}[how]
				storetest.MustDeliver(t, db)
				for _, when := range []string{"2000-01-25T09:00:00Z", "2000-01-26T09:00:00Z"} {
					time.Sleep(time.Until(at(when)))
					must(db.PlanLeaderAlarm(time.Now()))
				}
				alarms := []store.EmployeeID{}
				for key, m := range storetest.MustDeliver(t, db) {
					if strings.HasPrefix(key, "leaders/") {
						alarms = append(alarms, m.To)
					}
				}
				if !slices.Equal(alarms, []store.EmployeeID{to}) {
					t.Errorf("%v hear that the others are silent, want %s", alarms, to)
				}
				time.Sleep(time.Second)
				must(db.TickCampaigns(time.Now()))
				for _, ref := range campaignMessages(t, db) {
					if strings.Contains(ref, "UL") {
						t.Errorf("she hears of a campaign: %s", ref)
					}
				}
			})
		})
	}
}
