// Reading: the facts about the health of a program from the store, without names.

package health

import (
	"vouch/store"
)

// answersOf is how many days back first answers to referrals are read.
const answersOf = 90

// Read takes the facts out of the store, all but Coverage, which the planner works out. It reads every person, share,
// referral and introduction once and decrypts nothing.
func Read(q *store.Query) *Facts {
	f := &Facts{Now: store.Now(), Late: q.Pulse().Late}
	settings := q.Settings()
	for _, e := range q.Employees() {
		if e.IsAdvocate() {
			tired := e.Attention.Slowed > 0 || e.Attention.Ignored >= settings.SlowAfter ||
				e.Prefs.PausedUntil.After(f.Now)
			f.Members = append(f.Members, Member{e.ID, e.JoinedAt, e.Department, e.Leader, tired})
		}
	}
	if settings.WorksCouncil {
		f.Group = settings.BoardMinGroup
	}
	f.PolicyRead = settings.Policy.IsRead()
	f.Agreed, _ = q.CountAcknowledged()
	quarter := q.PulseQuarter()
	if f.Pulse = q.PulseResult(quarter); f.Pulse.Answers == 0 {
		f.Pulse = q.PulseResult(store.QuarterBefore(quarter))
	}
	owners := map[store.EmployeeID]bool{}
	from := f.Now.AddDate(0, 0, -Reach)
	add := func(one Activity) bool {
		if one.At.After(from) && !one.At.After(f.Now) {
			f.Activity = append(f.Activity, one)
		}
		return true
	}
	q.EachShare(func(s *store.Share) bool {
		return s.Level < store.Declared || add(Activity{By: s.Employee, At: s.DeclaredAt, Post: true})
	})
	q.EachIntroduction(func(i *store.Introduction) bool { return add(Activity{By: i.Introducer, At: i.CreatedAt}) })
	q.EachReferral(func(r *store.Referral) bool {
		if len(r.History) > 1 && r.History[1].Stage != store.StageWithdrawn &&
			r.History[1].At.After(f.Now.AddDate(0, 0, -answersOf)) {
			f.Answers = append(f.Answers, r.History[1].At.Sub(r.History[0].At))
			owners[r.History[1].By] = true
		}
		return add(Activity{By: r.Referrer, At: r.SubmittedAt})
	})
	delete(owners, "") // the program
	f.Owners = len(owners)
	if newest := q.AssetsBy(store.Live, 1, ""); len(newest) > 0 {
		f.Newest = newest[0].LiveAt
	}
	return f
}
