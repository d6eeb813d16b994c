// People: what Slack says, joining and leaving, imports and roles.

package store_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

func TestSyncPeople(t *testing.T) {
	db := storetest.MustOpen(t)
	ada := store.SlackUser{ID: "U1", Name: "Ada Stone", Title: "VP of Engineering", TimeZone: "Europe/Berlin"}
	bob := store.SlackUser{ID: "U2", Name: "Bob \x00\u202eStone\n", Title: "Engineer", Guest: true}
	sync := func(full bool, users ...store.SlackUser) store.SyncResult {
		t.Helper()
		return must(db.SyncPeople(users, full))
	}
	if got := sync(true, ada, bob); got != (store.SyncResult{New: 2}) {
		t.Errorf("first sync: %+v", got)
	}
	if stats := must(storetest.Ask(db, (*store.Query).Stats)); stats.Employees != 1 {
		t.Errorf("with a guest there are %d employees, want 1", stats.Employees)
	}
	if got := sync(true, bob, ada); got != (store.SyncResult{Unchanged: 2}) {
		t.Errorf("the same again: %+v", got)
	}
	e := storetest.MustGet(t, db, "U1")
	if !e.Leader || e.LeaderBy != "title" {
		t.Errorf("a VP is no leader: %+v", e)
	}
	if got := storetest.MustGet(t, db, "U2").Name; got != "Bob Stone" {
		t.Errorf("name is %q", got)
	}
	_, err := db.Join("U2", store.JoinForm{})
	wantErr(t, err, store.Denied, "Guests")
	_, err = db.SavePreferences("U2", store.Preferences{})
	wantErr(t, err, store.Denied, "Guests")
	_, err = storetest.Ask1(db, (*store.Query).ReaderOf, "U1")
	wantErr(t, err, store.Denied, "Join first")

	joined := must(db.Join("U1", store.JoinForm{}))
	a := storetest.MustAsset(t, db, nil)
	key := storetest.MustPlan(t, db, "U1", a.ID)
	ada.TimeZone = "America/New_York"
	if got := sync(false, ada); got.Changed != 1 {
		t.Errorf("new zone: %+v", got)
	}
	if moved := storetest.MustGet(t, db, "U1"); moved.NextDigest.Equal(joined.NextDigest) {
		t.Error("a new time zone did not move the next digest")
	}
	if got := sync(true, bob); got.Deactivated != 1 {
		t.Errorf("missing from a full list: %+v", got)
	}
	e = storetest.MustGet(t, db, "U1")
	if !e.Deactivated || !e.NextDigest.IsZero() || e.JoinedAt.IsZero() {
		t.Errorf("deactivated person is %+v", e)
	}
	if m := must(storetest.Ask1(db, (*store.Query).Message, key)); m.State != store.Dead {
		t.Errorf("the digest of a deactivated person is %s", m.State)
	}
	if d := must(storetest.Ask1(db, (*store.Query).Delivery, key)); d.State != store.Dropped || d.Note == "" {
		t.Errorf("the delivery is %+v", d)
	}
	sync(true, ada, bob)
	if e = storetest.MustGet(t, db, "U1"); !e.IsAdvocate() || e.NextDigest.IsZero() {
		t.Errorf("a person who came back is %+v", e)
	}
	next := e.NextDigest
	ada.Guest = true
	sync(true, ada, bob)
	if e = storetest.MustGet(t, db, "U1"); e.IsAdvocate() || !e.NextDigest.IsZero() || e.JoinedAt.IsZero() {
		t.Errorf("an advocate who became a guest is %+v", e)
	}
	ada.Guest = false
	sync(true, ada, bob)
	if e = storetest.MustGet(t, db, "U1"); !e.IsAdvocate() || !e.NextDigest.Equal(next) {
		t.Errorf("a guest with a full account again is %+v", e)
	}
	_, err = db.SyncPeople([]store.SlackUser{{ID: "U 3", Name: "x"}}, false)
	wantErr(t, err, store.Invalid, "Slack id")
}

