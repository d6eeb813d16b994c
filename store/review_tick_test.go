// Reviews that wait: one card a day and person, rewritten as the queue moves, reminders counted in working hours.

package store_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// untilClock sleeps until a time of the bubble's UTC clock, "2000-01-03 09:00".
func untilClock(tb testing.TB, at string) {
	tb.Helper()
	until, err := time.Parse("2006-01-02 15:04", at)
	if err != nil || until.Before(time.Now()) {
		tb.Fatalf("%s lies behind: %v", at, err)
	}
	time.Sleep(time.Until(until))
}

// ticked lists the keys of what a tick and the courier after it send, without the dates in the middle.
func ticked(tb testing.TB, db *store.DB) (keys []string) {
	tb.Helper()
	if _, _, err := db.TickReviews(time.Now()); err != nil {
		tb.Fatal(err)
	}
	for key, m := range storetest.MustDeliver(tb, db) {
		if strings.HasPrefix(key, "review") || m.Kind == store.MsgRewrite {
			keys = append(keys, string(m.Kind)+" "+string(m.To))
		}
	}
	return keys
}

// wantSent compares what was sent whatever the order.
func wantSent(tb testing.TB, got []string, want ...string) {
	tb.Helper()
	left := map[string]int{}
	for _, g := range got {
		left[g]++
	}
	for _, w := range want {
		left[w]--
	}
	for key, n := range left {
		if n != 0 {
			tb.Errorf("sent %q, want %q", got, want)
			return
		}
		delete(left, key)
	}
}

func TestTickReviews_OneCardADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := MustDesk(t) // Saturday, 1 January 2000, midnight
		storetest.MustSettings(t, db, func(s *store.Settings) { s.Holidays = []store.LocalDate{"2000-01-03"} })
		a, b := MustWait(t, db, store.Operator, false), MustWait(t, db, "C2", false)
		for _, at := range []string{"2000-01-01 10:00", "2000-01-03 10:00", "2000-01-04 08:59", "2000-01-04 18:00"} {
			if at == "2000-01-04 18:00" {
				untilClock(t, "2000-01-04 09:00")
				// C2 may decide about one only, and both are asked; the manager is not, because curators exist.
				wantSent(t, ticked(t, db), "review C1", "review C2")
				wantSent(t, ticked(t, db))
				MustWait(t, db, store.Operator, false)
				wantSent(t, ticked(t, db), "rewrite ", "rewrite ")
				wantSent(t, ticked(t, db))
				must(db.ApproveAsset("C1", a.ID, a.Version))
				wantSent(t, ticked(t, db), "rewrite ", "rewrite ")
			}
			untilClock(t, at)
			wantSent(t, ticked(t, db))
		}
		must(db.ApproveAsset("C1", b.ID, b.Version))
		untilClock(t, "2000-01-05 09:00")
		// A new card each, and the old ones say so; both changes of an old card are one edit.
		wantSent(t, ticked(t, db), "review C1", "review C2", "rewrite ", "rewrite ")
		for _, card := range []struct {
			key    string
			newest bool
		}{{"review/C1/2000-01-05", true}, {"review/C1/2000-01-04", false}, {"review/U1/2000-01-04", false}} {
			if newest := must(storetest.Ask2(db, (*store.Query).NewestReviewCard, store.EmployeeID(strings.Split(card.key,
				"/")[1]), card.key)); newest != card.newest {
				t.Errorf("%s is the newest: %v", card.key, newest)
			}
		}
	})
}

func TestTickReviews_RemindsAndEscalatesOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := MustDesk(t)
		storetest.MustSettings(t, db, func(s *store.Settings) { s.ReviewHours, s.ReviewLate = 4, 12 })
		untilClock(t, "2000-01-07 16:00") // a Friday, two working hours before the weekend
		a := MustWait(t, db, store.Operator, true)
		MustWait(t, db, store.Operator, false)
		wantSent(t, ticked(t, db), "review C1", "review C2")
		a = must(db.ApproveAsset("C1", a.ID, a.Version))
		wantSent(t, ticked(t, db), "review L1", "rewrite ", "rewrite ")
		untilClock(t, "2000-01-10 10:59")
		wantSent(t, ticked(t, db), "review C1", "review C2", "review L1", "rewrite ", "rewrite ", "rewrite ")
		untilClock(t, "2000-01-10 11:00")
		wantSent(t, ticked(t, db), "review_nudge C1", "review_nudge C2", "review_nudge L1")
		// A reminder is no change of the item: what a curator has open stays good.
		if now := must(db.Asset(a.ID)); now.Version != a.Version || now.Review.NudgedAt.IsZero() {
			t.Errorf("after the reminder: version %d, %+v", now.Version, now.Review)
		}
		wantSent(t, ticked(t, db))
		untilClock(t, "2000-01-11 10:00")
		wantSent(t, ticked(t, db), "review C1", "review C2", "review L1", "review_late M1", "rewrite ", "rewrite ",
			"rewrite ")
		wantSent(t, ticked(t, db))
	})
}

func TestTickReviews_NobodyButTheManager(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustManager(t, db, "M1", "Mona")
		MustWait(t, db, store.Operator, false)
		untilClock(t, "2000-01-03 09:00")
		wantSent(t, ticked(t, db), "review M1")
	})
}

func TestTickReviews_OddWorkingHours(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := MustDesk(t)
		// An end of work before nine leaves no day; nine hours are taken instead.
		storetest.MustSettings(t, db, func(s *store.Settings) { s.WorkUntil, s.TimeZone = "08:00", "Asia/Tokyo" })
		MustWait(t, db, store.Operator, false)
		untilClock(t, "2000-01-02 23:59") // a minute before nine in Tokyo on Monday
		wantSent(t, ticked(t, db))
		untilClock(t, "2000-01-03 00:00")
		wantSent(t, ticked(t, db), "review C1", "review C2")
		untilClock(t, "2000-01-03 04:00")
		wantSent(t, ticked(t, db), "review_nudge C1", "review_nudge C2")
	})
}

func TestReviewQueue(t *testing.T) {
	db := MustDesk(t)
	own, other := MustWait(t, db, "C1", false), MustWait(t, db, store.Operator, false)
	legal := MustWait(t, db, store.Operator, true)
	must(db.ApproveAsset("C2", legal.ID, legal.Version))
	for id, want := range map[store.EmployeeID]struct{ mine, others int }{"C1": {1, 2}, "C2": {2, 1}, "L1": {1, 2},
		"M1": {2, 1}, "U1": {0, 3}} {
		got := must(storetest.Ask3(db, (*store.Query).ReviewQueue, id, 10, ""))
		if got.Mine != want.mine || got.Others != want.others || len(got.Items) != want.mine {
			t.Errorf("%s has %d of %+v", id, len(got.Items), got)
		}
	}
	first := must(storetest.Ask3(db, (*store.Query).ReviewQueue, "C2", 1, ""))
	rest := must(storetest.Ask3(db, (*store.Query).ReviewQueue, "C2", 10, first.Items[0].ID))
	if first.Items[0].ID != own.ID || len(rest.Items) != 1 || rest.Items[0].ID != other.ID {
		t.Errorf("the oldest is %v, then %v", first.Items, rest.Items)
	}
	if who := must(storetest.Ask1(db, (*store.Query).WhoApproves, own.ID)); who != "Ask Carl Curator." {
		t.Errorf("who approves: %s", who)
	}
}
