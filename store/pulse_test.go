// Tests of the pulse: asked once a quarter in the program's zone, answered once, shown from enough answers on, and
// forgotten with the person.

package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"vouch/store"
	"vouch/store/storetest"
)

// withPulse runs a test on a store with so many advocates, U00 and on, from a time in the year 2000 on. They joined on
// 1 January.
func withPulse(t *testing.T, people int, start string, do func(t *testing.T, db *store.DB)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		t.Helper()
		db := storetest.MustOpen(t)
		for i := range people {
			storetest.MustAdvocate(t, db, surveyed(i), "Somebody")
		}
		at, err := time.Parse("2006-01-02 15:04", "2000-"+start)
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Until(at))
		do(t, db)
	})
}

func surveyed(i int) store.EmployeeID { return store.EmployeeID(fmt.Sprintf("U%02d", i)) }

// pulsed are who was sent the questions.
func pulsed(tb testing.TB, db *store.DB) (ids []store.EmployeeID) {
	for _, m := range storetest.MustDeliver(tb, db) {
		if m.Kind == store.MsgPulse {
			ids = append(ids, m.To)
		}
	}
	slices.Sort(ids)
	return ids
}

func pulseOf(db *store.DB, quarter string) store.PulseResult {
	return must(storetest.Ask1(db, (*store.Query).PulseResult, quarter))
}

func TestPlanPulse_When(t *testing.T) {
	for name, row := range map[string]struct {
		people int
		start  string
		zone   string
		asked  int
	}{
		"on the day, at nine":                 {6, "02-15 09:00", "UTC", 6},
		"a minute before nine":                {6, "02-15 08:59", "UTC", 0},
		"the day before":                      {6, "02-14 09:30", "UTC", 0},
		"in the first month":                  {6, "04-17 09:30", "UTC", 0},
		"in the last month":                   {6, "03-15 09:30", "UTC", 0},
		"on a Saturday":                       {6, "02-19 09:30", "UTC", 0},
		"too few people":                      {4, "02-15 09:30", "UTC", 0},
		"in the evening of the 14th, UTC":     {6, "02-14 23:30", "Asia/Tokyo", 0},
		"in the morning of the 15th in Tokyo": {6, "02-15 00:10", "Asia/Tokyo", 6},
		"in the second quarter":               {6, "05-15 09:05", "UTC", 6},
	} {
		t.Run(name, func(t *testing.T) {
			withPulse(t, row.people, row.start, func(t *testing.T, db *store.DB) {
				storetest.MustSettings(t, db, func(s *store.Settings) { s.TimeZone = row.zone })
				if n := must(db.PlanPulse()); n != row.asked {
					t.Errorf("%d are asked, want %d", n, row.asked)
				}
				if n := must(db.PlanPulse()); n != 0 {
					t.Errorf("%d are asked again", n)
				}
			})
		})
	}
}

func TestPlanPulse_Whom(t *testing.T) {
	withPulse(t, 8, "02-10 09:00", func(t *testing.T, db *store.DB) {
		must(db.Pause("U00", time.Now().AddDate(0, 1, 0)))
		must(db.Leave("U01"))
		storetest.MustAdvocate(t, db, "U99", "New")
		storetest.MustEmployee(t, db, "U98", "Stranger")
		time.Sleep(5 * 24 * time.Hour)
		must(db.PlanPulse())
		if got := pulsed(t, db); len(got) != 6 || got[0] != "U02" || slices.Contains(got, "U99") {
			t.Errorf("asked %v", got)
		}
		if r := pulseOf(db, "2000-Q1"); r.Asked != 6 {
			t.Errorf("%+v", r)
		}
	})
	withPulse(t, 8, "02-15 09:00", func(t *testing.T, db *store.DB) {
		storetest.MustSettings(t, db, func(s *store.Settings) { s.PulseOn = false })
		if n := must(db.PlanPulse()); n != 0 {
			t.Error("asked while it is off")
		}
	})
}

