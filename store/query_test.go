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
