// Joining, leaving, preferences and pauses: what a person decides about their own digest.

package store

import (
	"slices"
	"time"

	"vouch/store/employee"
	"vouch/store/recognition"
)

// zeroTime means "never" or "not set" in every record.
var zeroTime time.Time

// untilResumed is the length of a pause from which no digest is planned at all.
const untilResumed = 5 * 365 * 24 * time.Hour

// digestAfter is when the first digest of e after from falls due, zero when none does.
func (t *tx) digestAfter(e *Employee, from time.Time) time.Time {
	if !e.IsAdvocate() {
		return zeroTime
	}
	settings := t.settings()
	if pause := e.Prefs.PausedUntil; pause.After(from) {
		if pause.Sub(from) > untilResumed {
			return zeroTime
		}
		from = pause.Add(-time.Microsecond)
	}
	rhythm := e.Rhythm(settings.Rhythm)
	q := dueQuestion{zone: e.TimeZone, frequency: rhythm.Frequency, at: rhythm.At, from: from}
	for _, day := range rhythm.Quiet {
		q.quiet |= 1 << day
	}
	next, known := t.dueCache[q]
	if !known {
		next = rhythm.Next(from, Location(e.TimeZone, settings.TimeZone), settings.Holidays)
		if t.dueCache == nil {
			t.dueCache = map[dueQuestion]time.Time{}
		}
		t.dueCache[q] = next
	}
	return next
}

// dueQuestion is all that the next due time depends on within a verb. A whole office asks the same one.
type dueQuestion struct {
	zone, at  string
	frequency Frequency
	quiet     int // a bit for each weekday
	from      time.Time
}

// Join makes id an advocate with the chosen preferences, who agrees to the policy by it. Joining again saves the form
// like preferences.
// Fields of its FieldErrors: personas, follow, frequency, at, quiet.
func (db *DB) Join(id EmployeeID, form JoinForm) (Employee, error) {
	return write(db, func(t *tx) (Employee, error) { return t.join(id, form) })
}

// join keeps preferences the form does not ask for, such as networks, from an earlier time.
func (t *tx) join(id EmployeeID, form JoinForm) (Employee, error) {
	e, err := t.member(id)
	if err != nil {
		return e, err
	}
	prefs := e.Prefs
	prefs.Personas, prefs.Follow, prefs.Rhythm, prefs.Incentive = form.Personas, form.Follow, form.Rhythm, form.Incentive
	if prefs, err = t.checkPreferences(e.Prefs.Incentive, prefs); err != nil {
		return e, err
	}
	if p := t.settings().Policy; p.Confirmed {
		if form.Policy != 0 && form.Policy != p.Version && t.unlocked(id) != nil {
			return e, errPolicyChanged
		}
		t.acknowledge(id)
	}
	// Whoever leaves the proposal as it stands follows the rule; any other choice is their own.
	if fit, found := t.matcher(t.orderedPersonas(), nil).Fit(e.AsMember()); found &&
		slices.Equal(prefs.Personas, []PersonaID{fit.Persona}) {
		prefs.PersonaByRule = e.JoinedAt.IsZero() || e.Prefs.PersonaByRule
	} else {
		prefs.PersonaByRule = false
	}
	fresh := e.JoinedAt.IsZero()
	if fresh {
		e.JoinedAt, e.LeftAt = t.now, zeroTime
		prefs.PausedUntil = zeroTime
		e.Attention.Begin()
	}
	return t.applyPreferences(e, prefs, fresh), nil
}

// applyPreferences saves prefs and plans the next digest anew when that is needed. A change of topics on the morning of
// a digest that is already due must not lose it, so only a change of rhythm or pause moves the plan.
func (t *tx) applyPreferences(e Employee, prefs Preferences, fresh bool) Employee {
	old := e
	e.Prefs = prefs
	// Who chooses another frequency has said how often it should come.
	program := t.settings().Rhythm
	if old.Prefs.Rhythm.OrDefault(program).Frequency != prefs.Rhythm.OrDefault(program).Frequency {
		e.Attention.Begin()
	}
	return t.replan(old, e, fresh)
}

// replan saves what changed about a person, and moves their next digest when the change asks for that or when fresh
// says so.
func (t *tx) replan(old, e Employee, fresh bool) Employee {
	program := t.settings().Rhythm
	before, after := old.Rhythm(program), e.Rhythm(program)
	sameRhythm := before.Frequency == after.Frequency && before.At == after.At && slices.Equal(before.Quiet, after.Quiet)
	if fresh || !sameRhythm || !e.Prefs.PausedUntil.Equal(old.Prefs.PausedUntil) {
		t.schedule(&e)
	}
	if !employee.Same(&old, &e) {
		t.saveEmployee(&e)
	}
	return e
}

