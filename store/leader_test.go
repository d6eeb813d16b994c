// Tests of the alarm on silent leaders: when, once, to whom, and without a name.

package store_test

import (
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
