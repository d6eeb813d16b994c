// Evidence: what each answer counts as, for whom, from when and for how long, and that what is taken back is gone.

package store_test

import (
	"fmt"
	"math"
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

const oneDay = 24 * time.Hour

// evidenceNow is what is known of one asset at this moment.
func evidenceNow(tb testing.TB, db *store.DB, asset store.AssetID) (deeds store.Deeds) {
	tb.Helper()
	if err := db.View(func(q *store.Query) error {
		deeds = q.Deeds([]store.Asset{q.Asset(asset)})[asset]
		return nil
	}); err != nil {
		tb.Fatal(err)
	}
	return deeds
}

// mustShow puts assets into a digest of a person that was delivered, and gives its key.
func mustShow(tb testing.TB, db *store.DB, id store.EmployeeID, list ...store.AssetID) string {
	tb.Helper()
	date := store.DateOf(time.Now(), time.UTC)
	plan := store.DigestPlan{Employee: id, Date: date, OnRequest: true}
	for _, asset := range list {
		plan.Picks = append(plan.Picks, store.Pick{Asset: asset, Reason: "for everyone", Propensity: 1, Policy: "p"})
	}
	if n, err := db.RecordDigests([]store.DigestPlan{plan}); err != nil || n != 1 {
		tb.Fatal(n, err)
	}
	storetest.MustDeliver(tb, db)
	return "digest/" + string(date) + "/" + string(id)
}

// mustEngineer makes an advocate of the persona engineering.
func mustEngineer(tb testing.TB, db *store.DB, id store.EmployeeID) {
	tb.Helper()
	storetest.MustAdvocate(tb, db, id, string(id))
	if _, err := db.SavePreferences(id, store.Preferences{Personas: []store.PersonaID{"engineering"}}); err != nil {
		tb.Fatal(err)
	}
}

func near(got, want float64) bool { return math.Abs(got-want) < 0.002 }

func TestEvidence_Answers(t *testing.T) {
	rows := []struct {
		name         string
		act          func(tb testing.TB, db *store.DB, first, second store.AssetID)
		tried, liked float64 // of the second of two picks
	}{
		{"nobody answered", func(testing.TB, *store.DB, store.AssetID, store.AssetID) {}, 0.2, 0},
		{"it stood below an answer", func(tb testing.TB, db *store.DB, first, _ store.AssetID) {
			mustAnswer(tb, db, first, store.Liked, "")
		}, 0.6, 0},
		{"liked", func(tb testing.TB, db *store.DB, _, second store.AssetID) {
			mustAnswer(tb, db, second, store.Liked, "")
		}, 1, 0.5},
		{"saved and then liked counts once", func(tb testing.TB, db *store.DB, _, second store.AssetID) {
			mustAnswer(tb, db, second, store.Saved, "")
			mustAnswer(tb, db, second, store.More, "")
		}, 1, 0.6},
		{"not for me", func(tb testing.TB, db *store.DB, _, second store.AssetID) {
			mustAnswer(tb, db, second, store.NotForMe, store.ReasonTopic)
		}, 1, 0},
		{"shared", func(tb testing.TB, db *store.DB, _, second store.AssetID) { mustShare(tb, db, second) }, 1, 1},
		{"shared and taken back", func(tb testing.TB, db *store.DB, _, second store.AssetID) {
			if _, _, err := db.WithdrawShare("U1", mustShare(tb, db, second)); err != nil {
				tb.Fatal(err)
			}
		}, 1, 0},
		{"liked and cleared", func(tb testing.TB, db *store.DB, _, second store.AssetID) {
			mustAnswer(tb, db, second, store.Liked, "")
			mustAnswer(tb, db, second, store.Cleared, "")
		}, 0.2, 0},
		{"saved and taken off", func(tb testing.TB, db *store.DB, _, second store.AssetID) {
			mustAnswer(tb, db, second, store.Saved, "")
			mustAnswer(tb, db, second, store.Unsaved, "")
		}, 0.2, 0},
		{"the same answer twice", func(tb testing.TB, db *store.DB, _, second store.AssetID) {
			mustAnswer(tb, db, second, store.Liked, "")
			mustAnswer(tb, db, second, store.Liked, "")
		}, 1, 0.5},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				db := storetest.MustOpen(t)
				mustEngineer(t, db, "U1")
				first, second := storetest.MustAsset(t, db, nil).ID, storetest.MustAsset(t, db, nil).ID
				mustShow(t, db, "U1", first, second)
				row.act(t, db, first, second)
				if e := evidenceNow(t, db, second).Evidence[""]; e != (store.Evidence{}) {
					t.Errorf("counts on the day itself: %+v", e)
				}
				time.Sleep(oneDay)
				for _, persona := range []store.PersonaID{"", "engineering"} {
					e := evidenceNow(t, db, second).Evidence[persona]
					if left := math.Exp2(-1.0 / 14); !near(e.Tried, row.tried) || !near(e.Liked, row.liked) ||
						!near(e.RecentTried, row.tried*left) || !near(e.RecentLiked, row.liked*left) {
						t.Errorf("%q: got %+v, want %g tried and %g liked", persona, e, row.tried, row.liked)
					}
				}
				if _, other := evidenceNow(t, db, second).Evidence["sales"]; other {
					t.Error("another persona learned of it")
				}
			})
		})
	}
}

