// The tables of the pulse: its sums, and apart from them who has answered.

package pulse

import (
	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/term"
)

// AnswerMark is that somebody was asked, or has answered; never what. Of is a quarter, or WhyNot.
type AnswerMark struct {
	Of       string          `json:"of"`
	Employee term.EmployeeID `json:"employee"`
	Answered bool            `json:"answered,omitempty"`
}

// WhyNot is the question why somebody leaves.
const WhyNot = "why"

// Rounds holds the sums of the quarters.
var Rounds = kv.Table[Round]{
	Bucket: kv.NewBucket("pulse_rounds"), // quarter -> Round
	Key:    func(r *Round) string { return r.Quarter },
}

// Months holds why people left.
var Months = kv.Table[Month]{
	Bucket: kv.NewBucket("pulse_reasons"), // month -> Month
	Key:    func(m *Month) string { return m.Month },
}

// Marks holds who was asked or has answered.
var Marks = kv.Table[AnswerMark]{
	Bucket: kv.NewBucket("pulse_marks"), // of, employee -> AnswerMark
	Key:    func(m *AnswerMark) string { return kv.Join(m.Of, string(m.Employee)) },
}

// MarkOf is the mark of somebody for a question, false when there is none.
func MarkOf(t *kv.Tx, of string, id term.EmployeeID) (AnswerMark, bool) {
	return Marks.Get(t, kv.Join(of, string(id)))
}

// CountReason counts a reason on a day.
func CountReason(t *kv.Tx, day calendar.LocalDate, reason Reason) {
	m, found := Months.Get(t, MonthOf(day))
	if !found {
		m = Month{Month: MonthOf(day), Counts: map[Reason]int{}}
	}
	m.Counts[reason]++
	Months.Save(t, &m)
}

// InRange tells whether answers are among those that are offered.
func InRange(recommend, worth int) bool {
	return 0 <= recommend && recommend <= MaxRecommend && MinWorth <= worth && worth <= MaxWorth
}

// EraseFrom forgets that a person answered, and that they were the last who was asked: asking goes on after the one
// before them in the bucket of people.
func EraseFrom(t *kv.Tx, id term.EmployeeID, people *kv.Bucket) {
	Marks.RemoveAll(t, func(m *AnswerMark) bool { return m.Employee == id })
	Rounds.RewriteAll(t, func(r *Round) bool {
		if r.Last != string(id) {
			return false
		}
		r.Last = ""
		t.ScanBack(people, "", string(id), func(before string, _ []byte) bool { r.Last = before; return false })
		return true
	})
}