func TestJoin(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustEmployee(t, db, "U1", "Ada")
	_, err := db.Join("U1", store.JoinForm{Personas: []store.PersonaID{"engineering", "sales", "nobody"},
		Rhythm: store.Rhythm{At: "noon"}})
	wantFields(t, err, "personas", "at")
	_, err = db.Join("U9", store.JoinForm{})
	wantErr(t, err, store.NotFound, "does not know")
	form := store.JoinForm{Personas: []store.PersonaID{"engineering", "engineering"}, Follow: []string{" Go ", "go"},
		Rhythm: store.Rhythm{Frequency: store.Weekly}}
	first := must(db.Join("U1", form))
	if !first.IsAdvocate() || first.NextDigest.Weekday() != time.Tuesday || len(first.Prefs.Personas) != 1 ||
		first.Prefs.Follow[0] != "go" {
		t.Errorf("joined as %+v", first)
	}
	if diff := cmp.Diff(first, must(db.Join("U1", form))); diff != "" {
		t.Errorf("joining twice changed:\n%s", diff)
	}
	key := storetest.MustPlan(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
	left := must(db.Leave("U1"))
	if m := must(storetest.Ask1(db, (*store.Query).Message, key)); m.State != store.Dead {
		t.Errorf("a waiting digest is %s after leaving", m.State)
	}
	if left.IsAdvocate() || left.LeftAt.IsZero() || !left.NextDigest.IsZero() {
		t.Errorf("left as %+v", left)
	}
	if diff := cmp.Diff(left, must(db.Leave("U1"))); diff != "" {
		t.Errorf("leaving twice changed:\n%s", diff)
	}
	if again := must(db.Join("U1", form)); !again.IsAdvocate() || !again.LeftAt.IsZero() {
		t.Errorf("back as %+v", again)
	}
}

func TestPreferences_PauseAndResume(t *testing.T) {
	db := storetest.MustOpen(t)
	e := storetest.MustAdvocate(t, db, "U1", "Ada")
	_, err := db.Pause("U1", time.Now().Add(-time.Hour))
	wantErr(t, err, store.Invalid, "future")
	_, err = db.SavePreferences("U1", store.Preferences{Picks: 9, Networks: []store.Network{"myspace"},
		Follow: []string{"go"}, Mute: []string{"Go"}})
	wantFields(t, err, "picks", "networks", "mute")
	var topics []string
	for i := range 51 {
		topics = append(topics, fmt.Sprintf("topic %d", i))
	}
	_, err = db.SavePreferences("U1", store.Preferences{Picks: -1, Follow: topics})
	wantFields(t, err, "picks", "follow")
	_, err = db.SavePreferences("U1", store.Preferences{Mute: topics})
	wantFields(t, err, "mute")
	for _, most := range []store.Preferences{{Follow: topics[:50]}, {Mute: topics[:50]}, {Picks: 5}, e.Prefs} {
		must(db.SavePreferences("U1", most))
	}

	a := storetest.MustAsset(t, db, nil)
	key := storetest.MustPlan(t, db, "U1", a.ID)
	until := e.NextDigest.Add(72 * time.Hour)
	paused := must(db.Pause("U1", until))
	if paused.NextDigest.Before(until) {
		t.Errorf("paused until %s, next digest %s", until, paused.NextDigest)
	}
	if m := must(storetest.Ask1(db, (*store.Query).Message, key)); m.State != store.Dead {
		t.Errorf("a waiting digest is %s after the pause", m.State)
	}
	if taste := must(db.TasteOf("U1")); len(taste.Seen) != 0 {
		t.Errorf("a digest that nobody got counts as seen: %v", taste.Seen)
	}
	if forever := must(db.Pause("U1", time.Now().AddDate(100, 0, 0))); !forever.NextDigest.IsZero() {
		t.Errorf("paused for ever, next digest %s", forever.NextDigest)
	}
	if back := must(db.Resume("U1")); !back.NextDigest.Equal(e.NextDigest) {
		t.Errorf("resumed to %s, want %s", back.NextDigest, e.NextDigest)
	}
	prefs := e.Prefs
	prefs.Mute = []string{"sales"}
	if kept := must(db.SavePreferences("U1", prefs)); !kept.NextDigest.Equal(e.NextDigest) {
		t.Error("a muted topic moved the next digest")
	}
	prefs.Rhythm.At = "23:59"
	if moved := must(db.SavePreferences("U1", prefs)); moved.NextDigest.Equal(e.NextDigest) {
		t.Error("a new hour did not move the next digest")
	}
}

// Choosing topics on the morning of a digest that is already due must not lose that digest.
func TestSavePreferences_KeepsADigestThatIsDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		e := storetest.MustAdvocate(t, db, "U1", "Ada")
		time.Sleep(time.Until(e.NextDigest) + time.Minute)
		prefs := e.Prefs
		prefs.Mute = []string{"sales"}
		for _, save := range []func(store.EmployeeID, store.Preferences) (store.Employee, error){db.SavePreferences,
			db.SaveChoices} {
			must(save("U1", prefs))
			if due := must(db.Due(time.Now(), 0)); len(due) != 1 || !due[0].Due.Equal(e.NextDigest) {
				t.Errorf("due after choosing topics: %+v", due)
			}
			prefs.Mute = []string{"news"}
		}
	})
}