// mustAnswer answers an asset in the digest of today.
func mustAnswer(tb testing.TB, db *store.DB, asset store.AssetID, answer store.Feedback, reason string) {
	tb.Helper()
	key := "digest/" + string(store.DateOf(time.Now(), time.UTC)) + "/U1"
	if _, err := db.SaveFeedback("U1", asset, answer, reason, key); err != nil {
		tb.Fatal(err)
	}
}

// mustShare posts an asset as U1.
func mustShare(tb testing.TB, db *store.DB, asset store.AssetID) store.ShareID {
	tb.Helper()
	storetest.MustUnlock(tb, db, "U1")
	s, _, err := db.AlreadyShared("U1", asset, store.X)
	if err != nil {
		tb.Fatal(err)
	}
	return s.ID
}

func TestEvidence_Decays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		mustEngineer(t, db, "U1")
		asset := storetest.MustAsset(t, db, nil).ID
		mustShare(t, db, asset) // from the library, where nobody had shown it
		time.Sleep(14 * oneDay)
		if e := evidenceNow(t, db, asset).Evidence[""]; !near(e.RecentLiked, 0.5) || !near(e.RecentTried, 0.5) ||
			e.Liked != 1 || e.Tried != 1 {
			t.Errorf("after a half-life: %+v", e)
		}
		settings, _ := db.Settings()
		settings.HalfLifeDays = 0
		if err := db.SaveSettings(store.Operator, settings); store.KindOf(err) != store.Invalid {
			t.Errorf("a half-life of nothing: %v", err)
		}
		settings.HalfLifeDays = 7
		if err := db.SaveSettings(store.Operator, settings); err != nil {
			t.Fatal(err)
		}
		if e := evidenceNow(t, db, asset).Evidence[""]; !near(e.RecentLiked, 0.25) {
			t.Errorf("with half the half-life: %+v", e)
		}
	})
}

func TestEvidence_Leavers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		mustEngineer(t, db, "U1")
		storetest.MustAdvocate(t, db, "U2", "Bob")
		asset, other := storetest.MustAsset(t, db, nil).ID, storetest.MustAsset(t, db, nil).ID
		mustShow(t, db, "U1", asset)
		mustShare(t, db, asset)
		mustAnswer(t, db, other, store.Saved, "")
		time.Sleep(oneDay)
		if _, err := db.SyncPeople([]store.SlackUser{{ID: "U2", Name: "Bob"}}, true); err != nil {
			t.Fatal(err)
		}
		if d := evidenceNow(t, db, asset); d.Evidence["engineering"].Liked != 1 || d.Sharers["engineering"] != 1 ||
			d.Sharers[""] != 1 {
			t.Errorf("who left did not post it any more: %+v", d)
		}
		if _, err := db.EraseEmployee(store.Operator, "U1"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(oneDay)
		for _, id := range []store.AssetID{asset, other} {
			for persona, e := range evidenceNow(t, db, id).Evidence {
				if e.RecentLiked > 0.01 || e.Liked > 0.06 {
					t.Errorf("the erased person's answer is still told of %q: %+v", persona, e)
				}
			}
		}
		if d := evidenceNow(t, db, asset); d.Sharers["engineering"] != 0 {
			t.Errorf("an erased person has a persona: %+v", d)
		}
	})
}

func TestEvidence_Many(t *testing.T) {
	t.Parallel() // it waits for the disk most of the time
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		asset, dropped := storetest.MustAsset(t, db, nil).ID, storetest.MustAsset(t, db, nil).ID
		var plans []store.DigestPlan
		for i := range 1000 {
			id := store.EmployeeID(fmt.Sprintf("U%04d", i))
			storetest.MustAdvocate(t, db, id, string(id))
			plans = append(plans, store.DigestPlan{Employee: id, Date: "2000-01-03", OnRequest: true,
				Picks: []store.Pick{{Asset: asset, Propensity: 1}}})
		}
		plans[0].Picks = append(plans[0].Picks, store.Pick{Asset: dropped, Propensity: 1})
		if _, err := db.RecordDigests(plans); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Pause("U0000", time.Now().Add(oneDay)); err != nil { // before it was sent
			t.Fatal(err)
		}
		time.Sleep(oneDay)
		if e := evidenceNow(t, db, asset).Evidence[""]; !near(e.Tried, 0.2*999) || e.Liked != 0 {
			t.Errorf("a thousand impressions without an answer: %+v", e)
		}
		if e := evidenceNow(t, db, dropped).Evidence[""]; e.Tried != 0 {
			t.Errorf("a digest nobody got: %+v", e)
		}
	})
}

