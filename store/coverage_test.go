// Coverage: what was shown and answered, who is asked, and the weekly card that comes once.

package store_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

func TestExposures(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	storetest.MustAdvocate(t, db, "U2", "Ben")
	seen, saved, shared, unseen := storetest.MustAsset(t, db, nil), storetest.MustAsset(t, db, nil),
		storetest.MustAsset(t, db, nil), storetest.MustAsset(t, db, nil)
	gone := storetest.MustAsset(t, db, nil)
	for _, id := range []store.EmployeeID{"U1", "U2"} {
		plan := store.DigestPlan{Employee: id, Date: "2026-03-02", OnRequest: true,
			Picks: []store.Pick{pick(seen), pick(saved), pick(gone)}}
		must(db.RecordDigests([]store.DigestPlan{plan}))
	}
	must(db.SaveFeedback("U1", saved.ID, store.Saved, "", ""))
	must(db.SaveFeedback("U1", saved.ID, store.Liked, "", ""))
	must(db.SaveFeedback("U2", saved.ID, store.NotForMe, store.ReasonTopic, ""))
	storetest.MustShare(t, db, "U1", shared.ID)
	must(db.WithdrawAsset(store.Operator, gone.ID, "old"))
	got := must(storetest.Ask(db, (*store.Query).Exposures))
	for name, want := range map[store.AssetID]store.Exposure{seen.ID: {Shown: 2}, unseen.ID: {}} {
		if got[name] != want {
			t.Errorf("%s: %+v, want %+v", name, got[name], want)
		}
	}
	if e := got[saved.ID]; e.Shown != 2 || e.Answered != 3 {
		t.Errorf("saved, liked and sent away: %+v", e)
	}
	if e := got[shared.ID]; e.Shown != 1 || e.Answered == 0 {
		t.Errorf("found and shared: %+v", e)
	}
	if _, live := got[gone.ID]; live || len(got) != 4 {
		t.Errorf("%d assets, a withdrawn one among them: %v", len(got), live)
	}
}

func TestSampleReaders(t *testing.T) {
	db := storetest.MustOpen(t)
	if got := must(storetest.Ask1(db, (*store.Query).SampleReaders, 3)); got.Advocates != 0 || len(got.Personas) != 0 {
		t.Errorf("of nobody: %+v", got)
	}
	for i := range 10 {
		storetest.MustAdvocate(t, db, store.EmployeeID(fmt.Sprintf("U%d", i)), "Person")
	}
	must(db.SavePreferences("U9", store.Preferences{Personas: []store.PersonaID{"engineering", "sales"}}))
	must(db.SavePreferences("U8", store.Preferences{Personas: []store.PersonaID{"engineering"},
		PausedUntil: time.Now().Add(time.Hour)}))
	must(db.SavePreferences("U7", store.Preferences{}))
	storetest.MustEmployee(t, db, "UX", "Not joined")
	got := must(storetest.Ask1(db, (*store.Query).SampleReaders, 3))
	sizes := map[store.PersonaID][2]int{}
	for _, g := range got.Personas {
		sizes[g.Persona] = [2]int{g.Count, len(g.Sample)}
		for i, r := range g.Sample {
			if i > 0 && r.Employee.ID <= g.Sample[i-1].Employee.ID || r.Employee.ID == "U8" {
				t.Errorf("%s: the sample holds %s at %d", g.Persona, r.Employee.ID, i)
			}
		}
	}
	if diff := cmp.Diff(map[store.PersonaID][2]int{"": {1, 1}, "engineering": {8, 3}, "sales": {1, 1}},
		sizes); diff != "" || got.Advocates != 9 {
		t.Errorf("%d advocates, -want +got\n%s", got.Advocates, diff)
	}
}

// cards are the people who have a card of the week waiting.
func cards(db *store.DB, week string, ids ...string) (who []string) {
	for _, id := range ids {
		if m, err := storetest.Ask1(db, (*store.Query).Message,
			"coverage/"+week+"/"+id); err == nil && m.Kind == store.MsgCoverage && m.Ref == week {
			who = append(who, string(m.To))
		}
	}
	return who
}

