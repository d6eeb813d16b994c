// The demo's clock: where it begins, and "Next morning", which plays the time up to the next morning on which digests
// are due.

package main

import (
	"context"
	"fmt"
	"time"

	"vouch/bot"
	"vouch/store"
)

const (
	// demoStep is how far the clock moves at once; what falls due by the clock is at most so late.
	demoStep = 5 * time.Minute
	// demoEve is how long before midnight UTC the first day begins: Sydney's half past nine is still to come.
	demoEve = 3 * time.Hour
)

// firstDay is the day whose digests a new demo begins with, as its midnight in UTC: today, or Monday on a weekend.
func firstDay(now time.Time) time.Time {
	day := now.UTC().Truncate(24 * time.Hour)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// setClock moves the one clock of bot and simulator to a moment.
func (d *demo) setClock(at time.Time) {
	by := at.Sub(store.Now())
	store.MoveClock(by)
	d.moved += by
}

// begin sets the clock to the eve of the first day. Kept data goes on where it ended, right before what comes next.
func (d *demo) begin() error {
	d.setClock(firstDay(store.Now()).Add(-demoEve))
	people, err := d.app.DB.Employees()
	if err != nil {
		return err
	}
	var next time.Time
	for _, e := range people {
		if !e.NextDigest.IsZero() && (next.IsZero() || e.NextDigest.Before(next)) {
			next = e.NextDigest
		}
	}
	if !next.IsZero() {
		d.setClock(next.Add(-time.Minute))
	}
	return nil
}

// nextMorning has colleagues answer today's digests and then goes to the next morning.
func (d *demo) nextMorning(ctx context.Context) (string, error) {
	d.playing.Lock()
	defer d.playing.Unlock()
	if err := d.colleaguesAct(); err != nil {
		return "", err
	}
	return d.morning(ctx)
}

// morning plays the time up to the moment at which everybody's digest of the next day with digests has come.
// Digests are due in many zones; what belongs together is one local date. The sentence is what the console shows.
func (d *demo) morning(ctx context.Context) (string, error) {
	people, err := d.app.DB.Employees()
	if err != nil {
		return "", err
	}
	settings, err := d.app.DB.Settings()
	if err != nil {
		return "", err
	}
	var day store.LocalDate
	var readers []store.EmployeeID
	var morning time.Time
	for _, e := range people {
		due := dueDay(e, settings.TimeZone)
		if due == "" || day != "" && due > day {
			continue
		}
		if due != day {
			day, readers, morning = due, nil, time.Time{}
		}
		readers = append(readers, e.ID)
		if e.NextDigest.After(morning) {
			morning = e.NextDigest
		}
	}
	if day == "" {
		return "Nobody has a digest coming: everybody left or paused.", nil
	}
	d.day = day
	// A digest comes within so many minutes after it is due.
	if err := d.play(ctx, morning.Add(time.Duration(settings.SpreadMin)*time.Minute)); err != nil {
		return "", err
	}
	return d.morningInWords(day, readers)
}

// play moves the clock on to a moment, from step to step, and does at each what falls due: what every minute does, what
// every night does, and the messages that come of it.
func (d *demo) play(ctx context.Context, until time.Time) error {
	defer d.workspace.ClockMoved()
	for now := store.Now().UTC(); now.Before(until); {
		next := now.Truncate(demoStep).Add(demoStep)
		// Messages that wait for a moment of their own go at that moment.
		if at, waits := d.app.DB.NextMessageAt(); waits && at.After(now) && at.Before(next) {
			next = at
		}
		if next.After(until) {
			next = until
		}
		night, err := bot.NextNight(now)
		if err != nil {
			return err
		}
		d.setClock(next)
		if !night.After(next) {
			if err := d.app.Bot.Night(ctx); err != nil {
				return err
			}
		}
		if err := d.app.Bot.Tick(ctx); err != nil {
			return err
		}
		if err := d.app.Bot.Settle(ctx); err != nil {
			return err
		}
		now = store.Now().UTC()
	}
	return nil
}

// morningInWords counts what a morning brought: digests, and the question that somebody who ignored many gets in place
// of one.
func (d *demo) morningInWords(day store.LocalDate, readers []store.EmployeeID) (string, error) {
	digests, questions := 0, 0
	for _, id := range readers {
		e, err := d.app.DB.Employee(id)
		if err != nil {
			return "", err
		}
		_, found, err := d.app.DB.TodaysDelivery(id, day)
		switch {
		case err != nil:
			return "", err
		case e.Attention.AskedOn == day:
			questions++
		case found:
			digests++
		}
	}
	text := dayInWords(day) + ": " + plural(digests, "digest")
	if questions > 0 {
		text += " and " + plural(questions, "question") + " how often it should come"
	}
	text += "."
	switch empty := len(readers) - digests - questions; empty {
	case 0:
	case 1:
		text += " 1 person has seen everything there is."
	default:
		text += fmt.Sprintf(" %d people have seen everything there is.", empty)
	}
	return text, nil
}

// dueDay is the local day of a person's next digest, "" when none is coming.
// fallback is the program's zone, for people without one of their own.
func dueDay(e store.Employee, fallback string) store.LocalDate {
	if e.NextDigest.IsZero() {
		return ""
	}
	return store.LocalDate(e.NextDigest.In(store.Location(e.TimeZone, fallback)).Format(time.DateOnly))
}

// dayInWords writes a local date as "Monday, 2 March". A text that is no date is shown as it is.
func dayInWords(day store.LocalDate) string {
	t, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		return string(day)
	}
	return t.Format("Monday, 2 January")
}
