// Properties of weeks of digests on a real store, whatever people and curators do in between.

package digest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vouch/digest/digesttest"
	"vouch/store"
	"vouch/store/storetest"
)

// program is a small company that lives for some days.
type program struct {
	path    string
	db      *store.DB
	planner *Planner
	people  []store.EmployeeID
	assets  []store.AssetID
	shared  map[string]time.Time // person and asset -> when they shared it
	picks   map[store.EmployeeID]int
	known   map[string]store.Delivery // digests as they were first seen
}

// newProgram starts one with people in three zones who chose one to five picks.
func newProgram(t *rapid.T, folder string) *program {
	p := &program{path: filepath.Join(folder, "program.db"), shared: map[string]time.Time{},
		picks: map[store.EmployeeID]int{}, known: map[string]store.Delivery{}}
	_ = os.Remove(p.path)
	p.open(t)
	zones := []string{"UTC", "Asia/Tokyo", "America/New_York"}
	for i := range rapid.IntRange(1, 4).Draw(t, "people") {
		id := store.EmployeeID(fmt.Sprintf("U%d", i))
		rightly(t)(p.db.SyncPeople([]store.SlackUser{{ID: id, Name: string(id), TimeZone: zones[i%3]}}, false))
		p.picks[id] = rapid.IntRange(1, 5).Draw(t, "picks")
		prefs := store.Preferences{Picks: p.picks[id],
			Personas: []store.PersonaID{rapid.SampledFrom([]store.PersonaID{"engineering", "sales"}).Draw(t, "persona")}}
		if _, err := p.db.Join(id, store.JoinForm{Personas: prefs.Personas}); err != nil {
			t.Fatal(err)
		}
		if _, err := p.db.SavePreferences(id, prefs); err != nil {
			t.Fatal(err)
		}
		p.people = append(p.people, id)
	}
	return p
}

