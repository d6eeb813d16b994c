// Periods: the days that a report counts, how people name them, and the period before.

// Package report computes what came of the program in a period: who took part, what they shared, what was clicked, what
// became of referrals, and what it cost and brought. Each figure carries its formula, its numbers and how it is known,
// so that it can be computed again by hand. It reads the store once and names nobody: every figure is of a group.
package report

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"vouch/store/calendar"
)

// Period is a run of whole days in the program's zone.
type Period struct {
	From, To time.Time // the first day and the day after the last, as midnights in UTC
	Zone     *time.Location
	// Running tells that the period's own end lies ahead: it is counted to the end of today.
	Running bool

	unit unit
	full time.Time // the day after the last of the whole period
}

// unit is what a period is one of; days is any other run of days.
type unit string

const (
	week    unit = "week"
	month   unit = "month"
	quarter unit = "quarter"
	year    unit = "year"
	days    unit = "days"
)

// The bounds of a period in days, and how many days a report has that nobody named a period for.
const (
	mostDays    = 3660
	defaultDays = 30
)

// BadPeriod is the error of words that name no period to report on, as a sentence for people without its end.
type BadPeriod string

// Error gives the sentence.
func (b BadPeriod) Error() string { return string(b) }

// The errors of ParsePeriod.
const (
	errUnknown BadPeriod = "there is no such period: write week, month, quarter, year, last month, 90 days, 2026, " +
		"2026-Q1, 2026-03, 2026-W10, or two days such as 2026-01-01 to 2026-03-31"
	errOrder  BadPeriod = "the first day comes after the last: write the earlier one first"
	errFuture BadPeriod = "this period has not begun yet"
	errLong   BadPeriod = "a report covers ten years at most"
)

var (
	daysWords  = regexp.MustCompile(`^(?:last )?(\d{1,5}) ?d(?:ays?)?$`)
	rangeWords = regexp.MustCompile(`^(?:from )?(\d{4}-\d{2}-\d{2})(?:\.\.| to | until | - | )(\d{4}-\d{2}-\d{2})$`)
	partWords  = regexp.MustCompile(`^(\d{4})(?:-?([qw])(\d{1,2})|-(\d{2}))?$`)
)

// ParsePeriod reads what people write: week, month, quarter and year are those of now, with "last" those before; 90
// days end with today; 2026, 2026-Q1, 2026-03, 2026-W10, a day, or two days. Nothing at all is the last 30 days. Days
// are those of zone. What lies ahead is left out. Its errors are of type BadPeriod.
func ParsePeriod(words string, now time.Time, zone *time.Location) (Period, error) {
	words = strings.ToLower(strings.Join(strings.Fields(words), " "))
	today := calendar.DateIn(now, zone)
	p := Period{Zone: zone, unit: days}
	switch {
	case words == "":
		p.From, p.full = today.AddDate(0, 0, 1-defaultDays), today.AddDate(0, 0, 1)
	case !p.readSpan(words, today) && !p.readDays(words, today) && !p.readPart(words):
		return p, errUnknown
	}
	switch tomorrow := today.AddDate(0, 0, 1); {
	case !p.From.Before(p.full):
		return p, errOrder
	case !p.From.Before(tomorrow):
		return p, errFuture
	case p.full.Sub(p.From) > mostDays*24*time.Hour:
		return p, errLong
	case p.full.After(tomorrow) || p.full.Equal(tomorrow) && p.unit == days:
		p.To, p.Running = tomorrow, true
	default:
		p.To = p.full
		p.Running = p.full.Equal(tomorrow)
	}
	return p, nil
}

// readSpan reads the name of a span around today, or of the one before it.
func (p *Period) readSpan(words string, today time.Time) bool {
	which, name, two := strings.Cut(words, " ")
	if !two {
		which, name = "this", words
	}
	switch unit(name) {
	case week, month, quarter, year:
		p.unit = unit(name)
	default:
		return false
	}
	p.From = firstDay(p.unit, today)
	switch which {
	case "this":
	case "last":
		p.From = firstDay(p.unit, p.From.AddDate(0, 0, -1))
	default:
		return false
	}
	p.full = p.unit.after(p.From)
	return true
}

// readDays reads a number of days, one day, or two.
func (p *Period) readDays(words string, today time.Time) bool {
	if found := daysWords.FindStringSubmatch(words); found != nil {
		n, _ := strconv.Atoi(found[1]) // at most five digits
		p.full = today.AddDate(0, 0, 1)
		p.From = p.full.AddDate(0, 0, -n)
		return n > 0
	}
	first, last := words, words
	if found := rangeWords.FindStringSubmatch(words); found != nil {
		first, last = found[1], found[2]
	}
	from, err := time.Parse(time.DateOnly, first)
	to, errTo := time.Parse(time.DateOnly, last)
	p.From, p.full = from, to.AddDate(0, 0, 1)
	return err == nil && errTo == nil
}

