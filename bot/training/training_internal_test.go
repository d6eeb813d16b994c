// Tests of what Home says about lessons, by how long somebody is an advocate.

package training

import (
	"testing"

	"vouch/bot/surface"
	"vouch/store"
	"vouch/store/storetest"
)

func TestHome_AsksInTheFirstWeeksOnly(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	h := &Handlers{Kit: &surface.Kit{DB: db}}
	for days, want := range map[int]struct{ step, todo bool }{
		0: {true, true}, 13: {true, true}, 15: {false, true}, 57: {false, false},
	} {
		err := db.View(func(q *store.Query) error {
			me := surface.Person(q, "U1")
			me.JoinedAt = store.Now().AddDate(0, 0, -days)
			_, _, step := h.Step(q, me)
			text, done, _ := h.Todo(q, me)
			if step != want.step || (text != "") != want.todo || done {
				t.Errorf("after %d days: step %v, todo %q, done %v", days, step, text, done)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
