// Tests of clearances and the archive: who decides, what passes after that, and what is kept for how long.

package store_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// compliance is a program with Ada and Ben, who joined, Cora and Carl of compliance, and a code name.
func compliance(tb testing.TB, topics ...string) (*store.DB, store.OpenShare) {
	tb.Helper()
	db := storetest.MustOpen(tb)
	storetest.MustCompany(tb, db)
	storetest.MustAdvocate(tb, db, "U1", "Ada")
	storetest.MustAdvocate(tb, db, "U2", "Ben")
	storetest.MustManager(tb, db, "M1", "Mia")
	storetest.MustRole(tb, db, "C1", "Cora", store.Compliance)
	storetest.MustRole(tb, db, "C2", "Carl", store.Compliance)
	a := storetest.MustAsset(tb, db, func(a *store.Asset) { a.Topics = topics })
	storetest.MustSettings(tb, db, func(s *store.Settings) {
		s.Confidential, s.Regulated = []string{"Project Falcon = not public yet"}, []string{"pensions"}
	})
	open := kit("U1", a.ID)
	open.Variant, open.Written = -1, "Proud of Project Falcon.\nIt took a year."
	open.Text = open.Written + " I work at Northwind."
	return db, open
}

// asked is the clearance that waits for somebody.
func asked(tb testing.TB, db *store.DB, by store.EmployeeID) store.Clearance {
	tb.Helper()
	list := must(storetest.Ask1(db, (*store.Query).ClearancesFor, by))
	if len(list) != 1 {
		tb.Fatalf("%d texts wait for %s", len(list), by)
	}
	return list[0]
}

func TestClearance_AllowedTextPasses(t *testing.T) {
	db, open := compliance(t)
	_, err := db.OpenShare(open)
	wantErr(t, err, store.Invalid, "Ask Cora or Carl.")
	for range 2 { // pressed twice
		if who := must(db.AskClearance(open)); len(who) != 2 {
			t.Errorf("asked %v", who)
		}
	}
	_, err = db.OpenShare(open)
	wantErr(t, err, store.Invalid, "Compliance is reading this text")
	c := asked(t, db, "C1")
	must(db.DecideClearance("C1", c.ID, store.ClearanceAllowed, ""))
	must(db.DecideClearance("C1", c.ID, store.ClearanceAllowed, "")) // pressed twice
	_, err = db.DecideClearance("C2", c.ID, store.ClearanceRefused, "No.")
	wantErr(t, err, store.Conflict, "Cora allowed this text already")
	sent := storetest.MustDeliver(t, db)
	if news := sent["clearance_news/"+string(c.ID)]; news.To != "U1" {
		t.Errorf("the writer hears %+v of %d messages", news, len(sent))
	}
	begun := func() (words string, network store.Network) {
		err := db.View(func(q *store.Query) error { words, network, _ = q.BegunWords("U1", open.Asset); return nil })
		if err != nil {
			t.Fatal(err)
		}
		return words, network
	}
	if words, network := begun(); words != open.Written || network != store.LinkedIn {
		t.Errorf("the form begins with %q for %s", words, network)
	}

	for name, change := range map[string]func(*store.OpenShare){
		"another person": func(o *store.OpenShare) { o.Employee = "U2" },
		"another item":   func(o *store.OpenShare) { o.Asset = storetest.MustAsset(t, db, nil).ID },
		"another text":   func(o *store.OpenShare) { o.Written += "!"; o.Text += "!" },
	} {
		other := open
		change(&other)
		if _, err := db.OpenShare(other); store.KindOf(err) != store.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	later := open
	storetest.MustSettings(t, db, func(s *store.Settings) {
		s.Confidential = append([]string{"took a year = no durations"}, s.Confidential...)
	})
	_, err = db.OpenShare(later)
	wantErr(t, err, store.Invalid, "no durations")
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Confidential = s.Confidential[1:] })
	open.Written, open.Network = "Proud of  Project Falcon. It took\n\n a year. ", store.X // only white space, elsewhere
	if s := must(db.OpenShare(open)); s.Level != store.Opened {
		t.Errorf("opened %+v", s)
	}
	_, err = db.AskClearance(open)
	wantErr(t, err, store.Conflict, "Nothing stops this text")
	open.Network = store.LinkedIn
	must(db.OpenShare(open))
	if words, _ := begun(); words != "" {
		t.Errorf("after the kit the form still begins with %q", words)
	}
	audited := must(storetest.Ask2(db, (*store.Query).Audit, 50, uint64(0)))
	if !slices.ContainsFunc(audited, func(e store.AuditEntry) bool {
		return e.Action == "clearance.allow" && e.Subject == string(c.ID) && e.Actor == "C1"
	}) {
		t.Errorf("audited %+v", audited)
	}
}

