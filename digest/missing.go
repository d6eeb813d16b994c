// Jobs that nobody referred for: what the program asks everybody to think about.

package digest

import (
	"slices"
	"time"

	"vouch/digest/match"
	"vouch/store"
	"vouch/store/text"
)

// missing are the jobs that nobody referred for, as they were found a moment ago.
type missing struct {
	jobs    []store.Asset
	at      time.Time
	version uint64 // of the live assets
}

// Unreferred are the jobs that are live for as long as the program says and for which nobody referred anybody in that
// time, the oldest first. They are looked for once a minute at most. The list must not be changed.
func (p *Planner) Unreferred(now time.Time) ([]store.Asset, error) {
	lib, err := p.Library(now)
	if err != nil {
		return nil, err
	}
	p.missingMu.Lock()
	defer p.missingMu.Unlock()
	version := p.DB.LiveVersion()
	if m := p.missing; m != nil && m.version == version && now.Sub(m.at).Abs() < coverageAge {
		return m.jobs, nil
	}
	found := &missing{at: now, version: version}
	err = p.DB.View(func(q *store.Query) error {
		days := q.Settings().MissingDays
		if days == 0 {
			return nil
		}
		since := now.AddDate(0, 0, -days)
		referred := q.ReferredSince(since)
		for a := range lib.Assets() {
			if a.Kind == store.Job && !referred[a.ID] && !match.LiveSince(a).After(since) {
				found.jobs = append(found.jobs, *a)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(found.jobs, func(a, b store.Asset) int {
		return match.LiveSince(&a).Compare(match.LiveSince(&b))
	})
	p.missing = found
	return found.jobs, nil
}

// AskFor is a job to ask a person about who works in another field, in the digest of the first day of their week; false
// when there is none, or on other days. It is the same job all day.
func (p *Planner) AskFor(e *store.Employee, rhythm store.Rhythm, date store.LocalDate, now time.Time) (job store.Asset,
	found bool, err error) {
	day, err := time.Parse(time.DateOnly, string(date))
	if days := rhythm.Days(); err != nil || len(days) == 0 || day.Weekday() != days[0] {
		return store.Asset{}, false, err
	}
	jobs, err := p.Unreferred(now)
	at := slices.IndexFunc(jobs, func(a store.Asset) bool {
		return !a.Internal && (a.Job == nil || e.Department == "" || text.Fold(a.Job.Department) != text.Fold(e.Department))
	})
	if err != nil || at < 0 {
		return store.Asset{}, false, err
	}
	return jobs[at], true, nil
}
