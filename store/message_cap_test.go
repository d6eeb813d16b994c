// Tests of the weekly cap: what counts, what waits, that nothing is lost and nothing is started beyond it.

package store_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vouch/store"
	"vouch/store/storetest"
)

// mustSavedAndGone lets a person save an asset that is then withdrawn, which is news to them.
func mustSavedAndGone(tb testing.TB, db *store.DB, id store.EmployeeID) string {
	tb.Helper()
	a := storetest.MustAsset(tb, db, nil)
	must(db.SaveFeedback(id, a.ID, store.Saved, "", ""))
	gone := must(db.WithdrawAsset(store.Operator, a.ID, "outdated"))
	return fmt.Sprintf("asset_notice/%s/%d/%s", a.ID, gone.Version, id)
}

func capped(tb testing.TB, db *store.DB, most int) {
	tb.Helper()
	storetest.MustSettings(tb, db, func(s *store.Settings) { s.WeeklyCap = most })
}

func TestClaimMessages_NewsWaitForTheNextWeek(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustAdvocate(t, db, "U1", "Ada") // no digest is planned that could carry them
		capped(t, db, 2)
		storetest.MustSettings(t, db, func(s *store.Settings) { s.Rhythm.At = "10:15" })
		var keys []string
		for range 3 {
			keys = append(keys, mustSavedAndGone(t, db, "U1"))
			time.Sleep(time.Minute)
		}
		if err := db.EnqueueNotice("asked for", "U1", "Your post failed."); err != nil {
			t.Fatal(err)
		}
		sent := storetest.MustDeliver(t, db)
		if len(sent) != 3 || sent["notice/asked for"].Key == "" || sent[keys[2]].Key != "" {
			t.Fatalf("sent %v", sent)
		}
		held := must(storetest.Ask1(db, (*store.Query).Message, keys[2]))
		if held.State != store.Pending || !held.Held || held.Reason == "" {
			t.Errorf("%+v", held)
		}
		// 1 January 2000 is a Saturday: the week turns on Monday the third, and goes out at the time of the digest.
		turn := time.Date(2000, 1, 3, 10, 15, 0, 0, time.UTC)
		if early := turn.Sub(held.NotBefore); early < 0 || early > time.Minute {
			t.Errorf("it waits until %s", held.NotBefore)
		}
		time.Sleep(time.Until(turn) - time.Hour)
		if sent := storetest.MustDeliver(t, db); len(sent) != 0 {
			t.Errorf("too early: %v", sent)
		}
		time.Sleep(time.Hour)
		if sent := storetest.MustDeliver(t, db); len(sent) != 1 || sent[keys[2]].Held {
			t.Errorf("in the new week: %v", sent)
		}
	})
}

// What Slack turned away for a moment was counted already: it neither counts again nor waits for the next week.
func TestClaimMessages_ARetryIsNoSecondMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustAdvocate(t, db, "U1", "Ada")
		capped(t, db, 2)
		for i, key := range []string{mustSavedAndGone(t, db, "U1"), mustSavedAndGone(t, db, "U1")} {
			claimed := must(db.ClaimMessages(time.Now(), 10))
			if i == 0 && len(claimed) != 2 {
				t.Fatalf("claimed %v", claimed)
			}
			for range 2 {
				if err := db.DeferMessage(key, time.Now(), "ratelimited"); err != nil {
					t.Fatal(err)
				}
				if again := must(db.ClaimMessages(time.Now(), 10)); len(again) != 1 || again[0].Held {
					t.Errorf("the next try of %s: %+v", key, again)
				}
			}
		}
		if e := storetest.MustGet(t, db, "U1"); e.Attention.Started != 2 {
			t.Errorf("the week counts %d", e.Attention.Started)
		}
	})
}

