// Personas: what rules propose, what is refused, and what becomes of people and assets when personas change.

package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

func TestSavePersonas(t *testing.T) {
	db := storetest.MustOpen(t)
	for title, want := range map[string]store.PersonaID{
		"Senior Site Reliability Engineer": "engineering", "Head of Engineering": "engineering", "Talent Partner": "people",
		"Account Executive": "sales", "Customer Success Manager": "success", "Product Designer": "product",
		"Content Strategist": "marketing",
		"Accountant":         "finance", "CEO": "leadership", "Plumber": "", "Smart Things": "",
	} {
		storetest.MustSync(t, db, store.SlackUser{ID: "U0", Name: "Somebody", Title: title})
		if fit, found, err := storetest.Find1(db, (*store.Query).ProposePersona,
			"U0"); fit.Persona != want || found != (want != "") || err != nil {
			t.Errorf("%q is proposed %+v, want %q", title, fit, want)
		}
	}
	storetest.MustAdvocate(t, db, "U1", "Ada")
	a := storetest.MustAsset(t, db, func(a *store.Asset) { a.Personas = []store.PersonaID{"engineering", "sales"} })
	list := []store.Persona{{ID: "sales", Name: "Sales"}}
	wantErr(t, storetest.SavePersonas(db, "U1", list), store.Denied, "program managers")
	wantFields(t, storetest.SavePersonas(db, store.Operator, nil), "personas")
	wantFields(t, storetest.SavePersonas(db, store.Operator, []store.Persona{{ID: "A b", Name: "x"}}), "personas")
	wantFields(t, storetest.SavePersonas(db, store.Operator, append(list, list...)), "personas")
	for range 2 {
		if err := storetest.SavePersonas(db, store.Operator, list); err != nil {
			t.Fatal(err)
		}
	}
	must(db.RematchPeople())
	if e := storetest.MustGet(t, db, "U1"); len(e.Prefs.Personas) != 0 {
		t.Errorf("a removed persona is still held: %v", e.Prefs.Personas)
	}
	if got := must(db.Asset(a.ID)).Personas; !cmp.Equal(got, []store.PersonaID{"sales"}) {
		t.Errorf("asset keeps personas %v", got)
	}
}

// team syncs people as "U1 Ada Engineer": id, name, title.
func team(tb testing.TB, db *store.DB, lines ...string) {
	tb.Helper()
	for _, line := range lines {
		part := strings.SplitN(line, " ", 3)
		storetest.MustSync(tb, db, store.SlackUser{ID: store.EmployeeID(part[0]), Name: part[1], Title: part[2],
			TimeZone: "UTC"})
	}
}

// follows lets people join and leave the proposal as it stands.
func follows(tb testing.TB, db *store.DB, ids ...store.EmployeeID) {
	tb.Helper()
	for _, id := range ids {
		fit, _, err := storetest.Find1(db, (*store.Query).ProposePersona, id)
		if err == nil {
			_, err = db.Join(id, store.JoinForm{Personas: []store.PersonaID{fit.Persona}})
		}
		if err != nil {
			tb.Fatalf("%s follows: %v", id, err)
		}
	}
}

// holds compares a person's personas.
func holds(tb testing.TB, db *store.DB, id store.EmployeeID, byRule bool, want ...store.PersonaID) {
	tb.Helper()
	e := storetest.MustGet(tb, db, id)
	if !slices.Equal(e.Prefs.Personas, want) || e.Prefs.PersonaByRule != byRule {
		tb.Errorf("%s holds %v (by rule %v), want %v (%v)", id, e.Prefs.Personas, e.Prefs.PersonaByRule, want, byRule)
	}
}

// toldChanges lists the changes that wait to be told, as person and change.
func toldChanges(tb testing.TB, db *store.DB) (list []string) {
	tb.Helper()
	for _, m := range storetest.MustDeliver(tb, db) {
		if m.Kind == store.MsgPersona {
			list = append(list, string(m.To)+" "+m.Ref)
		}
	}
	slices.Sort(list)
	return list
}

