// Package pulse knows the two questions of a quarter: when they are asked, how answers are summed, and what of the sums
// may be shown. It never knows who answered what.
package pulse

import (
	"fmt"
	"math"
	"strings"
	"time"

	"vouch/store/calendar"
	"vouch/store/kv"
	"vouch/store/term"
)

// Settled is how long somebody takes part before they are asked: earlier they can hardly know.
const Settled = 30 * 24 * time.Hour

// askedFrom is the day of the second month of a quarter on which asking begins: away from the ends of quarters, and
// with weeks left to answer.
const askedFrom = 15

// dateOf is a day as a midnight in UTC.
func dateOf(day calendar.LocalDate) time.Time {
	date, _ := time.Parse(time.DateOnly, string(day)) // days of the program are always written like this
	return date
}

// QuarterOf names the quarter of a day: "2026-Q1".
func QuarterOf(day calendar.LocalDate) string {
	return strings.TrimPrefix(calendar.SpanName(calendar.Quarter, dateOf(day)), "quarter/")
}

// LastDay is the last day of the quarter of a day.
func LastDay(day calendar.LocalDate) calendar.LocalDate {
	_, end := calendar.SpanOf(calendar.Quarter, dateOf(day), time.UTC)
	return calendar.DateOf(end.AddDate(0, 0, -1), time.UTC)
}

// MonthOf names the month of a day: "2026-01".
func MonthOf(day calendar.LocalDate) string { return dateOf(day).Format("2006-01") }

// Before names the quarter before one.
func Before(quarter string) string {
	return strings.TrimPrefix(calendar.NameBefore("quarter/"+quarter), "quarter/")
}

// Asks tells whether the questions may go out on a day. Answers are taken until its quarter ends.
func Asks(day calendar.LocalDate) bool {
	date := dateOf(day)
	return (date.Month()-1)%3 == 1 && date.Day() >= askedFrom
}

// Words are a quarter as people say it: "first quarter of 2026".
func Words(quarter string) string {
	var year, n int
	if _, err := fmt.Sscanf(quarter, "%d-Q%d", &year, &n); err != nil || n < 1 || n > 4 {
		return quarter
	}
	return fmt.Sprintf("%s quarter of %d", []string{"first", "second", "third", "fourth"}[n-1], year)
}

// Sums are answers added up.
type Sums struct {
	Answers    int `json:"answers"`
	Promoters  int `json:"promoters"`  // 9 or 10
	Detractors int `json:"detractors"` // 0 to 6
	Worth      int `json:"worth"`      // the answers to the second question, each 1 to 5, together
}

// Round is the pulse of one quarter.
type Round struct {
	Quarter string `json:"quarter"`
	Asked   int    `json:"asked"`          // people
	Last    string `json:"last,omitempty"` // the person who was asked last, while not all are
	Done    bool   `json:"done,omitempty"` // all are asked
	All     Sums   `json:"all"`            // every answer
	Shown   Sums   `json:"shown,omitzero"` // those that may be shown
}

// The ranges of the answers.
const (
	MaxRecommend = 10
	MinWorth     = 1
	MaxWorth     = 5
)

// Add takes an answer. The sums that are shown follow only when at least group new answers are in them: otherwise the
// difference of two readings would be one person's answer.
func (r *Round) Add(recommend, worth, group int) {
	r.All.Answers++
	r.All.Worth += worth
	switch {
	case recommend >= 9:
		r.All.Promoters++
	case recommend <= 6:
		r.All.Detractors++
	}
	if r.All.Answers-r.Shown.Answers >= group {
		r.Shown = r.All
	}
}

// Result is what may be told of a quarter.
type Result struct {
	Quarter string
	Asked   int     // people; 0: nobody was
	Answers int     // in the figures below; 0: too few to show any
	Score   int     // promoters less detractors in percent of the answers, -100 to 100
	Worth   float64 // the mean, 1 to 5
	Active  int     // people who earned points in the quarter
}

// Result reads what may be shown to a group of at least so many.
func (r *Round) Result(group int) Result {
	res := Result{Quarter: r.Quarter, Asked: r.Asked}
	if s := r.Shown; s.Answers >= group && s.Answers > 0 {
		res.Answers = s.Answers
		res.Score = int(math.Round(100 * float64(s.Promoters-s.Detractors) / float64(s.Answers)))
		res.Worth = float64(s.Worth) / float64(s.Answers)
	}
	return res
}

// Reason is why somebody leaves or pauses without an end.
type Reason string

// The reasons of product rule 9.4.
const (
	NoTime     Reason = "time"
	Nothing    Reason = "nothing"
	NotNetwork Reason = "network"
	Privacy    Reason = "privacy"
	Private    Reason = "private"
)

// Reasons are in the order in which they are offered.
var Reasons = []Reason{NoTime, Nothing, NotNetwork, Privacy, Private}

// Step is the smallest total of a reason that is told, and what totals are rounded down to: a total that grows by one
// on the day somebody leaves would name them.
const Step = 5

// Month counts reasons.
type Month struct {
	Month  string         `json:"month"` // "2026-01"
	Counts map[Reason]int `json:"counts"`
}

// Totals adds up the twelve months that end with the one of a day, and rounds down to steps; what is less than one is
// left out.
func Totals(months []Month, day calendar.LocalDate) map[Reason]int {
	totals, last := map[Reason]int{}, dateOf(day)
	first := time.Date(last.Year(), last.Month()-11, 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
	for _, m := range months {
		for reason, n := range m.Counts {
			if m.Month >= first && m.Month <= MonthOf(day) {
				totals[reason] += n
			}
		}
	}
	for reason, n := range totals {
		if totals[reason] = n / Step * Step; n < Step {
			delete(totals, reason)
		}
	}
	return totals
}

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
