// Lanes: a candidate for a department without an opening waits until a job opens there.

package store

import (
	"maps"
	"slices"

	"vouch/store/kv"
	"vouch/store/text"
)

// referralsByLane holds who waits: folded department, referral.
var referralsByLane = kv.NewBucket("referrals_by_lane")

// followJob takes those who wait for a job of the department on to one that has just opened, and tells their referrers
// and whoever looks after them. The bonus stays what was promised; where nothing was, the rules of now hold.
func (t *tx) followJob(a *Asset) {
	if a.Job == nil || a.Job.Department == "" {
		return
	}
	for _, k := range referrals.Under(t.Tx, referralsByLane, text.Fold(a.Job.Department), 0) {
		k.Job = a.ID
		if k.Bonus == nil {
			opened := t.open(&k)
			k.Bonus = t.bonusTerms(&opened)
		}
		t.expectAnswer(&k.Referral)
		t.touch(&k)
		readers := []EmployeeID{k.Owner, k.Referrer}
		if k.Owner == "" {
			readers = append(t.managers(), k.Referrer)
		}
		for _, id := range text.Unique(readers) {
			if _, err := t.member(id); err == nil {
				t.enqueue(Message{Key: keyOf("lane", string(k.ID), string(a.ID), string(id)), Kind: MsgLane,
					Ref: string(k.ID), To: id})
			}
		}
	}
}

// Lanes lists the departments that have no opening now: those of people who work here, and of all jobs there ever were.
func (q *Query) Lanes() []string {
	byName, open := map[string]string{}, map[string]bool{}
	add := func(department string) {
		if department != "" {
			byName[text.Fold(department)] = department
		}
	}
	for _, key := range q.t.Keys(kv.Counters, departmentOf(""), 0) {
		add(kv.Split(key, 2)[1])
	}
	assets.Each(q.t.Tx, func(a *Asset) bool {
		if a.Kind == Job && a.Job != nil && !a.LiveAt.IsZero() {
			add(a.Job.Department)
			open[text.Fold(a.Job.Department)] = open[text.Fold(a.Job.Department)] || a.IsOpening()
		}
		return true
	})
	maps.DeleteFunc(byName, func(folded, _ string) bool { return open[folded] })
	return slices.Sorted(maps.Values(byName))
}

// checkLane puts the name of a lane in the place of what was sent, and refuses what is none.
func (t *tx) checkLane(s *Submission) error {
	if s.Lane == "" || s.Kind == Client || s.Job != "" {
		s.Lane = ""
		return nil
	}
	lanes := (&Query{t}).Lanes()
	at := slices.IndexFunc(lanes, func(lane string) bool { return text.Fold(lane) == text.Fold(s.Lane) })
	if at < 0 {
		return FieldErrors{"job": "A job is open in this department by now, or there is no such department. " +
			"Choose again."}.Err()
	}
	s.Lane = lanes[at]
	return nil
}
