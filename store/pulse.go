// The pulse: two anonymous questions a quarter, and why people leave. Answers are kept as sums, and apart from them who
// has answered.

package store

import (
	"slices"

	"vouch/store/pulse"
)

var pulseRounds, pulseReasons, pulseMarks = pulse.Rounds, pulse.Months, pulse.Marks

// pulseBatch is how many people are asked in one commit: a hundred thousand take an hour and forty minutes.
var pulseBatch = 1000

// PlanPulse asks a part of the people who are due now, and tells how many. It begins once a quarter, on a working day's
// morning in the program's zone, when enough people have taken part for a month that answers can be shown. Who has
// paused is left alone.
func (db *DB) PlanPulse() (int, error) {
	return tick(db, func(t *tx) (int, error) {
		r, people, is := t.duePulse()
		if !is {
			return 0, nil
		}
		if r.Quarter == "" {
			// Nobody can answer an earlier one any more, so who did is nobody's business.
			pulseMarks.RemoveAll(t.Tx, func(m *pulse.AnswerMark) bool { return m.Of != pulse.WhyNot })
			r.Quarter = pulse.QuarterOf(t.programDay())
		}
		t.enqueueEach(people, Message{Key: keyOf("pulse", r.Quarter), Kind: MsgPulse, Ref: r.Quarter})
		if r.Asked += len(people); len(people) < pulseBatch {
			r.Done, r.Last = true, ""
		} else {
			r.Last = string(people[len(people)-1])
		}
		pulseRounds.Save(t.Tx, &r)
		return len(people), nil
	})
}

// duePulse tells whether the round of the quarter has to ask, and whom next.
func (t *tx) duePulse() (r pulse.Round, people []EmployeeID, is bool) {
	s := t.settings()
	r, begun := t.openPulse()
	if !s.PulseOn || r.Done {
		return r, nil, false
	}
	if _, morning := s.Morning(t.now); !begun && !(morning && pulse.Asks(t.programDay())) {
		return r, nil, false
	}
	people = t.settled(r.Last)
	return r, people, begun || len(people) >= s.PulseMin
}

// settled are the next advocates to ask after one, in the order of their ids.
func (t *tx) settled(after string) (ids []EmployeeID) {
	t.Scan(employees.Bucket, "", after, func(key string, _ []byte) bool {
		e := employees.Must(t.Tx, key)
		if key != after && e.IsAdvocate() && t.now.Sub(e.JoinedAt) >= pulse.Settled && !e.Prefs.PausedUntil.After(t.now) {
			ids = append(ids, e.ID)
		}
		return len(ids) < pulseBatch
	})
	return ids
}

// openPulse is the round that takes answers now.
func (t *tx) openPulse() (pulse.Round, bool) {
	return pulseRounds.Get(t.Tx, pulse.QuarterOf(t.programDay()))
}

// AnswerPulse adds an advocate's answers to the sums of a quarter: recommend from 0 to 10, worth from 1 to 5. Nobody
// answers twice, and nothing leads from an answer to a person, so none can be changed.
func (db *DB) AnswerPulse(id EmployeeID, quarter string, recommend, worth int) error {
	return change(db, func(t *tx) error {
		if _, err := t.advocate(id); err != nil {
			return err
		}
		r, open := t.openPulse()
		_, answered := pulse.MarkOf(t.Tx, quarter, id)
		switch {
		case !open || r.Quarter != quarter:
			return conflict("The quarter is over, and its two questions with it.")
		case answered:
			return conflict("You have answered. Nobody can tell which answers are yours, so they can't be changed.")
		case !pulse.InRange(recommend, worth):
			return invalid("Choose an answer to each question first.")
		}
		pulseMarks.Save(t.Tx, &pulse.AnswerMark{Of: quarter, Employee: id, Answered: true})
		r.Add(recommend, worth, t.settings().PulseMin)
		pulseRounds.Save(t.Tx, &r)
		return nil
	})
}

// OpenPulse is the quarter whose questions somebody can still answer and its last day, "" for none.
func (q *Query) OpenPulse(id EmployeeID) (quarter string, last LocalDate) {
	r, open := q.t.openPulse()
	e, _ := employees.Get(q.t.Tx, string(id))
	if _, answered := pulse.MarkOf(q.t.Tx, r.Quarter, id); !open || answered || !e.IsAdvocate() {
		return "", ""
	}
	return r.Quarter, pulse.LastDay(q.t.programDay())
}

// PulseQuarter is the quarter of today, as "2026-Q1".
func (q *Query) PulseQuarter() string { return pulse.QuarterOf(q.t.programDay()) }

// PulseResult is what may be told of a quarter such as "2026-Q1". Figures come from the smallest group on.
func (q *Query) PulseResult(quarter string) PulseResult {
	r, _ := pulseRounds.Get(q.t.Tx, quarter)
	r.Quarter = quarter
	result := r.Result(q.t.settings().PulseMin)
	result.Active = q.t.activeIn("quarter/" + quarter)
	return result
}

// AskWhyNot tells whether to ask somebody why they leave: once ever, so it is noted.
func (db *DB) AskWhyNot(id EmployeeID) (bool, error) {
	return write(db, func(t *tx) (bool, error) {
		if _, asked := pulse.MarkOf(t.Tx, pulse.WhyNot, id); asked {
			return false, nil
		}
		if _, err := t.member(id); err != nil {
			return false, err
		}
		pulseMarks.Save(t.Tx, &pulse.AnswerMark{Of: pulse.WhyNot, Employee: id})
		return true, nil
	})
}

// AnswerWhyNot counts the reason of somebody who was asked, once.
func (db *DB) AnswerWhyNot(id EmployeeID, reason LeaveReason) error {
	return change(db, func(t *tx) error {
		m, asked := pulse.MarkOf(t.Tx, pulse.WhyNot, id)
		switch {
		case !slices.Contains(pulse.Reasons, reason):
			return invalid("Choose one of the reasons.")
		case !asked || m.Answered:
			return conflict("Your reason is counted already, without your name.")
		}
		m.Answered = true
		pulseMarks.Save(t.Tx, &m)
		pulse.CountReason(t.Tx, t.programDay(), reason)
		return nil
	})
}

// LeaveReasons counts why people left in the last twelve months, in steps of pulse.Step; fewer are not told.
func (q *Query) LeaveReasons() map[LeaveReason]int {
	return pulse.Totals(all(q.t, &pulseReasons), q.t.programDay())
}

func erasePulseMarks(t *tx, e *erasure) { pulse.EraseFrom(t.Tx, e.id, employees.Bucket) }
