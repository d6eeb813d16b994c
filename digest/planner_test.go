// Planning on a real store: who gets a digest when, exactly once, and what happens when the program was down.

package digest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"vouch/digest/digesttest"
	"vouch/digest/match"
	"vouch/store"
	"vouch/store/storetest"
)

// mustJoin makes advocates of the engineering persona, one in each zone.
func mustJoin(tb testing.TB, db *store.DB, zones ...string) []store.EmployeeID {
	tb.Helper()
	var users []store.SlackUser
	var ids []store.EmployeeID
	for i, zone := range zones {
		id := store.EmployeeID(fmt.Sprintf("U%04d", i))
		users = append(users, store.SlackUser{ID: id, Name: "Person " + string(id), TimeZone: zone})
		ids = append(ids, id)
	}
	if _, err := db.SyncPeople(users, true); err != nil {
		tb.Fatal(err)
	}
	for _, id := range ids {
		if _, err := db.Join(id, store.JoinForm{Personas: []store.PersonaID{"engineering"}}); err != nil {
			tb.Fatal(err)
		}
	}
	return ids
}

// mustPublish adds count live assets for everyone.
func mustPublish(tb testing.TB, db *store.DB, count int) {
	tb.Helper()
	live, err := db.LiveAssets()
	if err != nil {
		tb.Fatal(err)
	}
	var assets []store.Asset
	for i := range count {
		i += len(live)
		assets = append(assets, store.Asset{Kind: store.AssetKinds[i%6], Title: fmt.Sprintf("Title %d", i),
			URL: fmt.Sprintf("https://example.com/%d", i), Topics: []string{digesttest.Topics[i%len(digesttest.Topics)]}})
	}
	result, err := db.AddAssets("operator", assets, true)
	if err != nil || len(result.Added) != count {
		tb.Fatalf("%d of %d assets were added, %v: %v", len(result.Added), count, result.Skipped, err)
	}
}

func mustPlan(tb testing.TB, p *Planner) PlanReport {
	tb.Helper()
	report, err := p.Plan(context.Background(), time.Now())
	if err != nil {
		tb.Fatal(err)
	}
	return report
}

func mustReader(tb testing.TB, db *store.DB, id store.EmployeeID) store.Reader {
	tb.Helper()
	r, err := storetest.Ask1(db, (*store.Query).ReaderOf, id)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func mustDeliveries(tb testing.TB, db *store.DB, id store.EmployeeID) []store.Delivery {
	tb.Helper()
	list, err := db.DeliveriesOf(id, 100)
	if err != nil {
		tb.Fatal(err)
	}
	return list
}

// sleepUntil moves the bubble's clock.
func sleepUntil(at time.Time) { time.Sleep(time.Until(at)) }

func TestPlanner_Plan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		mustPublish(t, db, 30)
		ids := mustJoin(t, db, "Europe/Berlin", "Europe/Berlin", "America/Los_Angeles")
		p := &Planner{DB: db}
		if got := mustPlan(t, p); got != (PlanReport{}) {
			t.Errorf("before anything is due: %+v", got)
		}
		berlin := mustReader(t, db, ids[0]).Due
		sleepUntil(berlin)
		if got := mustPlan(t, p); got != (PlanReport{Planned: 2}) {
			t.Errorf("in the Berlin morning: %+v", got)
		}
		if got := mustPlan(t, p); got != (PlanReport{}) {
			t.Errorf("a second time: %+v", got)
		}
		d := mustDeliveries(t, db, ids[0])
		if len(d) != 1 || len(d[0].Picks) != 3 || d[0].State != store.Planned || d[0].OnRequest {
			t.Fatalf("got %+v", d)
		}
		m, err := storetest.Ask1(db, (*store.Query).Message, d[0].Key)
		if err != nil || m.NotBefore.Before(berlin) || m.NotBefore.After(berlin.Add(10*time.Minute)) {
			t.Errorf("the message goes at %v, due was %v: %v", m.NotBefore, berlin, err)
		}
		if next := mustReader(t, db, ids[0]).Due; !next.After(berlin) {
			t.Errorf("next due %v", next)
		}
		sleepUntil(mustReader(t, db, ids[2]).Due)
		if got := mustPlan(t, p); got.Planned != 1 {
			t.Errorf("in the Los Angeles morning: %+v", got)
		}
	})
}