// rightly fails the property when a verb fails.
func rightly(t *rapid.T) func(any, error) {
	return func(_ any, err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func (p *program) open(t *rapid.T) {
	db, err := store.Open(store.Options{Path: p.path, Key: storetest.Key})
	if err != nil {
		t.Fatal(err)
	}
	p.db, p.planner = db, &Planner{DB: db}
	if err := storetest.NameCompany(db); err != nil {
		t.Fatal(err)
	}
}

func (p *program) close(t *rapid.T) {
	report, err := p.db.Check(context.Background())
	if err != nil || len(report.Problems) > 0 {
		t.Fatalf("check: %v %v", report.Problems, err)
	}
	if err := p.db.Close(); err != nil {
		t.Fatal(err)
	}
}

// add publishes an asset that may belong to a campaign, be for one persona, wait or run out.
func (p *program) add(t *rapid.T) {
	n := len(p.assets)
	a := store.Asset{Kind: rapid.SampledFrom(store.AssetKinds).Draw(t, "kind"), Title: fmt.Sprintf("Title %d", n),
		URL:    fmt.Sprintf("https://example.com/%d", n),
		Topics: []string{rapid.SampledFrom(digesttest.Topics[:4]).Draw(t, "topic")}, Campaign: rapid.SampledFrom([]string{"",
			"Launch", "Launch"}).Draw(t, "campaign")}
	if rapid.Bool().Draw(t, "addressed") {
		a.Personas = []store.PersonaID{"sales"}
	}
	hours := func(name string) time.Time {
		return time.Now().Add(time.Duration(rapid.IntRange(1, 100).Draw(t, name)) * time.Hour)
	}
	switch life := rapid.IntRange(0, 4).Draw(t, "life"); {
	case a.Kind == store.Event: // ends by itself
		a.Event = &store.EventFacts{StartsAt: hours("begins in")}
	case life == 0:
		a.ExpiresAt = hours("ends in")
	case life == 1:
		a.PublishAt = hours("published in")
	}
	added, err := p.db.AddAsset(store.Operator, a, true)
	if err != nil {
		t.Fatal(err)
	}
	p.assets = append(p.assets, added.ID)
}

// act does one thing that people or curators do.
func (p *program) act(t *rapid.T) {
	person := rapid.SampledFrom(p.people).Draw(t, "who")
	if len(p.assets) == 0 {
		p.add(t)
	}
	asset := rapid.SampledFrom(p.assets).Draw(t, "asset")
	switch rapid.IntRange(0, 8).Draw(t, "act") {
	case 0:
		rightly(t)(p.db.WithdrawAsset(store.Operator, asset, "old"))
	case 1:
		_, _ = p.db.PublishAsset(store.Operator, asset) // refused when its end has come
	case 2, 3:
		share, err := p.db.OpenShare(store.OpenShare{Employee: person, Asset: asset, Network: store.X, Text: "x",
			Variant: -1})
		if err == nil {
			_, _, err = p.db.DeclareShare(person, share.ID)
		}
		if key := string(person) + string(asset); err == nil && p.shared[key].IsZero() {
			p.shared[key] = time.Now()
		}
	case 4:
		_, _ = p.db.SaveFeedback(person, asset, store.Saved, "", "") // refused when it is not live
	case 5:
		_, err := p.db.SaveFeedback(person, asset, store.NotForMe, store.ReasonTopic, "")
		if err != nil && store.KindOf(err) != store.NotFound { // nobody has seen what was never published
			t.Fatal(err)
		}
	case 6:
		d, err := p.planner.ForToday(context.Background(), person, time.Now())
		if err == nil {
			p.known[d.Key] = d
		} else if store.KindOf(err) != store.NotFound {
			t.Fatal(err)
		}
	case 7:
		p.close(t)
		p.open(t)
	default:
		p.add(t)
	}
}

// sameDay holds that a digest depends on the person, the day and what is known: planned twice, by another planner,
// after a restart.
func (p *program) sameDay(t *rapid.T) {
	person := rapid.SampledFrom(p.people).Draw(t, "planned for")
	plan := func() []store.Pick {
		d, err := p.planner.PlanFor(context.Background(), person, time.Now())
		if err != nil && store.KindOf(err) != store.NotFound {
			t.Fatal(err)
		}
		return d.Picks
	}
	first := plan()
	again := plan()
	p.close(t)
	p.open(t)
	if restarted := plan(); !slices.Equal(first, again) || !slices.Equal(first, restarted) {
		t.Fatalf("%s: the digest of the same day differs: %v", person, cmp.Diff(first, restarted))
	}
}

// plan plans what is due now and holds what must be true of it.
func (p *program) plan(t *rapid.T) {
	now := time.Now()
	if _, _, err := p.db.TickAssets(now); err != nil {
		t.Fatal(err)
	}
	due, err := p.db.Due(now, 0)
	if err != nil {
		t.Fatal(err)
	}
	fits := map[store.EmployeeID]int{}
	live, err := p.db.LiveAssets()
	if err != nil {
		t.Fatal(err)
	}
	live = slices.DeleteFunc(live, func(a store.Asset) bool { return a.Event != nil && !a.Event.StartsAt.After(now) })
	for _, r := range due {
		fits[r.Employee.ID] = digesttest.Eligible(live, r)
	}
	rightly(t)(p.planner.Plan(context.Background(), now))
	for _, r := range due {
		day := store.DateOf(r.Due, store.Location(r.Employee.TimeZone, "UTC"))
		d, found, err := p.db.TodaysDelivery(r.Employee.ID, day)
		if err != nil {
			t.Fatal(err)
		}
		if fits[r.Employee.ID] > 0 && (!found || (d.State == store.Planned && len(d.Picks) == 0)) {
			t.Fatalf("%s has no digest on %s, but %d items fit", r.Employee.ID, day, fits[r.Employee.ID])
		}
		if found && d.PlannedAt.Equal(now.UTC().Truncate(time.Microsecond)) {
			p.checkFresh(t, d, live)
		}
	}
}

// checkFresh holds that everything in a digest planned just now was live and never shared, within its caps.
func (p *program) checkFresh(t *rapid.T, d store.Delivery, live []store.Asset) {
	campaign := 0
	for _, pick := range d.Picks {
		at := slices.IndexFunc(live, func(a store.Asset) bool { return a.ID == pick.Asset })
		if at < 0 {
			t.Fatalf("%s: %s is not live", d.Key, pick.Asset)
		}
		a := live[at]
		if !a.ExpiresAt.IsZero() && !a.ExpiresAt.After(d.PlannedAt) || a.PublishAt.After(d.PlannedAt) ||
			a.EmbargoUntil.After(d.PlannedAt) {
			t.Fatalf("%s: %s from %v to %v is not for now", d.Key, a.ID, a.PublishAt, a.ExpiresAt)
		}
		if !p.shared[string(d.Employee)+string(a.ID)].IsZero() {
			t.Fatalf("%s: %s was shared", d.Key, a.ID)
		}
		if a.Campaign != "" {
			campaign++
		}
	}
	if n := p.picks[d.Employee]; len(d.Picks) > n || campaign > max(1, n/3) {
		t.Fatalf("%s: %d picks, %d of one campaign; %d were asked for", d.Key, len(d.Picks), campaign, n)
	}
}

// checkHistory holds that nobody was shown anything twice, nor had two digests on a day, and that a digest stays what
// it was.
func (p *program) checkHistory(t *rapid.T) {
	for _, id := range p.people {
		list, err := p.db.DeliveriesOf(id, 100)
		if err != nil {
			t.Fatal(err)
		}
		seen, days := map[store.AssetID]bool{}, map[store.LocalDate]bool{}
		for _, d := range list {
			if days[d.Date] {
				t.Fatalf("%s has two digests on %s", id, d.Date)
			}
			days[d.Date] = true
			first, known := p.known[d.Key]
			if !known {
				p.known[d.Key], first = d, d
			}
			same := func(a, b store.Pick) bool { return a.Asset == b.Asset && a.Reason == b.Reason }
			if first.State == store.Planned && !slices.EqualFunc(first.Picks, d.Picks, same) {
				t.Fatalf("%s became another digest: %v", d.Key, cmp.Diff(first, d))
			}
			for _, pick := range d.Picks {
				if seen[pick.Asset] {
					t.Fatalf("%s got %s twice", id, pick.Asset)
				}
				seen[pick.Asset] = true
			}
		}
	}
}

// inBubble runs one try of a property in virtual time, which begins anew for each. A try that fails or runs out of
// draws ends by a panic, which must reach rapid in its own goroutine, and from two lines: rapid tells failures apart by
// where they come from.
func inBubble(t *testing.T, rt *rapid.T, try func(*rapid.T)) {
	var ended any
	synctest.Test(t, func(*testing.T) {
		defer func() { ended = recover() }()
		try(rt)
	})
	if fmt.Sprintf("%T", ended) == "rapid.invalidData" {
		rt.SkipNow()
	}
	if ended != nil {
		panic(ended)
	}
}

func TestPlanner_Properties(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		inBubble(t, rt, func(t *rapid.T) {
			p := newProgram(t, folder)
			defer func() { _ = p.db.Close() }() // also when a property fails
			for range rapid.IntRange(0, 20).Draw(t, "at first") {
				p.add(t)
			}
			for range rapid.IntRange(1, 12).Draw(t, "times") {
				for range rapid.IntRange(0, 4).Draw(t, "acts") {
					p.act(t)
				}
				// From less than a library serves to beyond the next digest.
				time.Sleep(rapid.SampledFrom([]time.Duration{20 * time.Minute, 3 * time.Hour, 8 * time.Hour,
					14 * time.Hour}).Draw(t, "wait"))
				p.plan(t)
				p.checkHistory(t)
			}
			p.sameDay(t)
			p.close(t)
		})
	})
}

