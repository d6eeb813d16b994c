// Due times over the clock changes of real zones, spans and working days.

package store_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vouch/store"
	"vouch/store/calendar"
	"vouch/store/storetest"
)

func at(s string) time.Time {
	return must(time.Parse(time.RFC3339, s))
}

func TestRhythm_Next(t *testing.T) {
	for _, c := range []struct {
		name, zone, after, at string
		frequency             store.Frequency
		quiet                 []time.Weekday
		holidays              []store.LocalDate
		want                  string
	}{
		{"the same morning, before the time", "UTC", "2026-03-02T08:00:00Z", "09:30", store.Daily, nil, nil,
			"2026-03-02T09:30:00Z"},
		{"exactly at the time is the next day", "UTC", "2026-03-02T09:30:00Z", "09:30", store.Daily, nil, nil,
			"2026-03-03T09:30:00Z"},
		{"over the weekend", "UTC", "2026-03-06T10:00:00Z", "09:30", store.Daily, nil, nil, "2026-03-09T09:30:00Z"},
		{"three times a week", "UTC", "2026-03-02T10:00:00Z", "09:30", store.Three, nil, nil, "2026-03-04T09:30:00Z"},
		{"twice a week", "UTC", "2026-03-05T10:00:00Z", "09:30", store.Twice, nil, nil, "2026-03-10T09:30:00Z"},
		{"weekly is Tuesday", "UTC", "2026-03-03T10:00:00Z", "09:30", store.Weekly, nil, nil, "2026-03-10T09:30:00Z"},
		{"weekly with a quiet Tuesday takes the first loud day", "UTC", "2026-03-03T10:00:00Z", "09:30", store.Weekly,
			[]time.Weekday{time.Tuesday, time.Monday}, nil, "2026-03-04T09:30:00Z"},
		{"a quiet day is left out", "UTC", "2026-03-02T10:00:00Z", "09:30", store.Daily, []time.Weekday{time.Tuesday}, nil,
			"2026-03-04T09:30:00Z"},
		{"a holiday is left out", "UTC", "2026-12-24T10:00:00Z", "09:30", store.Daily, nil, []store.LocalDate{"2026-12-25"},
			"2026-12-28T09:30:00Z"},
		{"midnight skipped in Cairo on a Friday", "Africa/Cairo", "2026-04-23T12:00:00Z", "00:00", store.Daily, nil, nil,
			"2026-04-23T22:00:00Z"},
		{"the day west of the date line", "Pacific/Auckland", "2026-03-02T00:00:00Z", "09:30", store.Daily, nil, nil,
			"2026-03-02T20:30:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := store.Rhythm{Frequency: c.frequency, At: c.at, Quiet: c.quiet}
			if got := r.Next(at(c.after), store.Location(c.zone, ""), c.holidays); !got.Equal(at(c.want)) {
				t.Errorf("got %s, want %s", got.Format(time.RFC3339), c.want)
			}
		})
	}
}

var oddZones = []string{"UTC", "America/New_York", "Africa/Cairo", "Asia/Beirut", "America/Havana", "America/Santiago",
	"Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "Europe/Berlin", "Africa/Casablanca", "Pacific/Chatham",
	"America/Sao_Paulo"}

