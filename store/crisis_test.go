// Crises: what they hold by scope, what is told and changed, and that their end gives everything back.

package store_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// aCrisis holds everything, with a statement.
func aCrisis(change func(*store.Crisis)) store.Crisis {
	c := store.Crisis{Scope: store.HoldAll, Reason: "A fire in the plant.",
		Statement: "We look after our people.", Owner: "M1"}
	if change != nil {
		change(&c)
	}
	return c
}

func TestCrisis_ScopesHoldWhatTheyName(t *testing.T) {
	for name, row := range map[string]struct {
		change func(c *store.Crisis, first, second store.Asset)
		held   [2]bool
	}{
		"all": {func(*store.Crisis, store.Asset, store.Asset) {}, [2]bool{true, true}},
		"all but one": {func(c *store.Crisis, first, _ store.Asset) { c.Allowed = []store.AssetID{first.ID} },
			[2]bool{false, true}},
		"a topic, whatever the case": {func(c *store.Crisis, _, _ store.Asset) { c.Scope, c.Of = store.HoldTopic, "SAFETY" },
			[2]bool{true, false}},
		"one item": {func(c *store.Crisis, _, second store.Asset) { c.Scope, c.Of = store.HoldAsset, string(second.ID) },
			[2]bool{false, true}},
	} {
		t.Run(name, func(t *testing.T) {
			db := storetest.MustOpen(t)
			storetest.MustCompany(t, db)
			storetest.MustManager(t, db, "M1", "Mo")
			storetest.MustAdvocate(t, db, "U1", "Ada")
			first := storetest.MustAsset(t, db, func(a *store.Asset) { a.Topics = []string{"safety"} })
			second := storetest.MustAsset(t, db, func(a *store.Asset) { a.Topics = []string{"go"} })
			c := aCrisis(nil)
			row.change(&c, first, second)
			c = must(db.StartCrisis("M1", c))
			live := must(storetest.Ask(db, (*store.Query).LiveAssets))
			for i, a := range []store.Asset{first, second} {
				_, err := db.OpenShare(kit("U1", a.ID))
				if held := store.KindOf(err) == store.Conflict; held != row.held[i] {
					t.Errorf("item %d: %v", i, err)
				} else if held && !strings.Contains(store.WordsOf(err), "A fire in the plant. Ask Mo.") {
					t.Errorf("refused with %q", store.WordsOf(err))
				}
				if got := must(storetest.Ask1(db, (*store.Query).Asset, a.ID)).Held != ""; got != row.held[i] {
					t.Errorf("item %d reads as held: %v", i, got)
				}
			}
			want := 0
			for _, held := range row.held {
				if !held {
					want++
				}
			}
			if len(live) != want {
				t.Errorf("%d items can be picked, want %d", len(live), want)
			}
			must(db.EndCrisis("M1", c.ID, ""))
			for _, a := range []store.Asset{first, second} {
				must(db.OpenShare(kit("U1", a.ID)))
			}
			storetest.MustCheck(t, db)
		})
	}
}

func TestCrisis_StartedTwiceEndedByAnother(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "M1", "Mo")
	storetest.MustManager(t, db, "M2", "Mia")
	storetest.MustAdvocate(t, db, "U1", "Ada")
	a := storetest.MustAsset(t, db, nil)
	storetest.MustPlan(t, db, "U1", a.ID)
	storetest.MustDeliver(t, db)
	effect := must(db.PreviewCrisis("M1", aCrisis(nil)))
	c := must(db.StartCrisis("M1", aCrisis(nil)))
	if err := db.ContinueCrises(t.Context()); err != nil {
		t.Fatal(err)
	}
	c = must(storetest.Ask1(db, (*store.Query).Crisis, c.ID))
	if effect != (store.CrisisEffect{People: c.Told, Messages: c.Changed, Items: 1}) || c.Changed != 1 || c.Told == 0 ||
		!c.Work.Done {
		t.Errorf("announced %+v, done %+v", effect, c)
	}
	if _, err := db.StartCrisis("M2", aCrisis(nil)); store.KindOf(err) != store.Conflict {
		t.Errorf("started twice: %v", err)
	}
	second := must(db.StartCrisis("M2", aCrisis(func(c *store.Crisis) { c.Scope, c.Of = store.HoldTopic, "go" })))
	must(db.ReadCrisis("U1", c.ID))
	must(db.ReadCrisis("U1", c.ID))
	if n := must(storetest.Ask1(db, (*store.Query).CrisisReads, c.ID)); n != 1 {
		t.Errorf("one reader counts %d times", n)
	}
	ended := must(db.EndCrisis("M2", c.ID, ""))
	if again := must(db.EndCrisis("M1", c.ID, "")); ended.EndedBy != "M2" || again.EndedBy != "M2" {
		t.Errorf("ended by %q, then by %q", ended.EndedBy, again.EndedBy)
	}
	if active := must(storetest.Ask(db, (*store.Query).ActiveCrises)); len(active) != 1 || active[0].ID != second.ID {
		t.Errorf("still on: %+v", active)
	}
	must(db.EraseEmployee("U1", "U1"))
	if n := must(storetest.Ask1(db, (*store.Query).CrisisReads, c.ID)); n != 1 {
		t.Errorf("after an erasure %d have read it", n)
	}
	storetest.MustCheck(t, db)
}