func TestClaimMessages_DigestsCarryWhatWaits(t *testing.T) {
	withInbox(t, func(t *testing.T, in inbox) {
		capped(t, in.db, 1)
		in.next() // fills the week
		var keys []string
		for range 7 {
			keys = append(keys, mustSavedAndGone(t, in.db, in.id))
			time.Sleep(time.Minute)
		}
		if sent := storetest.MustDeliver(t, in.db); len(sent) != 0 {
			t.Fatalf("over the cap: %v", sent)
		}
		// The first digest that takes them along is given up, and they wait again.
		in.nextWith(func() {
			claimed := must(in.db.ClaimMessages(time.Now(), 10))
			if len(claimed) != 1 || len(claimed[0].Bundle) != 5 || claimed[0].Bundle[0] != keys[0] {
				t.Fatalf("claimed %+v", claimed)
			}
			if m := must(storetest.Ask1(in.db, (*store.Query).Message,
				keys[0])); m.State != store.Bundled || len(must(in.db.ClaimMessages(time.Now().AddDate(0, 0, 30), 0))) != 0 {
				t.Errorf("%+v", m)
			}
			if err := in.db.DeferMessage(claimed[0].Key, time.Now(), "ratelimited"); err != nil {
				t.Fatal(err)
			}
			again := must(in.db.ClaimMessages(time.Now(), 10))
			if len(again) != 1 || !cmp.Equal(again[0].Bundle, claimed[0].Bundle) {
				t.Errorf("put off, it takes along %+v", again)
			}
			for len(in.db.Wake()) > 0 {
				<-in.db.Wake()
			}
			if err := in.db.GiveUpMessage(claimed[0].Key, "channel_not_found"); err != nil {
				t.Fatal(err)
			}
			if len(in.db.Wake()) == 0 {
				t.Error("nobody wakes the courier for what may go by itself now")
			}
		})
		if m := must(storetest.Ask1(in.db, (*store.Query).Message, keys[0])); m.State != store.Pending || !m.Held {
			t.Errorf("after it was given up: %+v", m)
		}
		in.next()
		for i, key := range keys {
			m := must(storetest.Ask1(in.db, (*store.Query).Message, key))
			if told := i < 5; told != (m.State == store.Sent) || told == m.Held {
				t.Errorf("message %d is %s, held back %v", i, m.State, m.Held)
			}
		}
		r, found, err := in.db.Receipt(keys[0])
		if err != nil || !found || r.In == "" {
			t.Fatalf("the receipt is %+v, %v", r, err)
		}
		if at, _, err := in.db.ReceiptAt(r.Channel, r.TS); err != nil || at.Key != r.In {
			t.Errorf("the place belongs to %q", at.Key)
		}
	})
}

func TestClaimMessages_WhoSharedHearsAtOnceThatItIsGone(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustAdvocate(t, db, "U1", "Ada")
	capped(t, db, 1)
	for _, shared := range []bool{false, false, true} {
		a := storetest.MustAsset(t, db, nil)
		if shared {
			storetest.MustShare(t, db, "U1", a.ID)
		}
		must(db.SaveFeedback("U1", a.ID, store.Saved, "", ""))
		must(db.WithdrawAsset(store.Operator, a.ID, "outdated"))
	}
	told := 0
	for _, m := range storetest.MustDeliver(t, db) {
		if m.Kind == store.MsgAssetNotice {
			told++
		}
	}
	if told != 2 {
		t.Errorf("%d notices, want the first of the week and the one about what was shared", told)
	}
}

func TestClaimMessages_CapHoldsForEveryWeek(t *testing.T) {
	t.Parallel() // it waits for the disk most of the time
	rapid.Check(t, func(rt *rapid.T) {
		most, waits := rapid.IntRange(1, 4).Draw(rt, "cap"),
			rapid.SliceOfN(rapid.IntRange(0, 60), 1, 25).Draw(rt, "hours between")
		synctest.Test(t, func(t *testing.T) {
			db := storetest.MustOpen(t)
			storetest.MustAdvocate(t, db, "U1", "Ada")
			capped(t, db, most)
			started, times := map[string]int{}, map[string]int{}
			look := func() {
				year, week := time.Now().UTC().ISOWeek() // of the program, whose zone is UTC
				for key := range storetest.MustDeliver(t, db) {
					started[fmt.Sprint(year, week)]++
					times[key]++
				}
			}
			for _, hours := range waits {
				time.Sleep(time.Duration(hours) * time.Hour)
				mustSavedAndGone(t, db, "U1")
				look()
			}
			for range 30 * 24 {
				at, waiting := db.NextMessageAt()
				if !waiting {
					break
				}
				time.Sleep(time.Until(at))
				look()
			}
			for week, n := range started {
				if n > most {
					t.Errorf("%d messages in week %s, the cap is %d", n, week, most)
				}
			}
			if len(times) != len(waits) {
				t.Errorf("%d of %d arrived", len(times), len(waits))
			}
			for key, n := range times {
				if n != 1 {
					t.Errorf("%s came %d times", key, n)
				}
			}
		})
	})
}

func TestClaimMessages_NewsOfAPersonaWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		team(t, db, "U1 Ada Engineer")
		follows(t, db, "U1")
		capped(t, db, 1)
		mustSavedAndGone(t, db, "U1")
		storetest.MustDeliver(t, db)
		team(t, db, "U1 Ada Recruiter")
		if told := toldChanges(t, db); len(told) != 0 {
			t.Errorf("in a full week: %v", told)
		}
		time.Sleep(3 * 24 * time.Hour)
		if told := toldChanges(t, db); len(told) != 1 {
			t.Errorf("in the next week: %v", told)
		}
	})
}
