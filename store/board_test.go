// Boards: ranks, ties, classes, teams, gains and first times, and the posts and schedules that show them.

package store_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouch/store"
	"vouch/store/storetest"
)

// MustPoints pays points at a time.
func MustPoints(tb testing.TB, db *store.DB, when time.Time, id store.EmployeeID, points int) {
	tb.Helper()
	if err := db.AwardAt(when, id, points, fmt.Sprintf("test/%s/%d/%d", id, when.UnixNano(), points)); err != nil {
		tb.Fatal(err)
	}
}

// standingsOf writes rows as "rank name points delta".
func standingsOf(rows []store.Row) (list []string) {
	for _, r := range rows {
		list = append(list, fmt.Sprintf("%d %s %d %+d", r.Rank, r.Name, r.Points, r.Delta))
	}
	return list
}

func TestBoard_PeopleRanksAndClasses(t *testing.T) {
	db := storetest.MustOpen(t)
	week := at("2026-03-04T12:00:00Z")
	for id, name := range map[store.EmployeeID]string{"U1": "Ada", "U2": "Bob", "U3": "Cyd", "U4": "Dee", "U5": "Eve",
		"U6": "Fay"} {
		storetest.MustAdvocate(t, db, id, name)
	}
	if _, err := db.ImportPeople([]store.PersonImport{{ID: "U6", Leader: new(true)}}, store.Operator); err != nil {
		t.Fatal(err)
	}
	MustPoints(t, db, week.AddDate(0, 0, -7), "U2", 3)
	MustPoints(t, db, week.AddDate(0, 0, -7), "U3", 9)
	for i, id := range []store.EmployeeID{"U2", "U1", "U3", "U4", "U5", "U6"} {
		MustPoints(t, db, week.Add(time.Duration(i)*time.Minute), id,
			map[store.EmployeeID]int{"U1": 10, "U2": 10, "U3": 5, "U4": 20, "U5": 1, "U6": 50}[id])
	}
	prefs := storetest.MustGet(t, db, "U4").Prefs
	prefs.BoardHidden = true
	must(db.SavePreferences("U4", prefs))
	prefs.BoardHidden, prefs.BoardAlias = false, true
	must(db.SavePreferences("U5", prefs))

	b := must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.Week, At: week}))
	want := []string{"1 Bob 10 +7", "1 Ada 10 +10", "3 Cyd 5 -4", "4 A colleague 1 +1"}
	if diff := cmp.Diff(want, standingsOf(b.Rows)); diff != "" {
		t.Errorf("board:\n%s", diff)
	}
	if bob, ada := b.Rows[0], b.Rows[1]; bob.Before != 3 || bob.First || ada.Before != 0 || !ada.First {
		t.Errorf("who is new: Bob %+v, Ada %+v", bob, ada)
	}
	if b.Active != 4 || !b.Closed || b.TooSmall || b.Improved == nil || b.Improved.Name != "Bob" {
		t.Errorf("board %+v", b)
	}
	if diff := cmp.Diff([]string{"0 Ada 10 +10", "0 A colleague 1 +1"}, standingsOf(b.FirstTime)); diff != "" {
		t.Errorf("first times:\n%s", diff)
	}
	if l := must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.Week, At: week,
		Leaders: true})); !l.TooSmall || len(l.Rows) != 0 || l.Active != 1 {
		t.Errorf("a board of one leader is %+v", l)
	}
	must(db.Leave("U2"))
	if b = must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.AllTime,
		Limit: 1})); len(b.Rows) != 1 || b.Rows[0].Name != "Cyd" || b.Closed {
		t.Errorf("after Bob left %+v", b.Rows)
	}
	if score := must(storetest.Ask2(db, (*store.Query).ScoreOf, "U3",
		week)); score.RankMonth != 2 || score.ActiveMonth != 3 || score.Month != 5 {
		t.Errorf("score %+v", score)
	}
	_, err := storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: "decade"})
	wantErr(t, err, store.Invalid, "Choose week")
}