// A wall clock happens at most twice or not at all: the instant must be its first occurrence, or the end of the gap.
func TestInstant_IsTheFirstOccurrenceOrTheEndOfTheGap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc := store.Location(rapid.SampledFrom(oddZones).Draw(t, "zone"), "")
		// Most draws lie around a change of clocks, where it is hard.
		some := time.Date(2005, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 366*25).Draw(t, "day"))
		if _, change := some.In(loc).ZoneBounds(); !change.IsZero() && rapid.IntRange(0, 9).Draw(t, "near") > 0 {
			some = change
		}
		_, shift := some.In(loc).Zone()
		wall := some.Add(time.Duration(shift)*time.Second +
			time.Duration(rapid.IntRange(-180, 180).Draw(t, "minutes"))*time.Minute).UTC().Truncate(time.Minute)
		date := wall.Truncate(24 * time.Hour)
		got := store.Instant(date, wall.Hour(), wall.Minute(), loc)
		local := func(at time.Time) time.Time {
			_, offset := at.In(loc).Zone()
			return at.Add(time.Duration(offset) * time.Second).UTC()
		}
		// The first minute in a two-day search whose wall clock is at or past the wanted one, at which it was not before.
		if local(got).Before(wall) {
			t.Fatalf("%s: %s shows %s, before %s", loc, got, local(got), wall)
		}
		for probe := wall.Add(-16 * time.Hour); probe.Before(got); probe = probe.Add(15 * time.Minute) {
			if local(probe).Equal(wall) {
				t.Fatalf("%s: %s shows %s earlier than %s", loc, probe, wall, got)
			}
		}
		if !local(got).Equal(wall) && local(got.Add(-time.Second)).After(wall) {
			t.Fatalf("%s: %s is not the end of a gap around %s", loc, got, wall)
		}
	})
}

// Following the plan day by day gives each wanted local date once, in order, whatever the clocks do.
func TestRhythm_NextGivesEveryDateOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc := store.Location(rapid.SampledFrom(oddZones).Draw(t, "zone"), "")
		r := store.Rhythm{
			Frequency: rapid.SampledFrom(store.Frequencies).Draw(t, "frequency"),
			At:        rapid.SampledFrom([]string{"00:00", "00:30", "01:45", "02:00", "02:30", "09:30", "23:30"}).Draw(t, "at"),
		}
		after := time.Date(2007, 1, 1, 0, 0, 0, 0, time.UTC).Add(
			time.Duration(rapid.IntRange(0, 24*366*18).Draw(t, "hour")) * time.Hour)
		dates := map[store.LocalDate]bool{}
		for range 60 {
			next := r.Next(after, loc, nil)
			date := store.DateOf(next, loc)
			if !next.After(after) || dates[date] {
				t.Fatalf("%s %v: %s after %s, date %s again %v", loc, r, next, after, date, dates[date])
			}
			if next.Sub(after) > 8*24*time.Hour {
				t.Fatalf("%s %v: %s is more than a week after %s", loc, r, next, after)
			}
			dates[date] = true
			after = next
		}
	})
}

func TestRhythm_Validate(t *testing.T) {
	everyDay := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	wantFields(t, store.Rhythm{Frequency: "hourly", At: "25:00", Quiet: []time.Weekday{9}}.Validate(), "frequency", "at",
		"quiet")
	wantFields(t, store.Rhythm{Quiet: everyDay}.Validate(), "quiet")
	wantFields(t, store.Rhythm{At: "9:30"}.Validate(), "at")
	wantFields(t, store.Rhythm{At: "05:59"}.Validate(), "at")
	if err := (store.Rhythm{}).Validate(); err != nil {
		t.Errorf("the zero rhythm is refused: %v", err)
	}
	got := store.Rhythm{At: "07:00"}.OrDefault(store.Rhythm{Frequency: store.Twice, At: "09:30", Quiet: everyDay[:1]})
	if got.At != "07:00" || got.Frequency != store.Twice || len(got.Quiet) != 1 {
		t.Errorf("defaults filled to %+v", got)
	}
	if next := (store.Rhythm{Quiet: everyDay}).Next(at("2026-03-02T00:00:00Z"), time.UTC, nil); !next.IsZero() {
		t.Errorf("without any day the next is %s", next)
	}
}

