// Sources: valid or told why not, run by those who may, read in time.

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

// aSource is a valid feed; change changes what the test is about.
func aSource(change func(*store.Source)) store.Source {
	s := store.Source{Name: "Blog", Address: "https://blog.example.com/feed.xml", System: store.FeedSystem}
	if change != nil {
		change(&s)
		if s.Name == "Blog" && s.Address != "" && s.Address != "https://blog.example.com/feed.xml" {
			s.Name = strings.TrimPrefix(s.Address, "https://") // no two have one name
		}
	}
	return s
}

// mustSource adds a source.
func mustSource(tb testing.TB, db *store.DB, change func(*store.Source)) store.Source {
	tb.Helper()
	s, err := db.AddSource(store.Operator, aSource(change))
	if err != nil {
		tb.Fatalf("add a source: %v", err)
	}
	return s
}

func TestAddSource(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	storetest.MustRole(t, db, "U2", "Cleo", store.Curator)
	_, err := db.AddSource("U1", aSource(nil))
	wantErr(t, err, store.Denied, "program managers and curators")

	s := must(db.AddSource("U2", aSource(func(s *store.Source) {
		s.Name, s.Topics, s.Failures, s.ETag, s.Taken = " Our\u202e blog ", []string{"Go", "go "}, 7, "x", 9
		s.Rules = []store.TagRule{{Words: []string{" Kubernetes ", "kubernetes"}, Topics: []string{"Cloud"}}}
	})))
	if s.Name != "Our blog" || !cmp.Equal(s.Topics, []string{"go"}) || s.PerDay != store.DefaultPerDay ||
		s.LiveAtOnce != store.DefaultLiveAtOnce ||
		s.State != store.SourceActive || s.Failures != 0 || s.ETag != "" || s.Taken != 0 || s.AddedBy != "U2" ||
		s.NextTry.IsZero() {
		t.Errorf("added %+v", s)
	}
	if want := []store.TagRule{{Words: []string{"kubernetes"}, Topics: []string{"cloud"}}}; !cmp.Equal(s.Rules, want) {
		t.Errorf("rules %+v", s.Rules)
	}
	_, err = db.AddSource("U2", aSource(func(s *store.Source) { s.Name = "our BLOG" }))
	wantFields(t, err, "address", "name")
	other := must(db.AddSource("U2", aSource(func(s *store.Source) {
		s.Name, s.Address = "News",
			"https://example.com/news"
	})))
	renamed := other
	renamed.Name = "Our blog"
	_, err = db.EditSource("U2", renamed)
	wantFields(t, err, "name")
	if err := db.RemoveSource("U2", other.ID); err != nil {
		t.Fatal(err)
	}
	if list := must(db.Sources()); len(list) != 1 || !cmp.Equal(list[0], s) || !cmp.Equal(must(db.Source(s.ID)), s) {
		t.Errorf("sources %+v", list)
	}
	audit := must(storetest.Ask2(db, (*store.Query).Audit, 9, 0))
	if entry := audit[2]; entry.Action != "source.add" || entry.Actor != "U2" {
		t.Errorf("audit %+v", entry)
	}
}