// readPart reads a year or a quarter, month or ISO week of one.
func (p *Period) readPart(words string) bool {
	found := partWords.FindStringSubmatch(words)
	if found == nil {
		return false
	}
	in, _ := strconv.Atoi(found[1])
	n, _ := strconv.Atoi(found[3] + found[4])
	day := func(month time.Month, day int) time.Time { return time.Date(in, month, day, 0, 0, 0, 0, time.UTC) }
	valid := false
	switch {
	case found[2] == "q":
		p.unit, p.From, valid = quarter, day(time.Month(3*n-2), 1), n >= 1 && n <= 4
	case found[2] == "w":
		// 4 January is always in the first ISO week; the last year's week 53 is the next year's first.
		p.unit, p.From = week, firstDay(week, day(time.January, 4+7*(n-1)))
		isoYear, isoWeek := p.From.ISOWeek()
		valid = isoYear == in && isoWeek == n
	case found[4] != "":
		p.unit, p.From, valid = month, day(time.Month(n), 1), n >= 1 && n <= 12
	default:
		p.unit, p.From, valid = year, day(time.January, 1), in > 0
	}
	p.full = p.unit.after(p.From)
	return valid
}

// firstDay is the first day of the unit that holds day.
func firstDay(u unit, day time.Time) time.Time {
	if u == year {
		return time.Date(day.Year(), time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	return calendar.FirstDay(calendar.Span(u), day)
}

// after is the first day after the unit that begins on first.
func (u unit) after(first time.Time) time.Time {
	switch u {
	case week:
		return first.AddDate(0, 0, 7)
	case month:
		return first.AddDate(0, 1, 0)
	case quarter:
		return first.AddDate(0, 3, 0)
	}
	return first.AddDate(1, 0, 0)
}

// Before is the period to compare with: the one directly before, of which a running one takes as many days as it has
// itself, at most all.
func (p Period) Before() Period {
	before := Period{Zone: p.Zone, unit: p.unit, To: p.From, full: p.From}
	if p.unit == days {
		before.From = p.From.AddDate(0, 0, -p.Days())
		return before
	}
	before.From = firstDay(p.unit, p.From.AddDate(0, 0, -1))
	if end := before.From.AddDate(0, 0, p.Days()); p.Running && end.Before(before.To) {
		before.To = end
	}
	return before
}

// Days is how many days are counted.
func (p Period) Days() int { return int(p.To.Sub(p.From) / (24 * time.Hour)) }

// Start is the first moment of the period; End the first after it. A day may have 23 or 25 hours.
func (p Period) Start() time.Time { return calendar.Instant(p.From, 0, 0, p.Zone) }

// End is the first moment after the period.
func (p Period) End() time.Time { return calendar.Instant(p.To, 0, 0, p.Zone) }

// Holds tells whether a moment lies in the period.
func (p Period) Holds(at time.Time) bool { return !at.Before(p.Start()) && at.Before(p.End()) }

// Key names the period as ParsePeriod reads it on any later day.
func (p Period) Key() string {
	switch p.unit {
	case week:
		in, n := p.From.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", in, n)
	case month:
		return p.From.Format("2006-01")
	case quarter:
		return fmt.Sprintf("%04d-Q%d", p.From.Year(), (int(p.From.Month())+2)/3)
	case year:
		return p.From.Format("2006")
	}
	return p.From.Format(time.DateOnly) + ".." + p.full.AddDate(0, 0, -1).Format(time.DateOnly)
}

// Name is the period in words, such as "March 2026" or "3 January to 1 February 2026".
func (p Period) Name() string {
	switch p.unit {
	case week:
		return "week of " + p.From.Format("2 January 2006")
	case month:
		return p.From.Format("January 2006")
	case quarter:
		return fmt.Sprintf("quarter %d of %d", (int(p.From.Month())+2)/3, p.From.Year())
	case year:
		return p.From.Format("2006")
	}
	return p.Dates()
}

// Dates are the first and the last day that are counted, in words.
func (p Period) Dates() string {
	last := p.To.AddDate(0, 0, -1)
	switch {
	case p.From.Equal(last):
		return last.Format("2 January 2006")
	case p.From.Year() == last.Year() && p.From.Month() == last.Month():
		return p.From.Format("2 to ") + last.Format("2 January 2006")
	case p.From.Year() == last.Year():
		return p.From.Format("2 January") + " to " + last.Format("2 January 2006")
	}
	return p.From.Format("2 January 2006") + " to " + last.Format("2 January 2006")
}

// A bucket is one bar of a chart over time.
type bucket struct {
	Label    string
	From, To time.Time // as in Period
}

// buckets cut the period into at most 40 parts: days, weeks, months or quarters. The first and the last may be shorter.
func (p Period) buckets() (unit string, list []bucket) {
	step, layout := month, "Jan 06"
	switch n := p.Days(); {
	case n <= 31:
		step, layout = days, "2 Jan"
	case n <= 7*39:
		step, layout = week, "2 Jan"
	case n > 39*30:
		step = quarter
	}
	for from := p.From; from.Before(p.To); {
		to := from.AddDate(0, 0, 1)
		if step != days {
			to = step.after(firstDay(step, from))
		}
		if to.After(p.To) {
			to = p.To
		}
		list = append(list, bucket{from.Format(layout), from, to})
		from = to
	}
	return strings.TrimSuffix(string(step), "s"), list
}