func TestPlanner_Fortnight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		start := time.Date(2000, 3, 20, 0, 0, 0, 0, time.UTC) // Berlin's clocks go forward on 26 March
		sleepUntil(start)
		mustPublish(t, db, 60)
		zones := []string{"Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu", ""}
		ids := mustJoin(t, db, zones...)
		p := &Planner{DB: db}
		for time.Since(start) < 14*24*time.Hour {
			mustPlan(t, p)
			time.Sleep(15 * time.Minute)
		}
		for i, id := range ids {
			loc := store.Location(zones[i], "UTC")
			seen, days := map[store.AssetID]bool{}, map[store.LocalDate]bool{}
			for _, d := range mustDeliveries(t, db, id) {
				local := d.PlannedAt.In(loc)
				if local.Format("15:04") < "09:30" || local.Format("15:04") > "09:45" || dateOf(local) != d.Date || days[d.Date] {
					t.Errorf("%s: planned at %v for %s", zones[i], local, d.Date)
				}
				days[d.Date] = true
				for _, pick := range d.Picks {
					if seen[pick.Asset] {
						t.Errorf("%s: %s came twice", zones[i], pick.Asset)
					}
					seen[pick.Asset] = true
				}
			}
			if len(days) < 9 || len(days) > 11 {
				t.Errorf("%s: %d digests in a fortnight", zones[i], len(days))
			}
		}
	})
}

func TestPlanner_Late(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		mustPublish(t, db, 30)
		ids := mustJoin(t, db, "Europe/Berlin")
		p := &Planner{DB: db}
		due := mustReader(t, db, ids[0]).Due
		sleepUntil(due.Add(4 * time.Hour))
		if got := mustPlan(t, p); got != (PlanReport{Missed: 1}) {
			t.Fatalf("four hours late: %+v", got)
		}
		if d := mustDeliveries(t, db, ids[0]); len(d) != 1 || d[0].State != store.Missed || d[0].Note == "" {
			t.Errorf("got %+v", d)
		}
		if got := mustPlan(t, p); got != (PlanReport{}) {
			t.Errorf("again: %+v", got)
		}
		d, err := p.ForToday(t.Context(), ids[0], time.Now())
		if err != nil || len(d.Picks) != 3 {
			t.Errorf("a missed digest on request: %+v, %v", d, err)
		}
	})
}

func TestPlanner_Restart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		mustPublish(t, db, 30)
		ids := mustJoin(t, db, make([]string, 40)...)
		sleepUntil(mustReader(t, db, ids[0]).Due)
		stopped, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := (&Planner{DB: db}).Plan(stopped, time.Now()); !errors.Is(err, context.Canceled) {
			t.Errorf("a stopped plan: %v", err)
		}
		var both sync.WaitGroup // two planners at once, as after a start that overlaps the clock
		total := make([]PlanReport, 2)
		for i := range total {
			both.Go(func() { total[i], _ = (&Planner{DB: db}).Plan(context.Background(), time.Now()) })
		}
		both.Wait()
		if got := total[0].Planned + total[1].Planned; got != len(ids) {
			t.Errorf("%d digests for %d people", got, len(ids))
		}
		for _, id := range ids {
			if d := mustDeliveries(t, db, id); len(d) != 1 {
				t.Errorf("%s has %d digests", id, len(d))
			}
		}
	})
}

func TestPlanner_Empty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		mustPublish(t, db, 4)
		ids := mustJoin(t, db, "")
		p := &Planner{DB: db}
		for day, want := range []PlanReport{{Planned: 1}, {Planned: 1}, {Empty: 1}} {
			sleepUntil(mustReader(t, db, ids[0]).Due)
			if got := mustPlan(t, p); got != want {
				t.Errorf("day %d: %+v, want %+v", day, got, want)
			}
		}
		_, err := p.ForToday(t.Context(), ids[0], time.Now())
		if store.KindOf(err) != store.NotFound {
			t.Errorf("nothing is left: %v", err)
		}
		mustPublish(t, db, 1)
		if d, err := p.ForToday(t.Context(), ids[0], time.Now()); err != nil || len(d.Picks) != 1 {
			t.Errorf("something new came: %+v, %v", d, err)
		}
	})
}

func TestPlanner_ForToday(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		mustPublish(t, db, 30)
		ids := mustJoin(t, db, "Europe/Berlin")
		p := &Planner{DB: db}
		due := mustReader(t, db, ids[0]).Due
		sleepUntil(due.Add(-time.Hour))
		found := make([]store.Delivery, 8)
		var clicks sync.WaitGroup
		for i := range found {
			clicks.Go(func() {
				var err error
				if found[i], err = p.ForToday(context.Background(), ids[0], time.Now()); err != nil {
					t.Error(err)
				}
			})
		}
		clicks.Wait()
		for _, d := range found {
			if d.Key != found[0].Key || len(d.Picks) != 3 || d.Picks[0] != found[0].Picks[0] || !d.OnRequest {
				t.Fatalf("two clicks, two digests: %+v and %+v", found[0], d)
			}
		}
		sleepUntil(due)
		if got := mustPlan(t, p); got.Planned != 0 {
			t.Errorf("the day's digest came a second time: %+v", got)
		}
		if d := mustDeliveries(t, db, ids[0]); len(d) != 1 {
			t.Errorf("%d digests", len(d))
		}
		if _, err := db.SyncPeople([]store.SlackUser{{ID: "U9", Name: "Not joined"}}, false); err != nil {
			t.Fatal(err)
		}
		if _, err := p.ForToday(t.Context(), "U9", time.Now()); store.KindOf(err) != store.Denied {
			t.Errorf("a person who has not joined: %v", err)
		}
		if _, err := p.ForToday(t.Context(), "U404", time.Now()); store.KindOf(err) != store.NotFound {
			t.Errorf("nobody: %v", err)
		}
	})
}

