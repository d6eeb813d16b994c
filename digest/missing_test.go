// Jobs that nobody referred for: which ones, and who is asked about them on which day.

package digest

import (
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

func TestPlanner_AskFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustEmployee(t, db, "U1", "Ada Lovelace")
		quiet := storetest.MustJob(t, db, "Baker", "Kitchen", "Lyon")
		asked := storetest.MustJob(t, db, "Driver", "Logistics", "Lyon")
		p := &Planner{DB: db}
		find := func(department string, date store.LocalDate) string {
			job, _, err := p.AskFor(&store.Employee{Department: department}, store.DefaultSettings().Rhythm, date, store.Now())
			if err != nil {
				t.Fatal(err)
			}
			return job.Title
		}
		const monday, tuesday = "2000-01-17", "2000-01-18"
		if got := find("Sales", monday); got != "" {
			t.Errorf("a new job is asked about: %s", got)
		}
		storetest.MustCompany(t, db)
		time.Sleep(10 * 24 * time.Hour)
		s := storetest.ASubmission("U1", "Jane Doe", "jane@x.example")
		s.Job = asked.ID
		if _, err := db.SubmitReferral(s); err != nil {
			t.Fatal(err)
		}
		time.Sleep(5 * 24 * time.Hour)
		for department, want := range map[string]string{"": "Baker", "Sales": "Baker", "kitchen": ""} {
			if got := find(department, monday); got != want {
				t.Errorf("%q is asked about %q, want %q", department, got, want)
			}
		}
		if got := find("Sales", tuesday); got != "" {
			t.Errorf("asked on another day of the week: %s", got)
		}
		time.Sleep(10 * 24 * time.Hour)
		if got := find("kitchen", monday); got != "Driver" {
			t.Errorf("when nobody was referred for long it is %q", got)
		}
		c, err := p.Coverage(store.Now())
		if err != nil || len(c.Unreferred) != 2 || c.Unreferred[0].ID != quiet.ID {
			t.Errorf("the card has %d jobs, %v", len(c.Unreferred), err)
		}
		storetest.MustSettings(t, db, func(s *store.Settings) { s.MissingDays = 0 })
		time.Sleep(time.Hour)
		if got := find("Sales", monday); got != "" {
			t.Errorf("switched off: %s", got)
		}
	})
}