// TestRecordDigests_AnyOrder holds that the order of plans and the size of slices change nothing: copies of one file
// are given the same plans in different orders.
func TestRecordDigests_AnyOrder(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		inBubble(t, rt, func(t *rapid.T) {
			p := newProgram(t, folder)
			defer func() { _ = p.db.Close() }()
			for range rapid.IntRange(1, 12).Draw(t, "assets") {
				p.add(t)
			}
			time.Sleep(30 * time.Hour)
			due, err := p.db.Due(time.Now(), 0)
			if err != nil {
				t.Fatal(err)
			}
			settings, _ := p.db.Settings()
			library, err := p.planner.Library(time.Now())
			if err != nil {
				t.Fatal(err)
			}
			var plans []store.DigestPlan
			for _, r := range due {
				plans = append(plans, planDue(library, settings, r, time.Now()))
			}
			want := p.recorded(t, folder, plans, len(plans)+1)
			random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 5))
			random.Shuffle(len(plans), func(i, j int) { plans[i], plans[j] = plans[j], plans[i] })
			if diff := cmp.Diff(want, p.recorded(t, folder, plans, rapid.IntRange(1, 3).Draw(t, "slice"))); diff != "" {
				t.Fatal(diff)
			}
		})
	})
}

// recorded is what everybody has after plans were recorded into a copy of the file, some at a time, and then once more.
func (p *program) recorded(t *rapid.T, folder string, plans []store.DigestPlan, slice int) map[store.EmployeeID]any {
	path := filepath.Join(folder, "copy.db")
	_ = os.Remove(path)
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	rightly(t)(p.db.Backup(file))
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(store.Options{Path: path, Key: storetest.Key})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for chunk := range slices.Chunk(plans, slice) {
		rightly(t)(db.RecordDigests(chunk))
	}
	if n, err := db.RecordDigests(plans); n != 0 || err != nil {
		t.Fatalf("the same plans again gave %d digests: %v", n, err)
	}
	all := map[store.EmployeeID]any{}
	for _, id := range p.people {
		list, errList := db.DeliveriesOf(id, 9)
		r, errReader := storetest.Ask1(db, (*store.Query).ReaderOf, id)
		if errList != nil || errReader != nil {
			t.Fatal(errList, errReader)
		}
		all[id] = []any{list, r.Taste, r.Due}
	}
	return all
}
