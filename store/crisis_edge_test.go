// Crises at awkward moments: twice at once, after each part of their work, with messages on their way, with an owner
// who is gone, and rehearsals that leave the file as it was.

package store_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"vouch/store"
	"vouch/store/storetest"
)

// mustCrisis opens a program with the manager M1 and the advocate U1, whose digest shows an item about go.
func mustCrisis(t *testing.T) (db *store.DB, a store.Asset, digest string) {
	t.Helper()
	db = storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	storetest.MustManager(t, db, "M1", "Mo")
	storetest.MustManager(t, db, "M2", "Mia")
	storetest.MustAdvocate(t, db, "U1", "Ada")
	a = storetest.MustAsset(t, db, func(a *store.Asset) { a.Topics = []string{"go"} })
	return db, a, storetest.MustPlan(t, db, "U1", a.ID)
}

// edits are the edits of delivered messages that wait, and are made now.
func edits(t *testing.T, db *store.DB) (receipts []string) {
	t.Helper()
	if err := db.ContinueCrises(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, m := range storetest.MustDeliver(t, db) {
		if m.Kind == store.MsgRewrite {
			receipts = append(receipts, m.Ref)
		}
	}
	slices.Sort(receipts)
	return receipts
}

func TestCrisis_StartedByTwoAtOnce(t *testing.T) {
	db, _, _ := mustCrisis(t)
	var started sync.Map
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			by := store.EmployeeID(fmt.Sprintf("M%d", 1+i%2))
			if c, err := db.StartCrisis(by, aCrisis(nil)); err == nil {
				started.Store(c.ID, true)
			} else if store.KindOf(err) != store.Conflict {
				t.Error(err)
			}
		})
	}
	group.Wait()
	n := 0
	started.Range(func(any, any) bool { n++; return true })
	if active := must(storetest.Ask(db, (*store.Query).ActiveCrises)); n != 1 || len(active) != 1 {
		t.Errorf("%d were started, %d are on", n, len(active))
	}
}

// A digest that is claimed before a crisis begins or ends may have been rendered before it, and gets its receipt only
// after all edits are planned. The same holds for a statement that is on its way when the crisis ends.
func TestCrisis_ChangesWhatWasOnItsWay(t *testing.T) {
	db, _, digest := mustCrisis(t)
	claim := func() {
		t.Helper()
		if got := must(db.ClaimMessages(store.Now(), 10)); len(got) == 0 {
			t.Fatal("nothing was claimed")
		}
	}
	arrives := func(key, to string) {
		t.Helper()
		if err := db.CompleteMessage(key, "D"+to, "1."+to); err != nil {
			t.Fatal(err)
		}
	}
	claim()
	c := must(db.StartCrisis("M1", aCrisis(func(c *store.Crisis) { c.Statement = "" })))
	if got := edits(t, db); got != nil {
		t.Errorf("edited what is not there yet: %q", got)
	}
	arrives(digest, "U1")
	if got := edits(t, db); !slices.Equal(got, []string{digest}) {
		t.Errorf("when a digest of before the crisis arrived, these were edited: %q", got)
	}
	must(db.EndCrisis("M1", c.ID, ""))
	edits(t, db)

	storetest.MustAdvocate(t, db, "U2", "Ben")
	second := storetest.MustPlan(t, db, "U2", storetest.MustAsset(t, db, nil).ID)
	c = must(db.StartCrisis("M1", aCrisis(nil)))
	if err := db.ContinueCrises(t.Context()); err != nil {
		t.Fatal(err)
	}
	claim()
	must(db.EndCrisis("M1", c.ID, ""))
	if got := edits(t, db); slices.Contains(got, second) {
		t.Error("edited what is not there yet")
	}
	statement := "crisis/" + string(c.ID) + "/U1"
	arrives(second, "U2")
	arrives(statement, "U3")
	if got := edits(t, db); !slices.Equal(got, []string{statement, second}) {
		t.Errorf("when messages of before the end arrived, these were edited: %q", got)
	}
}