// persona reads one of the program's personas.
func persona(tb testing.TB, db *store.DB, id store.PersonaID) store.Persona {
	tb.Helper()
	for _, p := range must(db.Personas()) {
		if p.ID == id {
			return p
		}
	}
	tb.Fatalf("no persona %s", id)
	return store.Persona{}
}

func TestProposePersona_FieldsAndOrder(t *testing.T) {
	db := storetest.MustOpen(t)
	team(t, db, "U1 Ada Engineer", "U2 Ben Baker", "U3 Cem Baker", "U4 Dia Baker")
	for _, e := range []store.PersonImport{{ID: "U2", Department: "Field Sales"}, {ID: "U3", Location: "Paris 2"}} {
		must(db.ImportPeople([]store.PersonImport{e}, store.Operator))
	}
	if err := storetest.SavePersonas(db, store.Operator, []store.Persona{
		{ID: "late", Name: "Late", Order: 9, Rule: store.Rule{Titles: []string{"engineer", "baker"}}},
		{ID: "sales", Name: "Sales", Order: 1, Rule: store.Rule{Departments: []string{"sales"}}},
		{ID: "paris", Name: "Paris", Order: 2, Rule: store.Rule{Locations: []string{"paris"}}},
		{ID: "guild", Name: "Guild", Order: 3, Rule: store.Rule{Groups: []string{"S1"}, Channels: []string{"C1"}}},
	}); err != nil {
		t.Fatal(err)
	}
	if err := db.SaveMembership("C1", "bread", []store.EmployeeID{"U4", "U4", "UNKNOWN", "U2"}); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[store.EmployeeID]store.Fit{
		"U1": {Persona: "late", By: store.ByTitle, Value: "Engineer"},
		"U2": {Persona: "sales", By: store.ByDepartment, Value: "Field Sales"},
		"U3": {Persona: "paris", By: store.ByLocation, Value: "Paris 2"},
		"U4": {Persona: "guild", By: store.ByChannel, Value: "C1"},
	} {
		if fit, _, _ := storetest.Find1(db, (*store.Query).ProposePersona, id); fit != want {
			t.Errorf("%s is proposed %+v, want %+v", id, fit, want)
		}
	}
	_, _, err := storetest.Find1(db, (*store.Query).ProposePersona, "U9")
	wantErr(t, err, store.NotFound, "does not know")
}

func TestPersona_Refusals(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	long := slices.Repeat([]string{"ab"}, 51)
	for i := range long {
		long[i] += fmt.Sprint(i)
	}
	bad := store.Persona{ID: "A b", Topics: long, Networks: []store.Network{"fax"}, Audiences: []store.Audience{"dogs"},
		TalkingPoints: []string{strings.Repeat("x", 301)},
		Rule: store.Rule{Titles: []string{"c"}, Departments: []string{"!!"},
			Locations: []string{strings.Repeat("y", 61)}, Groups: []string{"S 1"}, Channels: []string{"#x"}}}
	_, err := db.AddPersona(store.Operator, bad)
	wantFields(t, err, "id", "name", "topics", "networks", "audiences", "talking_points", "titles", "departments",
		"locations", "groups", "channels")
	_, err = db.AddPersona(store.Operator, store.Persona{ID: "sales", Name: "SALES "})
	wantFields(t, err, "id")
	_, err = db.AddPersona(store.Operator, store.Persona{ID: "sellers", Name: " sales"})
	wantFields(t, err, "name")
	_, err = db.AddPersona(store.Operator, store.Persona{ID: "many", Name: "Many", Rule: store.Rule{Titles: long}})
	wantFields(t, err, "titles")
	p := persona(t, db, "sales")
	p.Name = "Marketing"
	_, err = db.EditPersona(store.Operator, p)
	wantFields(t, err, "name")
	_, err = db.EditPersona(store.Operator, store.Persona{ID: "none", Name: "None"})
	wantErr(t, err, store.NotFound, "does not exist")
	wantErr(t, db.MovePersona(store.Operator, "none", 1), store.NotFound, "does not exist")
	for _, err := range []error{failed(db.AddPersona("U1", p)), failed(db.EditPersona("U1", p)),
		db.MovePersona("U1", "sales", 1), db.DeletePersona("U1", "sales")} {
		wantErr(t, err, store.Denied, "program managers")
	}
	if err := storetest.SavePersonas(db, store.Operator, []store.Persona{{ID: "one", Name: "One"}}); err != nil {
		t.Fatal(err)
	}
	wantErr(t, db.DeletePersona(store.Operator, "one"), store.Conflict, "last persona")
}

