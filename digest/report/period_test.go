// Tests of periods: what people write, the period before, leap days, changes of clocks and bad input.

package report

import (
	"strings"
	"testing"
	"time"

	"vouch/store"
)

// at is a moment in a zone.
func at(t *testing.T, text, zone string) (time.Time, *time.Location) {
	t.Helper()
	loc := store.Location(zone, "")
	moment, err := time.ParseInLocation("2006-01-02 15:04", text, loc)
	if err != nil || loc.String() != zone {
		t.Fatalf("%q in %s: %v", text, zone, err)
	}
	return moment, loc
}

// mustPeriod reads a period of Wednesday 20 March 2024, 10:00 in Berlin.
func mustPeriod(t *testing.T, words string) Period {
	t.Helper()
	now, zone := at(t, "2024-03-20 10:00", "Europe/Berlin")
	p, err := ParsePeriod(words, now, zone)
	if err != nil {
		t.Fatalf("%q: %v", words, err)
	}
	return p
}

func TestParsePeriod(t *testing.T) {
	for _, c := range []struct{ words, from, to, key, before, beforeTo string }{
		{"", "2024-02-20", "2024-03-21", "2024-02-20..2024-03-20", "2024-01-21", "2024-02-20"},
		{"week", "2024-03-18", "2024-03-21", "2024-W12", "2024-03-11", "2024-03-14"},
		{"This  MONTH", "2024-03-01", "2024-03-21", "2024-03", "2024-02-01", "2024-02-21"},
		{"quarter", "2024-01-01", "2024-03-21", "2024-Q1", "2023-10-01", "2023-12-20"},
		{"year", "2024-01-01", "2024-03-21", "2024", "2023-01-01", "2023-03-22"},
		{"last week", "2024-03-11", "2024-03-18", "2024-W11", "2024-03-04", "2024-03-11"},
		{"last month", "2024-02-01", "2024-03-01", "2024-02", "2024-01-01", "2024-02-01"},
		{"last quarter", "2023-10-01", "2024-01-01", "2023-Q4", "2023-07-01", "2023-10-01"},
		{"last year", "2023-01-01", "2024-01-01", "2023", "2022-01-01", "2023-01-01"},
		{"90 days", "2023-12-22", "2024-03-21", "2023-12-22..2024-03-20", "2023-09-23", "2023-12-22"},
		{"last 7d", "2024-03-14", "2024-03-21", "2024-03-14..2024-03-20", "2024-03-07", "2024-03-14"},
		{"2023-q4", "2023-10-01", "2024-01-01", "2023-Q4", "2023-07-01", "2023-10-01"},
		{"2020-W53", "2020-12-28", "2021-01-04", "2020-W53", "2020-12-21", "2020-12-28"},
		{"2024-02-29", "2024-02-29", "2024-03-01", "2024-02-29..2024-02-29", "2024-02-28", "2024-02-29"},
		{"2024-01-01 to 2024-02-29", "2024-01-01", "2024-03-01", "2024-01-01..2024-02-29", "2023-11-02", "2024-01-01"},
		{"2021-03-21..2024-03-20", "2021-03-21", "2024-03-21", "2021-03-21..2024-03-20", "2018-03-21", "2021-03-21"},
		{"from 2024-03-01 2024-12-31", "2024-03-01", "2024-03-21", "2024-03-01..2024-12-31", "2024-02-10", "2024-03-01"},
	} {
		p := mustPeriod(t, c.words)
		before := p.Before()
		got := []string{p.From.Format(time.DateOnly), p.To.Format(time.DateOnly), p.Key(), before.From.Format(time.DateOnly),
			before.To.Format(time.DateOnly)}
		want := []string{c.from, c.to, c.key, c.before, c.beforeTo}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%q: got %v, want %v", c.words, got, want)
		}
		if again := mustPeriod(t, p.Key()); again.From != p.From || again.To != p.To {
			t.Errorf("%q: its key %s reads as %s", c.words, p.Key(), again.Dates())
		}
	}
}