func TestCrisis_AnItemGetsAndLosesTheTopic(t *testing.T) {
	db, a, digest := mustCrisis(t)
	storetest.MustDeliver(t, db)
	recall := func(c *store.Crisis) { c.Scope, c.Of, c.Statement = store.HoldTopic, "recall", "" }
	must(db.StartCrisis("M1", aCrisis(recall)))
	if got := edits(t, db); got != nil {
		t.Errorf("edited %q", got)
	}
	for _, topic := range []string{"recall", "go"} {
		a.Topics = []string{topic}
		a = must(db.EditAsset(store.Operator, a))
		if got := edits(t, db); !slices.Equal(got, []string{digest}) {
			t.Errorf("now about %s, edited %q", topic, got)
		}
	}
}

// A single edit does not wait behind the many of a crisis.
func TestCrisis_OneEditGoesBeforeTheMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db, a, _ := mustCrisis(t)
		keys := []string{}
		for i := range 9 {
			id := store.EmployeeID(fmt.Sprintf("U1%d", i))
			storetest.MustAdvocate(t, db, id, "Ada")
			keys = append(keys, storetest.MustPlan(t, db, id, a.ID))
		}
		storetest.MustDeliver(t, db)
		must(db.StartCrisis("M1", aCrisis(func(c *store.Crisis) { c.Statement = "" })))
		if err := db.ContinueCrises(t.Context()); err != nil {
			t.Fatal(err)
		}
		due := func() (n int) {
			claimed := must(db.ClaimMessages(store.Now(), 100))
			if waiting := must(storetest.Ask(db, (*store.Query).PendingEdits)); waiting != len(keys)+1 {
				t.Errorf("while %d edits are made %d wait", len(claimed), waiting)
			}
			for _, m := range claimed {
				n++
				if err := db.ReleaseMessage(m.Key); err != nil {
					t.Fatal(err)
				}
			}
			return n
		}
		if n := due(); n != 4 {
			t.Errorf("%d edits are due at once", n)
		}
		must(db.WithdrawAsset("M1", a.ID, "Wrong figures"))
		if n := due(); n != len(keys)+1 {
			t.Errorf("after a withdrawal %d edits are due", n)
		}
	})
}

func TestCrisis_TheOwnerIsGone(t *testing.T) {
	for name, leave := range map[string]func(db *store.DB) error{
		"deactivated": func(db *store.DB) error {
			_, err := db.SyncPeople([]store.SlackUser{{ID: "U2", Name: "Olga", Deactivated: true}}, false)
			return err
		},
		"erased": func(db *store.DB) error { _, err := db.EraseEmployee("M1", "U2"); return err },
	} {
		t.Run(name, func(t *testing.T) {
			db, a, _ := mustCrisis(t)
			storetest.MustAdvocate(t, db, "U2", "Olga")
			c := must(db.StartCrisis("M1", aCrisis(func(c *store.Crisis) { c.Owner = "U2" })))
			if _, err := db.OpenShare(kit("U1", a.ID)); !strings.HasSuffix(store.WordsOf(err), "Ask Olga.") {
				t.Errorf("before: %v", err)
			}
			if err := leave(db); err != nil {
				t.Fatal(err)
			}
			_, err := db.OpenShare(kit("U1", a.ID))
			if words := store.WordsOf(err); strings.Contains(words, "Olga") || !strings.Contains(words, "Mo") {
				t.Errorf("after: %v", err)
			}
			must(db.EndCrisis("M2", c.ID, ""))
			must(db.OpenShare(kit("U1", a.ID)))
			edits(t, db)
			storetest.MustCheck(t, db)
		})
	}
}

func TestCrisis_ARehearsalWritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vouch.db")
	db := storetest.MustOpenAt(t, path)
	storetest.MustManager(t, db, "M1", "Mo")
	storetest.MustAdvocate(t, db, "U1", "Ada")
	storetest.MustPlan(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
	storetest.MustDeliver(t, db)
	before := must(os.ReadFile(path))
	effect := must(db.PreviewCrisis("M1", aCrisis(nil)))
	if after := must(os.ReadFile(path)); effect.Messages != 1 || !bytes.Equal(before, after) {
		t.Errorf("the file changed, or %+v is wrong", effect)
	}
}

// parts is a context that ends after so many parts of work.
type parts struct {
	context.Context
	left int
}

func (p *parts) Err() error {
	if p.left--; p.left < 0 {
		return context.Canceled
	}
	return nil
}

