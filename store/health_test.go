// Tests of the weekly card on the program's health: once a week, not beside the library's, to managers alone.

package store_test

import (
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

func TestPlanHealth_OnceAWeek(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // Saturday, 1 January 2000, 00:00 UTC
		db := storetest.MustOpen(t)
		storetest.MustManager(t, db, "UM", "Max")
		storetest.MustRole(t, db, "UC", "Cy", store.Curator)
		storetest.MustAdvocate(t, db, "UA", "Ada")
		for _, moment := range []struct {
			at   string
			want int
			why  string
		}{
			{"2000-01-03 09:30", 0, "on Monday the library's card comes"},
			{"2000-01-04 08:59", 0, "it is before nine"},
			{"2000-01-04 09:00", 1, "it is Tuesday at nine"},
			{"2000-01-05 09:00", 0, "this week had its card"},
			{"2000-01-12 09:00", 1, "a manager who starts late still gets it in the week"},
			{"2000-01-15 09:00", 0, "Saturday is free"},
		} {
			time.Sleep(time.Until(must(time.Parse("2006-01-02 15:04", moment.at))))
			if n := must(db.PlanHealth(time.Now())); n != moment.want {
				t.Errorf("%s: %d cards, but %s", moment.at, n, moment.why)
			}
		}
	})
}
