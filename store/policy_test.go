// Tests of the policy: who may share and refer, what a new version asks, what is kept of it, and what boards wait for.

package store_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.etcd.io/bbolt"

	"vouch/store"
	"vouch/store/storetest"
)

// mustBeforePolicy makes a file from before there was a policy: Ada joined, Nora did not.
func mustBeforePolicy(tb testing.TB, path string) {
	db := storetest.MustOpenAt(tb, path)
	storetest.MustAdvocate(tb, db, "U1", "Ada")
	storetest.MustEmployee(tb, db, "N1", "Nora")
	storetest.MustAsset(tb, db, nil)
	if err := errors.Join(db.Tamper(func(b *bbolt.Tx) error {
		return errors.Join(b.DeleteBucket([]byte("policies")), b.DeleteBucket([]byte("acknowledgements")),
			b.Bucket([]byte("program")).Put([]byte("settings"), []byte("\x01"+`{"company":"Acme","tz":"UTC","version":3}`)),
			b.Bucket([]byte("meta")).Put([]byte("layout"), []byte{0, 0, 0, 7}))
	}), db.Close()); err != nil {
		tb.Fatal(err)
	}
}

func must2[A, B any](a A, b B, err error) (A, B) {
	if err != nil {
		panic(err)
	}
	return a, b
}

// gated are the ways to share and to refer. opened is a share that was opened before, proven another.
func gated(db *store.DB, id store.EmployeeID, plain store.AssetID, opened,
	proven store.ShareID) map[string]func() error {
	return map[string]func() error{
		"opening a share":   func() error { return failed(db.OpenShare(kit(id, plain))) },
		"declaring a share": func() error { _, _, err := db.DeclareShare(id, opened); return err },
		"proving a share": func() error {
			_, _, err := db.ProveShare(id, proven, "https://linkedin.com/posts/1")
			return err
		},
		"telling of a share": func() error { _, _, err := db.AlreadyShared(id, plain, store.Bluesky); return err },
		"referring": func() error {
			return failed(db.SubmitReferral(storetest.ASubmission(id, "Zed", "zed@x.com")))
		},
		"introducing": func() error {
			return failed(db.OfferIntroduction(storetest.AnIntroduction(id, "Grace Ho", "grace@x.com"), true))
		},
	}
}

func TestPolicy_EachWayWaitsForItAndForWhoReadIt(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "M1", "Max Mann")
	storetest.MustAdvocate(t, db, "U1", "Ada")
	a, b, plain := storetest.MustAsset(t, db, nil), storetest.MustAsset(t, db, nil), storetest.MustAsset(t, db, nil)
	// Before anybody confirmed it there is nothing to agree to, and joining agreed to nothing.
	for name, do := range gated(db, "U1", plain.ID, "", "") {
		if name == "declaring a share" || name == "proving a share" {
			continue // there is none
		}
		err := do()
		if errors.Is(err, store.ErrUnread) || store.KindOf(err) != store.Conflict ||
			!strings.Contains(store.WordsOf(err), "the policy") || !strings.Contains(store.WordsOf(err), "Ask Max Mann.") {
			t.Errorf("%s before there is a policy: %v", name, err)
		}
	}
	storetest.MustSettings(t, db, func(s *store.Settings) {
		s.Company, s.DisclosureConfirmed = "Acme", true
		s.Confirm("policy")
	})
	wantErr(t, db.View(func(q *store.Query) error { return q.Unlocked("U1") }), store.Conflict, "Read the policy first")
	if err := db.Acknowledge("U1", 1); err != nil {
		t.Fatal(err)
	}
	opened, proven := must(db.OpenShare(kit("U1", a.ID))), must(db.OpenShare(kit("U1", b.ID)))
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Policy.Text += "\nBe kind." })
	ways := gated(db, "U1", plain.ID, opened.ID, proven.ID)
	for name, do := range ways {
		if err := do(); !errors.Is(err, store.ErrUnread) || store.KindOf(err) != store.Conflict {
			t.Errorf("%s under a policy that was not read: %v", name, err)
		}
	}
	wantErr(t, db.Acknowledge("U1", 1), store.Conflict, "has changed since")
	if err := db.Acknowledge("U1", 2); err != nil {
		t.Fatal(err)
	}
	for name, do := range ways {
		if err := do(); err != nil {
			t.Errorf("%s afterwards: %v", name, err)
		}
	}
}

// Nothing false is suggested: before the name no post could say where its author works.
func TestOpenShare_WaitsForEachPartOfTheSetup(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "M1", "Max Mann")
	a := storetest.MustAsset(t, db, nil)
	wants := func(words string) {
		t.Helper()
		_, err := db.OpenShare(kit("M1", a.ID))
		wantErr(t, err, store.Conflict, words)
	}
	wants("waits for the company's name, the policy and the disclosure. Ask Max Mann.")
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Company = "Our company"; s.Confirm("sharing") })
	wants("waits for the company's name and the policy.")
	settings := storetest.MustSettings(t, db, func(s *store.Settings) { s.Company = " Acme " })
	wants("waits for the policy.")
	settings.Confirm("policy")
	if err := db.SaveSettings("M1", settings); err != nil {
		t.Fatal(err)
	}
	wants("Read the policy first")
	storetest.MustUnlock(t, db, "M1")
	must(db.OpenShare(kit("M1", a.ID)))
	settings = must(db.Settings())
	if settings.Policy.Text != store.DefaultSettings().Policy.Text || settings.Policy.Version != 1 {
		t.Errorf("confirming made version %d of %q", settings.Policy.Version, settings.Policy.Text)
	}
	settings.Company = ""
	wantFields(t, db.SaveSettings(store.Operator, settings), "company")
	settings.Company, settings.Policy.Text = "Acme", " \n "
	wantFields(t, db.SaveSettings(store.Operator, settings), "policy")
}