func TestAddSource_ToldAtTheField(t *testing.T) {
	db := storetest.MustOpen(t)
	for name, c := range map[string]struct {
		change func(*store.Source)
		field  string
	}{
		"no name":             {func(s *store.Source) { s.Name = " \u202e" }, "name"},
		"a name too long":     {func(s *store.Source) { s.Name = strings.Repeat("x", 81) }, "name"},
		"a file":              {func(s *store.Source) { s.Address = "file:///etc/passwd" }, "address"},
		"no address":          {func(s *store.Source) { s.Address = "" }, "address"},
		"credentials":         {func(s *store.Source) { s.Address = "https://a:b@example.com/feed" }, "address"},
		"an unknown system":   {func(s *store.Source) { s.System = "workday" }, "system"},
		"a negative cap":      {func(s *store.Source) { s.PerDay = -1 }, "per_day"},
		"a cap that is none":  {func(s *store.Source) { s.LiveAtOnce = 1_000_000 }, "live_at_once"},
		"an unknown kind":     {func(s *store.Source) { s.Kind = "poem" }, "kind"},
		"an unknown persona":  {func(s *store.Source) { s.Personas = []store.PersonaID{"x"} }, "personas"},
		"an unknown audience": {func(s *store.Source) { s.Audiences = []store.Audience{"dogs"} }, "audiences"},
		"a rule without words": {func(s *store.Source) {
			s.Rules = []store.TagRule{{Words: []string{" "}, Topics: []string{"a"}}}
		}, "rules"},
		"a rule that gives nothing": {func(s *store.Source) { s.Rules = []store.TagRule{{Words: []string{"a"}}} }, "rules"},
		"a rule with an unknown kind": {func(s *store.Source) {
			s.Rules = []store.TagRule{{Words: []string{"a"}, Kind: "poem"}}
		}, "rules"},
		"a rule with an unknown persona": {func(s *store.Source) {
			s.Rules = []store.TagRule{{Words: []string{"a"}, Personas: []store.PersonaID{"x"}}}
		}, "rules"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := db.AddSource(store.Operator, aSource(c.change))
			wantFields(t, err, c.field)
		})
	}
}

func TestEditSource(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	s := mustSource(t, db, nil)
	other := mustSource(t, db, func(s *store.Source) { s.Address = "https://example.com/other" })
	read := must(db.RecordPoll(s.ID, store.Poll{At: time.Now(), Version: s.Version, ETag: "tag"})).Source
	_, err := db.EditSource("U1", read)
	wantErr(t, err, store.Denied, "curators")
	if again := must(db.EditSource(store.Operator, read)); !cmp.Equal(again, read) {
		t.Errorf("an edit without a change: %s", cmp.Diff(read, again))
	}

	edited := read
	edited.Name, edited.ETag, edited.LastGood, edited.AddedBy = "Newsroom", "forged", time.Time{}, "U9"
	edited = must(db.EditSource(store.Operator, edited))
	if edited.Name != "Newsroom" || edited.ETag != "tag" || edited.LastGood.IsZero() || edited.AddedBy != store.Operator ||
		!edited.NextTry.Equal(read.NextTry) {
		t.Errorf("edited %+v", edited)
	}
	_, err = db.EditSource(store.Operator, read)
	wantErr(t, err, store.Conflict, "Somebody else")
	edited.Address = other.Address
	_, err = db.EditSource(store.Operator, edited)
	wantFields(t, err, "address")
	edited.Address = "https://example.com/new"
	moved := must(db.EditSource(store.Operator, edited))
	if moved.ETag != "" || moved.NextTry.After(time.Now()) {
		t.Errorf("another address is not read at once and whole: %+v", moved)
	}
	moved.ID = "nobody"
	_, err = db.EditSource(store.Operator, moved)
	wantErr(t, err, store.NotFound, "does not exist")
}

