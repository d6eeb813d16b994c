// What the coverage says of made-up libraries: who runs dry when, what nobody wants, what is missing.

package digest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/digest/digesttest"
	"vouch/digest/match"
	"vouch/store"
	"vouch/store/storetest"
)

// coverageOf is the coverage of assets for readers of one persona each, the first one's.
func coverageOf(assets []store.Asset, settings store.Settings, readers ...store.Reader) Coverage {
	groups := map[store.PersonaID]*store.PersonaReaders{}
	facts := CoverageFacts{Settings: settings}
	facts.Readers.Advocates = len(readers)
	for _, r := range readers {
		id := store.PersonaID("")
		if len(r.Employee.Prefs.Personas) > 0 {
			id = r.Employee.Prefs.Personas[0]
		}
		if groups[id] == nil {
			groups[id] = &store.PersonaReaders{Persona: id}
		}
		groups[id].Count++
		groups[id].Sample = append(groups[id].Sample, r)
	}
	for _, g := range groups {
		facts.Readers.Personas = append(facts.Readers.Personas, *g)
	}
	return CoverageOf(match.NewLibrary(assets, digesttest.Personas, digesttest.Morning), facts)
}

// supplyIn is the supply of one persona.
func supplyIn(tb testing.TB, c Coverage, id store.PersonaID) PersonaSupply {
	tb.Helper()
	at := slices.IndexFunc(c.Personas, func(p PersonaSupply) bool { return p.ID == id })
	if at < 0 {
		tb.Fatalf("persona %q is not in %+v", id, c.Personas)
	}
	return c.Personas[at]
}

// of addresses an asset to personas.
func of(personas ...store.PersonaID) func(*store.Asset) {
	return func(a *store.Asset) { a.Personas = personas }
}

// having is a reader of a persona who has seen the assets with these numbers.
func having(id string, persona store.PersonaID, seen ...uint32) store.Reader {
	return digesttest.Reader(id, func(r *store.Reader) {
		r.Employee.Prefs.Personas = []store.PersonaID{persona}
		r.Taste.Seen = seen
	})
}

func TestCoverage_Supply(t *testing.T) {
	settings := store.DefaultSettings() // three picks each weekday
	assets := []store.Asset{digesttest.Asset(1, nil), digesttest.Asset(2, of("sales")), digesttest.Asset(3, of("sales")),
		digesttest.Asset(4, of("engineering")), digesttest.Asset(5, of("design"))}
	assets[2].LiveAt = digesttest.Morning.Add(-time.Hour)
	weekly := having("U4", "people")
	weekly.Employee.Prefs.Rhythm.Frequency, weekly.Employee.Prefs.Picks = store.Weekly, 1
	c := coverageOf(assets, settings, having("U1", "sales"), having("U2", "sales", 1, 2), having("U3", "sales", 1, 2, 3),
		weekly,
		digesttest.Reader("U5", func(r *store.Reader) { r.Employee.Prefs.Personas = nil }))
	want := PersonaSupply{ID: "sales", Name: "Sales", Advocates: 3, Live: 3, New: 1, Left: 1, Days: 1.0 / 3, Dry: 1}
	if diff := cmp.Diff(want, supplyIn(t, c, "sales")); diff != "" || !want.RunsDry() {
		t.Errorf("sales: %s", diff)
	}
	if p := supplyIn(t, c, "people"); p.Left != 1 || p.Days != 5 || p.RunsDry() {
		t.Errorf("one item a week lasts a week: %+v", p)
	}
	if p := supplyIn(t, c, ""); p.Left != 5 || p.Live != 5 || p.Name != "No persona" {
		t.Errorf("without a persona everything fits: %+v", p)
	}
	if p := supplyIn(t, c, "engineering"); p.Advocates != 0 || p.Live != 2 || p.RunsDry() {
		t.Errorf("nobody runs dry where nobody is: %+v", p)
	}
	if first, last := c.Personas[0], c.Personas[4]; first.ID != "sales" || last.Advocates != 0 {
		t.Errorf("the order is %+v", c.Personas)
	}
	if c.Advocates != 5 || c.Live != 5 {
		t.Errorf("%d advocates, %d items", c.Advocates, c.Live)
	}
}