func TestWelcome_OncePerPersonEver(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustEmployee(t, db, "U1", "Ada")
	storetest.MustAdvocate(t, db, "U2", "Bob")
	storetest.MustSync(t, db, store.SlackUser{ID: "G1", Name: "Gus", Guest: true},
		store.SlackUser{ID: "D1", Name: "Dora", Deactivated: true})
	for _, want := range []struct {
		id      store.EmployeeID
		welcome bool
	}{{"U1", true}, {"U1", false}, {"G1", false}, {"D1", false}} {
		if got := must(db.Welcome(want.id)); got != want.welcome {
			t.Errorf("welcome of %s is %v, want %v", want.id, got, want.welcome)
		}
	}
	if must(db.Welcome("U2")) {
		t.Error("an advocate was welcomed")
	}
	must(db.Leave("U2"))
	if must(db.Welcome("U2")) {
		t.Error("somebody who left was welcomed")
	}
	if sent := storetest.MustDeliver(t, db); len(sent) != 1 || sent["welcome/U1"].To != "U1" {
		t.Errorf("sent %v", sent)
	}
}

func TestImportPeople(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "U1", "Ada Stone")
	storetest.MustEmployee(t, db, "U2", "Bob Moon")
	storetest.MustEmployee(t, db, "U3", "Bob Moon")
	storetest.MustEmployee(t, db, "U4", "Cyd Sun")
	yes := true
	rows := []store.PersonImport{
		{Row: 2, ID: "U2", Title: "Sales Lead", Department: "Sales", Manager: "Ada Stone"},
		{Row: 3, Name: "Bob Moon", Title: "x"},
		{Row: 4, Name: "cyd  sun", Leader: &yes, Location: "Oslo"},
		{Row: 5, Name: "Nobody"},
		{Row: 6, ID: "U1", Manager: "U1"},
	}
	got := must(db.ImportPeople(rows, "U1"))
	var skipped []int
	for _, s := range got.Skipped {
		skipped = append(skipped, s.Index)
	}
	if got.Changed != 2 || !cmp.Equal(skipped, []int{3, 5, 6}) {
		t.Errorf("imported %+v", got)
	}
	if again := must(db.ImportPeople(rows, "U1")); again.Changed != 0 || again.Unchanged != 2 {
		t.Errorf("again: %+v", again)
	}
	storetest.MustSync(t, db, store.SlackUser{ID: "U2", Name: "Bob Moon", Title: "Slack title"})
	if e := storetest.MustGet(t, db, "U2"); e.Title != "Sales Lead" || e.Reports != "U1" || e.Department != "Sales" {
		t.Errorf("after the next sync %+v", e)
	}
	if e := storetest.MustGet(t, db, "U4"); !e.Leader || e.Location != "Oslo" {
		t.Errorf("imported leader is %+v", e)
	}
	_, err := db.ImportPeople(rows, "U4")
	wantErr(t, err, store.Denied, "program managers")
}

