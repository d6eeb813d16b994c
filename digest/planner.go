// The planner: everybody whose digest is due gets one within the minutes after its due time, or is told apart as too
// late; and today's digest on request.

package digest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"vouch/digest/match"
	"vouch/store"
)

// sliceSize is how many people are planned and committed at a time: large enough that a commit's fixed cost does not
// count, small enough that a slice's readers and plans stay within a few megabytes.
const sliceSize = 5000

// Planner plans digests. The zero value with DB set is ready; it is safe for concurrent use.
type Planner struct {
	DB *store.DB

	// mu guards library and version, and is held while a library is made, so that ten callers make one.
	mu      sync.Mutex
	library *match.Library
	version uint64 // of the live assets the library was made from

	// surveying guards surveyed in the same way.
	surveying sync.Mutex
	surveyed  *survey // nil before the first Coverage

	missingMu sync.Mutex
	missing   *missing // nil before the first Unreferred
}

// PlanReport counts what one Plan did. Every person who was due is in exactly one of the four.
type PlanReport struct {
	Planned int // digests enqueued, or questions how often one should come
	Missed  int // too late to send; recorded, and the person moves on to the next due time
	Empty   int // nothing unseen was left for the person
	// due, but not planned any more when it came to the commit: paused, left, or the day's digest already exists
	Skipped int
}

// Plan plans the digest of everybody who is due at now, in slices of one commit each, and stops early with ctx. Nobody
// gets two: a digest's key holds the person and the local day, and each plan names the due time it answers. After a
// crash the slices already committed stay, and the rest is still due.
func (p *Planner) Plan(ctx context.Context, now time.Time) (PlanReport, error) {
	var report PlanReport
	settings, err := p.DB.Settings()
	if err != nil {
		return report, err
	}
	var library *match.Library
	var before dueMark
	for ctx.Err() == nil {
		readers, err := p.DB.Due(now, sliceSize)
		if err != nil || len(readers) == 0 {
			return report, err
		}
		mark := markOf(readers)
		// Without this a fault in the due index would keep the clock here for ever, planning the same people.
		if mark == before {
			return report, &store.Error{Kind: store.Internal, Msg: "Planning the digests stopped: the same people stay due.",
				Err: fmt.Errorf("digest: %d readers still due after a commit, first %s", len(readers), mark.first)}
		}
		before = mark
		// One library for the whole round, made only when somebody is due.
		if library == nil {
			if library, err = p.Library(now); err != nil {
				return report, err
			}
		}
		if err := p.planSlice(library, settings, readers, now, &report); err != nil {
			return report, err
		}
	}
	return report, ctx.Err()
}

// dueMark recognises a slice that comes back unchanged, which would repeat for ever.
type dueMark struct {
	first, last store.EmployeeID
	due         time.Time
	count       int
}

// markOf is the mark of a slice of people; readers is not empty.
func markOf(readers []store.Reader) dueMark {
	first, last := readers[0], readers[len(readers)-1]
	return dueMark{first: first.Employee.ID, last: last.Employee.ID, due: first.Due, count: len(readers)}
}

// planSlice plans and commits the digests of readers, and counts them in report. Plans without picks and missed ones
// are recorded too: they move the person on to their next due time. The report is only added to after the commit.
func (p *Planner) planSlice(
	library *match.Library, settings store.Settings, readers []store.Reader, now time.Time, report *PlanReport,
) error {
	plans := make([]store.DigestPlan, 0, len(readers))
	var slice PlanReport
	for _, r := range readers {
		plan := planDue(library, settings, r, now)
		switch {
		case plan.State == store.Missed:
			slice.Missed++
		case len(plan.Picks) == 0:
			slice.Empty++
		default:
			slice.Planned++
		}
		plans = append(plans, plan)
	}
	recorded, err := p.DB.RecordDigests(plans)
	if err != nil {
		return err
	}
	// The store says how many are sent, not which; fewer than planned means that people changed in between.
	skipped := max(0, slice.Planned-recorded)
	report.Planned += slice.Planned - skipped
	report.Missed += slice.Missed
	report.Empty += slice.Empty
	report.Skipped += skipped
	return nil
}

