// Tests of moments: a first share and weeks in a row are told once, and only while they are true.

package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/calendar"
	"vouch/store/storetest"
)

// momentsOf are the moments that were enqueued and not given up, by their refs without ids and weeks.
func momentsOf(t *testing.T, db *store.DB) (list []string) {
	t.Helper()
	for _, m := range storetest.MustDeliver(t, db) {
		if m.Kind == store.MsgMoment {
			parts := strings.Split(m.Ref, "/")
			if list = append(list, parts[0]); parts[0] == "streak" {
				list[len(list)-1] += " " + parts[1]
			}
		}
	}
	slices.Sort(list)
	return list
}

func TestMoment_FirstShareAndWeeksInARow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(10 * time.Hour) // Saturday, 1 January 2000
		db := storetest.MustOpen(t)
		storetest.MustCompany(t, db)
		storetest.MustAdvocate(t, db, "U1", "Ada")
		var told []string
		week := 0
		share := func() store.Share {
			s := storetest.MustShare(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
			told = append(told, momentsOf(t, db)...)
			return s
		}
		next := func() { time.Sleep(7 * day); week++ }
		want := func(moments ...string) {
			t.Helper()
			if !slices.Equal(told, moments) {
				t.Errorf("week %d: told %q, want %q", week, told, moments)
			}
			told = nil
		}
		// A text that was opened and never posted is no share.
		must(db.OpenShare(kit("U1", storetest.MustAsset(t, db, nil).ID)))
		share()
		want("first")
		share()
		want()
		next()
		storetest.MustReferral(t, db, "U1", "Jane Doe", "jane@x.example")
		told = momentsOf(t, db)
		want()
		next()
		share()
		next()
		last := share()
		want("streak 4")
		this := calendar.WeekOf(store.Now())
		if got := must(storetest.Ask2(db, (*store.Query).Streak, "U1", this)); got != 4 {
			t.Errorf("a streak of %d weeks", got)
		}
		// Taken back and posted again: once is enough.
		if _, _, err := db.WithdrawShare("U1", last.ID); err != nil {
			t.Fatal(err)
		}
		if got := must(storetest.Ask2(db, (*store.Query).Streak, "U1", this)); got != 0 {
			t.Errorf("a streak of %d weeks without this one", got)
		}
		if _, _, err := db.DeclareShare("U1", last.ID); err != nil {
			t.Fatal(err)
		}
		share()
		told = append(told, momentsOf(t, db)...)
		want()
		for range 4 {
			next()
			share()
		}
		want("streak 8")
		next()
		next()
		for range 4 {
			share()
			next()
		}
		want("streak 4")
	})
}

// Referrals of somebody who did not join are no streak: they asked for no messages.
func TestMoment_OnlyForAdvocates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustCompany(t, db)
		storetest.MustEmployee(t, db, "U1", "Ada")
		storetest.MustAdvocate(t, db, "U2", "Ben")
		var told []string
		for i := range 4 {
			for _, id := range []store.EmployeeID{"U1", "U2"} {
				storetest.MustReferral(t, db, id, "Jane Doe", fmt.Sprintf("jane%d@%s.example", i, id))
			}
			told = append(told, momentsOf(t, db)...)
			time.Sleep(7 * day)
		}
		if !slices.Equal(told, []string{"streak 4"}) {
			t.Errorf("told %q, want Ben's streak alone", told)
		}
	})
}