// A running month of 31 days is compared with all of a shorter month before it, not with days of itself.
func TestPeriod_BeforeIsAtMostTheWholePeriodBefore(t *testing.T) {
	now, zone := at(t, "2023-03-31 23:59", "Europe/Berlin")
	p, err := ParsePeriod("month", now, zone)
	if before := p.Before(); err != nil || p.Days() != 31 || before.Dates() != "1 to 28 February 2023" || !p.Running {
		t.Errorf("%d days, running %v, before %s, %v", p.Days(), p.Running, before.Dates(), err)
	}
}

func TestParsePeriod_RefusesWhatMakesNoSense(t *testing.T) {
	now, zone := at(t, "2024-03-20 10:00", "Europe/Berlin")
	for words, want := range map[string]error{
		"fortnight": errUnknown, "2024-13": errUnknown, "2024-Q5": errUnknown, "2024-W00": errUnknown, "2023-W53": errUnknown,
		"2024-02-30": errUnknown, "0 days": errUnknown, "month week": errUnknown, "next month": errUnknown,
		"<!channel>":               errUnknown,
		"2024-03-02 to 2024-03-01": errOrder, "2024-04": errFuture, "2025": errFuture, "2024-03-21": errFuture,
		"2000-01-01 to 2024-01-01": errLong, "99999 days": errLong, strings.Repeat("2024-", 1000): errUnknown,
	} {
		if p, err := ParsePeriod(words, now, zone); err != want {
			t.Errorf("%.30q: got %v and %v, want %v", words, p.Dates(), err, want)
		}
	}
}

// Days are the program's: what happens at 23:30 UTC is of the next day in Berlin, and a day may have 23 hours.
func TestPeriod_HoldsDaysOfItsZone(t *testing.T) {
	p := mustPeriod(t, "2023-03-26")
	if hours := p.End().Sub(p.Start()).Hours(); hours != 23 {
		t.Errorf("the day on which clocks go forward has %v hours", hours)
	}
	for text, want := range map[string]bool{"2023-03-25 23:30": true, "2023-03-25 22:30": false,
		"2023-03-26 21:59": true, "2023-03-26 22:00": false} {
		if moment, _ := at(t, text, "UTC"); p.Holds(moment) != want {
			t.Errorf("%s UTC: %v", text, !want)
		}
	}
}

func TestPeriod_BucketsCoverEachDayOnce(t *testing.T) {
	for words, want := range map[string]int{"2024-02": 29, "last quarter": 14, "last year": 12,
		"2021-03-21..2024-03-20": 37, "2015-01-01..2024-03-20": 37, "2024-02-29": 1} {
		p := mustPeriod(t, words)
		unit, buckets := p.buckets()
		day := p.From
		for _, b := range buckets {
			if !b.From.Equal(day) || !b.To.After(day) {
				t.Fatalf("%s: a %s from %s, want %s", words, unit, b.From, day)
			}
			day = b.To
		}
		if len(buckets) != want || len(buckets) > 40 || !day.Equal(p.To) {
			t.Errorf("%s: %d buckets of a %s until %s", words, len(buckets), unit, day)
		}
	}
}

func FuzzParsePeriod(f *testing.F) {
	for _, words := range []string{"", "month", "2024-Q1", "2024-W01", "1 day", "2024-01-01..2024-02-01", "0000",
		"9999-12-31"} {
		f.Add(words)
	}
	now := time.Date(2024, 3, 20, 10, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, words string) {
		p, err := ParsePeriod(words, now, time.UTC)
		if err != nil {
			return
		}
		again, err := ParsePeriod(p.Key(), now, time.UTC)
		if err != nil || again.From != p.From || again.To != p.To || p.Days() < 1 || p.To.After(now.AddDate(0, 0, 1)) {
			t.Errorf("%q is %s; its key reads as %s, %v", words, p.Dates(), again.Dates(), err)
		}
	})
}
