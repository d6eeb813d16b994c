// The clock: what happens by itself, each minute and each night.

package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/rs/zerolog"

	"vouch/bot/slackapi"
	"vouch/bot/surface"
	"vouch/digest"
	"vouch/store"
)

// nightlyAt is when the nightly work runs, in UTC.
const nightlyAt = "17 2 * * *"

// clock runs the minute tick and the nightly work until ctx ends, then waits for what is running. Times are compared in
// the store and not counted here: a minute that is skipped or comes twice changes nothing.
func (b *Bot) clock(ctx context.Context) error {
	log := cronLog{b.log}
	// The order matters: with Recover outside, a job that panicked once would be skipped for ever.
	schedule := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(log),
		cron.WithChain(cron.SkipIfStillRunning(log), cron.Recover(log)))
	jobs := map[string]func(){
		"* * * * *": func() {
			if err := b.Tick(ctx); err != nil && ctx.Err() == nil {
				b.log.Error().Err(err).Msg("the minute's work is not complete")
			}
		},
		nightlyAt: func() {
			if err := b.Night(ctx); err != nil && ctx.Err() == nil {
				b.log.Error().Err(err).Msg("the night's work is not complete")
			}
		},
	}
	var night cron.EntryID
	for spec, job := range jobs {
		id, err := schedule.AddFunc(spec, job)
		if err != nil {
			return fmt.Errorf("scheduling %q: %w", spec, err)
		}
		if spec == nightlyAt {
			night = id
		}
	}
	// What fell due while the program was down should not wait for the next full minute.
	if err := b.Tick(ctx); err != nil && ctx.Err() == nil {
		b.log.Error().Err(err).Msg("the first minute's work is not complete")
	}
	schedule.Start()
	var missed sync.WaitGroup
	if b.missedNight() {
		// Beside the minutes, which a long backup must not hold up, and never twice at once.
		missed.Go(schedule.Entry(night).WrappedJob.Run)
	}
	<-ctx.Done()
	<-schedule.Stop().Done()
	missed.Wait()
	b.source.WaitForReadings()
	return nil
}

// NextNight is the first time after a moment at which the nightly work is due.
func NextNight(after time.Time) (time.Time, error) { return surface.NextRun(nightlyAt, "UTC", after) }

// missedNight tells whether a night went by without its work, as with a program that runs by day only.
func (b *Bot) missedNight() bool {
	last, err := b.db.LastNight()
	if err == nil {
		last, err = NextNight(last)
	}
	if err != nil {
		b.log.Error().Err(err).Msg("nobody knows when the night's work was done last")
	}
	return err == nil && !last.After(store.Now())
}

// Night forgets what is kept no longer, then runs the program's own nightly work: a backup should not hold what was
// just erased.
func (b *Bot) Night(ctx context.Context) error {
	_, err := b.db.Purge(ctx, store.Now())
	_, unmatched := b.persona.MatchAgain(ctx)
	err = errors.Join(err, unmatched)
	if b.config.Daily != nil {
		err = errors.Join(err, b.config.Daily(ctx))
	}
	if err == nil {
		err = b.db.NightDone()
	}
	return err
}