// Everybody is asked once, however many there are, and the one who was asked last may be erased in between.
func TestPlanPulse_InParts(t *testing.T) {
	withPulse(t, 6, "02-15 09:00", func(t *testing.T, db *store.DB) {
		store.SetPulseBatch(t, 5)
		if n := must(db.PlanPulse()); n != 5 {
			t.Errorf("%d in the first part", n)
		}
		must(db.EraseEmployee(store.Operator, "U04"))
		for key, value := range db.Dump() {
			if bucket, _, _ := strings.Cut(key, ": "); bucket != "audit" && strings.Contains(key+value, "U04") &&
				!strings.Contains(key+value, "erased/home/U04") { // their Home is emptied next
				t.Errorf("%s still mentions them: %s", key, value)
			}
		}
		if n := must(db.PlanPulse()); n != 1 {
			t.Errorf("%d in the second part", n)
		}
		if got := pulsed(t, db); !slices.Equal(got, []store.EmployeeID{"U00", "U01", "U02", "U03", "U05"}) {
			t.Errorf("asked %v", got)
		}
	})
}

func TestAnswerPulse_SumsFromFiveOn(t *testing.T) {
	withPulse(t, 11, "02-15 09:00", func(t *testing.T, db *store.DB) {
		must(db.PlanPulse())
		recommend := []int{10, 9, 8, 7, 6, 0, 10, 10, 10, 10, 0}
		for i, n := range recommend {
			if err := db.AnswerPulse(surveyed(i), "2000-Q1", n, 1+i%5); err != nil {
				t.Fatal(err)
			}
			r := pulseOf(db, "2000-Q1")
			switch {
			case i < 4 && (r.Answers != 0 || r.Score != 0 || r.Worth != 0):
				t.Errorf("after %d answers it shows %+v", i+1, r)
			case i >= 4 && i < 9 && (r.Answers != 5 || r.Score != 20 || r.Worth != 3):
				t.Errorf("after %d answers it shows %+v, want those of the first five", i+1, r)
			case i >= 9 && (r.Answers != 10 || r.Score != 40):
				t.Errorf("after %d answers it shows %+v, want those of the first ten", i+1, r)
			}
		}
		storetest.MustSettings(t, db, func(s *store.Settings) { s.PulseMin = 20 })
		if r := pulseOf(db, "2000-Q1"); r.Answers != 0 || r.Asked != 11 {
			t.Errorf("with a larger group it shows %+v", r)
		}
	})
}

func TestAnswerPulse_Refuses(t *testing.T) {
	withPulse(t, 6, "02-15 09:00", func(t *testing.T, db *store.DB) {
		wantErr(t, db.AnswerPulse("U00", "2000-Q1", 9, 4), store.Conflict, "over") // nobody was asked yet
		must(db.PlanPulse())
		wantErr(t, db.AnswerPulse("U00", "2000-Q1", -1, 4), store.Invalid, "each question")
		wantErr(t, db.AnswerPulse("U00", "2000-Q1", 9, 6), store.Invalid, "each question")
		if err := db.AnswerPulse("U00", "2000-Q1", 9, 4); err != nil {
			t.Fatal(err)
		}
		wantErr(t, db.AnswerPulse("U00", "2000-Q1", 0, 1), store.Conflict, "can't be changed")
		must(db.Leave("U01"))
		wantErr(t, db.AnswerPulse("U01", "2000-Q1", 9, 4), store.Denied, "Join")
		if quarter, last, _ := openFor(db, "U02"); quarter != "2000-Q1" || last != "2000-03-31" {
			t.Errorf("open is %q until %q", quarter, last)
		}
		if quarter, _, _ := openFor(db, "U00"); quarter != "" {
			t.Error("who has answered may answer")
		}
		// The last minutes of the quarter in the program's zone are later in UTC.
		storetest.MustSettings(t, db, func(s *store.Settings) { s.TimeZone = "America/New_York" })
		time.Sleep(time.Until(time.Date(2000, 4, 1, 4, 59, 0, 0, time.UTC)))
		if err := db.AnswerPulse("U02", "2000-Q1", 9, 4); err != nil {
			t.Error(err)
		}
		time.Sleep(time.Minute)
		wantErr(t, db.AnswerPulse("U03", "2000-Q1", 9, 4), store.Conflict, "over")
		if quarter, _, _ := openFor(db, "U03"); quarter != "" {
			t.Error("it is still open")
		}
		// Who answered the last one is forgotten when the next begins, and may answer that.
		time.Sleep(time.Until(time.Date(2000, 5, 15, 13, 5, 0, 0, time.UTC)))
		must(db.PlanPulse())
		for key, value := range db.Dump() {
			if strings.HasPrefix(key, "pulse_marks: ") {
				t.Errorf("%s is kept: %s", key, value)
			}
		}
		wantErr(t, db.AnswerPulse("U04", "2000-Q1", 9, 4), store.Conflict, "over") // a button of the last one
		if err := db.AnswerPulse("U00", "2000-Q2", 9, 4); err != nil {
			t.Error(err)
		}
	})
}