// A span that runs is compared with as much of the one before as has gone by of it, on every board.
func TestBoardFor_WhoIsNextToTheReader(t *testing.T) {
	db := storetest.MustOpen(t)
	week := at("2026-03-04T12:00:00Z")
	for i, name := range []string{"Ada", "Bob", "Cyd", "Dee", "Eve", "Fay"} {
		id := store.EmployeeID("U" + name)
		storetest.MustAdvocate(t, db, id, name)
		MustPoints(t, db, week, id, 60-10*i)
	}
	storetest.MustAdvocate(t, db, "UGus", "Gus") // has no points
	for reader, want := range map[store.EmployeeID]string{
		"UAda": "[]", "UBob": "[]", "UGus": "[]", "": "[]", "UCyd": "[0 Cyd 40 +40 0 Dee 30 +30]",
		"UEve": "[0 Dee 30 +30 0 Eve 20 +20 0 Fay 10 +10]", "UFay": "[0 Eve 20 +20 0 Fay 10 +10]",
	} {
		b := must(storetest.Ask2(db, (*store.Query).BoardFor, reader, store.BoardQuery{Span: store.Week, At: week, Limit: 2}))
		if got := fmt.Sprint(standingsOf(b.Near)); got != want {
			t.Errorf("near %s: %s, want %s", reader, got, want)
		}
		for _, r := range append(b.Rows, b.Near...) {
			if r.Mine != (r.Employee == reader) {
				t.Errorf("for %s the row of %s is theirs: %v", reader, r.Employee, r.Mine)
			}
		}
	}
}

func TestBoard_RunningSpans(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(at("2000-01-19T12:00:00Z"))) // Wednesday noon
		db := storetest.MustOpen(t)
		var rows []store.PersonImport
		for i, name := range []string{"Ada", "Bob", "Cyd"} {
			id := store.EmployeeID(fmt.Sprint("U", i+1))
			storetest.MustAdvocate(t, db, id, name)
			rows = append(rows, store.PersonImport{ID: id, Department: "Sales"})
		}
		must(db.ImportPeople(rows, store.Operator))
		early, late := at("2000-01-11T09:00:00Z"), at("2000-01-13T09:00:00Z") // Tuesday and Thursday of the week before
		for id, points := range map[store.EmployeeID][3]int{"U1": {10, 40, 15}, "U2": {5, 0, 20}, "U3": {20, 5, 30}} {
			for i, when := range []time.Time{early, late, at("2000-01-18T10:00:00Z")} {
				if points[i] > 0 {
					MustPoints(t, db, when, id, points[i])
				}
			}
		}
		b := must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.Week}))
		if diff := cmp.Diff([]string{"1 Cyd 30 +10", "2 Bob 20 +15", "3 Ada 15 +5"}, standingsOf(b.Rows)); diff != "" {
			t.Errorf("board:\n%s", diff)
		}
		if !b.Running || b.Improved == nil || b.Improved.Name != "Bob" || b.Improved.Delta != 15 {
			t.Errorf("running %v, most improved %+v", b.Running, b.Improved)
		}
		b = must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.Week, Teams: true}))
		if b.Rows[0].Before != 35 || b.Rows[0].Delta != 30 {
			t.Errorf("team %+v", b.Rows)
		}
		time.Sleep(7 * 24 * time.Hour)
		b = must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.Week, At: at("2000-01-19T12:00:00Z")}))
		if b.Running || b.Rows[2].Delta != 15-50 {
			t.Errorf("a closed week is compared with the whole: %+v", b.Rows)
		}
	})
}

func TestBoard_FirstTimesAreCut(t *testing.T) {
	db := storetest.MustOpen(t)
	week := at("2026-03-04T12:00:00Z")
	for i := range 6 {
		id := store.EmployeeID(fmt.Sprintf("U%d", i))
		storetest.MustAdvocate(t, db, id, fmt.Sprintf("Person %d", i))
		MustPoints(t, db, week, id, 5)
		b := must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.Week, At: week}))
		if want := min(i+1, 5); i >= 2 && (len(b.FirstTime) != want || b.MoreFirst != (i == 5)) {
			t.Errorf("of %d newcomers %d are listed, more %v", i+1, len(b.FirstTime), b.MoreFirst)
		}
	}
}