// Tick does at once what every minute does: what a wrong clock put too far ahead is set again, assets go live and
// expire, silent reviewers and owners are nudged, introducers are asked, bonuses fall due, people are reminded of
// events and of what they want to share, due digests are planned, the weekly cards and the monthly report go
// out, due boards are posted and due sources begun to be read. The courier sends what comes of it. One
// part's failure does not keep the others from running.
func (b *Bot) Tick(ctx context.Context) error {
	// The demo's "Next morning" may come in the middle of a minute's tick.
	b.ticking.Lock()
	defer b.ticking.Unlock()
	now := store.Now()
	var errs []error
	if n, err := b.db.TickClock(now); err != nil {
		errs = append(errs, fmt.Errorf("due times: %w", err))
	} else if n > 0 {
		b.log.Warn().Int("due_times", n).Msg("due times lay too far ahead and were set again: was the clock of this " +
			"machine wrong?")
	}
	// In this order: what is held or withdrawn goes into no digest of the same minute.
	for _, part := range []struct {
		what string
		err  error
	}{
		{"crises", failure(b.db.TickCrises(now))},
		{"messages of a crisis", failure(b.db.ContinueCrises(ctx))},
		{"assets", failure(b.db.TickAssets(now))},
		{"reviews", failure(b.db.TickReviews(now))},
		{"referrals", failure(b.db.TickReferrals(now))},
		{"introductions", failure(b.db.TickIntroductions(now))},
		{"payouts", failure(b.db.TickPayouts(now))},
		{"events", failure(b.db.TickEvents(now))},
		{"reminders", failure(b.db.TickReminders(now))},
		{"digests", failure(b.planner.Plan(ctx, now))},
		{"coverage", failure(b.db.PlanCoverage(now))},
		{"slots", failure(b.db.TickSlots())},
		{"thanks", failure(b.db.PlanThanks(now))},
		{"pulse", failure(b.db.PlanPulse())},
		{"reports", failure(b.db.PlanReports(now))},
		{"leaders", failure(b.db.PlanLeaderAlarm(now))},
		{"campaigns", failure(b.db.TickCampaigns(now))},
		{"health", failure(b.db.PlanHealth(now))},
		{"boards", failure(b.postBoards(now))},
		{"sources", failure(b.source.ReadSources(ctx, now))},
	} {
		if part.err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", part.what, part.err))
		}
	}
	return errors.Join(errs...)
}

// failure is the error that a call returned, its last result.
func failure(results ...any) error {
	err, _ := results[len(results)-1].(error)
	return err
}

// postBoards posts the scheduled boards that are due. One that was due several times while the program was down is
// posted once.
func (b *Bot) postBoards(now time.Time) error {
	schedules, err := b.db.BoardSchedules()
	if err != nil {
		return err
	}
	var errs []error
	for _, s := range schedules {
		if s.NextAt.IsZero() {
			continue
		}
		next, err := surface.NextRun(s.Cron, s.TimeZone, now)
		switch {
		case err != nil:
		case s.NextAt.After(next):
			// It was set while the machine's clock was ahead.
			err = b.db.MoveBoardSchedule(s.ID, s.NextAt, next)
		case !s.NextAt.After(now):
			// The store compares NextAt: two ticks at once post one board.
			err = b.db.RunBoardSchedule(s.ID, s.NextAt, next)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("schedule %s: %w", s.ID, err))
		}
	}
	return errors.Join(errs...)
}

// newPlanner keeps the digest's planner in one place.
func newPlanner(db *store.DB) *digest.Planner { return &digest.Planner{DB: db} }

// cronLog passes cron's complaints on; its routine lines are dropped.
type cronLog struct{ log zerolog.Logger }

// Info drops routine lines.
func (cronLog) Info(string, ...any) {}

// Error logs a failed job.
func (l cronLog) Error(err error, msg string, _ ...any) {
	l.log.Error().Err(err).Str("cron", msg).Msg("a scheduled job failed")
}

// settleLook is how often Settle looks again.
const settleLook = 2 * time.Millisecond

// Settle waits until the sources that were due are read and every message that is due was sent; Run is at work and
// Ready.
func (b *Bot) Settle(ctx context.Context) error {
	b.ticking.Lock() // no tick begins another reading meanwhile
	b.source.WaitForReadings()
	b.ticking.Unlock()
	// In this order: a message is in hand before it is no longer due.
	for b.isDue() || b.courier.IsBusy() {
		b.courier.Wake()
		if err := slackapi.Pause(ctx, settleLook); err != nil {
			return err
		}
	}
	return nil
}

// isDue tells whether a message waits that may go now.
func (b *Bot) isDue() bool {
	at, waits := b.db.NextMessageAt()
	return waits && !at.After(store.Now())
}