func TestSpan_OfRealDays(t *testing.T) {
	berlin := store.Location("Europe/Berlin", "")
	for _, c := range []struct {
		span            store.Span
		at              string
		key, start, end string
	}{
		{store.Week, "2026-03-08T22:59:59Z", "week/2026-W10", "2026-03-01T23:00:00Z", "2026-03-08T23:00:00Z"},
		{store.Week, "2026-03-08T23:00:00Z", "week/2026-W11", "2026-03-08T23:00:00Z", "2026-03-15T23:00:00Z"},
		{store.Week, "2027-01-01T12:00:00Z", "week/2026-W53", "2026-12-27T23:00:00Z", "2027-01-03T23:00:00Z"},
		{store.Month, "2026-03-31T21:59:59Z", "month/2026-03", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"},
		{store.Quarter, "2026-12-31T22:59:59Z", "quarter/2026-Q4", "2026-09-30T22:00:00Z", "2026-12-31T23:00:00Z"},
	} {
		start, end := calendar.SpanOf(c.span, at(c.at), berlin)
		if key := store.SpanKey(c.span, at(c.at), berlin); key != c.key || !start.Equal(at(c.start)) ||
			!end.Equal(at(c.end)) {
			t.Errorf("%s at %s: %s from %s to %s", c.span, c.at, key, start, end)
		}
	}
	if start, end := calendar.SpanOf(store.AllTime, time.Now(), berlin); !start.IsZero() || !end.IsZero() {
		t.Error("all time has a start or an end")
	}
}

func TestWorkingDays_LeaveOutWeekendsAndHolidays(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-03-02T10:15:00Z", 3, "2026-03-05T10:15:00Z"},
		{"2026-03-05T10:15:00Z", 3, "2026-03-10T10:15:00Z"},
		{"2026-03-07T10:15:00Z", 1, "2026-03-09T10:15:00Z"},
		{"2026-12-23T10:15:00Z", 3, "2026-12-29T10:15:00Z"},
	} {
		s := store.Settings{Holidays: []store.LocalDate{"2026-12-25"}}
		if got := s.WorkingDays(at(c.from), c.n, time.UTC); !got.Equal(at(c.want)) {
			t.Errorf("%d working days from %s end %s, want %s", c.n, c.from, got, c.want)
		}
	}
}

