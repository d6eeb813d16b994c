// Seasons: which one a board shows, and their points, which are counted again when the days of a season change.

package store

import (
	"maps"
	"slices"
	"time"

	"vouch/store/board"
	"vouch/store/calendar"
	"vouch/store/employee"
)

// seasons are those of the settings, the earliest first.
func (t *tx) seasons() []calendar.Season { return calendar.Seasons(t.settings().Seasons) }

// season is the one that a day is in, or the last one over by then.
func (t *tx) season(day LocalDate) (s calendar.Season, err error) {
	for _, each := range t.seasons() {
		if each.From <= day {
			s = each
		}
	}
	if s.Name == "" {
		return s, conflict("No season has begun. Program managers set seasons in the program's settings of leaderboards.")
	}
	return s, nil
}

// seasonKeys name the seasons that an entry of a day counts for.
func (t *tx) seasonKeys(day LocalDate) (keys []string) {
	for _, s := range t.seasons() {
		if s.Holds(day) {
			keys = append(keys, s.Key())
		}
	}
	return keys
}

// followSeasons counts the points of seasons that came, with every entry of their days, and drops those of seasons that
// went. It reads the entries of a season once, when its days change: a hundred thousand take about a second.
func (t *tx) followSeasons(old, now []string) {
	before, after := calendar.Seasons(old), calendar.Seasons(now)
	for _, s := range before {
		if !hasKey(after, s) {
			t.countSeason(s, false)
		}
	}
	for _, s := range after {
		if !hasKey(before, s) {
			t.countSeason(s, true)
		}
	}
}

func hasKey(list []calendar.Season, s calendar.Season) bool {
	return slices.ContainsFunc(list, func(each calendar.Season) bool { return each.Key() == s.Key() })
}

// countSeason begins or ends counting a season.
func (t *tx) countSeason(s calendar.Season, counts bool) {
	sums := map[EmployeeID]board.Total{}
	start, end := s.Span(time.UTC)
	// The day of an entry is that of the zone that the program had then, a day away at most.
	from, to := idAt(start.AddDate(0, 0, -1)), idAt(end.AddDate(0, 0, 1))
	t.Scan(entries.Bucket, "", from, func(key string, raw []byte) bool {
		if e := entries.Decode(raw); s.Holds(e.Day) {
			sums[e.Employee] = sums[e.Employee].Plus(&e)
		}
		return key < to
	})
	t.BatchRows()
	for _, id := range slices.Sorted(maps.Keys(sums)) {
		class := employee.Unranked
		if e, found := employees.Get(t.Tx, string(id)); found {
			class = employee.ClassOf(&e)
		}
		if counts {
			board.SetTotal(t.Tx, class, string(id), s.Key(), sums[id])
		} else {
			board.DropTotal(t.Tx, class, string(id), s.Key())
		}
	}
}
