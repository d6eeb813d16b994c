// Tests of the program as a whole: applied all or nothing, after nobody else's change, with one entry in the audit.

package store_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"vouch/store"
	"vouch/store/storetest"
)

// mustProgram reads the program.
func mustProgram(tb testing.TB, db *store.DB) store.ProgramState {
	tb.Helper()
	state, err := db.ProgramState()
	if err != nil {
		tb.Fatal(err)
	}
	return state
}

// applied gives the details of the entries that applying the program left in the audit, oldest first.
func applied(t *testing.T, db *store.DB) []string {
	t.Helper()
	var details []string
	for _, entry := range must(storetest.Ask2(db, (*store.Query).Audit, 100, 0)) {
		if entry.Action == "program.apply" {
			details = append([]string{string(entry.Actor) + ": " + entry.Detail}, details...)
		}
		if entry.Action == "settings.save" || entry.Action == "personas.save" {
			t.Errorf("a part has an entry of its own: %s", entry.Action)
		}
	}
	return details
}

func TestApplyProgram(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "M1", "Maya")
	storetest.MustAdvocate(t, db, "U1", "Ada")
	must(db.SavePreferences("U1", store.Preferences{Personas: []store.PersonaID{"finance", "sales"}}))
	state := mustProgram(t, db)
	if state.Holders["finance"] != 1 || state.Holders["people"] != 0 {
		t.Errorf("holders %v", state.Holders)
	}

	p := state.Program
	p.Settings.Company, p.Settings.Points.OwnWords = "  Acme\n", 7
	p.Settings.Version, p.Settings.Points.Version = 99, 99 // theirs to give, not ours
	p.Settings.Routes = []store.Route{{Kind: store.Client, Owner: "U1"}}
	p.Personas = slices.DeleteFunc(slices.Clone(p.Personas), func(p store.Persona) bool { return p.ID == "finance" })
	p.Personas[0].Topics = []string{"Zebra", "apes"}
	kept := must(db.CheckProgram(p))
	if kept.Settings.Company != "Acme" || !slices.Equal(kept.Personas[0].Topics, []string{"apes", "zebra"}) {
		t.Errorf("kept as %q with topics %q", kept.Settings.Company, kept.Personas[0].Topics)
	}
	if p.Settings.Company != "  Acme\n" || p.Personas[0].Topics[0] != "Zebra" {
		t.Error("checking changed what it was given")
	}
	if err := db.ApplyProgram("M1", p, state.Version); err != nil {
		t.Fatal(err)
	}
	after := mustProgram(t, db)
	if s := after.Program.Settings; s.Company != "Acme" || s.Version != state.Program.Settings.Version+1 ||
		s.Points.Version != 2 {
		t.Errorf("settings %q in version %d, points in version %d", s.Company, s.Version, s.Points.Version)
	}
	if diff := cmp.Diff(kept.Personas, after.Program.Personas,
		cmpopts.IgnoreFields(store.Persona{}, "Version")); diff != "" {
		t.Error(diff)
	}
	if after.Names["U1"] != "Ada" || after.Version == state.Version {
		t.Errorf("names %v, version %s", after.Names, after.Version)
	}
	must(db.RematchPeople())
	if got := storetest.MustGet(t, db, "U1").Prefs.Personas; !slices.Equal(got, []store.PersonaID{"sales"}) {
		t.Errorf("Ada still has %v", got)
	}

	// The same again: nothing to do, no entry.
	if err := db.ApplyProgram("M1", p, after.Version); err != nil {
		t.Fatal(err)
	}
	want := []string{"M1: company.name: none -> Acme, points.own_words: 5 -> 7, referrals.routes: 0 -> 1; personas: " +
		"~people " +
		"(topics: +apes +zebra -careers -culture -hiring -inclusion -learning) -finance"}
	if diff := cmp.Diff(want, applied(t, db)); diff != "" {
		t.Error(diff)
	}
}

func TestApplyProgram_Refused(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	state := mustProgram(t, db)
	p := state.Program
	p.Settings.Picks = 4
	wantErr(t, db.ApplyProgram("U1", p, state.Version), store.Denied, "program managers")
	wantErr(t, db.ApplyProgram(store.Operator, p, "older"), store.Conflict, "Somebody else changed")

	// One mistake in the personas, and nothing of the settings is kept; all mistakes are told.
	p.Personas = append(slices.Clone(p.Personas), store.Persona{ID: "Not a slug"})
	wantFields(t, db.ApplyProgram(store.Operator, p, state.Version), "personas")
	p.Settings.Picks, p.Settings.TimeZone = 6, "Nowhere"
	p.Settings.Disclosure = map[store.Network]string{"": " ", "myspace": "x"}
	_, err := db.CheckProgram(p)
	wantFields(t, err, "personas", "picks", "tz", "disclosure/", "disclosure/myspace")
	if got := mustProgram(t, db); got.Version != state.Version || len(applied(t, db)) > 0 {
		t.Error("something of it was kept")
	}

	// A part that changed meanwhile, by either way, is a conflict.
	p = state.Program
	p.Settings.Picks = 4
	fewer := slices.Clone(p.Personas)[:3]
	if err := storetest.SavePersonas(db, store.Operator, fewer); err != nil {
		t.Fatal(err)
	}
	wantErr(t, db.ApplyProgram(store.Operator, p, state.Version), store.Conflict, "Somebody else changed")
}

