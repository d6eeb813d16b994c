// The calendar: digests that begin at awkward moments, whatever time zone the machine is in.

package digest

import (
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// awkwardMoments are where programs go wrong that count days and hours by themselves: UTC, each with its reason.
var awkwardMoments = map[string]string{
	"a week has just begun":                "2000-01-10 00:05",
	"a week is about to end":               "2000-01-14 23:55",
	"a leap day":                           "2000-02-29 10:00",
	"before Europe's clocks go forward":    "2000-03-26 00:30",
	"after Europe's clocks went forward":   "2000-03-26 01:30",
	"before Chicago's clocks go forward":   "2000-04-02 07:30",
	"in the hour that Europe has twice":    "2000-10-29 00:30",
	"in that hour the second time":         "2000-10-29 01:30",
	"a year is about to end":               "2000-12-31 23:50",
	"half past nine of a Wednesday in UTC": "2000-03-01 09:30",
}

// machineZones are zones of the machine the program runs on; nothing may depend on them.
var machineZones = []string{"UTC", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu"}

func TestCalendar_DigestsComeInTheMorning(t *testing.T) {
	before := time.Local
	t.Cleanup(func() { time.Local = before })
	for name, moment := range awkwardMoments {
		for _, zone := range machineZones {
			t.Run(name+"/"+zone, func(t *testing.T) {
				begin, err := time.Parse("2006-01-02 15:04", moment)
				if err != nil {
					t.Fatal(err)
				}
				time.Local = store.Location(zone, "")
				synctest.Test(t, func(t *testing.T) { daysFrom(t, begin) })
			})
		}
	}
}

// daysFrom lets people of many zones join at a moment and follows their digests for four days.
func daysFrom(t *testing.T, begin time.Time) {
	sleepUntil(begin)
	db := storetest.MustOpen(t)
	mustPublish(t, db, 20)
	zones := []string{"Europe/Berlin", "America/Chicago", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu"}
	ids, p := mustJoin(t, db, zones...), &Planner{DB: db}
	for end := begin.Add(4 * 24 * time.Hour); time.Now().Before(end); time.Sleep(15 * time.Minute) {
		mustPlan(t, p)
	}
	for i, id := range ids {
		days := map[store.LocalDate]bool{}
		for _, d := range mustDeliveries(t, db, id) {
			at := d.PlannedAt.In(store.Location(zones[i], ""))
			weekend := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
			if clock := at.Format("15:04"); clock < "09:30" || clock > "09:45" || weekend || dateOf(at) != d.Date ||
				days[d.Date] {
				t.Errorf("%s: the digest of %s was planned at %s", zones[i], d.Date, at)
			}
			days[d.Date] = true
		}
		if len(days) < 2 {
			t.Errorf("%s: %d digests in four days", zones[i], len(days))
		}
		if next := mustReader(t, db, id).Due; next.Before(time.Now()) {
			t.Errorf("%s: the next one is due at %s", zones[i], next)
		}
	}
}