// Entries of the past can come after those of the present, as a seeded history or a late proof does.
func TestBoard_FollowsEntriesInAnyOrder(t *testing.T) {
	db := storetest.MustOpen(t)
	week := at("2026-03-04T12:00:00Z")
	for i, id := range []store.EmployeeID{"U1", "U2", "U3"} {
		storetest.MustAdvocate(t, db, id, string(rune('A'+i)))
		MustPoints(t, db, week, id, 10*(i+1))
		MustPoints(t, db, week.AddDate(0, 0, -7), id, 9*(3-i))
	}
	b := must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.Week, At: week}))
	if len(b.FirstTime) != 0 || b.Rows[0].First {
		t.Errorf("people with older points are new: %+v", b.FirstTime)
	}
	if b.Improved == nil || b.Improved.Name != "C" || b.Improved.Delta != 21 {
		t.Errorf("most improved %+v", b.Improved)
	}
	MustPoints(t, db, week.AddDate(0, 0, -7), "U3", 100)
	if b = must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.Week,
		At: week})); b.Improved.Name != "B" {
		t.Errorf("most improved %+v", b.Improved)
	}
}

// Nothing left is no place on a board, and as much as before is no improvement.
func TestBoard_ZeroIsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		for i := range 4 {
			id := store.EmployeeID(fmt.Sprint("U", i))
			storetest.MustAdvocate(t, db, id, fmt.Sprint("Person ", i))
			MustPoints(t, db, time.Now().AddDate(0, 0, -7), id, 5)
			MustPoints(t, db, time.Now(), id, 5)
		}
		MustPoints(t, db, time.Now(), "U1", 0)
		if entries := must(storetest.Ask2(db, (*store.Query).EntriesOf, "U1", 9)); len(entries) != 2 {
			t.Errorf("no points are written down: %v", rulesOf(entries))
		}
		must(db.ReverseEntry(store.Operator, must(storetest.Ask2(db, (*store.Query).EntriesOf, "U3", 1))[0].ID, "a mistake"))
		b := must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.Week, At: time.Now()}))
		if len(b.Rows) != 3 || b.Active != 3 || b.Improved != nil {
			t.Errorf("%d rows, %d active, most improved %+v", len(b.Rows), b.Active, b.Improved)
		}
		if score := must(storetest.Ask2(db, (*store.Query).ScoreOf, "U3", time.Now())); score.Week != 0 || score.All != 5 {
			t.Errorf("after the reversal %+v", score)
		}
	})
}

func TestBoard_TeamsPerAdvocate(t *testing.T) {
	db := storetest.MustOpen(t)
	week := at("2026-03-04T12:00:00Z")
	var rows []store.PersonImport
	for i := range 9 {
		id := store.EmployeeID(fmt.Sprintf("U%d", i))
		storetest.MustAdvocate(t, db, id, fmt.Sprintf("Person %d", i))
		rows = append(rows, store.PersonImport{ID: id, Department: []string{"Big", "Small", "Big", "Mid", "Big"}[i%5]})
	}
	must(db.ImportPeople(rows, store.Operator))
	for i := range 9 {
		MustPoints(t, db, week.Add(time.Duration(i)*time.Second), store.EmployeeID(fmt.Sprintf("U%d", i)), 10+i)
	}
	b := must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.Week, At: week, Teams: true}))
	if len(b.Rows) != 1 || b.Rows[0].Name != "Big" || b.Rows[0].Active != 5 || b.Rows[0].Points != 10+12+14+15+17 ||
		b.Rows[0].Score != float64(68)/5 {
		t.Errorf("teams %+v", b.Rows)
	}
	if b = must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.Week, At: week.AddDate(0, 0, 7),
		Teams: true})); !b.TooSmall {
		t.Errorf("an empty week is %+v", b)
	}
}