// Many show only a first name in Slack, while forms and files name them in full, often without accents.
func TestNames_EveryNameInSlackIsTheirs(t *testing.T) {
	db := MustTeam(t)
	zoe := store.SlackUser{ID: "Z1", Name: "zoe", OtherNames: []string{"Zoë Ångström", "Zoe Angstrom", "ZOE ANGSTROM",
		" "}}
	storetest.MustSync(t, db, zoe)
	if e := storetest.MustGet(t, db, "Z1"); !cmp.Equal(e.OtherNames, []string{"Zoë Ångström", "Zoe Angstrom"}) {
		t.Errorf("other names: %q", e.OtherNames)
	}
	for i, name := range []string{"zoë ångström", "Zoe Angstrom", "Zoe"} {
		r := must(db.ImportPeople([]store.PersonImport{{Name: name, Department: fmt.Sprint(i)}}, store.Operator))
		if r.Changed != 1 {
			t.Errorf("a file finds %s: %+v", name, r)
		}
		if i == 2 {
			break // a name of one word is too little to refuse a referral
		}
		self := must(db.SubmitReferral(storetest.ASubmission("Z1", name, "a@x.com")))
		other := must(db.SubmitReferral(storetest.ASubmission("U1", name, "b@x.com")))
		if self.Rule != "You cannot refer yourself." || other.Verdict != store.VerdictNot {
			t.Errorf("%s is referred: %+v, %+v", name, self, other)
		}
	}
	listed := 0
	for _, e := range must(db.Employees()) {
		if e.ID == "Z1" {
			listed++
		}
	}
	if listed != 1 {
		t.Errorf("listed %d times", listed)
	}
	zoe.OtherNames = nil
	storetest.MustSync(t, db, zoe)
	if r := must(db.ImportPeople([]store.PersonImport{{Name: "Zoe Angstrom"}}, store.Operator)); len(r.Skipped) != 1 {
		t.Errorf("a name that was given up finds still: %+v", r)
	}
}