func TestCrisis_BadForms(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "M1", "Mo")
	storetest.MustAdvocate(t, db, "U1", "Ada")
	if _, err := db.StartCrisis("U1", aCrisis(nil)); store.KindOf(err) != store.Denied {
		t.Errorf("an advocate started one: %v", err)
	}
	for field, change := range map[string]func(*store.Crisis){
		"scope":     func(c *store.Crisis) { c.Scope = "moon" },
		"of":        func(c *store.Crisis) { c.Scope, c.Of = store.HoldAsset, "nothing" },
		"reason":    func(c *store.Crisis) { c.Reason = " \u200b" },
		"statement": func(c *store.Crisis) { c.Statement = strings.Repeat("x", 1001) },
		"owner":     func(c *store.Crisis) { c.Owner = "U9" },
		"ends_at":   func(c *store.Crisis) { c.EndsAt = store.Now().Add(-time.Minute) },
	} {
		_, err := db.StartCrisis("M1", aCrisis(change))
		if wrong, ok := errors.AsType[*store.Error](err); !ok || wrong.Fields[field] == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	if active := must(storetest.Ask(db, (*store.Query).ActiveCrises)); len(active) != 0 {
		t.Errorf("a wrong form started %+v", active)
	}
}

func TestCrisis_EndsByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustManager(t, db, "M1", "Mo")
		storetest.MustAdvocate(t, db, "U1", "Ada")
		must(db.StartCrisis("M1", aCrisis(func(c *store.Crisis) { c.EndsAt, c.Statement = store.Now().Add(time.Hour), "" })))
		if n := must(db.TickCrises(store.Now())); n != 0 {
			t.Error("it ended before its time")
		}
		time.Sleep(time.Hour)
		if n := must(db.TickCrises(store.Now())); n != 1 {
			t.Error("it did not end by itself")
		}
		if active := must(storetest.Ask(db, (*store.Query).ActiveCrises)); len(active) != 0 {
			t.Errorf("still on: %+v", active)
		}
	})
}

func TestCrisis_GoesOnAfterARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vouch.db")
	db := storetest.MustOpenAt(t, path)
	storetest.MustManager(t, db, "M1", "Mo")
	storetest.MustAdvocate(t, db, "U1", "Ada")
	storetest.MustPlan(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
	storetest.MustDeliver(t, db)
	c := must(db.StartCrisis("M1", aCrisis(nil)))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db = storetest.MustOpenAt(t, path)
	for range 2 {
		if err := db.ContinueCrises(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if c = must(storetest.Ask1(db, (*store.Query).Crisis, c.ID)); c.Changed != 1 || c.Told == 0 || !c.Work.Done {
		t.Errorf("after a restart: %+v", c)
	}
	kinds := map[store.MessageKind]int{}
	for _, m := range storetest.MustDeliver(t, db) {
		kinds[m.Kind]++
	}
	if kinds[store.MsgRewrite] != 1 || kinds[store.MsgCrisis] != c.Told {
		t.Errorf("sent %v", kinds)
	}
}

// While everything is on hold nothing asks for posts or celebrates, and silent leaders alarm nobody; afterwards it
// comes.
func TestCrisis_HoldsWhatAsksAndCelebrates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // Saturday, 1 January 2000, 00:00 UTC
		db := storetest.MustOpen(t)
		storetest.MustCompany(t, db)
		storetest.MustManager(t, db, "UM", "Max")
		storetest.MustAdvocate(t, db, "UL", "Lena")
		must(db.ImportPeople([]store.PersonImport{{ID: "UL", Leader: new(true)}}, "UM"))
		prefs := storetest.MustGet(t, db, "UL").Prefs
		prefs.Incentive = store.ForDevelopment
		must(db.SavePreferences("UL", prefs))
		sent := func(at string) (keys []string) {
			t.Helper()
			time.Sleep(time.Until(must(time.Parse("2006-01-02 15:04", at))))
			must(db.PlanLeaderAlarm(time.Now()))
			for key := range storetest.MustDeliver(t, db) {
				if kind, _, _ := strings.Cut(key, "/"); kind == "slot_offer" || kind == "leaders" {
					keys = append(keys, kind)
				}
			}
			slices.Sort(keys)
			return keys
		}
		c := must(db.StartCrisis("UM", store.Crisis{Scope: store.HoldAll, Reason: "We wait.", Owner: "UM"}))
		must(db.OfferSlot("UM", store.Slot{Title: "A talk", Words: "Ten minutes.", On: "2000-03-01"}))
		if got := sent("2000-01-31 09:00"); got != nil {
			t.Errorf("during a crisis %q", got)
		}
		must(db.EndCrisis("UM", c.ID, ""))
		if got := sent("2000-02-01 09:30"); !slices.Equal(got, []string{"leaders", "slot_offer"}) {
			t.Errorf("after it %q", got)
		}
	})
}
