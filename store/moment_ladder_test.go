// Tests of the ladder: it is climbed by what somebody does, never down, and each level brings what it says.

package store_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/recognition"
	"vouch/store/storetest"
)

func TestLadder_ClimbsAndStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(10 * time.Hour) // Saturday, 1 January 2000
		db := storetest.MustOpen(t)
		storetest.MustCompany(t, db)
		storetest.MustAdvocate(t, db, "U1", "Ada")
		level := func() store.LadderLevel { return storetest.MustGet(t, db, "U1").Level }
		var last store.Share
		own := []string{"Rain fell all evening on our little rack", "My grandmother asked what a queue really is",
			"Nobody expected seven penguins in the data hall", "Coffee solved this bug before any debugger did"}
		for week := range 12 {
			form := kit("U1", storetest.MustAsset(t, db, nil).ID)
			form.OwnWords, form.Text = week < len(own), fmt.Sprint("Number ", week)
			if form.OwnWords {
				form.Text = own[week]
			}
			last = must(db.OpenShare(form))
			post := fmt.Sprint("https://www.linkedin.com/posts/ada-", 1000+week)
			if _, _, err := db.ProveShare("U1", last.ID, post); err != nil {
				t.Fatal(err)
			}
			want := recognition.Advocate
			if week >= 3 {
				want = recognition.Ambassador
			}
			if level() != want {
				t.Errorf("week %d: %s", week, level())
			}
			time.Sleep(7 * day)
		}
		for _, s := range must(db.SharesOf("U1", 0)) {
			if _, _, err := db.WithdrawShare("U1", s.ID); err != nil {
				t.Fatal(err)
			}
		}
		if level() != recognition.Ambassador {
			t.Errorf("taken back: %s", level())
		}
		for _, s := range must(db.SharesOf("U1", 0)) {
			if _, _, err := db.DeclareShare("U1", s.ID); err != nil {
				t.Fatal(err)
			}
		}
		story, _ := storetest.MustApprovedStory(t, db, "U1", nil)
		// Declared anew they are of one week, and the story makes no mentor of somebody who was there in two.
		if e := storetest.MustGet(t, db, "U1"); e.Level != recognition.Ambassador || !slices.Contains(e.Badges, "story") {
			t.Errorf("%s with %q after %s", e.Level, e.Badges, story.ID)
		}
		sent := storetest.MustDeliver(t, db)
		if _, told := sent["moment/U1/level/2"]; !told {
			t.Errorf("the new level is not told")
		}
	})
}

func TestLadder_WhatLevelsBring(t *testing.T) {
	inTime(t, func(t *testing.T, db *store.DB) {
		raise := func(id store.EmployeeID, level store.LadderLevel) {
			err := db.Seed(func(s *store.Seeder) {
				e := storetest.MustGet(t, db, id)
				e.Level, e.Department = level, "Sales"
				s.Employee(e)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		raise("U4", recognition.Ambassador)
		a := storetest.MustEvent(t, db, time.Now().Add(10*day), 1)
		for _, id := range []store.EmployeeID{"U1", "U2", "U4"} {
			must(db.SignUp(id, a.ID))
		}
		must(db.SignOff("U1", a.ID))
		if got := coming(db, a.ID); !slices.Contains(got, "U4 going") {
			t.Errorf("an ambassador waits behind others: %q", got)
		}
		mentorFor := func(id store.EmployeeID) (mentor store.EmployeeID, found bool) {
			err := db.View(func(q *store.Query) error { mentor, found = q.MentorFor(q.Employee(id)); return nil })
			if err != nil {
				t.Fatal(err)
			}
			return mentor, found
		}
		if _, found := mentorFor("U2"); found {
			t.Error("there is a mentor already")
		}
		raise("U3", recognition.Mentor)
		if mentor, _ := mentorFor("U2"); mentor != "U3" {
			t.Errorf("U2 may ask %q", mentor)
		}
		if _, found := mentorFor("U3"); found {
			t.Error("a mentor is told to ask themselves")
		}
		prefs := storetest.MustGet(t, db, "U3").Prefs
		prefs.Incentive = store.ForNothing
		must(db.SavePreferences("U3", prefs))
		if _, found := mentorFor("U2"); found {
			t.Error("a mentor who wants nothing in return is named")
		}
	})
}