// TestCoverage_AsPick holds that what an advocate has left is what Pick gives before it says that it has used up their
// part.
func TestCoverage_AsPick(t *testing.T) {
	assets := digesttest.ManyAssets(60, 4)
	lib := match.NewLibrary(assets, digesttest.Personas, digesttest.Morning)
	for i := range 50 {
		r := digesttest.TypicalReader(i)
		r.Employee.Prefs.Networks = []store.Network{store.LinkedIn}
		want := 0
		facts := CoverageFacts{Settings: store.DefaultSettings(), Readers: store.Readership{Advocates: 1,
			Personas: []store.PersonaReaders{{Persona: r.Employee.Prefs.Personas[0], Count: 1, Sample: []store.Reader{r}}}}}
		left := supplyIn(t, CoverageOf(lib, facts), r.Employee.Prefs.Personas[0]).Left
		for {
			picks := match.PickBy(match.Fit, lib, r, 1, digesttest.Monday)
			if len(picks) == 0 || strings.HasPrefix(picks[0].Reason, "a look beyond your own topics") ||
				strings.HasPrefix(picks[0].Reason, "made for ") {
				break
			}
			want++
			a, _ := lib.Asset(picks[0].Asset)
			r.Taste.Seen = append(r.Taste.Seen, a.Seq)
			slices.Sort(r.Taste.Seen)
		}
		if left != want {
			t.Errorf("person %d: %d left, Pick gives %d", i, left, want)
		}
	}
}

func TestCoverage_IdleAndExpiring(t *testing.T) {
	old := func(a *store.Asset) { a.LiveAt = digesttest.Morning.Add(-15 * 24 * time.Hour) }
	assets := []store.Asset{digesttest.Asset(1, old), digesttest.Asset(2, old), digesttest.Asset(3, old),
		digesttest.Asset(4, old),
		digesttest.Asset(5, func(a *store.Asset) { a.LiveAt = digesttest.Morning.Add(-14 * 24 * time.Hour) }),
		digesttest.Asset(6, func(a *store.Asset) {
			a.LiveAt, a.ExpiresAt = digesttest.Morning.Add(-time.Hour), digesttest.Morning.Add(7*24*time.Hour)
		}),
		digesttest.Asset(7, func(a *store.Asset) {
			a.LiveAt, a.ExpiresAt = digesttest.Morning.Add(-time.Hour), digesttest.Morning.Add(time.Hour)
		}),
		digesttest.Asset(8, func(a *store.Asset) {
			a.LiveAt, a.ExpiresAt = digesttest.Morning.Add(-time.Hour), digesttest.Morning.Add(8*24*time.Hour)
		})}
	facts := CoverageFacts{Exposed: map[store.AssetID]store.Exposure{
		assets[0].ID: {Shown: 3}, assets[1].ID: {Shown: 9}, assets[2].ID: {Shown: 5, Answered: 1}, "gone": {Shown: 4}}}
	c := CoverageOf(match.NewLibrary(assets, nil, digesttest.Morning), facts)
	names := func(items []IdleItem) (list []string) {
		for _, i := range items {
			list = append(list, fmt.Sprintf("%s %d", i.Asset.ID, i.Shown))
		}
		return list
	}
	if diff := cmp.Diff([]string{"A00002 9", "A00001 3"}, names(c.Unanswered)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"A00004 0"}, names(c.Unpicked)); diff != "" {
		t.Error(diff)
	}
	if len(c.Expiring) != 2 || c.Expiring[0].ID != "A00007" || c.Expiring[1].ID != "A00006" {
		t.Errorf("expiring are %+v", c.Expiring)
	}
}

func TestCoverage_Balance(t *testing.T) {
	about := func(kind store.AssetKind, topics ...string) func(*store.Asset) {
		return func(a *store.Asset) { a.Kind, a.Topics = kind, topics }
	}
	assets := []store.Asset{digesttest.Asset(1, about(store.Article, "Go", "go")), digesttest.Asset(2,
		about(store.Job, "go", "hiring")),
		digesttest.Asset(3, about(store.Culture)), digesttest.Asset(4, about(store.Article, "diversity-and-inclusion"))}
	facts := CoverageFacts{Settings: store.Settings{Topics: []string{"Go", "robotics", ""}},
		Exposed: map[store.AssetID]store.Exposure{"A00001": {Shown: 6}, "A00003": {Shown: 2}}}
	lib := match.NewLibrary(assets, []store.Persona{{ID: "p", Topics: []string{"space"}}}, digesttest.Morning)
	c := CoverageOf(lib, facts)
	want := []TopicShare{{"go", 2, 0.5, 0.75}, {"diversity-and-inclusion", 1, 0.25, 0}, {"hiring", 1, 0.25, 0},
		{"robotics", 0, 0, 0}, {"space", 0, 0, 0}}
	if diff := cmp.Diff(want, c.Topics); diff != "" {
		t.Error(diff)
	}
	if c.Culture.Items != 1 || c.Culture.OfShown != 0.25 || c.Inclusion.Items != 1 || len(c.Missing()) != 2 {
		t.Errorf("culture %+v, inclusion %+v, missing %+v", c.Culture, c.Inclusion, c.Missing())
	}
	if len(c.Kinds) != len(store.AssetKinds) || c.Kinds[0].Items != 2 || c.Kinds[0].OfItems != 0.5 {
		t.Errorf("kinds %+v", c.Kinds)
	}
}