func TestRoles(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustSync(t, db, store.SlackUser{ID: "U1", Name: "Admin", Admin: true},
		store.SlackUser{ID: "U2", Name: "Bob"}, store.SlackUser{ID: "U3", Name: "Gone", Deactivated: true})
	if !must(storetest.Ask1(db, (*store.Query).IsManager, "U1")) || must(storetest.Ask1(db, (*store.Query).IsManager,
		"U2")) {
		t.Error("an admin manages until somebody is named")
	}
	wantErr(t, db.ChangeRole("U2", store.Manager, []store.EmployeeID{"U2"}, nil), store.Denied, "Only program managers")
	wantErr(t, db.ChangeRole("U1", "king", []store.EmployeeID{"U2"}, nil), store.Invalid, "role")
	wantErr(t, db.ChangeRole("U1", store.Manager, []store.EmployeeID{"U3"}, nil), store.Denied, "deactivated")
	for range 2 {
		if err := db.ChangeRole(store.Operator, store.Manager, []store.EmployeeID{"U2"}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if must(storetest.Ask1(db, (*store.Query).IsManager, "U1")) ||
		!must(storetest.Ask1(db, (*store.Query).IsManager, "U2")) ||
		!must(storetest.Ask1(db, (*store.Query).CanManage, storetest.MustGet(t, db, "U2"))) {
		t.Error("once a manager is named, admins are none")
	}
	wantErr(t, db.ChangeRole("U2", store.Manager, nil, []store.EmployeeID{"U2"}), store.Conflict, "last")
	// Nothing of a refused change stays, and whoever takes the role from everybody is told before it is done.
	wantErr(t, db.ChangeRole("U2", store.Manager, []store.EmployeeID{"U1", "U3"}, []store.EmployeeID{"U2"}),
		store.Denied, "deactivated")
	wantErr(t, db.ChangeRole("U2", store.Manager, nil, []store.EmployeeID{"U1", "U2"}), store.Conflict, "last")
	if must(storetest.Ask1(db, (*store.Query).IsManager, "U1")) || !must(storetest.Ask1(db, (*store.Query).IsManager,
		"U2")) {
		t.Error("a refused change of roles was half done")
	}
	if err := db.ChangeRole("U2", store.Manager, []store.EmployeeID{"U1"},
		[]store.EmployeeID{"U2"}); err != nil || must(storetest.Ask1(db, (*store.Query).IsManager, "U2")) {
		t.Errorf("handing the role on: %v", err)
	}
	if err := db.ChangeRole("U1", store.Manager, []store.EmployeeID{"U2"}, []store.EmployeeID{"U1"}); err != nil {
		t.Fatal(err)
	}
	wantErr(t, db.EnsureManagers([]store.EmployeeID{"U1", "U9", "U3"}), store.NotFound, "U9, U3")
	if !must(storetest.Ask1(db, (*store.Query).IsManager, "U1")) {
		t.Error("the known manager of the configuration was not named")
	}
	if err := db.ChangeRole("U1", store.Manager, nil, []store.EmployeeID{"U2"}); err != nil || must(storetest.Ask1(db,
		(*store.Query).IsManager, "U2")) {
		t.Errorf("revoked with %v", err)
	}
	must(db.ImportPeople([]store.PersonImport{{ID: "U2", Leader: new(true)}}, "U1"))
	storetest.MustSync(t, db, store.SlackUser{ID: "U2", Name: "Bob", Title: "Intern"})
	if !storetest.MustGet(t, db, "U2").Leader {
		t.Error("a sync took away what a person decided")
	}
	var actions []string
	for _, entry := range must(storetest.Ask2(db, (*store.Query).Audit, 10, 0)) {
		actions = append(actions, entry.Action)
	}
	if diff := cmp.Diff([]string{"people.import", "role.revoke", "role.grant", "role.revoke", "role.grant", "role.revoke",
		"role.grant", "role.grant"}, actions); diff != "" {
		t.Errorf("audit:\n%s", diff)
	}
}

// Enough names that one of them is at work, few enough to read; admins of the workspace while nobody is named.
func TestWhomToAsk(t *testing.T) {
	db := storetest.MustOpen(t)
	ask := func(want string) {
		t.Helper()
		if got := must(storetest.Ask(db, (*store.Query).WhomToAsk)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	ask("Ask whoever runs Vouch here.")
	storetest.MustSync(t, db, store.SlackUser{ID: "A1", Name: "Admin", Admin: true})
	ask("Ask Admin.")
	for i, want := range []string{"Ask A.", "Ask A or B.", "Ask A, B or C.", "Ask A, B, C or D.", "Ask A, B, C, D or E.",
		"Ask A, B, C, D, E or 1 other.", "Ask A, B, C, D, E or 2 others."} {
		storetest.MustManager(t, db, store.EmployeeID(fmt.Sprint("M", i)), string(rune('A'+i)))
		ask(want)
	}
	for i := range 7 {
		id := store.EmployeeID(fmt.Sprint("M", i))
		storetest.MustSync(t, db, store.SlackUser{ID: id, Name: "x", Guest: i < 6, Deactivated: i == 6})
	}
	ask("Ask Admin.")
	for id, want := range map[store.EmployeeID]bool{"A1": true, "M0": false, "M6": false, "nobody": false} {
		if got := must(storetest.Ask1(db, (*store.Query).IsManager, id)); got != want {
			t.Errorf("%s manages: %v, once no manager has a full account", id, got)
		}
	}
}

func TestSettings(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	s := must(db.Settings())
	if diff := cmp.Diff(store.DefaultSettings(), s); diff != "" {
		t.Errorf("settings before any were saved:\n%s", diff)
	}
	bad := s
	bad.TimeZone, bad.Picks, bad.WorkUntil, bad.Holidays, bad.EscalateDays = "Nowhere", 9, "6pm",
		[]store.LocalDate{"2026-13-01"}, 1
	bad.Routes, bad.Points.OwnWords = []store.Route{{Kind: "x", Owner: "U9"}}, -1
	wantFields(t, db.SaveSettings(store.Operator, bad), "tz", "picks", "work_until", "holidays", "escalate_days",
		"routes/1", "own_words")
	wantErr(t, db.SaveSettings("U1", s), store.Denied, "program managers")

	before := storetest.MustGet(t, db, "U1")
	changed := storetest.MustSettings(t, db, func(s *store.Settings) {
		s.Rhythm.At, s.LeaderTitles, s.Points.OwnWords = "23:58", []string{"Ada"}, 7
	})
	if changed.Version != s.Version+1 || changed.Points.Version != s.Points.Version+1 {
		t.Errorf("versions %d and %d", changed.Version, changed.Points.Version)
	}
	if after := storetest.MustGet(t, db, "U1"); after.NextDigest.Equal(before.NextDigest) {
		t.Error("a new default time did not move the next digest")
	}
	wantErr(t, db.SaveSettings(store.Operator, s), store.Conflict, "meanwhile")
	if got := must(storetest.Ask2(db, (*store.Query).Audit, 1, 0))[0]; !strings.HasPrefix(got.Detail,
		"digest.at: 09:30 -> 23:58, points.own_words: 5 -> 7, people.leader_titles: +ada -chief") {
		t.Errorf("audited %q", got.Detail)
	}
	if err := db.SaveSettings(store.Operator, changed); err != nil || must(db.Settings()).Version != changed.Version {
		t.Error("saving unchanged settings made a version")
	}
}

// Whoever was referred waits for an answer, whatever becomes of the account of the one who should give it.
func TestSyncPeople_OwnersReferralsFindAnother(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	storetest.MustManager(t, db, "UM", "Max")
	storetest.MustRole(t, db, "UR", "Ruth", store.Recruiter)
	r := storetest.MustReferral(t, db, "U1", "Jane Roe", "jane@example.com")
	if r.Owner != "UR" {
		t.Fatalf("the owner is %q", r.Owner)
	}
	storetest.MustDeliver(t, db)
	storetest.MustRole(t, db, "UP", "Priya", store.Recruiter)
	storetest.MustSync(t, db, store.SlackUser{ID: "UR", Name: "Ruth", Deactivated: true})
	if got := must(db.Referral(r.ID, "U1")); got.Owner != "UP" || !got.AnswerBy.After(time.Now()) {
		t.Errorf("Ruth's referral is with %q, answer by %v", got.Owner, got.AnswerBy)
	}
	sent := storetest.MustDeliver(t, db)
	told := map[store.EmployeeID]store.MessageKind{}
	for _, m := range sent {
		told[m.To] = m.Kind
	}
	if told["UP"] != store.MsgReferralCard || told["U1"] != store.MsgReferralOwner {
		t.Errorf("told %v", told)
	}
	storetest.MustSync(t, db, store.SlackUser{ID: "UP", Name: "Priya", Guest: true})
	if got := must(db.Referral(r.ID, "U1")); got.Owner != "" {
		t.Errorf("without a recruiter the owner is %q", got.Owner)
	}
	asked := false
	for _, m := range storetest.MustDeliver(t, db) {
		asked = asked || m.Kind == store.MsgEscalation && m.To == "UM"
	}
	if !asked {
		t.Error("no manager was asked to name an owner")
	}
	storetest.MustCheck(t, db)
}
