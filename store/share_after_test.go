// After the post: one digest asks, once, and keeps the answer.

package store_test

import (
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// digestNow plans a digest of this moment with one new item, and delivers it.
func digestNow(tb testing.TB, db *store.DB) string {
	tb.Helper()
	key := storetest.MustPlan(tb, db, "U1", storetest.MustAsset(tb, db, nil).ID)
	storetest.MustDeliver(tb, db)
	return key
}

func TestAfterPost_AsksOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustAdvocate(t, db, "U1", "Ada")
		share := storetest.MustShare(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
		asked := func() string { return must(storetest.Ask1(db, (*store.Query).Share, share.ID)).AskedIn }
		time.Sleep(47 * time.Hour)
		if digestNow(t, db); asked() != "" {
			t.Error("asked before two days went by")
		}
		time.Sleep(24 * time.Hour)
		key := digestNow(t, db)
		if asked() != key {
			t.Errorf("asked in %q, want %q", asked(), key)
		}
		for _, led := range []store.ShareLed{store.LedNothing, store.LedNothing, store.LedIntroduction} {
			if posts := must(db.AnswerAfterPost("U1", key, led)); len(posts) != 1 || posts[0].Led != led {
				t.Errorf("answered %s: %+v", led, posts)
			}
		}
		if _, err := db.AnswerAfterPost("U1", key, "perhaps"); store.KindOf(err) != store.Invalid {
			t.Errorf("an unknown answer: %v", err)
		}
		if _, err := db.AnswerAfterPost("U1", "digest/2000-01-01/U9", store.LedNothing); store.KindOf(err) != store.Conflict {
			t.Errorf("another digest: %v", err)
		}
		time.Sleep(24 * time.Hour)
		if digestNow(t, db); asked() != key {
			t.Errorf("asked again in %q", asked())
		}
	})
}

func TestAfterPost_WithdrawnOrOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustAdvocate(t, db, "U1", "Ada")
		withdrawn := storetest.MustShare(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
		old := storetest.MustShare(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
		time.Sleep(24 * time.Hour)
		if _, _, err := db.WithdrawShare("U1", withdrawn.ID); err != nil {
			t.Fatal(err)
		}
		time.Sleep(17 * 24 * time.Hour)
		digestNow(t, db)
		for name, id := range map[string]store.ShareID{"withdrawn": withdrawn.ID, "two weeks late": old.ID} {
			if s := must(storetest.Ask1(db, (*store.Query).Share, id)); s.AskedIn != "" || !s.AskAt.IsZero() {
				t.Errorf("%s: asked in %q", name, s.AskedIn)
			}
		}
		late := storetest.MustShare(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
		time.Sleep(49 * time.Hour)
		key := digestNow(t, db)
		if _, _, err := db.WithdrawShare("U1", late.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := db.AnswerAfterPost("U1", key, store.LedNothing); store.KindOf(err) != store.Conflict {
			t.Errorf("an answer about a post that was taken back: %v", err)
		}
	})
}