func TestCoverage_Concerns(t *testing.T) {
	kinds := func(c Coverage) (list []string) {
		for _, concern := range c.Concerns() {
			list = append(list, strings.TrimSpace(string(concern.Kind)+" "+string(concern.Persona.ID)+string(concern.Source.ID)))
		}
		return list
	}
	broken := []store.Source{{ID: "s", Name: "Blog", State: store.SourceBroken}, {ID: "t", State: store.SourceActive}}
	empty := CoverageOf(match.NewLibrary(nil, digesttest.Personas, digesttest.Morning), CoverageFacts{Sources: broken})
	if diff := cmp.Diff([]string{"nothing_live", "source_broken s"}, kinds(empty)); diff != "" {
		t.Error(diff)
	}
	all := Coverage{Live: 9, Broken: broken[:1], Expiring: make([]store.Asset, 2),
		Unreferred: make([]store.Asset, 1), Unanswered: make([]IdleItem, 1),
		Unpicked: make([]IdleItem, 1),
		Topics:   []TopicShare{{Topic: "go", Items: 1}, {Topic: "space"}},
		Personas: []PersonaSupply{{ID: "out", Advocates: 2}, {ID: "soon", Advocates: 1, Left: 5, Days: 1.9},
			{ID: "low", Advocates: 1, Left: 9, Days: 4.9},
			{ID: "fine", Advocates: 1, Left: 15, Days: 5}, {ID: "nobody"}}}
	want := []string{"persona_dry out", "persona_dry soon", "source_broken s", "persona_low low", "items_expire",
		"jobs_unreferred", "no_culture", "topics_missing",
		"items_unanswered", "items_unpicked"}
	if diff := cmp.Diff(want, kinds(all)); diff != "" {
		t.Error(diff)
	}
	if got := kinds(Coverage{Live: 1, Inclusion: TopicShare{Items: 1}}); len(got) != 0 {
		t.Errorf("all is well, but %v", got)
	}
}

func TestPlanner_Coverage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		p := &Planner{DB: db}
		ids := mustJoin(t, db, "", "")
		mustPublish(t, db, 7)
		read := func() PersonaSupply {
			t.Helper()
			c, err := p.Coverage(time.Now())
			if err != nil {
				t.Fatal(err)
			}
			return supplyIn(t, c, "engineering")
		}
		if got := read(); got.Left != 7 || got.Advocates != 2 || got.New != 7 {
			t.Errorf("before the first digest: %+v", got)
		}
		sleepUntil(mustReader(t, db, ids[0]).Due)
		mustPlan(t, p)
		if got := read(); got.Left != 4 {
			t.Errorf("after three picks: %+v", got)
		}
	})
}

// BenchmarkCoverage is the whole card for a hundred thousand advocates who got 15 of 2,000 items each.
func BenchmarkCoverage(b *testing.B) {
	db := storetest.MustOpen(b)
	const people = 100_000
	mustCompany(b, db, people)
	p := &Planner{DB: db}
	for range 5 {
		if _, err := p.Plan(b.Context(), mustReader(b, db, "U0000000").Due); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		p.surveyed = nil // else the one before is given again
		c, err := p.Coverage(time.Now())
		if err != nil || c.Advocates != people {
			b.Fatalf("%d advocates: %v", c.Advocates, err)
		}
	}
}

// A kind and the topic that names it never contradict each other, nor does culture counted expressly.
func TestCoverage_TopicsThatNameAKind(t *testing.T) {
	settings := store.DefaultSettings()
	settings.Topics = []string{"events", "case studies", "culture", "space"}
	c := coverageOf([]store.Asset{
		digesttest.Asset(1, func(a *store.Asset) { a.Kind = store.Event }),
		digesttest.Asset(2, func(a *store.Asset) { a.Kind, a.Topics = store.Culture, []string{"food"} }),
		digesttest.Asset(3, func(a *store.Asset) { a.Topics = []string{"culture"} }),
		digesttest.Asset(4, func(a *store.Asset) { a.Kind, a.Topics = store.Event, []string{"events"} }),
	}, settings)
	items := map[string]int{}
	for _, topic := range c.Topics {
		items[topic.Topic] = topic.Items
	}
	if items["events"] != 2 || items["culture"] != 2 || c.Culture.Items != 2 || items["food"] != 1 {
		t.Errorf("counted %v, culture %d", items, c.Culture.Items)
	}
	for _, missing := range c.Missing() {
		if missing.Items > 0 || missing.Topic == "events" || missing.Topic == "culture" {
			t.Errorf("said to be missing: %+v", missing)
		}
	}
}