func TestPlanner_Library(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		p := &Planner{DB: db}
		library := func() *match.Library {
			t.Helper()
			lib, err := p.Library(time.Now())
			if err != nil {
				t.Fatal(err)
			}
			return lib
		}
		mustPublish(t, db, 3)
		first := library()
		if library() != first || first.Len() != 3 {
			t.Errorf("made anew without need, or %d assets", first.Len())
		}
		mustPublish(t, db, 1)
		second := library()
		if second == first || second.Len() != 4 {
			t.Error("a new asset was not taken in")
		}
		time.Sleep(time.Hour)
		if library() == second {
			t.Error("the freshness of an hour ago was kept")
		}
		a := store.Asset{Kind: store.Job, Title: "Closing", URL: "https://example.com/job",
			ExpiresAt: time.Now().Add(10 * time.Minute)}
		if _, err := db.AddAsset("operator", a, true); err != nil {
			t.Fatal(err)
		}
		if got := library().Len(); got != 5 {
			t.Errorf("%d assets, want 5", got)
		}
		time.Sleep(10 * time.Minute)
		if got := library().Len(); got != 4 {
			t.Errorf("%d assets after one ran out, want 4", got)
		}
		a = store.Asset{Kind: store.Article, Title: "Held back", URL: "https://example.com/held",
			EmbargoUntil: time.Now().Add(10 * time.Minute)}
		if _, err := db.AddAsset("operator", a, true); err != nil {
			t.Fatal(err)
		}
		if got := library().Len(); got != 4 {
			t.Errorf("%d assets with one under embargo, want 4", got)
		}
		time.Sleep(10 * time.Minute)
		if got := library().Len(); got != 5 {
			t.Errorf("%d assets after the embargo, want 5", got)
		}
	})
}

// TestPlanner_FitFirst lives two weeks in a library that fits one persona for some days only: nobody has two picks from
// beyond their topics in one digest, nor one alone, and those for whom nothing is left have no digest.
func TestPlanner_FitFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		ids := mustJoin(t, db, "Europe/Berlin", "", "Asia/Tokyo")
		settings := storetest.MustSettings(t, db, func(s *store.Settings) { s.SlowAfter, s.AskAfter = 50, 60 })
		var assets []store.Asset
		for i := range 60 {
			persona := store.PersonaID("sales")
			if i < 13 {
				persona = "engineering"
			}
			assets = append(assets, store.Asset{Kind: store.AssetKinds[i%5], Title: fmt.Sprintf("Title %d", i),
				URL: fmt.Sprintf("https://example.com/%d", i), Topics: []string{digesttest.Topics[i%16]},
				Personas: []store.PersonaID{persona}})
		}
		if result, err := db.AddAssets(store.Operator, assets, true); err != nil || len(result.Added) != len(assets) {
			t.Fatal(result, err)
		}
		p := &Planner{DB: db}
		for range 14 * 24 * 4 {
			mustPlan(t, p)
			time.Sleep(15 * time.Minute)
		}
		for _, id := range ids {
			list := mustDeliveries(t, db, id)
			own := 0
			for _, d := range list {
				beyond := 0
				for _, pick := range d.Picks {
					var a store.Asset
					if err := db.View(func(q *store.Query) error { a = q.Asset(pick.Asset); return nil }); err != nil {
						t.Fatal(err)
					}
					if a.Personas[0] != "engineering" {
						beyond++
					}
				}
				own += len(d.Picks) - beyond
				if beyond > 1 || beyond == len(d.Picks) || len(d.Picks) > settings.Picks {
					t.Errorf("%s on %s: %d of %d picks are from beyond", id, d.Date, beyond, len(d.Picks))
				}
			}
			if own != 13 || len(list) < 5 || len(list) > 7 {
				t.Errorf("%s: %d of 13 items in %d digests", id, own, len(list))
			}
		}
	})
}