func TestPersona_Bounds(t *testing.T) {
	db := storetest.MustOpen(t)
	var list []store.Persona
	for i := range 40 {
		list = append(list, store.Persona{ID: store.PersonaID(fmt.Sprintf("p%d", i)), Name: fmt.Sprint(i)})
	}
	if err := storetest.SavePersonas(db, store.Operator, list); err != nil {
		t.Fatal(err)
	}
	_, err := db.AddPersona(store.Operator, store.Persona{ID: "more", Name: "More"})
	wantErr(t, err, store.Invalid, "at most 40")
	wantErr(t, storetest.SavePersonas(db, store.Operator, append(list, store.Persona{ID: "more", Name: "More"})),
		store.Invalid, "at most 40")
}

func TestEditPersona_VersionsAndCleaning(t *testing.T) {
	db := storetest.MustOpen(t)
	p := persona(t, db, "sales")
	p.Name, p.Rule.Titles = "  Selling ", []string{" Seller", "seller", ""}
	saved := must(db.EditPersona(store.Operator, p))
	if saved.Name != "Selling" || !slices.Equal(saved.Rule.Titles, []string{"Seller"}) || saved.Version != p.Version+1 ||
		saved.Order != p.Order {
		t.Errorf("saved %+v", saved)
	}
	if again := must(db.EditPersona(store.Operator, p)); again.Version != saved.Version {
		t.Errorf("the same form again makes version %d", again.Version)
	}
	p.Name = "Something else"
	_, err := db.EditPersona(store.Operator, p)
	wantErr(t, err, store.Conflict, "meanwhile")
	// A list without versions, as a file has it, keeps those of what did not change.
	list := must(db.Personas())
	for i := range list {
		list[i].Version, list[i].Order = 0, 0
	}
	if err := storetest.SavePersonas(db, store.Operator, list); err != nil {
		t.Fatal(err)
	}
	if got := persona(t, db, "sales"); got.Version != saved.Version {
		t.Errorf("version %d after the same list, want %d", got.Version, saved.Version)
	}
	if audit := must(storetest.Ask2(db, (*store.Query).Audit, 10,
		0)); len(audit) != 1 || audit[0].Action != "persona.edit" || audit[0].Detail !=
		"name: Sales -> Selling, rule (titles: +Seller -sales -account executive -account manager -business development"+
			" -sdr -bdr -partnership -solution engineer -presales)" {
		t.Errorf("audit %+v", audit)
	}
}

func TestMovePersona(t *testing.T) {
	db := storetest.MustOpen(t)
	order := func() (ids []string) {
		for i, p := range must(db.Personas()) {
			if p.Order != i+1 {
				t.Errorf("%s has order %d at place %d", p.ID, p.Order, i+1)
			}
			ids = append(ids, string(p.ID))
		}
		return ids
	}
	before := order()
	for range 2 {
		if err := db.MovePersona(store.Operator, "sales", 1); err != nil {
			t.Fatal(err)
		}
	}
	if got := order(); got[0] != "sales" || got[1] != before[0] {
		t.Errorf("order %v", got)
	}
	if err := db.MovePersona(store.Operator, "sales", 99); err != nil || order()[len(before)-1] != "sales" {
		t.Errorf("%v, order %v", err, order())
	}
}