func TestPauseResumeRemoveSource(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	s := mustSource(t, db, nil)
	for range brokenAfter {
		s = must(db.RecordPoll(s.ID, store.Poll{At: time.Now(), Version: s.Version, Err: "It is down."})).Source
	}
	for name, do := range map[string]func(actor store.EmployeeID) error{
		"pause":  func(actor store.EmployeeID) error { _, err := db.PauseSource(actor, s.ID); return err },
		"resume": func(actor store.EmployeeID) error { _, err := db.ResumeSource(actor, s.ID); return err },
		"remove": func(actor store.EmployeeID) error { return db.RemoveSource(actor, s.ID) },
	} {
		t.Run(name+" by an advocate", func(t *testing.T) { wantErr(t, do("U1"), store.Denied, "curators") })
	}
	paused := must(db.PauseSource(store.Operator, s.ID))
	if paused.State != store.SourcePaused || !paused.NextTry.IsZero() ||
		len(must(db.DueSources(time.Now().AddDate(1, 0, 0), 10))) != 0 {
		t.Errorf("paused %+v", paused)
	}
	if again := must(db.PauseSource(store.Operator, s.ID)); !cmp.Equal(again, paused) {
		t.Error("pausing twice changes something")
	}
	late := must(db.RecordPoll(s.ID, store.Poll{At: time.Now(), Version: s.Version,
		Items: []store.PollItem{anItem("late", nil)}}))
	if late.New != 0 || late.Source.State != store.SourcePaused {
		t.Errorf("an answer after the pause: %+v", late)
	}
	back := must(db.ResumeSource(store.Operator, s.ID))
	if back.State != store.SourceActive || back.Failures != 0 || back.NextTry.After(time.Now()) ||
		!back.FailingSince.IsZero() {
		t.Errorf("resumed %+v", back)
	}
	if again := must(db.ResumeSource(store.Operator, s.ID)); !cmp.Equal(again, back) {
		t.Error("resuming twice changes something")
	}
	added := must(db.RecordPoll(s.ID, store.Poll{At: time.Now(), Version: back.Version,
		Items: []store.PollItem{anItem("a", nil)}}))
	if err := db.RemoveSource(store.Operator, s.ID); err != nil || added.New != 1 {
		t.Fatal(added, err)
	}
	audits := must(storetest.Ask2(db, (*store.Query).Audit, 1, 0))[0].Seq
	if err := db.RemoveSource(store.Operator, s.ID); err != nil || must(storetest.Ask2(db, (*store.Query).Audit, 1,
		0))[0].Seq != audits {
		t.Errorf("removing twice: %v", err)
	}
	if kept := must(db.AssetsBy(store.InReview, 10, "")); len(kept) != 1 || len(must(db.Sources())) != 0 {
		t.Errorf("%d assets are kept", len(kept))
	}
	_, err := db.RecordPoll(s.ID, store.Poll{At: time.Now(), Version: back.Version})
	wantErr(t, err, store.NotFound, "does not exist")
}

// brokenAfter is how many failures in a row break a source.
const brokenAfter = 3

func TestDueSources(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		var all []store.SourceID
		for i := range 5 {
			all = append(all,
				mustSource(t, db, func(s *store.Source) { s.Address = fmt.Sprintf("https://example.com/%d", i) }).ID)
			time.Sleep(time.Second)
		}
		due := must(db.DueSources(time.Now(), 3))
		if len(due) != 3 || due[0].ID != all[0] || due[2].ID != all[2] {
			t.Errorf("due are %+v", due)
		}
		read := must(db.RecordPoll(all[0], store.Poll{At: time.Now(), Version: 1})).Source
		if wait := time.Until(read.NextTry); wait < time.Hour || wait > 65*time.Minute {
			t.Errorf("the next reading is in %v", wait)
		}
		if due = must(db.DueSources(time.Now(), 10)); len(due) != 4 || due[0].ID != all[1] {
			t.Errorf("after a reading due are %+v", due)
		}
	})
}

func TestAddSource_TwoAtOnce(t *testing.T) {
	db := storetest.MustOpen(t)
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() { _, _ = db.AddSource(store.Operator, aSource(nil)) })
	}
	group.Wait()
	if list := must(db.Sources()); len(list) != 1 {
		t.Errorf("%d sources of one address", len(list))
	}
}

func TestEraseEmployee_TakesThePersonOutOfSources(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "U1", "Ada")
	storetest.MustManager(t, db, "U2", "Bo")
	s := must(db.AddSource("U1", aSource(nil)))
	must(db.EraseEmployee("U2", "U1"))
	if got := must(db.Source(s.ID)); got.AddedBy == "U1" {
		t.Errorf("the source still names %s", got.AddedBy)
	}
}