// In Israel and the Gulf people work from Sunday to Thursday, in Iran from Saturday to Wednesday.
func TestRhythm_KeepsToTheWorkingWeek(t *testing.T) {
	sunday := []time.Weekday{time.Sunday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday}
	for name, c := range map[string]struct {
		frequency store.Frequency
		week      []time.Weekday
		quiet     []time.Weekday
		want      string
	}{
		"daily":                   {store.Daily, sunday, nil, "Sun Mon Tue Wed Thu"},
		"three times":             {store.Three, sunday, nil, "Sun Tue Thu"},
		"twice":                   {store.Twice, sunday, nil, "Mon Wed"},
		"once":                    {store.Weekly, sunday, nil, "Mon"},
		"a quiet day":             {store.Weekly, sunday, []time.Weekday{time.Monday}, "Sun"},
		"over the weekend's end":  {store.Three, []time.Weekday{0, 1, 2, 3, 6}, nil, "Sat Mon Wed"},
		"no other week":           {store.Three, nil, nil, "Mon Wed Fri"},
		"six days":                {store.Twice, append(sunday, time.Friday), nil, "Mon Thu"},
		"three days":              {store.Twice, sunday[1:4], nil, "Mon Wed"},
		"every day":               {store.Weekly, []time.Weekday{0, 1, 2, 3, 4, 5, 6}, nil, "Tue"},
		"a free day in the midst": {store.Daily, []time.Weekday{1, 2, 4, 5}, nil, "Mon Tue Thu Fri"},
	} {
		var days []string
		for _, day := range (store.Rhythm{Frequency: c.frequency, Week: c.week, Quiet: c.quiet}).Days() {
			days = append(days, day.String()[:3])
		}
		if got := strings.Join(days, " "); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if (store.Rhythm{Week: sunday, Quiet: sunday}).Validate() == nil {
		t.Error("quiet days that leave none of this week are accepted")
	}
	s := store.Settings{Rhythm: store.Rhythm{Week: sunday}}
	if got := s.WorkingDays(at("2026-03-05T10:15:00Z"), 1, time.UTC); !got.Equal(at("2026-03-08T10:15:00Z")) {
		t.Errorf("the working day after a Thursday is %s", got)
	}
}

func TestLocation_FallsBack(t *testing.T) {
	for _, c := range [][3]string{{"Europe/Berlin", "UTC", "Europe/Berlin"}, {"Mars/Olympus", "Asia/Tokyo", "Asia/Tokyo"},
		{"", "", "UTC"}, {"../etc/passwd", "", "UTC"}, {"Local", "", "UTC"}} {
		if got := store.Location(c[0], c[1]).String(); got != c[2] {
			t.Errorf("Location(%q, %q) is %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

// Samoa went from Thursday 29 to Saturday 31 December 2011: that Friday never was.
func TestRhythm_ADateThatIsSkipped(t *testing.T) {
	loc := store.Location("Pacific/Apia", "")
	thursday := time.Date(2011, 12, 29, 12, 0, 0, 0, loc)
	next := store.Rhythm{Frequency: store.Daily, At: "09:30"}.Next(thursday, loc, nil).In(loc)
	if got := next.Format("Mon 2 January 15:04"); got != "Mon 2 January 09:30" {
		t.Errorf("the next digest comes on %s", got)
	}
	if got := new(store.Settings).WorkingDays(thursday, 1,
		loc).In(loc).Format("Mon 2 January 15:04"); got != "Mon 2 January 12:00" {
		t.Errorf("the next working day is %s", got)
	}
}

// A machine whose clock was a year ahead for a day plans everything a year ahead; when it is right again, so is that.
func TestTickClock_SetsAgainWhatAWrongClockPlanned(t *testing.T) {
	db := storetest.MustOpen(t)
	before := storetest.MustAdvocate(t, db, "U1", "Ada")
	source := must(db.AddSource(store.Operator, aSource(nil)))
	if err := db.EnqueueNotice("later", "U1", "Hello"); err != nil {
		t.Fatal(err)
	}
	if n, late := must(db.TickClock(store.Now())), must(db.Misdated(store.Now())); n != 0 || len(late) != 0 {
		t.Fatalf("with a right clock %d were set again, %q are late", n, late)
	}

	const jump = 366 * 24 * time.Hour
	store.MoveClock(jump)
	back := sync.OnceFunc(func() { store.MoveClock(-jump) })
	defer back()
	must(db.RecordDigests([]store.DigestPlan{{Employee: "U1", Due: before.NextDigest, State: store.Missed,
		Date: store.DateOf(store.Now(), time.UTC)}}))
	must(db.ClaimMessages(store.Now(), 1))
	if err := db.DeferMessage("notice/later", store.Now().Add(time.Minute), "Slack is busy"); err != nil {
		t.Fatal(err)
	}
	must(db.RecordPoll(source.ID, store.Poll{At: store.Now(), Version: source.Version, NotModified: true}))
	back()

	if late := must(db.Misdated(store.Now())); len(late) != 3 || !strings.Contains(late[0], "U1") {
		t.Errorf("late: %q", late)
	}
	now := store.Now()
	if n := must(db.TickClock(now)); n != 3 {
		t.Errorf("%d were set again", n)
	}
	if e := must(db.Employee("U1")); e.NextDigest.Sub(now) > 7*24*time.Hour || !e.NextDigest.After(now) {
		t.Errorf("the next digest is due on %s", e.NextDigest)
	}
	if sent := storetest.MustDeliver(t, db); sent["notice/later"].Key == "" {
		t.Errorf("sent %v", sent)
	}
	s := must(db.Source(source.ID))
	if r := must(db.RecordPoll(s.ID, store.Poll{At: now, Version: s.Version, NotModified: true})); !r.Source.LastTry.Equal(
		now) {
		t.Errorf("a reading with the right clock is left out: %+v", r.Source)
	}
	if late := must(db.Misdated(now)); len(late) != 0 {
		t.Errorf("still late: %q", late)
	}
}