// planDue decides what becomes of r's digest that is due. The date is the day it fell
// due, even when it is sent after midnight.
func planDue(library *match.Library, settings store.Settings, r store.Reader, now time.Time) store.DigestPlan {
	loc := store.Location(r.Employee.TimeZone, settings.TimeZone)
	due := r.Due.In(loc)
	plan := store.DigestPlan{Employee: r.Employee.ID, Date: dateOf(due), Due: r.Due, State: store.Planned}
	if note := lateness(settings, due, now); note != "" {
		plan.State, plan.Note = store.Missed, note
		return plan
	}
	plan.Picks = match.Pick(library, r, picksFor(settings, r), plan.Date)
	// It is planned in the first minute and waits in the outbox for its place.
	plan.NotBefore = spread(settings, r, now)
	return plan
}

// picksFor is how many picks r gets: their own choice, else the program's. The bounds hold whatever is stored.
func picksFor(settings store.Settings, r store.Reader) int {
	n := r.Employee.Prefs.Picks
	if n == 0 {
		n = settings.Picks
	}
	return min(max(n, 1), match.MaxPicks)
}

// PlanFor decides what employee's digest of today, in their zone, would be if it were asked for at now. Nothing is
// recorded. The error is NotFound when nothing unseen is left, Denied when the person has not joined.
func (p *Planner) PlanFor(ctx context.Context, employee store.EmployeeID, now time.Time) (store.DigestPlan, error) {
	if err := ctx.Err(); err != nil {
		return store.DigestPlan{}, err
	}
	var settings store.Settings
	var r store.Reader
	err := p.DB.View(func(q *store.Query) error { settings, r = q.Settings(), q.ReaderOf(employee); return nil })
	if err != nil {
		return store.DigestPlan{}, err
	}
	if !r.Employee.IsAdvocate() {
		return store.DigestPlan{}, &store.Error{Kind: store.Denied,
			Msg: "Set up your digest first; it takes less than a minute."}
	}
	library, err := p.Library(now)
	if err != nil {
		return store.DigestPlan{}, err
	}
	local := now.In(store.Location(r.Employee.TimeZone, settings.TimeZone))
	plan := store.DigestPlan{Employee: employee, Date: dateOf(local), State: store.Planned, NotBefore: now,
		OnRequest: true}
	plan.Picks = match.Pick(library, r, picksFor(settings, r), plan.Date)
	if len(plan.Picks) == 0 {
		return store.DigestPlan{}, &store.Error{Kind: store.NotFound, Msg: nothingLeft(library)}
	}
	return plan, nil
}

// nothingLeft is the answer to somebody for whom no pick is left. Both sentences say that nothing has to be done.
func nothingLeft(library *match.Library) string {
	if library.Len() == 0 {
		return "The library is empty at the moment. As soon as something is published, your digest will have it."
	}
	return "You have seen everything in the library that fits you. As soon as something new is published, your digest " +
		"will have it."
}

// ForToday gives employee's digest of today: the one that exists, or one planned
// now, to be sent at once. Errors as PlanFor. Pressed twice, or in the minute of the
// planned digest, it gives the same delivery: the day's key exists once.
func (p *Planner) ForToday(ctx context.Context, employee store.EmployeeID, now time.Time) (store.Delivery, error) {
	if d, found, err := p.todays(employee, now); err != nil || found {
		return d, err
	}
	plan, err := p.PlanFor(ctx, employee, now)
	if err != nil {
		return store.Delivery{}, err
	}
	if _, err := p.DB.RecordDigests([]store.DigestPlan{plan}); err != nil {
		return store.Delivery{}, err
	}
	// Read again rather than taken from the plan: somebody else may have recorded the
	// day's digest first, and then that one counts.
	d, found, err := p.todays(employee, now)
	if err == nil && !found {
		err = &store.Error{Kind: store.Conflict, Msg: "Today's digest could not be put together just now. Please try again.",
			Err: errors.New("digest: the plan on request was not recorded")}
	}
	return d, err
}