// Erasing somebody leaves the teams of closed spans as they were, and takes them out of those that run.
func TestBoard_TeamsOfClosedSpansKeepTheErased(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := storetest.MustOpen(t)
		var rows []store.PersonImport
		for i := range 5 {
			id := store.EmployeeID(fmt.Sprintf("U%d", i))
			storetest.MustAdvocate(t, db, id, fmt.Sprintf("Person %d", i))
			rows = append(rows, store.PersonImport{ID: id, Department: "Sales"})
		}
		must(db.ImportPeople(rows, store.Operator))
		first := time.Now()
		team := func(at time.Time) store.Row {
			b := must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.Week, At: at, Teams: true}))
			if len(b.Rows) != 1 {
				t.Fatalf("teams %+v", b.Rows)
			}
			return b.Rows[0]
		}
		for i := range 5 {
			MustPoints(t, db, first, store.EmployeeID(fmt.Sprintf("U%d", i)), 10+i)
		}
		time.Sleep(7 * 24 * time.Hour)
		for i := range 5 {
			MustPoints(t, db, time.Now(), store.EmployeeID(fmt.Sprintf("U%d", i)), 1)
		}
		// Who has left stands on no board, and comes back to none.
		must(db.Leave("U4"))
		closed := team(first)
		must(db.EraseEmployee(store.Operator, "U3"))
		must(db.EraseEmployee(store.Operator, "U4"))
		if now := team(first); now != closed || now.Points != 46 || now.Active != 4 {
			t.Errorf("a closed week was %+v and is %+v", closed, now)
		}
		running := team(time.Now())
		if running.Points != 3 || running.Active != 3 {
			t.Errorf("the running week is %+v", running)
		}
		// Nor does it change when it is over: who was erased before is not in it.
		second := time.Now()
		time.Sleep(7 * 24 * time.Hour)
		if now := team(second); now.Points != 3 || now.Active != 3 {
			t.Errorf("at its end the second week is %+v", now)
		}
		storetest.MustCheck(t, db)
	})
}

// The points that are added are those of the people who are counted: who left or changed the team takes theirs along,
// and who did nothing is not counted.
func TestBoard_TeamsCountWhoIsActiveNow(t *testing.T) {
	db := storetest.MustOpen(t)
	week := at("2026-03-04T12:00:00Z")
	var rows []store.PersonImport
	for i := range 8 {
		id := store.EmployeeID(fmt.Sprintf("U%d", i))
		storetest.MustAdvocate(t, db, id, fmt.Sprintf("Person %d", i))
		rows = append(rows, store.PersonImport{ID: id, Department: "Sales"})
	}
	must(db.ImportPeople(rows, store.Operator))
	for i, points := range []int{100, 50, 125, 100, 200, 40, 30} { // U7 has none
		MustPoints(t, db, week, store.EmployeeID(fmt.Sprintf("U%d", i)), points)
		MustPoints(t, db, week.AddDate(0, 0, -7), store.EmployeeID(fmt.Sprintf("U%d", i)), 1)
	}
	MustPoints(t, db, week, "U7", -60) // of an earlier week, taken back in this one
	must(db.Leave("U4"))
	must(db.SyncPeople([]store.SlackUser{{ID: "U5", Name: "Person 5", Deactivated: true}}, false))
	must(db.ImportPeople([]store.PersonImport{{ID: "U6", Department: "Support"}}, store.Operator))
	b := must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.Week, At: week, Teams: true}))
	if len(b.Rows) != 1 {
		t.Fatalf("teams %+v", b.Rows)
	}
	if r := b.Rows[0]; r.Points != 375 || r.Active != 4 || r.Score != 93.75 || r.Before != 4 {
		t.Errorf("team %+v", r)
	}
}

// Directories are filled in by hand: a team is one, however its people write it.
func TestBoard_TeamsInDifferentSpellings(t *testing.T) {
	db := storetest.MustOpen(t)
	week := at("2026-03-04T12:00:00Z")
	var rows []store.PersonImport
	for i, name := range []string{"ENGINEERING", "Engineering", "engineering", "Engineering", "Sales"} {
		id := store.EmployeeID(fmt.Sprintf("U%d", i))
		storetest.MustAdvocate(t, db, id, fmt.Sprintf("Person %d", i))
		rows = append(rows, store.PersonImport{ID: id, Department: name})
	}
	must(db.ImportPeople(rows, store.Operator))
	for i := range 4 {
		MustPoints(t, db, week.AddDate(0, 0, -7), store.EmployeeID(fmt.Sprintf("U%d", i)), 3)
		MustPoints(t, db, week, store.EmployeeID(fmt.Sprintf("U%d", i)), 10)
	}
	b := must(storetest.Ask1(db, (*store.Query).Board, store.BoardQuery{Span: store.Week, At: week, Teams: true}))
	if len(b.Rows) != 1 {
		t.Fatalf("teams %+v", b.Rows)
	}
	if r := b.Rows[0]; r.Name != "Engineering" || r.Active != 4 || r.Points != 40 || r.Before != 12 || r.Delta != 28 ||
		r.Score != 10 {
		t.Errorf("team %+v", r)
	}
}

