// Views: one snapshot, and one error for whatever a page reads.

package store_test

import (
	"errors"
	"testing"

	"vouch/store"
	"vouch/store/storetest"
)

func TestView_SeesOneMoment(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAsset(t, db, nil)
	err := db.View(func(q *store.Query) error {
		before := len(q.LiveAssets())
		storetest.MustAsset(t, db, nil)
		if after := len(q.LiveAssets()); before != 1 || after != before {
			t.Errorf("%d live assets, then %d in the same view", before, after)
		}
		return nil
	})
	if err != nil || len(must(db.LiveAssets())) != 2 {
		t.Errorf("after the view: %v", err)
	}
}

// Settings are decoded once for all who read them.
func TestView_SettingsAreThoseOfItsMoment(t *testing.T) {
	db := storetest.MustOpen(t)
	err := db.View(func(q *store.Query) error {
		for picks := 1; picks <= 3; picks++ {
			storetest.MustSettings(t, db, func(s *store.Settings) {
				s.Picks, s.Topics, s.Disclosure = picks, []string{"cloud", "data"}, map[store.Network]string{store.X: "#ad"}
			})
			now := must(db.Settings())
			if now.Picks != picks {
				t.Errorf("%d picks were saved and %d are read", picks, now.Picks)
			}
			now.Topics[0], now.Disclosure[store.X] = "mine", "changed by its reader"
		}
		if s := must(db.Settings()); s.Version != 4 || s.Topics[0] != "cloud" || s.Disclosure[store.X] != "#ad" {
			t.Errorf("one reader's changes are read by another: %+v", s)
		}
		// The snapshot was taken before any of it.
		if old := q.Settings(); old.Version != 1 || len(old.Topics) != 0 {
			t.Errorf("an older view reads version %d with topics %q", old.Version, old.Topics)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestView_EndsAtTheReadThatFails(t *testing.T) {
	db := MustTeam(t)
	ended := true
	err := db.View(func(q *store.Query) error {
		if e, s := q.Employee("U1"), q.Settings(); e.Name != "Ada Stone" || s.Picks != 3 {
			t.Errorf("read %+v", e)
		}
		if _, answered := q.OpinionOf("U1", "A0"); answered {
			t.Error("an opinion that nobody gave")
		}
		q.Asset("A0")
		ended = false
		return nil
	})
	wantErr(t, err, store.NotFound, "does not exist")
	if !ended {
		t.Error("the view went on after a read that failed")
	}
	if own := errors.New("own"); !errors.Is(db.View(func(*store.Query) error { return own }), own) {
		t.Error("the view's own error was lost")
	}
}