// mustPlanCoverage plans now and returns to how many.
func mustPlanCoverage(t *testing.T, db *store.DB) int {
	t.Helper()
	return must(db.PlanCoverage(time.Now()))
}

func TestPlanCoverage_Once(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // Saturday, 1 January 2000, 00:00 UTC
		db := storetest.MustOpen(t)
		until := func(day, clock string) {
			time.Sleep(time.Until(must(time.Parse("2006-01-02 15:04", day+" "+clock))))
		}
		until("2000-01-03", "09:30")
		if n := mustPlanCoverage(t, db); n != 0 {
			t.Errorf("%d cards before anybody joined", n)
		}
		storetest.MustManager(t, db, "UM", "Max")
		until("2000-01-04", "08:59")
		if n := mustPlanCoverage(t, db); n != 0 {
			t.Errorf("%d cards before nine", n)
		}
		until("2000-01-04", "09:00")
		if n := mustPlanCoverage(t, db); n != 1 || len(cards(db, "2000-W01", "UM")) != 1 {
			t.Errorf("%d cards without a curator", n)
		}
		storetest.MustRole(t, db, "UC", "Cy", store.Curator)
		storetest.MustRole(t, db, "UD", "Di", store.Curator)
		until("2000-01-05", "09:00")
		if n := mustPlanCoverage(t, db); n != 0 {
			t.Errorf("%d cards a second time in a week", n)
		}
		until("2000-01-10", "09:01")
		var both sync.WaitGroup
		for range 4 {
			both.Go(func() { _, _ = db.PlanCoverage(time.Now()) })
		}
		both.Wait()
		if got := strings.Join(cards(db, "2000-W02", "UC", "UD", "UM"), " "); got != "UC UD" {
			t.Errorf("the second week's cards go to %q", got)
		}
		if d := must(storetest.Ask(db, (*store.Query).OutboxDepth)); d.Pending != 3 {
			t.Errorf("%d messages wait", d.Pending)
		}
	})
}

func TestPlanCoverage_LateAndFree(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustRole(t, db, "UC", "Cy", store.Curator)
		settings := must(db.Settings())
		settings.TimeZone, settings.Holidays = "America/New_York", []store.LocalDate{"2000-01-10"}
		if err := db.SaveSettings(store.Operator, settings); err != nil {
			t.Fatal(err)
		}
		for _, moment := range []struct {
			at   string
			want int
			why  string
		}{
			{"2000-01-03 13:59", 0, "it is before nine in New York"},
			{"2000-01-03 17:01", 0, "it is more than three hours late"},
			{"2000-01-04 14:00", 1, "it is nine on the next working day"},
			{"2000-01-10 14:00", 0, "Monday is a holiday"},
			{"2000-01-11 17:00", 1, "Tuesday is the first working day, three hours late at most"},
			{"2000-01-15 14:00", 0, "Saturday is free"},
			{"2000-01-24 14:00", 1, "a week without a card does not matter to the next"},
		} {
			time.Sleep(time.Until(must(time.Parse("2006-01-02 15:04", moment.at))))
			if n := mustPlanCoverage(t, db); n != moment.want {
				t.Errorf("%s: %d cards, but %s", moment.at, n, moment.why)
			}
		}
	})
}

func TestPlanCoverage_AfterRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := t.TempDir() + "/vouch.db"
		db := storetest.MustOpenAt(t, path)
		storetest.MustRole(t, db, "UC", "Cy", store.Curator)
		time.Sleep(2*24*time.Hour + 9*time.Hour)
		if n := mustPlanCoverage(t, db); n != 1 {
			t.Fatalf("%d cards", n)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		db = storetest.MustOpenAt(t, path)
		storetest.MustRole(t, db, "UD", "Di", store.Curator) // who comes later waits for the next week
		if n := mustPlanCoverage(t, db); n != 0 {
			t.Errorf("%d cards again after a restart", n)
		}
	})
}
