// Seasons: named spans of days that boards count, as managers write them.

package calendar

import (
	"cmp"
	"regexp"
	"slices"
	"time"
)

// InSeason is the span of the season that holds a day. It is not among Spans: there may be none.
const InSeason Span = "season"

// maxSeason bounds a season: its points are counted again when its days change.
const maxSeason = 366 * 24 * time.Hour

// SeasonExample shows how a season is written.
const SeasonExample = "Spring 2027 from 2027-03-01 to 2027-05-31"

// Season is a named span, both days included.
type Season struct {
	Name     string
	From, To LocalDate
}

var seasonWords = regexp.MustCompile(`^(\S.{0,59}) from (2\d{3}-\d\d-\d\d) to (2\d{3}-\d\d-\d\d)$`)

// ParseSeason reads a season of this millennium as in SeasonExample, of a year at most.
func ParseSeason(words string) (s Season, ok bool) {
	found := seasonWords.FindStringSubmatch(words)
	if found == nil {
		return s, false
	}
	s = Season{found[1], LocalDate(found[2]), LocalDate(found[3])}
	from, err := time.Parse(time.DateOnly, found[2])
	to, err2 := time.Parse(time.DateOnly, found[3])
	return s, err == nil && err2 == nil && !to.Before(from) && to.Sub(from) < maxSeason
}

// Seasons reads those of words that are seasons, the earliest first.
func Seasons(words []string) (list []Season) {
	for _, each := range words {
		if s, ok := ParseSeason(each); ok {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b Season) int { return cmp.Compare(a.From, b.From) })
	return list
}

// KeysOf name the seasons that a day counts for.
func KeysOf(list []Season, day LocalDate) (keys []string) {
	for _, s := range list {
		if s.Holds(day) {
			keys = append(keys, s.Key())
		}
	}
	return keys
}

// SeasonBy is the season of a list, the earliest first, that a day is in, or the last one over by then; false when none
// has begun.
func SeasonBy(list []Season, day LocalDate) (s Season, found bool) {
	for _, each := range list {
		if each.From <= day {
			s, found = each, true
		}
	}
	return s, found
}

// Key names the season as SpanName names other spans: another name leaves its points where they are, other days do not.
func (s Season) Key() string { return string(InSeason) + "/" + string(s.From) + "/" + string(s.To) }

// Holds tells whether a day is one of the season's.
func (s Season) Holds(day LocalDate) bool { return s.From <= day && day <= s.To }

// Span gives the start and the end (exclusive) of the season, as midnights in loc.
func (s Season) Span(loc *time.Location) (start, end time.Time) {
	from, _ := time.Parse(time.DateOnly, string(s.From))
	to, _ := time.Parse(time.DateOnly, string(s.To))
	return Instant(from, 0, 0, loc).In(loc), Instant(to.AddDate(0, 0, 1), 0, 0, loc).In(loc)
}