// checkPreferences returns prefs cleaned, or what is wrong with them by field. incentive is the one they had before.
func (t *tx) checkPreferences(incentive Incentive, p Preferences) (Preferences, error) {
	var wrong FieldErrors
	recognition.Check(p.Incentive, incentive, p.Wins, t.settings().Charity, &wrong)
	p, err := p.Checked(t.settings().Rhythm.Week, t.hasPersona)
	wrong.Merge(err)
	return p, wrong.Err()
}

// Leave ends taking part: nothing more is planned and what waits to be sent is cancelled. The history stays, and with
// it the points. Leaving twice changes nothing.
func (db *DB) Leave(id EmployeeID) (Employee, error) {
	return write(db, func(t *tx) (Employee, error) {
		e, err := t.employee(id)
		if err != nil || e.JoinedAt.IsZero() {
			return e, err
		}
		e.JoinedAt, e.LeftAt, e.NextDigest = zeroTime, t.now, zeroTime
		t.cancelMessages(id, "the person left", isDigest)
		t.saveEmployee(&e)
		t.releasePlaces(&e)
		return e, nil
	})
}

// SavePreferences replaces the preferences of a person and plans the next digest by them. A persona that was proposed
// by a rule and is left as it is goes on following the rule; any other is the person's own choice. Fields of its
// FieldErrors: the json names of Preferences and of Rhythm.
func (db *DB) SavePreferences(id EmployeeID, prefs Preferences) (Employee, error) {
	return write(db, func(t *tx) (Employee, error) {
		e, prefs, err := t.prefer(id, prefs)
		if err != nil {
			return e, err
		}
		return t.applyPreferences(e, prefs, false), nil
	})
}

// prefer reads a person for whom preferences are to be saved, and makes those ready.
func (t *tx) prefer(id EmployeeID, prefs Preferences) (Employee, Preferences, error) {
	e, err := t.member(id)
	if err == nil {
		prefs, err = t.checkPreferences(e.Prefs.Incentive, prefs)
	}
	prefs.PersonaByRule = e.Prefs.PersonaByRule && slices.Equal(prefs.Personas, e.Prefs.Personas)
	return e, prefs, err
}

// SaveChoices is SavePreferences for a form that shows how often the digest really comes. While that is slower than the
// person chose, the same frequency is no choice and changes nothing about it, and any other is what they want from now
// on.
func (db *DB) SaveChoices(id EmployeeID, prefs Preferences) (Employee, error) {
	return write(db, func(t *tx) (Employee, error) {
		e, prefs, err := t.prefer(id, prefs)
		if err != nil {
			return e, err
		}
		program, old := t.settings().Rhythm, e
		if e.Attention.Slowed > 0 && prefs.Rhythm.OrDefault(program).Frequency != e.Rhythm(program).Frequency {
			e.Prefs = prefs
			e.Attention.Begin()
			return t.replan(old, e, false), nil
		}
		if e.Attention.Slowed > 0 {
			prefs.Rhythm.Frequency = e.Prefs.Rhythm.Frequency
		}
		return t.applyPreferences(e, prefs, false), nil
	})
}

// Pause stops the digests of an advocate until a time, and cancels the one that waits to be sent. A far future (five
// years or more) means until resumed.
func (db *DB) Pause(id EmployeeID, until time.Time) (Employee, error) {
	return write(db, func(t *tx) (Employee, error) {
		e, err := t.advocate(id)
		if err != nil {
			return e, err
		}
		until = until.UTC().Truncate(time.Microsecond)
		if !until.After(t.now) {
			return e, invalid("The end of a pause must lie in the future.")
		}
		prefs := e.Prefs
		prefs.PausedUntil = until
		t.cancelMessages(id, "the person paused", isDigest)
		return t.applyPreferences(e, prefs, false), nil
	})
}

// Resume ends a pause at once. Without a pause it changes nothing.
func (db *DB) Resume(id EmployeeID) (Employee, error) {
	return write(db, func(t *tx) (Employee, error) {
		e, err := t.advocate(id)
		if err != nil {
			return e, err
		}
		prefs := e.Prefs
		prefs.PausedUntil = zeroTime
		return t.applyPreferences(e, prefs, false), nil
	})
}

// Welcome enqueues the welcome message once per person ever, only for people who could join and never did: who
// left knows the way back. It tells whether it did.
func (db *DB) Welcome(id EmployeeID) (bool, error) {
	return write(db, func(t *tx) (bool, error) {
		e, err := t.employee(id)
		if err != nil {
			return false, err
		}
		if e.Guest || e.Deactivated || e.IsAdvocate() || !e.LeftAt.IsZero() || !e.Welcomed.IsZero() {
			return false, nil
		}
		e.Welcomed = t.now
		t.saveEmployee(&e)
		t.enqueue(Message{Key: "welcome/" + string(id), Kind: MsgWelcome, Ref: string(id), To: id})
		return true, nil
	})
}
