// Attention: digests nobody answered slow a person's rhythm down, then ask; every act of theirs starts the count anew.

package store

import (
	"time"

	"vouch/store/delivery"
)

// NoteInteraction records that a person did something in Vouch: what waits is not ignored, and the count begins anew. A
// slower rhythm stays until they say otherwise. It writes once per digest at most, so it may be called for every act;
// of strangers it notes nothing.
func (db *DB) NoteInteraction(id EmployeeID) error {
	// Most acts change nothing, which a snapshot tells without a place in the committer's queue.
	nothing, err := read(db, func(t *tx) (bool, error) {
		e, found := employees.Get(t.Tx, string(id))
		return !found || !e.Attention.IsOpen(), nil
	})
	if err != nil || nothing {
		return err
	}
	return change(db, func(t *tx) error {
		if e, found := employees.Get(t.Tx, string(id)); found && e.Attention.IsOpen() {
			e.Attention.Waiting, e.Attention.Ignored = "", 0
			t.saveEmployee(&e)
		}
		return nil
	})
}

// updateFatigue decides about the digest that waits, now that the next one is planned, and tells whether e is asked in
// place of that one. previous is the stored delivery that waits, nil when there is none any more.
func (t *tx) updateFatigue(e *Employee, p *DigestPlan, previous []byte) (ask bool) {
	a, day := &e.Attention, p.Date
	waited := a.Waiting
	a.Waiting = day
	// On the same day only when time went backwards; one that was not delivered, or a moment ago, says nothing.
	if waited == "" || waited >= day || !delivery.WasThere(previous, p.Due) {
		return false
	}
	settings := t.settings()
	a.Ignored++
	chosen := e.Prefs.Rhythm.OrDefault(settings.Rhythm).Frequency
	switch {
	case a.Ignored == settings.AskAfter && a.AskedOn == "":
		a.Waiting, a.AskedOn = "", day
		a.Slowed = chosen.StepsTo(Weekly)
		return true
	case a.Ignored == settings.SlowAfter && chosen.Slower(a.Slowed) != Weekly:
		a.Slowed++
		a.SlowOn = day
	}
	return false
}

// fatiguePrefix starts the key of the question how often the digest should come; the date follows, then the person.
const fatiguePrefix = "fatigue/"

func (t *tx) sendQuestion(p *DigestPlan) {
	t.addMessage(Message{Key: fatiguePrefix + string(p.Date) + "/" + string(p.Employee), Kind: MsgFatigue,
		Ref: string(p.Date),
		To:  p.Employee, NotBefore: delivery.Slot(p.NotBefore)})
}

// ChooseRhythm is a person's answer to being slowed down or asked, given in the digest, in the question or in settings.
// It plans the next digest by it. The same choice again changes nothing.
func (db *DB) ChooseRhythm(id EmployeeID, choice RhythmChoice) (Employee, error) {
	return write(db, func(t *tx) (Employee, error) {
		e, err := t.advocate(id)
		if err != nil {
			return e, err
		}
		old := e
		e.Attention.Begin()
		switch choice {
		case RhythmKept:
		case RhythmWeekly:
			e.Prefs.Rhythm.Frequency = Weekly
		case RhythmStopped:
			e.Prefs.PausedUntil = endless
			t.cancelMessages(id, "the person stopped the digest", isDigest)
		default:
			return e, invalid("Choose to keep the digest as it was, to get it once a week, or to stop it.")
		}
		return t.replan(old, e, false), nil
	})
}

// endless is the stored end of a pause that lasts until the person resumes.
var endless = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