func TestPreviewPersona(t *testing.T) {
	db := storetest.MustOpen(t)
	team(t, db, "U1 Ada Engineer", "U2 Ben Engineer", "U3 Cem Baker", "U4 Dia Recruiter", "U5 Eli Waiter")
	storetest.MustSync(t, db, store.SlackUser{ID: "G1", Name: "Guest", Title: "Baker", Guest: true})
	follows(t, db, "U1", "U4")
	p := persona(t, db, "engineering")
	p.Rule = store.Rule{Titles: []string{"baker", "recruiter"}, Channels: []string{"C1", "C2"}}
	got := must(db.PreviewPersona(p, 0, map[string][]store.EmployeeID{"C1": {"U5"}}))
	some := func(names ...string) store.SomePeople { return store.SomePeople{Count: len(names), Names: names} }
	want := store.PersonaPreview{People: 5, Matches: some("Cem", "Eli"), New: some("Cem", "Eli"), Lost: some("Ada",
		"Ben"), Earlier: some("Dia"), EarlierBy: []store.PersonaID{"people"}, Unread: []string{"C2"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	// Nobody fits Ada any more, so she keeps what she has; with a rule that takes her elsewhere she is moved.
	if got := must(db.PreviewPersona(store.Persona{Rule: store.Rule{Titles: []string{"engineer"}}}, 0,
		nil)); got.Matches.Count != 0 || got.Earlier.Count != 2 {
		t.Errorf("a new persona comes last: %+v", got)
	}
	sales := persona(t, db, "people")
	sales.Rule.Titles = []string{"engineer"}
	if got := must(db.PreviewPersona(sales, 0, nil)); got.Moved != 1 || got.Matches.Count != 2 {
		t.Errorf("%+v", got)
	}
	// Above the persona that takes Dia now it would be hers.
	if got := must(db.PreviewPersona(p, 1, nil)); !cmp.Equal(got.New, some("Cem", "Dia")) || got.Earlier.Count != 0 ||
		got.Moved != 1 {
		t.Errorf("moved up: %+v", got)
	}
	if got := must(db.PreviewPersona(store.Persona{}, 0, nil)); !got.IsRuleless || got.Matches.Count != 0 {
		t.Errorf("an empty rule gives %+v", got)
	}
}

func TestRematchPeople_WhoFollowsAndWhoIsTold(t *testing.T) {
	db := storetest.MustOpen(t)
	team(t, db, "U1 Ada Engineer", "U2 Ben Engineer", "U3 Cem Engineer", "U4 Dia Engineer", "U5 Eli Engineer",
		"U6 Fay Plumber")
	follows(t, db, "U1", "U2", "U4")
	must(db.Join("U3", store.JoinForm{Personas: []store.PersonaID{"sales"}}))                 // chose
	must(db.SavePreferences("U2", store.Preferences{Personas: []store.PersonaID{"success"}})) // changed by hand
	must(db.Leave("U4"))
	toldChanges(t, db)
	p := persona(t, db, "finance")
	p.Rule.Titles = []string{"engineer"}
	must(db.EditPersona(store.Operator, p))
	if err := db.MovePersona(store.Operator, "finance", 1); err != nil {
		t.Fatal(err)
	}
	if got := must(db.RematchPeople()); got != (store.Rematched{Moved: 2, Told: 1}) {
		t.Errorf("%+v", got)
	}
	if got := must(db.RematchPeople()); got != (store.Rematched{}) {
		t.Errorf("again: %+v", got)
	}
	holds(t, db, "U1", true, "finance")
	holds(t, db, "U2", false, "success")
	holds(t, db, "U3", false, "sales")
	holds(t, db, "U4", true, "finance")
	holds(t, db, "U5", false)
	if diff := cmp.Diff([]string{"U1 engineering/finance"}, toldChanges(t, db)); diff != "" {
		t.Error(diff)
	}
	// A rule that fits nobody takes nothing away.
	p = persona(t, db, "finance")
	p.Rule, p.Topics = store.Rule{}, nil
	must(db.EditPersona(store.Operator, p))
	if err := storetest.SavePersonas(db, store.Operator, []store.Persona{p, persona(t, db, "sales"), persona(t, db,
		"success")}); err != nil {
		t.Fatal(err)
	}
	must(db.RematchPeople())
	holds(t, db, "U1", true, "finance")
}

func TestRematchPeople_BackAgainTellsNobody(t *testing.T) {
	db := storetest.MustOpen(t)
	team(t, db, "U1 Ada Engineer")
	follows(t, db, "U1")
	flip := func(title string, want ...store.PersonaID) {
		t.Helper()
		team(t, db, "U1 Ada "+title)
		holds(t, db, "U1", true, want...)
	}
	flip("Recruiter", "people")
	flip("Account manager", "sales")
	flip("Engineer", "engineering")
	if got := toldChanges(t, db); got != nil {
		t.Errorf("told %v", got)
	}
	flip("Account manager", "sales")
	flip("Recruiter", "people")
	if diff := cmp.Diff([]string{"U1 engineering/people"}, toldChanges(t, db)); diff != "" {
		t.Error(diff)
	}
	// Departments and places that an import brings count like titles from Slack.
	team(t, db, "U1 Ada Plumber")
	must(db.ImportPeople([]store.PersonImport{{ID: "U1", Department: "Marketing"}}, store.Operator))
	holds(t, db, "U1", true, "marketing")
}

func TestDeletePersona_PeopleAndAssets(t *testing.T) {
	db := storetest.MustOpen(t)
	team(t, db, "U1 Ada Engineer", "U2 Ben Engineer", "U3 Cem Plumber", "U4 Dia Engineer")
	follows(t, db, "U1")
	for id, personas := range map[store.EmployeeID][]store.PersonaID{"U2": {"engineering", "product"},
		"U3": {"engineering"}, "U4": {"product"}} {
		must(db.Join(id, store.JoinForm{Personas: personas}))
	}
	a := storetest.MustAsset(t, db, func(a *store.Asset) { a.Personas = []store.PersonaID{"engineering", "product"} })
	only := storetest.MustAsset(t, db, func(a *store.Asset) { a.Personas = []store.PersonaID{"engineering"} })
	feed := must(db.AddSource(store.Operator, store.Source{Address: "https://blog.example.com/feed", Name: "Blog",
		Personas: []store.PersonaID{"engineering"},
		Rules:    []store.TagRule{{Words: []string{"go"}, Personas: []store.PersonaID{"engineering", "product"}}}}))
	p := persona(t, db, "success")
	p.Rule.Titles = []string{"engineer"}
	must(db.EditPersona(store.Operator, p))
	for range 2 {
		if err := db.DeletePersona(store.Operator, "engineering"); err != nil {
			t.Fatal(err)
		}
	}
	must(db.RematchPeople())
	holds(t, db, "U1", true, "success")
	holds(t, db, "U2", false, "product")
	holds(t, db, "U3", false)
	holds(t, db, "U4", false, "product")
	if got := must(db.Asset(a.ID)).Personas; !slices.Equal(got, []store.PersonaID{"product"}) {
		t.Errorf("it is for %v", got)
	}
	if got := must(db.Asset(only.ID)).Personas; len(got) > 0 {
		t.Errorf("it is for %v, want everybody", got)
	}
	want := []string{"U1 engineering/success", "U2 engineering+product/product", "U3 engineering/"}
	if diff := cmp.Diff(want, toldChanges(t, db)); diff != "" {
		t.Error(diff)
	}
	s := must(db.Source(feed.ID))
	if len(s.Personas) > 0 || len(s.Rules) != 1 || !slices.Equal(s.Rules[0].Personas, []store.PersonaID{"product"}) {
		t.Errorf("the source gives %+v", s)
	}
	if audit := must(storetest.Ask2(db, (*store.Query).Audit, 1,
		0)); audit[0].Action != "persona.delete" || audit[0].Subject != "engineering" {
		t.Errorf("audit %+v", audit)
	}
	if err := db.DeletePersona(store.Operator, "product"); err != nil {
		t.Fatal(err)
	}
	if s := must(db.Source(feed.ID)); len(s.Rules) > 0 {
		t.Errorf("a rule that gives nothing stays: %+v", s.Rules)
	}
}

func TestJoin_FollowsTheRuleOnlyWhenLeftAsProposed(t *testing.T) {
	db := storetest.MustOpen(t)
	team(t, db, "U1 Ada Engineer", "U2 Ben Engineer", "U3 Cem Plumber")
	follows(t, db, "U1")
	must(db.Join("U2", store.JoinForm{Personas: []store.PersonaID{"engineering", "sales"}}))
	must(db.Join("U3", store.JoinForm{Personas: []store.PersonaID{"engineering"}}))
	holds(t, db, "U1", true, "engineering")
	holds(t, db, "U2", false, "engineering", "sales")
	holds(t, db, "U3", false, "engineering")
	// Settings saved without touching the persona leave it with the rule; nobody can claim the rule for a choice.
	prefs := storetest.MustGet(t, db, "U1").Prefs
	prefs.Follow = []string{"go"}
	must(db.SavePreferences("U1", prefs))
	holds(t, db, "U1", true, "engineering")
	must(db.SavePreferences("U1", store.Preferences{Personas: []store.PersonaID{"sales"}, PersonaByRule: true}))
	holds(t, db, "U1", false, "sales")
}

func TestMemberships(t *testing.T) {
	db := storetest.MustOpen(t)
	team(t, db, "U1 Ada Plumber", "U2 Ben Plumber")
	if err := db.SaveMembership("S1", "Writers", []store.EmployeeID{"U1"}); err != nil {
		t.Fatal(err)
	}
	if got := must(storetest.Ask(db, (*store.Query).Memberships)); len(got) != 0 {
		t.Errorf("a place that no rule names is kept: %+v", got)
	}
	p := must(db.AddPersona(store.Operator, store.Persona{ID: "writers", Name: "Writers",
		Rule: store.Rule{Groups: []string{"S1"}}}))
	if err := db.FailMembership("S1", "No scope."); err != nil {
		t.Fatal(err)
	}
	if got := must(db.PreviewPersona(p, 0, nil)); !slices.Equal(got.Unread, []string{"S1"}) {
		t.Errorf("unread %v", got.Unread)
	}
	if err := db.SaveMembership("S1", "Writers", []store.EmployeeID{"U2", "U1", "U2", "GONE"}); err != nil {
		t.Fatal(err)
	}
	if err := db.FailMembership("S1", "Slack is down."); err != nil {
		t.Fatal(err)
	}
	got := must(storetest.Ask(db, (*store.Query).Memberships))
	if len(got) != 1 || got[0].Name != "Writers" || !slices.Equal(got[0].Members, []store.EmployeeID{"U1", "U2"}) ||
		got[0].Problem != "Slack is down." ||
		time.Since(got[0].ReadAt) > time.Minute {
		t.Errorf("%+v", got)
	}
	var mine, all strings.Builder
	if err := db.Export(&mine, "U1", false); err != nil || !strings.Contains(mine.String(), `"place":"S1"`) ||
		strings.Contains(mine.String(), "U2") {
		t.Errorf("%v\n%s", err, mine.String())
	}
	if err := db.Export(&all, store.ExportAll, false); err != nil ||
		!strings.Contains(all.String(), `"members":["U1","U2"]`) {
		t.Errorf("%v\n%s", err, all.String())
	}
	must(db.EraseEmployee(store.Operator, "U1"))
	if got := must(storetest.Ask(db, (*store.Query).Memberships)); !slices.Equal(got[0].Members,
		[]store.EmployeeID{"U2"}) {
		t.Errorf("an erased person is still in %+v", got)
	}
	p.Rule = store.Rule{}
	must(db.EditPersona(store.Operator, p))
	if got := must(storetest.Ask(db, (*store.Query).Memberships)); len(got) != 0 {
		t.Errorf("kept although no rule names it: %+v", got)
	}
}

func TestPersonaChange_RoundTrip(t *testing.T) {
	for ref, want := range map[string][2][]store.PersonaID{
		"a+b/c": {{"a", "b"}, {"c"}}, "/c": {nil, {"c"}}, "a/": {{"a"}, nil}, "": {},
	} {
		from, to := store.PersonaChange(ref)
		if diff := cmp.Diff(want, [2][]store.PersonaID{from, to}); diff != "" {
			t.Errorf("%q:\n%s", ref, diff)
		}
	}
}