// A schedule lives on one calendar: the zone it fires in says which week or month it shows.
func TestPulse_TheSamePartOfTheWeekBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // Saturday, 1 January 2000, 00:00 UTC
		db := storetest.MustOpen(t)
		storetest.MustSettings(t, db, func(s *store.Settings) { s.TimeZone = "UTC" })
		storetest.MustAdvocate(t, db, "U1", "Ada")
		storetest.MustAdvocate(t, db, "U2", "Bob")
		storetest.MustShare(t, db, "U1", storetest.MustAsset(t, db, nil).ID)
		storetest.MustReferral(t, db, "U1", "Jane Doe", "jane@example.com")
		time.Sleep(time.Minute)
		saturday := store.Activity{Posts: 1, People: 1, Referrals: 1}
		if p := must(storetest.Ask(db, (*store.Query).Pulse)); p.Week != saturday || p.Before != (store.Activity{}) ||
			p.Stages[store.Submitted] != 1 || p.NoOwner != 1 || p.Late != 0 {
			t.Errorf("on Saturday: %+v", p)
		}
		time.Sleep(4 * 24 * time.Hour)
		for range 2 {
			storetest.MustShare(t, db, "U2", storetest.MustAsset(t, db, nil).ID)
		}
		time.Sleep(time.Minute)
		wednesday := store.Activity{Posts: 2, People: 1}
		if p := must(storetest.Ask(db, (*store.Query).Pulse)); p.Week != wednesday || p.Before != (store.Activity{}) {
			t.Errorf("on Wednesday Saturday is ahead: %+v", p)
		}
		time.Sleep(4 * 24 * time.Hour)
		if p := must(storetest.Ask(db, (*store.Query).Pulse)); p.Week != wednesday || p.Before != saturday {
			t.Errorf("on Sunday: %+v", p)
		}
	})
}

func TestBoardSchedule_OneZone(t *testing.T) {
	cases := []struct {
		name, program, zone, fired string
		span                       store.Span
		start                      string
		past                       bool
	}{
		{"Monday in Sydney, Sunday here", "UTC", "Australia/Sydney", "2026-03-08T22:00:00Z", store.Week,
			"2026-03-02T00:00:00Z", true},
		{"the first in Auckland", "America/New_York", "Pacific/Auckland", "2026-02-28T20:00:00Z", store.Month,
			"2026-02-01T05:00:00Z", true},
		{"Sunday in Los Angeles, Monday here", "UTC", "America/Los_Angeles", "2026-03-09T04:00:00Z", store.Week,
			"2026-03-02T00:00:00Z", false},
		{"the first quarter's last evening", "Europe/Berlin", "America/Los_Angeles", "2026-04-01T03:00:00Z", store.Quarter,
			"2025-12-31T23:00:00Z", false},
		{"a Tuesday", "UTC", "Asia/Tokyo", "2026-03-10T00:00:00Z", store.Week, "2026-03-09T00:00:00Z", false},
		{"the same zone", "Asia/Tokyo", "Asia/Tokyo", "2026-03-09T00:00:00Z", store.Week, "2026-03-01T15:00:00Z", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			db := storetest.MustOpen(t)
			storetest.MustManager(t, db, "U1", "Ada")
			storetest.MustSettings(t, db, func(s *store.Settings) { s.BoardOn, s.TimeZone = true, c.program })
			for i := range 3 {
				id := store.EmployeeID(fmt.Sprintf("V%d", i))
				storetest.MustAdvocate(t, db, id, fmt.Sprintf("Person %d", i))
				for _, days := range []int{-7, -1, 1} {
					MustPoints(t, db, at(c.fired).AddDate(0, 0, days), id, 5)
				}
			}
			s := must(db.SaveBoardSchedule("U1", store.BoardSchedule{Channel: "C1", Cron: "0 9 * * 1", TimeZone: c.zone,
				Span:   c.span,
				NextAt: time.Now().Add(time.Hour)}))
			if err := db.RunBoardSchedule(s.ID, at(c.fired), time.Now().Add(48*time.Hour)); err != nil {
				t.Fatal(err)
			}
			sent := storetest.MustDeliver(t, db)
			if len(sent) != 1 {
				t.Fatalf("%d posts of one firing", len(sent))
			}
			for _, m := range sent {
				b := must(storetest.Ask1(db, (*store.Query).Board, must(storetest.Ask1(db, (*store.Query).BoardPost, m.Ref)).Query))
				if !b.Start.Equal(at(c.start)) || b.Query.Past != c.past {
					t.Errorf("it shows the %s from %v, past %v; want %s, %v", c.span, b.Start, b.Query.Past, c.start, c.past)
				}
			}
		})
	}
}

