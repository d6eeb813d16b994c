// Attention: digests nobody answered slow a person's rhythm down, then ask; every act of theirs starts the count anew.

package store

import (
	"time"

	"vouch/store/kv"
)

// Attention is how much of a person's attention the program has taken and got. It is kept inside the employee, because
// the rhythm depends on it wherever that is read. Only the person sees it.
//
// A digest that came by itself is ignored when it was delivered and its reader did nothing in Vouch until the next one
// is planned: no answer to a pick, no command, button, form or message. Opening the conversation is no act, people do
// that to clear a badge; and a click on a title is not seen, because titles link straight to the page. At
// Settings.SlowAfter ignored in a row the rhythm slows by one step, and the digest that comes then says so; at
// Settings.AskAfter a question comes in place of the digest, and until it is answered the digest comes once a week.
// Three is what Donut allows before it excludes with a notice (help.donut.ai, "What happens if someone is repeatedly
// unresponsive"); slowing down is the milder answer, and twice that, a week and more of silence at daily rhythm, is
// late enough to ask.
type Attention struct {
	Waiting LocalDate `json:"waiting,omitempty"`   // the last digest that came by itself, until anything was done after it
	Ignored int       `json:"ignored,omitempty"`   // digests ignored in a row
	Slowed  int       `json:"slowed,omitempty"`    // steps by which the rhythm is slower than the person chose
	SlowOn  LocalDate `json:"slowed_on,omitempty"` // the day of the digest that said so; kept after it was undone, for that digest
	AskedOn LocalDate `json:"asked_on,omitempty"`  // the day of the question; "" when none is open
	Week    int       `json:"week,omitempty"`      // the local week that Started counts, see calendar.WeekOf
	Started int       `json:"started,omitempty"`   // messages the program started in that week
}

// readingTime is how long a digest must have been there to count as ignored. Two daily ones are never closer than 20
// hours; this guards the odd case, such as a late one before a flight across the date line.
const readingTime = 12 * time.Hour

// Rhythm is when e's digest comes: what they chose over the program's rhythm, slowed down while they ignore it.
func (e *Employee) Rhythm(program Rhythm) Rhythm {
	r := e.Prefs.Rhythm.OrDefault(program)
	r.Frequency = r.Frequency.Slower(e.Attention.Slowed)
	return r
}

// NoteInteraction records that a person did something in Vouch: what waits is not ignored, and the count begins anew. A slower
// rhythm stays until they say otherwise. It writes once per digest at most, so it may be called for every act; of
// strangers it notes nothing.
func (db *DB) NoteInteraction(id EmployeeID) error {
	// Most acts change nothing, which a snapshot tells without a place in the committer's queue.
	nothing, err := read(db, func(t *tx) (bool, error) {
		e, found := employees.Get(t.Tx, string(id))
		return !found || !e.Attention.isOpen(), nil
	})
	if err != nil || nothing {
		return err
	}
	return change(db, func(t *tx) error {
		if e, found := employees.Get(t.Tx, string(id)); found && e.Attention.isOpen() {
			e.Attention.Waiting, e.Attention.Ignored = "", 0
			t.saveEmployee(&e)
		}
		return nil
	})
}

// isOpen tells whether an act would change anything.
func (a *Attention) isOpen() bool { return a.Waiting != "" || a.Ignored > 0 }

// updateFatigue decides about the digest that waits, now that the next one is planned, and tells whether e is asked in
// place of that one. previous is the stored delivery that waits, nil when there is none any more.
func (t *tx) updateFatigue(e *Employee, p *DigestPlan, previous []byte) (ask bool) {
	a, day := &e.Attention, p.Date
	waited := a.Waiting
	a.Waiting = day
	// On the same day only when time went backwards; one that was not delivered, or a moment ago, says nothing.
	if waited == "" || waited >= day || !wasThere(previous, p.Due) {
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

// wasThere tells whether a stored delivery was delivered, long enough before a due time to be read. It reads the first
// fields only: every morning does this for everybody who did nothing.
func wasThere(raw []byte, due time.Time) bool {
	if raw == nil {
		return false
	}
	if raw[0] != kv.Layout {
		kv.Fail("deliveries: unknown layout of a value")
	}
	u := kv.Unpack(raw[1:min(len(raw), longestHead)])
	u.Text() // the key
	state := DeliveryState(u.Text())
	u.Time() // when it was planned
	sent := u.Time()
	if u.Err() != nil {
		kv.Fail("deliveries: %w", u.Err())
	}
	return state == Delivered && due.Sub(sent) >= readingTime
}

// longestHead is the room of a delivery's first fields, of which a key has at most 82 bytes.
const longestHead = 128

// fatiguePrefix starts the key of the question how often the digest should come; the date follows, then the person.
const fatiguePrefix = "fatigue/"

func (t *tx) sendQuestion(p *DigestPlan) {
	t.addMessage(Message{Key: fatiguePrefix + string(p.Date) + "/" + string(p.Employee), Kind: MsgFatigue, Ref: string(p.Date),
		To: p.Employee, NotBefore: digestTime(p.NotBefore)})
}

// RhythmChoice is what somebody wants after their rhythm was slowed down.
type RhythmChoice string

// The choices: as it was before it was slowed down, once a week, or none until they resume.
const (
	RhythmKept    RhythmChoice = "kept"
	RhythmWeekly  RhythmChoice = "weekly"
	RhythmStopped RhythmChoice = "stopped"
)

// ChooseRhythm is a person's answer to being slowed down or asked, given in the digest, in the question or in settings.
// It plans the next digest by it. The same choice again changes nothing.
func (db *DB) ChooseRhythm(id EmployeeID, choice RhythmChoice) (Employee, error) {
	return write(db, func(t *tx) (Employee, error) {
		e, err := t.advocate(id)
		if err != nil {
			return e, err
		}
		old := e
		e.Attention.begin()
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

// begin starts anew where somebody said how often they want the digest: no count, no question, no slower rhythm.
func (a *Attention) begin() { a.Waiting, a.Ignored, a.AskedOn, a.Slowed = "", 0, "", 0 }

// packAttention writes the fields in the order unpackAttention reads them; new ones go to the end.
func packAttention(p *kv.Packer, a *Attention) {
	for _, day := range []LocalDate{a.Waiting, a.SlowOn, a.AskedOn} {
		p.Text(string(day))
	}
	for _, n := range []int{a.Ignored, a.Slowed, a.Week, a.Started} {
		p.Number(uint64(n))
	}
}

// unpackAttention reads what packAttention wrote; in files from before, which end here, all of it is zero.
func unpackAttention(u *kv.Unpacker, a *Attention) {
	a.Waiting, a.SlowOn, a.AskedOn = LocalDate(u.Text()), LocalDate(u.Text()), LocalDate(u.Text())
	a.Ignored, a.Slowed = int(u.Number()), int(u.Number())
	a.Week, a.Started = int(u.Number()), int(u.Number())
}
