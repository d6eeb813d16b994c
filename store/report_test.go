// Tests of reports in the store: when the monthly one goes out, to whom, and that what is asked for goes once.

package store_test

import (
	"errors"
	"testing"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

func TestPlanReports(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "U1", "Mia")
	storetest.MustAdvocate(t, db, "U2", "Ada")
	storetest.MustSettings(t, db, func(s *store.Settings) {
		s.TimeZone, s.Holidays = "Europe/Berlin", []store.LocalDate{"2030-05-01"}
	})
	zone := store.Location("Europe/Berlin", "")
	for _, c := range []struct {
		at, why string
		want    int
	}{
		{"2020-02-03 09:30", "nobody was a member in that January", 0},
		{"2030-02-01 08:59", "before nine", 0},
		{"2030-02-01 09:00", "the first working day", 1},
		{"2030-02-01 09:01", "again", 0},
		{"2030-02-04 09:30", "another day of the month", 0},
		{"2030-05-01 09:30", "a holiday", 0},
		{"2030-05-02 09:30", "the first working day after it", 1},
		{"2030-06-01 09:30", "a Saturday", 0},
		{"2030-06-03 13:00", "later than messages may be", 0},
		{"2030-06-04 09:30", "the next morning then", 1},
		{"2030-08-12 09:30", "too late in the month", 0},
		{"2030-07-01 09:30", "the first working day of another month", 1},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", c.at, zone)
		if err != nil {
			t.Fatal(err)
		}
		if n := must(db.PlanReports(now)); n != c.want {
			t.Errorf("%s (%s): %d reports, want %d", c.at, c.why, n, c.want)
		}
	}
	for _, key := range []string{"report/2030-01/U1", "report/2030-04/U1", "report/2030-05/U1", "report/2030-06/U1"} {
		m, found, err := storetest.Find1(db, (*store.Query).FindMessage, key)
		if err != nil || !found || m.Kind != store.MsgReport || store.IsReportAsked(m) {
			t.Errorf("%s is %+v, %v", key, m, err)
		}
	}
}

func TestAskReport_Once(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	for range 3 {
		if err := db.AskReport("press", "U1", "2030-01"); err != nil {
			t.Fatal(err)
		}
	}
	if depth := must(storetest.Ask(db, (*store.Query).OutboxDepth)); depth.Pending != 1 {
		t.Errorf("one press is %d messages", depth.Pending)
	}
	if err := db.AskReport("press", "UX", "2030-01"); store.KindOf(err) != store.NotFound {
		t.Errorf("a stranger asks: %v", err)
	}
}

func TestSaveSettings_Report(t *testing.T) {
	db := storetest.MustOpen(t)
	for field, change := range map[string]func(*store.Settings){
		"credit_model":          func(s *store.Settings) { s.CreditModel = "newest" },
		"goals":                 func(s *store.Settings) { s.Goals = []string{"5 hires from 2026-12-31 to 2026-01-01"} },
		"credit_days":           func(s *store.Settings) { s.CreditDays = 0 },
		"baseline_cost":         func(s *store.Settings) { s.BaselineCost = "4,500 EUR" },
		"reach_per_post":        func(s *store.Settings) { s.ReachPerPost = -1 },
		"click_prices/linkedin": func(s *store.Settings) { s.ClickPrices = map[store.Network]string{store.LinkedIn: "5.50"} },
		"click_prices/x":        func(s *store.Settings) { s.ClickPrices = map[store.Network]string{store.X: "JPY 1.5"} },
	} {
		s := must(db.Settings())
		change(&s)
		var refused *store.Error
		if err := db.SaveSettings(store.Operator, s); !errors.As(err, &refused) || refused.Fields[field] == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	storetest.MustSettings(t, db, func(s *store.Settings) {
		s.BaselineCost, s.CreditModel = "EUR 4500", "position"
		s.ClickPrices = map[store.Network]string{store.LinkedIn: "EUR 5.50"}
	})
	if s := must(db.Settings()); s.ClickPrices[store.LinkedIn] != "EUR 5.50" || s.BaselineCost != "EUR 4500" {
		t.Errorf("saved %+v", s)
	}
}
