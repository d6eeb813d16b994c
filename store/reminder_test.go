// Tests of reminders: when they come, what cancels them, and what holds them.

package store_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// withReminder runs a test with Ada, who wants to share an item in a day.
func withReminder(t *testing.T, do func(t *testing.T, db *store.DB, r store.Reminder, due func() int)) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		storetest.MustCompany(t, db)
		storetest.MustAdvocate(t, db, "U1", "Ada")
		item := storetest.MustAsset(t, db, nil).ID
		digest := storetest.MustPlan(t, db, "U1", item)
		r := must(db.RemindLater(store.Reminder{Employee: "U1", Asset: item, At: store.Now().Add(24 * time.Hour),
			Network: store.X, Text: "So far."}, digest))
		if got := must(storetest.Ask1(db, (*store.Query).Delivery, digest)).Picks[0].Answer; got != "saved" {
			t.Errorf("the pick of the digest has the answer %q", got)
		}
		do(t, db, r, func() int {
			t.Helper()
			must(db.TickReminders(store.Now()))
			n := 0
			for key := range storetest.MustDeliver(t, db) {
				if strings.HasPrefix(key, "reminder/") {
					n++
				}
			}
			return n
		})
	})
}

func TestReminder_ComesOnceAndKeepsTheWords(t *testing.T) {
	withReminder(t, func(t *testing.T, db *store.DB, r store.Reminder, due func() int) {
		if saved := must(storetest.Ask1(db, (*store.Query).SavedAssets, "U1")); len(saved) != 1 {
			t.Errorf("saved %v", saved)
		}
		r.Text = "So far, so good."
		must(db.RemindLater(r, "")) // once per item: the second takes the place of the first
		if n := due(); n != 0 {
			t.Errorf("%d messages before the time", n)
		}
		time.Sleep(25 * time.Hour)
		if n, again := due(), due(); n != 1 || again != 0 {
			t.Errorf("%d messages at the time, then %d", n, again)
		}
		if kept, found, _ := storetest.Find2(db, (*store.Query).ReminderOf, "U1", r.Asset); !found || kept.Text != r.Text {
			t.Errorf("the words are %+v", kept)
		}
		time.Sleep(121 * 24 * time.Hour)
		if n := must(db.Purge(t.Context(), store.Now())); n.Records != 1 {
			t.Errorf("purged %+v", n)
		}
	})
}

func TestReminder_Cancelled(t *testing.T) {
	for name, cancel := range map[string]func(testing.TB, *store.DB, store.Reminder) error{
		"withdrawn": func(_ testing.TB, db *store.DB, r store.Reminder) error {
			_, err := db.WithdrawAsset(store.Operator, r.Asset, "Old.")
			return err
		},
		"shared": func(tb testing.TB, db *store.DB, r store.Reminder) error {
			storetest.MustShare(tb, db, "U1", r.Asset)
			return nil
		},
		"taken off the saved list": func(_ testing.TB, db *store.DB, r store.Reminder) error {
			_, err := db.SaveFeedback("U1", r.Asset, store.Unsaved, "", "")
			return err
		},
		"left": func(_ testing.TB, db *store.DB, _ store.Reminder) error { _, err := db.Leave("U1"); return err },
		"paused": func(_ testing.TB, db *store.DB, _ store.Reminder) error {
			_, err := db.Pause("U1", store.Now().AddDate(0, 0, 7))
			return err
		},
		"erased": func(_ testing.TB, db *store.DB, _ store.Reminder) error {
			_, err := db.EraseEmployee("U1", "U1")
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			withReminder(t, func(t *testing.T, db *store.DB, r store.Reminder, due func() int) {
				if err := cancel(t, db, r); err != nil {
					t.Fatal(err)
				}
				time.Sleep(25 * time.Hour)
				if n := due(); n != 0 {
					t.Errorf("%d messages", n)
				}
				if _, found, _ := storetest.Find2(db, (*store.Query).ReminderOf, "U1", r.Asset); found {
					t.Error("it is still kept")
				}
			})
		})
	}
}

func TestReminder_WaitsForTheEndOfAHold(t *testing.T) {
	withReminder(t, func(t *testing.T, db *store.DB, r store.Reminder, due func() int) {
		storetest.MustManager(t, db, "M1", "Mia")
		c := must(db.StartCrisis("M1", store.Crisis{Scope: store.HoldAsset, Of: string(r.Asset), Reason: "We wait.",
			Owner: "M1"}))
		time.Sleep(25 * time.Hour)
		if n := due(); n != 0 {
			t.Errorf("%d messages during a hold", n)
		}
		must(db.EndCrisis("M1", c.ID, ""))
		time.Sleep(time.Hour)
		if n := due(); n != 1 {
			t.Errorf("%d messages after the hold", n)
		}
	})
}

func TestReminder_TimeIsChecked(t *testing.T) {
	withReminder(t, func(t *testing.T, db *store.DB, r store.Reminder, _ func() int) {
		now := store.Now()
		for want, at := range map[string]time.Time{"still to come": now, "within 90 days": now.AddDate(0, 0, 91)} {
			r.At = at
			_, err := db.RemindLater(r, "")
			wantErr(t, err, store.Invalid, want)
		}
		r.At, r.Asset = store.Now().Add(time.Hour), "nope"
		_, err := db.RemindLater(r, "")
		wantErr(t, err, store.NotFound, "does not exist")
	})
}