func TestPolicy_EachTextThatHeldIsAVersion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustManager(t, db, "M1", "Max Mann")
		save := func(change func(*store.Settings)) store.Settings {
			t.Helper()
			time.Sleep(time.Hour)
			s := must(db.Settings())
			change(&s)
			if err := db.SaveSettings("M1", s); err != nil {
				t.Fatal(err)
			}
			return must(db.Settings())
		}
		if s := save(func(s *store.Settings) { s.Policy.Text = "First draft." }); s.Policy.Version != 1 {
			t.Errorf("a draft is version %d", s.Policy.Version)
		}
		save(func(s *store.Settings) { s.Confirm("policy") })
		now := store.Now()
		if s := save(func(s *store.Settings) { s.Picks = 4 }); s.Policy.Version != 1 {
			t.Errorf("another setting makes version %d", s.Policy.Version)
		}
		p, holds := must2(storetest.Find0(db, (*store.Query).Policy))
		if !holds || p.By != "M1" || !p.At.Equal(now) || p.Text != "First draft." {
			t.Errorf("the first is %+v, holds %v", p, holds)
		}
		// Joining agrees to the version that its form showed.
		_, err := db.Join("U1", store.JoinForm{Policy: 1})
		wantErr(t, err, store.NotFound, "")
		storetest.MustEmployee(t, db, "U1", "Ada")
		must(db.Join("U1", store.JoinForm{Policy: 1}))
		save(func(s *store.Settings) { s.Policy.Text = "Second." })
		storetest.MustEmployee(t, db, "U2", "Ben")
		_, err = db.Join("U2", store.JoinForm{Policy: 1})
		wantErr(t, err, store.Conflict, "has changed since")
		if !errors.Is(err, store.ErrUnread) || storetest.MustGet(t, db, "U2").IsAdvocate() {
			t.Errorf("joining with an old form: %v", err)
		}
		if err := db.Acknowledge("U2", 2); err != nil {
			t.Fatal(err)
		}
		must(db.Join("U2", store.JoinForm{Policy: 1}))
		err = db.View(func(q *store.Query) error {
			agreed, advocates := q.CountAcknowledged()
			first, _ := q.HasAcknowledged("U1", 1)
			_, second := q.HasAcknowledged("U1", 2)
			if agreed != 1 || advocates != 3 || first.IsZero() || second {
				t.Errorf("%d of %d have agreed; Ada to the first at %v, to the second %v", agreed, advocates, first, second)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var all, adas bytes.Buffer
		if err := errors.Join(db.Export(&all, store.ExportAll, false), db.Export(&adas, "U1", true)); err != nil {
			t.Fatal(err)
		}
		if kinds := kindsIn(t, all.String()); kinds["policy"] != 2 || kinds["acknowledgement"] != 2 ||
			!strings.Contains(all.String(), "First draft.") {
			t.Errorf("the export has %v", kinds)
		}
		if kinds := kindsIn(t, adas.String()); kinds["acknowledgement"] != 1 {
			t.Errorf("Ada's export has %v", kinds)
		}
		audit := must(storetest.Ask2(db, (*store.Query).Audit, 9, 0))
		if !strings.Contains(audit[0].Detail, "policy.text: First draft. -> Second.") || audit[0].Actor != "M1" {
			t.Errorf("the audit ends with %+v", audit[0])
		}
		must(db.EraseEmployee(store.Operator, "U1"))
		must(db.EraseEmployee(store.Operator, "M1"))
		all.Reset()
		if err := db.Export(&all, store.ExportAll, false); err != nil {
			t.Fatal(err)
		}
		if kinds := kindsIn(t, all.String()); kinds["policy"] != 2 || kinds["acknowledgement"] != 1 {
			t.Errorf("after both were erased the export has %v", kinds)
		}
	})
}

func TestBoards_WaitForThePolicyAndForItems(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	turnOn := func() error {
		s := must(db.Settings())
		s.BoardOn = true
		return db.SaveSettings(store.Operator, s)
	}
	wants := func(words string) {
		t.Helper()
		var refused *store.Error
		if err := turnOn(); !errors.As(err, &refused) || refused.Fields["board_on"] != words {
			t.Errorf("turned on too early: %v", err)
		}
	}
	wants("Leaderboards wait for a confirmed policy and 3 live items for Engineering.")
	storetest.MustCompany(t, db)
	storetest.MustAsset(t, db, func(a *store.Asset) { a.Personas = []store.PersonaID{"sales"} })
	storetest.MustAsset(t, db, func(a *store.Asset) { a.Personas = []store.PersonaID{"engineering"} })
	storetest.MustAsset(t, db, nil)
	wants("Leaderboards wait for 3 live items for Engineering.")
	last := storetest.MustAsset(t, db, nil)
	if err := turnOn(); err != nil {
		t.Fatal(err)
	}
	// What is on stays on when an item goes.
	must(db.WithdrawAsset(store.Operator, last.ID, "Old."))
	storetest.MustSettings(t, db, func(s *store.Settings) { s.Picks = 2 })
}