func TestApplyProgram_Sources(t *testing.T) {
	db := storetest.MustOpen(t)
	blog := must(db.AddSource(store.Operator, store.Source{Name: "Blog", Address: "https://example.com/feed",
		Topics: []string{"go"}}))
	must(db.AddSource(store.Operator, store.Source{Name: "News", Address: "https://example.com/news"}))
	state := mustProgram(t, db)
	must(db.RecordPoll(blog.ID, store.Poll{Version: blog.Version}))
	if mustProgram(t, db).Version != state.Version {
		t.Error("a reading counts as a change of the program")
	}

	// One edited and paused, one gone, one new that names a persona which comes with it.
	p := state.Program
	p.Personas = append(slices.Clone(p.Personas), store.Persona{ID: "design", Name: "Design", Order: 20})
	p.Sources = slices.Clone(p.Sources[:1])
	p.Sources[0].PerDay, p.Sources[0].State = 3, store.SourcePaused
	p.Sources = append(p.Sources, store.Source{Name: "Jobs", Address: "https://example.com/jobs",
		Personas: []store.PersonaID{"design"}, ETag: "mine"})
	if err := db.ApplyProgram(store.Operator, p, state.Version); err != nil {
		t.Fatal(err)
	}
	all := must(db.Sources())
	if len(all) != 2 || all[0].ID != blog.ID || all[0].State != store.SourcePaused || all[0].PerDay != 3 ||
		!all[0].NextTry.IsZero() {
		t.Fatalf("kept as %+v", all)
	}
	if all[1].Name != "Jobs" || all[1].ETag != "" || all[1].LiveAtOnce != store.DefaultLiveAtOnce ||
		all[1].NextTry.IsZero() {
		t.Errorf("added as %+v", all[1])
	}
	want := []string{"operator: personas: +design; sources: ~Blog (per_day: 10 -> 3, state: active -> paused) " +
		"+Jobs -News"}
	if diff := cmp.Diff(want, applied(t, db)); diff != "" {
		t.Error(diff)
	}

	// Resumed and pausing at birth; then mistakes, each at its source.
	state = mustProgram(t, db)
	p = state.Program
	p.Sources = slices.Clone(p.Sources)
	p.Sources[0].State = store.SourceActive
	p.Sources = append(p.Sources, store.Source{Name: "Later", Address: "https://example.com/later",
		State: store.SourcePaused})
	if err := db.ApplyProgram(store.Operator, p, state.Version); err != nil {
		t.Fatal(err)
	}
	all = must(db.Sources())
	if all[0].State != store.SourceActive || all[0].NextTry.IsZero() || all[2].State != store.SourcePaused ||
		!all[2].NextTry.IsZero() {
		t.Errorf("switched to %+v", all)
	}
	state = mustProgram(t, db)
	p = state.Program
	p.Sources = append(slices.Clone(p.Sources), store.Source{Address: "ftp://x", PerDay: -1},
		store.Source{Name: "Twice", Address: "https://example.com/jobs"},
		store.Source{Name: "Lost", Address: "https://example.com/lost", Personas: []store.PersonaID{"nobody"}},
		store.Source{Name: "later", Address: "https://example.com/same-name"})
	err := db.ApplyProgram(store.Operator, p, state.Version)
	wantFields(t, err, "sources/ftp://x", "sources/https://example.com/jobs", "sources/https://example.com/lost",
		"sources/https://example.com/same-name")
	if got := mustProgram(t, db); got.Version != state.Version {
		t.Error("something of it was kept")
	}
}

func TestApplyProgram_OfManyAtOnceOneWins(t *testing.T) {
	db := storetest.MustOpen(t)
	state := mustProgram(t, db)
	var all sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		all.Go(func() {
			p := state.Program
			p.Settings.Company = strings.Repeat("x", i+1)
			errs[i] = db.ApplyProgram(store.Operator, p, state.Version)
		})
	}
	all.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if store.KindOf(err) != store.Conflict {
			t.Error(err)
		}
	}
	if won != 1 || len(applied(t, db)) != 1 {
		t.Errorf("%d won, %d entries", won, len(applied(t, db)))
	}
}

func TestSaveSettings_AnOwnerWhoLeftBlocksNothing(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Routes = []store.Route{{Kind: store.Client, Owner: "U1"}} })
	if _, err := db.SyncPeople([]store.SlackUser{{ID: "U1", Name: "Ada", Deactivated: true}}, false); err != nil {
		t.Fatal(err)
	}
	storetest.MustSettings(t, db, func(s *store.Settings) { s.BoardOn = true })
	if state := mustProgram(t, db); state.Names["U1"] != "" {
		t.Errorf("the owner who left is shown as %q", state.Names["U1"])
	}
	storetest.MustEmployee(t, db, "U2", "Ben")
	s := must(db.Settings())
	s.Routes = []store.Route{{Kind: store.Client, Owner: "U1"}, {Kind: store.Client, Owner: "U3"}}
	wantFields(t, db.SaveSettings(store.Operator, s), "routes/2")
}