func TestAsset_OnlyFor(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustCompany(t, db)
	mustEngineer(t, db, "U1")
	storetest.MustAdvocate(t, db, "U2", "Bob")
	if _, err := db.SavePreferences("U2", store.Preferences{Personas: []store.PersonaID{"sales"}}); err != nil {
		t.Fatal(err)
	}
	storetest.MustRole(t, db, "U3", "Cleo", store.Curator)
	if _, err := db.SavePreferences("U3", store.Preferences{}); err != nil {
		t.Fatal(err)
	}
	asset := storetest.MustAsset(t, db, func(a *store.Asset) {
		a.Personas, a.Only = []store.PersonaID{"engineering"},
			true
	})
	open := func(id store.EmployeeID) error {
		_, err := db.OpenShare(store.OpenShare{Employee: id, Asset: asset.ID, Network: store.X, Text: "Mine", Variant: -1})
		return err
	}
	already := func(id store.EmployeeID) error { _, _, err := db.AlreadyShared(id, asset.ID, store.X); return err }
	save := func(id store.EmployeeID) error {
		_, err := db.SaveFeedback(id, asset.ID, store.Saved, "", "")
		return err
	}
	read := func(id store.EmployeeID) error {
		return db.View(func(q *store.Query) error { q.AssetFor(id, asset.ID); return nil })
	}
	for name, act := range map[string]func(store.EmployeeID) error{"open": open, "already shared": already,
		"save": save, "read": read} {
		if err := act("U2"); store.KindOf(err) != store.NotFound {
			t.Errorf("%s by somebody it is not for: %v", name, err)
		}
		for _, id := range []store.EmployeeID{"U1", "U3"} {
			if err := act(id); err != nil {
				t.Errorf("%s by %s: %v", name, id, err)
			}
		}
	}
	saved := func() int { list, _ := storetest.Ask1(db, (*store.Query).SavedAssets, "U1"); return len(list) }
	if saved() != 1 {
		t.Error("it was not saved")
	}
	if _, err := db.SavePreferences("U1", store.Preferences{Personas: []store.PersonaID{"sales"}}); err != nil {
		t.Fatal(err)
	}
	if saved() != 0 {
		t.Error("it stays on the list of somebody it is not for any more")
	}
}

func TestAsset_WhomItIsFor(t *testing.T) {
	db := storetest.MustOpen(t)
	rows := map[string]struct {
		change func(*store.Asset)
		field  string
	}{
		"only for nobody":     {func(a *store.Asset) { a.Only = true }, "personas"},
		"an unknown audience": {func(a *store.Asset) { a.Audiences = []store.Audience{"dogs"} }, "audiences"},
	}
	for _, row := range rows {
		a := store.Asset{Kind: store.Article, Title: "T", URL: "https://example.com/x"}
		row.change(&a)
		_, err := db.AddAsset(store.Operator, a, true)
		wantFields(t, err, row.field)
	}
	mustEngineer(t, db, "U1")
	for field, prefs := range map[string]store.Preferences{"audiences": {Audiences: []store.Audience{"dogs"}},
		"languages": {Languages: []string{"english"}}} {
		_, err := db.SavePreferences("U1", prefs)
		wantFields(t, err, field)
	}
	settings, _ := db.Settings()
	settings.Languages = []string{"EN", "pt-BR", "german"}
	wantFields(t, db.SaveSettings(store.Operator, settings), "languages")
	settings.Languages = nil
	if err := db.SaveSettings(store.Operator, settings); err != nil {
		t.Fatal(err)
	}
	if settings, _ = db.Settings(); len(settings.Languages) != 0 {
		t.Errorf("an emptied list came back as %v", settings.Languages)
	}
}

func TestEvent_DeclinedDoesNotReturn(t *testing.T) {
	db := storetest.MustOpen(t)
	mustEngineer(t, db, "U1")
	event := storetest.MustEvent(t, db, time.Now().Add(100*oneDay), 0)
	for _, act := range []func(store.EmployeeID, store.AssetID) (store.Attendance, error){db.SignUp, db.SignOff} {
		if _, err := act("U1", event.ID); err != nil {
			t.Fatal(err)
		}
	}
	taste, err := db.TasteOf("U1")
	if err != nil || len(taste.Seen) != 1 || taste.Seen[0] != event.Seq {
		t.Errorf("%v, %v", taste.Seen, err)
	}
}