func TestBoardPosts_AndSchedules(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "U1", "Ada")
	q := store.BoardQuery{Span: store.Week}
	_, err := db.PlanBoardPost("", "U1", "C1", q)
	wantErr(t, err, store.Invalid, "switched off")
	storetest.MustSettings(t, db, func(s *store.Settings) { s.BoardOn = true })
	_, err = db.PlanBoardPost("", "U1", "C1", q)
	wantErr(t, err, store.Invalid, "Too few")
	monday := at("2026-03-09T09:00:00Z")
	for i := range 3 {
		id := store.EmployeeID(fmt.Sprintf("V%d", i))
		storetest.MustAdvocate(t, db, id, fmt.Sprintf("Person %d", i))
		MustPoints(t, db, monday.AddDate(0, 0, -3), id, 5+i)
		MustPoints(t, db, time.Now(), id, 5+i)
	}
	_, err = db.PlanBoardPost("", "V1", "C1", q)
	wantErr(t, err, store.Denied, "program managers")
	p := must(db.PlanBoardPost("", "U1", "C1", q))
	if m := must(storetest.Ask1(db, (*store.Query).Message,
		"board/"+p.ID)); m.Channel != "C1" || m.Ref != p.ID ||
		must(storetest.Ask1(db, (*store.Query).BoardPost, p.ID)).By != "U1" {
		t.Errorf("post %+v", m)
	}

	_, err = db.SaveBoardSchedule("U1", store.BoardSchedule{Cron: "weekly", TimeZone: "x", Span: "x"})
	wantFields(t, err, "channel", "cron", "tz", "span", "next_at")
	s := must(db.SaveBoardSchedule("U1", store.BoardSchedule{Channel: "C1", Cron: "0 9 * * 1", TimeZone: "UTC",
		Span: store.Week, NextAt: time.Now().Add(time.Hour)}))
	for range 2 {
		if err := db.RunBoardSchedule(s.ID, monday, time.Now().Add(48*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	posted := 0
	for key, m := range storetest.MustDeliver(t, db) {
		if key == "board/"+p.ID {
			continue
		}
		posted++
		post := must(storetest.Ask1(db, (*store.Query).BoardPost, m.Ref))
		if b := must(storetest.Ask1(db, (*store.Query).Board,
			post.Query)); !b.Closed || !b.End.Equal(at("2026-03-09T00:00:00Z")) || len(b.Rows) != 3 {
			t.Errorf("on Monday the board is %+v", b)
		}
	}
	if posted != 1 {
		t.Errorf("%d posts of one firing", posted)
	}
	l := must(db.SaveBoardSchedule("U1", store.BoardSchedule{Channel: "C1", Cron: "0 9 * * 1", TimeZone: "UTC",
		Span: store.Week, Leaders: true, NextAt: time.Now().Add(time.Hour)}))
	for i := range 3 {
		if _, err := db.ImportPeople([]store.PersonImport{{ID: store.EmployeeID(fmt.Sprintf("V%d", i)), Leader: new(true)}},
			store.Operator); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.RunBoardSchedule(l.ID, monday, time.Now().Add(48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	for _, m := range storetest.MustDeliver(t, db) {
		if post := must(storetest.Ask1(db, (*store.Query).BoardPost, m.Ref)); !post.Query.Leaders {
			t.Errorf("the leaders' schedule posts %+v", post.Query)
		}
	}
	if err := db.DeleteBoardSchedule("U1", l.ID); err != nil {
		t.Fatal(err)
	}
	if got := must(db.BoardSchedules()); len(got) != 1 || !got[0].NextAt.After(s.NextAt) {
		t.Errorf("schedules %+v", got)
	}
	wantErr(t, db.RunBoardSchedule(s.ID, monday, monday), store.Invalid, "after the last")
	for range 2 {
		if err := db.DeleteBoardSchedule("U1", s.ID); err != nil {
			t.Fatal(err)
		}
	}
	wantErr(t, db.RunBoardSchedule(s.ID, monday, monday.Add(1)), store.NotFound, "does not exist")
}

func TestPlanBoardPost_OneFormIsOnePost(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "U1", "Ada")
	storetest.MustSettings(t, db, func(s *store.Settings) { s.BoardOn = true })
	for i := range 3 {
		id := store.EmployeeID(fmt.Sprintf("V%d", i))
		storetest.MustAdvocate(t, db, id, fmt.Sprintf("Person %d", i))
		MustPoints(t, db, time.Now(), id, 5+i)
	}
	q := store.BoardQuery{Span: store.Week}
	first := must(db.PlanBoardPost("V0FORM", "U1", "C1", q))
	audited := len(must(storetest.Ask2(db, (*store.Query).Audit, 100, 0)))
	if again := must(db.PlanBoardPost("V0FORM", "U1", "C1", q)); again.ID != first.ID || len(must(storetest.Ask2(db,
		(*store.Query).Audit, 100, 0))) != audited {
		t.Error("a form that came twice was posted twice")
	}
	for _, other := range []store.BoardPost{must(db.PlanBoardPost("V0FORM", "U1", "C2", q)),
		must(db.PlanBoardPost("V1FORM", "U1", "C1", q))} {
		if other.ID == first.ID {
			t.Error("another channel or another form is another post")
		}
	}
}

// No board of people is shown, planned or exported; boards of teams go on, and the audit says who switched it on.
func TestBoard_WorksCouncil(t *testing.T) {
	db := storetest.MustOpen(t)
	storetest.MustManager(t, db, "U1", "Ada")
	for i := range 3 {
		id := store.EmployeeID(fmt.Sprintf("V%d", i))
		storetest.MustAdvocate(t, db, id, "Person")
		must(db.ImportPeople([]store.PersonImport{{ID: id, Department: "Sales"}}, store.Operator))
		MustPoints(t, db, time.Now(), id, 5)
	}
	storetest.MustSettings(t, db, func(s *store.Settings) { s.BoardOn = true })
	people := store.BoardSchedule{Channel: "C1", Cron: "0 9 * * 1", TimeZone: "UTC", Span: store.Week,
		NextAt: time.Now().Add(time.Hour)}
	old := must(db.SaveBoardSchedule("U1", people))
	settings := must(db.Settings())
	settings.WorksCouncil = true
	if err := db.SaveSettings("U1", settings); err != nil {
		t.Fatal(err)
	}
	if last := must(storetest.Ask2(db, (*store.Query).Audit, 1, 0))[0]; last.Actor != "U1" ||
		last.Detail != "privacy.works_council: false -> true" {
		t.Errorf("the audit says %+v", last)
	}
	const why = "no figure of a single person"
	for _, q := range []store.BoardQuery{{Span: store.Week}, {Span: store.Month, Leaders: true}} {
		_, err := storetest.Ask1(db, (*store.Query).Board, q)
		wantErr(t, err, store.Conflict, why)
		_, err = db.PlanBoardPost("", "U1", "C1", q)
		wantErr(t, err, store.Conflict, why)
	}
	_, err := db.SaveBoardSchedule("U1", people)
	wantFields(t, err, "span")
	if err := db.RunBoardSchedule(old.ID, old.NextAt, old.NextAt.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if last := must(db.BoardSchedules())[0].Last; last.State != store.BoardSkipped || !strings.Contains(last.Reason, why) {
		t.Errorf("the schedule is %+v", last)
	}
	must(db.PlanBoardPost("", "U1", "C1", store.BoardQuery{Span: store.Week, Teams: true}))
	wantErr(t, db.Export(io.Discard, store.ExportAll, false), store.Conflict, why)
	if err := db.Export(io.Discard, "V1", false); err != nil {
		t.Error(err)
	}
}