// openFor is what somebody can answer.
func openFor(db *store.DB, id store.EmployeeID) (quarter string, last store.LocalDate, err error) {
	err = db.View(func(q *store.Query) error { quarter, last = q.OpenPulse(id); return nil })
	return quarter, last, err
}

func TestErase_ForgetsWhoAnsweredAndKeepsTheSums(t *testing.T) {
	withPulse(t, 6, "02-15 09:00", func(t *testing.T, db *store.DB) {
		must(db.PlanPulse())
		for i := range 5 {
			if err := db.AnswerPulse(surveyed(i), "2000-Q1", 10, 5); err != nil {
				t.Fatal(err)
			}
		}
		must(db.AskWhyNot("U00"))
		must(db.EraseEmployee("U00", "U00"))
		for key := range db.Dump() {
			if strings.HasPrefix(key, "pulse_marks: ") && strings.Contains(key, "U00") {
				t.Errorf("%s is kept", key)
			}
		}
		if r := pulseOf(db, "2000-Q1"); r.Answers != 5 || r.Score != 100 {
			t.Errorf("the sums are %+v", r)
		}
	})
}

func TestWhyNot_OnceAndInSteps(t *testing.T) {
	withPulse(t, 12, "02-15 09:00", func(t *testing.T, db *store.DB) {
		reasons := func() map[store.LeaveReason]int { return must(storetest.Ask(db, (*store.Query).LeaveReasons)) }
		wantErr(t, db.AnswerWhyNot("U00", "time"), store.Conflict, "counted") // nobody asked
		for i := range 11 {
			if !must(db.AskWhyNot(surveyed(i))) || must(db.AskWhyNot(surveyed(i))) {
				t.Error("asked never or twice")
			}
			wantErr(t, db.AnswerWhyNot(surveyed(i), "weather"), store.Invalid, "one of the reasons")
			reason := store.LeaveReason("time")
			if i == 10 {
				reason = "privacy"
			}
			if err := db.AnswerWhyNot(surveyed(i), reason); err != nil {
				t.Fatal(err)
			}
			wantErr(t, db.AnswerWhyNot(surveyed(i), "privacy"), store.Conflict, "counted")
			if got, want := reasons()["time"], min(i+1, 10)/5*5; got != want {
				t.Errorf("after %d it says %d, want %d", i+1, got, want)
			}
		}
		if got := reasons(); len(got) != 1 {
			t.Errorf("a single reason is told: %v", got)
		}
		time.Sleep(time.Until(time.Date(2001, 1, 31, 23, 59, 0, 0, time.UTC)))
		if reasons()["time"] != 10 {
			t.Error("within twelve months they are gone")
		}
		time.Sleep(time.Minute)
		if len(reasons()) != 0 {
			t.Error("after twelve months they still count")
		}
	})
}