// The file is closed and opened after every part of the work, of which there are two in each state.
func TestCrisis_ARestartAfterEveryPart(t *testing.T) {
	const people = 2100
	path := filepath.Join(t.TempDir(), "vouch.db")
	open := func() *store.DB { return must(store.Open(store.Options{Path: path, Key: storetest.Key})) }
	db := open()
	storetest.MustManager(t, db, "M1", "Mo")
	MustCrowd(t, db, people)
	must(db.RecordDigests(MustPlanCrowd(t, db)))
	deliver := func() (digests, statements int) {
		t.Helper()
		for { // what has its turn later is not waited for
			list := must(db.ClaimMessages(store.Now().AddDate(0, 0, 3), 5000))
			if len(list) == 0 {
				return digests, statements
			}
			var group sync.WaitGroup
			for part := range slices.Chunk(list, 4) {
				group.Go(func() {
					for _, m := range part {
						if err := db.CompleteMessage(m.Key, "D"+string(m.To), m.ClaimedAt.Format("1.000000")+string(m.Kind)); err != nil {
							t.Error(err)
						}
					}
				})
			}
			group.Wait()
			for _, m := range list {
				switch {
				case m.Kind == store.MsgRewrite && strings.HasPrefix(m.Ref, "digest/"):
					digests++
				case m.Kind == store.MsgRewrite:
					statements++
				}
			}
		}
	}
	deliver()
	work := func(id store.CrisisID) (c store.Crisis, restarts int) {
		for ; restarts < 100; restarts++ {
			if c = must(storetest.Ask1(db, (*store.Query).Crisis, id)); c.Work.Done {
				return c, restarts
			}
			_ = db.ContinueCrises(&parts{t.Context(), 1}) // it ends early, as wanted
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			db = open()
		}
		t.Fatal("the work does not end")
		return c, restarts
	}
	const all = people + 1 // the manager joined too
	c, restarts := work(must(db.StartCrisis("M1", aCrisis(nil))).ID)
	if digests, _ := deliver(); c.Changed != all || c.Told != all || digests != all || restarts < 4 {
		t.Errorf("with %d restarts: %d changed, %d told, %d edits", restarts, c.Changed, c.Told, digests)
	}
	c, restarts = work(must(db.EndCrisis("M1", c.ID, "")).ID)
	if digests, statements := deliver(); c.Changed != all || digests != all || statements != all || restarts < 4 {
		t.Errorf("with %d restarts: %d of %d digests and %d of %d statements are changed back", restarts, digests,
			c.Changed, statements, c.Told)
	}
	storetest.MustCheck(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestCrisis_AFactSheetIsForWhoWantsIt(t *testing.T) {
	db, a, _ := mustCrisis(t)
	c := must(db.StartCrisis("M1", aCrisis(nil)))
	edits(t, db)
	draft := must(db.AddAsset(store.Operator, storetest.AnAsset(nil), false))
	for what, id := range map[string]store.AssetID{"nothing": "none", "in review": draft.ID} {
		if _, err := db.EndCrisis("M1", c.ID, id); store.KindOf(err) != store.Invalid {
			t.Errorf("%s: %v", what, err)
		}
	}
	must(db.EndCrisis("M1", c.ID, a.ID))
	if _, err := db.EndCrisis("M2", c.ID, a.ID); store.KindOf(err) != store.Conflict {
		t.Errorf("a fact sheet after the end: %v", err)
	}
	edits(t, db)
	statement := "crisis/" + string(c.ID) + "/U1"
	s := must(db.OpenShare(kit("U1", a.ID)))
	if _, paid, err := db.DeclareShare("U1", s.ID); err != nil || len(paid) > 0 {
		t.Errorf("paid %v, %v", paid, err)
	}
	edits(t, db)
	now := must(storetest.Ask1(db, (*store.Query).Asset, a.ID))
	now.Title, now.Voluntary = "What happened, and why", false
	if kept := must(db.EditAsset("M1", now)); !kept.Voluntary {
		t.Error("a form of content makes a fact sheet an item as others are")
	}
	edits(t, db)
	must(db.WithdrawAsset("M1", a.ID, "Wrong figures"))
	if got := edits(t, db); !slices.Contains(got, statement) {
		t.Errorf("when the fact sheet was withdrawn, these were edited: %q", got)
	}
	if again := must(db.PublishAsset("M1", a.ID)); again.Voluntary {
		t.Error("a fact sheet stays out of digests for ever")
	}
	storetest.MustCheck(t, db)
}