// todays gives the delivery of employee's own day at now if there is something to show in it; a missed or dropped one
// has nothing.
func (p *Planner) todays(employee store.EmployeeID, now time.Time) (d store.Delivery, found bool, err error) {
	err = p.DB.View(func(q *store.Query) error {
		date := dateOf(now.In(store.Location(q.Employee(employee).TimeZone, q.Settings().TimeZone)))
		d, found = q.TodaysDelivery(employee, date)
		return nil
	})
	return d, found && len(d.Picks) > 0 && d.State != store.Missed && d.State != store.Dropped, err
}

// Library gives the library for matching at now, made anew when the live assets
// changed, one of them expired, or an hour passed. Callers get the same library and must
// not change it. After an error the old one is kept, and the next call tries again.
func (p *Planner) Library(now time.Time) (*match.Library, error) {
	version := p.DB.LiveVersion() // read before the assets: a change in between only means one renewal too many
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.library != nil && p.version == version && !p.library.IsStale(now) {
		return p.library, nil
	}
	err := p.DB.View(func(q *store.Query) error {
		assets := q.LiveAssets()
		known := match.Known{Deeds: q.Deeds(assets), Languages: q.Settings().Languages,
			HalfLife: float64(q.Settings().HalfLifeDays)}
		p.library, p.version = match.NewLibrary(assets, q.Personas(), now).With(known), version
		return nil
	})
	if err != nil {
		return nil, err
	}
	return p.library, nil
}

// promptly is within what time of its due time a digest counts as on time. The working hours' end applies to late ones
// only: who chose 19:00 gets it at 19:00.
const promptly = 15 * time.Minute

// lateness says why a digest is not sent any more, "" when it is. It is sent up to Settings.GraceMin minutes late, and
// late ones only before Settings.WorkUntil on the local day they were due. due is in the person's zone.
func lateness(settings store.Settings, due, now time.Time) string {
	late := now.Sub(due)
	if late <= promptly {
		return ""
	}
	if grace := time.Duration(settings.GraceMin) * time.Minute; late > grace {
		return fmt.Sprintf("more than %d minutes late", settings.GraceMin)
	}
	if end, ok := clockOn(due, settings.WorkUntil); ok && !now.Before(end) {
		return "after working hours ended at " + settings.WorkUntil
	}
	return ""
}

// clockOn gives the moment of the local clock time "HH:MM" on the day and in the zone of day.
func clockOn(day time.Time, clock string) (time.Time, bool) {
	at, err := time.Parse("15:04", clock)
	if err != nil {
		return time.Time{}, false
	}
	y, m, d := day.Date()
	return time.Date(y, m, d, at.Hour(), at.Minute(), 0, 0, day.Location()), true
}

// spread gives each person a fixed place in the Settings.SpreadMin minutes after the due time, so that a large company
// does not get all its digests in one second. Late ones are spread from now. The place depends on the person alone, so
// their digest comes at about the same minute every day.
func spread(settings store.Settings, r store.Reader, now time.Time) time.Time {
	window := time.Duration(settings.SpreadMin) * time.Minute
	if window <= 0 {
		return now
	}
	start := r.Due
	if now.Sub(r.Due) > promptly {
		start = now
	}
	seconds := uint64(window / time.Second)
	at := start.Add(time.Duration(match.Mix(match.Hash(string(r.Employee.ID)))%seconds) * time.Second)
	if at.Before(now) {
		return now
	}
	return at
}

// dateOf is the calendar day of a moment in the zone it carries. A digest belongs to
// the day on which it fell due where the person is, never to the server's day.
func dateOf(local time.Time) store.LocalDate { return store.LocalDate(local.Format(time.DateOnly)) }