func TestClearance_WhoDecides(t *testing.T) {
	db, open := compliance(t)
	must(db.AskClearance(open))
	c := asked(t, db, "C1")
	_, err := db.DecideClearance("U2", c.ID, store.ClearanceAllowed, "")
	wantErr(t, err, store.Denied, "Ask Cora or Carl.")
	_, err = db.DecideClearance("M1", c.ID, store.ClearanceAllowed, "")
	wantErr(t, err, store.Denied, "Compliance decides")
	_, err = db.DecideClearance("C1", c.ID, store.ClearanceRefused, " ")
	wantErr(t, err, store.Invalid, "Say why")
	// The role goes while the form for the note is open.
	if err := db.ChangeRole("M1", store.Compliance, nil, []store.EmployeeID{"C1"}); err != nil {
		t.Fatal(err)
	}
	_, err = db.DecideClearance("C1", c.ID, store.ClearanceRefused, "No.")
	wantErr(t, err, store.Denied, "Ask Carl.")
	// Nobody holds it any more: managers stand in, and get their card.
	if err := db.ChangeRole("M1", store.Compliance, nil, []store.EmployeeID{"C2"}); err != nil {
		t.Fatal(err)
	}
	must(db.DecideClearance("M1", c.ID, store.ClearanceRefused, "Not before\nspring."))
	kept := must(storetest.Ask1(db, (*store.Query).Clearance, c.ID))
	if kept.Note != "Not before spring." || kept.DecidedBy != "M1" {
		t.Errorf("kept %+v", kept)
	}
	_, err = db.OpenShare(open)
	wantErr(t, err, store.Invalid, "Mia refused this text")
	_, err = db.AskClearance(open)
	wantErr(t, err, store.Invalid, "Mia refused this text")

	// A manager who shares is no judge of their own text, and alone in the house there is nobody.
	must(db.Join("M1", store.JoinForm{}))
	open.Employee, open.Written = "M1", "Falcon, Project Falcon!"
	open.Text = open.Written
	_, err = db.AskClearance(open)
	wantErr(t, err, store.Invalid, "At present nobody can")
}

func TestClearance_CardsComeToWhoMayDecide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(2*24*time.Hour + 9*time.Hour) // Monday 09:00
		db, open := compliance(t)
		must(db.AskClearance(open))
		id := string(asked(t, db, "C1").ID)
		cards := func() (keys string) {
			for key, m := range storetest.MustDeliver(t, db) {
				if m.Kind == store.MsgClearance {
					keys += " " + strings.TrimPrefix(key, "clearance/"+id+"/")
				}
			}
			return keys
		}
		if got := cards(); !strings.Contains(got, "C1") || !strings.Contains(got, "C2") {
			t.Errorf("cards to%s", got)
		}
		storetest.MustRole(t, db, "C3", "Cleo", store.Compliance)
		if _, _, err := db.TickReviews(store.Now()); err != nil {
			t.Fatal(err)
		}
		if got := cards(); got != " C3" {
			t.Errorf("with another reviewer there are cards to%s", got)
		}
		time.Sleep(5 * time.Hour)
		for range 2 {
			if _, _, err := db.TickReviews(store.Now()); err != nil {
				t.Fatal(err)
			}
		}
		if got := cards(); len(strings.Fields(got)) != 3 || strings.Count(got, "/again") != 3 {
			t.Errorf("after the hours of reviews there are cards to%s", got)
		}
	})
}

func TestArchive_RegulatedPosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db, open := compliance(t, "pensions")
		open.Written = "My own view of it."
		open.Text = open.Written + " I work at Northwind."
		_, err := db.OpenShare(open)
		wantErr(t, err, store.Invalid, `"Pensions" is regulated`)
		must(db.AskClearance(open))
		c := asked(t, db, "C2")
		must(db.DecideClearance("C2", c.ID, store.ClearanceAllowed, ""))
		s := must(db.OpenShare(open))
		check := func(_ store.Share, _ []store.Entry, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		check(db.ProveShare("U1", s.ID, "https://www.linkedin.com/posts/ada_1"))
		curated := open
		curated.Employee, curated.Written, curated.Supplied = "U2", "As it is.", true
		check(db.DeclareShare("U2", must(db.OpenShare(curated)).ID))
		free := open
		free.Asset = storetest.MustAsset(t, db, nil).ID
		check(db.DeclareShare("U1", must(db.OpenShare(free)).ID))

		exported := func() string {
			var b bytes.Buffer
			if err := db.Export(&b, store.ExportAll, false); err != nil {
				t.Fatal(err)
			}
			return b.String()
		}
		all := exported()
		if n := strings.Count(all, `"kind":"archived_post"`); n != 2 {
			t.Errorf("%d posts are archived, want the two about pensions", n)
		}
		for _, part := range []string{`"text":"My own view of it. I work at Northwind."`, `"disclosure":"I work here."`,
			`"post_url":"https://www.linkedin.com/posts/ada_1"`, `"token":"` + s.Token + `"`, `"state":"allowed"`} {
			if !strings.Contains(all, part) {
				t.Errorf("the export lacks %s", part)
			}
		}
		check(db.WithdrawShare("U1", s.ID)) // what was posted stays on record
		time.Sleep(1095 * 24 * time.Hour)
		must(db.Purge(t.Context(), store.Now()))
		if n := strings.Count(exported(), `"kind":"archived_post"`); n != 2 {
			t.Errorf("after almost three years %d posts are left", n)
		}
		time.Sleep(2 * 24 * time.Hour)
		if n := must(db.Purge(t.Context(), store.Now())); n.Records != 3 {
			t.Errorf("the purge counts %+v", n)
		}
		if all := exported(); strings.Contains(all, `"archived_post"`) || strings.Contains(all, `"kind":"clearance"`) {
			t.Error("what is older than the setting is still there")
		}
	})
}
