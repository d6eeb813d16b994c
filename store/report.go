// Reports: what they and the weekly card on the library read of the whole store, and who gets one when.

package store

import (
	"strings"
	"time"

	"vouch/store/calendar"
	"vouch/store/referral"
)

// EachShare visits every share, the oldest first, until visit returns false.
func (q *Query) EachShare(visit func(*Share) bool) { shares.Each(q.t.Tx, visit) }

// EachReferral visits every referral, the oldest first, until visit returns false. What is sealed stays empty: Person,
// Need, Questions and the reasons of the history.
func (q *Query) EachReferral(visit func(*Referral) bool) {
	referrals.Each(q.t.Tx, func(k *keptReferral) bool { return visit(&k.Referral) })
}

// ReferredSince are the jobs for which somebody was referred since a time.
func (q *Query) ReferredSince(at time.Time) map[AssetID]bool {
	jobs := map[AssetID]bool{}
	q.t.Scan(referrals.Bucket, "", idAt(at), func(_ string, raw []byte) bool {
		k := referrals.Decode(raw)
		jobs[k.Job] = true
		return true
	})
	return jobs
}

// EachIntroduction visits every introduction, the oldest first, until visit returns false. What is sealed stays empty.
func (q *Query) EachIntroduction(visit func(*Introduction) bool) {
	intros.Each(q.t.Tx, func(k *referral.KeptIntro) bool { return visit(&k.Introduction) })
}

// LiveSince is when an asset went live; zero for one that never did or is gone.
func (q *Query) LiveSince(id AssetID) time.Time {
	a, _ := assets.Get(q.t.Tx, string(id))
	return a.LiveAt
}

// metaReport is the last month that had its report, as year*100+month.
const metaReport = "report_month"

// reportUntil is the last day of a month on which the report of the month before still goes out, after a long stop or
// holidays.
const reportUntil = 10

// PlanReports enqueues the report of the last month for each program manager, and its totals for everybody, when it is
// due at now, and tells how many managers get it. It is due once a month at nine on the first working day, in the
// program's zone, or when the program was down then, on a later one of the first ten days. A month in which nobody was
// a member has none.
func (db *DB) PlanReports(now time.Time) (int, error) {
	return tick(db, func(t *tx) (int, error) {
		date, morning := t.settings().Morning(now)
		month := uint64(date.Year()*100 + int(date.Month()))
		if !morning || date.Day() > reportUntil || t.Number(metaReport) >= month {
			return 0, nil
		}
		t.SetNumber(metaReport, month)
		first := calendar.FirstDay(Month, date)
		had, start := false, calendar.Instant(first, 0, 0, Location(t.settings().TimeZone, ""))
		employees.Each(t.Tx, func(e *Employee) bool {
			had = had || !e.JoinedAt.IsZero() && e.JoinedAt.Before(start)
			return !had
		})
		if !had {
			return 0, nil
		}
		last := first.AddDate(0, 0, -1).Format("2006-01")
		readers := t.managers()
		t.enqueueEach(readers, Message{Key: keyOf("report", last), Kind: MsgReport, Ref: last})
		if channel := t.settings().ReportChannel; channel != "" {
			t.enqueue(Message{Key: keyOf("totals", last), Kind: MsgTotals, Ref: last, Channel: channel})
		}
		return len(readers), nil
	})
}

// reportAsked begins the keys of reports that somebody asked for.
const reportAsked = "report_asked"

// IsReportAsked tells whether somebody asked for a report that is a message.
func IsReportAsked(m Message) bool { return strings.HasPrefix(m.Key, keyOf(reportAsked, "")) }

// AskReport sends the report of a period, named as the reports do, to somebody who may take part. The same cause, such
// as the id of a press, sends it once.
func (db *DB) AskReport(cause string, id EmployeeID, period string) error {
	return change(db, func(t *tx) error {
		if _, err := t.member(id); err != nil {
			return err
		}
		t.enqueue(Message{Key: keyOf(reportAsked, cause, string(id)), Kind: MsgReport, Ref: period, To: id})
		return nil
	})
}
