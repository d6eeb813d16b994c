// Seasons: their boards, points from before they were set, their end in the program's zone, and their schedules.

package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

// A season over the change of clocks counts the entries of its days in the program's zone, those from before it was set
// too, and none of others; another name changes nothing, other days are counted anew.
func TestSeason_CountsItsDays(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustSettings(t, db, func(s *store.Settings) { s.TimeZone = "Europe/Berlin" })
	for i := range 3 {
		storetest.MustAdvocate(t, db, store.EmployeeID(fmt.Sprintf("U%d", i)), fmt.Sprintf("Person %d", i))
		MustPoints(t, db, at("2026-03-10T12:00:00Z"), store.EmployeeID(fmt.Sprintf("U%d", i)), 10+i)
	}
	MustPoints(t, db, at("2026-02-28T22:59:00Z"), "U0", 100) // 23:59 in Berlin on the day before
	MustPoints(t, db, at("2026-02-28T23:00:00Z"), "U1", 5)   // midnight
	set := func(words ...string) {
		t.Helper()
		storetest.MustSettings(t, db, func(s *store.Settings) { s.Seasons = words })
	}
	rows := func(when string) []string {
		t.Helper()
		b := must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.InSeason, At: at(when)}))
		return standingsOf(b.Rows)
	}
	_, err := storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.InSeason})
	wantErr(t, err, store.Conflict, "No season has begun")
	set("Spring from 2026-03-01 to 2026-05-31")
	MustPoints(t, db, at("2026-05-31T21:59:00Z"), "U2", 1) // 23:59 in Berlin, on summer time
	MustPoints(t, db, at("2026-05-31T22:00:00Z"), "U2", 50)
	want := []string{"1 Person 1 16 +16", "2 Person 2 13 +13", "3 Person 0 10 +10"}
	for _, when := range []string{"2026-03-01T00:00:00Z", "2026-07-01T00:00:00Z"} {
		if diff := cmp.Diff(want, rows(when)); diff != "" {
			t.Errorf("the season as of %s:\n%s", when, diff)
		}
	}
	april := store.BoardQuery{Span: store.InSeason, At: at("2026-04-01T00:00:00Z")}
	b := must(storetest.Ask1(db, (*store.Query).Board, april))
	if !b.Closed || b.Season != "Spring" || !b.Start.Equal(at("2026-02-28T23:00:00Z")) ||
		!b.End.Equal(at("2026-05-31T22:00:00Z")) {
		t.Errorf("the season is %+v", b)
	}
	set("Early spring from 2026-03-01 to 2026-05-31", "Summer from 2026-06-01 to 2026-08-31")
	if got := rows("2026-06-02T00:00:00Z"); len(got) != 0 {
		t.Errorf("one person is a board: %v", got)
	}
	if diff := cmp.Diff(want, rows("2026-05-01T00:00:00Z")); diff != "" {
		t.Errorf("under another name:\n%s", diff)
	}
	set("Spring from 2026-03-01 to 2026-06-01")
	if got := rows("2026-05-01T00:00:00Z"); got[0] != "1 Person 2 63 +63" {
		t.Errorf("a day longer: %v", got)
	}
	// Who is erased goes; a reversal and a hidden person count as on other boards.
	must(db.EraseEmployee("U2", "U2"))
	set()
	storetest.MustCheck(t, db)
}

func TestSeason_Refused(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "U1", "Ada")
	for _, words := range [][]string{{"Spring"}, {"Spring from 2026-03-01 to 2026-02-01"},
		{"x from 2026-02-30 to 2026-03-01"},
		{"x from 2026-01-01 to 2027-12-31"}, {"x from 0001-01-01 to 0001-02-01"}, {" from 2026-01-01 to 2026-02-01"},
		{"a from 2026-01-01 to 2026-02-01", "b from 2026-02-01 to 2026-03-01"},
		{"a from 2026-01-01 to 2026-01-02", "b from 2026-02-01 to 2026-02-02", "c from 2026-03-01 to 2026-03-02",
			"d from 2026-04-01 to 2026-04-02", "e from 2026-05-01 to 2026-05-02"}} {
		s := must(db.Settings())
		s.Seasons = words
		wantFields(t, db.SaveSettings("U1", s), "seasons")
	}
}

// A schedule shows the season that runs, once the final board of the one that is over, and nothing between two seasons.
func TestSeason_Schedule(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "M1", "Ada")
	day := func(n int) time.Time { return time.Now().UTC().AddDate(0, 0, n).Truncate(24 * time.Hour) }
	date := func(n int) string { return day(n).Format(time.DateOnly) }
	storetest.MustSettings(t, db, func(s *store.Settings) {
		s.BoardOn = true
		s.Seasons = []string{"One from " + date(-1) + " to " + date(5), "Two from " + date(8) + " to " + date(20)}
	})
	for i := range 3 {
		id := store.EmployeeID(fmt.Sprintf("U%d", i))
		storetest.MustAdvocate(t, db, id, "Somebody")
		MustPoints(t, db, time.Now(), id, 5)
		MustPoints(t, db, day(9), id, 5)
	}
	s := must(db.SaveBoardSchedule("M1", store.BoardSchedule{Channel: "C1", Cron: "0 9 * * 1", TimeZone: "UTC",
		Span: store.InSeason, NextAt: time.Now().Add(time.Hour)}))
	for _, step := range []struct {
		day  int
		want string // the season's board that is posted
		why  string
	}{{3, "One", ""}, {6, "One final", ""}, {7, "", "No season runs."}, {9, "Two", ""}, {21, "Two final", ""},
		{22, "", "No season runs."}} {
		fired := day(step.day).Add(9 * time.Hour)
		for range 2 { // a firing may come twice
			if err := db.RunBoardSchedule(s.ID, fired, day(step.day+1)); err != nil {
				t.Fatal(err)
			}
		}
		var posted []string
		for _, m := range storetest.MustDeliver(t, db) {
			post := must(storetest.Ask1(db, (*store.Query).BoardPost, m.Ref))
			b := must(storetest.Ask1(db, (*store.Query).Board, post.Query))
			if words := b.Season; post.Query.Past {
				posted = append(posted, words+" final")
			} else {
				posted = append(posted, words)
			}
		}
		last := must(db.BoardSchedules())[0].Last
		if fmt.Sprint(posted) != fmt.Sprint(nonEmpty(step.want)) || step.why != last.Reason {
			t.Errorf("on day %d %q is posted, and the schedule says %+v", step.day, posted, last)
		}
	}
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}
