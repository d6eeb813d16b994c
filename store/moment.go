// Moments: a first share and weeks in a row are told once each, in the commit that makes them true.

package store

import (
	"slices"
	"strconv"

	"vouch/store/calendar"
	"vouch/store/kv"
)

// streaks are the weeks in a row with a share or a referral that are told: one, two and three months, half a year, one.
var streaks = []int{4, 8, 13, 26, 52}

// tellMoments tells an advocate what a share or a referral of theirs has just made true. share is "" for a referral.
func (t *tx) tellMoments(id EmployeeID, share ShareID) {
	e, found := employees.Get(t.Tx, string(id))
	if !found || !e.IsAdvocate() {
		return
	}
	week := calendar.WeekOf(t.now.In(Location(e.TimeZone, t.settings().TimeZone)))
	posted, weeks := t.activeWeeks(&e)
	if posted == 1 && share != "" {
		t.enqueue(Message{Key: keyOf("moment", string(id), "first"), Kind: MsgMoment, Ref: keyOf("first", string(share)), To: id})
	}
	if n := calendar.Streak(week, weeks); slices.Contains(streaks, n) {
		t.enqueue(Message{Key: keyOf("moment", string(id), "week", strconv.Itoa(week)), Kind: MsgMoment,
			Ref: keyOf("streak", strconv.Itoa(n), strconv.Itoa(week)), To: id})
	}
}

// activeWeeks counts a person's shares that they said they posted, and gives their local weeks with one of them or a
// referral.
func (t *tx) activeWeeks(e *Employee) (posted int, weeks map[int]bool) {
	zone := Location(e.TimeZone, t.settings().TimeZone)
	weeks = map[int]bool{}
	for _, s := range shares.Under(t.Tx, sharesByPerson, string(e.ID), 0) {
		if s.Level >= Declared {
			posted++
			weeks[calendar.WeekOf(s.DeclaredAt.In(zone))] = true
		}
	}
	t.Scan(referralsByPerson, kv.Join(string(e.ID), ""), "", func(key string, _ []byte) bool {
		k := referrals.Must(t.Tx, kv.Split(key, 2)[1])
		weeks[calendar.WeekOf(k.SubmittedAt.In(zone))] = true
		return true
	})
	return posted, weeks
}

// Streak counts the weeks in a row with a share or a referral of a person that end with a week, see calendar.WeekOf.
func (q *Query) Streak(id EmployeeID, week int) int {
	e := end(q.t.employee(id))
	_, weeks := q.t.activeWeeks(&e)
	return calendar.Streak(week, weeks)
}
